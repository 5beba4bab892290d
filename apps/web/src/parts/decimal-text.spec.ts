import { describe, expect, it } from '@jest/globals';
import { Decimal } from '#domain/quantity';
import fc from 'fast-check';
import { readDecimal } from './decimal-text.js';

describe('readDecimal', () => {
  it.each([
    ['1250', '1250'],
    ['1,250', '1250'],
    ['1,250.50', '1250.5'],
    ['1,250,000', '1250000'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['007.50', '7.5'],
    ['0.0', '0'],
    [' 12 ', '12'],
    ['', ''],
  ])('reads %s as %s', (text, value) => {
    expect(readDecimal(text, 'mg')).toEqual({ ok: true, value });
  });

  it.each([
    ['0,5', 'Use a point for decimals: 0.5'],
    ['12,50', 'Use a point for decimals: 12.50'],
    ['1,2500', 'Use a point for decimals: 1.2500'],
    ['1.2.3', 'Enter a plain number, such as 1250 or 0.5'],
    ['-5', 'Enter a plain number, such as 1250 or 0.5'],
    ['1e3', 'e3 is not a unit known here'],
    ['.', 'Enter a plain number, such as 1250 or 0.5'],
    ['mg', 'Enter a plain number, such as 1250 or 0.5'],
    ['5 mL', 'mL does not convert to mg'],
    ['5 teaspoons', 'teaspoons is not a unit known here'],
  ])('refuses %s', (text, message) => {
    expect(readDecimal(text, 'mg')).toEqual({ ok: false, message });
  });

  it.each([
    ['1.25 g', 'mg', '1250', '1.25 g = 1250 mg'],
    ['250mcg', 'mg', '0.25', '250 mcg = 0.25 mg'],
    ['1.5 h', 'min', '90', '1.5 h = 90 min'],
    ['165 lb', 'kg', '74.84274105', '165 lb = 74.84274105 kg'],
  ])('converts %s to %s exactly', (text, unit, value, note) => {
    expect(readDecimal(text, unit)).toEqual({ ok: true, value, note });
  });

  it('takes the unit of the field without a word', () => {
    expect(readDecimal('5000 units', '[iU]')).toEqual({ ok: true, value: '5000' });
  });

  it('keeps every digit that was keyed', () => {
    const digits = fc.stringMatching(/^\d{1,12}(\.\d{1,6})?$/);
    fc.assert(
      fc.property(digits, (text) => {
        const reading = readDecimal(text);
        expect(reading.ok && Decimal.of(reading.value).eq(Decimal.of(text))).toBe(true);
      }),
    );
  });
});
