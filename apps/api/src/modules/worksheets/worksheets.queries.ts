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
  order_number: string;
  patient: string;
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

/** What a card shows, of worksheets `w` joined by CARD_TABLES; times as JSON text. */
export const CARD_COLUMNS = `w.id, w.number, w.state, w.state_reason, w.containers, to_json(w.needed_at)#>>'{}' as needed_at, to_json(w.bud_at)#>>'{}' as bud_at,
  to_json(w.completed_at)#>>'{}' as completed_at, w.station, w.reworks, o.number as order_number, p.family_name || ', ' || p.given_name as patient,
  w.order_version_id <> v.id as stale, o.state in ('on-hold', 'discontinued') as order_stopped,
  case when c.id is null then null else json_build_object('id', c.id, 'name', c.printed_name, 'initials', c.initials) end as claimed,
  (select count(*) filter (where s.state = 'done') from worksheet_step s where s.worksheet_id = w.id)::int as steps_done,
  (select count(*) from worksheet_step s where s.worksheet_id = w.id)::int as steps_total,
  (select json_agg(json_build_object('role', l.role, 'name', d.name, 'value', l.dose_value::text, 'unit', l.dose_unit, 'hazard', d.hazard,
     'basis', l.basis, 'basis_value', l.basis_value::text, 'basis_unit', l.basis_unit, 'body_value', l.body_value::text) order by l.position)
   from infusion_order_line l join drug d on d.id = l.drug_id where l.version_id = w.order_version_id) as lines`;
export const CARD_TABLES = `worksheet w join infusion_order o on o.id = w.order_id
  join infusion_order_version v on v.order_id = o.id and v.version = o.version
  join patient p on p.id = o.patient_id left join person c on c.id = w.claimed_by`;

export interface BoardFilter {
  state?: string;
  q?: string;
  mine?: boolean;
  cursor?: string;
  limit: number;
}

/** The order in which to make them: what is needed first stands first. */
export async function board(reader: Reader, actor: Actor, filter: BoardFilter): Promise<WorksheetBoard> {
  const after = decodeCursor(filter.cursor, ['instant', 'uuid']);
  const [found, counts] = await Promise.all([
    rows<CardRow & { sort: string }>(
      reader,
      `select ${CARD_COLUMNS}, coalesce(w.needed_at, w.planned_at)::text as sort from ${CARD_TABLES}
       where ($1::text[] is null or w.state = any($1))
         and ($2::text is null or w.number ilike $2 || '%' or o.number ilike $2 || '%' or p.family_name ilike $2 || '%'
           or exists (select 1 from csp x where x.worksheet_id = w.id and x.number = upper($2)))
         and ($3::uuid is null or w.claimed_by = $3)
         and ($4::timestamptz is null or (coalesce(w.needed_at, w.planned_at), w.id) > ($4, $5::uuid))
       order by coalesce(w.needed_at, w.planned_at), w.id limit $6`,
      [
        filter.state ? filter.state.split(',') : null,
        filter.q?.replace(/[\\%_]/g, '\\$&') ?? null,
        filter.mine ? actor.personId : null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        filter.limit + 1,
      ],
    ),
    rows<{ state: string; n: string }>(
      reader,
      `select state, count(*) as n from worksheet where state in ('planned','allocated','staged','compounding','compounded','testing','verified','rejected') group by state`,
    ),
  ]);
  return {
    ...pageOf(
      found,
      filter.limit,
      (row) => [row.sort, row.id],
      (row) => card(row, actor),
    ),
    counts: Object.fromEntries(counts.map((c) => [c.state, Number(c.n)])),
  };
}

export function card(row: CardRow, actor: Actor): WorksheetCard {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    stateReason: row.state_reason,
    title: preparationTitle(
      row.lines.map((l) => ({ role: l.role, drugName: l.name, dose: Quantity.of(l.value, l.unit) })),
    ),
    patient: row.patient,
    orderNumber: row.order_number,
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
    allowed: permitted(WORKSHEET_MACHINE, row.state, actor.permissions).map((t) => t.event),
  };
}
