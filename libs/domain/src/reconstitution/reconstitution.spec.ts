import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Concentration, Decimal, Quantity, type Unit } from '#domain/quantity';
import { alligation, reconstitute, vialsNeeded, volumeToDraw, type VialPlan, type VialProduct } from './index.js';

const q = (value: string | number, unit: Unit): Quantity => Quantity.of(String(value), unit);
const per = (amount: string, mL: string): Concentration => Concentration.of(q(amount, 'mg'), q(mL, 'mL'));
const text = (quantity: Quantity | undefined): string | undefined =>
  quantity && `${quantity.value.toString()} ${quantity.unit}`;

describe('reconstitution of a vial', () => {
  it('vancomycin 1 g with 20 mL, labeled 50 mg/mL: 1,250 mg is 25 mL of two vials', () => {
    const vial = reconstitute({ content: q(1, 'g'), diluentVolume: q(20, 'mL'), labeledConcentration: per('50', '1') });
    expect([text(vial.result?.finalVolume), text(vial.result?.displacement), vial.findings]).toEqual([
      '20 mL',
      '0 mL',
      [],
    ]);
    const plan = vialsNeeded({
      dose: q(1250, 'mg'),
      products: [{ id: 'a', content: q(1, 'g'), concentration: per('50', '1') }],
    });
    expect(plan.result?.draws.map((d) => [d.vials, d.from, text(d.volume)])).toEqual([
      [1, 'whole', '20 mL'],
      [1, 'partial', '5 mL'],
    ]);
    expect([text(plan.result?.totalVolume), text(plan.result?.waste)]).toEqual(['25 mL', '750 mg']);
  });
  it('cefTRIAXone 2 g with 19.2 mL and 0.8 mL displacement is 100 mg/mL: 2 g is 20 mL', () => {
    const { result, derivation } = reconstitute({
      content: q(2, 'g'),
      diluentVolume: q('19.2', 'mL'),
      powderDisplacement: q('0.8', 'mL'),
    });
    expect(result?.concentration.per('mg', 'mL').toString()).toBe('100');
    expect(derivation.map((s) => s.substitution)).toEqual(['19.2 mL + 0.8 mL', '2 g ÷ 20 mL']);
    const drawn = volumeToDraw({ dose: q(2, 'g'), concentration: result?.concentration ?? per('1', '1') });
    expect([text(drawn.result.volume), text(drawn.result.drawn)]).toEqual(['20 mL', '20 mL']);
  });
  it('fluorouracil 4,320 mg of 50 mg/mL is 86.4 mL', () => {
    expect(text(volumeToDraw({ dose: q(4320, 'mg'), concentration: per('50', '1') }).result.volume)).toBe('86.4 mL');
  });
  it('does not take the diluent for the volume', () => {
    const c = reconstitute({ content: q(1, 'g'), diluentVolume: q(10, 'mL') });
    expect(c.result).toBeNull();
    expect(c.findings).toMatchObject([{ code: 'reconstitution.volume-unknown', severity: 'stop' }]);
  });
  it('works out the diluent from displacement and final volume', () => {
    const c = reconstitute({ content: q(1, 'g'), finalVolume: q(10, 'mL'), powderDisplacement: q('0.4', 'mL') });
    expect(text(c.result?.diluentVolume)).toBe('9.6 mL');
  });
  it.each([
    ['0.7', 'info'],
    ['1', 'info'],
    ['1.01', 'hard'],
  ])('with a displacement of %s mL against a label of 50 mg/mL for 20 mL says so (%s)', (mL, severity) => {
    const input = { content: q(1, 'g'), diluentVolume: q(20, 'mL'), labeledConcentration: per('50', '1') };
    const c = reconstitute({ ...input, powderDisplacement: q(mL, 'mL') });
    expect(c.findings).toMatchObject([{ code: 'reconstitution.figures-disagree', severity }]);
    expect(text(c.result?.finalVolume)).toBe('20 mL');
  });
  it('finds a vial that would hold less than was put into it', () => {
    const c = reconstitute({ content: q(1, 'g'), diluentVolume: q(10, 'mL'), finalVolume: q('9.9', 'mL') });
    expect(c.findings).toMatchObject([{ code: 'reconstitution.impossible-volume', severity: 'hard' }]);
  });
  it('shows the rounding to what a syringe shows', () => {
    const { result, derivation } = volumeToDraw({ dose: q(100, 'mg'), concentration: per('30', '1') });
    expect(text(result.drawn)).toBe('3.3 mL');
    expect(derivation.at(-1)).toMatchObject({ rounding: true, substitution: '3.333333… mL', value: '3.3' });
    expect(volumeToDraw({ dose: q(1, 'mg'), concentration: per('1000', '1') }).findings).toMatchObject([
      { severity: 'stop' },
    ]);
  });
  it('refuses what is no vial', () => {
    expect(() => reconstitute({ content: q(0, 'g'), finalVolume: q(1, 'mL') })).toThrow(RangeError);
    expect(() => reconstitute({ content: q(1, 'g'), finalVolume: q(1, 'g') })).toThrow(TypeError);
    expect(() =>
      reconstitute({ content: q(1, 'g'), diluentVolume: q(1, 'mL'), powderDisplacement: q(-1, 'mL') }),
    ).toThrow(RangeError);
  });
});

