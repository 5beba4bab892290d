import { preparationTitle } from '#domain/order';
import { Decimal, Quantity } from '#domain/quantity';
import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import type { CspTrace, LotTrace, TracedCsp, TracedLot, TraceHit } from './trace.dto.js';

interface CspRow {
  csp_id: string;
  csp_number: string;
  worksheet_id: string;
  worksheet_number: string;
  state: string;
  bud_at: Instant | null;
  made_at: Instant | null;
  patient_id: string;
  patient_number: string;
  patient_name: string;
  quantity: string | null;
  unit: string | null;
  lines: { role: 'additive' | 'base'; name: string; value: string; unit: string }[];
}

const CSP_COLUMNS = `x.id as csp_id, x.number as csp_number, w.id as worksheet_id, w.number as worksheet_number, x.state, x.bud_at, w.started_at as made_at,
  p.id as patient_id, p.number as patient_number, p.family_name || ', ' || p.given_name as patient_name,
  (select json_agg(json_build_object('role', l.role, 'name', d.name, 'value', l.dose_value::text, 'unit', l.dose_unit) order by l.position)
   from infusion_order_line l join drug d on d.id = l.drug_id where l.version_id = w.order_version_id) as lines`;
const CSP_TABLES = `csp x join worksheet w on w.id = x.worksheet_id join patient p on p.id = x.patient_id`;

const trim = (value: string): string => Decimal.of(value).toString();

const tracedCsp = (row: CspRow): TracedCsp => ({
  cspId: row.csp_id,
  cspNumber: row.csp_number,
  worksheetId: row.worksheet_id,
  worksheetNumber: row.worksheet_number,
  title: preparationTitle(
    row.lines.map((l) => ({ role: l.role, drugName: l.name, dose: Quantity.of(l.value, l.unit) })),
  ),
  state: row.state,
  budAt: row.bud_at === null ? null : formatInstant(row.bud_at),
  madeAt: row.made_at === null ? null : formatInstant(row.made_at),
  patientId: row.patient_id,
  patientNumber: row.patient_number,
  patientName: row.patient_name,
  quantity: row.quantity === null ? '' : trim(row.quantity),
  unit: row.unit ?? '',
  shared: row.quantity === null,
});

/**
 * From a lot to every preparation that it went into, in two statements: worksheets by index first, then their preparations, because
 * one statement lets the planner guess wrong (7 to 70 times slower, performance finding 5). What was used for a whole batch, such as a
 * reconstitution diluent, counts for each of its preparations.
 */
export async function lotTrace(
  reader: Reader,
  lotId: string,
  page: { cursor?: string; limit: number },
): Promise<LotTrace> {
  const [lot] = await rows<{ lot_number: string; expires_on: string; state: string; product: string; ndc: string }>(
    reader,
    `select l.lot_number, l.expires_on, l.state, r.name as product, r.ndc from lot l join product r on r.id = l.product_id where l.id = $1`,
    [lotId],
  );
  if (!lot) throw notFound('lot', lotId);
  const uses = await rows<{ worksheet_id: string; whole: boolean; csp_ids: string[] | null }>(
    reader,
    `select worksheet_id, bool_or(csp_id is null) as whole, array_agg(distinct csp_id) filter (where csp_id is not null) as csp_ids
     from consumption where lot_id = $1 group by worksheet_id`,
    [lotId],
  );
  const whole = uses.filter((u) => u.whole).map((u) => u.worksheet_id);
  const single = uses.filter((u) => !u.whole).flatMap((u) => u.csp_ids ?? []);
  const after = decodeCursor(page.cursor, ['uuid']);
  const [found, patients] = await Promise.all([
    rows<CspRow>(
      reader,
      `select ${CSP_COLUMNS}, q.quantity, q.unit from ${CSP_TABLES}
         left join lateral (select sum(c.quantity) as quantity, min(c.unit) as unit from consumption c where c.lot_id = $1 and c.worksheet_id = w.id and c.csp_id = x.id) q on true
       where (x.worksheet_id = any($2::uuid[]) or x.id = any($3::uuid[])) and ($4::uuid is null or x.id > $4) order by x.id limit $5`,
      [lotId, whole, single, after?.[0] ?? null, page.limit + 1],
    ),
    rows<{ n: string }>(
      reader,
      `select count(distinct patient_id) as n from csp x where x.worksheet_id = any($1::uuid[]) or x.id = any($2::uuid[])`,
      [whole, single],
    ),
  ]);
  const { items, next } = pageOf(found, page.limit, (row) => [row.csp_id], tracedCsp);
  return {
    lotId,
    lotNumber: lot.lot_number,
    productName: lot.product,
    ndc: lot.ndc,
    expiresOn: lot.expires_on,
    state: lot.state,
    csps: items,
    patients: Number(patients[0]?.n ?? 0),
    next,
  };
}

interface LotRow {
  lot_id: string;
  lot_number: string;
  expires_on: string;
  product: string;
  manufacturer: string;
  ndc: string;
  container: string | null;
  quantity: string;
  unit: string;
  scanned_by: string | null;
  scanned_at: Instant | null;
  shared: boolean;
  content: string;
}

