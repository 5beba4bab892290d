import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  looksLikeShortNumber,
  parseShortNumber,
  SHORT_NUMBER_PREFIXES,
  shortNumber,
  type ShortNumberPrefix,
} from './index.js';

const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-';
const prefixes = fc.constantFrom(...(Object.keys(SHORT_NUMBER_PREFIXES) as ShortNumberPrefix[]));
const sequences = fc.bigInt({ min: 1n, max: 10n ** 18n - 1n });
const numbers = fc.tuple(prefixes, sequences).map(([prefix, sequence]) => shortNumber(prefix, sequence));

describe('short numbers', () => {
  it('have at least six digits and one check character', () => {
    expect(shortNumber('CSP', 123)).toMatch(/^CSP-000123-[0-9A-Z]$/);
    expect(shortNumber('WS', 1_234_567n)).toMatch(/^WS-1234567-[0-9A-Z]$/);
  });
  it('of different kinds have different check characters for the same sequence', () => {
    const checks = Object.keys(SHORT_NUMBER_PREFIXES).map((p) => shortNumber(p as ShortNumberPrefix, 123).slice(-1));
    expect(new Set(checks).size).toBe(checks.length);
  });
  it('never end in a letter that is misread', () => {
    fc.assert(fc.property(numbers, (text) => !/[ILOSU]$/.test(text)));
  });
  it('are read back in any letter case and with spaces around', () => {
    fc.assert(
      fc.property(prefixes, sequences, (prefix, sequence) => {
        const text = shortNumber(prefix, sequence);
        expect(parseShortNumber(text)).toEqual({ prefix, sequence, text });
        expect(parseShortNumber(` ${text.toLowerCase()}\n`)).toEqual({ prefix, sequence, text });
      }),
    );
  });
  it('detect every single wrong sign', () => {
    fc.assert(
      fc.property(numbers, fc.nat(40), fc.constantFrom(...SIGNS), (text, place, sign) => {
        const at = place % text.length;
        fc.pre(text.charAt(at) !== sign);
        expect(parseShortNumber(text.slice(0, at) + sign + text.slice(at + 1))).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
  it('detect every swap of two neighbors, and of any two digits', () => {
    fc.assert(
      fc.property(numbers, fc.nat(40), fc.nat(40), (text, a, b) => {
        const [i, j] = [a % text.length, b % text.length].sort((x, y) => x - y) as [number, number];
        const digits = /\d/.test(text.charAt(i)) && /\d/.test(text.charAt(j)) && j < text.length - 1;
        fc.pre(text.charAt(i) !== text.charAt(j) && (j === i + 1 || digits));
        const swapped = [...text];
        [swapped[i], swapped[j]] = [text.charAt(j), text.charAt(i)];
        expect(parseShortNumber(swapped.join(''))).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
  it.each(['', 'CSP-123-4', 'XYZ-000123-4', 'CSP000123', 'CSP-000000-0', 'CSP-0000123-0'])('refuses "%s"', (text) => {
    expect(parseShortNumber(text)).toBeUndefined();
  });
  it.each([0, -1, 1.5, Number.NaN, 10n ** 18n])('are not made of %p', (sequence) => {
    expect(() => shortNumber('CSP', sequence)).toThrow(RangeError);
  });
  it('are recognized by their shape even when the check character is wrong', () => {
    const text = shortNumber('PT', 7);
    const wrong = text.slice(0, -1) + (text.endsWith('2') ? '3' : '2');
    expect([looksLikeShortNumber(wrong), parseShortNumber(wrong)]).toEqual([true, undefined]);
  });
});
