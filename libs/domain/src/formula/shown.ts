import { displayQuantity } from '#domain/display';
import { UNITS, type Quantity } from '#domain/quantity';

/** A quantity in a derivation: exact where three decimals hold it, else rounded half up and marked as going on. */
export function shown(quantity: Quantity): string {
  if (quantity.isZero()) return displayQuantity(quantity, { allowZero: true });
  const short = quantity.value.rounded(3, 'half-up');
  if (short.eq(quantity.value) && quantity.isPositive()) return displayQuantity(quantity);
  return `${short.toFixed(3, 'half-up')}… ${UNITS[quantity.unit].display}`.trim();
}
