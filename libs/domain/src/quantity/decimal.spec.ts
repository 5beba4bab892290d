import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, type Rounding } from './decimal.js';

const D = (text: string): Decimal => Decimal.of(text);
const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 9 }))
  .map(([n, places]) => Decimal.of(n).dividedBy(10n ** BigInt(places)));
const anyRational = fc
  .tuple(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n }))
  .map(([n, d]) => Decimal.of(n).dividedBy(d));
const ROUNDINGS: readonly Rounding[] = ['half-up', 'half-even', 'down', 'up'];

describe('Decimal.of', () => {
  it.each([
    ['1250', '1250'],
    ['0.50', '0.5'],
    ['-0.0', '0'],
    ['+2.500', '2.5'],
    ['000.125', '0.125'],
    ['123456789012345678901234567890.5', '123456789012345678901234567890.5'],
  ])('reads %s as %s', (text, shown) => expect(D(text).toString()).toBe(shown));

  it.each(['', ' 1', '1 ', '.5', '1.', '1e3', '1,250', '0x10', 'NaN', '--1', '1.2.3', '∞', '9'.repeat(31)])(
    'refuses the text "%s"',
    (text) => expect(() => D(text)).toThrow(RangeError),
  );
  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the number %s, which is not exact', (n) =>
    expect(() => Decimal.of(n)).toThrow(RangeError),
  );
  it('reads whole numbers and bigints', () => {
    expect(Decimal.of(-7).toString()).toBe('-7');
    expect(Decimal.of(7n).eq('7')).toBe(true);
  });
});

describe('arithmetic', () => {
  it('keeps thirds: 1 ÷ 3 × 3 is 1', () => expect(D('1').dividedBy(3).times(3).eq(1)).toBe(true));
  it('adds tenths exactly, as binary numbers do not', () => expect(D('0.1').plus('0.2').toString()).toBe('0.3'));
  it('refuses division by zero', () => expect(() => D('1').dividedBy(0)).toThrow(RangeError));

  it('is a field: commutative, associative, distributive, with inverses', () => {
    fc.assert(
      fc.property(anyRational, anyRational, anyRational, (a, b, c) => {
        expect(a.plus(b).eq(b.plus(a))).toBe(true);
        expect(a.times(b).eq(b.times(a))).toBe(true);
        expect(
          a
            .plus(b)
            .plus(c)
            .eq(a.plus(b.plus(c))),
        ).toBe(true);
        expect(
          a
            .times(b)
            .times(c)
            .eq(a.times(b.times(c))),
        ).toBe(true);
        expect(a.times(b.plus(c)).eq(a.times(b).plus(a.times(c)))).toBe(true);
        expect(a.minus(a).isZero()).toBe(true);
        if (!b.isZero()) expect(a.dividedBy(b).times(b).eq(a)).toBe(true);
      }),
    );
  });

  it('orders totally, and like the difference', () => {
    fc.assert(
      fc.property(anyRational, anyRational, (a, b) => {
        const order = a.compare(b);
        expect(b.compare(a)).toBe(order === 0 ? 0 : -order);
        expect([a.lt(b), a.eq(b), a.gt(b)].filter(Boolean)).toHaveLength(1);
        expect(a.lte(b)).toBe(order <= 0);
        expect(a.gte(b)).toBe(order >= 0);
        expect(a.minus(b).isNegative()).toBe(order < 0);
        expect(a.minus(b).isPositive()).toBe(order > 0);
      }),
    );
  });

  it.each([
    ['1.2', 1n, 2n],
    ['-1.2', -2n, -1n],
    ['3', 3n, 3n],
    ['-3', -3n, -3n],
    ['0', 0n, 0n],
  ])('has %s between its floor and its ceiling', (text, floor, ceil) => {
    expect(D(text).floor()).toBe(floor);
    expect(D(text).ceil()).toBe(ceil);
  });
});

describe('text', () => {
  it('reads back what it writes', () => {
    fc.assert(fc.property(anyDecimal, (a) => expect(D(a.toString()).eq(a)).toBe(true)));
  });
  it('has no trailing zeros, no exponent and no negative zero', () => {
    fc.assert(
      fc.property(anyDecimal, (a) => expect(a.toString()).toMatch(/^(0|-?(0\.\d*[1-9]|[1-9]\d*(\.\d*[1-9])?))$/)),
    );
  });
  it('refuses a third until it is rounded by name', () => {
    const third = D('1').dividedBy(3);
    expect(third.isExact()).toBe(false);
    expect(() => third.toString()).toThrow(RangeError);
    expect(() => JSON.stringify({ third })).toThrow(RangeError);
    expect(third.toFixed(3, 'half-up')).toBe('0.333');
  });
});

