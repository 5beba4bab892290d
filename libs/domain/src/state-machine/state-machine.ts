import type { Finding } from '#domain/finding';
import type { Machine, Transition } from './machine.js';

/** Where an event leads, or why it leads nowhere. */
export type Next<S extends string, E extends string> =
  | { readonly allowed: true; readonly to: S; readonly transition: Transition<S, E> }
  | { readonly allowed: false; readonly finding: Finding };

/** Keeps the literal types of a machine that is written as data. */
export const defineMachine = <const S extends string, const E extends string>(machine: Machine<S, E>): Machine<S, E> =>
  machine;

/** Where `event` leads from `state`. Total: an unknown state or event is answered like one that is not allowed. */
export function next<S extends string, E extends string>(
  machine: Machine<S, E>,
  state: string,
  event: string,
): Next<S, E> {
  const transition = machine.transitions.find((t) => t.event === event && t.from.some((from) => from === state));
  if (transition) return { allowed: true, to: transition.to, transition };
  const accepted = possible(machine, state).map((t) => t.event);
  const message = `A ${machine.name} that is ${state} takes no "${event}"; possible: ${accepted.join(', ') || 'nothing'}`;
  return {
    allowed: false,
    finding: { code: `${machine.name}.not-allowed-in-state`, severity: 'stop', message, facts: { state, event } },
  };
}

/** What can happen to a record in this state, for the buttons of a screen. */
export const possible = <S extends string, E extends string>(
  machine: Machine<S, E>,
  state: string,
): readonly Transition<S, E>[] => machine.transitions.filter((t) => t.from.some((from) => from === state));

/** The transitions that a person with these permissions may make from `state`. */
export const permitted = <S extends string, E extends string>(
  machine: Machine<S, E>,
  state: string,
  permissions: ReadonlySet<string>,
): readonly Transition<S, E>[] => possible(machine, state).filter((t) => t.who.some((p) => permissions.has(p)));

/** What is wrong with a machine, in words; empty when it is sound. */
export function check(machine: Machine): string[] {
  return [...unknownNames(machine), ...ambiguous(machine), ...unreachable(machine), ...deadEnds(machine)];
}

function unknownNames(m: Machine): string[] {
  const wrong: string[] = [];
  const repeated = (names: readonly string[]): string[] => names.filter((n, i) => names.indexOf(n) !== i);
  for (const name of [...repeated(m.states), ...repeated(m.events), ...repeated(m.guards)])
    wrong.push(`${name} is declared twice`);
  for (const state of [m.initial, ...m.final]) if (!m.states.includes(state)) wrong.push(`unknown state ${state}`);
  for (const t of m.transitions) {
    if (!m.events.includes(t.event)) wrong.push(`unknown event ${t.event}`);
    for (const s of [...t.from, t.to]) if (!m.states.includes(s)) wrong.push(`unknown state ${s} in ${t.event}`);
    for (const g of t.guards) if (!m.guards.includes(g)) wrong.push(`unknown guard ${g} in ${t.event}`);
    if (t.from.length === 0) wrong.push(`${t.event} starts nowhere`);
  }
  for (const event of m.events)
    if (!m.transitions.some((t) => t.event === event)) wrong.push(`event ${event} is never used`);
  for (const guard of m.guards)
    if (!m.transitions.some((t) => t.guards.includes(guard))) wrong.push(`guard ${guard} is never used`);
  return wrong;
}

function ambiguous(m: Machine): string[] {
  const seen = new Set<string>();
  const wrong: string[] = [];
  for (const t of m.transitions)
    for (const from of t.from) {
      const key = `${t.event} from ${from}`;
      if (seen.has(key)) wrong.push(`${key} leads to two places`);
      seen.add(key);
    }
  return wrong;
}

function unreachable(m: Machine): string[] {
  const reached = new Set<string>([m.initial]);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const t of m.transitions) if (t.from.some((s) => reached.has(s))) reached.add(t.to);
  }
  return m.states.filter((s) => !reached.has(s)).map((s) => `${s} is never reached`);
}

function deadEnds(m: Machine): string[] {
  return m.states.flatMap((state) => {
    const leaves = m.transitions.some((t) => t.to !== state && t.from.includes(state));
    if (!leaves && !m.final.includes(state)) return [`${state} is a dead end that is not declared`];
    if (leaves && m.final.includes(state)) return [`${state} is declared final but something leaves it`];
    return [];
  });
}
