import { describe, expect, it } from '@jest/globals';
import { Decimal, Quantity } from '#domain/quantity';
import { parseInstant, zoneId } from '#domain/time';
import {
  aDose,
  anInbound,
  aUnit,
  calendar,
  daily,
  mg,
  supplyFacts as facts,
} from '../../../../test/factories/supply-facts.js';
import {
  arrivalOf,
  calendarFrom,
  dateOf,
  dayOf,
  dosesOfTherapy,
  expectedUse,
  microText,
  noticesBetween,
  remainingDoses,
  roundedDose,
  suggestOrder,
  supplyHorizon,
  toMicro,
  type Lever,
} from './index.js';

const NEW_YORK = zoneId('America/New_York');

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

  it('serves a dose of base solution with a bag of its size, whatever else there is', () => {
    const bags = [
      aUnit({ id: 'a', amount: mg(5000), content: mg(100) }),
      aUnit({ id: 'b', amount: mg(750), content: mg(250) }),
    ];
    const answer = supplyHorizon(facts({ bySize: true, stock: bags, doses: daily(mg(250), 30, { bag: mg(250) }) }), [
      { kind: 'share-vials' },
    ]);
    expect(answer.usableDays).toBe(3);
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
    bag: null,
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
    const uses = Array.from({ length: 90 }, (_, i) => ({ daysAgo: i + 1, knownBefore: 3, amount: mg(10), bag: null }));
    const use = expectedUse({ days: 90, uses }, 6);
    expect(use.expected).toEqual([0, 0, 0, mg(10), mg(10), mg(10)]);
  });

  it('is nothing where there is no history', () => {
    expect(expectedUse({ days: 0, uses: [] }, 3)).toEqual({ low: [0, 0, 0], expected: [0, 0, 0], high: [0, 0, 0] });
  });

  it('goes on at the average rate beyond what the history shows', () => {
    const uses = Array.from({ length: 9 }, (_, i) => ({ daysAgo: i + 1, knownBefore: 0, amount: mg(10), bag: null }));
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
