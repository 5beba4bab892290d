import { Injectable } from '@nestjs/common';
import { formatInstant, type Instant } from '#domain/time';
import type { FindingDto, PersonRef } from '../../platform/http/shapes.dto.js';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import { containing } from '../formulary/search-text.js';
import { StockQueries } from '../stock/stock.queries.js';
import type {
  ReceiptListRequest,
  RecordedLineDto,
  RecordedReceiptPage,
  RecordedReceiptResponse,
  RecordedReceiptRow,
  StrangerResponse,
} from './receiving.dto.js';

const PERSON = (alias: string): string =>
  `json_build_object('id', ${alias}.id, 'name', ${alias}.printed_name, 'initials', ${alias}.initials)`;

const RECEIPT = `
  select r.id, r.number, r.supplier_id as "supplierId", r.supplier_name as "supplierName",
    r.purchase_order_id as "purchaseOrderId", o.number as "purchaseOrderNumber", r.note, r.received_at as "receivedAt",
    ${PERSON('c')} as "receivedBy", r.state, r.reviewed_at as "reviewedAt",
    case when v.id is not null then ${PERSON('v')} end as "reviewedBy", r.review_reason as "reviewReason",
    r.movement_id as "movementId", r.dscsa_state as "dscsaState", r.findings
  from receipt r
    join person c on c.id = r.received_by
    left join person v on v.id = r.reviewed_by
    left join purchase_order o on o.id = r.purchase_order_id
  where r.id = $1`;

const LINES = `
  select l.id, l.position, l.product_id as "productId", p.name as "productName", p.ndc, l.lot_id as "lotId",
    l.lot_number as "lotNumber", l.expires_on as "expiresOn", l.packages, l.damaged_packages as "damagedPackages",
    l.over_packages as "overPackages", l.over_reason as "overReason", l.short_dated_reason as "shortDatedReason",
    trim_scale(l.temperature)::text as temperature, l.temperature_ok as "temperatureOk", l.hold_reason as "holdReason",
    o.name as "locationName", l.purchase_order_line_id as "purchaseOrderLineId",
    jsonb_array_length(coalesce(l.given -> 'serials', '[]')) as serials, p.dscsa_exempt as "dscsaExempt", l.code, l.place,
    l.stranger_state as "strangerState",
    array(select f.id::text from receipt_photo f where f.receipt_line_id = l.id order by f.id) as photos
  from receipt_line l left join product p on p.id = l.product_id left join location o on o.id = l.location_id
  where l.receipt_id = $1 order by l.position`;

const EXCEPTIONS = `
  select id, kind, state, message from receiving_exception where receipt_id = $1 order by id`;

interface ReceiptHead {
  readonly id: string;
  readonly number: string;
  readonly supplierId: string | null;
  readonly supplierName: string;
  readonly purchaseOrderId: string | null;
  readonly purchaseOrderNumber: string | null;
  readonly note: string;
  readonly receivedAt: Instant;
  readonly receivedBy: PersonRef;
  readonly state: string;
  readonly reviewedAt: Instant | null;
  readonly reviewedBy: PersonRef | null;
  readonly reviewReason: string | null;
  readonly movementId: string | null;
  readonly dscsaState: string;
  readonly findings: FindingDto[];
}

/** Receipts and strangers as screens and other modules see them. */
@Injectable()
export class ReceiptView {
  constructor(private readonly stock: StockQueries) {}

  async receipt(reader: Reader, id: string): Promise<RecordedReceiptResponse> {
    const [head] = await rows<ReceiptHead>(reader, RECEIPT, [id]);
    if (!head) throw notFound('receipt', id);
    const lines = await rows<RecordedLineDto>(reader, LINES, [id]);
    const lotIds = [...new Set(lines.flatMap((line) => line.lotId ?? []))];
    return {
      ...head,
      receivedAt: formatInstant(head.receivedAt),
      reviewedAt: head.reviewedAt === null ? null : formatInstant(head.reviewedAt),
      lines,
      lots: await this.stock.lots(reader, lotIds as Parameters<StockQueries['lots']>[1]),
      exceptions: await rows(reader, EXCEPTIONS, [id]),
    };
  }

  /** Newest first. */
  async list(reader: Reader, page: ReceiptListRequest): Promise<RecordedReceiptPage> {
    const after = decodeCursor(page.cursor, ['instant', 'uuid']);
    const found = await rows<Omit<RecordedReceiptRow, 'receivedAt'> & { receivedAt: Instant; at: string }>(
      reader,
      `select r.id, r.number, r.supplier_name as "supplierName", o.number as "purchaseOrderNumber",
         r.received_at as "receivedAt", r.received_at::text as at, c.printed_name as "receivedBy", r.state,
         r.dscsa_state as "dscsaState", l.packages, l.products
       from receipt r join person c on c.id = r.received_by left join purchase_order o on o.id = r.purchase_order_id
         cross join lateral (
           select coalesce(sum(x.packages), 0)::int as packages,
             coalesce((array_agg(distinct coalesce(p.name, 'unknown code')))[1:4], '{}') as products
           from receipt_line x left join product p on p.id = x.product_id where x.receipt_id = r.id) l
       where ($1::text is null or r.state = $1) and ($2::uuid is null or r.supplier_id = $2)
         and ($3::text is null or r.number ilike $3 or r.supplier_name ilike $3 or o.number ilike $3 or exists (
           select 1 from receipt_line y left join product q on q.id = y.product_id
           where y.receipt_id = r.id and (y.lot_number ilike $3 or q.name ilike $3)))
         and ($4::timestamptz is null or (r.received_at, r.id) < ($4::timestamptz, $5::uuid))
       order by r.received_at desc, r.id desc limit $6`,
      [
        page.state ?? null,
        page.supplierId ?? null,
        containing(page.q),
        after?.[0] ?? null,
        after?.[1] ?? null,
        page.limit + 1,
      ],
    );
    return pageOf(
      found,
      page.limit,
      (row) => [row.at, row.id],
      ({ at: _at, ...row }) => ({ ...row, receivedAt: formatInstant(row.receivedAt) }),
    );
  }

  /** Those that wait for a pharmacist; of one line where it is named, whatever its state. */
  async strangers(reader: Reader, lineId: string | null = null): Promise<StrangerResponse[]> {
    const found = await rows<Omit<StrangerResponse, 'receivedAt'> & { receivedAt: Instant }>(
      reader,
      `select l.id, r.id as "receiptId", r.number as "receiptNumber", r.supplier_name as "supplierName",
         r.received_at as "receivedAt", c.printed_name as "receivedBy", coalesce(l.code, '') as code,
         coalesce(l.place, '') as place, l.packages + l.damaged_packages as packages, l.stranger_state as state,
         array(select f.id::text from receipt_photo f where f.receipt_line_id = l.id order by f.id) as photos
       from receipt_line l join receipt r on r.id = l.receipt_id join person c on c.id = r.received_by
       where l.stranger_state is not null and (l.id = $1 or ($1::uuid is null and l.stranger_state = 'waiting'))
       order by r.received_at, l.id limit 200`,
      [lineId],
    );
    return found.map((row) => ({ ...row, receivedAt: formatInstant(row.receivedAt) }));
  }
}
