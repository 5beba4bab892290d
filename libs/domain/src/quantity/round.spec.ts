import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from './decimal.js';
import { Quantity } from './quantity.js';
import { roundToDrawnVolume, roundToSignificant, roundToStep, roundToStored, syringeMark } from './round.js';

const mL = (value: string): Quantity => Quantity.of(value, 'mL');
const anyVolume = fc.integer({ min: 1, max: 10_000_000 }).map((n) => Quantity.of(n, 'mL').dividedBy(7000));

describe('roundToStep', () => {
  it('rounds in the unit of the step and tells what changed', () => {
    const { rounded, change } = roundToStep(Quantity.of('4.317', 'g'), Quantity.of('10', 'mg'), 'half-up');
    expect(rounded.toJSON()).toEqual({ value: '4320', unit: 'mg' });
    expect(change.toJSON()).toEqual({ value: '3', unit: 'mg' });
  });
  it.each(['0', '-1'])('refuses a step of %s', (step) =>
    expect(() => roundToStep(mL('1'), mL(step), 'down')).toThrow(RangeError),
  );
  it('refuses a step of another kind', () =>
    expect(() => roundToStep(mL('1'), Quantity.of('1', 'mg'), 'down')).toThrow(TypeError));
});

describe('syringeMark', () => {
  it.each([
    ['0.5', '0.01'],
    ['1', '0.01'],
    ['1.01', '0.1'],
    ['3', '0.1'],
    ['3.01', '0.2'],
    ['12', '0.2'],
    ['12.01', '1'],
    ['60', '1'],
    ['60.01', '1'],
  ])('of %s mL is %s mL', (volume, mark) => expect(syringeMark(mL(volume)).value.toString()).toBe(mark));
});

describe('roundToDrawnVolume', () => {
  it.each([
    ['12.5', '12.5'],
    ['86.4', '86.4'],
    ['0.994', '0.99'],
    ['0.995', '1'],
    ['1.04', '1'],
    ['1.05', '1.1'],
    ['0.004', '0'],
  ])('draws %s mL as %s mL', (volume, drawn) =>
    expect(roundToDrawnVolume(mL(volume)).rounded.value.toString()).toBe(drawn),
  );
  it('loses at most half a graduation, and says how much', () => {
    fc.assert(
      fc.property(anyVolume, (volume) => {
        const { rounded, change } = roundToDrawnVolume(volume);
        expect(rounded.minus(change).eq(volume)).toBe(true);
        expect(change.value.abs().lte(volume.value.lt(1) ? '0.005' : '0.05')).toBe(true);
      }),
    );
  });
});

describe('roundToStored', () => {
  it('keeps six decimals, half to even', () => {
    expect(roundToStored(mL('0.0000005')).rounded.value.toString()).toBe('0');
    expect(roundToStored(mL('0.0000015')).rounded.value.toString()).toBe('0.000002');
  });
  it('always has exact text', () => {
    fc.assert(fc.property(anyVolume, (volume) => expect(roundToStored(volume).rounded.value.isExact()).toBe(true)));
  });
});

describe('roundToSignificant', () => {
  it.each([
    ['1234.5', 3, '1230'],
    ['0.0012345', 3, '0.00123'],
    ['9.996', 3, '10'],
    ['1', 3, '1'],
    ['-1234.5', 2, '-1200'],
    ['0', 3, '0'],
  ])('shows %s with %d digits as %s', (value, digits, shown) =>
    expect(roundToSignificant(Decimal.of(value), digits).toString()).toBe(shown),
  );
});
