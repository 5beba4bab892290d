import type { BeyondUseDateAnswer, StabilityDecision, StabilityPreparation } from '#domain/beyond-use-date';
import type { QuantityJson } from '#domain/quantity';
import type { Instant, LocalDate } from '#domain/time';
import type { StepKind, WorksheetState } from '#domain/worksheet';
import type { Reader, Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { notFound, Problem } from '../../platform/http/problem.js';

/** What planning worked out, stored with the worksheet: the steps, and the figures that record, label and date rest on. */
export interface StoredPlan {
  readonly plan: Record<string, unknown>;
  readonly finalVolume: QuantityJson;
  readonly strengthText: string;
  readonly concentrationTexts: readonly string[];
  readonly derivation: readonly { label: string; formula: string; value: string }[];
  readonly stability: readonly StabilityPreparation[];
  readonly hazard: 'none' | 'assessed' | 'containment';
  /** Signed by a pharmacist when stock was planned; of an order it is with the order's approval. */
  readonly stabilityDecision?: StabilityDecision;
}

export interface WorksheetRow {
  id: string;
  number: string;
  /** Null: made for stock. */
  order_id: string | null;
  order_version_id: string | null;
  stock_product_id: string | null;
  formulation_version_id: string;
  state: WorksheetState;
  state_reason: string;
  containers: number;
  storage: 'CRT' | 'REF' | 'FRZ';
  plan: StoredPlan;
  needed_at: Instant | null;
  needs_bud_until: Instant | null;
  claimed_by: string | null;
  station: string | null;
  room_id: string | null;
  hood_id: string | null;
  category: 1 | 2 | 3 | null;
  started_at: Instant | null;
  completed_by: string | null;
  completed_at: Instant | null;
  bud_at: Instant | null;
  bud_answer: BeyondUseDateAnswer | null;
  verified_by: string | null;
  verified_at: Instant | null;
  signature_id: string | null;
  reworks: number;
  revision: number;
  /** The number of the recall that holds it. */
  recalled_by: string | null;
  patient_id: string | null;
}

const COLUMNS = `w.id, w.number, w.order_id, w.order_version_id, w.stock_product_id, w.formulation_version_id, w.state, w.state_reason, w.containers, w.storage, w.plan,
  w.needed_at, w.needs_bud_until, w.claimed_by, w.station, w.room_id, w.hood_id, w.category, w.started_at, w.completed_by, w.completed_at,
  w.bud_at, w.bud_answer, w.verified_by, w.verified_at, w.signature_id, w.reworks, w.revision,
  (select r.number from recall_worksheet k join recall r on r.id = k.recall_id
   where k.worksheet_id = w.id and k.held and k.released_at is null limit 1) as recalled_by`;

export interface StepRow {
  id: string;
  position: number;
  kind: StepKind;
  csp_position: number | null;
  line_id: string | null;
  package_index: number | null;
  instruction: string;
  planned_volume_ml: string | null;
  planned_quantity: string | null;
  unit: string | null;
  state: 'pending' | 'scanned' | 'done';
  lot_id: string | null;
  open_container_id: string | null;
  scanned: { readonly allocationId?: string | null; readonly serial?: string | null; readonly raw: string } | null;
  scanned_by: string | null;
  scanned_at: Instant | null;
  volume_ml: string | null;
  done_by: string | null;
  done_at: Instant | null;
  note: string;
}

export interface LineRow {
  id: string;
  position: number;
  role: 'additive' | 'base' | 'diluent' | 'container';
  drug_id: string;
  product_id: string;
  quantity: string;
  unit: string;
  packages: number;
}

export interface CspRow {
  id: string;
  number: string;
  position: number;
  state: string;
  bud_at: Instant | null;
}

export interface LockOptions {
  /** For what takes a worksheet out of the way: cancel, waste, reject, put back. Everything else stops at a recall. */
  readonly evenRecalled?: boolean;
}

/**
 * The worksheet's row is the lock of everything about it, so that two tablets queue up. Lock its order first where both are needed.
 * @throws Problem `worksheet.recalled` when something in it is recalled: nobody goes on with it, whatever the step
 */
export async function lockWorksheet(tx: Tx, id: string, options: LockOptions = {}): Promise<WorksheetRow> {
  const locked = await rows(tx, 'select id from worksheet where id = $1 for update', [id]);
  if (locked.length === 0) throw notFound('worksheet', id);
  const worksheet = await worksheetRow(tx, id);
  if (worksheet.recalled_by !== null && !options.evenRecalled)
    throw new Problem('worksheet.recalled', {
      detail: `${worksheet.number} holds something that was recalled (${worksheet.recalled_by}). Stop, put it aside and tell a pharmacist.`,
      audit: {
        action: 'worksheet.recalled-refused',
        subject: { kind: 'worksheet', id },
        data: { recall: worksheet.recalled_by },
      },
    });
  return worksheet;
}

/** Both locks in the written order, for what may also change the order or must not race a change of it. */
export async function lockOrderAndWorksheet(tx: Tx, id: string, options: LockOptions = {}): Promise<WorksheetRow> {
  await rows(tx, 'select id from infusion_order where id = (select order_id from worksheet where id = $1) for update', [
    id,
  ]);
  return lockWorksheet(tx, id, options);
}

export async function worksheetRow(reader: Reader, id: string): Promise<WorksheetRow> {
  const [found] = await rows<WorksheetRow>(
    reader,
    `select ${COLUMNS}, o.patient_id from worksheet w left join infusion_order o on o.id = w.order_id where w.id = $1`,
    [id],
  );
  if (!found) throw notFound('worksheet', id);
  return found;
}

export const stepRows = (reader: Reader, worksheetId: string): Promise<StepRow[]> =>
  rows<StepRow>(
    reader,
    `select id, position, kind, csp_position, line_id, package_index, instruction, planned_volume_ml, planned_quantity, unit, state, lot_id,
       open_container_id, scanned, scanned_by, scanned_at, volume_ml, done_by, done_at, note
     from worksheet_step where worksheet_id = $1 order by position`,
    [worksheetId],
  );

export const lineRows = (reader: Reader, worksheetId: string): Promise<LineRow[]> =>
  rows<LineRow>(
    reader,
    `select id, position, role, drug_id, product_id, quantity, unit, packages from worksheet_line where worksheet_id = $1 order by position`,
    [worksheetId],
  );

export const cspRows = (reader: Reader, worksheetId: string): Promise<CspRow[]> =>
  rows<CspRow>(
    reader,
    `select id, number, position, state, bud_at from csp where worksheet_id = $1 order by position`,
    [worksheetId],
  );

/** Only the tablet that holds the claim records: a second one would show, and do, the same step again. */
export function refuseOtherStation(worksheet: WorksheetRow, personId: string, station: string): void {
  if (worksheet.claimed_by === null)
    throw new Problem('worksheet.not-claimed', { detail: `${worksheet.number} is not claimed. Claim it first.` });
  if (worksheet.claimed_by !== personId)
    throw new Problem('worksheet.claimed-by-other', {
      detail: `${worksheet.number} is claimed by another person.`,
    });
  if (worksheet.station !== station)
    throw new Problem('worksheet.claimed-elsewhere', {
      detail: `${worksheet.number} is open on another tablet. Take it over here, or go on there.`,
    });
}

export interface UsedLotRow {
  lot_id: string;
  lot_number: string;
  expires_on: LocalDate;
  usable_until: Instant | null;
  state: 'quarantine' | 'available' | 'recalled' | 'expired' | 'depleted';
  drug_name: string;
}

/** Every lot that went into the worksheet, whatever has become of it since. */
export const usedLots = (reader: Reader, worksheetId: string): Promise<UsedLotRow[]> =>
  rows<UsedLotRow>(
    reader,
    `select distinct l.id as lot_id, l.lot_number, l.expires_on, l.usable_until, l.state, d.name as drug_name
     from consumption c join lot l on l.id = c.lot_id join product p on p.id = l.product_id join drug d on d.id = p.drug_id
     where c.worksheet_id = $1 order by d.name, l.lot_number`,
    [worksheetId],
  );
