import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  fromZoned,
  HOUR_MS,
  instant,
  MINUTE_MS,
  parseLocalDate,
  showInstant,
  zoneId,
  type Instant,
} from '#domain/time';
import { CONTAINER_KINDS, type ContainerFacts } from './container.js';
import { expiryInstant, parseExpiry } from './expiry.js';
import { inUseUntil, mayWithdraw } from './in-use-until.js';
import { addLimit, showHours } from './limit-clock.js';

const zone = zoneId('America/Phoenix');
const at = (date: string, hour: number, minute = 0): Instant =>
  fromZoned({ date: parseLocalDate(date), hour, minute }, zone);
const opened = (facts: Partial<ContainerFacts> & Pick<ContainerFacts, 'kind'>): ContainerFacts => ({
  zone,
  air: 'iso5',
  firstPuncturedAt: at('2026-03-02', 6),
  ...facts,
});
const until = (c: ContainerFacts): string | null => {
  const end = inUseUntil(c).until;
  return end === null ? null : showInstant(end, zone);
};
const stops = (c: ContainerFacts, when: Instant): string[] =>
  mayWithdraw(c, when)
    .filter((f) => f.severity === 'stop')
    .map((f) => f.code);

describe('inUseUntil', () => {
  it.each([
    ['single-dose-vial', 'iso5', '2026-03-02 18:00 MST'],
    ['bag', 'iso5', '2026-03-02 18:00 MST'],
    ['bottle', 'iso5', '2026-03-02 18:00 MST'],
    ['syringe', 'iso5', '2026-03-02 18:00 MST'],
    ['single-dose-vial', 'other', null],
    ['bag', 'other', null],
    ['bottle', 'other', null],
    ['syringe', 'other', null],
    ['ampul', 'iso5', null],
    ['ampul', 'other', null],
    ['multiple-dose-vial', 'iso5', '2026-03-30 06:00 MST'],
    ['multiple-dose-vial', 'other', '2026-03-30 06:00 MST'],
    ['pharmacy-bulk-package', 'iso5', '2026-03-02 10:00 MST'],
    ['pharmacy-bulk-package', 'other', null],
    ['compounded-single-dose', 'iso5', '2026-03-02 18:00 MST'],
    ['compounded-single-dose', 'other', null],
    ['compounded-multiple-dose', 'iso5', '2026-03-30 06:00 MST'],
    ['compounded-multiple-dose', 'other', null],
  ] as const)('ends for a %s opened in %s air at %s (domain-rules 1.10)', (kind, air, expected) => {
    expect(until(opened({ kind, air }))).toBe(expected);
  });

  it('covers every kind of container', () => {
    for (const kind of CONTAINER_KINDS) expect(() => inUseUntil(opened({ kind }))).not.toThrow();
  });

  it.each([
    [
      'a shorter label shortens a single-dose vial',
      { kind: 'single-dose-vial', labelHours: 6 },
      '2026-03-02 12:00 MST',
    ],
    [
      'a longer label does not lengthen a single-dose vial',
      { kind: 'single-dose-vial', labelHours: 48 },
      '2026-03-02 18:00 MST',
    ],
    [
      'a label of 42 days replaces 28 for a multiple-dose vial',
      { kind: 'multiple-dose-vial', labelHours: 42 * 24 },
      '2026-04-13 06:00 MST',
    ],
    ['the label rules a bulk package', { kind: 'pharmacy-bulk-package', labelHours: 6 }, '2026-03-02 12:00 MST'],
    [
      'a compounded container ends with its own date',
      { kind: 'compounded-single-dose', compoundedBud: at('2026-03-02', 9) },
      '2026-03-02 09:00 MST',
    ],
    [
      'a reconstituted drug keeps its stability',
      { kind: 'single-dose-vial', reconstituted: { at: at('2026-03-02', 5), limitHours: 8, citation: 'label' } },
      '2026-03-02 13:00 MST',
    ],
    [
      'a vial ends with its expiry',
      { kind: 'multiple-dose-vial', expiry: parseExpiry('2026-03-08') },
      '2026-03-08 23:59 MST',
    ],
  ] as const)('%s', (_rule, facts, expected) => {
    expect(until(opened(facts))).toBe(expected);
  });

  it('names the maker expiry as what governs when it comes before 28 days (BUD-E02)', () => {
    const use = inUseUntil(
      opened({ kind: 'multiple-dose-vial', expiry: parseExpiry('2026-03'), firstPuncturedAt: at('2026-03-20', 8) }),
    );
    expect(use.governing).toEqual(['expiry']);
    expect(use.bounds.map((b) => b.arithmetic)).toContain('2026-03-20 08:00 MST + 28 d = 2026-04-17 08:00 MST');
  });

  it('leaves an unopened container its expiry', () => {
    const use = inUseUntil({ kind: 'single-dose-vial', zone, air: 'iso5', expiry: parseExpiry('2026-12') });
    expect(use.until).toBe(expiryInstant(parseExpiry('2026-12'), zone));
  });
});

