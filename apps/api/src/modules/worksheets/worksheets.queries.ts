import { preparationTitle } from '#domain/order';
import { Quantity } from '#domain/quantity';
import { permitted } from '#domain/state-machine';
import { formatInstant, parseInstant } from '#domain/time';
import { WORKSHEET_MACHINE, type WorksheetState } from '#domain/worksheet';
import type { Actor } from '../../platform/auth/actor.js';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import type { PersonRef } from '../../platform/http/shapes.dto.js';
import type { WorksheetBoard, WorksheetCard } from './worksheets.dto.js';

/** Times inside JSON that PostgreSQL wrote. */
export const isoOf = (text: string | null): string | null => (text === null ? null : formatInstant(parseInstant(text)));

/** What a worksheet without a patient makes, and the lot that came of it. */
export interface StockRow {
  product_id: string;
  code: string;
  name: string;
  lot: { id: string; location: string | null } | null;
}

export interface CardRow {
  id: string;
  number: string;
  state: WorksheetState;
  state_reason: string;
  containers: number;
  needed_at: string | null;
  bud_at: string | null;
  completed_at: string | null;
  station: string | null;
  reworks: number;
  /** Null, as the patient is: made for stock. */
  order_number: string | null;
  patient: string | null;
  stock: StockRow | null;
  turn: { position: number; hood: string; starts_at: string; shares_with: string[] | null } | null;
  stale: boolean;
  order_stopped: boolean;
  claimed: PersonRef | null;
  steps_done: number;
  steps_total: number;
  lines: {
    role: 'additive' | 'base';
    name: string;
    value: string;
    unit: string;
    hazard: string;
    basis: 'flat' | 'per-kg' | 'per-m2';
    basis_value: string | null;
    basis_unit: string | null;
    body_value: string | null;
  }[];
}

/** What one container of worksheet `w` holds: the lines of its order, or, for stock, of the product that it makes. */
export const MADE_LINES = `case when w.order_version_id is null then (
    select json_agg(json_build_object('role', m.role, 'name', m.name, 'value', m.value, 'unit', m.unit, 'hazard', m.hazard,
      'basis', 'flat', 'basis_value', null, 'basis_unit', null, 'body_value', null) order by m.role)
    from (select 'additive' as role, d.name, trim_scale(sp.strength_value)::text as value, sp.strength_unit as unit, d.hazard
        from product sp join drug d on d.id = sp.drug_id where sp.id = w.stock_product_id
      union all select 'base', d.name, trim_scale(bp.content)::text, bp.stock_unit, d.hazard
        from worksheet_line x join product bp on bp.id = x.product_id join drug d on d.id = bp.drug_id
        where x.worksheet_id = w.id and x.role = 'base') m)
  else (select json_agg(json_build_object('role', l.role, 'name', d.name, 'value', l.dose_value::text, 'unit', l.dose_unit, 'hazard', d.hazard,
     'basis', l.basis, 'basis_value', l.basis_value::text, 'basis_unit', l.basis_unit, 'body_value', l.body_value::text) order by l.position)
   from infusion_order_line l join drug d on d.id = l.drug_id where l.version_id = w.order_version_id) end`;

const STOCK = `case when w.stock_product_id is null then null else (
    select json_build_object('product_id', sp.id, 'code', sp.code, 'name', sp.name,
      'lot', (select json_build_object('id', ml.id, 'location', (
          select ln.name from stock_balance lb join stock_account la on la.id = lb.account_id join location ln on ln.id = la.subject_id
          where lb.lot_id = ml.id and lb.account_kind = 'location' and lb.on_hand > 0 order by lb.on_hand desc limit 1))
        from lot ml where ml.made_in_worksheet_id = w.id))
    from product sp where sp.id = w.stock_product_id) end`;

/** Its turn by the latest day plan that was accepted, as long as it is not made. */
const TURN = `case when w.state in ('planned', 'allocated', 'staged', 'compounding') then (
    select json_build_object('position', ti.position, 'hood', th.name, 'starts_at', ti.starts_at, 'shares_with', (
        select json_agg(distinct tw.number order by tw.number) from sharing_plan_share ts
          join sharing_plan_share tb on tb.plan_id = ts.plan_id and tb.vial = ts.vial and tb.worksheet_id <> ts.worksheet_id
          join worksheet tw on tw.id = tb.worksheet_id
        where ts.plan_id = ti.plan_id and ts.worksheet_id = w.id))
    from sharing_plan_item ti join sharing_plan tp on tp.id = ti.plan_id and tp.state = 'accepted' join hood th on th.id = ti.hood_id
    where ti.worksheet_id = w.id order by tp.day desc limit 1) end`;

/** What a card shows, of worksheets `w` joined by CARD_TABLES; times as JSON text. */
export const CARD_COLUMNS = `w.id, w.number, w.state, w.state_reason, w.containers, to_json(w.needed_at)#>>'{}' as needed_at, to_json(w.bud_at)#>>'{}' as bud_at,
  to_json(w.completed_at)#>>'{}' as completed_at, w.station, w.reworks, o.number as order_number, p.family_name || ', ' || p.given_name as patient,
  coalesce(w.order_version_id <> v.id, false) as stale, coalesce(o.state in ('on-hold', 'discontinued'), false) as order_stopped,
  ${STOCK} as stock, ${TURN} as turn,
  case when c.id is null then null else json_build_object('id', c.id, 'name', c.printed_name, 'initials', c.initials) end as claimed,
  (select count(*) filter (where s.state = 'done') from worksheet_step s where s.worksheet_id = w.id)::int as steps_done,
  (select count(*) from worksheet_step s where s.worksheet_id = w.id)::int as steps_total,
  ${MADE_LINES} as lines`;
