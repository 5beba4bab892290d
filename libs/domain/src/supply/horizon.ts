import { Decimal } from '#domain/quantity';
import type { LocalDate } from '#domain/time';
import { microText, type Micro } from './amount.js';
import { expectedUse, type ExpectedUse } from './baseline.js';
import { dateOf } from './calendar.js';
import { derive, type DerivationLine } from './derivation.js';
import { NEVER, type Day, type Inbound, type ScheduledDose, type SupplyFacts } from './facts.js';
import { pullLevers, type Lever } from './levers.js';
import { simulate, together, type Run, type Sharing } from './simulate.js';

/** A patient who would go without, of one order. */
export interface PatientHit {
  readonly patientId: string;
  readonly patientName: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly indication: string;
  readonly firstOn: LocalDate;
  /** Doses that cannot be made within the days looked at. */
  readonly doses: number;
  /** One dose, decimal text in the drug's unit. */
  readonly dose: string;
}

export interface ExpiringUnused {
  readonly kind: 'lot' | 'open-container' | 'inbound';
  readonly id: string;
  readonly label: string;
  readonly productName: string;
  readonly expiresOn: LocalDate | null;
  readonly amount: string;
  /** Packages to two decimals. */
  readonly packages: string;
  /** Null where no price is on file. */
  readonly dollars: string | null;
}

export interface SeriesPoint {
  readonly on: LocalDate;
  /** Usable at the end of the day in the three courses. */
  readonly low: string;
  readonly expected: string;
  readonly high: string;
  /** Doses of approved orders on that day. */
  readonly scheduled: string;
  /** Use that no order announces yet. */
  readonly unscheduled: string;
}

export interface SupplyAnswer {
  readonly unit: string;
  readonly horizonDays: number;
  /** Free stock that may be used, open containers included. */
  readonly onHand: string;
  /** Whole days that the stock on hand serves without any delivery; null: all that were looked at. */
  readonly usableDays: number | null;
  /** The first day on which something cannot be made although deliveries come as expected; null: none that was looked at. */
  readonly stockoutOn: LocalDate | null;
  readonly stockoutEarly: LocalDate | null;
  readonly stockoutLate: LocalDate | null;
  readonly nextInboundOn: LocalDate | null;
  readonly patientsHit: readonly PatientHit[];
  readonly expiring: readonly ExpiringUnused[];
  readonly series: readonly SeriesPoint[];
  readonly derivation: readonly DerivationLine[];
}

/** The parts that a caller may want to pause between: each takes a few milliseconds. */
export interface Prepared {
  readonly facts: SupplyFacts;
  readonly sharing: Sharing;
  /** Of the whole drug. */
  readonly use: ExpectedUse;
  /** Package sizes that are supplies of their own; one part that is everything where they can stand in for each other. */
  readonly parts: readonly Part[];
}

interface Part {
  /** Null: every size. */
  readonly size: Micro | null;
  readonly use: ExpectedUse;
  readonly doses: readonly (readonly ScheduledDose[])[];
}

export function prepare(base: SupplyFacts, levers: readonly Lever[]): Prepared {
  const { facts, sharing } = pullLevers(base, levers);
  const { bySize, history, calendar } = facts;
  const { days } = calendar;
  const parts = (bySize ? sizesOf(facts) : [null]).map((size): Part => {
    const uses = size === null ? history.uses : history.uses.filter(({ bag }) => bag === size);
    const doses = size === null ? facts.doses : facts.doses.filter(({ bag }) => bag === size);
    return { size, use: expectedUse({ days: history.days, uses }, days), doses: byDay(doses, days) };
  });
  return { facts, sharing, use: sumOfUse(parts, days), parts };
}

export const sizesOf = ({ stock, inbound, doses, history }: SupplyFacts): Micro[] =>
  [
    ...new Set([
      ...[...stock, ...inbound].map(({ content }) => content),
      ...[...doses, ...history.uses].flatMap(({ bag }) => bag ?? []),
    ]),
  ].sort((a, b) => a - b);

function sumOfUse(parts: readonly Part[], days: number): ExpectedUse {
  const add = (which: keyof ExpectedUse): Micro[] =>
    Array.from({ length: days }, (_, day) => parts.reduce((sum, { use }) => sum + (use[which][day] ?? 0), 0));
  return { low: add('low'), expected: add('expected'), high: add('high') };
}

export type Case = 'early' | 'expected' | 'late' | 'on-hand';

/**
 * One course of events. `expected`: average unscheduled use and deliveries on their usual day. `early` (stock-out): use that one
 * course in ten exceeds, deliveries at their latest. `late`: the other way round. `on-hand`: expected use and no delivery at all.
 */
export function runCase(prepared: Prepared, which: Case): Run {
  const { facts, sharing, parts } = prepared;
  const { days } = facts.calendar;
  const arrival = { early: 'late', expected: 'typical', late: 'early' } as const;
  const inbound =
    which === 'on-hand'
      ? []
      : facts.inbound.flatMap((unit) => {
          const from = unit[arrival[which]];
          return from === null ? [] : [{ unit, from }];
        });
  const supply = [...facts.stock.map((unit) => ({ unit, from: 0 })), ...inbound];
  const runs = parts.map(({ size, use, doses }) =>
    simulate({
      days,
      supply: size === null ? supply : supply.filter(({ unit }) => unit.content === size),
      doses,
      unscheduled: which === 'early' ? use.high : which === 'late' ? use.low : use.expected,
      // A bag of base solution is hung whole: there is nothing to share.
      sharing: size === null ? sharing : 'none',
    }),
  );
  return runs.length === 1 && runs[0] ? runs[0] : together(runs, days);
}

