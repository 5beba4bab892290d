/**
 * What may be done later, and what each message says. The worker does not start unless every topic has exactly one handler.
 * A message holds ids, not copies: the handler reads what is true when it runs.
 */
export interface OutboxTopics {
  /** Old idempotency keys, sign-in attempts, ended sessions and finished messages are removed. */
  'platform.tidied': Record<string, never>;
}

export type Topic = keyof OutboxTopics;

/** The same names as data, for the check at start. */
export const OUTBOX_TOPICS = ['platform.tidied'] as const satisfies readonly Topic[];

// A topic that is in one list and not in the other does not compile.
type Listed = (typeof OUTBOX_TOPICS)[number];
export type EveryTopicIsListed = Topic extends Listed ? true : never;
export const everyTopicIsListed: EveryTopicIsListed = true;
