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
 * Unscheduled use, learnt from the past: for each past day taken as "today", what was used in the days that followed by orders
 * that had not arrived by then. Their sums over 1, 2, 3 ... days give a mean and the tenth and ninetieth percentile, so courses
 * of therapy that have not begun yet are counted, and doses that are on order already are not counted twice. Two thirds of the
 * history are used so; beyond, the mean goes on at the average rate and the spread grows with the square root of the days.
 */
export function expectedUse(history: UseHistory, days: number): ExpectedUse {
  if (history.days < 1 || history.uses.length === 0) {
    const none = Array.from({ length: days }, () => 0);
    return { low: none, expected: none, high: none };
  }
  const { mean, low, high } = courses(history, days);
  return increments(mean, low, high);
}

/** Sums from today to each day. */
interface Cumulative {
  readonly mean: number[];
  readonly low: number[];
  readonly high: number[];
}

function courses(history: UseHistory, days: number): Cumulative {
  const known = knownTable(history);
  const span = Math.min(days, Math.max(1, Math.floor((history.days * 2) / 3)));
  const sums = Array.from({ length: history.days }, () => 0);
  const [mean, low, high]: [number[], number[], number[]] = [[], [], []];
  for (let ahead = 0; ahead < span; ahead++) {
    const starts = history.days - ahead;
    for (let start = 0; start < starts; start++)
      sums[start] = (sums[start] ?? 0) + (known[start + ahead]?.[ahead] ?? 0);
    const seen = sums.slice(0, starts).sort((a, b) => a - b);
    mean.push(seen.reduce((total, sum) => total + sum, 0) / starts);
    low.push(quantile(seen, LOW));
    high.push(quantile(seen, HIGH));
  }
  return extended({ mean, low, high }, days, totalOf(history) / history.days);
}

/** For each past day, oldest first: what was used that day by orders known at most so many days before. */
function knownTable({ days, uses }: UseHistory): number[][] {
  const table = Array.from({ length: days }, () => Array.from({ length: days }, () => 0));
  for (const use of uses) {
    const row = table[days - use.daysAgo];
    if (row && use.knownBefore < days) row[use.knownBefore] = (row[use.knownBefore] ?? 0) + use.amount;
  }
  for (const row of table) for (let lag = 1; lag < days; lag++) row[lag] = (row[lag] ?? 0) + (row[lag - 1] ?? 0);
  return table;
}

const totalOf = ({ uses }: UseHistory): number => uses.reduce((total, use) => total + use.amount, 0);

/** Nearest rank. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;

function extended(seen: Cumulative, days: number, rate: number): Cumulative {
  const span = seen.mean.length;
  const last = { mean: seen.mean[span - 1] ?? 0, low: seen.low[span - 1] ?? 0, high: seen.high[span - 1] ?? 0 };
  const [mean, low, high] = [[...seen.mean], [...seen.low], [...seen.high]];
  for (let day = span; day < days; day++) {
    const middle = last.mean + (day + 1 - span) * rate;
    const spread = Math.sqrt((day + 1) / span);
    mean.push(middle);
    low.push(middle + (last.low - last.mean) * spread);
    high.push(middle + (last.high - last.mean) * spread);
  }
  return { mean, low, high };
}

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
