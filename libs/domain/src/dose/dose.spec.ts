import { describe, expect, it } from '@jest/globals';
import { BodyDose, Concentration, Decimal, DoseRate, Quantity, Rate, type Unit } from '#domain/quantity';
import {
  adjustedBodyWeight,
  bodyMassIndex,
  bodySurfaceArea,
  calvert,
  convertElectrolyte,
  creatinineClearance,
  dilute,
  addToReach,
  doseFor,
  doseRateOf,
  dosesInSupply,
  dripRate,
  idealBodyWeight,
  infusionRate,
  infusionTime,
  mix,
  numberText,
  percentStrength,
  pumpRate,
  ratioStrength,
  roundDoseToVial,
  type Calculation,
} from './index.js';

const q = (value: string | number, unit: Unit): Quantity => Quantity.of(String(value), unit);
const codes = (c: Calculation<unknown>): string[] => c.findings.map((f) => f.code);
const per = (amount: Quantity, mL: string): Concentration => Concentration.of(amount, q(mL, 'mL'));

describe('worked example 20: carboplatin for a woman of 60 years, 62 kg, 165 cm, creatinine 0.5 mg/dL', () => {
  const patient = { ageYears: 60, weight: q(62, 'kg'), serumCreatinine: '0.5', sex: 'female' } as const;
  it('has a surface of 1.69 m², to 30 digits inside', () => {
    const { result, derivation } = bodySurfaceArea({ height: q(165, 'cm'), weight: q(62, 'kg') });
    expect(result.rounded.toJSON()).toEqual({ value: '1.69', unit: 'm2' });
    expect(result.area.value.toString()).toBe('1.685724374465371093474530377771');
    expect(derivation.map((s) => [s.value, s.unit, s.rounding])).toEqual([
      ['1.685724…', 'm²', undefined],
      ['1.69', 'm²', true],
    ]);
  });
  it.each([
    [undefined, '117.1', '852.7', ['dose.low-creatinine']],
    ['0.7', '83.7', '651.9', []],
  ])(
    'with a creatinine floor of %s has a clearance of %s mL/min and a dose of %s mg',
    (floor, clearance, dose, found) => {
      const renal = creatinineClearance({ ...patient, ...(floor && { creatinineFloor: floor }) });
      expect(renal.result.rounded.toString()).toBe(clearance);
      expect(codes(renal)).toEqual(found);
      expect(calvert({ auc: '6', gfr: renal.result.clearance }).result.rounded.value.toString()).toBe(dose);
    },
  );
  it('is rounded to 650 mg, 0.3 % less', () => {
    const { result } = roundDoseToVial({ dose: q('651.9', 'mg'), vial: q(50, 'mg') });
    expect([result.applied, result.dose.value.toString(), result.changePercent.toFixed(1, 'half-up')]).toEqual([
      true,
      '650',
      '-0.3',
    ]);
  });
  it.each([
    ['125', '900', []],
    ['126', '900', []],
    ['300', '900', []],
  ])('caps a GFR of %s at 125 mL/min: AUC 6 is never above 900 mg', (gfr, dose, found) => {
    const c = calvert({ auc: '6', gfr });
    expect([c.result.dose.value.toString(), codes(c)]).toEqual([dose, found]);
  });
  it('stops above 900 mg', () => {
    expect(codes(calvert({ auc: '6.1', gfr: '125' }))).toEqual(['dose.above-maximum']);
    expect(codes(calvert({ auc: '6', gfr: '130', gfrCap: null }))).toEqual([
      'dose.gfr-not-capped',
      'dose.above-maximum',
    ]);
  });
});

describe('numbers in a derivation', () => {
  it.each([
    ['1250', '1', '1250'],
    ['1', '3', '0.333333…'],
    ['-2', '3', '-0.666666…'],
    ['1', '30000', '0.0000333…'],
    ['1', '8000000', '0.000000125'],
    ['0', '1', '0'],
  ])('%s / %s is shown as %s', (n, d, text) => expect(numberText(Decimal.of(n).dividedBy(d))).toBe(text));
});

