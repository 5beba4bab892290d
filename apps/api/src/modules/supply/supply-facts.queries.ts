import type { Schedule } from '#domain/order';
import type { LotState } from '#domain/stock';
import { DAY_MS, formatInstant, instant, type Instant, type LocalDate, type ZoneId } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

type Sql = Pick<Reader, 'query'>;

export interface LotOnShelf {
  readonly productId: string;
  readonly lotId: string;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
  readonly state: LotState;
  /** Of a lot that was made here: the instant of its beyond-use date. */
  readonly usableUntil: Instant | null;
  /** Whole packages that nobody was promised. */
  readonly packages: string;
}

/** Lots with free whole packages on shelves other than quarantine; whether they may leave is for the one predicate to say. */
export const lotsOnShelves = (reader: Sql, productIds: readonly string[]): Promise<LotOnShelf[]> =>
  rows<LotOnShelf>(
    reader,
    `select l.product_id as "productId", l.id as "lotId", l.lot_number as "lotNumber", l.expires_on as "expiresOn", l.state,
       l.usable_until as "usableUntil", sum(floor((b.on_hand - b.allocated) / p.content))::text as packages
     from product p
       join lot l on l.product_id = p.id and l.state <> 'depleted'
       cross join lateral (
         select account_id, on_hand, allocated from stock_balance
         where lot_id = l.id and account_kind = 'location' and on_hand > allocated offset 0) b
       join stock_account a on a.id = b.account_id
       join location o on o.id = a.subject_id and o.kind <> 'quarantine'
     where p.id = any($1::uuid[])
     group by l.id having sum(floor((b.on_hand - b.allocated) / p.content)) > 0`,
    [productIds],
  );

export interface OpenOnShelf {
  readonly productId: string;
  readonly id: string;
  readonly number: string;
  readonly lotId: string;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
  readonly state: LotState;
  readonly usableUntil: Instant | null;
  readonly inUseUntil: Instant | null;
  /** In the product's stock unit. */
  readonly left: string;
}

export const openContainersOf = (reader: Sql, productIds: readonly string[]): Promise<OpenOnShelf[]> =>
  rows<OpenOnShelf>(
    reader,
    `select l.product_id as "productId", c.id, c.number, l.id as "lotId", l.lot_number as "lotNumber", l.expires_on as "expiresOn", l.state,
       l.usable_until as "usableUntil", c.in_use_until as "inUseUntil", (b.on_hand - b.allocated)::text as left
     from lot l
       join open_container c on c.lot_id = l.id and c.state = 'open'
       join stock_account a on a.kind = 'open-container' and a.subject_id = c.id
       join stock_balance b on b.account_id = a.id and b.lot_id = l.id and b.on_hand > b.allocated
     where l.product_id = any($1::uuid[]) and l.state <> 'depleted'`,
    [productIds],
  );

export interface TherapyRow {
  readonly drugId: string;
  readonly role: 'additive' | 'base';
  readonly orderId: string;
  readonly orderNumber: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly indication: string;
  readonly schedule: Schedule;
  readonly intervalMinutes: number | null;
  readonly durationMinutes: number;
  readonly containers: number;
  readonly daysSupply: number | null;
  readonly firstStart: Instant;
  readonly made: number;
  readonly doseValue: string;
  readonly doseUnit: string;
}

/** What approved orders ask of these drugs, with how many containers are made, being made or planned (the rule of planning). */
export const therapiesOf = (reader: Sql, drugIds: readonly string[]): Promise<TherapyRow[]> =>
  rows<TherapyRow>(
    reader,
    `with approved as materialized (
       select o.id, o.number, o.patient_id, v.id as version_id, v.indication, v.schedule, v.interval_minutes, v.duration_minutes,
         v.containers, v.days_supply, coalesce(v.needed_at, r.reviewed_at) as first_start
       from infusion_order o
         join infusion_order_version v on v.order_id = o.id and v.version = o.version
         join order_review r on r.version_id = v.id and r.decision = 'approved'
       where o.state = 'approved')
     select li.drug_id as "drugId", li.role, o.id as "orderId", o.number as "orderNumber", o.patient_id as "patientId",
       t.family_name || ', ' || t.given_name as "patientName", o.indication, o.schedule, o.interval_minutes as "intervalMinutes",
       o.duration_minutes as "durationMinutes", o.containers, o.days_supply as "daysSupply", o.first_start as "firstStart",
       coalesce((select sum(w.containers) from worksheet w
         where w.order_id = o.id and w.order_version_id = o.version_id and w.state not in ('cancelled','wasted','rejected')), 0)::int as made,
       li.dose_value::text as "doseValue", li.dose_unit as "doseUnit"
     from approved o
       join infusion_order_line li on li.version_id = o.version_id
       join patient t on t.id = o.patient_id
     where li.drug_id = any($1::uuid[])
     order by o.number, li.position`,
    [drugIds],
  );

