import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { figuresOf, median, medianFigures, percentile } from '../../bench/statistics.js';

const numbers = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 200 });
const oneToHundred = Array.from({ length: 100 }, (_, i) => 100 - i);

describe('percentile', () => {
  it.each([
    [0, 1],
    [0.005, 1],
    [0.5, 50],
    [0.501, 51],
    [0.99, 99],
    [0.991, 100],
    [1, 100],
  ])('of 1 to 100 at %p is %p: the nearest rank', (share, expected) => {
    expect(percentile(oneToHundred, share)).toBe(expected);
  });

  it('is a value that was measured, which at least that share does not exceed', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const found = percentile(values, share);
        expect(values).toContain(found);
        expect(values.filter((v) => v <= found).length).toBeGreaterThanOrEqual(share * values.length - 1e-9);
      }),
    );
  });

  it.each([
    [[], 0.5],
    [[1], 1.01],
    [[1], -0.01],
    [[1], Number.NaN],
  ])('refuses %p at %p', (values, share) => {
    expect(() => percentile(values, share)).toThrow(RangeError);
  });
});

describe('median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[10, 9], 9.5],
  ])('of %p is %p', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('has as many values on either side', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const middle = median(values);
        expect(values.filter((v) => v < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((v) => v > middle).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });

  it('refuses nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('figures of a round', () => {
  const round = { latenciesMs: [10, 20, 30, 40], wallMs: 50, apiCpuMs: 8, databaseCpuMs: 4 };

  it('are per operation, the rate per second of wall time', () => {
    expect(figuresOf(round)).toEqual({ p50: 20, p99: 40, perSecond: 80, apiCpu: 2, databaseCpu: 1 });
  });

  it('of three rounds are the middle one of each figure, whatever a disturbed round says', () => {
    const disturbed = { ...round, latenciesMs: [10, 20, 30, 4_000], wallMs: 5_000 };
    expect(medianFigures([round, disturbed, round])).toEqual(figuresOf(round));
  });
});