export type Runs = Readonly<Record<Case, Run>>;

/** The whole answer for one drug. */
export function supplyHorizon(facts: SupplyFacts, levers: readonly Lever[] = []): SupplyAnswer {
  const prepared = prepare(facts, levers);
  return answerOf(prepared, {
    expected: runCase(prepared, 'expected'),
    early: runCase(prepared, 'early'),
    late: runCase(prepared, 'late'),
    'on-hand': runCase(prepared, 'on-hand'),
  });
}

export function answerOf(prepared: Prepared, runs: Runs): SupplyAnswer {
  const { facts, use } = prepared;
  const { calendar } = facts;
  const date = (day: Day | null): LocalDate | null => (day === null ? null : dateOf(calendar, day));
  const next = nextInbound(facts.inbound);
  const range = rangeOf(runs);
  const scheduled = perDay(facts.doses, calendar.days);
  const sum = (amounts: readonly { readonly amount: Micro }[]): Micro =>
    amounts.reduce((total, { amount }) => total + amount, 0);
  return {
    unit: facts.unit,
    horizonDays: calendar.days,
    onHand: microText(sum(facts.stock)),
    usableDays: runs['on-hand'].firstShort,
    stockoutOn: date(runs.expected.firstShort),
    stockoutEarly: date(range.early),
    stockoutLate: date(range.late),
    nextInboundOn: date(next),
    patientsHit: patientsHit(runs.expected.unserved, calendar),
    expiring: runs.expected.expired.map((lost) => expiring(lost)),
    series: runs.expected.left.map((left, day) => ({
      on: dateOf(calendar, day),
      low: microText(runs.early.left[day] ?? 0),
      expected: microText(left),
      high: microText(runs.late.left[day] ?? 0),
      scheduled: microText(scheduled[day] ?? 0),
      unscheduled: microText(use.expected[day] ?? 0),
    })),
    derivation: derive(prepared, runs, range),
  };
}

/** Where mixed package sizes make a better course end sooner, as first expired first can, the range still holds the expected day. */
export function rangeOf(runs: Runs): { readonly early: Day | null; readonly late: Day | null } {
  const [early, expected, late] = [runs.early, runs.expected, runs.late].map(({ firstShort }) => firstShort ?? NEVER);
  const day = (found: number): Day | null => (found === NEVER ? null : found);
  return {
    early: day(Math.min(early ?? NEVER, expected ?? NEVER)),
    late: day(Math.max(late ?? NEVER, expected ?? NEVER)),
  };
}

function perDay(doses: readonly ScheduledDose[], days: number): Micro[] {
  const sums = Array.from({ length: days }, () => 0);
  for (const dose of doses) sums[dose.day] = (sums[dose.day] ?? 0) + dose.amount;
  return sums;
}

const nextInbound = (inbound: readonly Inbound[]): Day | null =>
  inbound.reduce<Day | null>(
    (least, { typical }) => (typical === null ? least : least === null ? typical : Math.min(least, typical)),
    null,
  );

function byDay(doses: readonly ScheduledDose[], days: number): ScheduledDose[][] {
  const table: ScheduledDose[][] = Array.from({ length: days }, () => []);
  for (const dose of doses) table[dose.day]?.push(dose);
  for (const day of table) day.sort(firstDueFirst);
  return table;
}

function firstDueFirst(a: ScheduledDose, b: ScheduledDose): number {
  return a.at - b.at || (a.orderNumber < b.orderNumber ? -1 : a.orderNumber > b.orderNumber ? 1 : 0);
}

function patientsHit(unserved: readonly ScheduledDose[], calendar: SupplyFacts['calendar']): PatientHit[] {
  const hits = new Map<string, { dose: ScheduledDose; doses: number }>();
  for (const dose of unserved) {
    const known = hits.get(dose.orderId);
    if (known) known.doses++;
    else hits.set(dose.orderId, { dose, doses: 1 });
  }
  return [...hits.values()].map(({ dose, doses }) => ({
    patientId: dose.patientId,
    patientName: dose.patientName,
    orderId: dose.orderId,
    orderNumber: dose.orderNumber,
    indication: dose.indication,
    firstOn: dateOf(calendar, dose.day),
    doses,
    dose: microText(dose.amount),
  }));
}

function expiring({ unit, amount }: Run['expired'][number]): ExpiringUnused {
  const packages = Decimal.of(BigInt(amount)).dividedBy(BigInt(unit.content));
  return {
    kind: unit.kind,
    id: unit.id,
    label: unit.label,
    productName: unit.productName,
    expiresOn: unit.expiresOn,
    amount: microText(amount),
    packages: packages.toFixed(2, 'half-even'),
    dollars: unit.packagePrice === null ? null : packages.times(unit.packagePrice).toFixed(2, 'half-even'),
  };
}
