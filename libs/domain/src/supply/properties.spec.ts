import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDose, anInbound, aUnit, mg, supplyFacts as facts } from '../../../../test/factories/supply-facts.js';
import { Decimal } from '#domain/quantity';
import { hypotheticalInbound, microText, NEVER, supplyHorizon, type Lever, type SupplyFacts } from './index.js';

describe('properties', () => {
  it('writes millionths as the exact decimal does', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (micro) => {
        expect(microText(micro)).toBe(Decimal.of(BigInt(micro)).dividedBy(1_000_000n).toString());
      }),
    );
    expect(() => microText(0.5)).toThrow(RangeError);
  });

  const unit = fc
    .record({
      id: fc.uuid(),
      content: fc.constantFrom(250, 500, 1000, 10_000),
      packages: fc.integer({ min: 1, max: 12 }),
      lastDay: fc.option(fc.integer({ min: 0, max: 29 }), { nil: NEVER }),
      shared: fc.boolean(),
    })
    .map((u) => aUnit({ ...u, content: mg(u.content), amount: mg(u.content * u.packages) }));
  const dose = fc
    .record({
      day: fc.integer({ min: 0, max: 29 }),
      amount: fc.constantFrom(125, 250, 980, 1040, 1250, 2000),
      size: fc.constantFrom(250, 500),
      who: fc.constantFrom('a', 'b', 'c'),
    })
    .map(({ day, amount, who, size }) => ({
      size: mg(size),
      dose: aDose(day, mg(amount), { patientId: who, orderId: who, orderNumber: who, indication: who }),
    }));
  const use = fc.record({
    daysAgo: fc.integer({ min: 1, max: 30 }),
    knownBefore: fc.integer({ min: 0, max: 5 }),
    amount: fc.integer({ min: 1, max: 3_000_000_000 }),
    bag: fc.constantFrom(mg(250), mg(500)),
  });
  const arrival = fc
    .tuple(unit, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))
    .map(([u, a, b, c]) => anInbound({ ...u, lastDay: NEVER, early: a, typical: a + b, late: a + b + c }));
  const world = fc.record({
    stock: fc.array(unit, { maxLength: 5 }),
    inbound: fc.array(arrival, { maxLength: 3 }),
    doses: fc.array(dose, { maxLength: 60 }),
    uses: fc.array(use, { maxLength: 30 }),
    bySize: fc.boolean(),
  });
  type World = typeof world extends fc.Arbitrary<infer W> ? W : never;
  const of = ({ uses, doses, bySize, ...rest }: World): SupplyFacts =>
    facts({
      ...rest,
      bySize,
      doses: doses.map((of) => (bySize ? { ...of.dose, amount: of.size, bag: of.size } : of.dose)),
      history: { days: 30, uses: uses.map((past) => (bySize ? past : { ...past, bag: null })) },
    });
  const end = (day: string | null): string => day ?? '9999-12-31';
  const ends = (world: SupplyFacts, levers: Lever[] = []): string[] => {
    const { stockoutOn, stockoutEarly, stockoutLate, usableDays } = supplyHorizon(world, levers);
    return [end(stockoutEarly), end(stockoutOn), end(stockoutLate), String(usableDays ?? 999).padStart(3, '0')];
  };
  const notBefore = (later: string[], earlier: string[]): void =>
    later.forEach((date, i) => expect(date >= (earlier[i] ?? '')).toBe(true));

  it('more stock never runs out earlier', () => {
    fc.assert(
      fc.property(world, unit, (w, more) => notBefore(ends(of({ ...w, stock: [...w.stock, more] })), ends(of(w)))),
      { numRuns: 150 },
    );
  });

  it('a delivery less never runs out later', () => {
    fc.assert(
      fc.property(world, arrival, (w, more) =>
        notBefore(ends(of({ ...w, inbound: [...w.inbound, more] })), ends(of(w))),
      ),
      { numRuns: 150 },
    );
  });

  it('an order more never runs out later', () => {
    fc.assert(
      fc.property(world, dose, (w, more) => notBefore(ends(of(w)), ends(of({ ...w, doses: [...w.doses, more] })))),
      { numRuns: 150 },
    );
  });

  const buy = hypotheticalInbound({
    id: 'buy',
    label: 'b',
    supplier: 'b',
    product: { productId: 'p', productName: 'p', content: mg(500), shared: false },
    packages: 7,
    early: 1,
    typical: 3,
    late: 5,
    packagePrice: null,
  });
  const levers: Lever[] = [
    { kind: 'share-vials' },
    { kind: 'batch-times' },
    { kind: 'round-doses', percent: '5' },
    { kind: 'other-strength' },
    { kind: 'alternative-drug', key: 'x', indication: 'a' },
    { kind: 'restrict', indications: ['a', 'b'] },
    { kind: 'split-buy', key: 'buy', inbound: buy },
  ];
  it('a lever more never costs a day, whatever others are pulled', () => {
    fc.assert(
      fc.property(world, fc.subarray(levers), fc.constantFrom(...levers), (w, pulled, one) =>
        notBefore(ends(of(w), [...pulled, one]), ends(of(w), pulled)),
      ),
      { numRuns: 300 },
    );
  });

  it('the order in which lots and levers are told makes no difference', () => {
    fc.assert(
      fc.property(world, (w) => {
        const turned = { ...w, stock: w.stock.toReversed(), inbound: w.inbound.toReversed(), doses: w.doses };
        expect(supplyHorizon(of(turned), levers.toReversed())).toEqual(supplyHorizon(of(w), levers));
      }),
      { numRuns: 60 },
    );
  });

  it('nothing is ever below zero, and the early date is not after the late one', () => {
    fc.assert(
      fc.property(world, fc.subarray(levers), (w, pulled) => {
        const answer = supplyHorizon(of(w), pulled);
        for (const point of answer.series)
          expect([point.low, point.expected, point.high, point.unscheduled].some((text) => text.startsWith('-'))).toBe(
            false,
          );
        expect(end(answer.stockoutEarly) <= end(answer.stockoutOn)).toBe(true);
        expect(end(answer.stockoutOn) <= end(answer.stockoutLate)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
