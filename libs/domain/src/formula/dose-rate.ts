import { DoseRate, isUnit, Quantity } from '#domain/quantity';

/** Reads a rate as kept with drugs: `mg/min`, `meq/h`, `mg/kg/h`, `mg/m2/h`. Null when it is none. */
export function parseDoseRate(value: string, unit: string): DoseRate | null {
  const parts = unit.split('/');
  const [amount, middle, last] = parts.length === 2 ? [parts[0], undefined, parts[1]] : parts;
  if (parts.length > 3 || amount === undefined || last === undefined || !isUnit(amount) || !isUnit(last)) return null;
  if (middle !== undefined && middle !== 'kg' && middle !== 'm2') return null;
  try {
    const rate = DoseRate.of(Quantity.of(value, amount), Quantity.of(1, last), middle);
    return rate.amount.isPositive() ? rate : null;
  } catch {
    return null;
  }
}
