import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, formatInstant, HOUR_MS, instant, parseInstant, parseLocalDate } from './instant.js';
import { addDaysStrict, dateIn, endOfDay, fromZoned, showInstant, toZoned, zoneId } from './zone.js';

const CHICAGO = zoneId('America/Chicago');
const PHOENIX = zoneId('America/Phoenix');
const ZONES = [
  'America/Chicago',
  'America/Phoenix',
  'America/New_York',
  'Pacific/Honolulu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'UTC',
].map(zoneId);
const anyZone = fc.constantFrom(...ZONES);
const anyInstant = fc
  .integer({ min: Date.UTC(2007, 6, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 })
  .map((s) => instant(s * 1000));
const local = (date: string, hour: number, minute = 0): Parameters<typeof fromZoned>[0] => ({
  date: parseLocalDate(date),
  hour,
  minute,
});
const iso = (date: string, hour: number, minute = 0, zone = CHICAGO): string =>
  formatInstant(fromZoned(local(date, hour, minute), zone));

describe('zoneId', () => {
  it('refuses a zone that is not known', () => expect(() => zoneId('Mars/Olympus')).toThrow(RangeError));
});

describe('toZoned', () => {
  it('shows the wall clock with its zone', () => {
    expect(toZoned(parseInstant('2026-03-02T16:00:05Z'), PHOENIX)).toEqual({
      date: '2026-03-02',
      hour: 9,
      minute: 0,
      second: 5,
      offsetMinutes: -420,
      abbreviation: 'MST',
    });
  });
  it('shows midnight as hour 0', () => expect(toZoned(parseInstant('2026-03-02T07:00:00Z'), PHOENIX).hour).toBe(0));
  it.each([
    ['2026-03-08T07:59:59Z', 'CST', -360],
    ['2026-03-08T08:00:00Z', 'CDT', -300],
    ['2026-11-01T06:59:59Z', 'CDT', -300],
    ['2026-11-01T07:00:00Z', 'CST', -360],
  ])('at %s Chicago is on %s', (at, abbreviation, offsetMinutes) =>
    expect(toZoned(parseInstant(at), CHICAGO)).toMatchObject({ abbreviation, offsetMinutes }),
  );
});

describe('fromZoned', () => {
  it.each([
    ['before the spring change', '2026-03-08', 1, 59, '2026-03-08T07:59:00.000Z'],
    ['in the hour that spring skips, moved on by the gap', '2026-03-08', 2, 30, '2026-03-08T08:30:00.000Z'],
    ['after the spring change', '2026-03-08', 3, 0, '2026-03-08T08:00:00.000Z'],
    ['before the autumn change', '2026-11-01', 0, 59, '2026-11-01T05:59:00.000Z'],
    ['in the hour that autumn repeats, the first', '2026-11-01', 1, 30, '2026-11-01T06:30:00.000Z'],
    ['after the autumn change', '2026-11-01', 2, 0, '2026-11-01T08:00:00.000Z'],
  ])('%s', (_, date, hour, minute, expected) => expect(iso(date, hour, minute)).toBe(expected));

  it('gives back the moment, or the first of two that look the same', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, at) => {
        const back = fromZoned(toZoned(at, zone), zone);
        const { abbreviation: _, offsetMinutes: __, ...clock } = toZoned(at, zone);
        expect(toZoned(back, zone)).toMatchObject(clock);
        expect(back).toBeLessThanOrEqual(at);
        expect(at - back).toBeLessThanOrEqual(HOUR_MS);
      }),
      { numRuns: 400 },
    );
  });
});

describe('endOfDay (BUD-34)', () => {
  it.each([
    ['an ordinary day', '2026-03-02', '2026-03-03T05:59:59.000Z'],
    ['the day of 23 h', '2026-03-08', '2026-03-09T04:59:59.000Z'],
    ['the day of 25 h', '2026-11-01', '2026-11-02T05:59:59.000Z'],
  ])('is 23:59:59 of %s', (_, date, expected) =>
    expect(formatInstant(endOfDay(parseLocalDate(date), CHICAGO))).toBe(expected),
  );
  it('is the last second of that date in any zone', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, at) => {
        const date = dateIn(at, zone);
        const end = endOfDay(date, zone);
        expect(end).toBeGreaterThanOrEqual(at);
        expect(dateIn(end, zone)).toBe(date);
        expect(dateIn(instant(end + 1000), zone)).not.toBe(date);
      }),
    );
  });
});

describe('addDaysStrict (BUD-33)', () => {
  it.each([
    // domain-rules part 10, vector 26
    ['spring: the wall clock is earlier', '2026-03-02', 9, 10, '2026-03-12 09:00 CDT'],
    ['autumn: the elapsed time is earlier', '2026-10-28', 9, 10, '2026-11-07 08:00 CST'],
    ['no change in between', '2026-03-10', 9, 4, '2026-03-14 09:00 CDT'],
    ['over the spring change by one day', '2026-03-07', 9, 1, '2026-03-08 09:00 CDT'],
    ['over the autumn change by one day', '2026-10-31', 9, 1, '2026-11-01 08:00 CST'],
    ['into the hour that spring skips', '2026-03-01', 2, 7, '2026-03-08 03:00 CDT'],
  ])('%s', (_, date, hour, days, expected) => {
    const start = fromZoned(local(date, hour), CHICAGO);
    expect(showInstant(addDaysStrict(start, days, CHICAGO), CHICAGO)).toBe(expected);
  });
  it('keeps milliseconds', () => {
    const at = instant(parseInstant('2026-03-02T16:00:00Z') + 123);
    expect(addDaysStrict(at, 10, PHOENIX)).toBe(at + 10 * DAY_MS);
  });
  it.each([0.5, Number.NaN])('refuses %s days', (days) =>
    expect(() => addDaysStrict(instant(0), days, PHOENIX)).toThrow(RangeError),
  );
  it('is never later than either reading, and within the clock change of both', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, fc.integer({ min: 0, max: 400 }), (zone, at, days) => {
        const result = addDaysStrict(at, days, zone);
        expect(result).toBeLessThanOrEqual(at + days * DAY_MS);
        expect(at + days * DAY_MS - result).toBeLessThanOrEqual(HOUR_MS);
        const [before, after] = [toZoned(at, zone), toZoned(result, zone)];
        const wall =
          Date.parse(`${after.date}T00:00:00Z`) -
          Date.parse(`${before.date}T00:00:00Z`) +
          (after.hour - before.hour) * HOUR_MS +
          (after.minute - before.minute) * 60_000;
        expect(Math.abs(wall - days * DAY_MS)).toBeLessThanOrEqual(HOUR_MS);
      }),
      { numRuns: 400 },
    );
  });
  it('never gives more for fewer days', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, fc.integer({ min: 0, max: 100 }), (zone, at, days) =>
        expect(addDaysStrict(at, days, zone)).toBeLessThan(addDaysStrict(at, days + 1, zone)),
      ),
    );
  });
});

describe('showInstant (BUD-35)', () => {
  it('is rounded down to the minute and names the zone', () => {
    expect(showInstant(parseInstant('2026-03-12T16:00:59Z'), PHOENIX)).toBe('2026-03-12 09:00 MST');
    expect(showInstant(parseInstant('2026-01-05T04:07:00Z'), CHICAGO)).toBe('2026-01-04 22:07 CST');
  });
});
