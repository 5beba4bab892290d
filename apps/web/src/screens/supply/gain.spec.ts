import { describe, expect, it } from '@jest/globals';
import { gainText, wholeNumber } from './gain.js';

describe('what a lever buys', () => {
  it.each([
    [{ daysGained: 4, atLeast: false }, '+4 days'],
    [{ daysGained: 1, atLeast: true }, 'at least +1 day'],
    [{ daysGained: 0, atLeast: false }, 'no day'],
    [{ daysGained: null, atLeast: false }, 'needs a choice'],
  ])('%j reads %p', (gain, text) => {
    expect(gainText(gain)).toBe(text);
  });
});

describe('a count', () => {
  it.each([
    ['0', undefined],
    ['1', 1],
    [' 99999 ', 99_999],
    ['100000', undefined],
    ['1.5', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('%p is %p', (text, count) => {
    expect(wholeNumber(text)).toBe(count);
  });
});
