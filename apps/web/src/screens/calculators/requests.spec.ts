import { describe, expect, it } from '@jest/globals';
import { addressOf, readList, valuesOf, writeList } from './fields.js';
import { dilutionQuestion, DOSE_DEFAULTS, doseQuestion, minutesOf, rateQuestion, type DoseValues } from './requests.js';
import { VIALS_DEFAULTS, vialsQuestion } from './vials-request.js';

const keyed = (values: Partial<DoseValues>): DoseValues => ({ ...DOSE_DEFAULTS, ...values });

describe('dose question', () => {
  it.each([
    [{ basis: 'flat' }, 'Enter the dose.'],
    [{ basis: 'per-kg', dose: '15' }, 'Enter the weight.'],
    [{ basis: 'per-m2', dose: '2400', weight: '70' }, 'Enter the height.'],
    [{ basis: 'auc', dose: '5', weight: '70', age: '61' }, 'Enter the serum creatinine, or the GFR.'],
    [{ basis: 'auc', dose: '5', weight: '70', age: '61', creatinine: '0.9' }, 'Choose the sex.'],
    [{ basis: 'per-kg', dose: '1,5', weight: '70' }, 'Enter the dose as a plain number, with up to 6 decimals.'],
  ])('asks for what is missing of %j', (values, missing) => {
    expect(doseQuestion(keyed(values))).toEqual({ missing });
  });

  it('sends only what was keyed, with its units', () => {
    expect(doseQuestion(keyed({ basis: 'per-kg', dose: '15', weight: '82.5' }))).toEqual({
      request: { basis: 'per-kg', dose: '15', unit: 'mg', weight: '82.5', weightUnit: 'kg', weightUsed: 'actual' },
    });
  });

  it('needs no creatinine for an AUC once the filtration rate was measured', () => {
    expect(doseQuestion(keyed({ basis: 'auc', dose: '5', gfr: '90' }))).toEqual({
      request: { basis: 'auc', dose: '5', gfr: '90' },
    });
  });
});

describe('dilution question', () => {
  it('leaves the weaker one out where plain diluent is meant', () => {
    const strengths = { stock: '50', target: '10', finalMl: '100' };
    expect(dilutionQuestion(keyed({ dilution: 'alligation', ...strengths }))).toEqual({
      request: {
        kind: 'alligation',
        stock: { amount: '50', unit: 'mg', perMl: '1' },
        target: { amount: '10', unit: 'mg', perMl: '1' },
        finalVolumeMl: '100',
      },
    });
  });

  it('names the part of a mixture that is not complete', () => {
    const parts = writeList([{ amount: '10', volumeMl: '5' }, { amount: '20' }]);
    expect(dilutionQuestion(keyed({ dilution: 'mix', parts }))).toEqual({ missing: 'Enter the volume of part 2.' });
  });
});

describe('rate question', () => {
  it('asks for the weight only where the dose rate is per kg', () => {
    const values = { rate: 'dose-rate', doseRate: '5', amount: '400', inMl: '250' };
    expect(rateQuestion(keyed(values))).toEqual({ missing: 'Enter the weight.' });
    expect(rateQuestion(keyed({ ...values, dosePer: '' }))).toEqual({
      request: {
        kind: 'dose-rate',
        doseRate: '5',
        doseUnit: 'ug',
        doseTime: 'min',
        concentration: { amount: '400', unit: 'mg', perMl: '250' },
      },
    });
  });
});

describe('hours and minutes', () => {
  it.each([
    ['1', '30', '90'],
    ['0.1', '', '6'],
    ['', '45', '45'],
    ['1.5', '0.5', '90.5'],
    ['46', '', '2760'],
    ['', '', ''],
    ['0', '0', ''],
    ['1h', '', ''],
  ])('%s h and %s min are %s min exactly', (hours, minutes, total) => {
    expect(minutesOf(hours, minutes)).toBe(total);
  });
});

describe('vials question', () => {
  it('takes a powder by its diluent or by its final volume', () => {
    const powder = (more: object): string => writeList([{ content: '1', contentUnit: 'g', ...more }]);
    const ask = (vials: string): unknown => vialsQuestion({ ...VIALS_DEFAULTS, dose: '2000', vials });
    expect(ask(powder({}))).toEqual({ missing: 'Enter the diluent for the vial, or its final volume.' });
    expect(ask(powder({ finalVolumeMl: '10' }))).toEqual({
      request: {
        dose: { value: '2000', unit: 'mg' },
        vials: [{ content: { value: '1', unit: 'g' }, finalVolumeMl: '10' }],
      },
    });
  });

  it.each(['0', '0.00', '', 'x'])('does not ask about a dose of "%s"', (dose) => {
    expect(vialsQuestion({ ...VIALS_DEFAULTS, dose })).toEqual({ missing: 'Enter the dose.' });
  });
});

describe('address of a calculation', () => {
  it('holds what differs from the defaults, and gives it back', () => {
    const values = keyed({ dose: '15', weight: '80', unit: 'ug' });
    const address = addressOf('dose', values, DOSE_DEFAULTS);
    expect(address).toBe('/calculators?tab=dose&dose=15&unit=ug&weight=80');
    const query = Object.fromEntries(new URLSearchParams(address.split('?')[1]));
    expect(valuesOf(query, DOSE_DEFAULTS)).toEqual(values);
  });

  it.each(['', 'null', '{"a":1}', '[{"name":'])('reads a list that was cut off as empty: %s', (text) => {
    expect(readList(text, { name: '' })).toEqual([]);
  });
});