export const CARD_TABLES = `worksheet w left join infusion_order o on o.id = w.order_id
  left join infusion_order_version v on v.order_id = o.id and v.version = o.version
  left join patient p on p.id = o.patient_id left join person c on c.id = w.claimed_by`;

export interface BoardFilter {
  state?: string;
  q?: string;
  mine?: boolean;
  cursor?: string;
  limit: number;
}

/** When its turn comes by the accepted day plan; else when it is needed. */
const WHEN = `coalesce(case when w.state in ('planned', 'allocated', 'staged', 'compounding') then (
    select ti.starts_at from sharing_plan_item ti join sharing_plan tp on tp.id = ti.plan_id and tp.state = 'accepted'
    where ti.worksheet_id = w.id order by tp.day desc limit 1) end, w.needed_at, w.planned_at)`;

/** Which worksheets a page of the board shows, in its order. Names are joined for a search only. */
const pageIds = (searched: boolean): string => `
  select w.id, ${WHEN}::text as sort from worksheet w
    ${searched ? 'left join infusion_order o on o.id = w.order_id left join patient p on p.id = o.patient_id' : ''}
  where ($1::text[] is null or w.state = any($1))
    and ($2::text is null ${
      searched
        ? `or w.number ilike $2 || '%' or o.number ilike $2 || '%' or p.family_name ilike $2 || '%'
      or exists (select 1 from product sp where sp.id = w.stock_product_id and (sp.code = upper($2) or sp.name ilike $2 || '%'))
      or exists (select 1 from csp x where x.worksheet_id = w.id and x.number = upper($2))`
        : ''
    })
    and ($3::uuid is null or w.claimed_by = $3)
    and ($4::timestamptz is null or (${WHEN}, w.id) > ($4, $5::uuid))
  order by ${WHEN}, w.id limit $6`;

/**
 * Their cards. Planning these joins costs more than reading a page of them, so the server must keep its plan: it does when it cannot
 * know how many ids there are.
 */
const CARDS = `select ${CARD_COLUMNS} from ${CARD_TABLES} where w.id = any(array(select unnest($1::uuid[])))`;

const COUNTS = `select state, count(*) as n from worksheet
  where state in ('planned','allocated','staged','compounding','compounded','testing','verified','rejected') group by state`;

/** The order in which to make them: as the day was planned, else what is needed first. */
export async function board(reader: Reader, actor: Actor, filter: BoardFilter): Promise<WorksheetBoard> {
  const after = decodeCursor(filter.cursor, ['instant', 'uuid']);
  const q = filter.q?.replace(/[\\%_]/g, '\\$&') ?? null;
  const [found, counts] = await Promise.all([
    rows<{ id: string; sort: string }>(reader, pageIds(q !== null), [
      filter.state ? filter.state.split(',') : null,
      q,
      filter.mine ? actor.personId : null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      filter.limit + 1,
    ]),
    rows<{ state: string; n: string }>(reader, COUNTS),
  ]);
  const { items, next } = pageOf(
    found,
    filter.limit,
    (row) => [row.sort, row.id],
    ({ id }) => id,
  );
  const cards = new Map((await rows<CardRow>(reader, CARDS, [items])).map((row) => [row.id, card(row, actor)]));
  return {
    items: items.flatMap((id) => cards.get(id) ?? []),
    next,
    counts: Object.fromEntries(counts.map((c) => [c.state, Number(c.n)])),
  };
}

/** In the place of a patient's name. */
export const FOR_STOCK = 'For stock';

export function card(row: CardRow, actor: Actor): WorksheetCard {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    stateReason: row.state_reason,
    title: preparationTitle(
      row.lines.map((l) => ({ role: l.role, drugName: l.name, dose: Quantity.of(l.value, l.unit) })),
    ),
    patient: row.patient ?? FOR_STOCK,
    orderNumber: row.order_number ?? '',
    stock: row.stock && {
      productId: row.stock.product_id,
      code: row.stock.code,
      name: row.stock.name,
      lotId: row.stock.lot?.id ?? null,
      locationName: row.stock.lot?.location ?? null,
    },
    containers: row.containers,
    hazardous: row.lines.some((l) => l.hazard !== 'none'),
    neededAt: isoOf(row.needed_at),
    budAt: isoOf(row.bud_at),
    claimedBy: row.claimed,
    station: row.station,
    stepsDone: row.steps_done,
    stepsTotal: row.steps_total,
    completedAt: isoOf(row.completed_at),
    reworks: row.reworks,
    stale: row.stale || row.order_stopped,
    turn: row.turn && {
      position: row.turn.position,
      hood: row.turn.hood,
      startsAt: isoOf(row.turn.starts_at) ?? '',
      sharesWith: row.turn.shares_with ?? [],
    },
    allowed: permitted(WORKSHEET_MACHINE, row.state, actor.permissions)
      .map((t) => t.event)
      .filter((event) => event !== (row.stock ? 'dispense' : 'stock')),
  };
}
