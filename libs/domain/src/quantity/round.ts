import { Decimal, type Rounding } from './decimal.js';
import { Quantity } from './quantity.js';

/** A rounded quantity and what the rounding added (positive) or took away (negative). */
export interface Rounded {
  readonly rounded: Quantity;
  readonly change: Quantity;
}

/** To the nearest whole multiple of `step`, in the unit of `step`. Every rounding of the product goes through here. */
export function roundToStep(quantity: Quantity, step: Quantity, rounding: Rounding): Rounded {
  if (!step.isPositive()) throw new RangeError('A rounding step is positive');
  const given = quantity.in(step.unit);
  const rounded = step.times(given.ratioTo(step).rounded(0, rounding));
  return { rounded, change: rounded.minus(given) };
}

const SYRINGE_MARKS: readonly { upTo: string; mark: string }[] = [
  { upTo: '1', mark: '0.01' },
  { upTo: '3', mark: '0.1' },
  { upTo: '12', mark: '0.2' },
  { upTo: '60', mark: '1' },
];

/** The graduation of the smallest common syringe that holds the volume: 1 mL 0.01, 3 mL 0.1, 12 mL 0.2, 60 mL 1 mL. */
export function syringeMark(volume: Quantity): Quantity {
  const row = SYRINGE_MARKS.find((r) => volume.in('mL').value.lte(r.upTo));
  return Quantity.of(row ? row.mark : '1', 'mL');
}

/** A volume as it is drawn up: to a hundredth of a milliliter below 1 mL, to a tenth from there on. */
export function roundToDrawnVolume(volume: Quantity): Rounded {
  const step = volume.in('mL').value.lt(1) ? '0.01' : '0.1';
  return roundToStep(volume, Quantity.of(step, 'mL'), 'half-up');
}

/** To what a column of the database holds: six decimals. */
export function roundToStored(quantity: Quantity): Rounded {
  return roundToStep(quantity, Quantity.of('0.000001', quantity.unit), 'half-even');
}

/** To `significant` digits, for a derived figure that is shown and not measured. */
export function roundToSignificant(value: Decimal, significant: number): Decimal {
  if (value.isZero()) return value;
  let magnitude = 0;
  for (let v = value.abs(); v.gte(10); v = v.dividedBy(10)) magnitude++;
  for (let v = value.abs(); v.lt(1); v = v.times(10)) magnitude--;
  const places = significant - 1 - magnitude;
  if (places >= 0) return value.rounded(places, 'half-up');
  const scale = Decimal.of(10n ** BigInt(-places));
  return value.dividedBy(scale).rounded(0, 'half-up').times(scale);
}
