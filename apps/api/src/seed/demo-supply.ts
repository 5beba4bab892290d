import { Quantity } from '#domain/quantity';
import { moveStock } from '#domain/stock';
import { addCalendarDays, addHours, formatInstant, type Instant, type LocalDate } from '#domain/time';
import { StockLedger } from '../modules/stock/stock-ledger.js';
import type { PersonId } from '../platform/brand.js';
import type { Tx } from '../platform/database/database.js';
import { Ids } from '../platform/ids.js';
import { clockAt } from './clock-at.js';
import { demoPersonId } from './demo-people.js';
import { stableId } from './stable-id.js';

const DAYS = 45;
const SHELF = stableId('location', 'Shelf A');

/** Vials that left the shelf in the weeks before: NDC, lot, and how many on each day of a week that is repeated. */
const USED: readonly (readonly [ndc: string, lot: string, content: number, unit: string, week: readonly number[]])[] = [
  ['0409-0805-01', 'CZ3907', 1000, 'mg', [3, 2, 4, 3, 2, 1, 0]],
  ['0409-3506-01', 'MP0833', 1000, 'mg', [1, 2, 1, 1, 2, 1, 1]],
  ['0409-6651-06', 'KC6510', 10, 'mL', [1, 0, 1, 1, 0, 1, 0]],
];

/**
 * What makes the supply table worth looking at on the first day: six weeks of use from lots that are used up since, days to keep,
 * one alternative and one note.
 */
export async function insertDemoSupply(tx: Tx, at: Instant, today: LocalDate): Promise<void> {
  await insertPastLots(tx, at, today);
  await insertPastUse(tx, at);
  const levels = [
    ['cefazolin', 14, 28],
    ['meropenem', 7, 21],
  ] as const;
  for (const [drug, min, target] of levels)
    await tx.query(
      'insert into par_level (drug_id, min_days, target_days, set_by, set_at) values ($1, $2, $3, $4, $5)',
      [stableId('drug', drug), min, target, demoPersonId('ruth'), formatInstant(at)],
    );
  await tx.query(
    `insert into drug_alternative (id, drug_id, kind, alternative_drug_id, dose_factor, indication, note, kept_by, kept_on)
     values ($1, $2, 'drug', $3, '1', '', 'An example of the list that pharmacists keep: decided for each patient.', $4, $5)`,
    [
      stableId('drug-alternative', 'cefazolin:ceftriaxone'),
      stableId('drug', 'cefazolin'),
      stableId('drug', 'ceftriaxone'),
      demoPersonId('maya'),
      today,
    ],
  );
  await tx.query('insert into supply_note (id, drug_id, text, written_by, written_at) values ($1, $2, $3, $4, $5)', [
    stableId('supply-note', 'cefazolin'),
    stableId('drug', 'cefazolin'),
    'The wholesaler ships by the carton only since last month.',
    demoPersonId('ruth'),
    formatInstant(at),
  ]);
}

const lotIdOf = (ndc: string, lot: string): string => stableId('lot', `${ndc}:${lot}`);
const usedOn = (week: readonly number[], day: number): number => week[day % week.length] ?? 0;

async function insertPastLots(tx: Tx, at: Instant, today: LocalDate): Promise<void> {
  const ledger = new StockLedger(new Ids(), clockAt(at));
  const begun = addHours(at, -24 * (DAYS + 1));
  for (const [ndc, lot] of USED)
    await tx.query(
      `insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, received_at)
       values ($1, $2, $3, $4::date, ($4::date)::text, 'available', $5)`,
      [lotIdOf(ndc, lot), stableId('product', ndc), lot, addCalendarDays(today, 90), formatInstant(begun)],
    );
  await ledger.post(
    tx,
    moveStock({
      reason: 'received',
      reference: { kind: 'receipt', id: stableId('receipt', 'before the demonstration') },
      effectiveAt: begun,
      note: 'Example Wholesale Co.',
      transfers: USED.map(([ndc, lot, content, unit, week]) => ({
        lotId: lotIdOf(ndc, lot),
        quantity: Quantity.of(content, unit).times(
          Array.from({ length: DAYS }, (_, day) => usedOn(week, day + 1)).reduce((sum, vials) => sum + vials, 0),
        ),
        from: { kind: 'supplier', subjectId: null },
        to: { kind: 'location', subjectId: SHELF },
      })),
    }),
    { actor: { personId: demoPersonId('ruth') as PersonId } },
  );
}

async function insertPastUse(tx: Tx, at: Instant): Promise<void> {
  const ledger = new StockLedger(new Ids(), clockAt(at));
  for (let day = DAYS; day >= 1; day--) {
    const today = USED.filter(([, , , , week]) => usedOn(week, day) > 0);
    if (today.length === 0) continue;
    await ledger.post(
      tx,
      moveStock({
        reason: 'base-used',
        reference: { kind: 'worksheet', id: stableId('worksheet', `before the demonstration ${day}`) },
        effectiveAt: addHours(at, -24 * day),
        note: 'Before the demonstration began',
        transfers: today.map(([ndc, lot, content, unit, week]) => ({
          lotId: lotIdOf(ndc, lot),
          quantity: Quantity.of(content, unit).times(usedOn(week, day)),
          from: { kind: 'location', subjectId: SHELF },
          to: { kind: 'csp', subjectId: stableId('csp', `before the demonstration ${day}`) },
        })),
      }),
      { actor: { personId: demoPersonId('jo') as PersonId } },
    );
  }
}
