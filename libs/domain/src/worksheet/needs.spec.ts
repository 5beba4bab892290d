import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Quantity } from '#domain/quantity';
import { addHours, formatInstant, HOUR_MS, instant, parseInstant, zoneId } from '#domain/time';
import { budNeededUntil, budReachFindings } from './needs.js';
import { STEP_KINDS, VOLUME_KINDS } from './planned.js';
import { decideVolume } from './volume.js';

const zone = zoneId('America/Phoenix');
const firstStart = parseInstant('2026-03-03T14:00:00Z');

describe('budNeededUntil (PKG-05)', () => {
  it.each([
    ['14 bags every 12 h: 13 intervals on', 'intermittent', 720, 90, 14, 13 * 12],
    ['3 bags every 24 h', 'intermittent', 1440, 30, 3, 48],
    ['one container over 46 h: its own start', 'continuous', null, 2760, 1, 0],
    ['3 containers of 24 h one after the other', 'continuous', null, 1440, 3, 48],
    ['a single administration', 'once', null, 30, 1, 0],
  ] as const)('is the last planned start: %s', (_, schedule, intervalMinutes, durationMinutes, containers, hours) => {
    const until = budNeededUntil({ firstStart, schedule, intervalMinutes, durationMinutes, containers });
    expect(formatInstant(until)).toBe(formatInstant(addHours(firstStart, hours)));
  });
  it('never comes earlier for more containers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 3000 }), (containers, intervalMinutes) => {
        const use = { firstStart, schedule: 'intermittent', intervalMinutes, durationMinutes: 30 } as const;
        expect(budNeededUntil({ ...use, containers: containers + 1 })).toBeGreaterThan(
          budNeededUntil({ ...use, containers }),
        );
      }),
    );
  });
  it.each([
    ['no interval', 'intermittent', null, 30, 1],
    ['no containers', 'once', null, 30, 0],
    ['no duration', 'continuous', null, 0, 1],
  ] as const)('refuses %s', (_, schedule, intervalMinutes, durationMinutes, containers) => {
    expect(() => budNeededUntil({ firstStart, schedule, intervalMinutes, durationMinutes, containers })).toThrow(
      RangeError,
    );
  });
});

describe('budReachFindings (PKG-05)', () => {
  const after = (ms: number): string[] =>
    budReachFindings({ budAt: instant(firstStart + ms), neededUntil: firstStart, zone }).map(
      (f) => `${f.code} ${f.severity}`,
    );
  it.each([
    ['a millisecond before the last start', -1, ['worksheet.bud-before-last-start hard']],
    ['at the last start', 0, ['worksheet.bud-close-to-last-start soft']],
    ['a millisecond short of 12 h after', 12 * HOUR_MS - 1, ['worksheet.bud-close-to-last-start soft']],
    ['12 h after', 12 * HOUR_MS, []],
  ])('%s', (_, ms, expected) => expect(after(ms)).toEqual(expected));
  it('has nothing to say when nothing is planned', () => {
    expect(budReachFindings({ budAt: firstStart, neededUntil: null, zone })).toEqual([]);
  });
});

describe('decideVolume', () => {
  const mL = (value: string): Quantity => Quantity.of(value, 'mL');
  const codes = (recorded: Quantity, tolerancePercent?: string): string[] =>
    decideVolume({
      kind: 'draw',
      planned: mL('12.5'),
      recorded,
      ...(tolerancePercent !== undefined && { tolerancePercent }),
    }).map((f) => f.code);
  it.each([
    ['11.874', false],
    ['11.875', true],
    ['12.5', true],
    ['13.125', true],
    ['13.126', false],
  ])('takes 5 %% around 12.5 mL: %s', (recorded, accepted) => {
    expect(codes(mL(recorded))).toEqual(accepted ? [] : ['worksheet.volume-outside-tolerance']);
  });
  it('takes the tolerance of the site', () => {
    expect(codes(mL('13'), '3')).toEqual(['worksheet.volume-outside-tolerance']);
    expect(codes(mL('13'), '4')).toEqual([]);
    expect(codes(mL('12.51'), '0')).toEqual(['worksheet.volume-outside-tolerance']);
  });
  it('compares in any unit of volume', () => expect(codes(Quantity.of('0.0125', 'L'))).toEqual([]));
  it('says what would be accepted', () => {
    const [finding] = decideVolume({ kind: 'draw', planned: mL('12.5'), recorded: mL('20') });
    expect(finding?.message).toBe(
      '20 mL is 60 % more than 12.5 mL. Accepted: 11.88 to 13.12 mL.'.replace('11.88 to', '11.88 mL to'),
    );
  });
  it.each([
    [Quantity.of('0', 'mL'), 'worksheet.volume-not-positive'],
    [Quantity.of('-1', 'mL'), 'worksheet.volume-not-positive'],
    [Quantity.of('12.5', 'mg'), 'worksheet.volume-unit'],
  ])('refuses %j', (recorded, code) => expect(codes(recorded)).toEqual([code]));
  it.each(STEP_KINDS.filter((kind) => !VOLUME_KINDS.includes(kind)))(
    'refuses a volume for a step of kind %s',
    (kind) => {
      expect(decideVolume({ kind, planned: mL('1'), recorded: mL('1') }).map((f) => f.code)).toEqual([
        'worksheet.no-volume',
      ]);
    },
  );
});
