import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, Quantity } from '#domain/quantity';
import { instant, parseInstant, zoneId } from '#domain/time';
import {
  arrivalOf,
  calendarFrom,
  dateOf,
  dayOf,
  dosesOfTherapy,
  expectedUse,
  hypotheticalInbound,
  microText,
  NEVER,
  noticesBetween,
  remainingDoses,
  roundedDose,
  suggestOrder,
  supplyHorizon,
  toMicro,
  type Inbound,
  type Lever,
  type ScheduledDose,
  type SupplyFacts,
  type SupplyUnit,
} from './index.js';

const PHOENIX = zoneId('America/Phoenix');
const NEW_YORK = zoneId('America/New_York');
const NOW = parseInstant('2026-03-02T16:00:00Z');
const calendar = calendarFrom(NOW, PHOENIX, 30);
const mg = (amount: number): number => amount * 1_000_000;

function aUnit(over: Partial<SupplyUnit> & { amount: number; content: number }): SupplyUnit {
  return {
    kind: 'lot',
    id: 'lot-1',
    label: 'V1',
    productId: 'p1',
    productName: 'Vancomycin 1 g',
    shared: false,
    lastDay: NEVER,
    expiresOn: null,
    otherStrength: false,
    packagePrice: '12.50',
    ...over,
  };
}

const anInbound = (over: Partial<Inbound> & { amount: number; content: number }): Inbound => ({
  ...aUnit(over),
  kind: 'inbound',
  supplier: 'Example Wholesale Co.',
  packages: over.amount / over.content,
  early: 2,
  typical: 4,
  late: 8,
  ...over,
});

const aDose = (day: number, amount: number, over: Partial<ScheduledDose> = {}): ScheduledDose => ({
  day,
  at: instant(NOW + day * 86_400_000),
  orderId: 'o1',
  orderNumber: 'ORD-1',
  patientId: 'a',
  patientName: 'Hale, Miriam',
  indication: 'Osteomyelitis',
  amount,
  ...over,
});

const facts = (over: Partial<SupplyFacts>): SupplyFacts => ({
  drugId: 'd1',
  drugName: 'vancomycin',
  unit: 'mg',
  calendar,
  stock: [],
  inbound: [],
  doses: [],
  history: { days: 0, uses: [] },
  ...over,
});

const daily = (amount: number, days = 30, over: Partial<ScheduledDose> = {}): ScheduledDose[] =>
  Array.from({ length: days }, (_, day) => aDose(day, amount, over));

