import { Decimal, type DecimalInput } from './decimal.js';
import { dimensionOf, parseUnit, UNITS, type Dimension, type Unit } from './unit.js';

/** As stored and sent: decimal text and a UCUM code. */
export interface QuantityJson {
  readonly value: string;
  readonly unit: string;
}

/** An exact number with a unit. Adding or comparing across dimensions is a TypeError: mg is never mL, mmol never mEq. */
export class Quantity {
  private constructor(
    readonly value: Decimal,
    readonly unit: Unit,
  ) {}

  /** @throws RangeError for a malformed number or unknown unit. */
  static of(value: DecimalInput, unit: string): Quantity {
    return new Quantity(Decimal.of(value), parseUnit(unit));
  }
  static parse(json: QuantityJson): Quantity {
    return Quantity.of(json.value, json.unit);
  }
  static zero(unit: Unit): Quantity {
    return new Quantity(Decimal.ZERO, unit);
  }
  static sum(parts: readonly Quantity[], unit: Unit): Quantity {
    return parts.reduce((total, part) => total.plus(part), Quantity.zero(unit));
  }

  get dimension(): Dimension {
    return dimensionOf(this.unit);
  }
  /** The same quantity in another unit of its dimension. @throws TypeError for another dimension. */
  in(unit: Unit): Quantity {
    if (unit === this.unit) return this;
    this.sameDimension(dimensionOf(unit), unit);
    return new Quantity(this.value.times(UNITS[this.unit].factor).dividedBy(UNITS[unit].factor), unit);
  }
  plus(other: Quantity): Quantity {
    return new Quantity(this.value.plus(other.in(this.unit).value), this.unit);
  }
  minus(other: Quantity): Quantity {
    return new Quantity(this.value.minus(other.in(this.unit).value), this.unit);
  }
  times(factor: DecimalInput): Quantity {
    return new Quantity(this.value.times(factor), this.unit);
  }
  dividedBy(divisor: DecimalInput): Quantity {
    return new Quantity(this.value.dividedBy(divisor), this.unit);
  }
  negated(): Quantity {
    return new Quantity(this.value.negated(), this.unit);
  }
  /** How many times `other` goes into this. @throws TypeError for another dimension, RangeError for zero. */
  ratioTo(other: Quantity): Decimal {
    return this.value.dividedBy(other.in(this.unit).value);
  }
  compare(other: Quantity): -1 | 0 | 1 {
    return this.value.compare(other.in(this.unit).value);
  }
  eq(other: Quantity): boolean {
    return this.compare(other) === 0;
  }
  lt(other: Quantity): boolean {
    return this.compare(other) < 0;
  }
  lte(other: Quantity): boolean {
    return this.compare(other) <= 0;
  }
  gt(other: Quantity): boolean {
    return this.compare(other) > 0;
  }
  gte(other: Quantity): boolean {
    return this.compare(other) >= 0;
  }
  isZero(): boolean {
    return this.value.isZero();
  }
  isPositive(): boolean {
    return this.value.isPositive();
  }
  isNegative(): boolean {
    return this.value.isNegative();
  }
  min(other: Quantity): Quantity {
    return this.lte(other) ? this : other.in(this.unit);
  }

  /** Exact. @throws RangeError where the value has no finite decimal text: round by name first. */
  toJSON(): QuantityJson {
    return { value: this.value.toString(), unit: this.unit };
  }

  private sameDimension(dimension: Dimension, unit: string): void {
    if (this.dimension !== dimension)
      throw new TypeError(`${this.unit} (${this.dimension}) is not ${unit} (${dimension})`);
  }
}

/** @throws TypeError unless `quantity` is of the dimension named; used where a formula needs one kind of quantity. */
export function requireDimension(quantity: Quantity, ...accepted: Dimension[]): Quantity {
  if (!accepted.includes(quantity.dimension))
    throw new TypeError(`${quantity.unit} is a ${quantity.dimension}; needed: ${accepted.join(' or ')}`);
  return quantity;
}
