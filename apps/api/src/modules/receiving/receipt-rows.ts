import type { ReceiptState } from '#domain/receiving';
import type { Instant, LocalDate } from '#domain/time';
import type { Reader, Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';

type Sql = Pick<Reader, 'query'>;

export interface ReceiptRow {
  readonly id: string;
  readonly number: string;
  readonly supplierId: string | null;
  readonly supplierName: string;
  readonly purchaseOrderId: string | null;
  readonly note: string;
  readonly receivedAt: Instant;
  readonly receivedBy: string;
  readonly state: ReceiptState;
  readonly movementId: string | null;
}

/** What is kept of a line beside its columns. */
export interface Given {
  readonly serials?: readonly string[];
  readonly cartons?: readonly { readonly gtin: string; readonly serial: string; readonly packages: number }[];
}

/** A line of a known product, as it is put into stock. */
export interface PostingLine {
  readonly id: string;
  readonly productId: string;
  readonly productName: string;
  readonly content: string;
  readonly unit: string;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
  readonly expiryPrinted: string;
  readonly packages: number;
  readonly damagedPackages: number;
  readonly overPackages: number;
  readonly overReason: string | null;
  readonly purchaseOrderLineId: string | null;
  readonly holdReason: string | null;
  readonly locationId: string;
  readonly locationName: string;
  readonly locationKind: 'shelf' | 'hazardous' | 'quarantine';
  readonly locationActive: boolean;
  readonly strangerState: string | null;
  readonly given: Given;
}

const RECEIPT = `
  select id, number, supplier_id as "supplierId", supplier_name as "supplierName", purchase_order_id as "purchaseOrderId",
    note, received_at as "receivedAt", received_by as "receivedBy", state, movement_id as "movementId"
  from receipt where id = $1`;

/** The receipt with its order held first, so that receiving and reviewing lock in one order. */
export async function lockReceipt(tx: Tx, id: string): Promise<ReceiptRow> {
  await tx.query(
    'select 1 from purchase_order where id = (select purchase_order_id from receipt where id = $1) for update',
    [id],
  );
  const [row] = await rows<ReceiptRow>(tx, `${RECEIPT} for update`, [id]);
  if (!row) throw notFound('receipt', id);
  return row;
}

/** Lines of known products that are not in stock yet; one of them where it is named. */
export const linesToPost = (tx: Sql, receiptId: string, lineId: string | null): Promise<PostingLine[]> =>
  rows<PostingLine>(
    tx,
    `select l.id, l.product_id as "productId", p.name as "productName", trim_scale(p.content)::text as content,
       p.stock_unit as unit, l.lot_number as "lotNumber", l.expires_on as "expiresOn", l.expiry_printed as "expiryPrinted",
       l.packages, l.damaged_packages as "damagedPackages", l.over_packages as "overPackages", l.over_reason as "overReason",
       l.purchase_order_line_id as "purchaseOrderLineId", l.hold_reason as "holdReason", l.location_id as "locationId",
       o.name as "locationName", o.kind as "locationKind", o.active as "locationActive",
       l.stranger_state as "strangerState", l.given
     from receipt_line l join product p on p.id = l.product_id join location o on o.id = l.location_id
     where l.receipt_id = $1 and ($2::uuid is null or l.id = $2) and l.lot_id is null
     order by l.position`,
    [receiptId, lineId],
  );

export interface NewLine {
  readonly id: string;
  readonly productId: string | null;
  readonly lotNumber: string | null;
  readonly expiresOn: LocalDate | null;
  readonly expiryPrinted: string | null;
  readonly packages: number;
  readonly damagedPackages: number;
  readonly orderLineId: string | null;
  readonly overPackages: number;
  readonly overReason: string | null;
  readonly shortDatedReason: string | null;
  readonly temperature: string | null;
  readonly temperatureOk: boolean | null;
  readonly holdReason: string | null;
  readonly locationId: string | null;
  readonly code: string | null;
  readonly place: string | null;
  readonly given: Given;
}

const INSERT_LINE = `
  insert into receipt_line (id, receipt_id, position, product_id, lot_number, expires_on, expiry_printed, packages,
    damaged_packages, purchase_order_line_id, over_packages, over_reason, short_dated_reason, temperature, temperature_ok,
    hold_reason, location_id, code, place, stranger_state, cartons, given)
  select t.id, $1, t.position, t.product_id, t.lot_number, t.expires_on, t.expiry_printed, t.packages, t.damaged,
    t.order_line_id, t.over_packages, t.over_reason, t.short_reason, t.temperature, t.temperature_ok, t.hold_reason,
    t.location_id, t.code, t.place, case when t.product_id is null then 'waiting' end,
    coalesce(t.given -> 'cartons', '[]'), t.given
  from unnest($2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::date[], $7::text[], $8::int[], $9::int[], $10::uuid[],
      $11::int[], $12::text[], $13::text[], $14::numeric[], $15::boolean[], $16::text[], $17::uuid[], $18::text[], $19::text[],
      $20::jsonb[])
    as t(id, position, product_id, lot_number, expires_on, expiry_printed, packages, damaged, order_line_id, over_packages,
      over_reason, short_reason, temperature, temperature_ok, hold_reason, location_id, code, place, given)`;

export async function insertLines(tx: Tx, receiptId: string, lines: readonly NewLine[]): Promise<void> {
  await tx.query(INSERT_LINE, [
    receiptId,
    lines.map((l) => l.id),
    lines.map((_, i) => i + 1),
    lines.map((l) => l.productId),
    lines.map((l) => l.lotNumber),
    lines.map((l) => l.expiresOn),
    lines.map((l) => l.expiryPrinted),
    lines.map((l) => l.packages),
    lines.map((l) => l.damagedPackages),
    lines.map((l) => l.orderLineId),
    lines.map((l) => l.overPackages),
    lines.map((l) => l.overReason),
    lines.map((l) => l.shortDatedReason),
    lines.map((l) => l.temperature),
    lines.map((l) => l.temperatureOk),
    lines.map((l) => l.holdReason),
    lines.map((l) => l.locationId),
    lines.map((l) => l.code),
    lines.map((l) => l.place),
    lines.map((l) => JSON.stringify(l.given)),
  ]);
}
