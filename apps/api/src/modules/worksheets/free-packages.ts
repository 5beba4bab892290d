import { Decimal } from '#domain/quantity';
import { earliestInDate } from '#domain/stock';
import { formatInstant, type Instant, type ZoneId } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { usableLot } from '../stock/usable.js';

/** Unopened packages on the shelf that may leave and are promised to nobody, by product. A forecast for choosing: allocation decides. */
export async function freePackages(
  reader: Reader,
  productIds: readonly string[],
  at: Instant,
): Promise<Map<string, number>> {
  const [site] = await rows<{ zone: ZoneId }>(reader, 'select zone_id as zone from site limit 1');
  if (!site) return new Map();
  const found = await rows<{ product_id: string; free: string; content: string }>(
    reader,
    `select p.id as product_id, p.content, coalesce(sum(b.on_hand - b.allocated) filter (where o.kind <> 'quarantine'), 0) as free
     from product p
       left join lot l on l.product_id = p.id and ${usableLot('l', '$2::date', '$3::timestamptz')}
       left join stock_balance b on b.lot_id = l.id and b.account_kind = 'location'
       left join stock_account a on a.id = b.account_id
       left join location o on o.id = a.subject_id
     where p.id = any($1::uuid[]) group by p.id, p.content`,
    [productIds, earliestInDate(at, site.zone), formatInstant(at)],
  );
  return new Map(found.map((row) => [row.product_id, Number(Decimal.of(row.free).dividedBy(row.content).floor())]));
}
