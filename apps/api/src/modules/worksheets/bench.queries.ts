import type { ContainerKind, EntryAir } from '#domain/in-use-time';
import type { LotState } from '#domain/stock';
import type { LocalDate } from '#domain/time';
import type { StepKind } from '#domain/worksheet';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import {
  PRODUCT_COLUMNS,
  PRODUCT_TABLES,
  productRecord,
  type ProductRecord,
  type ProductRecordRow,
} from '../formulary/product-facts.js';

export interface BenchStep {
  readonly id: string;
  readonly position: number;
  readonly kind: StepKind;
  readonly state: 'pending' | 'scanned' | 'done';
  readonly cspPosition: number | null;
  readonly lineId: string | null;
  readonly packageIndex: number | null;
  readonly instruction: string;
  readonly plannedVolumeMl: string | null;
  readonly plannedQuantity: string | null;
  readonly unit: string | null;
  readonly lotId: string | null;
  readonly openContainerId: string | null;
  readonly volumeMl: string | null;
  readonly doneBy: string | null;
  readonly doneAt: string | null;
}

export interface BenchLine {
  readonly id: string;
  readonly position: number;
  readonly productId: string;
  readonly productName: string;
  readonly kind: ContainerKind;
  readonly content: string;
  readonly unit: string;
  readonly inUseHours: number | null;
  readonly reconstitutedHours: number | null;
}

export interface BenchAllocation {
  readonly id: string;
  readonly lineId: string;
  readonly lotId: string;
  readonly accountId: string;
  readonly locationId: string;
  readonly state: 'active' | 'used' | 'released';
  readonly quantity: string;
  readonly used: string;
}

export interface BenchContainer {
  readonly id: string;
  readonly number: string;
  readonly lotId: string;
  readonly productId: string;
  readonly productName: string;
  /** Of this worksheet; null: opened for other work. */
  readonly lineId: string | null;
  readonly packageIndex: number | null;
  readonly serial: string | null;
  readonly state: 'open' | 'discarded';
  readonly openedAt: string;
  readonly air: EntryAir;
  readonly reconstitutedAt: string | null;
  readonly reconstitutedMl: string | null;
  readonly kind: ContainerKind;
  readonly inUseHours: number | null;
  readonly reconstitutedHours: number | null;
  readonly expiryPrinted: string;
  /** ISO 8601; of a lot that was made here, its beyond-use date. */
  readonly usableUntil: string | null;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
  readonly lotState: LotState;
  readonly content: string;
  readonly unit: string;
  readonly onHand: string;
}

export interface BenchLot {
  readonly lotId: string;
  readonly productId: string;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
  readonly expiryPrinted: string;
  readonly usableUntil: string | null;
  readonly state: LotState;
}

export interface BenchCsp {
  readonly id: string;
  readonly number: string;
  readonly position: number;
}

/** All that the decisions at the bench ask about one worksheet, at one moment. */
export interface BenchFacts {
  readonly steps: readonly BenchStep[];
  readonly lines: readonly BenchLine[];
  readonly allocations: readonly BenchAllocation[];
  readonly containers: readonly BenchContainer[];
  readonly lots: readonly BenchLot[];
  readonly csps: readonly BenchCsp[];
  /** Null: made for stock. */
  readonly order: { readonly state: string; readonly current: number; readonly made: number } | null;
  readonly formulaState: 'draft' | 'approved' | 'retired';
}

/** What was scanned, so that what is on record under it comes along, of this worksheet or not. */
export interface Sought {
  readonly stepId?: string;
  /** Every reading of the code, as lots are kept: in capitals. */
  readonly lotNumbers?: readonly string[];
  readonly serials?: readonly string[];
  readonly containerNumber?: string;
}

/** What is made here is opened under the clock of a compounded single-dose preparation (USP <797> section 16). */
const KIND = `case when p.in_house then 'compounded-single-dose' else p.container_kind end`;

const array = (select: string): string => `coalesce((${select}), '[]')`;

// Written by position and not by line, so that each list reads like the interface above.
const STEPS =
  array(`select json_agg(json_build_object('id', s.id, 'position', s.position, 'kind', s.kind, 'state', s.state,
    'cspPosition', s.csp_position, 'lineId', s.line_id, 'packageIndex', s.package_index, 'instruction', s.instruction,
    'plannedVolumeMl', s.planned_volume_ml::text, 'plannedQuantity', s.planned_quantity::text, 'unit', s.unit, 'lotId', s.lot_id,
    'openContainerId', s.open_container_id, 'volumeMl', s.volume_ml::text, 'doneBy', s.done_by, 'doneAt', s.done_at) order by s.position)
  from worksheet_step s where s.worksheet_id = $1`);

const LINES =
  array(`select json_agg(json_build_object('id', x.id, 'position', x.position, 'productId', p.id, 'productName', p.name, 'kind', ${KIND},
    'content', p.content::text, 'unit', p.stock_unit, 'inUseHours', p.in_use_hours, 'reconstitutedHours', p.reconstituted_stability_hours) order by x.position)
  from worksheet_line x join product p on p.id = x.product_id where x.worksheet_id = $1`);

const ALLOCATIONS =
  array(`select json_agg(json_build_object('id', a.id, 'lineId', a.worksheet_line_id, 'lotId', a.lot_id,
    'accountId', a.account_id, 'locationId', k.subject_id, 'state', a.state, 'quantity', a.quantity::text, 'used', a.used::text) order by a.id)
  from worksheet_line x join allocation a on a.worksheet_line_id = x.id join stock_account k on k.id = a.account_id
  where x.worksheet_id = $1`);

