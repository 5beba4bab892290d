import { Concentration, Decimal, Quantity } from '#domain/quantity';
import { tallMan } from '#domain/display';
import { formatInstant, instant, DAY_MS, type Instant } from '#domain/time';
import { USE_WINDOW_DAYS } from '#domain/worksheet';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { strengthText } from '../formulary/strength-text.js';
import type { InHouseProductResponse, StockBatchList } from './stock-batches.dto.js';

export interface InHouseProduct {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly drug_id: string;
  readonly drug_name: string;
  readonly formula_id: string;
  readonly formula_number: string;
  readonly formula_name: string;
  readonly version_id: string | null;
  readonly content: string;
  readonly strength_value: string;
  readonly strength_unit: string;
  readonly container_kind: string;
  readonly storage: 'CRT' | 'REF' | 'FRZ';
  readonly in_stock: string;
  readonly under_way: string;
  readonly used: string;
}

/** Each figure by the index of one product's lots or worksheets: what is made here is little. */
const PRODUCTS = `
  select p.id, p.code, p.name, p.drug_id, d.name as drug_name, m.id as formula_id, m.number as formula_number, m.name as formula_name,
    (select v.id from formulation_version v where v.formulation_id = m.id and v.state = 'approved') as version_id,
    trim_scale(p.content)::text as content, trim_scale(p.strength_value)::text as strength_value, p.strength_unit, p.container_kind, p.storage,
    (select coalesce(sum(floor(b.on_hand / p.content)), 0) from lot l join stock_balance b on b.lot_id = l.id and b.account_kind = 'location'
       where l.product_id = p.id and l.state = 'available' and l.usable_until >= $1)::text as in_stock,
    (select coalesce(sum(w.containers), 0) from worksheet w where w.stock_product_id = p.id
       and w.state in ('planned','allocated','staged','compounding','compounded','testing','verified','rejected'))::text as under_way,
    (select coalesce(ceil(sum(c.quantity) / p.content), 0) from lot l join consumption c on c.lot_id = l.id join worksheet w on w.id = c.worksheet_id
       where l.product_id = p.id and c.at >= $2 and w.order_id is not null)::text as used
  from in_house_product h join product p on p.id = h.product_id join drug d on d.id = p.drug_id join formulation m on m.id = h.formulation_id`;

const since = (at: Instant): string => formatInstant(instant(at - USE_WINDOW_DAYS * DAY_MS));

export const inHouseProducts = (reader: Reader, at: Instant, formulaId?: string): Promise<InHouseProduct[]> =>
  rows<InHouseProduct>(
    reader,
    `${PRODUCTS} where p.active and ($3::uuid is null or h.formulation_id = $3) order by lower(p.name), p.id`,
    [formatInstant(at), since(at), formulaId ?? null],
  );

export async function inHouseProduct(reader: Reader, at: Instant, id: string): Promise<InHouseProduct | null> {
  const [found] = await rows<InHouseProduct>(reader, `${PRODUCTS} where p.id = $3`, [formatInstant(at), since(at), id]);
  return found ?? null;
}

export const amountOf = (p: InHouseProduct): Quantity => Quantity.of(p.strength_value, p.strength_unit);
export const volumeOf = (p: InHouseProduct): Quantity => Quantity.of(p.content, 'mL');

export const productResponse = (p: InHouseProduct): InHouseProductResponse => ({
  id: p.id,
  code: p.code,
  name: p.name,
  drugId: p.drug_id,
  drugName: tallMan(p.drug_name),
  formulaId: p.formula_id,
  formulaName: p.formula_name,
  formulationVersionId: p.version_id,
  strengthText: strengthText({
    form: 'solution',
    content: volumeOf(p),
    strength: Concentration.of(amountOf(p), volumeOf(p)),
  }),
  content: p.content,
  containerKind: p.container_kind,
  storage: p.storage,
  inStock: Number(p.in_stock),
  underWay: Number(p.under_way),
  used: Number(p.used),
});

interface BatchRow {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly product_id: string;
  readonly product_name: string;
  readonly containers: number;
  readonly started_at: Instant | null;
  readonly bud_at: Instant | null;
  readonly planned_at: Instant;
  readonly planned_text: string;
  readonly lot_id: string | null;
  readonly lot_state: string | null;
  readonly left_over: string | null;
}

/** Batches, newest first, with what is left of the lot that came of each. */
export async function stockBatches(
  reader: Reader,
  page: { readonly productId?: string; readonly cursor?: string; readonly limit: number },
): Promise<StockBatchList> {
  const after = decodeCursor(page.cursor, ['instant', 'uuid']);
  const found = await rows<BatchRow>(
    reader,
    `select w.id, w.number, w.state, w.containers, w.started_at, w.bud_at, w.planned_at, w.planned_at::text as planned_text,
       p.id as product_id, p.name as product_name, l.id as lot_id, l.state as lot_state,
       case when l.id is null then null else (select coalesce(sum(floor(b.on_hand / p.content)), 0) from stock_balance b
         where b.lot_id = l.id and b.account_kind = 'location')::text end as left_over
     from worksheet w join product p on p.id = w.stock_product_id left join lot l on l.made_in_worksheet_id = w.id
     where ($1::uuid is null or w.stock_product_id = $1) and ($2::timestamptz is null or (w.planned_at, w.id) < ($2, $3::uuid))
     order by w.planned_at desc, w.id desc limit $4`,
    [page.productId ?? null, after?.[0] ?? null, after?.[1] ?? null, page.limit + 1],
  );
  return pageOf(
    found,
    page.limit,
    (row) => [row.planned_text, row.id],
    (row) => ({
      worksheetId: row.id,
      number: row.number,
      state: row.state,
      productId: row.product_id,
      productName: tallMan(row.product_name),
      containers: row.containers,
      madeAt: row.started_at === null ? null : formatInstant(row.started_at),
      budAt: row.bud_at === null ? null : formatInstant(row.bud_at),
      lotId: row.lot_id,
      lotState: row.lot_state,
      left: row.left_over === null ? null : Number(Decimal.of(row.left_over).toString()),
    }),
  );
}
