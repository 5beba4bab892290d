import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addCalendarDays,
  addHours,
  DAY_MS,
  earliest,
  formatInstant,
  instant,
  lastDayOfMonth,
  parseInstant,
  parseLocalDate,
} from './instant.js';

const anyInstant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2090, 0, 1) }).map(instant);

describe('instants', () => {
  it.each([
    ['2026-03-02T09:00:00Z', Date.UTC(2026, 2, 2, 9)],
    ['2026-03-02T09:00Z', Date.UTC(2026, 2, 2, 9)],
    ['2026-03-02T09:00:00.250Z', Date.UTC(2026, 2, 2, 9, 0, 0, 250)],
    ['2026-03-02T09:00:00-07:00', Date.UTC(2026, 2, 2, 16)],
    ['2024-02-29T00:00:00+05:30', Date.UTC(2024, 1, 28, 18, 30)],
  ])('reads %s', (text, ms) => expect(parseInstant(text)).toBe(ms));

  it.each([
    '2026-03-02',
    '2026-03-02T09:00:00',
    '2026-03-02 09:00:00Z',
    '2026-13-02T09:00:00Z',
    '2026-02-30T09:00:00Z',
    '2025-02-29T09:00:00Z',
    '2026-04-31T09:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T09:60:00Z',
    '2026-03-02T09:00:60Z',
    '2026-03-02T09:00:00+25:00',
    '2026-03-02T09:00:00z',
    '',
  ])('refuses "%s"', (text) => expect(() => parseInstant(text)).toThrow(RangeError));

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1])('refuses %s milliseconds', (ms) =>
    expect(() => instant(ms)).toThrow(RangeError),
  );
  it('reads back what it writes', () => {
    fc.assert(fc.property(anyInstant, (at) => expect(parseInstant(formatInstant(at))).toBe(at)));
  });
  it('adds hours, never rounding up', () => {
    const at = parseInstant('2026-03-02T09:00:00Z');
    expect(formatInstant(addHours(at, 1.5))).toBe('2026-03-02T10:30:00.000Z');
    expect(addHours(at, 0.0000001)).toBe(at);
    expect(() => addHours(at, Number.NaN)).toThrow(RangeError);
  });
  it('knows the earliest', () => {
    expect(earliest(instant(3), instant(1), instant(2))).toBe(1);
    expect(() => earliest()).toThrow(RangeError);
  });
});

describe('dates', () => {
  it.each(['2026-03-02', '2024-02-29', '2000-02-29'])('accepts %s', (text) => expect(parseLocalDate(text)).toBe(text));
  it.each(['2026-02-29', '2026-3-2', '2026-00-01', '2026-01-00', '20260302', '2026-03-02T00:00:00Z', '1900-02-29'])(
    'refuses %s',
    (text) => expect(() => parseLocalDate(text)).toThrow(RangeError),
  );
  it.each([
    [2026, 1, '2026-01-31'],
    [2026, 2, '2026-02-28'],
    [2024, 2, '2024-02-29'],
    [2100, 2, '2100-02-28'],
    [2026, 4, '2026-04-30'],
    [2026, 12, '2026-12-31'],
  ])('ends month %d-%d on %s', (year, month, last) => expect(lastDayOfMonth(year, month)).toBe(last));
  it.each([0, 13, 1.5])('refuses month %s', (month) => expect(() => lastDayOfMonth(2026, month)).toThrow(RangeError));

  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-08', 0, '2026-03-08'],
  ])('%s and %d days is %s', (date, days, result) => expect(addCalendarDays(parseLocalDate(date), days)).toBe(result));
  it('refuses parts of a day', () =>
    expect(() => addCalendarDays(parseLocalDate('2026-03-01'), 0.5)).toThrow(RangeError));
  it('adds days there and back, each of 24 h in UTC', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -5000, max: 5000 }), (at, days) => {
        const date = parseLocalDate(formatInstant(at).slice(0, 10));
        const moved = addCalendarDays(date, days);
        expect(addCalendarDays(moved, -days)).toBe(date);
        expect(Date.parse(`${moved}T00:00:00Z`) - Date.parse(`${date}T00:00:00Z`)).toBe(days * DAY_MS);
      }),
    );
  });
});