/** Opened for this worksheet; and what bears the scanned number, or the scanned serial of a lot of the needed product. */
const CONTAINERS =
  array(`select json_agg(json_build_object('id', c.id, 'number', c.number, 'lotId', c.lot_id, 'productId', p.id, 'productName', p.name,
    'lineId', s.line_id, 'packageIndex', s.package_index, 'serial', c.serial, 'state', c.state, 'openedAt', c.opened_at, 'air', c.air,
    'reconstitutedAt', c.reconstituted_at, 'reconstitutedMl', c.reconstituted_volume_ml::text, 'kind', ${KIND}, 'inUseHours', p.in_use_hours, 'reconstitutedHours', p.reconstituted_stability_hours,
    'expiryPrinted', l.expiry_printed, 'usableUntil', l.usable_until, 'lotNumber', l.lot_number, 'expiresOn', l.expires_on, 'lotState', l.state, 'content', p.content::text,
    'unit', p.stock_unit, 'onHand', coalesce(b.on_hand, 0)::text) order by c.number)
  from (select id from open_container where id in (select open_container_id from worksheet_step where worksheet_id = $1 and kind = 'open')
      union select id from open_container where number = $4
      union select o.id from open_container o join lot t on t.id = o.lot_id
        where o.serial = any($5::text[]) and t.product_id = (select product_id from needed)) f
    join open_container c on c.id = f.id join lot l on l.id = c.lot_id join product p on p.id = l.product_id
    left join worksheet_step s on s.worksheet_id = $1 and s.kind = 'open' and s.open_container_id = c.id
    left join stock_account k on k.kind = 'open-container' and k.subject_id = c.id
    left join stock_balance b on b.account_id = k.id and b.lot_id = c.lot_id`);

/** A union, for an `or` of the two would read every lot there ever was. */
const LOTS =
  array(`select json_agg(json_build_object('lotId', l.id, 'productId', l.product_id, 'lotNumber', l.lot_number, 'expiresOn', l.expires_on,
    'expiryPrinted', l.expiry_printed, 'usableUntil', l.usable_until, 'state', l.state) order by l.expires_on, l.id)
  from (select lot_id as id from worksheet_step where worksheet_id = $1
      union select id from lot where product_id = (select product_id from needed) and lot_number = any($3::text[])) f
    join lot l on l.id = f.id`);

const CSPS =
  array(`select json_agg(json_build_object('id', x.id, 'number', x.number, 'position', x.position) order by x.position)
  from csp x where x.worksheet_id = $1`);

const BENCH = `
  with needed as (
    select x.product_id from worksheet_step s join worksheet_line x on x.id = s.line_id where s.id = $2 and s.worksheet_id = $1)
  select ${STEPS} as steps, ${LINES} as lines, ${ALLOCATIONS} as allocations, ${CONTAINERS} as containers, ${LOTS} as lots, ${CSPS} as csps,
    case when o.id is null then null else json_build_object('state', o.state, 'current', o.version, 'made', v.version) end as "order", f.state as "formulaState"
  from worksheet w join formulation_version f on f.id = w.formulation_version_id
    left join infusion_order o on o.id = w.order_id left join infusion_order_version v on v.id = w.order_version_id
  where w.id = $1`;

/** One statement whatever the size of the batch. The worksheet's lock is held by whoever decides on it. */
export async function benchFacts(reader: Reader, worksheetId: string, sought: Sought = {}): Promise<BenchFacts> {
  const [found] = await rows<BenchFacts>(reader, BENCH, [
    worksheetId,
    sought.stepId ?? null,
    sought.lotNumbers ?? [],
    sought.containerNumber ?? null,
    sought.serials ?? [],
  ]);
  if (!found) throw new TypeError(`worksheet ${worksheetId} is gone`);
  return found;
}

/** The latest date of each kind that a person has earned and that was not revoked. */
export const qualificationDates = (
  reader: Reader,
  personId: string,
  on: LocalDate,
): Promise<{ competency: string; validUntil: LocalDate }[]> =>
  rows(
    reader,
    `select kind as competency, max(valid_until) as "validUntil" from qualification
     where person_id = $1 and revoked_at is null and earned_on <= $2 group by kind`,
    [personId, on],
  );

/** Movements of a step that stand: neither taken back nor taking back, the latest first. */
export const standingMovements = (reader: Reader, stepId: string): Promise<{ id: string; reason: string }[]> =>
  rows(
    reader,
    `select m.id, m.reason from stock_movement m
     where m.reference_id = $1 and m.reverses_id is null and not exists (select 1 from stock_movement r where r.reverses_id = m.id)
     order by m.id desc`,
    [stepId],
  );

/** Every product that a scanned code may mean, and these. */
export async function productsScanned(
  reader: Reader,
  code: { readonly gtin: string | null; readonly ndc11: readonly string[] },
  ids: readonly string[],
): Promise<ProductRecord[]> {
  const found = await rows<ProductRecordRow>(
    reader,
    `select ${PRODUCT_COLUMNS} from ${PRODUCT_TABLES} where p.gtin = $1 or p.ndc11 = any($2::text[]) or p.id = any($3::uuid[]) order by p.id`,
    [code.gtin, code.ndc11, ids],
  );
  return found.map(productRecord);
}

/** How many photos of a step were taken since the step before it was done: those of before a rework show something else. */
export async function photosSince(reader: Reader, stepId: string, since: string | null): Promise<number> {
  const [found] = await rows<{ n: string }>(
    reader,
    `select count(*) as n from photo where step_id = $1 and ($2::timestamptz is null or taken_at >= $2)`,
    [stepId, since],
  );
  return Number(found?.n ?? 0);
}
