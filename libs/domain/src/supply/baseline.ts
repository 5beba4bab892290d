import type { Micro } from './amount.js';
import type { UseHistory } from './facts.js';

/** What orders that nobody knows of yet will take, per day from today; three courses of events. */
export interface ExpectedUse {
  /** One in ten courses takes less. */
  readonly low: readonly Micro[];
  readonly expected: readonly Micro[];
  /** One in ten courses takes more. */
  readonly high: readonly Micro[];
}

const LOW = 0.1;
const HIGH = 0.9;

/**
 * Unscheduled use, learnt from the past. What is used on the day `n` days ahead by orders not known today is, on average, what
 * was used on a past day by orders that had not arrived more than `n` days before it: so courses of therapy that have not begun
 * yet are counted, and doses that are on order already are not counted twice. The range comes from the sums over 1, 2, 3 ... days
 * after each past day taken as "today", their tenth and ninetieth percentile, widened by what so short a history leaves unknown
 * of its mean. Two thirds of the history give sums; beyond, the spread grows with the square root of the days.
 */
export function expectedUse(history: UseHistory, days: number): ExpectedUse {
  // One page asks this of the same past for every lever; what was used does not change meanwhile.
  const known = worked.get(history.uses);
  if (known?.past === history.days && known.days === days) return known.use;
  const use = learnt(history, days);
  worked.set(history.uses, { past: history.days, days, use });
  return use;
}

const worked = new WeakMap<UseHistory['uses'], { past: number; days: number; use: ExpectedUse }>();

function learnt(history: UseHistory, days: number): ExpectedUse {
  if (history.days < 1 || history.uses.length === 0) {
    const none = Array.from({ length: days }, () => 0);
    return { low: none, expected: none, high: none };
  }
  const known = knownTable(history);
  const { mean, low, high } = courses(known, days);
  return increments(mean, low, high);
}

/** Sums from today to each day. */
interface Cumulative {
  readonly mean: number[];
  readonly low: number[];
  readonly high: number[];
}

function courses(known: readonly Float64Array[], days: number): Cumulative {
  const past = known.length;
  const span = Math.min(days, Math.max(1, Math.floor((past * 2) / 3)));
  const sums = new Float64Array(past);
  const [mean, low, high]: [number[], number[], number[]] = [[], [], []];
  let [middle, below, above] = [0, 0, 0];
  for (let ahead = 0; ahead < days; ahead++) {
    middle += known.reduce((total, row) => total + (row[Math.min(ahead, past - 1)] ?? 0), 0) / past;
    if (ahead < span) {
      [below, above] = spreadOf(known, sums, ahead);
    } else {
      const grown = Math.sqrt((ahead + 1) / ahead);
      [below, above] = [below * grown, above * grown];
    }
    mean.push(middle);
    low.push(middle - below);
    high.push(middle + above);
  }
  return { mean, low, high };
}

/** How far the tenth and the ninetieth percentile of the sums lie from their mean. Adds a day to the sums. */
function spreadOf(known: readonly Float64Array[], sums: Float64Array, ahead: number): [below: number, above: number] {
  const past = known.length;
  const starts = past - ahead;
  for (let start = 0; start < starts; start++) sums[start] = (sums[start] ?? 0) + (known[start + ahead]?.[ahead] ?? 0);
  const seen = sums.slice(0, starts).sort();
  const mean = seen.reduce((total, sum) => total + sum, 0) / starts;
  // Sums of so many days fit into the history so few times: their mean is known no better than that.
  const wider = Math.sqrt(1 + (ahead + 1) / past);
  return [(mean - quantile(seen, LOW)) * wider, (quantile(seen, HIGH) - mean) * wider];
}

/** For each past day, oldest first: what was used that day by orders known at most so many days before. */
function knownTable({ days, uses }: UseHistory): Float64Array[] {
  const table = Array.from({ length: days }, () => new Float64Array(days));
  for (const use of uses) {
    const row = table[days - use.daysAgo];
    if (row && use.knownBefore < days) row[use.knownBefore] = (row[use.knownBefore] ?? 0) + use.amount;
  }
  for (const row of table) for (let lag = 1; lag < days; lag++) row[lag] = (row[lag] ?? 0) + (row[lag - 1] ?? 0);
  return table;
}

/** Nearest rank. */
const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;

/** Day by day, whole millionths rounded up; low is never above expected, nor expected above high, on any day. */
function increments(mean: readonly number[], low: readonly number[], high: readonly number[]): ExpectedUse {
  const out: { low: Micro[]; expected: Micro[]; high: Micro[] } = { low: [], expected: [], high: [] };
  const sum = { low: 0, expected: 0, high: 0 };
  for (const [day, wanted] of mean.entries()) {
    const expected = Math.ceil(Math.max(0, wanted - sum.expected));
    const least = Math.min(expected, Math.ceil(Math.max(0, (low[day] ?? 0) - sum.low)));
    const most = Math.max(expected, Math.ceil((high[day] ?? 0) - sum.high));
    out.low.push(least);
    out.expected.push(expected);
    out.high.push(most);
    sum.low += least;
    sum.expected += expected;
    sum.high += most;
  }
  return out;
}
