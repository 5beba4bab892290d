import type { LineCounts, PurchaseOrderState } from '#domain/purchase-order';
import type { Instant, LocalDate } from '#domain/time';
import type { Reader, Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';

type Sql = Pick<Reader, 'query'>;

export interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly state: PurchaseOrderState;
  readonly sentAt: Instant | null;
  readonly sentBy: PersonJson | null;
  readonly expectedOn: LocalDate | null;
  readonly note: string;
  readonly deaOrderNumber: string | null;
  readonly endedAt: Instant | null;
  readonly endedReason: string | null;
  readonly createdAt: Instant;
  readonly createdBy: PersonJson;
  readonly revision: number;
}
interface PersonJson {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
}

export interface OrderLineRow extends LineCounts {
  readonly id: string;
  readonly position: number;
  readonly productId: string;
  readonly productName: string;
  readonly drugName: string;
  readonly ndc: string;
  readonly manufacturer: string;
  readonly schedule: 'CII' | 'CIII' | 'CIV' | 'CV' | null;
  readonly dscsaExempt: boolean;
  readonly productActive: boolean;
  readonly supplierItem: string | null;
  readonly price: string;
  readonly expectedOn: LocalDate | null;
  readonly overPackages: number;
  readonly cancelledReason: string | null;
  readonly pendingPackages: number;
  readonly damagedPackages: number;
}

const PERSON = (alias: string): string =>
  `json_build_object('id', ${alias}.id, 'name', ${alias}.printed_name, 'initials', ${alias}.initials)`;

const ORDER = `
  select o.id, o.number, o.supplier_id as "supplierId", s.name as "supplierName", o.state, o.sent_at as "sentAt",
    case when sp.id is not null then ${PERSON('sp')} end as "sentBy", o.expected_on as "expectedOn", o.note,
    o.dea_order_number as "deaOrderNumber", o.ended_at as "endedAt", o.ended_reason as "endedReason",
    o.created_at as "createdAt", ${PERSON('c')} as "createdBy", o.revision
  from purchase_order o
    join supplier s on s.id = o.supplier_id
    join person c on c.id = o.created_by
    left join person sp on sp.id = o.sent_by`;

/** Pending: what receipts that wait for a second person have counted, without what they are over. */
const LINES = `
  select l.id, l.position, l.product_id as "productId", p.name as "productName", d.name as "drugName", p.ndc,
    p.manufacturer, p.schedule, p.dscsa_exempt as "dscsaExempt", p.active as "productActive",
    (select nullif(x.supplier_item, '') from supplier_product x
     where x.supplier_id = o.supplier_id and x.product_id = l.product_id and x.pack_packages = l.pack_packages) as "supplierItem",
    l.packs, l.pack_packages as "packPackages", trim_scale(l.price)::text as price, l.expected_on as "expectedOn",
    l.received_packages as "receivedPackages", l.over_packages as "overPackages",
    l.cancelled_packages as "cancelledPackages", l.cancelled_reason as "cancelledReason",
    coalesce(r.pending, 0)::int as "pendingPackages", coalesce(r.damaged, 0)::int as "damagedPackages"
  from purchase_order_line l
    join purchase_order o on o.id = l.purchase_order_id
    join product p on p.id = l.product_id
    join drug d on d.id = p.drug_id
    left join lateral (
      select sum(x.packages - x.over_packages) filter (where t.state = 'awaiting-review') as pending,
        sum(x.damaged_packages) filter (where t.state <> 'refused') as damaged
      from receipt_line x join receipt t on t.id = x.receipt_id
      where x.purchase_order_line_id = l.id) r on true
  where l.purchase_order_id = $1
  order by l.position`;

export async function orderRow(reader: Sql, id: string): Promise<OrderRow> {
  const [row] = await rows<OrderRow>(reader, `${ORDER} where o.id = $1`, [id]);
  if (!row) throw notFound('purchase order', id);
  return row;
}

export const orderLines = (reader: Sql, orderId: string): Promise<OrderLineRow[]> =>
  rows<OrderLineRow>(reader, LINES, [orderId]);

