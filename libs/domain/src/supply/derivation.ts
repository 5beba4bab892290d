import { dateOf } from './calendar.js';
import type { Micro } from './amount.js';
import type { Day } from './facts.js';
import type { Prepared, Runs } from './horizon.js';
import { amountText } from './levers.js';

/** How a figure came about, for people. */
export interface DerivationLine {
  readonly figure: string;
  readonly text: string;
}

const total = (amounts: readonly { readonly amount: Micro }[]): Micro =>
  amounts.reduce((sum, { amount }) => sum + amount, 0);
const sumOf = (amounts: readonly Micro[]): Micro => amounts.reduce((sum, amount) => sum + amount, 0);
const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** The figures of an answer, each with what it was made of. */
export function derive(
  prepared: Prepared,
  runs: Runs,
  range: { readonly early: Day | null; readonly late: Day | null },
): DerivationLine[] {
  const { facts, use, sharing } = prepared;
  const { calendar, unit } = facts;
  const amount = (micro: Micro): string => amountText(micro, unit);
  // An estimate is told to the whole unit.
  const about = (micro: Micro): string => amountText(Math.round(micro / 1_000_000) * 1_000_000, unit);
  const lots = facts.stock.filter(({ kind }) => kind === 'lot');
  const open = facts.stock.filter(({ kind }) => kind === 'open-container');
  const patients = new Set(facts.doses.map((dose) => dose.patientId)).size;
  const day = (short: number | null): string =>
    short === null ? `not within ${calendar.days} days` : dateOf(calendar, short);
  return [
    {
      figure: 'On hand',
      text: `${amount(total(lots))} in ${plural(lots.length, 'lot')} that may be used and are not promised, and ${amount(total(open))} in ${plural(open.length, 'open container')}; what is expired, quarantined or recalled is not counted.`,
    },
    {
      figure: 'Scheduled doses',
      text: `${plural(facts.doses.length, 'dose')} of ${plural(patients, 'patient')} to the end of therapy or ${dateOf(calendar, calendar.days - 1)}: ${amount(total(facts.doses))}. What is made or planned already is not counted again.`,
    },
    {
      figure: 'Unscheduled use',
      text:
        facts.history.days === 0
          ? 'None is assumed: there is no past use to learn from.'
          : `About ${about(sumOf(use.expected))} in ${calendar.days} days, between ${about(sumOf(use.low))} and ${about(sumOf(use.high))} in eight courses of ten; learnt from ${plural(facts.history.uses.length, 'use')} in ${plural(facts.history.days, 'day')}, leaving out what orders had announced by then.`,
    },
    {
      figure: 'Rounding to packages',
      text: facts.bySize
        ? 'A bag is hung whole, and each size of bag is counted apart.'
        : {
            none: 'Each dose opens packages of its own; only bulk packages, multiple-dose vials and open containers are shared.',
            day: 'The doses of one day are made in one session and share their packages.',
            all: 'Packages are shared without rest: the most that sharing can give.',
          }[sharing],
    },
    {
      figure: 'Usable days',
      text: `Stock on hand alone, with expected use, first falls short: ${day(runs['on-hand'].firstShort)}.`,
    },
    {
      figure: 'Stock-out',
      text: `${day(runs.expected.firstShort)} with ${plural(facts.inbound.length, 'delivery').replace('deliverys', 'deliveries')} on the usual day and expected use; ${day(range.early)} with the latest deliveries and use that one course in ten exceeds; ${day(range.late)} with the earliest deliveries and use that nine courses in ten exceed.`,
    },
  ];
}
