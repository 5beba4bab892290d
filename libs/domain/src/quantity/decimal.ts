/**
 * Exact numbers. A `Decimal` is a rational number over bigint, so that division (mg/mL, mL/h, per kg) loses nothing;
 * decimal text comes out only where it is exact or where a named rounding was asked for.
 */

/** How `toFixed` treats what does not fit. */
export type Rounding = 'half-up' | 'half-even' | 'down' | 'up';

const NUMBER = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?$/;

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

const pow10 = (n: number): bigint => 10n ** BigInt(n);

export type DecimalInput = Decimal | string | bigint | number;

/** An exact rational number. Immutable. */
export class Decimal {
  static readonly ZERO = new Decimal(0n, 1n);
  static readonly ONE = new Decimal(1n, 1n);

  private constructor(
    private readonly n: bigint,
    private readonly d: bigint,
  ) {}

  private static reduced(n: bigint, d: bigint): Decimal {
    if (d === 0n) throw new RangeError('Division by zero');
    const s = d < 0n ? -1n : 1n;
    const g = gcd(n, d * s);
    return new Decimal((n * s) / g, (d * s) / g);
  }

  /**
   * Reads plain decimal text ("1250", "-0.5"), a bigint or a whole number. No exponents, no leading point, no spaces.
   * @throws RangeError on anything else, a fraction given as a binary number included: it would not be exact.
   */
  static of(value: DecimalInput): Decimal {
    if (value instanceof Decimal) return value;
    if (typeof value === 'bigint') return new Decimal(value, 1n);
    if (typeof value === 'number') {
      if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number: ${value}; give decimals as text`);
      return new Decimal(BigInt(value), 1n);
    }
    const m = NUMBER.exec(value);
    if (!m) throw new RangeError(`Not a plain decimal number: "${value.slice(0, 40)}"`);
    const [, sign, whole = '0', fraction = ''] = m;
    const n = BigInt(whole + fraction);
    return Decimal.reduced(sign === '-' ? -n : n, pow10(fraction.length));
  }

  plus(other: DecimalInput): Decimal {
    const o = Decimal.of(other);
    return Decimal.reduced(this.n * o.d + o.n * this.d, this.d * o.d);
  }
  minus(other: DecimalInput): Decimal {
    return this.plus(Decimal.of(other).negated());
  }
  times(other: DecimalInput): Decimal {
    const o = Decimal.of(other);
    return Decimal.reduced(this.n * o.n, this.d * o.d);
  }
  /** @throws RangeError on division by zero. */
  dividedBy(other: DecimalInput): Decimal {
    const o = Decimal.of(other);
    return Decimal.reduced(this.n * o.d, this.d * o.n);
  }
  negated(): Decimal {
    return new Decimal(-this.n, this.d);
  }
  abs(): Decimal {
    return this.n < 0n ? this.negated() : this;
  }
  compare(other: DecimalInput): -1 | 0 | 1 {
    const o = Decimal.of(other);
    const diff = this.n * o.d - o.n * this.d;
    return diff < 0n ? -1 : diff > 0n ? 1 : 0;
  }
  eq(other: DecimalInput): boolean {
    return this.compare(other) === 0;
  }
  lt(other: DecimalInput): boolean {
    return this.compare(other) < 0;
  }
  lte(other: DecimalInput): boolean {
    return this.compare(other) <= 0;
  }
  gt(other: DecimalInput): boolean {
    return this.compare(other) > 0;
  }
  gte(other: DecimalInput): boolean {
    return this.compare(other) >= 0;
  }
  isZero(): boolean {
    return this.n === 0n;
  }
  isNegative(): boolean {
    return this.n < 0n;
  }
  isPositive(): boolean {
    return this.n > 0n;
  }
  isInteger(): boolean {
    return this.d === 1n;
  }

  /** The largest whole number not above this one. */
  floor(): bigint {
    const q = this.n / this.d;
    return this.n < 0n && q * this.d !== this.n ? q - 1n : q;
  }
  /** The smallest whole number not below this one. */
  ceil(): bigint {
    return -this.negated().floor();
  }

  /** True when the number has a finite decimal expansion, so that `toString` will not throw. */
  isExact(): boolean {
    let d = this.d;
    while (d % 2n === 0n) d /= 2n;
    while (d % 5n === 0n) d /= 5n;
    return d === 1n;
  }

  /**
   * Exact decimal text without trailing zeros.
   * @throws RangeError when there is none (1/3): round by name first.
   */
  toString(): string {
    if (!this.isExact()) throw new RangeError(`${this.n}/${this.d} has no exact decimal text; round it by name first`);
    let places = 0;
    for (let d = this.d; d !== 1n; places++) d = d / gcd(d, 10n);
    return this.toFixed(places, 'half-up');
  }

  /** Decimal text with at most `places` decimals, trailing zeros removed. This is the one place where digits are lost. */
  toFixed(places: number, rounding: Rounding): string {
    return this.rounded(places, rounding).text(places);
  }

  /** The nearest number with at most `places` decimals. */
  rounded(places: number, rounding: Rounding): Decimal {
    if (!Number.isInteger(places) || places < 0 || places > 60) throw new RangeError(`places: ${places}`);
    const scale = pow10(places);
    const scaled = (this.n < 0n ? -this.n : this.n) * scale;
    let q = scaled / this.d;
    const twice = (scaled % this.d) * 2n;
    if (scaled % this.d !== 0n) {
      if (rounding === 'up') q += 1n;
      else if (rounding === 'half-up' && twice >= this.d) q += 1n;
      else if (rounding === 'half-even' && (twice > this.d || (twice === this.d && q % 2n === 1n))) q += 1n;
    }
    return Decimal.reduced(this.n < 0n ? -q : q, scale);
  }

  private text(places: number): string {
    const scaled = (this.n * pow10(places)) / this.d;
    const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places);
    const fraction = places === 0 ? '' : digits.slice(-places).replace(/0+$/, '');
    return `${scaled < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
  }

  /** Square root, correct to `places` decimals, rounded down. @throws RangeError for a negative number. */
  sqrt(places = 30): Decimal {
    if (this.isNegative()) throw new RangeError('Square root of a negative number');
    const value = (this.n * pow10(places * 2)) / this.d;
    if (value === 0n) return Decimal.ZERO;
    let x = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
    for (;;) {
      const y = (x + value / x) >> 1n;
      if (y >= x) return Decimal.reduced(x, pow10(places));
      x = y;
    }
  }

  toJSON(): string {
    return this.toString();
  }
}
