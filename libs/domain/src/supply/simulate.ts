import { packagesFor, type Micro } from './amount.js';
import type { Day, ScheduledDose, SupplyUnit } from './facts.js';

/** What a run takes and when. */
export interface Course {
  readonly days: number;
  readonly supply: readonly { readonly unit: SupplyUnit; readonly from: Day }[];
  /** By day; within a day in the order in which they are due. */
  readonly doses: readonly (readonly ScheduledDose[])[];
  /** By day: use that no order announces yet. */
  readonly unscheduled: readonly Micro[];
  readonly sharing: Sharing;
}

/**
 * `none`: every dose opens packages of its own. `day`: the doses of one day are made in one session and share packages.
 * `all`: nothing is left over, the most that sharing can ever give.
 */
export type Sharing = 'none' | 'day' | 'all';

export interface Run {
  /** The first day on which something could not be made; null: everything can. */
  readonly firstShort: Day | null;
  readonly unserved: readonly ScheduledDose[];
  /** Usable at the end of each day. */
  readonly left: readonly Micro[];
  readonly expired: readonly { readonly unit: SupplyUnit; readonly amount: Micro; readonly day: Day }[];
}

interface Held {
  readonly unit: SupplyUnit;
  readonly from: Day;
  amount: Micro;
}

/**
 * Plays the days one by one: what expired goes, what arrives comes, the doses of the day take first expired first, in whole
 * packages, then unscheduled use takes its share. A dose is made whole or not at all. More stock never ends earlier: what
 * remains of each lot after a dose rises with what there was of it and falls with what was needed, so a run with more of any lot
 * has at least as much of every lot for as long as both can serve (the spec tries it with generated cases).
 */
export function simulate(course: Course): Run {
  const shelf: Held[] = course.supply
    .filter(({ unit }) => unit.amount > 0)
    .map(({ unit, from }) => ({ unit, from, amount: unit.amount }))
    .sort(firstExpiredFirst);
  const answer: {
    firstShort: Day | null;
    unserved: ScheduledDose[];
    left: Micro[];
    expired: Run['expired'][number][];
  } = {
    firstShort: null,
    unserved: [],
    left: [],
    expired: [],
  };
  for (let day = 0; day < course.days; day++) {
    removeExpired(shelf, day, answer.expired);
    const held = shelf.filter(({ amount, from }) => amount > 0 && from <= day);
    const today: Today = { held, total: held.reduce((sum, { amount }) => sum + amount, 0) };
    const missed = serve(today, course.doses[day] ?? [], course.sharing);
    answer.unserved.push(...missed);
    const unscheduled = course.unscheduled[day] ?? 0;
    const short = unscheduled > today.total || missed.length > 0;
    take(today, unscheduled, 'exact');
    if (short && answer.firstShort === null) answer.firstShort = day;
    answer.left.push(today.total);
  }
  return answer;
}

/** What may be used today, first expired first, and how much that is together. */
interface Today {
  readonly held: readonly Held[];
  total: Micro;
}

function removeExpired(shelf: readonly Held[], day: Day, expired: Run['expired'][number][]): void {
  for (const held of shelf) {
    if (held.amount <= 0 || held.unit.lastDay >= day) continue;
    if (held.from <= held.unit.lastDay) expired.push({ unit: held.unit, amount: held.amount, day: held.unit.lastDay });
    held.amount = 0;
  }
}

/** @returns the doses that there is not enough for */
function serve(today: Today, doses: readonly ScheduledDose[], sharing: Sharing): ScheduledDose[] {
  const missed: ScheduledDose[] = [];
  let together = 0;
  for (const dose of doses) {
    if (together + dose.amount > today.total) missed.push(dose);
    else if (sharing === 'day') together += dose.amount;
    else take(today, dose.amount, sharing === 'all' ? 'exact' : 'whole');
  }
  take(today, together, 'whole');
  return missed;
}

/** Takes what there is of a need, lot after lot. `whole`: what is left of an opened package goes with it, unless it is shared. */
function take(today: Today, need: Micro, packages: 'whole' | 'exact'): void {
  let open = need;
  for (const held of today.held) {
    if (open <= 0) return;
    const { content, shared } = held.unit;
    const taken = Math.min(held.amount, packages === 'exact' || shared ? open : packagesFor(open, content) * content);
    held.amount -= taken;
    today.total -= taken;
    open -= taken;
  }
}

const RANK = { 'open-container': 0, lot: 1, inbound: 2 } as const;

// When something arrives makes no difference to its place: the same lots in every case, so that cases can be compared.
function firstExpiredFirst(a: Held, b: Held): number {
  return (
    a.unit.lastDay - b.unit.lastDay ||
    RANK[a.unit.kind] - RANK[b.unit.kind] ||
    compareText(a.unit.id, b.unit.id) ||
    a.unit.content - b.unit.content ||
    a.unit.amount - b.unit.amount
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Runs of supplies that cannot stand in for each other, as one. */
export function together(runs: readonly Run[], days: number): Run {
  const shorts = runs.flatMap(({ firstShort }) => firstShort ?? []);
  return {
    firstShort: shorts.length === 0 ? null : Math.min(...shorts),
    unserved: runs
      .flatMap(({ unserved }) => unserved)
      .sort((a, b) => a.at - b.at || compareText(a.orderNumber, b.orderNumber)),
    left: Array.from({ length: days }, (_, day) => runs.reduce((sum, { left }) => sum + (left[day] ?? 0), 0)),
    expired: runs.flatMap(({ expired }) => expired),
  };
}