describe('a day-by-day projection', () => {
  it('opens two 1 g vials for each dose of 1.25 g, so ten vials serve five days', () => {
    const answer = supplyHorizon(
      facts({ stock: [aUnit({ amount: mg(10_000), content: mg(1000) })], doses: daily(mg(1250)) }),
    );
    expect(answer).toMatchObject({ onHand: '10000', usableDays: 5, stockoutOn: '2026-03-07' });
    expect(answer.patientsHit).toEqual([
      expect.objectContaining({ patientName: 'Hale, Miriam', firstOn: '2026-03-07', doses: 25, dose: '1250' }),
    ]);
  });

  it('draws from a bulk package without rest', () => {
    const stock = [aUnit({ amount: mg(10_000), content: mg(10_000), shared: true })];
    expect(supplyHorizon(facts({ stock, doses: daily(mg(1250)) })).usableDays).toBe(8);
  });

  it('takes the lot that expires first, and says what of it expires unused in packages and dollars', () => {
    const early = aUnit({
      id: 'a',
      label: 'EARLY',
      amount: mg(3000),
      content: mg(1000),
      lastDay: 1,
      expiresOn: dateOf(calendar, 1),
    });
    const late = aUnit({ id: 'b', label: 'LATE', amount: mg(2000), content: mg(1000) });
    const answer = supplyHorizon(facts({ stock: [late, early], doses: daily(mg(1000)) }));
    expect(answer.expiring).toEqual([
      expect.objectContaining({
        label: 'EARLY',
        packages: '1',
        amount: '1000',
        dollars: '12.5',
        expiresOn: '2026-03-03',
      }),
    ]);
    expect(answer.usableDays).toBe(4);
  });

  it.each([
    ['the day before its last', 0, 1],
    ['its last day', 1, 2],
    ['the day after', 2, 2],
  ])('uses a lot up to %s', (_, lastDay, served) => {
    const stock = [aUnit({ amount: mg(2000), content: mg(1000), lastDay })];
    expect(supplyHorizon(facts({ stock, doses: daily(mg(1000)) })).usableDays).toBe(served);
  });

  it('counts a delivery from its day on, by the case', () => {
    const answer = supplyHorizon(
      facts({
        stock: [aUnit({ amount: mg(5000), content: mg(1000) })],
        inbound: [anInbound({ amount: mg(5000), content: mg(1000) })],
        doses: daily(mg(1000)),
      }),
    );
    expect(answer).toMatchObject({
      usableDays: 5,
      stockoutOn: '2026-03-12',
      stockoutEarly: '2026-03-07',
      stockoutLate: '2026-03-12',
      nextInboundOn: '2026-03-06',
    });
  });

  it('serves a smaller dose when a larger one cannot be made, and names only whom it cannot serve', () => {
    const stock = [aUnit({ amount: mg(1000), content: mg(1000) })];
    const doses = [aDose(0, mg(2000)), aDose(0, mg(1000), { patientId: 'b', orderId: 'o2', orderNumber: 'ORD-2' })];
    const answer = supplyHorizon(facts({ stock, doses }));
    expect(answer.patientsHit.map((hit) => hit.orderNumber)).toEqual(['ORD-1']);
  });

  it('explains each figure', () => {
    const { derivation } = supplyHorizon(facts({ doses: daily(mg(1000)) }));
    expect(derivation.map((line) => line.figure)).toEqual([
      'On hand',
      'Scheduled doses',
      'Unscheduled use',
      'Rounding to packages',
      'Usable days',
      'Stock-out',
    ]);
  });
});

describe('doses still to be made', () => {
  const order = {
    orderId: 'o1',
    orderNumber: 'ORD-1',
    patientId: 'a',
    patientName: 'Hale, Miriam',
    indication: '',
    schedule: 'intermittent' as const,
    intervalMinutes: 720,
    durationMinutes: 90,
    containers: 14,
    daysSupply: 7,
    firstStart: parseInstant('2026-03-02T18:00:00Z'),
    made: 0,
    perContainer: mg(1250),
  };

  it.each([
    ['intermittent' as const, 14, 7, 720, 14],
    ['intermittent' as const, 14, 42, 720, 84],
    ['intermittent' as const, 20, 7, 720, 20],
    ['intermittent' as const, 3, null, 1440, 3],
    ['continuous' as const, 1, 4, 2760, 3],
    ['once' as const, 2, 30, 60, 2],
  ])('%s, %i containers, %p days, every %i min: %i', (schedule, containers, daysSupply, step, doses) => {
    expect(dosesOfTherapy({ schedule, containers, daysSupply }, step)).toBe(doses);
  });

  it('leaves out what is made, earliest first', () => {
    const doses = remainingDoses({ ...order, made: 4 }, calendar);
    expect(doses).toHaveLength(10);
    expect(doses[0]?.day).toBe(2);
  });

  it('wants an overdue dose today for two days, then no more', () => {
    const firstStart = parseInstant('2026-02-27T15:00:00Z');
    const doses = remainingDoses(
      { ...order, containers: 4, daysSupply: null, intervalMinutes: 1440, firstStart },
      calendar,
    );
    expect(doses.map((dose) => dose.day)).toEqual([0, 0, 0]);
  });

  it('has days of 23 and 25 hours where clocks change', () => {
    const spring = calendarFrom(parseInstant('2026-03-07T12:00:00Z'), NEW_YORK, 4);
    expect(dayOf(spring, parseInstant('2026-03-09T03:59:59Z'))).toBe(1);
    expect(dayOf(spring, parseInstant('2026-03-09T04:00:00Z'))).toBe(2);
    expect(dayOf(spring, parseInstant('2026-03-07T04:59:59Z'))).toBe(-1);
    expect(dayOf(spring, parseInstant('2026-03-12T04:00:00Z'))).toBe(4);
  });
});

