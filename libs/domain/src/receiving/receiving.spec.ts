import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLocalDate } from '#domain/time';
import { judgeArrival, type ArrivalFacts } from './arrival.js';
import { packagingLevel } from './carton.js';
import { matchToOrder } from './order-match.js';
import { DEFAULT_RECEIVING_POLICY, isShortDated, needsReview, receivingPolicy } from './policy.js';

const today = parseLocalDate('2026-03-02');
const line = (change: Partial<ArrivalFacts> = {}): ArrivalFacts => ({
  index: 0,
  productName: 'insulin',
  storage: 'CRT',
  dscsaExempt: true,
  lotNumber: 'L1',
  expiresOn: parseLocalDate('2027-01-31'),
  packages: 5,
  damagedPackages: 0,
  overPackages: 0,
  overReason: null,
  shortDatedReason: null,
  temperature: null,
  temperatureOk: null,
  serials: [],
  cartonPackages: 0,
  ...change,
});
const judged = (change: Partial<ArrivalFacts>): { told: string[]; held: boolean } => {
  const { findings, hold } = judgeArrival(line(change), DEFAULT_RECEIVING_POLICY, today);
  return { told: findings.map((f) => `${f.severity} ${f.code}`), held: hold !== null };
};

describe('an arrival', () => {
  it.each([
    ['2026-03-31', true],
    ['2026-04-01', false],
    ['2026-04-02', false],
  ])('that expires on %s is short-dated for 30 days from 2026-03-02: %s', (expiresOn, short) => {
    expect(isShortDated(parseLocalDate(expiresOn), today, DEFAULT_RECEIVING_POLICY)).toBe(short);
  });

  it.each([
    [{ overPackages: 1 }, ['stop receipt.over']],
    [{ overPackages: 1, overReason: '  ' }, ['stop receipt.over']],
    [{ overPackages: 1, overReason: 'kept' }, ['soft receipt.over']],
    [{ expiresOn: parseLocalDate('2026-03-03') }, ['stop receipt.short-dated']],
    [{ expiresOn: parseLocalDate('2026-03-03'), shortDatedReason: 'for today' }, ['soft receipt.short-dated']],
    [{ packages: 0 }, ['stop receipt.nothing-counted']],
    [{ packages: 0, damagedPackages: 1 }, []],
    [{ packages: 1, serials: ['A', 'B'] }, ['stop receipt.more-serials-than-packages']],
    [{ packages: 1, damagedPackages: 1, serials: ['A', 'B'] }, []],
    [{ dscsaExempt: false, packages: 3, serials: ['A'], cartonPackages: 1 }, ['info receipt.serial-missing']],
  ])('of %j says %j', (change, told) => expect(judged(change).told).toEqual(told));

  it.each([
    ['REF', '1.9', true, true],
    ['REF', '2', true, false],
    ['REF', '8', true, false],
    ['REF', '8.1', true, true],
    ['REF', '5', false, true],
    ['FRZ', '-25.1', true, true],
    ['FRZ', '-25', true, false],
    ['FRZ', '-10', true, false],
    ['FRZ', '-9.9', true, true],
  ] as const)('kept at %s that came at %s °C, sound %s, is held: %s', (storage, temperature, temperatureOk, held) => {
    const answer = judged({ storage, temperature, temperatureOk });
    expect(answer).toEqual({ held, told: held ? ['soft receipt.temperature-not-ok'] : [] });
  });
  it.each(['REF', 'FRZ'] as const)('kept at %s without its temperature is stopped', (storage) => {
    expect(judged({ storage, temperature: '5' })).toEqual({ told: ['stop receipt.temperature-missing'], held: false });
  });
});

describe('a second person', () => {
  it.each([
    ['none', 'CII', false],
    ['controlled', null, false],
    ['controlled', 'CV', true],
    ['all', null, true],
  ] as const)('where the site says %s, of schedule %s: %s', (review, schedule, needed) => {
    expect(needsReview({ review, shortDatedDays: 30 }, [{ schedule: null }, { schedule }])).toBe(needed);
  });
  it.each([
    [{}],
    [{ receivingReview: 'nobody', shortDatedDays: -1 }],
    [{ shortDatedDays: '30' }],
    [{ shortDatedDays: 1.5 }],
  ])('is asked for as by default where the settings say %j', (settings) =>
    expect(receivingPolicy(settings)).toEqual(DEFAULT_RECEIVING_POLICY),
  );
});

describe('a carton', () => {
  it.each([
    ['00399999000017', null, [25], { indicator: 0, packages: 1, confirm: false }],
    ['20325021115026', '20325021115026', [25], { indicator: 0, packages: 1, confirm: false }],
    ['50399999000012', null, [1, 25], { indicator: 5, packages: 25, confirm: true }],
    ['50399999000012', null, [10, 25], { indicator: 5, packages: null, confirm: true }],
    ['50399999000012', null, [], { indicator: 5, packages: null, confirm: true }],
    [null, null, [25], { indicator: 0, packages: 1, confirm: false }],
  ])('with GTIN %s, the product having %s and packs of %j, is %j', (gtin, own, sizes, level) => {
    expect(packagingLevel(gtin, own, sizes)).toEqual(level);
  });
});

describe('matching to an order', () => {
  const expected = [{ id: 'l', productId: 'p', outstanding: 10, pending: 3 }];
  it.each([
    [6, 0],
    [7, 0],
    [8, 1],
  ])('%i of 10 with 3 awaiting review is over by %i', (packages, over) => {
    expect(matchToOrder([{ productId: 'p', packages }], expected)).toMatchObject([{ orderLineId: 'l', over }]);
  });
  it('says what is not on the order, and nothing without one', () => {
    expect(matchToOrder([{ productId: 'q', packages: 1 }], expected)).toMatchObject([{ notOrdered: true }]);
    expect(matchToOrder([{ productId: 'q', packages: 1 }], [])).toMatchObject([{ notOrdered: false, over: 0 }]);
  });
  it('of lots in any split is over by what the sum is over', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(8), { maxLength: 8 }), fc.nat(20), fc.nat(5), (lots, outstanding, pending) => {
        const matched = matchToOrder(
          lots.map((packages) => ({ productId: 'p', packages })),
          [{ id: 'l', productId: 'p', outstanding, pending }],
        );
        const sum = lots.reduce((total, packages) => total + packages, 0);
        const over = matched.reduce((total, one) => total + one.over, 0);
        expect(over).toBe(Math.max(0, sum - Math.max(0, outstanding - pending)));
      }),
    );
  });
});
