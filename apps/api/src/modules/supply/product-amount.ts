import { Quantity, type Unit } from '#domain/quantity';
import { toMicro, type Micro } from '#domain/supply';
import type { ProductRecord } from '../formulary/product-facts.js';
import type { DrugKind } from '../formulary/drug.entity.js';

/** Containers that more than one preparation draws from by their label. */
const SHARED = new Set(['pharmacy-bulk-package', 'multiple-dose-vial']);
export const isShared = (product: ProductRecord): boolean => SHARED.has(product.facts.containerKind);

/** The unit in which all of a drug is counted; null where no product of it can be counted. */
export function unitOf(kind: DrugKind, products: readonly ProductRecord[]): Unit | null {
  if (kind === 'base-solution' || kind === 'diluent') return 'mL';
  if (kind === 'container') return '1';
  const [first] = products.flatMap(({ facts }) => contentAsDrug(facts.content, facts)?.unit ?? []);
  return first ?? null;
}

/** The drug in a quantity of stock: itself of a powder, volume times strength of a solution. */
function contentAsDrug(quantity: Quantity, { form, strength }: ProductRecord['facts']): Quantity | null {
  if (form === 'powder') return quantity;
  return form === 'solution' && strength !== null ? strength.amountIn(quantity) : null;
}

/** Stock counted in the drug's unit, rounded down to the millionth; null where it is of another kind of unit. */
export function amountIn(unit: Unit, quantity: Quantity, product: ProductRecord): Micro | null {
  const direct = unit === 'mL' || unit === '1' ? quantity : contentAsDrug(quantity, product.facts);
  if (direct === null || direct.dimension !== Quantity.of(1, unit).dimension) return null;
  return toMicro(direct, unit, 'down');
}
