import { Decimal } from '#domain/quantity';
import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import { affectedCsp, affectedPage, cspRow, titleOf } from './affected.js';
import { chainOf } from './blast-radius.js';
import { reachOf, withMerged } from './lineage.js';
import type { CspTrace, LotTrace, TracedLot, TraceHit } from './trace.dto.js';

const trim = (value: string): string => Decimal.of(value).toString();

/**
 * From a lot to every preparation that it went into, itself or through lots made here, at any depth; see `reachOf`. Lots that were
 * merged count as one.
 * @throws Problem `request.not-found`
 */
export async function lotTrace(
  reader: Reader,
  lotId: string,
  page: { cursor?: string; limit: number },
  now: Instant,
): Promise<LotTrace> {
  const lot = await lotHead(reader, lotId);
  const reach = await reachOf(reader, { lotIds: [lotId] });
  const after = decodeCursor(page.cursor, ['uuid'])?.[0] ?? null;
  const [{ counts, rows: found }, chain] = await Promise.all([
    affectedPage(reader, reach, after, page.limit + 1),
    chainOf(reader, reach),
  ]);
  const itself = [...reach.lots].filter(([, depth]) => depth === 0).map(([id]) => id);
  const amounts = await amountsIn(
    reader,
    itself,
    found.map((row) => row.csp_id),
  );
  const { items, next } = pageOf(
    found,
    page.limit,
    (row) => [row.csp_id],
    (row) => {
      const amount = amounts.get(row.csp_id);
      return {
        ...affectedCsp(row, titleOf(row), row.depth, now),
        quantity: amount ? trim(amount.quantity) : '',
        unit: amount?.unit ?? '',
        shared: row.depth === 0 && !amount,
      };
    },
  );
  return {
    lotId,
    lotNumber: lot.lot_number,
    productName: lot.product,
    ndc: lot.ndc ?? '',
    expiresOn: lot.expires_on,
    state: lot.state,
    counts,
    chain,
    csps: items,
    patients: counts.patients,
    next,
  };
}

interface LotHead {
  lot_number: string;
  expires_on: string;
  state: string;
  product: string;
  ndc: string | null;
}

async function lotHead(reader: Reader, lotId: string): Promise<LotHead> {
  const [lot] = await rows<LotHead>(
    reader,
    `select l.lot_number, l.expires_on, l.state, r.name as product, r.ndc from lot l join product r on r.id = l.product_id where l.id = $1`,
    [lotId],
  );
  if (!lot) throw notFound('lot', lotId);
  return lot;
}

async function amountsIn(
  reader: Reader,
  lotIds: readonly string[],
  cspIds: readonly string[],
): Promise<Map<string, { quantity: string; unit: string }>> {
  const found = await rows<{ csp_id: string; quantity: string; unit: string }>(
    reader,
    `select c.csp_id, sum(c.quantity) as quantity, min(c.unit) as unit from csp x
       join consumption c on c.worksheet_id = x.worksheet_id and c.csp_id = x.id and c.lot_id = any($1::uuid[])
     where x.id = any($2::uuid[]) group by c.csp_id`,
    [lotIds, cspIds],
  );
  return new Map(found.map((row) => [row.csp_id, row]));
}

interface LotRow {
  worksheet_id: string;
  worksheet_number: string;
  made_in_worksheet_id: string | null;
  made_in_number: string | null;
  lot_id: string;
  lot_number: string;
  expires_on: string;
  product: string;
  manufacturer: string;
  ndc: string | null;
  container: string | null;
  quantity: string;
  unit: string;
  scanned_by: string | null;
  scanned_at: Instant | null;
  shared: boolean;
  content: string;
  /** With another lot, either way. */
  merged: boolean;
}

/**
 * What went into some worksheets. A planner that knows how many ids there are prefers a plan made for just that number, and makes it
 * anew each time, which costs ten times what running it does; from a subselect it cannot know. Each batch is looked at by itself,
 * by index: for several at once the planner would rather read every lot there is.
 */
const lotsIn = (worksheets: string, csp: string): string => `
  select c.worksheet_id, u.number as worksheet_number, l.made_in_worksheet_id, b.number as made_in_number, l.id as lot_id, l.lot_number,
    l.expires_on, r.name as product, r.manufacturer, r.ndc, r.content, e.number as container,
    sum(c.quantity) as quantity, c.unit, min(z.printed_name) as scanned_by, min(s.scanned_at) as scanned_at, c.csp_id is null as shared,
    exists (select 1 from lot_merge g where g.from_lot_id = l.id) or exists (select 1 from lot_merge g where g.into_lot_id = l.id) as merged
  from consumption c join worksheet u on u.id = c.worksheet_id join lot l on l.id = c.lot_id join product r on r.id = l.product_id
    left join open_container e on e.id = c.open_container_id join worksheet_step s on s.id = c.step_id
    left join person z on z.id = s.scanned_by left join worksheet b on b.id = l.made_in_worksheet_id
  where c.worksheet_id ${worksheets} and ${csp}
  group by c.worksheet_id, u.number, l.id, b.number, r.id, e.number, c.unit, c.csp_id is null order by r.name, l.lot_number`;
