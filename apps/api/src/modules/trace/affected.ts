import { preparationTitle } from '#domain/order';
import { Quantity } from '#domain/quantity';
import { mayBeInfused, placeOfCsp, type CspPlace } from '#domain/recall';
import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { Reach } from './lineage.js';
import type { AffectedCsp, AffectedCounts } from './trace.dto.js';

export interface CspRow {
  csp_id: string;
  csp_number: string;
  worksheet_id: string;
  worksheet_number: string;
  state: string;
  bud_at: Instant | null;
  made_at: Instant | null;
  needed_at: Instant | null;
  dispensed_at: Instant | null;
  room: string | null;
  hood: string | null;
  order_id: string | null;
  order_number: string | null;
  order_state: string | null;
  prescriber: string | null;
  patient_id: string | null;
  patient_number: string | null;
  patient_name: string | null;
  lines: { role: 'additive' | 'base'; name: string; value: string; unit: string }[] | null;
  made_for_stock: string | null;
}

/** Left joins throughout: what was made for stock has neither patient nor order. */
export const CSP_COLUMNS = `x.id as csp_id, x.number as csp_number, w.id as worksheet_id, w.number as worksheet_number, x.state, x.bud_at, w.started_at as made_at,
  w.needed_at, w.dispensed_at, m.name as room, h.name as hood, o.id as order_id, o.number as order_number, o.state as order_state, v.prescriber,
  p.id as patient_id, p.number as patient_number, p.family_name || ', ' || p.given_name as patient_name,
  (select json_agg(json_build_object('role', l.role, 'name', d.name, 'value', l.dose_value::text, 'unit', l.dose_unit) order by l.position)
   from infusion_order_line l join drug d on d.id = l.drug_id where l.version_id = w.order_version_id) as lines,
  (select r.name from product r where r.id = w.stock_product_id) as made_for_stock`;
export const CSP_TABLES = `csp x join worksheet w on w.id = x.worksheet_id left join infusion_order_version v on v.id = w.order_version_id
  left join infusion_order o on o.id = w.order_id left join patient p on p.id = x.patient_id left join room m on m.id = w.room_id left join hood h on h.id = w.hood_id`;

export const titleOf = (row: Pick<CspRow, 'lines' | 'made_for_stock'>): string =>
  row.lines === null
    ? (row.made_for_stock ?? '')
    : preparationTitle(row.lines.map((l) => ({ role: l.role, drugName: l.name, dose: Quantity.of(l.value, l.unit) })));

const iso = (instant: Instant | null): string | null => (instant === null ? null : formatInstant(instant));

export function affectedCsp(row: CspRow, depth: number, now: Instant): AffectedCsp {
  return {
    cspId: row.csp_id,
    cspNumber: row.csp_number,
    worksheetId: row.worksheet_id,
    worksheetNumber: row.worksheet_number,
    title: titleOf(row),
    state: row.state,
    place: placeOfCsp(row.state),
    where: [row.hood, row.room].filter(Boolean).join(', '),
    mayBeInfused: mayBeInfused({ state: row.state, neededAt: row.needed_at }, now),
    budAt: iso(row.bud_at),
    madeAt: iso(row.made_at),
    neededAt: iso(row.needed_at),
    dispensedAt: row.state === 'dispensed' ? iso(row.dispensed_at) : null,
    orderNumber: row.order_number ?? '',
    prescriber: row.prescriber ?? '',
    patientId: row.patient_id,
    patientNumber: row.patient_number ?? '',
    patientName: row.patient_name ?? '',
    depth,
  };
}

type Sql = Pick<Reader, 'query'>;

/** The preparations of a reach by their id: two index reads, and the sets do not overlap. */
const AFFECTED = `(select id, state, patient_id from csp where worksheet_id = any($1::uuid[])
  union all select id, state, patient_id from csp where id = any($2::uuid[]))`;

const keys = (reach: Reach): [string[], string[]] => [[...reach.whole.keys()], [...reach.single.keys()]];

export async function affectedIds(reader: Sql, reach: Reach): Promise<string[]> {
  const found = await rows<{ id: string }>(reader, `select id from ${AFFECTED} a order by id`, keys(reach));
  return found.map(({ id }) => id);
}

/** The rows of a page, after `after` in order of id. */
export async function affectedPage(reader: Sql, reach: Reach, after: string | null, limit: number): Promise<CspRow[]> {
  const found = await rows<{ id: string }>(
    reader,
    `select id from ${AFFECTED} a where $3::uuid is null or id > $3 order by id limit $4`,
    [...keys(reach), after, limit],
  );
  return affectedRows(
    reader,
    found.map(({ id }) => id),
  );
}

export const affectedRows = (reader: Sql, cspIds: readonly string[]): Promise<CspRow[]> =>
  rows<CspRow>(reader, `select ${CSP_COLUMNS} from ${CSP_TABLES} where x.id = any($1::uuid[]) order by x.id`, [cspIds]);

export const depthOf = (reach: Reach, row: Pick<CspRow, 'csp_id' | 'worksheet_id'>): number =>
  reach.single.get(row.csp_id)?.depth ?? reach.whole.get(row.worksheet_id) ?? 0;

export async function affectedCounts(reader: Sql, reach: Reach): Promise<AffectedCounts> {
  const [states, people] = await Promise.all([
    rows<{ state: string; n: string }>(
      reader,
      `select state, count(*) as n from ${AFFECTED} a group by state order by state`,
      keys(reach),
    ),
    rows<{ n: string }>(reader, `select count(distinct patient_id) as n from ${AFFECTED} a`, keys(reach)),
  ]);
  const byPlace = new Map<CspPlace, number>();
  for (const { state, n } of states) byPlace.set(placeOfCsp(state), (byPlace.get(placeOfCsp(state)) ?? 0) + Number(n));
  return {
    csps: states.reduce((sum, { n }) => sum + Number(n), 0),
    patients: Number(people[0]?.n ?? 0),
    lots: reach.lots.size,
    madeLots: [...reach.lots.values()].filter((depth) => depth > 0).length,
    byState: states.map(({ state, n }) => ({ name: state, count: Number(n) })),
    byPlace: [...byPlace].map(([name, count]) => ({ name, count })),
  };
}
