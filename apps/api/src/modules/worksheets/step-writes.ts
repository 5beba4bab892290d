import type { Quantity } from '#domain/quantity';
import { formatInstant, type Instant } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import type { Ids } from '../../platform/ids.js';

export interface AcceptedScan {
  readonly worksheetId: string;
  readonly stepId: string;
  readonly personId: string;
  readonly at: Instant;
  readonly lotId: string;
  readonly openContainerId: string | null;
  readonly scanned: Readonly<Record<string, unknown>>;
  /** Nothing is left to measure: the scan is the whole step. */
  readonly done: boolean;
  /** The first accepted scan is the start of preparation (BUD-30). */
  readonly begins: boolean;
}

/** The scan on its step, and on the first one the start of the worksheet and its preparations: one statement. */
export const writeScan = (tx: Tx, scan: AcceptedScan): Promise<unknown> =>
  tx.query(
    `with step as (
       update worksheet_step set state = case when $7 then 'done' else 'scanned' end, lot_id = $4, open_container_id = $5, scanned = $6,
         scanned_by = $3, scanned_at = $8, done_by = case when $7 then $3::uuid end, done_at = case when $7 then $8::timestamptz end
       where id = $2 returning id
     ), begun as (
       update csp set state = 'compounding' where $9 and worksheet_id = $1 and state = 'planned' returning id)
     update worksheet set revision = revision + 1, state = case when $9 then 'compounding' else state end,
       started_at = case when $9 then $8::timestamptz else started_at end
     where id = $1`,
    [
      scan.worksheetId,
      scan.stepId,
      scan.personId,
      scan.lotId,
      scan.openContainerId,
      JSON.stringify(scan.scanned),
      scan.done,
      formatInstant(scan.at),
      scan.begins,
    ],
  );

export const writeDone = (
  tx: Tx,
  done: {
    readonly worksheetId: string;
    readonly stepId: string;
    readonly personId: string;
    readonly at: Instant;
    readonly volumeMl: string | null;
    readonly lotId: string | null;
    readonly note: string;
  },
): Promise<unknown> =>
  tx.query(
    `with step as (
       update worksheet_step set state = 'done', done_by = $3, done_at = $4, volume_ml = $5, lot_id = coalesce(lot_id, $6), note = $7
       where id = $2 returning id)
     update worksheet set revision = revision + 1 where id = $1`,
    [done.worksheetId, done.stepId, done.personId, formatInstant(done.at), done.volumeMl, done.lotId, done.note],
  );

/** Steps that need not be done, because what they would have made is there already: done, with the reason, and nothing moved. */
export const writeNeedless = (
  tx: Tx,
  done: {
    readonly stepIds: readonly string[];
    readonly personId: string;
    readonly at: Instant;
    readonly note: string;
  },
): Promise<unknown> =>
  tx.query(
    `update worksheet_step set state = 'done', done_by = $2, done_at = $3, note = $4 where id = any($1::uuid[]) and state = 'pending'`,
    [done.stepIds, done.personId, formatInstant(done.at), done.note],
  );

/** As it was before its scan. A later step that was scanned already is scanned again: what it rests on was taken back. */
export const writeReopened = (tx: Tx, worksheetId: string, stepId: string): Promise<unknown> =>
  tx.query(
    `with step as (
       update worksheet_step set state = 'pending', lot_id = null, open_container_id = null, scanned = null, scanned_by = null, scanned_at = null,
         volume_ml = null, done_by = null, done_at = null, note = ''
       where worksheet_id = $1 and (id = $2 or state = 'scanned') returning id
     ), taken_back as (delete from consumption where step_id = $2 returning id)
     update worksheet set revision = revision + 1 where id = $1`,
    [worksheetId, stepId],
  );

/** What went in, for the trace: of one preparation, or (null) of all that the worksheet makes. */
export const writeConsumption = (
  tx: Tx,
  ids: Ids,
  used: {
    readonly worksheetId: string;
    readonly cspId: string | null;
    readonly lotId: string;
    readonly openContainerId: string | null;
    readonly stepId: string;
    readonly movementId: string;
    readonly quantity: Quantity;
    readonly at: Instant;
  },
): Promise<unknown> =>
  tx.query(
    `insert into consumption (id, worksheet_id, csp_id, lot_id, open_container_id, step_id, movement_id, quantity, unit, at)
     values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
    [
      ids.next(),
      used.worksheetId,
      used.cspId,
      used.lotId,
      used.openContainerId,
      used.stepId,
      used.movementId,
      used.quantity.value.toString(),
      used.quantity.unit,
      formatInstant(used.at),
    ],
  );