describe('body size', () => {
  it('follows Du Bois where asked', () => {
    const { result } = bodySurfaceArea({ height: q(170, 'cm'), weight: q(70, 'kg'), formula: 'dubois' });
    expect(
      Math.abs(Number(result.area.value.toFixed(12, 'down')) - 0.007184 * 70 ** 0.425 * 170 ** 0.725),
    ).toBeLessThan(1e-10);
  });
  it('reads inches and pounds', () => {
    const metric = bodySurfaceArea({ height: q('177.8', 'cm'), weight: q('81.6466266', 'kg') });
    const imperial = bodySurfaceArea({ height: q(70, '[in_i]'), weight: q(180, '[lb_av]') });
    expect(imperial.result.area.eq(metric.result.area)).toBe(true);
  });
  it.each([
    ['170', '700', ['weight']],
    ['17', '70', ['height']],
    ['30', '0.4', []],
    ['230', '300', []],
  ])('asks back at %s cm and %s kg', (cm, kg, fields) => {
    const { findings } = bodySurfaceArea({ height: q(cm, 'cm'), weight: q(kg, 'kg') });
    expect(findings.map((f) => f.field)).toEqual(fields);
  });
  it('says where ideal weight does not hold', () => {
    expect(codes(idealBodyWeight({ height: q('152.4', 'cm'), sex: 'female' }))).toEqual([]);
    expect(codes(idealBodyWeight({ height: q('152.3', 'cm'), sex: 'female' }))).toEqual(['dose.formula-range']);
    expect(codes(adjustedBodyWeight({ ideal: q(60, 'kg'), actual: q(60, 'kg') }))).toEqual(['dose.formula-range']);
  });
  it('gives the body mass index', () => {
    expect(bodyMassIndex({ height: q(2, 'm'), weight: q(100, 'kg') }).result.kgPerM2.toString()).toBe('25');
  });
  it('refuses what is no height or weight', () => {
    expect(() => bodySurfaceArea({ height: q(0, 'cm'), weight: q(70, 'kg') })).toThrow(RangeError);
    expect(() => bodySurfaceArea({ height: q(70, 'kg'), weight: q(170, 'cm') })).toThrow(TypeError);
  });
  it('does not use Cockcroft-Gault for a child without saying so', () => {
    const child = { weight: q(50, 'kg'), serumCreatinine: '0.8', sex: 'male' } as const;
    expect(codes(creatinineClearance({ ...child, ageYears: 17 }))).toEqual(['dose.formula-range']);
    expect(codes(creatinineClearance({ ...child, ageYears: 18 }))).toEqual([]);
    expect(codes(creatinineClearance({ ...child, ageYears: 40, serumCreatinine: '20.1' }))).toEqual([
      'dose.implausible',
    ]);
    expect(() => creatinineClearance({ ...child, ageYears: 17.5 })).toThrow(RangeError);
  });
});

describe('doses of the three orders', () => {
  it('fluorouracil 2,400 mg/m² at 1.8 m² is 4,320 mg', () => {
    const order = BodyDose.of(q(2400, 'mg'), 'm2');
    const { result, derivation } = doseFor({ order, body: q('1.8', 'm2') });
    expect(result.dose.toJSON()).toEqual({ value: '4320', unit: 'mg' });
    expect(derivation).toMatchObject([{ substitution: '2400 mg/m² × 1.8 m²', value: '4320', unit: 'mg' }]);
  });
  it('vancomycin every 12 h for 7 days is 14 doses, cefTRIAXone daily for 3 days 3', () => {
    expect(dosesInSupply({ every: q(12, 'h'), duration: q(7, 'd') }).result.doses).toBe(14);
    expect(dosesInSupply({ every: q(24, 'h'), duration: q(3, 'd') }).result.doses).toBe(3);
  });
  it.each([
    ['167', 14],
    ['168', 14],
    ['169', 15],
  ])('in %s h at 12 h there are %i doses', (hours, doses) => {
    expect(dosesInSupply({ every: q(12, 'h'), duration: q(hours, 'h') }).result.doses).toBe(doses);
  });
  it('runs 250 mL over 90 min at 166.7 mL/h', () => {
    const { result, derivation } = infusionRate({ volume: q(250, 'mL'), over: q(90, 'min') });
    expect(result.rounded.toString()).toBe('166.7');
    expect(derivation.map((s) => [s.value, s.rounding])).toEqual([
      ['166.666666…', undefined],
      ['166.7', true],
    ]);
  });
});

describe('doses', () => {
  const order = BodyDose.of(q(80, '[iU]'), 'kg');
  it('never mix per kg with per m²', () => {
    expect(() => doseFor({ order, body: q('1.8', 'm2') })).toThrow(TypeError);
    expect(() => doseFor({ order })).toThrow(TypeError);
  });
  it.each([
    ['49', '3920', false],
    ['50', '4000', false],
    ['51', '4000', true],
  ])('at %s kg with a maximum of 4,000 units are %s', (kg, dose, capped) => {
    const c = doseFor({ order, body: q(kg, 'kg'), maximum: q(4000, '[iU]') });
    expect([c.result.dose.value.toString(), c.result.capped, codes(c).includes('dose.capped')]).toEqual([
      dose,
      capped,
      capped,
    ]);
  });
  it('rounded to nothing, or above their maximum, are found', () => {
    const roundTo = { step: q(500, 'mg'), rounding: 'half-up' } as const;
    expect(codes(doseFor({ order: q(200, 'mg'), roundTo }))).toEqual(['dose.zero']);
    expect(codes(doseFor({ order: q(800, 'mg'), maximum: q(900, 'mg'), roundTo }))).toEqual(['dose.above-maximum']);
  });
  it.each([
    ['909', false],
    ['909.1', true],
    ['1000', true],
    ['1111.1', true],
    ['1111.2', false],
  ])('of %s mg are rounded to a vial of 1,000 mg only within 10 percent: %s', (dose, applied) => {
    const c = roundDoseToVial({ dose: q(dose, 'mg'), vial: q(1000, 'mg') });
    expect([c.result.applied, c.result.dose.value.toString()]).toEqual([applied, applied ? '1000' : dose]);
    expect(codes(c)).toEqual(applied ? [] : ['dose.rounding-beyond-limit']);
  });
});

