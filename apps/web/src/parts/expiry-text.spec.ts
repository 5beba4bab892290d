import { describe, expect, it } from '@jest/globals';
import { readExpiry } from './expiry-text.js';

describe('readExpiry', () => {
  it.each([
    ['2027-03', '2027-03'],
    ['03/2027', '2027-03'],
    ['3-2027', '2027-03'],
    ['2027-03-31', '2027-03-31'],
    ['03/31/2027', '2027-03-31'],
    ['Mar 2027', '2027-03'],
    ['31MAR2027', '2027-03-31'],
    ['2028-02-29', '2028-02-29'],
    ['', ''],
  ])('reads %s as %s', (text, value) => {
    expect(readExpiry(text)).toEqual({ ok: true, value });
  });

  it.each([['03/27'], ['2027'], ['2027-13'], ['2027-02-29'], ['2027-00'], ['2027-03-00'], ['31/03/2027'], ['1999-03']])(
    'refuses %s',
    (text) => {
      expect(readExpiry(text).ok).toBe(false);
    },
  );
});
