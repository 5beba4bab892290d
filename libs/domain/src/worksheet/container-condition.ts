import type { Finding } from '#domain/finding';
import { mayWithdraw, type ContainerFacts } from '#domain/in-use-time';
import { mayLeave, type LotFacts } from '#domain/stock';
import { HOUR_MS, type Instant, type ZoneId } from '#domain/time';

/**
 * A container that may not be kept is still used up in the same piece of work: opened for this worksheet, it may be drawn from for
 * this long. Not from a standard; a pharmacist may set it shorter.
 */
const AT_ONCE_MS = HOUR_MS;

/** Whether a use at `at` belongs to the piece of work for which the container was opened. */
const isInWork = (container: ContainerFacts, at: Instant): boolean =>
  container.firstPuncturedAt !== undefined &&
  at >= container.firstPuncturedAt &&
  at - container.firstPuncturedAt <= AT_ONCE_MS;

/** Whether anything may be drawn now: lot not recalled or quarantined, in its in-use time (BUD-19). */
export function containerCondition(facts: {
  readonly lot: LotFacts;
  readonly inUse: ContainerFacts;
  readonly now: Instant;
  readonly zone: ZoneId;
}): Finding[] {
  const { lot, inUse, now, zone } = facts;
  const inWork = isInWork(inUse, now);
  const thing = { kind: 'open-container', number: 'The container', state: 'open', lot, inUse } as const;
  return [
    ...mayLeave({ thing, exit: 'compound' }, now, zone).filter((f) => !(inWork && f.code === 'in-use.at-once')),
    ...mayWithdraw(inUse, now).filter((f) => f.severity !== 'stop'),
  ];
}

/**
 * When a withdrawal counts for the beyond-use date (BUD-19): at its moment; one out of a container that may not be kept, made in the
 * piece of work for which it was opened, is the use "at once" and counts at the opening.
 */
export const countsAt = (container: ContainerFacts, at: Instant): Instant =>
  isInWork(container, at) && mayWithdraw(container, at).some((f) => f.code === 'in-use.at-once')
    ? (container.firstPuncturedAt ?? at)
    : at;