describe('infusions', () => {
  const heparin = per(q(25000, '[iU]'), '500');
  it('finds a rate that a pump cannot give, and one that rounding changes much', () => {
    const at = (dose: string) =>
      pumpRate({ doseRate: DoseRate.of(q(dose, '[iU]'), q(1, 'h')), concentration: heparin });
    expect(codes(at('1'))).toEqual(['dose.rate-zero']);
    expect(codes(at('7'))).toEqual(['dose.large-rounding']);
    expect(codes(at('500'))).toEqual([]);
    expect(codes(infusionRate({ volume: q(1201, 'mL'), over: q(1, 'h') }))).toEqual(['dose.implausible']);
    expect(codes(infusionRate({ volume: q(1200, 'mL'), over: q(1, 'h') }))).toEqual([]);
    expect(codes(dripRate({ volume: q(1, 'mL'), over: q(1, 'h'), dropsPerMl: '20' }))).toEqual(['dose.rate-zero']);
  });
  it('needs the weight for a dose per kg', () => {
    const doseRate = DoseRate.of(q(5, 'ug'), q(1, 'min'), 'kg');
    expect(() => pumpRate({ doseRate, concentration: per(q(400, 'mg'), '250') })).toThrow(TypeError);
    const rate = Rate.of(q(1, 'mL'), q(1, 'h'));
    expect(() => doseRateOf({ rate, concentration: heparin, per: 'kg', amountUnit: '[iU]', timeUnit: 'h' })).toThrow(
      TypeError,
    );
  });
  it('never mixes mass and activity', () => {
    const doseRate = DoseRate.of(q(5, 'mg'), q(1, 'h'));
    expect(() => pumpRate({ doseRate, concentration: heparin })).toThrow(TypeError);
  });
  it('worked example 19: dextrose 250 g over 24 h in 70 kg is 2.48 mg/kg/min', () => {
    const concentration = per(q(250, 'g'), '2000');
    const rate = Rate.of(q(2000, 'mL'), q(24, 'h'));
    const { result } = doseRateOf({
      rate,
      concentration,
      per: 'kg',
      body: q(70, 'kg'),
      amountUnit: 'mg',
      timeUnit: 'min',
    });
    expect(result.value.toFixed(2, 'half-up')).toBe('2.48');
  });
  it('vancomycin 1.5 g at 10 mg/min takes 150 min', () => {
    const rate = DoseRate.of(q(10, 'mg'), q(1, 'min')).through(per(q(1500, 'mg'), '250'));
    expect(infusionTime({ volume: q(250, 'mL'), rate }).result.rounded.toJSON()).toEqual({ value: '150', unit: 'min' });
  });
});

describe('strengths', () => {
  it('cannot be raised by dilution', () => {
    const [stock, target] = [percentStrength('5'), percentStrength('5.1')];
    expect(dilute({ stock, target, finalVolume: q(100, 'mL') })).toMatchObject({
      result: null,
      findings: [{ severity: 'stop' }],
    });
    expect(addToReach({ stock, target: stock, base: q(1, 'L') }).result).toBeNull();
    expect(dilute({ stock, target: stock, finalVolume: q(100, 'mL') }).result?.diluentVolume.isZero()).toBe(true);
  });
  it.each(['0', '101', '-1', 'five'])('of %s %% are refused', (percent) => {
    expect(() => percentStrength(percent)).toThrow(RangeError);
  });
  it.each(['1:0', '2:1000', '1000', '1:1,00', '1:1000000000'])('written %s are refused', (ratio) => {
    expect(() => ratioStrength(ratio)).toThrow(RangeError);
  });
  it('1:10,000 is 0.1 mg/mL', () => expect(ratioStrength('1:10,000').per('mg', 'mL').toString()).toBe('0.1'));
  it('of a mixture without drug do not exist', () => {
    expect(() => mix([{ volume: q(1, 'mL') }])).toThrow(RangeError);
  });
});

describe('electrolytes', () => {
  it.each([
    ['calcium gluconate anhydrous', '100', 'meq', 0.465],
    ['magnesium sulfate heptahydrate', '500', 'meq', 4.06],
    ['sodium chloride', '234', 'meq', 4],
    ['potassium chloride', '149', 'meq', 2],
    ['calcium chloride dihydrate', '100', 'meq', 1.36],
  ] as const)('%s %s mg is the mEq of its stock strength (domain-rules 9.1)', (of, mg, to, expected) => {
    const { amount } = convertElectrolyte({ amount: q(mg, 'mg'), to, of }).result;
    expect(Number(amount.value.toFixed(6, 'half-up'))).toBeCloseTo(expected, 2);
  });
  it('keep phosphate out of equivalents: it is ordered in mmol', () => {
    expect(() => convertElectrolyte({ amount: q(15, 'mmol'), to: 'meq', of: 'phosphorus' })).toThrow(TypeError);
    expect(() => convertElectrolyte({ amount: q(15, 'mL'), to: 'meq', of: 'sodium' })).toThrow(TypeError);
  });
});
