import { Decimal } from '#domain/quantity';

/** One blind count of one lot at one place, with what the books said at that moment, in the same unit. */
export interface CountEntry {
  readonly counted: Decimal;
  readonly expected: Decimal;
}

/** `recount`: somebody counts it once more. `variance`: two counts agree on a difference, which another person decides on. */
export type CountJudgement =
  | { readonly kind: 'recount' }
  | { readonly kind: 'agreed' }
  | { readonly kind: 'variance'; readonly difference: Decimal };

/** Of an ordinary product no more than this many counts: the last one holds. */
const LAST_ROUND = 3;

/**
 * What the counts of a line come to. Each is compared with the books at its own moment, so what moves during a count makes no
 * variance. Of an ordinary product the first count that agrees ends it, and a difference is counted again. A controlled substance
 * needs two counts after each other that find the same difference, by two persons (CS-10), however many it takes.
 */
export function judgeCount(entries: readonly CountEntry[], twoPersons: boolean): CountJudgement {
  const last = entries.at(-1);
  if (!last) throw new RangeError('Nothing was counted');
  const difference = differenceOf(last);
  const before = entries.at(-2);
  const confirmed = before !== undefined && differenceOf(before).eq(difference);
  if (twoPersons) return confirmed ? judged(difference) : { kind: 'recount' };
  return difference.isZero() || confirmed || entries.length >= LAST_ROUND ? judged(difference) : { kind: 'recount' };
}

const differenceOf = ({ counted, expected }: CountEntry): Decimal => counted.minus(expected);

const judged = (difference: Decimal): CountJudgement =>
  difference.isZero() ? { kind: 'agreed' } : { kind: 'variance', difference };