describe('mayWithdraw', () => {
  const example6 = opened({ kind: 'single-dose-vial', firstPuncturedAt: at('2026-03-01', 20, 55) });
  it.each([
    [at('2026-03-02', 8, 54), []],
    [at('2026-03-02', 8, 55), []],
    [at('2026-03-02', 8, 56), ['in-use.expired']],
    [at('2026-03-02', 9), ['in-use.expired']],
  ])('allows a single-dose vial to exactly 12 h and refuses a minute later (worked example 6)', (when, codes) => {
    expect(stops(example6, when)).toEqual(codes);
  });

  const example16 = opened({
    kind: 'multiple-dose-vial',
    firstPuncturedAt: at('2026-02-10', 10),
    expiry: parseExpiry('2027-06'),
  });
  it.each([
    [at('2026-03-09', 10), []],
    [at('2026-03-10', 10), []],
    [at('2026-03-10', 10, 1), ['in-use.expired']],
    [at('2026-03-11', 10), ['in-use.expired']],
  ])('allows a heparin multiple-dose vial for 28 days (worked example 16)', (when, codes) => {
    expect(until(example16)).toBe('2026-03-10 10:00 MST');
    expect(stops(example16, when)).toEqual(codes);
  });

  it.each([
    ['a recalled container', { status: 'recalled' }, ['in-use.recalled']],
    ['a quarantined container', { status: 'quarantined' }, ['in-use.quarantined']],
    ['an expired container', { expiry: parseExpiry('2026-03-01') }, ['in-use.expiry']],
    ['a withdrawal before the puncture', { firstPuncturedAt: at('2026-03-02', 8) }, ['in-use.before-puncture']],
  ] as const)('refuses %s', (_what, facts, codes) => {
    expect(stops(opened({ kind: 'single-dose-vial', ...facts }), at('2026-03-02', 7))).toEqual(codes);
  });

  it('allows an ampul only at the moment it is opened (BUD-B07)', () => {
    const ampul = opened({ kind: 'ampul' });
    expect(stops(ampul, at('2026-03-02', 6))).toEqual([]);
    expect(stops(ampul, at('2026-03-02', 6, 1))).toEqual(['in-use.at-once']);
  });

  it('keeps nothing of a single-dose container opened in room air (BUD-B08)', () => {
    expect(stops(opened({ kind: 'single-dose-vial', air: 'other' }), at('2026-03-02', 6, 1))).toEqual([
      'in-use.at-once',
    ]);
  });

  it('refuses a bulk package or a stock preparation entered outside ISO 5', () => {
    const when = at('2026-03-02', 6);
    expect(stops(opened({ kind: 'pharmacy-bulk-package', air: 'other' }), when)).toEqual(['in-use.air']);
    const stock = opened({ kind: 'compounded-single-dose', air: 'other', compoundedBud: at('2026-03-09', 9) });
    expect(stops(stock, when)).toEqual(['in-use.air']);
    const closed: ContainerFacts = { kind: 'pharmacy-bulk-package', zone, air: 'other' };
    expect(stops(closed, when)).toEqual(['in-use.air']);
    expect(stops({ ...closed, air: 'iso5' }, when)).toEqual([]);
  });

  it('refuses a compounded ingredient without a beyond-use date', () => {
    expect(stops(opened({ kind: 'compounded-single-dose' }), at('2026-03-02', 7))).toEqual([
      'in-use.no-beyond-use-date',
    ]);
  });
});

