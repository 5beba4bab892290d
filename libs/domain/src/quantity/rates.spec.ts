import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Quantity } from './quantity.js';
import { BodyDose, Concentration, DoseRate, Rate } from './rates.js';

const Q = (value: string | number, unit: string): Quantity => Quantity.of(value, unit);
const anyMass = fc.integer({ min: 1, max: 100_000 }).map((n) => Q(n, 'mg'));
const anyVolume = fc.integer({ min: 1, max: 5000 }).map((n) => Q(n, 'mL'));
const anyTime = fc.integer({ min: 1, max: 5000 }).map((n) => Q(n, 'min'));

describe('Concentration', () => {
  it('says how much is in a volume and which volume holds how much', () => {
    const vancomycin = Concentration.of(Q('10', 'g'), Q('100', 'mL'));
    expect(vancomycin.per('mg', 'mL').toString()).toBe('100');
    expect(vancomycin.volumeFor(Q('1250', 'mg')).in('mL').toJSON()).toEqual({ value: '12.5', unit: 'mL' });
    expect(vancomycin.amountIn(Q('12.5', 'mL')).in('mg').toJSON()).toEqual({ value: '1250', unit: 'mg' });
  });
  it('gives back the amount of the volume for an amount', () => {
    fc.assert(
      fc.property(anyMass, anyVolume, anyMass, (amount, volume, dose) => {
        const c = Concentration.of(amount, volume);
        expect(c.amountIn(c.volumeFor(dose)).eq(dose)).toBe(true);
        expect(c.compare(Concentration.of(amount.times(2), volume.times(2)))).toBe(0);
        expect(c.compare(Concentration.of(amount, volume.times(2)))).toBe(1);
      }),
    );
  });
  it.each([
    ['a volume as amount', () => Concentration.of(Q(1, 'mL'), Q(1, 'mL')), TypeError],
    ['an amount as volume', () => Concentration.of(Q(1, 'mg'), Q(1, 'mg')), TypeError],
    ['no volume', () => Concentration.of(Q(1, 'mg'), Q(0, 'mL')), RangeError],
    ['a negative volume', () => Concentration.of(Q(1, 'mg'), Q(-1, 'mL')), RangeError],
    ['a negative amount', () => Concentration.of(Q(-1, 'mg'), Q(1, 'mL')), RangeError],
    [
      'units compared with milligrams',
      () => Concentration.of(Q(1, '[iU]'), Q(1, 'mL')).compare(Concentration.of(Q(1, 'mg'), Q(1, 'mL'))),
      TypeError,
    ],
    [
      'a dose in another kind of unit',
      () => Concentration.of(Q(1, 'mmol'), Q(1, 'mL')).volumeFor(Q(1, 'meq')),
      TypeError,
    ],
    [
      'a dose out of a solution without drug',
      () => Concentration.of(Q(0, 'mg'), Q(1, 'mL')).volumeFor(Q(1, 'mg')),
      RangeError,
    ],
  ])('refuses %s', (_, act, error) => expect(act).toThrow(error));
});

describe('Rate', () => {
  it('of 92 mL over 46 h is 2 mL/h', () =>
    expect(Rate.of(Q(92, 'mL'), Q(46, 'h')).per('mL', 'h').toString()).toBe('2'));
  it('of 250 mL over 90 min keeps every digit', () => {
    const rate = Rate.of(Q(250, 'mL'), Q(90, 'min'));
    expect(rate.per('mL', 'h').toFixed(1, 'half-up')).toBe('166.7');
    expect(rate.per('mL', 'h').times(3).toString()).toBe('500');
  });
  it('takes the time it was made from to run its volume', () => {
    fc.assert(
      fc.property(anyVolume, anyTime, (volume, time) =>
        expect(Rate.of(volume, time).timeFor(volume).eq(time)).toBe(true),
      ),
    );
  });
  it.each([
    ['no time', () => Rate.of(Q(1, 'mL'), Q(0, 'h')), RangeError],
    ['drug as volume', () => Rate.of(Q(1, 'mg'), Q(1, 'h')), TypeError],
    ['volume as time', () => Rate.of(Q(1, 'mL'), Q(1, 'mL')), TypeError],
    ['the time for a volume that never runs', () => Rate.of(Q(0, 'mL'), Q(1, 'h')).timeFor(Q(1, 'mL')), RangeError],
  ])('refuses %s', (_, act, error) => expect(act).toThrow(error));
});

describe('BodyDose', () => {
  it('of 2,400 mg/m2 for 1.8 m2 is 4,320 mg', () => {
    expect(BodyDose.of(Q('2400', 'mg'), 'm2').for(Q('1.8', 'm2')).toJSON()).toEqual({ value: '4320', unit: 'mg' });
  });
  it('takes weight in any unit of mass', () => {
    expect(BodyDose.of(Q('15', 'mg'), 'kg').for(Q('80000', 'g')).toJSON()).toEqual({ value: '1200', unit: 'mg' });
  });
  it('refuses a surface for a weight, and a weight for a surface', () => {
    expect(() => BodyDose.of(Q(1, 'mg'), 'kg').for(Q(1, 'm2'))).toThrow(TypeError);
    expect(() => BodyDose.of(Q(1, 'mg'), 'm2').for(Q(70, 'kg'))).toThrow(TypeError);
  });
});

describe('DoseRate', () => {
  const norepinephrine = DoseRate.of(Q('0.1', 'ug'), Q(1, 'min'), 'kg');
  const bag = Concentration.of(Q(4, 'mg'), Q(250, 'mL'));
  it('becomes a pump rate for this body', () => {
    expect(norepinephrine.through(bag, Q(70, 'kg')).per('mL', 'h').toString()).toBe('26.25');
  });
  it('needs the body when it is per body, and none when it is not', () => {
    expect(() => norepinephrine.through(bag)).toThrow(TypeError);
    expect(() => norepinephrine.forBody(Q('1.8', 'm2'))).toThrow(TypeError);
    expect(
      DoseRate.of(Q(10, 'mg'), Q(1, 'h'))
        .through(Concentration.of(Q(1, 'mg'), Q(1, 'mL')))
        .per('mL', 'h')
        .toString(),
    ).toBe('10');
  });
  it('refuses a time that is none', () => expect(() => DoseRate.of(Q(1, 'mg'), Q(0, 'h'))).toThrow(RangeError));
});
