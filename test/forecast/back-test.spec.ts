import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../architecture/sources.js';
import { backTest, type Result } from './back-test.js';
import { reportTable } from './report.js';

const results = backTest();
/** Where new patients stop coming from one day to the next, no orders and no past can tell it. */
const foreseeable = results.filter(({ pattern }) => !pattern.stops);
const mean = (of: (result: Result) => number): number =>
  foreseeable.reduce((sum, result) => sum + of(result), 0) / foreseeable.length;

describe('the supply horizon against days on hand at the average rate', () => {
  it('is nearer to the real day: a fifth than the average of 30 days, a tenth than the better of both', () => {
    const horizon = mean((result) => result.horizon);
    const [rate30, rate90] = [mean((result) => result.rate30), mean((result) => result.rate90)];
    expect(horizon).toBeLessThanOrEqual(rate30 * 0.8);
    expect(horizon).toBeLessThanOrEqual(Math.min(rate30, rate90) * 0.9);
  });

  it.each(foreseeable)(
    'is not worse than either by more than half a day: $pattern.name',
    ({ horizon, rate30, rate90 }) => {
      expect(horizon).toBeLessThanOrEqual(Math.min(rate30, rate90) + 0.5);
    },
  );

  it('is what docs/supply-forecast.md reports', () => {
    expect(readFileSync(path.join(ROOT, 'docs/supply-forecast.md'), 'utf8')).toContain(reportTable(results));
  });
});