describe('addLimit', () => {
  const chicago = zoneId('America/Chicago');
  const local = (date: string, hour: number): Instant =>
    fromZoned({ date: parseLocalDate(date), hour, minute: 0 }, chicago);
  it.each([
    [local('2026-03-02', 9), 240, '2026-03-12 09:00 CDT', 'spring'],
    [local('2026-10-28', 9), 240, '2026-11-07 08:00 CST', 'autumn'],
    [local('2026-03-07', 20), 12, '2026-03-08 09:00 CDT', 'spring, hours elapse'],
    [local('2026-10-31', 20), 12, '2026-11-01 07:00 CST', 'autumn, hours elapse'],
  ])(
    'keeps the earlier of elapsed days and wall clock across a clock change (BUD-33, vector 26)',
    (from, hours, expected) => {
      expect(showInstant(addLimit(from, hours, chicago).until, chicago)).toBe(expected);
    },
  );

  it('does not lose a millisecond to binary fractions and never rounds up', () => {
    const from = at('2026-03-02', 9);
    expect(addLimit(from, 47.28, zone).until - from).toBe(170_208_000);
    expect(addLimit(from, 1 / 3, zone).until - from).toBe(1_200_000);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s hours', (hours) => {
    expect(() => addLimit(at('2026-03-02', 9), hours, zone)).toThrow(RangeError);
  });

  it.each([
    [240, '10 d'],
    [24, '24 h'],
    [12, '12 h'],
    [0.8, '48 min'],
    [31.44, '31.44 h'],
  ])('shows %s hours as %s', (hours, text) => {
    expect(showHours(hours)).toBe(text);
  });

  it('never exceeds elapsed time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 6000 }), (ms, hours) => {
        const from = instant(ms);
        expect(addLimit(from, hours, chicago).until - from).toBeLessThanOrEqual(hours * HOUR_MS);
      }),
      { numRuns: 300 },
    );
  });
});

describe('properties of in-use time', () => {
  const container = fc.record({
    kind: fc.constantFrom(...CONTAINER_KINDS),
    air: fc.constantFrom('iso5' as const, 'other' as const),
    compoundedBud: fc.integer({ min: 0, max: 60 * 24 }).map((h) => instant(at('2026-03-01', 0) + h * HOUR_MS)),
    expiry: fc.constantFrom('2026-03', '2026-03-09', '2027-01').map(parseExpiry),
  });
  it('opening a container never extends it', () => {
    fc.assert(
      fc.property(container, fc.integer({ min: 0, max: 40 * 24 * 60 }), (facts, minutes) => {
        const closed: ContainerFacts = { ...facts, zone };
        const open: ContainerFacts = {
          ...closed,
          firstPuncturedAt: instant(at('2026-03-01', 0) + minutes * MINUTE_MS),
        };
        const [before, after] = [inUseUntil(closed).until, inUseUntil(open).until];
        expect(after === null || (before !== null && after <= before)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('parseExpiry', () => {
  it.each([
    ['2026-03', '2026-03-31 23:59 MST'],
    ['2028-02', '2028-02-29 23:59 MST'],
    ['2026-03-08', '2026-03-08 23:59 MST'],
  ])('reads %s as the end of its last day (BUD-34)', (text, expected) => {
    expect(showInstant(expiryInstant(parseExpiry(text), zone), zone)).toBe(expected);
  });
  it.each(['2026-13', '2026-02-30', '03/2026', '', '2026'])('refuses "%s"', (text) => {
    expect(() => parseExpiry(text)).toThrow(RangeError);
  });
});
