import { Decimal } from '#domain/quantity';
import { arrivalOf, daysBetween, NEVER, type Inbound, type LeadDays, type Offer } from '#domain/supply';
import { dateIn } from '#domain/time';
import type { ProductRecord } from '../formulary/product-facts.js';
import { amountIn, isShared } from './product-amount.js';
import type { UnitContext } from './supply-facts.js';
import type { OfferRow, OnOrderRow } from './supply-market.queries.js';

/** An offer, before it is known in which unit its drug is counted. */
export interface SupplyOffer extends Omit<Offer, 'product'> {
  readonly productId: string;
  readonly product: ProductRecord;
}

const leadOf = (row: Pick<OfferRow, 'leadMin' | 'leadTypical' | 'leadMax'>): LeadDays => ({
  min: row.leadMin,
  typical: row.leadTypical,
  max: row.leadMax,
});

export const offerOf = (row: OfferRow, product: ProductRecord, gone: ReadonlySet<string>): SupplyOffer => ({
  supplierProductId: row.id,
  supplierId: row.supplierId,
  supplierName: row.supplier,
  supplierKind: row.supplierKind,
  productId: row.productId,
  product,
  packPackages: row.packPackages,
  price: row.price,
  contract: row.contract,
  lead: leadOf(row),
  available: !gone.has(row.productId),
});

/** The offer with its package counted in the drug's unit. @throws RangeError for a product that cannot be counted so */
export function countedOffer(offer: SupplyOffer, unit: UnitContext['unit']): Offer {
  const content = amountIn(unit, offer.product.facts.content, offer.product);
  if (content === null) throw new RangeError(`${offer.product.facts.name} is not counted in ${unit}`);
  const { product, ...rest } = offer;
  return {
    ...rest,
    product: { productId: product.facts.id, productName: product.facts.name, content, shared: isShared(product) },
  };
}

/** What one package costs: the contract price before the lowest other. */
export function pricesPerPackage(offers: readonly SupplyOffer[]): Map<string, string> {
  const prices = new Map<string, string>();
  const perPackage = (offer: SupplyOffer): Decimal => Decimal.of(offer.price).dividedBy(offer.packPackages);
  const dearestFirst = offers.toSorted(
    (a, b) => Number(a.contract) - Number(b.contract) || perPackage(b).compare(perPackage(a)),
  );
  for (const offer of dearestFirst) prices.set(offer.productId, perPackage(offer).toFixed(4, 'half-even'));
  return prices;
}

/** What is still to come of an order, as a supply. An expected delivery is taken to outlast the projection. */
export function inboundUnit(
  row: OnOrderRow,
  product: ProductRecord,
  { unit, calendar, prices, usual }: UnitContext,
): Inbound {
  const content = amountIn(unit, product.facts.content, product) ?? 0;
  const arrival = arrivalOf({
    expected: row.expectedOn === null ? null : daysBetween(calendar.today, row.expectedOn),
    sent: daysBetween(calendar.today, dateIn(row.sentAt, calendar.zone)),
    lead: leadOf(row),
  });
  return {
    kind: 'inbound',
    id: row.lineId,
    label: row.number,
    supplier: row.supplier,
    productId: product.facts.id,
    productName: product.facts.name,
    content,
    packages: row.packages,
    amount: content * row.packages,
    shared: isShared(product),
    lastDay: NEVER,
    expiresOn: null,
    otherStrength: !usual.has(product.facts.id),
    packagePrice: prices.get(product.facts.id) ?? null,
    ...arrival,
  };
}
