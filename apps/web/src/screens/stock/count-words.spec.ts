import { describe, expect, it } from '@jest/globals';
import { countState, lineState, lineToCount } from './count-words.js';

describe('lineToCount', () => {
  const line = (id: string, lotId: string, state: string): { id: string; lotId: string; state: string } => ({
    id,
    lotId,
    state,
  });
  it('chooses of two places of a lot the one that is still to be counted', () => {
    const sheet = [line('1', 'a', 'counted'), line('2', 'a', 'recount'), line('3', 'b', 'to-count')];
    expect(lineToCount(sheet, 'a')?.id).toBe('2');
    expect(lineToCount(sheet, 'b')?.id).toBe('3');
  });
  it('finds a line that is counted already, and none of a lot that is not on the sheet', () => {
    expect(lineToCount([line('1', 'a', 'counted')], 'a')?.id).toBe('1');
    expect(lineToCount([line('1', 'a', 'counted')], 'c')).toBeUndefined();
    expect(lineToCount([line('1', 'a', 'counted')], undefined)).toBeUndefined();
  });
});

it.each([
  ['open', 0, 'Counting'],
  ['submitted', 1, 'One difference to decide'],
  ['submitted', 2, 'Differences to decide'],
  ['closed', 0, 'Closed'],
])('says of a count that is %s with %i differences: %s', (state, openVariances, words) => {
  expect(countState({ state, openVariances })).toBe(words);
});

it('has words for every state of a line', () => {
  for (const state of ['to-count', 'recount', 'counted', 'agreed', 'variance', 'accepted', 'refused'])
    expect(lineState(state)).not.toBe(state);
});
