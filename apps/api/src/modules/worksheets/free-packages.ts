import { Decimal } from '#domain/quantity';
import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

/** Unopened packages on the shelf that are promised to nobody, by product. A forecast for choosing a product: allocation decides. */
export async function freePackages(
  reader: Reader,
  productIds: readonly string[],
  at: Instant,
): Promise<Map<string, number>> {
  const found = await rows<{ product_id: string; free: string; content: string }>(
    reader,
    `select p.id as product_id, p.content, coalesce(sum(b.on_hand - b.allocated), 0) as free
     from product p
       left join lot l on l.product_id = p.id and l.state = 'available' and l.expires_on >= ($2::timestamptz)::date
       left join stock_balance b on b.lot_id = l.id and b.account_kind = 'location'
     where p.id = any($1::uuid[]) group by p.id, p.content`,
    [productIds, formatInstant(at)],
  );
  return new Map(found.map((row) => [row.product_id, Number(Decimal.of(row.free).dividedBy(row.content).floor())]));
}
