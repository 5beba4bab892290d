import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { Decimal } from '#domain/quantity';
import { earliestInDate, mayLeave, type LotState } from '#domain/stock';
import { DAY_MS, dateIn, formatInstant, type Instant, type LocalDate, type ZoneId } from '#domain/time';
import { Clock } from '../../platform/clock.js';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { Sites } from '../../platform/site/site.js';
import { productsById } from '../formulary/product-facts.js';
import { containing } from '../formulary/search-text.js';
import type { LotPlaceDto, LotResponse, StockListRequest, StockPage, StockRow } from './stock.dto.js';
import { usableLot } from './usable.js';

interface LotRow {
  readonly id: string;
  readonly productId: string;
  readonly productName: string;
  readonly ndc: string;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
  readonly usableUntil: Instant | null;
  readonly controlled: boolean;
  readonly state: LotState;
  readonly stateReason: string;
  readonly places: LotPlaceDto[];
}

interface SummaryRow {
  readonly productId: string;
  readonly usable: string;
  readonly allocated: string;
  readonly blocked: string;
  readonly earliest: LocalDate | null;
  readonly lots: number;
}

const LOTS_SHOWN = 200;

const LOTS = `
  select l.id, l.product_id as "productId", p.name as "productName", coalesce(p.ndc, p.code) as ndc, l.lot_number as "lotNumber",
    l.expires_on as "expiresOn", l.usable_until as "usableUntil", p.schedule is not null as controlled, l.state, l.state_reason as "stateReason",
    coalesce((
      select json_agg(json_build_object('locationId', o.id, 'locationName', o.name,
        'onHandPackages', trim_scale(round(b.on_hand / p.content, 6))::text,
        'allocatedPackages', trim_scale(round(b.allocated / p.content, 6))::text) order by o.name)
      from stock_balance b join stock_account a on a.id = b.account_id join location o on o.id = a.subject_id
      where b.lot_id = l.id and b.account_kind = 'location' and b.on_hand > 0), '[]') as places
  from lot l join product p on p.id = l.product_id`;

/** Per product, whole packages; what may not leave is counted apart. Lots first, as in the ledger's CANDIDATES. */
const SUMMARY = `
  with held as materialized (
    select l.product_id, l.id, l.expires_on, b.on_hand, b.allocated,
      ${usableLot('l', '$2::date', '$3::timestamptz')} and o.kind <> 'quarantine' as usable
    from lot l
      cross join lateral (
        select account_id, on_hand, allocated from stock_balance
        where lot_id = l.id and account_kind = 'location' and on_hand > 0 offset 0) b
      join stock_account a on a.id = b.account_id
      join location o on o.id = a.subject_id
    where l.product_id = any($1::uuid[]) and l.state <> 'depleted'
  )
  select p.id as "productId", coalesce(sum(h.on_hand / p.content) filter (where h.usable), 0)::text as usable,
    coalesce(sum(h.allocated / p.content), 0)::text as allocated,
    coalesce(sum(h.on_hand / p.content) filter (where not h.usable), 0)::text as blocked,
    min(h.expires_on) filter (where h.usable) as earliest, count(distinct h.id)::int as lots
  from product p left join held h on h.product_id = p.id
  where p.id = any($1::uuid[])
  group by p.id`;

@Injectable()
export class StockQueries {
  constructor(
    private readonly sites: Sites,
    private readonly clock: Clock,
  ) {}

  /** Every product in use, with what there is of it. */
  async stock(reader: Reader, page: StockListRequest): Promise<StockPage> {
    const [name, id] = decodeCursor(page.cursor, ['text', 'uuid']) ?? [null, null];
    const { zone } = await this.sites.current(reader);
    const now = this.clock.now();
    const found = await rows<{ id: string; name: string }>(
      reader,
      `select p.id, lower(p.name) as name from product p join drug d on d.id = p.drug_id
       where p.active and ($1::text is null or p.name ilike $1 or d.name ilike $1 or p.ndc ilike $1 or p.code ilike $1)
         and ($2::text is null or (lower(p.name), p.id) > ($2, $3::uuid))
       order by lower(p.name), p.id limit $4`,
      [containing(page.q), name, id, page.limit + 1],
    );
    const ids = found.slice(0, page.limit).map((p) => p.id);
    const [products, summaries] = await Promise.all([
      productsById(reader, ids),
      rows<SummaryRow>(reader, SUMMARY, [ids, earliestInDate(now, zone), formatInstant(now)]),
    ]);
    const summaryOf = new Map(summaries.map((s) => [s.productId, s]));
    return pageOf(
      found,
      page.limit,
      (p) => [p.name, p.id],
      (p): StockRow => {
        const product = products.get(p.id);
        const summary = summaryOf.get(p.id);
        if (!product || !summary) throw new TypeError(`product ${p.id} is gone`);
        return {
          productId: p.id,
          productName: tallMan(product.facts.name),
          drugName: tallMan(product.facts.drugName),
          ndc: product.facts.ndc,
          strengthText: product.strengthText,
          storage: product.storage,
          hazardous: product.hazard !== 'none',
          usablePackages: packages(summary.usable),
          allocatedPackages: packages(summary.allocated),
          blockedPackages: packages(summary.blocked),
          earliestExpiry: summary.earliest,
          lots: summary.lots,
        };
      },
    );
  }

  /** What is on the shelves of a product, first expiry first. */
  async lotsOf(reader: Reader, productId: string): Promise<LotResponse[]> {
    const found = await rows<LotRow>(
      reader,
      `${LOTS} where l.product_id = $1 and l.state <> 'depleted' order by l.expires_on, l.received_at, l.id limit ${LOTS_SHOWN}`,
      [productId],
    );
    return this.responses(reader, found);
  }

  async lots(reader: Reader, ids: readonly string[]): Promise<LotResponse[]> {
    const found = await rows<LotRow>(reader, `${LOTS} where l.id = any($1::uuid[])`, [ids]);
    const byId = new Map((await this.responses(reader, found)).map((lot) => [lot.id, lot]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  private async responses(reader: Reader, found: readonly LotRow[]): Promise<LotResponse[]> {
    const { zone } = await this.sites.current(reader);
    const now = this.clock.now();
    return found.map((lot) => lotResponse(lot, now, zone));
  }
}

/** Sums of exact divisions may run on: shown to the millionth of a package. */
const packages = (sum: string): string => Decimal.of(sum.slice(0, 30)).toFixed(6, 'half-even');

function lotResponse(lot: LotRow, now: Instant, zone: ZoneId): LotResponse {
  const [blocked] = mayLeave({ ...lot, lotId: lot.id }, now, zone);
  const today = Date.parse(`${dateIn(now, zone)}T00:00:00Z`);
  return {
    id: lot.id,
    productId: lot.productId,
    productName: tallMan(lot.productName),
    ndc: lot.ndc,
    lotNumber: lot.lotNumber,
    expiresOn: lot.expiresOn,
    state: lot.state,
    stateReason: lot.stateReason,
    daysToExpiry: Math.round((Date.parse(`${lot.expiresOn}T00:00:00Z`) - today) / DAY_MS),
    places: lot.places,
    controlled: lot.controlled,
    blocked: blocked?.message ?? null,
  };
}
