import { displayConcentration, displayQuantity } from '#domain/display';
import { UNITS, type Concentration, type Quantity } from '#domain/quantity';

/** A quantity in a derivation: exact where three decimals hold it, else rounded half up and marked as going on. Never throws. */
export function shown(quantity: Quantity): string {
  if (quantity.isZero()) return displayQuantity(quantity, { allowZero: true });
  const short = quantity.value.rounded(3, 'half-up');
  if (short.eq(quantity.value) && quantity.isPositive()) return displayQuantity(quantity);
  return `${short.toFixed(3, 'half-up')}… ${UNITS[quantity.unit].display}`.trim();
}

/** Drug per mL as labels show it; where that would round to nothing, amount over volume instead. Never throws. */
export function shownConcentration(concentration: Concentration): string {
  const perMl = concentration.per(concentration.amount.unit, 'mL');
  const scalable = concentration.amount.dimension === 'mass' && perMl.gte('0.000001');
  if (scalable || perMl.gte('0.001')) return displayConcentration(concentration);
  return `${shown(concentration.amount)}/${shown(concentration.volume)}`;
}
