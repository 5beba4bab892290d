import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from './decimal.js';
import { Quantity, requireDimension } from './quantity.js';
import { dimensionOf, isUnit, parseUnit, UNITS, type Dimension, type Unit } from './unit.js';

const ALL_UNITS = Object.keys(UNITS).filter(isUnit);
const anyUnit = fc.constantFrom(...ALL_UNITS);
const anyValue = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => Decimal.of(n).dividedBy(1000));
const anyPair = anyUnit.chain((unit) =>
  fc.tuple(
    anyValue.map((v) => Quantity.of(v, unit)),
    fc
      .tuple(anyValue, fc.constantFrom(...ALL_UNITS.filter((u) => dimensionOf(u) === dimensionOf(unit))))
      .map(([v, u]) => Quantity.of(v, u)),
  ),
);

describe('units', () => {
  it.each<[string, Unit, string, Unit]>([
    ['1', 'kg', '1000', 'g'],
    ['1', 'g', '1000', 'mg'],
    ['1', 'mg', '1000', 'ug'],
    ['1', 'ug', '1000', 'ng'],
    ['1', 'L', '1000', 'mL'],
    ['1', 'mL', '1000', 'uL'],
    ['1', 'mol', '1000', 'mmol'],
    ['1', 'mmol', '1000', 'umol'],
    ['1', 'eq', '1000', 'meq'],
    ['1', 'k[iU]', '1000', '[iU]'],
    ['1', 'wk', '7', 'd'],
    ['1', 'd', '24', 'h'],
    ['1', 'h', '60', 'min'],
    ['1', 'min', '60', 's'],
    ['1', 'm', '100', 'cm'],
    ['1', '[in_i]', '2.54', 'cm'],
    ['1', '[lb_av]', '453.59237', 'g'],
  ])('%s %s is %s %s', (value, unit, other, otherUnit) => {
    expect(Quantity.of(value, unit).in(otherUnit).value.toString()).toBe(other);
    expect(Quantity.of(value, unit).eq(Quantity.of(other, otherUnit))).toBe(true);
  });

  it.each(['', 'mcg', 'cc', 'IU', 'MG', 'ml', 'toString', '__proto__'])('refuses the unit "%s"', (unit) => {
    expect(isUnit(unit)).toBe(false);
    expect(() => parseUnit(unit)).toThrow(RangeError);
    expect(() => Quantity.of('1', unit)).toThrow(RangeError);
  });

  it('converts there and back without loss, within a dimension', () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        expect(a.in(b.unit).in(a.unit).value.eq(a.value)).toBe(true);
        expect(a.in(b.unit).eq(a)).toBe(true);
      }),
    );
  });

  it('shows no error-prone abbreviation (LBL-05 to LBL-07)', () => {
    for (const row of Object.values(UNITS)) expect(row.display).not.toMatch(/µg|\bug\b|\bIU\b|\bU\b|\bcc\b|\bng\b/);
  });
});

describe('quantities of different kinds', () => {
  const one: Record<Dimension, Quantity> = {
    mass: Quantity.of(1, 'mg'),
    volume: Quantity.of(1, 'mL'),
    amount: Quantity.of(1, 'mmol'),
    equivalents: Quantity.of(1, 'meq'),
    activity: Quantity.of(1, '[iU]'),
    time: Quantity.of(1, 'h'),
    length: Quantity.of(1, 'cm'),
    area: Quantity.of(1, 'm2'),
    count: Quantity.of(1, '1'),
  };
  const kinds = Object.keys(one) as Dimension[];
  it.each(kinds.flatMap((a) => kinds.filter((b) => b !== a).map((b) => [a, b] as const)))(
    'never mix: %s and %s',
    (a, b) => {
      expect(() => one[a].plus(one[b])).toThrow(TypeError);
      expect(() => one[a].minus(one[b])).toThrow(TypeError);
      expect(() => one[a].compare(one[b])).toThrow(TypeError);
      expect(() => one[a].ratioTo(one[b])).toThrow(TypeError);
      expect(() => one[a].min(one[b])).toThrow(TypeError);
      expect(() => one[a].in(one[b].unit)).toThrow(TypeError);
      expect(() => requireDimension(one[a], b)).toThrow(TypeError);
    },
  );
});

describe('arithmetic', () => {
  it('adds across units, in the unit of the first', () => {
    expect(Quantity.of('1.5', 'g').plus(Quantity.of('250', 'mg')).toJSON()).toEqual({ value: '1.75', unit: 'g' });
    expect(Quantity.sum([Quantity.of('20', 'mL'), Quantity.of('0.005', 'L')], 'mL').toJSON()).toEqual({
      value: '25',
      unit: 'mL',
    });
    expect(Quantity.sum([], 'mL').isZero()).toBe(true);
  });
  it('divides into a pure number', () => {
    expect(Quantity.of('17.5', 'g').ratioTo(Quantity.of('1250', 'mg')).toString()).toBe('14');
    expect(() => Quantity.of('1', 'mg').ratioTo(Quantity.of('0', 'g'))).toThrow(RangeError);
  });
  it('takes back what it added, and agrees with comparing, whatever the units', () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        expect(a.plus(b).minus(b).eq(a)).toBe(true);
        expect(a.plus(b).eq(b.plus(a))).toBe(true);
        expect(a.compare(b)).toBe(-b.compare(a) || 0);
        expect(a.minus(b).isNegative()).toBe(a.lt(b));
        expect(a.min(b).lte(a) && a.min(b).lte(b)).toBe(true);
        expect([a.gt(b), a.gte(b), a.lte(b)]).toEqual([a.compare(b) > 0, a.compare(b) >= 0, a.compare(b) <= 0]);
      }),
    );
  });
  it('scales there and back', () => {
    fc.assert(
      fc.property(anyPair, fc.integer({ min: 1, max: 1000 }), ([a], n) => {
        expect(a.times(n).dividedBy(n).eq(a)).toBe(true);
        expect(a.negated().negated().eq(a)).toBe(true);
      }),
    );
  });
});

describe('JSON', () => {
  it('is decimal text and a UCUM code, and reads back', () => {
    fc.assert(fc.property(anyPair, ([a]) => expect(Quantity.parse(a.toJSON()).eq(a)).toBe(true)));
    expect(JSON.stringify(Quantity.of('1250', 'mg'))).toBe('{"value":"1250","unit":"mg"}');
  });
  it('refuses what has no exact text', () => {
    expect(() => Quantity.of('1', 'g').dividedBy(3).toJSON()).toThrow(RangeError);
  });
});

describe('requireDimension', () => {
  it('gives the quantity back when it is of a kind that is accepted', () => {
    const dose = Quantity.of('5', 'meq');
    expect(requireDimension(dose, 'mass', 'equivalents')).toBe(dose);
  });
});
