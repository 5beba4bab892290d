/** One arrow of a state machine. */
export interface Transition<S extends string, E extends string> {
  readonly event: E;
  readonly from: readonly S[];
  readonly to: S;
  /** Permissions of which the person needs one; empty: the system alone does it. */
  readonly who: readonly string[];
  /** Names of the claims that the command checks before it goes. */
  readonly guards: readonly string[];
  /** What a button says; absent where no person presses one. */
  readonly label?: string;
}

/** States and events of one kind of record, as data: the API decides by it, the web shows buttons by it. */
export interface Machine<S extends string = string, E extends string = string> {
  readonly name: string;
  readonly states: readonly S[];
  readonly initial: S;
  /** States that nothing leaves, on purpose. */
  readonly final: readonly S[];
  readonly events: readonly E[];
  readonly guards: readonly string[];
  readonly transitions: readonly Transition<S, E>[];
}

export type StateOf<M> = M extends Machine<infer S, string> ? S : never;
export type EventOf<M> = M extends Machine<string, infer E> ? E : never;
