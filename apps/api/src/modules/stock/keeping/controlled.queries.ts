import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { Decimal } from '#domain/quantity';
import type { MovementReason } from '#domain/stock';
import { DAY_MS, dateIn, formatInstant, instant, type Instant } from '#domain/time';
import { Clock } from '../../../platform/clock.js';
import type { Reader } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { notFound } from '../../../platform/http/problem.js';
import { Sites } from '../../../platform/site/site.js';
import { AsOfQueries } from './as-of.queries.js';
import type {
  ControlledProduct,
  DiscrepancyListRequest,
  DiscrepancyResponse,
  InventoryLine,
  InventoryResponse,
  PerpetualEntry,
  PerpetualResponse,
  PeriodRequest,
  ReconciliationResponse,
} from './controlled.dto.js';
import { momentOf } from './moments.js';
import { DISCREPANCIES, ENTRIES, FLOWS, INVENTORY, LAST_FULL_COUNT, PRODUCTS } from './controlled-sql.js';

const PERIOD_DAYS = 31;
/** CS-04: an inventory every two years. */
const INVENTORY_DAYS = 730;

type Flow = Exclude<keyof ReconciliationResponse, 'from' | 'until' | 'unit' | 'opening' | 'closing' | 'unexplained'>;
/** Where each movement shows in a reconciliation. Moves inside (opened, transferred) come to nothing. */
const FLOW_OF: Partial<Record<MovementReason, Flow>> = {
  received: 'received',
  withdrawn: 'intoPreparations',
  reconstituted: 'intoPreparations',
  'base-used': 'intoPreparations',
  'container-used': 'intoPreparations',
  wasted: 'wasted',
  discarded: 'residueDiscarded',
  returned: 'returned',
  counted: 'counted',
  adjusted: 'adjusted',
  merged: 'merged',
};

type ProductRow = Omit<ControlledProduct, 'lastCountedAt'> & { readonly lastCountedAt: Instant | null };

/** Controlled substances, schedules II to V: what there is, every entry, and whether it adds up (CS-03, CS-09). */
@Injectable()
export class ControlledQueries {
  constructor(
    private readonly clock: Clock,
    private readonly sites: Sites,
    private readonly asOf: AsOfQueries,
  ) {}

  async products(reader: Reader): Promise<ControlledProduct[]> {
    return (await rows<ProductRow>(reader, PRODUCTS, [null])).map(product);
  }

  /** The perpetual inventory of a product: newest first, with the balance after each entry. */
  async perpetual(reader: Reader, productId: string, period: PeriodRequest): Promise<PerpetualResponse> {
    const [found] = await rows<ProductRow>(reader, PRODUCTS, [productId]);
    if (!found) throw notFound('controlled product', productId);
    const entries = await rows<Omit<PerpetualEntry, 'at'> & { at: Instant }>(reader, ENTRIES, [productId]);
    return {
      product: product(found),
      entries: entries.map((e) => ({ ...e, at: formatInstant(e.at) })),
      reconciliation: await this.reconciliation(reader, found, period),
    };
  }

  async discrepancies(reader: Reader, asked: DiscrepancyListRequest): Promise<DiscrepancyResponse[]> {
    const found = await rows<Omit<DiscrepancyResponse, 'foundAt'> & { foundAt: Instant }>(reader, DISCREPANCIES, [
      asked.state ?? null,
      asked.productId ?? null,
    ]);
    return found.map((d) => ({ ...d, productName: tallMan(d.productName), foundAt: formatInstant(d.foundAt) }));
  }

  /** Everything controlled, by lot and place, as it was on record at a moment. */
  async inventory(reader: Reader, at?: string): Promise<InventoryResponse> {
    const site = await this.sites.current(reader);
    const moment = at === undefined ? this.clock.now() : momentOf(at, 'at');
    const lines = await rows<InventoryLine>(reader, INVENTORY, [formatInstant(moment)]);
    const [last] = await rows<{ at: Instant | null }>(reader, LAST_FULL_COUNT);
    const counted = last?.at ?? null;
    return {
      at: formatInstant(moment),
      siteName: site.name,
      siteAddress: [...site.addressLines],
      lines: lines.map((line) => ({ ...line, productName: tallMan(line.productName) })),
      nextDueOn: counted === null ? null : dateIn(instant(counted + INVENTORY_DAYS * DAY_MS), site.zone),
    };
  }

  /** Opening and closing are read from the balances, flows from the movements: two sources, which must agree. */
  private async reconciliation(
    reader: Reader,
    found: ProductRow,
    period: PeriodRequest,
  ): Promise<ReconciliationResponse> {
    const until = period.until === undefined ? this.clock.now() : momentOf(period.until, 'until');
    const from = period.from === undefined ? instant(until - PERIOD_DAYS * DAY_MS) : momentOf(period.from, 'from');
    const { productId, unit } = found;
    const flows = await rows<{ reason: MovementReason; quantity: string }>(reader, FLOWS, [
      productId,
      formatInstant(from),
      formatInstant(until),
    ]);
    const opening = Decimal.of(await this.asOf.totalOf(reader, productId, from));
    const closing = Decimal.of(await this.asOf.totalOf(reader, productId, until));
    const sums = new Map<Flow, Decimal>();
    let explained = opening;
    for (const { reason, quantity } of flows) {
      explained = explained.plus(quantity);
      const flow = FLOW_OF[reason];
      if (flow) sums.set(flow, (sums.get(flow) ?? Decimal.ZERO).plus(quantity));
    }
    const sum = (flow: Flow): string => (sums.get(flow) ?? Decimal.ZERO).toString();
    return {
      from: formatInstant(from),
      until: formatInstant(until),
      unit,
      opening: opening.toString(),
      received: sum('received'),
      intoPreparations: sum('intoPreparations'),
      wasted: sum('wasted'),
      residueDiscarded: sum('residueDiscarded'),
      returned: sum('returned'),
      counted: sum('counted'),
      adjusted: sum('adjusted'),
      merged: sum('merged'),
      closing: closing.toString(),
      unexplained: closing.minus(explained).toString(),
    };
  }
}

const product = (row: ProductRow): ControlledProduct => ({
  ...row,
  productName: tallMan(row.productName),
  lastCountedAt: row.lastCountedAt === null ? null : formatInstant(row.lastCountedAt),
});
