import { formatInstant, type Instant } from '#domain/time';
import type { Tx } from '../../../platform/database/database.js';
import type { PersonId } from '../../../platform/brand.js';

/** An act at the shelf, as it is kept. Whether it concerns a controlled substance the database reads from the product. */
export interface StockAct {
  readonly id: string;
  readonly kind: 'waste' | 'return' | 'discard' | 'adjustment';
  readonly movementId: string | null;
  readonly lotId: string;
  readonly locationId?: string;
  readonly openContainerId?: string;
  readonly supplierId?: string;
  /** In the stock unit; negative where an adjustment took away. */
  readonly quantity: string;
  readonly unit: string;
  readonly reason: string;
  readonly note: string;
  readonly costUsd: string | null;
  readonly doneBy: PersonId;
  readonly witnessedBy: PersonId | null;
  readonly at: Instant;
}

/** @throws Problem `stock.witness-needed`, `stock.own-witness` by the table's own checks */
export async function writeAct(tx: Tx, act: StockAct): Promise<void> {
  await tx.query(
    `insert into stock_act (id, kind, movement_id, lot_id, location_id, open_container_id, supplier_id, quantity, unit, reason_code, note,
       cost_usd, done_by, witnessed_by, done_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, round($12::numeric, 4), $13, $14, $15)`,
    [
      act.id,
      act.kind,
      act.movementId,
      act.lotId,
      act.locationId ?? null,
      act.openContainerId ?? null,
      act.supplierId ?? null,
      act.quantity,
      act.unit,
      act.reason,
      act.note,
      act.costUsd,
      act.doneBy,
      act.witnessedBy,
      formatInstant(act.at),
    ],
  );
}

/** What a witness of an act signs: every fact of it, in one order. */
export const actContent = (act: Omit<StockAct, 'witnessedBy' | 'movementId'>): string =>
  [
    act.kind,
    act.lotId,
    act.locationId ?? act.openContainerId ?? '',
    `${act.quantity} ${act.unit}`,
    act.reason,
    act.note,
    act.doneBy,
    formatInstant(act.at),
  ].join('\n');
