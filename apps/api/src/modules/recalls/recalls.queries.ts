import { mayBeInfused } from '#domain/recall';
import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import { titleOf, type TitledRow } from '../trace/affected.js';
import type {
  RecallCertificate,
  RecallItemDto,
  RecallItemPage,
  RecallItemsRequest,
  RecallListRequest,
  RecallLotDto,
  RecallPage,
  RecallResponse,
  RecallRow,
  RecallWorksheetDto,
  RecallWorkCount,
} from './recalls.dto.js';

type Sql = Pick<Reader, 'query'>;
const LISTED = 200;

interface Row extends Omit<RecallRow, 'openedAt' | 'certifiedAt' | 'endedAt'> {
  openedAt: Instant;
  certifiedAt: Instant | null;
  endedAt: Instant | null;
  openedText: string;
  sourceReference: string;
  noticeKey: string | null;
  certificate: RecallCertificate | null;
  certifiedBy: string | null;
  endedBy: string | null;
  endReason: string;
  revision: number;
}

const COLUMNS = `r.id, r.number, r.state, r.kind, r.reason, r.scope_text as "scopeText", r.opened_at as "openedAt", r.opened_at::text as "openedText",
  o.printed_name as "openedBy", (select count(*)::int from recall_lot l where l.recall_id = r.id) as lots,
  (select count(*)::int from recall_csp c where c.recall_id = r.id) as csps,
  (select count(distinct x.patient_id)::int from recall_csp c join csp x on x.id = c.csp_id where c.recall_id = r.id) as patients,
  (select count(*)::int from recall_item i where i.recall_id = r.id and i.state = 'open') as "itemsOpen",
  (select count(*)::int from recall_item i where i.recall_id = r.id) as "itemsTotal",
  r.certified_at as "certifiedAt", r.ended_at as "endedAt", r.source_reference as "sourceReference", n.key as "noticeKey", r.certificate,
  c.printed_name as "certifiedBy", e.printed_name as "endedBy", r.end_reason as "endReason", r.revision`;
const TABLES = `recall r join person o on o.id = r.opened_by left join person c on c.id = r.certified_by left join person e on e.id = r.ended_by
  left join recall_notice n on n.id = r.notice_id`;

const iso = (at: Instant | null): string | null => (at === null ? null : formatInstant(at));

const rowOf = (row: Row): RecallRow => ({
  id: row.id,
  number: row.number,
  state: row.state,
  kind: row.kind,
  reason: row.reason,
  scopeText: row.scopeText,
  openedAt: formatInstant(row.openedAt),
  openedBy: row.openedBy,
  lots: row.lots,
  csps: row.csps,
  patients: row.patients,
  itemsOpen: row.itemsOpen,
  itemsTotal: row.itemsTotal,
  certifiedAt: iso(row.certifiedAt),
  endedAt: iso(row.endedAt),
});

/** The latest first. */
export async function recallPage(reader: Sql, request: RecallListRequest): Promise<RecallPage> {
  const after = decodeCursor(request.cursor, ['instant', 'uuid']);
  const found = await rows<Row>(
    reader,
    `select ${COLUMNS} from ${TABLES}
     where ($1::text is null or r.state = $1) and ($2::timestamptz is null or (r.opened_at, r.id) < ($2, $3::uuid))
     order by r.opened_at desc, r.id desc limit $4`,
    [request.state ?? null, after?.[0] ?? null, after?.[1] ?? null, request.limit + 1],
  );
  return pageOf(found, request.limit, (row) => [row.openedText, row.id], rowOf);
}

/** @throws Problem `request.not-found` */
export async function recallById(reader: Sql, id: string): Promise<RecallResponse> {
  const [row] = await rows<Row>(reader, `select ${COLUMNS} from ${TABLES} where r.id = $1`, [id]);
  if (!row) throw notFound('recall', id);
  const work = await rows<RecallWorkCount>(
    reader,
    `select kind, count(*) filter (where state = 'open')::int as open, count(*) filter (where state = 'done')::int as done,
       count(*) filter (where state = 'cannot')::int as cannot
     from recall_item where recall_id = $1 group by kind
     order by array_position(array['segregate','retrieve','notify-patient','notify-prescriber','replace'], kind)`,
    [id],
  );
  const lotList = await rows<RecallLotDto>(
    reader,
    `select l.id as "lotId", l.lot_number as "lotNumber", p.name as "productName", l.expires_on as "expiresOn", l.state, k.depth::int as depth
     from recall_lot k join lot l on l.id = k.lot_id join product p on p.id = l.product_id where k.recall_id = $1
     order by k.depth, l.lot_number, l.id limit ${LISTED}`,
    [id],
  );
  const worksheets = await rows<RecallWorksheetDto>(
    reader,
    `select w.id as "worksheetId", w.number, w.state, k.held, k.needs_lots as "needsLots" from recall_worksheet k join worksheet w on w.id = k.worksheet_id
     where k.recall_id = $1 and k.released_at is null and (not k.held or w.state in ('planned','allocated','staged','compounding','compounded','testing','rejected'))
     order by k.needs_lots desc, w.number limit ${LISTED}`,
    [id],
  );
  return {
    ...rowOf(row),
    sourceReference: row.sourceReference,
    noticeKey: row.noticeKey,
    certificate: row.certificate,
    certifiedBy: row.certifiedBy,
    endedBy: row.endedBy,
    endReason: row.endReason,
    revision: row.revision,
    work,
    lotList,
    worksheets,
  };
}

