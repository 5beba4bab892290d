import { Quantity } from '#domain/quantity';
import { moveStock, type AccountKind, type AccountRef, type MovementReason } from '#domain/stock';
import type { Instant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { StockLedger } from '../stock/stock-ledger.js';

export interface HeldRow {
  kind: AccountKind;
  subject_id: string;
  lot_id: string;
  on_hand: string;
  unit: string;
}

/** What the preparations of a worksheet, and what was used for all of them together, hold in the ledger at this moment. */
export const contentsOf = (tx: Tx, worksheetId: string): Promise<HeldRow[]> =>
  rows<HeldRow>(
    tx,
    // From the few accounts that can be meant: an `or` over all of them would read every account there ever was.
    `select a.kind, a.subject_id, b.lot_id, b.on_hand, b.unit
     from (select 'worksheet' as kind, $1::uuid as subject_id union all select 'csp', id from csp where worksheet_id = $1) s
       join stock_account a on a.kind = s.kind and a.subject_id = s.subject_id
       join stock_balance b on b.account_id = a.id
     where b.on_hand > 0
     order by a.id, b.lot_id`,
    [worksheetId],
  );

/** Moves everything that the worksheet's preparations hold to one account: a patient's when dispensed, waste when wasted. */
export async function moveContents(
  tx: Tx,
  ledger: StockLedger,
  move: {
    worksheetId: string;
    reason: Extract<MovementReason, 'dispensed' | 'wasted'>;
    to: AccountRef;
    note: string;
    actor: Actor;
    at: Instant;
  },
): Promise<void> {
  const held = await contentsOf(tx, move.worksheetId);
  const leaving = move.reason === 'wasted' ? held : held.filter((row) => row.kind === 'csp');
  if (leaving.length === 0) return;
  await ledger.post(
    tx,
    moveStock({
      reason: move.reason,
      reference: { kind: 'worksheet', id: move.worksheetId },
      effectiveAt: move.at,
      note: move.note,
      transfers: leaving.map((row) => ({
        lotId: row.lot_id,
        quantity: Quantity.of(row.on_hand, row.unit),
        from: { kind: row.kind, subjectId: row.subject_id },
        to: move.to,
      })),
    }),
    { actor: move.actor },
  );
}
