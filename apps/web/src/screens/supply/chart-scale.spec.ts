import { describe, expect, it } from '@jest/globals';
import { bandPath, HEIGHT, linePath, niceAbove, scaleOf, sparkPath, tickText } from './chart-scale.js';

const point = (expected: string, high = expected): Parameters<typeof scaleOf>[0][number] => ({
  on: '2026-03-02',
  low: '0',
  expected,
  high,
  scheduled: '0',
  unscheduled: '0',
});

describe('the chart of expected stock', () => {
  it.each([
    [1, 1],
    [1.01, 2],
    [2, 2],
    [4.9, 5],
    [5.1, 10],
    [115_000, 200_000],
  ])('%p fits under %p', (most, top) => {
    expect(niceAbove(most)).toBe(top);
  });

  it('puts nothing at the bottom and the most below the top', () => {
    const scale = scaleOf([point('80', '90'), point('0')]);
    expect(scale.top).toBe(100);
    expect(scale.y(0)).toBe(HEIGHT - 28);
    expect(scale.y(100)).toBe(12);
    expect(linePath(scale, [100, 0])).toBe('M64.0,12.0L712.0,212.0');
    expect(bandPath(scale, [0, 0], [100, 0])).toBe('M64.0,12.0L712.0,212.0L712.0,212.0L64.0,212.0Z');
  });

  it('draws an empty shelf as a flat line', () => {
    expect(sparkPath([0, 0])).toBe('M0.0,23.0L96.0,23.0');
  });

  it('names a day short', () => {
    expect(tickText('2026-12-09')).toBe('Dec 9');
  });
});