interface ItemRow extends Omit<RecallItemDto, 'closedAt' | 'title' | 'mayBeInfused'> {
  closedAt: Instant | null;
  neededAt: Instant | null;
  lines: TitledRow['lines'];
  made_for_stock: string | null;
}

const ITEM_COLUMNS = `i.id, i.kind, i.place, i.detail, l.lot_number as "lotNumber", r.name as "productName", g.name as "locationName", x.number as "cspNumber",
  x.state as "cspState", concat_ws(', ', h.name, m.name) as "where", w.needed_at as "neededAt", p.id as "patientId", p.number as "patientNumber",
  p.family_name || ', ' || p.given_name as "patientName", p.phone as "patientPhone", o.number as "orderNumber", o.id as "orderId", i.prescriber, i.state, i.note,
  z.printed_name as "closedBy", i.closed_at as "closedAt",
  (select json_agg(json_build_object('role', n.role, 'name', d.name, 'value', n.dose_value::text, 'unit', n.dose_unit) order by n.position)
   from infusion_order_line n join drug d on d.id = n.drug_id where n.version_id = w.order_version_id) as lines,
  (select q.name from product q where q.id = w.stock_product_id) as made_for_stock`;
const ITEM_TABLES = `recall_item i left join lot l on l.id = i.lot_id left join product r on r.id = l.product_id left join location g on g.id = i.location_id
  left join csp x on x.id = i.csp_id left join worksheet w on w.id = x.worksheet_id left join room m on m.id = w.room_id left join hood h on h.id = w.hood_id
  left join patient p on p.id = i.patient_id left join infusion_order o on o.id = i.order_id left join person z on z.id = i.closed_by`;

const itemOf =
  (now: Instant) =>
  ({ lines, made_for_stock: stock, neededAt, ...row }: ItemRow): RecallItemDto => ({
    ...row,
    title: row.cspNumber === null ? '' : titleOf({ lines, made_for_stock: stock }),
    mayBeInfused: mayBeInfused({ state: row.cspState ?? '', neededAt }, now),
    closedAt: iso(row.closedAt),
  });

export async function itemPage(
  reader: Sql,
  recallId: string,
  request: RecallItemsRequest,
  now: Instant,
): Promise<RecallItemPage> {
  const after = decodeCursor(request.cursor, ['uuid']);
  const found = await rows<ItemRow>(
    reader,
    `select ${ITEM_COLUMNS} from ${ITEM_TABLES}
     where i.recall_id = $1 and ($2::text[] is null or i.state = any($2)) and ($3::text is null or i.kind = $3) and ($4::uuid is null or i.id > $4)
     order by i.id limit $5`,
    [recallId, request.state ?? null, request.kind ?? null, after?.[0] ?? null, request.limit + 1],
  );
  return pageOf(found, request.limit, (row) => [row.id], itemOf(now));
}

export async function itemsByIds(reader: Sql, ids: readonly string[], now: Instant): Promise<RecallItemDto[]> {
  const found = await rows<ItemRow>(
    reader,
    `select ${ITEM_COLUMNS} from ${ITEM_TABLES} where i.id = any($1::uuid[]) order by i.id`,
    [ids],
  );
  return found.map(itemOf(now));
}

/** All items, some hundreds at a time. */
export async function* itemStream(reader: Sql, recallId: string, now: Instant): AsyncGenerator<RecallItemDto[]> {
  let cursor: string | undefined;
  do {
    const page: RecallItemPage = await itemPage(
      reader,
      recallId,
      { limit: 500, ...(cursor !== undefined && { cursor }) },
      now,
    );
    if (page.items.length > 0) yield page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
