import { describe, expect, it } from '@jest/globals';
import { Quantity } from '#domain/quantity';
import { SWFI_100, SWFI_20 } from '../../test/stories.js';
import { DiluentSource } from './diluent-source.js';

const mL = (value: string | number): Quantity => Quantity.of(value, 'mL');

describe('DiluentSource', () => {
  it('serves several pours from one package, and opens the next when the rest is too small', () => {
    const source = new DiluentSource(SWFI_100);
    const pours = ['40', '40', '40', '20'].flatMap((v) => source.pour(mL(v)));
    expect(pours.map((p) => [p.packageIndex, p.opens])).toEqual([
      [1, true],
      [1, false],
      [2, true],
      [1, false],
    ]);
    expect(source.packages).toBe(2);
  });
  it('splits only what no package holds', () => {
    expect(new DiluentSource(SWFI_20).pour(mL(45)).map((p) => [p.packageIndex, p.volume.value.toString()])).toEqual([
      [1, '20'],
      [2, '20'],
      [3, '5'],
    ]);
  });
  it('never keeps an ampul', () => {
    const source = new DiluentSource({ ...SWFI_20, containerKind: 'ampul' });
    expect([source.pour(mL(5)), source.pour(mL(5))].map(([p]) => p?.packageIndex)).toEqual([1, 2]);
  });
  it('refuses what cannot be poured', () => {
    expect(() => new DiluentSource({ ...SWFI_20, form: 'empty' })).toThrow(RangeError);
    expect(() => new DiluentSource(SWFI_20).pour(mL(0))).toThrow(RangeError);
  });
});
