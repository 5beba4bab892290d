import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { Concentration, Decimal, DoseRate, Quantity, type Unit } from '#domain/quantity';
import {
  bodySurfaceArea,
  convertElectrolyte,
  daysOfSupply,
  dilute,
  doseOverTime,
  doseRateOf,
  dosesInSupply,
  infusionRate,
  infusionTime,
  IONS,
  pumpRate,
  SALTS,
} from './index.js';

const q = (value: string | number, unit: Unit): Quantity => Quantity.of(String(value), unit);

describe('calculators', () => {
  const positive = fc.integer({ min: 1, max: 10_000_000 }).map((n) => Decimal.of(n).dividedBy(1000));
  it('a dose rate survives the way to the pump and back', () => {
    fc.assert(
      fc.property(positive, positive, positive, positive, (dose, kg, mg, mL) => {
        const body = Quantity.of(kg, 'kg');
        const concentration = Concentration.of(Quantity.of(mg, 'mg'), Quantity.of(mL, 'mL'));
        const doseRate = DoseRate.of(Quantity.of(dose, 'ug'), q(1, 'min'), 'kg');
        const { rate } = pumpRate({ doseRate, concentration, body }).result;
        const back = doseRateOf({ rate, concentration, per: 'kg', body, amountUnit: 'ug', timeUnit: 'min' });
        return back.result.value.eq(dose);
      }),
    );
  });
  it('an electrolyte survives mass to equivalents and back', () => {
    const names = fc.constantFrom(...Object.keys(SALTS), ...Object.keys(IONS).filter((n) => n !== 'phosphorus'));
    fc.assert(
      fc.property(names, positive, (name, mg) => {
        const of = name as keyof typeof SALTS;
        const meq = convertElectrolyte({ amount: Quantity.of(mg, 'mg'), to: 'meq', of }).result.amount;
        return convertElectrolyte({ amount: meq, to: 'mg', of }).result.amount.value.eq(mg);
      }),
    );
  });
  it('dilution conserves drug and volume', () => {
    fc.assert(
      fc.property(positive, positive, positive, (a, b, v) => {
        const [strong, weak] = a.gte(b) ? [a, b] : [b, a];
        const [stock, target] = [strong, weak].map((c) => Concentration.of(Quantity.of(c, 'mg'), q(1, 'mL'))) as [
          Concentration,
          Concentration,
        ];
        const finalVolume = Quantity.of(v, 'mL');
        const r = dilute({ stock, target, finalVolume }).result;
        return (
          !!r &&
          r.stockVolume.plus(r.diluentVolume).eq(finalVolume) &&
          stock.amountIn(r.stockVolume).eq(target.amountIn(finalVolume))
        );
      }),
    );
  });
  it('a volume and time give a rate that takes that time for that volume', () => {
    fc.assert(
      fc.property(positive, positive, (v, h) => {
        const volume = Quantity.of(v, 'mL');
        const { rate } = infusionRate({ volume, over: Quantity.of(h, 'h') }).result;
        return infusionTime({ volume, rate }).result.time.value.eq(h);
      }),
    );
  });
  it('the square of a surface is height times weight over 3,600, to 25 digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 2300 }), fc.integer({ min: 4, max: 3000 }), (mm, hectograms) => {
        const [cm, kg] = [Decimal.of(mm).dividedBy(10), Decimal.of(hectograms).dividedBy(10)];
        const { area } = bodySurfaceArea({ height: Quantity.of(cm, 'cm'), weight: Quantity.of(kg, 'kg') }).result;
        return area.value.times(area.value).minus(cm.times(kg).dividedBy(3600)).abs().lt('0.0000000000000000000000001');
      }),
    );
  });
  it('doses last at least as long as the supply, and one less does not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 96 }), fc.integer({ min: 1, max: 2000 }), (every, hours) => {
        const { doses } = dosesInSupply({ every: q(every, 'h'), duration: q(hours, 'h') }).result;
        const lasts = (n: number): Decimal =>
          n < 1 ? Decimal.ZERO : daysOfSupply({ doses: n, every: q(every, 'h') }).result.duration.in('h').value;
        return lasts(doses).gte(hours) && lasts(doses - 1).lt(hours);
      }),
    );
  });
  it('a dose over a time delivers the dose', () => {
    fc.assert(
      fc.property(positive, positive, positive, (d, c, h) => {
        const concentration = Concentration.of(Quantity.of(c, 'mg'), q(1, 'mL'));
        const over = Quantity.of(h, 'h');
        const r = doseOverTime({ dose: Quantity.of(d, 'mg'), concentration, over }).result;
        return concentration.amountIn(Quantity.of(r.rate.per('mL', 'h').times(h), 'mL')).value.eq(d);
      }),
    );
  });
});