describe('vials for a dose', () => {
  const size = (id: string, mg: number, available?: number): VialProduct => ({
    id,
    content: q(mg, 'mg'),
    concentration: per('50', '1'),
    ...(available !== undefined && { available }),
  });
  const counts = (plan: VialPlan | null): Record<string, number> => {
    const sum: Record<string, number> = {};
    for (const d of plan?.draws ?? []) sum[d.productId] = (sum[d.productId] ?? 0) + d.vials;
    return sum;
  };
  it('takes sizes that waste least', () => {
    const { result } = vialsNeeded({
      dose: q(1250, 'mg'),
      products: [size('500', 500), size('1000', 1000), size('750', 750)],
    });
    expect([counts(result), text(result?.waste)]).toEqual([{ '750': 1, '500': 1 }, '0 mg']);
  });
  it('opens fewest vials for the same waste', () => {
    const { result } = vialsNeeded({ dose: q(2, 'g'), products: [size('500', 500), size('1000', 1000)] });
    expect(counts(result)).toEqual({ '1000': 2 });
  });
  it('uses no more than is at hand', () => {
    const products = [size('1000', 1000, 1), size('500', 500, 3)];
    expect(counts(vialsNeeded({ dose: q(2, 'g'), products }).result)).toEqual({ '1000': 1, '500': 2 });
    const c = vialsNeeded({ dose: q(2501, 'mg'), products });
    expect([c.result, c.findings.map((f) => f.code)]).toEqual([null, ['reconstitution.not-enough-vials']]);
  });
  it.each([
    ['999', '1', '1 mg'],
    ['1000', '1', '0 mg'],
    ['1001', '2', '999 mg'],
  ])('%s mg of 1,000 mg vials: %s', (mg, vials, waste) => {
    const { result } = vialsNeeded({ dose: q(mg, 'mg'), products: [size('a', 1000)] });
    expect([String(result?.vials), text(result?.waste)]).toEqual([vials, waste]);
  });
  it('refuses more than 100 vials', () => {
    expect(vialsNeeded({ dose: q(100, 'g'), products: [size('a', 1000)] }).result?.vials).toBe(100);
    expect(vialsNeeded({ dose: q(101, 'g'), products: [size('a', 1000)] }).result).toBeNull();
  });
  it('refuses misuse', () => {
    expect(() => vialsNeeded({ dose: q(1, 'mg'), products: [] })).toThrow(RangeError);
    expect(() => vialsNeeded({ dose: q(1, '[iU]'), products: [size('a', 1)] })).toThrow(TypeError);
    expect(() => vialsNeeded({ dose: q(1, 'mg'), products: [size('a', 1, -1)] })).toThrow(RangeError);
  });
  it('draws exactly the dose, wastes less than a vial, and never more than the best of all choices', () => {
    const sizes = fc.uniqueArray(fc.constantFrom(100, 250, 500, 750, 1000), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 }), sizes, (dose, mgs) => {
        const { result } = vialsNeeded({ dose: q(dose, 'mg'), products: mgs.map((mg) => size(String(mg), mg)) });
        const given = Quantity.sum(
          (result?.draws ?? []).map((d) => d.amount.times(d.vials)),
          'mg',
        );
        const reachable = (total: number, rest: number[]): number[] => {
          const [first, ...others] = rest;
          if (total >= dose || first === undefined) return total >= dose ? [total] : [];
          const all: number[] = [];
          for (let n = 0; n <= Math.ceil((dose - total) / first); n++)
            all.push(...reachable(total + n * first, others));
          return all;
        };
        const least = Math.min(...reachable(0, mgs)) - dose;
        expect(given.value.eq(dose)).toBe(true);
        expect(Number(result?.waste.value.toString())).toBe(least);
      }),
      { numRuns: 60 },
    );
  });
});

describe('alligation', () => {
  it.each([
    ['50', '5', '4'],
    ['50', '5', '51'],
    ['5', '5', '5'],
  ])('of %s and %s does not reach %s', (high, low, target) => {
    expect(alligation({ high, low, target })).toMatchObject({ result: null, findings: [{ severity: 'stop' }] });
  });
  it('takes the stock alone at its own strength', () => {
    const { result } = alligation({ high: '10', low: '0', target: '10', total: q(50, 'mL') });
    expect([text(result?.high), text(result?.low)]).toEqual(['50 mL', '0 mL']);
  });
  it('conserves drug and volume', () => {
    const tenths = fc.integer({ min: 0, max: 1000 }).map((n) => Decimal.of(n).dividedBy(10));
    fc.assert(
      fc.property(tenths, tenths, tenths, fc.integer({ min: 1, max: 3000 }), (a, b, c, mL) => {
        const [low, target, high] = [a, b, c].sort((x, y) => x.compare(y)) as [Decimal, Decimal, Decimal];
        fc.pre(low.lt(high) && target.isPositive());
        const total = q(mL, 'mL');
        const r = alligation({ high, low, target, total }).result;
        const drug = r?.high?.value.times(high).plus(r.low?.value.times(low) ?? Decimal.ZERO);
        expect(r?.low && r.high?.plus(r.low).eq(total)).toBe(true);
        expect(drug?.eq(target.times(mL))).toBe(true);
      }),
    );
  });
});