/** The order, held until the transaction ends: whoever receives, cancels or sends it waits here. */
export async function lockOrder(tx: Tx, id: string): Promise<OrderRow> {
  await tx.query('select 1 from purchase_order where id = $1 for update', [id]);
  return orderRow(tx, id);
}

export const receiptsOfOrder = (
  reader: Sql,
  orderId: string,
): Promise<{ id: string; number: string; receivedAt: Instant; receivedBy: string; state: string }[]> =>
  rows(
    reader,
    `select r.id, r.number, r.received_at as "receivedAt", p.printed_name as "receivedBy", r.state
     from receipt r join person p on p.id = r.received_by where r.purchase_order_id = $1 order by r.received_at, r.id`,
    [orderId],
  );

export interface ListedOrder extends Pick<OrderRow, 'id' | 'number' | 'supplierId' | 'supplierName' | 'state'> {
  readonly createdAt: Instant;
  readonly createdAtText: string;
  readonly sentAt: Instant | null;
  readonly expectedOn: LocalDate | null;
  readonly lines: number;
  readonly products: string[];
  readonly outstanding: number;
  readonly total: string;
}

const STATES = {
  draft: ['draft'],
  open: ['sent', 'partly-received'],
  done: ['received', 'cancelled', 'closed'],
} as const;

/** Newest first. */
export const listOrders = (
  reader: Sql,
  it: {
    readonly tab: keyof typeof STATES | undefined;
    readonly supplierId: string | undefined;
    readonly productId: string | undefined;
    readonly part: string | null;
    readonly after: readonly string[] | undefined;
    readonly limit: number;
  },
): Promise<ListedOrder[]> =>
  rows<ListedOrder>(
    reader,
    `select o.id, o.number, o.supplier_id as "supplierId", s.name as "supplierName", o.state, o.created_at as "createdAt",
       o.created_at::text as "createdAtText", o.sent_at as "sentAt",
       coalesce(o.expected_on, l.expected) as "expectedOn", l.lines, l.products, l.outstanding, l.total
     from purchase_order o
       join supplier s on s.id = o.supplier_id
       cross join lateral (
         select count(*)::int as lines, min(x.expected_on) as expected,
           coalesce((array_agg(p.name order by x.position))[1:4], '{}') as products,
           case when o.state in ('sent','partly-received')
             then coalesce(sum(x.packs * x.pack_packages - x.received_packages - x.cancelled_packages), 0)::int else 0 end as outstanding,
           coalesce(sum(x.packs * x.price), 0)::text as total
         from purchase_order_line x join product p on p.id = x.product_id
         where x.purchase_order_id = o.id) l
     where ($1::text[] is null or o.state = any($1::text[]))
       and ($2::uuid is null or o.supplier_id = $2)
       and ($3::uuid is null or exists (select 1 from purchase_order_line y where y.purchase_order_id = o.id and y.product_id = $3))
       and ($4::text is null or o.number ilike $4 or s.name ilike $4 or o.note ilike $4 or exists (
         select 1 from purchase_order_line y join product q on q.id = y.product_id
         where y.purchase_order_id = o.id and (q.name ilike $4 or q.ndc ilike $4)))
       and ($5::timestamptz is null or (o.created_at, o.id) < ($5::timestamptz, $6::uuid))
     order by o.created_at desc, o.id desc
     limit $7`,
    [
      it.tab ? [...STATES[it.tab]] : null,
      it.supplierId ?? null,
      it.productId ?? null,
      it.part,
      it.after?.[0] ?? null,
      it.after?.[1] ?? null,
      it.limit,
    ],
  );

/** The price at which a supplier sells products now: a contract that holds first, then the lowest per package. */
export const pricesNow = (
  reader: Sql,
  supplierId: string,
  productIds: readonly string[],
  today: LocalDate,
): Promise<{ productId: string; packPackages: number; price: string }[]> =>
  rows(
    reader,
    `select product_id as "productId", pack_packages as "packPackages", trim_scale(price)::text as price
     from supplier_product
     where supplier_id = $1 and product_id = any($2::uuid[]) and active and (valid_until is null or valid_until >= $3::date)
     order by product_id, contract desc, price / pack_packages, pack_packages`,
    [supplierId, productIds, today],
  );
