import type { Hazard } from '#domain/category';
import type { Instant, LocalDate } from '#domain/time';
import type { PersonRef } from '../../platform/http/shapes.dto.js';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { StoredPlan } from '../worksheets/worksheet-rows.js';
import { MADE_LINES, type CardRow } from '../worksheets/worksheets.queries.js';
import type { SharingAnswerDto, SharingOffer, SharingPlanResponse } from './vial-sharing.dto.js';

export interface WaitingRow {
  readonly id: string;
  readonly number: string;
  readonly revision: number;
  readonly needed_at: Instant | null;
  readonly needs_bud_until: Instant | null;
  readonly storage: 'CRT' | 'REF' | 'FRZ';
  readonly plan: StoredPlan;
  readonly formula: string;
  readonly made: CardRow['lines'] | null;
  readonly lines: { readonly id: string; readonly position: number; readonly expiresOn: LocalDate | null }[];
}

/** Nothing is begun, stock is set aside. `ids` null: all that are needed before `before`, or at no set time. */
export const waiting = (reader: Reader, ids: readonly string[] | null, before: string): Promise<WaitingRow[]> =>
  rows<WaitingRow>(
    reader,
    `select w.id, w.number, w.revision, w.needed_at, w.needs_bud_until, w.storage, w.plan, f.content->>'name' as formula, ${MADE_LINES} as made,
       (select json_agg(json_build_object('id', x.id, 'position', x.position, 'expiresOn', (
            select min(l.expires_on) from allocation a join lot l on l.id = a.lot_id where a.worksheet_line_id = x.id and a.state = 'active'))
          order by x.position) from worksheet_line x where x.worksheet_id = w.id) as lines
     from worksheet w join formulation_version f on f.id = w.formulation_version_id
     where w.state in ('planned', 'allocated')
       and ($1::uuid[] is null and (w.needed_at is null or w.needed_at < $2::timestamptz) or w.id = any($1))
     order by coalesce(w.needed_at, w.planned_at), w.id limit 200`,
    [ids, before],
  );

export async function countWaiting(reader: Reader, before: string): Promise<number> {
  const [found] = await rows<{ n: string }>(
    reader,
    `select count(*) as n from worksheet where state in ('planned', 'allocated') and (needed_at is null or needed_at < $1)`,
    [before],
  );
  return Number(found?.n ?? 0);
}

export const hoodIds = (reader: Reader): Promise<{ id: string }[]> =>
  rows(
    reader,
    'select h.id from hood h join room r on r.id = h.room_id where h.active and r.active order by r.name, h.name',
  );

/** The best price for one package that is in force on the day: USD. */
export const prices = (
  reader: Reader,
  productIds: readonly string[],
  day: LocalDate,
): Promise<{ productId: string; price: string }[]> =>
  rows(
    reader,
    `select s.product_id as "productId", trim_scale(round(min(s.price / s.pack_packages), 6))::text as price
     from supplier_product s join supplier u on u.id = s.supplier_id and u.active
     where s.active and s.price > 0 and s.product_id = any($1::uuid[]) and (s.valid_until is null or s.valid_until >= $2)
     group by s.product_id`,
    [productIds, day],
  );

/** Packages on the shelf that nobody is promised and that may leave on the day. */
export const freeOnShelf = (
  reader: Reader,
  productIds: readonly string[],
  day: LocalDate,
): Promise<{ productId: string; packages: string; expiresOn: LocalDate }[]> =>
  rows(
    reader,
    `select p.id as "productId", sum(floor((b.on_hand - b.allocated) / p.content))::text as packages, min(l.expires_on)::text as "expiresOn"
     from product p join lot l on l.product_id = p.id and l.state = 'available' and l.expires_on >= $2
       join stock_balance b on b.lot_id = l.id and b.account_kind = 'location' and b.on_hand - b.allocated >= p.content
       join stock_account k on k.id = b.account_id join location n on n.id = k.subject_id and n.kind <> 'quarantine' and n.active
     where p.id = any($1::uuid[]) group by p.id`,
    [productIds, day],
  );

export interface PlanRow {
  readonly id: string;
  readonly day: LocalDate;
  readonly state: SharingPlanResponse['state'];
  readonly inputs: {
    readonly worksheets: { readonly id: string; readonly revision: number; readonly hazard: Hazard }[];
  };
  readonly answer: SharingAnswerDto;
  readonly made_at: Instant;
  readonly made_by: PersonRef;
  readonly accepted_at: Instant | null;
  readonly accepted_by: PersonRef | null;
  readonly changed: string[] | null;
}

const person = (alias: string): string =>
  `case when ${alias}.id is null then null else json_build_object('id', ${alias}.id, 'name', ${alias}.printed_name, 'initials', ${alias}.initials) end`;

const PLAN = `select p.id, p.day, p.state, p.inputs, p.answer, p.made_at, ${person('m')} as made_by, p.accepted_at, ${person('a')} as accepted_by,
    (select array_agg(w.number order by w.number) from jsonb_to_recordset(p.inputs->'worksheets') as i(id uuid, revision int)
       join worksheet w on w.id = i.id where w.state not in ('planned', 'allocated') or w.revision <> i.revision) as changed
  from sharing_plan p join person m on m.id = p.made_by left join person a on a.id = p.accepted_by`;

export async function planById(reader: Reader, id: string): Promise<PlanRow | null> {
  const [found] = await rows<PlanRow>(reader, `${PLAN} where p.id = $1`, [id]);
  return found ?? null;
}

/** The accepted plan of a day, and the latest that was computed since. */
export const plansOfDay = (reader: Reader, day: string): Promise<PlanRow[]> =>
  rows<PlanRow>(
    reader,
    `${PLAN} where p.day = $1 and (p.state = 'accepted' or p.id = (
       select c.id from sharing_plan c where c.day = $1 and c.state = 'computed'
         and c.made_at > coalesce((select max(x.accepted_at) from sharing_plan x where x.day = $1), '-infinity')
       order by c.made_at desc, c.id desc limit 1))`,
    [day],
  );

/** What an accepted plan says of a worksheet's packages that are not opened yet, with the container where it is open. */
export const offersFor = (reader: Reader, worksheetId: string): Promise<SharingOffer[]> =>
  rows<SharingOffer>(
    reader,
    `select s.id as "stepId", a.vial, o.number as "containerNumber", to_json(o.in_use_until)#>>'{}' as "inUseUntil", f.number as opener,
       (select array_agg(w.number order by b.position) from sharing_plan_share b join worksheet w on w.id = b.worksheet_id
        where b.plan_id = a.plan_id and b.vial = a.vial) as worksheets
     from sharing_plan p join sharing_plan_share a on a.plan_id = p.id
       join worksheet_step s on s.worksheet_id = a.worksheet_id and s.line_id = a.worksheet_line_id and s.package_index = a.package_index
         and s.kind = 'open' and s.state = 'pending'
       join sharing_plan_share b on b.plan_id = a.plan_id and b.vial = a.vial and b.position = 1
       join worksheet f on f.id = b.worksheet_id
       left join worksheet_step t on t.worksheet_id = b.worksheet_id and t.line_id = b.worksheet_line_id and t.package_index = b.package_index
         and t.kind = 'open' and b.worksheet_id <> a.worksheet_id
       left join open_container o on o.id = t.open_container_id and o.state = 'open'
     where p.state = 'accepted' and a.worksheet_id = $1
       and (select count(*) from sharing_plan_share x where x.plan_id = a.plan_id and x.vial = a.vial) > 1
     order by s.position`,
    [worksheetId],
  );
