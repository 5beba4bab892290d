import { Quantity } from '#domain/quantity';
import { moveStock } from '#domain/stock';
import { addCalendarDays, formatInstant, type Instant, type LocalDate } from '#domain/time';
import type { PersonId } from '../platform/brand.js';
import type { Tx } from '../platform/database/database.js';
import { Ids } from '../platform/ids.js';
import { StockLedger } from '../modules/stock/stock-ledger.js';
import { clockAt } from './clock-at.js';
import { demoPersonId } from './demo-people.js';
import { stableId } from './stable-id.js';

/** As the FDA's shortage list names it (public domain): 100 mcg in 2 mL. Schedule II (CS-01). */
const FENTANYL = {
  ndc: '0409-9094-22',
  ndc11: '00409909422',
  name: 'fentaNYL citrate injection 100 mcg/2 mL',
  source: 'FDA drug shortage list, presentation of NDC 0409-9094-22; storage by the label, confirm',
} as const;
const CABINET = stableId('location', 'Controlled cabinet');
const LOTS = [
  ['FN1201', 260, 25],
  ['FN1202', 410, 50],
] as const;

/** A controlled substance in its cabinet, so that its perpetual inventory shows something. */
export async function insertDemoStockKeeping(tx: Tx, at: Instant, today: LocalDate): Promise<void> {
  const drugId = stableId('drug', 'fentanyl');
  const productId = stableId('product', FENTANYL.ndc);
  await tx.query(
    `insert into drug (id, name, kind, high_alert) values ($1, 'fentanyl', 'drug', true) on conflict do nothing`,
    [drugId],
  );
  await tx.query(
    `insert into product (id, drug_id, name, manufacturer, ndc, ndc11, container_kind, form, stock_unit, content, strength_value, strength_unit,
       strength_per_ml, storage, schedule, source)
     select $1, d.id, $2, 'Hospira', $3, $4, 'single-dose-vial', 'solution', 'mL', 2, 50, 'ug', 1, 'CRT', 'CII', $5
     from drug d where lower(d.name) = 'fentanyl' on conflict do nothing`,
    [productId, FENTANYL.name, FENTANYL.ndc, FENTANYL.ndc11, FENTANYL.source],
  );
  await tx.query(
    `insert into location (id, name, storage, kind) values ($1, 'Controlled cabinet', 'CRT', 'shelf') on conflict do nothing`,
    [CABINET],
  );
  const ledger = new StockLedger(new Ids(), clockAt(at));
  const actor = { personId: demoPersonId('ruth') as PersonId };
  for (const [lotNumber, days, packages] of LOTS) {
    const lotId = stableId('lot', `${FENTANYL.ndc}:${lotNumber}`);
    await tx.query(
      `insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, received_at)
       values ($1, $2, $3, $4::date, ($4::date)::text, 'available', $5)`,
      [lotId, productId, lotNumber, addCalendarDays(today, days), formatInstant(at)],
    );
    const movement = moveStock({
      reason: 'received',
      reference: { kind: 'receipt', id: stableId('receipt', lotNumber) },
      effectiveAt: at,
      note: 'Example Wholesale Co.',
      transfers: [
        {
          lotId,
          quantity: Quantity.of('2', 'mL').times(packages),
          from: { kind: 'supplier', subjectId: null },
          to: { kind: 'location', subjectId: CABINET },
        },
      ],
    });
    await ledger.post(tx, movement, { actor });
  }
}
