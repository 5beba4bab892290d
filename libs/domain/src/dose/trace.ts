import { Decimal, Quantity, roundToStep, UNITS, type Rounding, type Unit } from '#domain/quantity';
import type { Step } from './derivation.js';

const SHOWN_DECIMALS = 6;
const MOST_DECIMALS = 30;

/**
 * Decimal text for a derivation: exact where it has at most six decimals, else cut off and marked with `…`. A small figure gets as
 * many decimals as three of its digits need, so that nothing but zero is shown as 0.
 */
export function numberText(value: Decimal): string {
  let decimals = SHOWN_DECIMALS;
  while (
    decimals < MOST_DECIMALS &&
    !value.isZero() &&
    value
      .abs()
      .times(10n ** BigInt(decimals - 2))
      .lt(1)
  )
    decimals++;
  const text = value.toFixed(decimals, 'down');
  return Decimal.of(text).eq(value) ? text : `${text}…`;
}

/** Number and unit as in a derivation, `1250 mg`. */
export const quantityText = (q: Quantity): string => `${numberText(q.value)} ${UNITS[q.unit].display}`.trim();

/** @throws RangeError unless above zero: a calculator does not answer a question with nothing in it. */
export function requirePositive(value: Quantity | Decimal, name: string): void {
  if (!value.isPositive()) throw new RangeError(`${name} has to be above zero`);
}

/** Collects the steps of one calculation, in order. */
export class Trace {
  private readonly lines: Step[] = [];

  get steps(): readonly Step[] {
    return this.lines;
  }

  /** Notes a figure with a unit of its own (`mL/h`, `mg/kg/min`) and gives it back. */
  figure(label: string, formula: string, substitution: string, value: Decimal, unit: string, source?: string): Decimal {
    this.lines.push({ label, formula, substitution, value: numberText(value), unit, ...(source && { source }) });
    return value;
  }

  /** Notes a quantity and gives it back. */
  quantity(label: string, formula: string, substitution: string, result: Quantity, source?: string): Quantity {
    this.figure(label, formula, substitution, result.value, UNITS[result.unit].display, source);
    return result;
  }

  /** Rounds a figure to a number of decimals: the only way in which a calculator gives up digits. */
  roundFigure(
    label: string,
    value: Decimal,
    decimals: number,
    rounding: Rounding,
    unit: string,
    source?: string,
  ): Decimal {
    const rounded = value.rounded(decimals, rounding);
    const step = Decimal.ONE.dividedBy(10n ** BigInt(decimals));
    this.rounding(
      label,
      `${numberText(value)} ${unit}`.trim(),
      rounded,
      unit,
      `${numberText(step)} ${unit}`.trim(),
      rounding,
      source,
    );
    return rounded;
  }

  /** Rounds a quantity to a multiple of `step`, by the named rounding. */
  roundQuantity(label: string, value: Quantity, step: Quantity, rounding: Rounding, source?: string): Quantity {
    const { rounded } = roundToStep(value, step, rounding);
    this.rounding(
      label,
      quantityText(value),
      rounded.value,
      UNITS[rounded.unit].display,
      quantityText(step),
      rounding,
      source,
    );
    return rounded;
  }

  private rounding(
    label: string,
    from: string,
    to: Decimal,
    unit: string,
    step: string,
    rounding: Rounding,
    source?: string,
  ): void {
    this.lines.push({
      label,
      formula: `rounded ${rounding} to ${step}`,
      substitution: from,
      value: numberText(to),
      unit,
      rounding: true,
      ...(source && { source }),
    });
  }
}

/** `units/kg/min` and the like. */
export const perText = (...units: readonly Unit[]): string => units.map((u) => UNITS[u].display).join('/');
