import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { invalid } from '../../../platform/http/validation.js';
import { momentOf } from './moments.js';
import type { AsOfRequest, AsOfResponse, AsOfRow } from './keeping.dto.js';

const ROWS_SHOWN = 2000;

/** Where to begin: at the few balances of a lot, of a product's lots, or of a place. */
const BALANCES = {
  lot: `select b.account_id, b.lot_id, b.account_kind from stock_balance b where b.lot_id = $2::uuid`,
  product: `select b.account_id, b.lot_id, b.account_kind from lot l join stock_balance b on b.lot_id = l.id
    where l.product_id = $2::uuid and b.account_kind in ('location', 'open-container')`,
  location: `select b.account_id, b.lot_id, b.account_kind from stock_account a join stock_balance b on b.account_id = a.id
    where a.kind = 'location' and a.subject_id = $2::uuid`,
} as const;

/**
 * Of each balance the last entry that was on record: one probe of the index stock_entry_as_of, whatever came after. What is read is
 * `recorded_at`, what the books said then; nothing is recorded back in time, so that is also what was there.
 */
const asOf = (balances: string): string => `
  select b.account_id, b.lot_id, b.account_kind, e.balance_after
  from (${balances}) b
    cross join lateral (
      select balance_after from stock_entry
      where account_id = b.account_id and lot_id = b.lot_id and recorded_at <= $1::timestamptz
      order by recorded_at desc, seq desc limit 1) e
  where e.balance_after <> 0`;

const shown = (balances: string): string => `
  select l.id as "lotId", p.id as "productId", p.name as "productName", l.lot_number as "lotNumber", l.expires_on as "expiresOn",
    s.account_kind as kind, coalesce(o.name, c.number, k.number, w.number, replace(s.account_kind, '-', ' ')) as place,
    trim_scale(s.balance_after)::text as quantity, p.stock_unit as unit,
    case when s.account_kind = 'location' then trim_scale(round(s.balance_after / p.content, 6))::text end as packages
  from (${asOf(balances)}) s
    join stock_account a on a.id = s.account_id
    join lot l on l.id = s.lot_id
    join product p on p.id = l.product_id
    left join location o on o.id = a.subject_id and a.kind = 'location'
    left join open_container c on c.id = a.subject_id and a.kind = 'open-container'
    left join csp k on k.id = a.subject_id and a.kind = 'csp'
    left join worksheet w on w.id = a.subject_id and a.kind = 'worksheet'
  order by lower(p.name), l.expires_on, l.lot_number, place
  limit ${ROWS_SHOWN + 1}`;

/** Sum per product at a moment, on shelves and in opened containers, in the stock unit. */
const TOTAL = `select coalesce(sum(balance_after), 0)::text as total from (${asOf(BALANCES.product)}) s`;

/** Stock as it was on record at a past moment. */
@Injectable()
export class AsOfQueries {
  async stock(reader: Reader, asked: AsOfRequest): Promise<AsOfResponse> {
    const at = momentOf(asked.at, 'at');
    const which = asked.lotId !== undefined ? 'lot' : asked.productId !== undefined ? 'product' : 'location';
    const id = asked.lotId ?? asked.productId ?? asked.locationId;
    if (id === undefined)
      throw invalid([
        { field: 'productId', message: 'is needed, or a lot or a location', accepted: 'one of the three' },
      ]);
    const found = await rows<AsOfRow>(reader, shown(BALANCES[which]), [formatInstant(at), id]);
    return {
      at: formatInstant(at),
      rows: found.slice(0, ROWS_SHOWN).map((row) => ({ ...row, productName: tallMan(row.productName) })),
      more: found.length > ROWS_SHOWN,
    };
  }

  /** In the product's stock unit. */
  async totalOf(reader: Pick<Reader, 'query'>, productId: string, at: Instant): Promise<string> {
    const [found] = await rows<{ total: string }>(reader, TOTAL, [formatInstant(at), productId]);
    return found?.total ?? '0';
  }
}
