import type { StabilityDecision } from '#domain/beyond-use-date';
import type { Override } from '#domain/review';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { ORDER_COLUMNS, ORDER_TABLES, type OrderRow } from '../orders/order-rows.js';

/** A worksheet on which nothing was scanned yet: it can be cancelled and planned again. */
export interface WaitingWorksheet {
  readonly id: string;
  readonly order_id: string;
  readonly number: string;
  readonly containers: number;
  /** Whole packages promised to it. */
  readonly promised: readonly { readonly product_id: string; readonly packages: number }[];
}

/** An order that a substitution concerns, with how its version in force was approved. */
export interface AffectedOrder extends OrderRow {
  /** Containers on worksheets that were begun or are finished; wasted, rejected and cancelled ones do not count. */
  readonly begun: number;
  readonly formulation_version_id: string;
  readonly approved_overrides: readonly Override[];
  readonly approved_stability: StabilityDecision | null;
}

/** Before the first accepted scan. */
export const WAITING = `('planned','allocated','staged')`;
const UNDONE = `('cancelled','wasted','rejected')`;

const SELECT = `select ${ORDER_COLUMNS}, r.formulation_version_id, r.overrides as approved_overrides, r.stability_decision as approved_stability,
    coalesce((select sum(w.containers) from worksheet w where w.order_version_id = v.id and w.state not in ${UNDONE} and w.state not in ${WAITING}), 0)::int as begun
  from ${ORDER_TABLES} join order_review r on r.version_id = v.id and r.decision = 'approved'`;

/** Approved orders, and those on hold, whose prescription names the drug and of which something is still to be made. */
export const affectedOrders = (reader: Reader, drugId: string, limit: number): Promise<AffectedOrder[]> =>
  rows<AffectedOrder>(
    reader,
    `select * from (${SELECT} where o.state in ('approved','on-hold')
       and exists (select 1 from infusion_order_line l where l.version_id = v.id and l.drug_id = $1)) x
     where x.begun < x.containers order by x.number limit $2`,
    [drugId, limit],
  );

export const approvedOrder = async (reader: Reader, orderId: string): Promise<AffectedOrder | null> =>
  (await rows<AffectedOrder>(reader, `${SELECT} where o.id = $1`, [orderId]))[0] ?? null;

/** Worksheets of the versions in force that are not begun. */
export const waitingWorksheets = (reader: Reader, orderIds: readonly string[]): Promise<WaitingWorksheet[]> =>
  rows<WaitingWorksheet>(
    reader,
    `select w.id, w.order_id, w.number, w.containers,
       coalesce((select json_agg(json_build_object('product_id', p.id, 'packages', floor((a.quantity - a.used) / p.content)::int))
         from worksheet_line l join allocation a on a.worksheet_line_id = l.id and a.state = 'active' join product p on p.id = l.product_id
         where l.worksheet_id = w.id), '[]') as promised
     from worksheet w join infusion_order o on o.id = w.order_id
       join infusion_order_version v on v.id = w.order_version_id and v.version = o.version
     where w.order_id = any($1::uuid[]) and w.state in ${WAITING} order by w.number`,
    [orderIds],
  );

/** Dollars for packages: the best offer of each product today. */
export interface PackPrice {
  readonly product_id: string;
  readonly price: string;
  readonly pack_packages: number;
}

export const bestPrices = (reader: Reader, productIds: readonly string[], today: string): Promise<PackPrice[]> =>
  rows<PackPrice>(
    reader,
    `select distinct on (sp.product_id) sp.product_id, sp.price::text as price, sp.pack_packages
     from supplier_product sp join supplier s on s.id = sp.supplier_id and s.active
     where sp.active and sp.product_id = any($1::uuid[]) and (sp.valid_until is null or sp.valid_until >= $2::date)
     order by sp.product_id, sp.price / sp.pack_packages, sp.id`,
    [productIds, today],
  );