/** From a preparation to every lot in it, and from each lot to its receipts. */
export async function cspTrace(reader: Reader, cspId: string): Promise<CspTrace> {
  const [csp] = await rows<CspRow>(
    reader,
    `select ${CSP_COLUMNS}, null as quantity, null as unit from ${CSP_TABLES} where x.id = $1`,
    [cspId],
  );
  if (!csp) throw notFound('preparation', cspId);
  const lots = await rows<LotRow>(
    reader,
    `select l.id as lot_id, l.lot_number, l.expires_on, r.name as product, r.manufacturer, r.ndc, r.content, e.number as container,
       sum(c.quantity) as quantity, c.unit, min(z.printed_name) as scanned_by, min(s.scanned_at) as scanned_at, c.csp_id is null as shared
     from consumption c join lot l on l.id = c.lot_id join product r on r.id = l.product_id
       left join open_container e on e.id = c.open_container_id join worksheet_step s on s.id = c.step_id left join person z on z.id = s.scanned_by
     where c.worksheet_id = $1 and (c.csp_id = $2 or c.csp_id is null)
     group by l.id, r.id, e.number, c.unit, c.csp_id is null order by r.name, l.lot_number`,
    [csp.worksheet_id, cspId],
  );
  const receipts = await receiptsOf(
    reader,
    lots.map((lot) => lot.lot_id),
  );
  return {
    csp: { ...tracedCsp(csp), shared: false },
    lots: lots.map((lot): TracedLot => ({
      lotId: lot.lot_id,
      lotNumber: lot.lot_number,
      expiresOn: lot.expires_on,
      productName: lot.product,
      manufacturer: lot.manufacturer,
      ndc: lot.ndc,
      openContainerNumber: lot.container,
      quantity: trim(lot.quantity),
      unit: lot.unit,
      scannedBy: lot.scanned_by ?? '',
      scannedAt: lot.scanned_at === null ? '' : formatInstant(lot.scanned_at),
      shared: lot.shared,
      receipts: receipts
        .filter((r) => r.lot_id === lot.lot_id)
        .map((r) => ({
          at: formatInstant(r.at),
          supplier: r.supplier,
          packages: Decimal.of(r.quantity).dividedBy(lot.content).toFixed(2, 'half-up'),
        })),
    })),
  };
}

const receiptsOf = (
  reader: Reader,
  lotIds: readonly string[],
): Promise<{ lot_id: string; at: Instant; supplier: string; quantity: string }[]> =>
  rows(
    reader,
    `select e.lot_id, m.effective_at as at, m.note as supplier, e.quantity from stock_entry e
       join stock_movement m on m.id = e.movement_id join stock_account a on a.id = e.account_id
     where m.reason = 'received' and a.kind = 'location' and e.lot_id = any($1::uuid[]) order by m.effective_at`,
    [lotIds],
  );

const HITS = 20;

/**
 * Whatever number is on the thing in one's hand: lot, preparation, worksheet, order, patient or opened vial; and the patients
 * whom the answer names, for whoever shows it to record.
 */
export async function search(reader: Reader, q: string): Promise<{ hits: TraceHit[]; patients: string[] }> {
  const like = `${q
    .trim()
    .toUpperCase()
    .replace(/[\\%_]/g, '\\$&')}%`;
  const found = await rows<TraceHit & { patient_id: string | null }>(
    reader,
    `(select 'lot' as kind, l.id, l.lot_number as number, r.name || ', expires ' || l.expires_on as title, null::uuid as patient_id from lot l join product r on r.id = l.product_id where l.lot_number like $1 order by l.lot_number limit ${HITS})
     union all (select 'csp', x.id, x.number, 'Preparation for ' || p.family_name || ', ' || p.given_name, p.id from csp x join patient p on p.id = x.patient_id where x.number like $1 order by x.number limit ${HITS})
     union all (select 'worksheet', w.id, w.number, 'Worksheet, ' || w.containers || ' to make, ' || w.state, null from worksheet w where w.number like $1 order by w.number limit ${HITS})
     union all (select 'order', o.id, o.number, 'Order for ' || p.family_name || ', ' || p.given_name, p.id from infusion_order o join patient p on p.id = o.patient_id where o.number like $1 order by o.number limit ${HITS})
     union all (select 'open-container', e.id, e.number, r.name || ', lot ' || l.lot_number, null from open_container e join lot l on l.id = e.lot_id join product r on r.id = l.product_id where e.number like $1 order by e.number limit ${HITS})
     union all (select 'patient', p.id, p.number, p.family_name || ', ' || p.given_name, p.id from patient p where p.number like $1 or upper(p.family_name) like $1 order by p.family_name limit ${HITS})`,
    [like],
  );
  return {
    hits: found.map(({ kind, id, number, title }) => ({ kind, id, number, title })),
    patients: [...new Set(found.flatMap((hit) => hit.patient_id ?? []))],
  };
}
