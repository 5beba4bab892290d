import { Decimal } from '#domain/quantity';
import type { Micro } from './amount.js';
import { NEVER, type Day, type SupplyFacts, type SupplyUnit } from './facts.js';
import { prepare, runCase, sizesOf, type Prepared } from './horizon.js';
import { hypotheticalInbound } from './levers.js';
import type { LeadDays } from './inbound.js';

/** What a supplier offers: packs of one product. */
export interface Offer {
  readonly supplierProductId: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly supplierKind: string;
  readonly product: Pick<SupplyUnit, 'productId' | 'productName' | 'content' | 'shared'>;
  readonly packPackages: number;
  /** Dollars a pack, decimal text. */
  readonly price: string;
  readonly contract: boolean;
  readonly lead: LeadDays;
  /** False where the shortage list says that this package cannot be had. */
  readonly available: boolean;
}

export interface OrderSuggestion {
  readonly offer: Offer;
  readonly packs: number;
  readonly packages: number;
  readonly dollars: string;
  /** Days served with what is here and on order, before; null: as far as was looked. */
  readonly daysNow: Day | null;
  readonly reasons: readonly string[];
}

const MOST_PACKS = 4096;

/** Cheaper by the amount of drug, after what can be had and what a contract covers. */
function betterOffer(a: Offer, b: Offer): number {
  const perAmount = (offer: Offer): Decimal =>
    Decimal.of(offer.price).dividedBy(BigInt(offer.packPackages)).dividedBy(BigInt(offer.product.content));
  return (
    Number(b.available) - Number(a.available) ||
    Number(b.contract) - Number(a.contract) ||
    perAmount(a).compare(perAmount(b)) ||
    a.lead.typical - b.lead.typical ||
    (a.supplierProductId < b.supplierProductId ? -1 : a.supplierProductId > b.supplierProductId ? 1 : 0)
  );
}

export const bestOffer = (offers: readonly Offer[]): Offer | null => offers.toSorted(betterOffer)[0] ?? null;

/** What to order of a drug: one answer, or one for each size of bag that runs short. */
export function suggestOrders(
  facts: SupplyFacts,
  par: { readonly minDays: number; readonly targetDays: number },
  offers: readonly Offer[],
): OrderSuggestion[] {
  const parts = facts.bySize
    ? sizesOf(facts).map((size) => [ofSize(facts, size), size] as const)
    : [[facts, null] as const];
  return parts.flatMap(([part, size]) => {
    const fitting = offers.filter(({ product }) => size === null || product.content === size);
    return suggestOrder(part, par, fitting) ?? [];
  });
}

const ofSize = (facts: SupplyFacts, size: Micro): SupplyFacts => ({
  ...facts,
  stock: facts.stock.filter(({ content }) => content === size),
  inbound: facts.inbound.filter(({ content }) => content === size),
  doses: facts.doses.filter(({ bag }) => bag === size),
  history: { ...facts.history, uses: facts.history.uses.filter(({ bag }) => bag === size) },
});

/**
 * What to order so that stock serves `targetDays`, when it now serves fewer than `minDays` with what is on order: the fewest whole
 * packs of the best offer with which the projection, packs on the shelf, comes through. Null: enough is here, or nobody sells it.
 */
export function suggestOrder(
  facts: SupplyFacts,
  par: { readonly minDays: number; readonly targetDays: number },
  offers: readonly Offer[],
): OrderSuggestion | null {
  const prepared = prepare(facts, []);
  const now = runCase(prepared, 'expected').firstShort;
  const offer = bestOffer(offers);
  const horizon = facts.calendar.days;
  if (offer === null || (now ?? horizon) >= Math.min(par.minDays, horizon)) return null;
  const target = Math.min(par.targetDays, horizon);
  const packs = fewestPacks(prepared, offer, target);
  if (packs === null) return null;
  return {
    offer,
    packs,
    packages: packs * offer.packPackages,
    dollars: Decimal.of(offer.price).times(packs).toFixed(2, 'half-even'),
    daysNow: now,
    reasons: reasonsFor(offer, now, par, packs),
  };
}

function fewestPacks(prepared: Prepared, offer: Offer, target: number): number | null {
  const reaches = (packs: number): boolean => {
    const more = hypotheticalInbound({
      id: offer.supplierProductId,
      label: offer.supplierName,
      supplier: offer.supplierName,
      product: offer.product,
      packages: packs * offer.packPackages,
      early: 0,
      typical: 0,
      late: 0,
      packagePrice: null,
    });
    const inbound = [...prepared.facts.inbound, more];
    return (runCase({ ...prepared, facts: { ...prepared.facts, inbound } }, 'expected').firstShort ?? NEVER) >= target;
  };
  let most = 1;
  while (!reaches(most)) {
    if (most >= MOST_PACKS) return null;
    most *= 2;
  }
  let least = Math.floor(most / 2);
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (reaches(middle)) most = middle;
    else least = middle;
  }
  return most;
}

function reasonsFor(
  offer: Offer,
  now: Day | null,
  par: { minDays: number; targetDays: number },
  packs: number,
): string[] {
  const reasons = [
    `Stock and deliveries serve ${now ?? 0} days; the least to keep is ${par.minDays}, the target ${par.targetDays}.`,
    `${packs} packs of ${offer.packPackages} are the fewest that reach the target.`,
    `${offer.supplierName} has the lowest ${offer.contract ? 'contract ' : ''}price for the amount of drug${offer.contract ? '' : '; no contract price is on file'}${offer.available ? '' : '; the shortage list calls it unavailable'}.`,
  ];
  if (now !== null && now < offer.lead.typical)
    reasons.push(
      `It usually takes ${offer.lead.typical} day${offer.lead.typical === 1 ? '' : 's'} to come: stock runs out before.`,
    );
  return reasons;
}
