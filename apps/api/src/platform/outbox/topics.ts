/**
 * What may be done later, and what each message says. The worker does not start unless every topic has exactly one handler.
 * A message holds ids, not copies: the handler reads what is true when it runs.
 */
export interface OutboxTopics {
  /** Old idempotency keys, sign-in attempts, ended sessions and finished messages are removed. */
  'platform.tidied': Record<string, never>;
  /** A file of the shortage feed is read (fetched first, where it has an address) and its picture switched over to. */
  'shortage.import': { readonly importId: string };
  /** Once a day, where the shortage feed has an address: it is asked for. */
  'shortage.due': Record<string, never>;
  /** How long these drugs last is worked out again. */
  'supply.project': { readonly drugIds: readonly string[] };
  /** Once a minute: what changed is found, and asked for by the above. */
  'supply.watched': Record<string, never>;
}

export type Topic = keyof OutboxTopics;

/** The same names as data, for the check at start. */
export const OUTBOX_TOPICS = [
  'platform.tidied',
  'shortage.import',
  'shortage.due',
  'supply.project',
  'supply.watched',
] as const satisfies readonly Topic[];

// A topic that is in one list and not in the other does not compile.
type Listed = (typeof OUTBOX_TOPICS)[number];
export type EveryTopicIsListed = Topic extends Listed ? true : never;
export const everyTopicIsListed: EveryTopicIsListed = true;