describe('rounding', () => {
  it.each<[string, number, Rounding, string]>([
    ['2.5', 0, 'half-up', '3'],
    ['-2.5', 0, 'half-up', '-3'],
    ['2.5', 0, 'half-even', '2'],
    ['3.5', 0, 'half-even', '4'],
    ['-2.5', 0, 'half-even', '-2'],
    ['2.51', 0, 'half-even', '3'],
    ['2.49', 0, 'half-up', '2'],
    ['2.9', 0, 'down', '2'],
    ['-2.9', 0, 'down', '-2'],
    ['2.1', 0, 'up', '3'],
    ['-2.1', 0, 'up', '-3'],
    ['2', 0, 'up', '2'],
    ['0.045', 2, 'half-up', '0.05'],
    ['0.045', 2, 'half-even', '0.04'],
    ['0.004', 2, 'half-up', '0'],
    ['-0.004', 2, 'half-up', '0'],
    ['999.995', 2, 'half-up', '1000'],
    ['1250', 3, 'half-up', '1250'],
  ])('rounds %s to %d decimals by %s to %s', (text, places, rounding, shown) =>
    expect(D(text).toFixed(places, rounding)).toBe(shown),
  );

  it.each([-1, 1.5, 61, Number.NaN])('refuses %s decimals', (places) =>
    expect(() => D('1').toFixed(places, 'down')).toThrow(RangeError),
  );

  it('is at most one unit of the last place away (half of one for the halves), and lands on that place', () => {
    fc.assert(
      fc.property(anyRational, fc.integer({ min: 0, max: 6 }), fc.constantFrom(...ROUNDINGS), (a, places, rounding) => {
        const unit = Decimal.ONE.dividedBy(10n ** BigInt(places));
        const rounded = a.rounded(places, rounding);
        const distance = rounded.minus(a).abs();
        expect(rounded.dividedBy(unit).isInteger()).toBe(true);
        expect(distance.lt(unit)).toBe(true);
        if (rounding.startsWith('half')) expect(distance.times(2).lte(unit)).toBe(true);
        if (rounding === 'down') expect(rounded.abs().lte(a.abs())).toBe(true);
        if (rounding === 'up') expect(rounded.abs().gte(a.abs())).toBe(true);
        expect(rounded.rounded(places, rounding).eq(rounded)).toBe(true);
        expect(a.negated().rounded(places, rounding).eq(rounded.negated())).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('never turns an order around', () => {
    fc.assert(
      fc.property(anyRational, anyRational, fc.integer({ min: 0, max: 4 }), (a, b, places) => {
        const [low, high] = a.lte(b) ? [a, b] : [b, a];
        for (const rounding of ['half-up', 'half-even'] as const)
          expect(low.rounded(places, rounding).lte(high.rounded(places, rounding))).toBe(true);
      }),
    );
  });
});

describe('sqrt', () => {
  it.each([
    ['0', '0'],
    ['1', '1'],
    ['3.24', '1.8'],
    ['0.0625', '0.25'],
    ['15241578750190521', '123456789'],
  ])('of %s is %s', (text, root) => expect(D(text).sqrt().toString()).toBe(root));
  it('of 2 to ten decimals is rounded down', () => expect(D('2').sqrt(10).toString()).toBe('1.4142135623'));
  it('refuses a negative number', () => expect(() => D('-0.01').sqrt()).toThrow(RangeError));
  it('squared is below the number, and one step on is above', () => {
    fc.assert(
      fc.property(
        anyRational.map((a) => a.abs()),
        fc.integer({ min: 0, max: 20 }),
        (a, places) => {
          const root = a.sqrt(places);
          const step = Decimal.ONE.dividedBy(10n ** BigInt(places));
          expect(root.times(root).lte(a)).toBe(true);
          expect(root.plus(step).times(root.plus(step)).gt(a)).toBe(true);
        },
      ),
    );
  });
});