export interface UseRow {
  readonly drugId: string;
  readonly productId: string;
  readonly usedOn: LocalDate;
  /** When the order became known; null for what no order of the drug announced. */
  readonly knownOn: LocalDate | null;
  /** In the product's stock unit. */
  readonly quantity: string;
}

/** Reasons by which packages leave a shelf to be used; corrections, transfers, waste and counts are no demand. */
const USED = ['opened', 'base-used', 'container-used'];

/**
 * What left the shelves of these drugs since a day, by day, with the day on which its order arrived. What was taken back is
 * not counted. Ids grow with time, so the index over (lot, movement) leads straight to the last ninety days.
 */
export function useOf(
  reader: Sql,
  drugIds: readonly string[],
  window: { readonly from: Instant; readonly until: Instant; readonly zone: ZoneId },
): Promise<UseRow[]> {
  return rows<UseRow>(
    reader,
    `with moved as (
       select p.drug_id, p.id as product_id, m.reference_kind, m.reference_id, m.effective_at, -e.quantity as quantity
       from product p
         join lot l on l.product_id = p.id
         join stock_entry e on e.lot_id = l.id and e.movement_id >= $5::uuid and e.quantity < 0
         join stock_account a on a.id = e.account_id and a.kind = 'location'
         join stock_movement m on m.id = e.movement_id
       where p.drug_id = any($1::uuid[]) and m.reason = any($6::text[]) and m.effective_at >= $2 and m.effective_at < $3
         and not exists (select 1 from stock_movement x where x.reverses_id = m.id)
     ), known as (
       select moved.*, (
         select o.received_at from worksheet w
           join infusion_order o on o.id = w.order_id
           join infusion_order_line li on li.version_id = w.order_version_id and li.drug_id = moved.drug_id
         where w.id = case moved.reference_kind when 'worksheet' then moved.reference_id
             when 'worksheet-step' then (select s.worksheet_id from worksheet_step s where s.id = moved.reference_id) end
         limit 1) as known_at
       from moved)
     select drug_id as "drugId", product_id as "productId", (effective_at at time zone $4)::date as "usedOn",
       (known_at at time zone $4)::date as "knownOn", sum(quantity)::text as quantity
     from known group by 1, 2, 3, 4`,
    [
      drugIds,
      formatInstant(window.from),
      formatInstant(window.until),
      window.zone,
      firstIdAt(instant(window.from - DAY_MS)),
      USED,
    ],
  );
}

/** The least id that could have been given at a moment (UUID version 7). */
export function firstIdAt(at: Instant): string {
  const hex = at.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Since when the pharmacy has had each drug. */
export const firstReceived = (
  reader: Sql,
  drugIds: readonly string[],
): Promise<{ readonly drugId: string; readonly at: Instant }[]> =>
  rows(
    reader,
    `select p.drug_id as "drugId", min(l.received_at) as at from product p join lot l on l.product_id = p.id
     where p.drug_id = any($1::uuid[]) group by p.drug_id`,
    [drugIds],
  );

/** Products that a formula in force names: what worksheets are planned with. */
export async function formulaProducts(reader: Sql): Promise<ReadonlySet<string>> {
  const found = await rows<{ id: string }>(
    reader,
    `select distinct jsonb_path_query(content, '$.**.productId') #>> '{}' as id from formulation_version where state = 'approved'`,
  );
  return new Set(found.map(({ id }) => id));
}
