import { describe, expect, it } from '@jest/globals';
import { costText, gainText, lastsText } from './words.js';

const lasts = (before: number | null, after: number | null, gained: number | null) => ({
  what: 'x',
  before: { days: before, missed: before === null ? 0 : 3 },
  after: { days: after, missed: 0 },
  gained,
});

describe('days gained in words', () => {
  it.each([
    [lasts(2, 5, 3), '3 days'],
    [lasts(2, 3, 1), '1 day'],
    [lasts(2, null, null), '2 days become enough for all known doses'],
    [lasts(null, null, null), 'Enough already'],
    [null, 'Not known'],
  ])('says what %j comes to', (given, words) => {
    expect(gainText(given)).toBe(words);
  });
  it('says how many doses are short', () => {
    expect(lastsText({ days: 1, missed: 1 })).toBe('1 day, then 1 dose short');
  });
});

describe('a difference of cost', () => {
  it.each([
    ['12.40', '+$12.40'],
    ['-3.00', '-$3.00'],
    ['0.00', '+$0.00'],
    [null, 'price unknown'],
  ])('%s is %s', (given, words) => {
    expect(costText(given)).toBe(words);
  });
});
