import { Decimal, Quantity, type Unit } from '#domain/quantity';

/**
 * Millionths of the drug's unit, as a whole number: the last place that the ledger keeps. A projection takes a hundred thousand
 * steps, so it counts in whole numbers that are exact, and turns them into quantities at its edges only.
 */
export type Micro = number;

const MILLION = 1_000_000n;

/**
 * @param rounding `down` for what there is, `up` for what is needed: what has no exact millionth never makes supply look better
 * @throws TypeError for another dimension; RangeError for more than nine thousand million units
 */
export function toMicro(quantity: Quantity, unit: Unit, rounding: 'down' | 'up'): Micro {
  const scaled = quantity.in(unit).value.times(MILLION);
  const whole = Number(rounding === 'down' ? scaled.floor() : scaled.ceil());
  if (!Number.isSafeInteger(whole)) throw new RangeError(`Too much to count: ${whole}`);
  return whole;
}

export const fromMicro = (micro: Micro, unit: Unit): Quantity => Quantity.of(microDecimal(micro), unit);

const microDecimal = (micro: Micro): Decimal => Decimal.of(BigInt(micro)).dividedBy(MILLION);

/** Plain decimal text, by whole numbers alone: a projection writes five hundred of them. @throws RangeError unless a safe integer */
export function microText(micro: Micro): string {
  if (!Number.isSafeInteger(micro)) throw new RangeError(`Not millionths: ${micro}`);
  const all = Math.abs(micro);
  const part = String(all % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${micro < 0 ? '-' : ''}${Math.floor(all / 1_000_000)}${part === '' ? '' : `.${part}`}`;
}

/** Exact: both are safe integers, so the quotient cannot round across a whole number. */
export const packagesFor = (amount: Micro, content: Micro): number => Math.ceil(amount / content);