const LOTS_IN_CSP = lotsIn('= $1', '(c.csp_id = $2 or c.csp_id is null)');
const LOTS_IN_BATCHES = `
  select x.* from unnest(array(select unnest($1::uuid[]))) as batch(id)
    cross join lateral (${lotsIn('= batch.id', 'true')} offset 0) x order by x.product, x.lot_number`;

/**
 * From a preparation to every lot in it, through the lots that were made here to what they were made of, and from each to its
 * receipts. Each batch is looked at once, so circles end.
 * @throws Problem `request.not-found`
 */
export async function cspTrace(reader: Reader, cspId: string, now: Instant): Promise<CspTrace> {
  const csp = await cspRow(reader, cspId);
  if (!csp) throw notFound('preparation', cspId);
  const found: (LotRow & { level: number })[] = [];
  const seen = new Set([csp.worksheet_id]);
  let lots = await rows<LotRow>(reader, LOTS_IN_CSP, [csp.worksheet_id, cspId]);
  for (let level = 1; lots.length > 0; level += 1) {
    found.push(...lots.map((lot) => ({ ...lot, level })));
    const worksheets = (await batchesOf(reader, lots)).filter((id) => !seen.has(id));
    for (const id of worksheets) seen.add(id);
    lots = worksheets.length === 0 ? [] : await rows<LotRow>(reader, LOTS_IN_BATCHES, [worksheets]);
  }
  const receipts = await receiptsOf(
    reader,
    found.map((lot) => lot.lot_id),
  );
  return {
    csp: { ...affectedCsp(csp, titleOf(csp), 0, now), quantity: '', unit: '', shared: false },
    lots: found.map((lot) => tracedLot(lot, receipts)),
  };
}

const tracedLot = (lot: LotRow & { level: number }, receipts: readonly ReceiptRow[]): TracedLot => ({
  lotId: lot.lot_id,
  lotNumber: lot.lot_number,
  expiresOn: lot.expires_on,
  productName: lot.product,
  manufacturer: lot.manufacturer,
  ndc: lot.ndc ?? '',
  openContainerNumber: lot.container,
  quantity: trim(lot.quantity),
  unit: lot.unit,
  scannedBy: lot.scanned_by ?? '',
  scannedAt: lot.scanned_at === null ? '' : formatInstant(lot.scanned_at),
  shared: lot.shared,
  level: lot.level,
  usedInWorksheetNumber: lot.level === 1 ? null : lot.worksheet_number,
  madeInWorksheetNumber: lot.made_in_number,
  receipts: receipts
    .filter((r) => r.lot_id === lot.lot_id)
    .map((r) => ({
      at: formatInstant(r.at),
      supplier: r.supplier,
      packages: Decimal.of(r.quantity).dividedBy(lot.content).toFixed(2, 'half-up'),
    })),
});

/** The batches that the lots were made in; a lot that was merged brings those of the other. */
async function batchesOf(reader: Reader, lots: readonly LotRow[]): Promise<string[]> {
  const direct = lots.flatMap((lot) => lot.made_in_worksheet_id ?? []);
  const merged = lots.filter((lot) => lot.merged).map((lot) => lot.lot_id);
  if (merged.length === 0) return [...new Set(direct)];
  const more = await rows<{ id: string }>(
    reader,
    'select made_in_worksheet_id as id from lot where id = any($1::uuid[]) and made_in_worksheet_id is not null',
    [await withMerged(reader, merged)],
  );
  return [...new Set([...direct, ...more.map(({ id }) => id)])];
}

interface ReceiptRow {
  readonly lot_id: string;
  readonly at: Instant;
  readonly supplier: string;
  readonly quantity: string;
}

const receiptsOf = (reader: Reader, lotIds: readonly string[]): Promise<ReceiptRow[]> =>
  rows(
    reader,
    `select e.lot_id, m.effective_at as at, m.note as supplier, e.quantity from stock_entry e
       join stock_movement m on m.id = e.movement_id join stock_account a on a.id = e.account_id
     where m.reason = 'received' and a.kind = 'location' and e.lot_id = any(array(select unnest($1::uuid[]))) order by m.effective_at`,
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
     union all (select 'csp', x.id, x.number, coalesce('Preparation for ' || p.family_name || ', ' || p.given_name, 'Preparation for stock'), p.id from csp x left join patient p on p.id = x.patient_id where x.number like $1 order by x.number limit ${HITS})
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