describe('unscheduled use', () => {
  it('learns only what orders had not announced', () => {
    const uses = Array.from({ length: 90 }, (_, i) => ({ daysAgo: i + 1, knownBefore: 3, amount: mg(10) }));
    const use = expectedUse({ days: 90, uses }, 6);
    expect(use.expected).toEqual([0, 0, 0, mg(10), mg(10), mg(10)]);
  });

  it('is nothing where there is no history', () => {
    expect(expectedUse({ days: 0, uses: [] }, 3)).toEqual({ low: [0, 0, 0], expected: [0, 0, 0], high: [0, 0, 0] });
  });

  it('goes on at the average rate beyond what the history shows', () => {
    const uses = Array.from({ length: 9 }, (_, i) => ({ daysAgo: i + 1, knownBefore: 0, amount: mg(10) }));
    expect(expectedUse({ days: 9, uses }, 20).expected.every((amount) => amount === mg(10))).toBe(true);
  });
});

describe('deliveries', () => {
  const lead = { min: 1, typical: 3, max: 10 };
  it.each([
    [
      { expected: 5, sent: -1 },
      { early: 3, typical: 5, late: 12 },
    ],
    [
      { expected: null, sent: -1 },
      { early: 0, typical: 2, late: 9 },
    ],
    [
      { expected: 0, sent: -9 },
      { early: 0, typical: 0, late: 7 },
    ],
    [
      { expected: -1, sent: -9 },
      { early: 1, typical: 1, late: null },
    ],
  ])('%p comes %p', (order, arrival) => {
    expect(arrivalOf({ ...order, lead })).toEqual(arrival);
  });
});

describe('levers', () => {
  const stock = [aUnit({ amount: mg(20_000), content: mg(1000) })];
  const base = facts({ stock, doses: daily(mg(1250)) });
  const days = (...levers: Lever[]): number | null => supplyHorizon(base, levers).usableDays;

  it('sharing gains what rounding to packages lost', () => {
    expect([days(), days({ kind: 'share-vials' })]).toEqual([10, 16]);
  });

  it('one session a day shares between the doses of that day', () => {
    const two = facts({ stock, doses: daily(mg(1250)).flatMap((dose) => [dose, { ...dose, orderId: 'o2' }]) });
    expect(supplyHorizon(two).usableDays).toBe(5);
    expect(supplyHorizon(two, [{ kind: 'batch-times' }]).usableDays).toBe(6);
  });

  it.each([
    ['1000', 1040, 1000],
    ['1000', 1060, 1060],
    ['1000', 1052, 1000],
    ['1000', 1053, 1053],
    ['1000', 999, 999],
  ])('rounds with a %s mg vial %i to %i within 5 percent', (size, dose, wanted) => {
    expect(roundedDose(mg(dose), [mg(Number(size))], Decimal.of('5'))).toBe(mg(wanted));
  });

  it('keeps doses of the indications it is restricted to', () => {
    expect(days({ kind: 'restrict', indications: ['osteomyelitis '] })).toBe(10);
    expect(days({ kind: 'restrict', indications: ['Pneumonia'] })).toBeNull();
  });

  it('moves the doses of an indication to an alternative', () => {
    expect(days({ kind: 'alternative-drug', key: 'x', indication: 'Pneumonia' })).toBe(10);
    expect(days({ kind: 'alternative-drug', key: 'x', indication: '' })).toBeNull();
  });
});

