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
  version_id: string | null;
  stock_product_id: string | null;
}
interface TitleFacts {
  lines: { role: 'additive' | 'base'; name: string; value: string; unit: string }[] | null;
  made_for_stock: string | null;
}
export type TitledRow = CspRow & TitleFacts;

/** Left joins throughout: what was made for stock has neither patient nor order. */
const FACTS = `x.id as csp_id, x.number as csp_number, w.id as worksheet_id, w.number as worksheet_number, x.state, x.bud_at, w.started_at as made_at,
  w.needed_at, w.dispensed_at, m.name as room, h.name as hood, o.id as order_id, o.number as order_number, o.state as order_state, v.prescriber,
  p.id as patient_id, p.number as patient_number, p.family_name || ', ' || p.given_name as patient_name, v.id as version_id, w.stock_product_id`;
const TABLES = `csp x join worksheet w on w.id = x.worksheet_id left join infusion_order_version v on v.id = w.order_version_id
  left join infusion_order o on o.id = w.order_id left join patient p on p.id = x.patient_id left join room m on m.id = w.room_id left join hood h on h.id = w.hood_id`;
const LINES = `json_agg(json_build_object('role', l.role, 'name', d.name, 'value', l.dose_value::text, 'unit', l.dose_unit) order by l.position)`;
const TITLE = `(select ${LINES} from infusion_order_line l join drug d on d.id = l.drug_id where l.version_id = w.order_version_id) as lines,
  (select r.name from product r where r.id = w.stock_product_id) as made_for_stock`;

export const titleOf = (row: TitleFacts): string =>
  row.lines === null
    ? (row.made_for_stock ?? '')
    : preparationTitle(row.lines.map((l) => ({ role: l.role, drugName: l.name, dose: Quantity.of(l.value, l.unit) })));

const iso = (instant: Instant | null): string | null => (instant === null ? null : formatInstant(instant));

