import { describe, expect, it } from '@jest/globals';
import { countdownTone, daysBetween, expiryTone, packages } from './days.js';

describe('days to an expiry', () => {
  it.each([
    ['2026-11-22', '2026-11-22', 0],
    ['2026-11-22', '2026-11-21', -1],
    ['2026-11-01', '2026-12-01', 30],
    ['2026-03-07', '2026-03-09', 2],
    ['2028-02-28', '2028-03-01', 2],
  ])('from %s to %s are %i', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });

  it.each([
    [-1, 'danger'],
    [0, 'warn'],
    [60, 'warn'],
    [61, undefined],
  ])('are marked, at %i, as %s', (days, tone) => {
    expect(expiryTone(days)).toBe(tone);
  });
});

it.each([
  ['6.000000', '6'],
  ['0.000000', '0'],
  ['5.250000', '5.25'],
  ['40', '40'],
  ['100', '100'],
])('shows %s packages as %s', (text, shown) => {
  expect(packages(text)).toBe(shown);
});

it.each([
  [-1, 'danger'],
  [0, 'warn'],
  [60, 'warn'],
  [61, 'info'],
])('marks an open container with %i minutes left as %s', (minutes, tone) => {
  expect(countdownTone(minutes)).toBe(tone);
});