describe('a suggested order', () => {
  const offer = {
    supplierProductId: 's1',
    supplierId: 's',
    supplierName: 'Example Wholesale Co.',
    supplierKind: 'wholesaler',
    product: { productId: 'p1', productName: 'Vancomycin 1 g', content: mg(1000), shared: false },
    packPackages: 10,
    price: '125.00',
    contract: false,
    lead: { min: 1, typical: 2, max: 5 },
    available: true,
  };
  const short = facts({ stock: [aUnit({ amount: mg(3000), content: mg(1000) })], doses: daily(mg(1000)) });

  it('is the fewest packs that reach the target', () => {
    expect(suggestOrder(short, { minDays: 7, targetDays: 14 }, [offer])).toMatchObject({
      packs: 2,
      packages: 20,
      dollars: '250',
    });
  });

  it.each([
    [3, null],
    [4, 1],
  ])('with a least of %i days is %p packs', (minDays, packs) => {
    expect(suggestOrder(short, { minDays, targetDays: 10 }, [offer])?.packs ?? null).toBe(packs);
  });

  it('prefers what can be had, then a contract, then the lower price for the drug', () => {
    const gone = { ...offer, supplierProductId: 'gone', price: '1.00', available: false };
    const contract = { ...offer, supplierProductId: 'contract', price: '130.00', contract: true };
    const cheap = { ...offer, supplierProductId: 'cheap', price: '100.00' };
    const chosen = (offers: (typeof offer)[]): string | undefined =>
      suggestOrder(short, { minDays: 7, targetDays: 14 }, offers)?.offer.supplierProductId;
    expect(chosen([gone, offer, contract, cheap])).toBe('contract');
    expect(chosen([gone, offer, cheap])).toBe('cheap');
    expect(chosen([gone])).toBe('gone');
  });
});

describe('notices', () => {
  const on = (stockoutOn: string | null, hits: string[] = []): Parameters<typeof noticesBetween>[0] => ({
    stockoutOn: stockoutOn as ReturnType<typeof dateOf> | null,
    patientsHit: hits.map((patientId) => ({ patientId, firstOn: dateOf(calendar, 3) })),
  });
  it.each([
    ['2026-03-20', '2026-03-18', []],
    ['2026-03-20', '2026-03-17', ['nearer']],
    ['2026-03-20', '2026-03-25', []],
    [null, '2026-03-20', ['nearer']],
    ['2026-03-20', null, []],
  ])('from %p to %p tells %p', (before, after, kinds) => {
    expect(noticesBetween(on(before), on(after), 3).map((change) => change.kind)).toEqual(kinds);
  });
  it('tells of a patient who would newly go without', () => {
    const changes = noticesBetween(on('2026-03-20', ['a']), on('2026-03-20', ['a', 'b']), 3);
    expect(changes).toEqual([{ kind: 'patient-hit', message: 'One more patient would go without, from 2026-03-05.' }]);
  });
});

describe('amounts', () => {
  it('are rounded down for stock and up for need', () => {
    const third = Quantity.of(Decimal.of(1).dividedBy(3), 'g');
    expect([toMicro(third, 'mg', 'down'), toMicro(third, 'mg', 'up')].map(microText)).toEqual([
      '333.333333',
      '333.333334',
    ]);
  });
  it('refuses what cannot be counted exactly', () => {
    expect(() => toMicro(Quantity.of('10000000000', 'mg'), 'mg', 'down')).toThrow(RangeError);
  });
});

describe('properties', () => {
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
      who: fc.constantFrom('a', 'b', 'c'),
    })
    .map(({ day, amount, who }) =>
      aDose(day, mg(amount), { patientId: who, orderId: who, orderNumber: who, indication: who }),
    );
  const use = fc.record({
    daysAgo: fc.integer({ min: 1, max: 30 }),
    knownBefore: fc.integer({ min: 0, max: 5 }),
    amount: fc.integer({ min: 1, max: 3_000_000_000 }),
  });
  const arrival = fc
    .tuple(unit, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))
    .map(([u, a, b, c]) => anInbound({ ...u, lastDay: NEVER, early: a, typical: a + b, late: a + b + c }));
  const world = fc.record({
    stock: fc.array(unit, { maxLength: 5 }),
    inbound: fc.array(arrival, { maxLength: 3 }),
    doses: fc.array(dose, { maxLength: 60 }),
    uses: fc.array(use, { maxLength: 30 }),
  });
  type World = typeof world extends fc.Arbitrary<infer W> ? W : never;
  const of = ({ uses, ...rest }: World): SupplyFacts => facts({ ...rest, history: { days: 30, uses } });
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