/** @param title what it is, see `titleOf` */
export function affectedCsp(row: CspRow, title: string, depth: number, now: Instant): AffectedCsp {
  return {
    cspId: row.csp_id,
    cspNumber: row.csp_number,
    worksheetId: row.worksheet_id,
    worksheetNumber: row.worksheet_number,
    title,
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

/**
 * The preparations of a reach with their least depth: $1 lots, $2 their depths, $3 worksheets that were asked for. What was used for a
 * whole worksheet is in each of its preparations. The database goes from the lots to them by itself: the ids alone of a
 * popular lot would be a megabyte each way.
 */
const AFFECTED = `
  select id, min(depth) as depth from (
    select c.csp_id as id, d.depth from unnest($1::uuid[], $2::int[]) as d(lot_id, depth)
      join consumption c on c.lot_id = d.lot_id where c.csp_id is not null
    union all
    select y.id, d.depth from unnest($1::uuid[], $2::int[]) as d(lot_id, depth)
      join consumption c on c.lot_id = d.lot_id and c.csp_id is null join csp y on y.worksheet_id = c.worksheet_id
    union all
    select y.id, 0 from csp y where y.worksheet_id = any($3::uuid[])
  ) reached group by id`;

const keys = ({ lots, worksheetIds }: Reach): unknown[] => [[...lots.keys()], [...lots.values()], worksheetIds];

export interface AffectedId {
  readonly id: string;
  readonly depth: number;
}

/** All of them, in order of id. */
export const affectedIds = (reader: Sql, reach: Reach): Promise<AffectedId[]> =>
  rows<AffectedId>(reader, `${AFFECTED} order by id`, keys(reach));

/** The ids go into the index as one sorted array, which reads each of its pages once: half the cost of a join by id. */
const SUMMARY = `
  with reached as materialized (${AFFECTED}),
    affected as materialized (select state, patient_id from csp where id = any(array(select id from reached)))
  select (select json_agg(s) from (select state, count(*)::int as n from affected group by state order by state) s) as states,
    (select count(*)::int from (select distinct patient_id from affected where patient_id is not null) p) as patients,
    (select json_agg(q) from (
      select id, depth from reached where $4::uuid is null or id > $4 order by id limit $5) q) as page`;

interface Summary {
  readonly states: readonly { readonly state: string; readonly n: number }[] | null;
  readonly patients: number;
  readonly page: readonly AffectedId[] | null;
}

export interface AffectedPage {
  readonly counts: AffectedCounts;
  /** In order of id. */
  readonly rows: readonly (TitledRow & { readonly depth: number })[];
}

/** How much came of it, and the rows of a page, after `after` in order of id. */
export async function affectedPage(
  reader: Sql,
  reach: Reach,
  after: string | null,
  limit: number,
): Promise<AffectedPage> {
  const [found] = await rows<Summary>(reader, SUMMARY, [...keys(reach), after, limit]);
  const depths = new Map((found?.page ?? []).map(({ id, depth }) => [id, depth]));
  const page = depths.size === 0 ? [] : await titledRows(reader, [...depths.keys()]);
  return {
    counts: countsOf(reach, found?.states ?? [], found?.patients ?? 0),
    rows: page.map((row) => ({ ...row, depth: depths.get(row.csp_id) ?? 0 })),
  };
}

function countsOf(reach: Reach, states: NonNullable<Summary['states']>, patients: number): AffectedCounts {
  const byPlace = new Map<CspPlace, number>();
  for (const { state, n } of states) byPlace.set(placeOfCsp(state), (byPlace.get(placeOfCsp(state)) ?? 0) + n);
  return {
    csps: states.reduce((sum, { n }) => sum + n, 0),
    patients,
    lots: reach.lots.size,
    madeLots: [...reach.lots.values()].filter((depth) => depth > 0).length,
    byState: states.map(({ state, n }) => ({ name: state, count: n })),
    byPlace: [...byPlace].map(([name, count]) => ({ name, count })),
  };
}

/** What is on record of some preparations, in order of id. */
export const cspRows = (reader: Sql, cspIds: readonly string[]): Promise<CspRow[]> =>
  rows<CspRow>(reader, `select ${FACTS} from ${TABLES} where x.id = any($1::uuid[]) order by x.id`, [cspIds]);

const titledRows = (reader: Sql, cspIds: readonly string[]): Promise<TitledRow[]> =>
  rows<TitledRow>(reader, `select ${FACTS}, ${TITLE} from ${TABLES} where x.id = any($1::uuid[]) order by x.id`, [
    cspIds,
  ]);

/** One preparation. By its id alone: for an array the server would make a plan anew each time, which costs more than the reading. */
export async function cspRow(reader: Sql, cspId: string): Promise<TitledRow | undefined> {
  const [row] = await rows<TitledRow>(reader, `select ${FACTS}, ${TITLE} from ${TABLES} where x.id = $1`, [cspId]);
  return row;
}

/** So many titles are kept while a stream runs. */
const TITLES_KEPT = 20_000;

/** Titles of preparations. Those of one version of an order are all the same, and are read once. */
export class Titles {
  private readonly known = new Map<string, string>();

  constructor(private readonly reader: Sql) {}

  /** Of each of the rows, by the id of its order version or product. */
  async of(found: readonly CspRow[]): Promise<(row: CspRow) => string> {
    if (this.known.size > TITLES_KEPT) this.known.clear();
    const missing = (ids: (string | null)[]): string[] =>
      [...new Set(ids.filter((id) => id !== null && !this.known.has(id)))] as string[];
    const [versions, products] = [
      missing(found.map((row) => row.version_id)),
      missing(found.map((row) => (row.version_id === null ? row.stock_product_id : null))),
    ];
    if (versions.length > 0 || products.length > 0) {
      const read = await rows<TitleFacts & { id: string }>(this.reader, TITLES, [versions, products]);
      for (const row of read) this.known.set(row.id, titleOf(row));
    }
    return (row) => this.known.get(row.version_id ?? row.stock_product_id ?? '') ?? '';
  }
}

const TITLES = `
  select l.version_id as id, ${LINES} as lines, null as made_for_stock
  from infusion_order_line l join drug d on d.id = l.drug_id where l.version_id = any($1::uuid[]) group by l.version_id
  union all
  select r.id, null, r.name from product r where r.id = any($2::uuid[])`;
