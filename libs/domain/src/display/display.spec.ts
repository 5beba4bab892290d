import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Concentration, Decimal, DoseRate, Quantity, Rate, UNITS, type Unit } from '#domain/quantity';
import {
  displayConcentration,
  displayDose,
  displayDoseRate,
  displayNumber,
  displayQuantity,
  displayRate,
  displayRounded,
  findErrorProneAbbreviations,
  parseDisplayed,
  strengthLine,
  TALL_MAN,
  tallMan,
} from './index.js';

const q = (value: string | number, unit: Unit): Quantity => Quantity.of(String(value), unit);

describe('numbers and units on labels', () => {
  it.each([
    ['LBL-01', '5.0', 'mg', '5 mg'],
    ['LBL-01', '2.50', 'mg', '2.5 mg'],
    ['LBL-02', '0.5', 'mg', '0.5 mg'],
    ['LBL-03', '999', '[iU]', '999 units'],
    ['LBL-03', '1000', '[iU]', '1,000 units'],
    ['LBL-03', '10000', '[iU]', '10,000 units'],
    ['LBL-03', '1234567.25', 'mg', '1,234,567.25 mg'],
    ['LBL-05', '25', 'k[iU]', '25,000 units'],
    ['LBL-05', '1', '[iU]', '1 unit'],
    ['LBL-06', '50', 'ug', '50 mcg'],
    ['LBL-07', '250', 'mL', '250 mL'],
    ['LBL-07', '20', 'meq', '20 mEq'],
    ['LBL-07', '15', 'mmol', '15 mmol'],
    ['zero is never made', '0.0025', 'g', '0.0025 g'],
    ['no exponent', '0.000001', 'g', '0.000001 g'],
  ] as const)('%s: %s %s is printed %s', (_rule, value, unit, text) => {
    expect(displayQuantity(q(value, unit))).toBe(text);
  });
  it('never prints a zero, a negative number or a number that is not exact', () => {
    expect(() => displayQuantity(q(0, 'mg'))).toThrow(RangeError);
    expect(() => displayNumber(Decimal.of('-1'))).toThrow(RangeError);
    expect(() => displayQuantity(q(1, 'mg').dividedBy(3))).toThrow(RangeError);
    expect(() => displayRounded(q('0.0025', 'g'), 2, 'half-up')).toThrow(RangeError);
    expect(displayRounded(q('166.6666', 'mL'), 1, 'half-up')).toBe('166.7 mL');
  });
  it('prints a zero only in a balance', () => expect(displayQuantity(q(0, 'mL'), { allowZero: true })).toBe('0 mL'));
});

describe('doses', () => {
  it.each([
    ['1250', 'mg', '1,250 mg'],
    ['4320', 'mg', '4,320 mg'],
    ['0.05', 'mg', '50 mcg'],
    ['0.1', 'mg', '0.1 mg'],
    ['0.099', 'mg', '99 mcg'],
    ['9999', 'mg', '9,999 mg'],
    ['10000', 'mg', '10 g'],
    ['0.0005', 'mg', '0.5 mcg'],
    ['25000', '[iU]', '25,000 units'],
    ['0.125', 'mg', '0.125 mg'],
    ['0.05', 'mL', '0.05 mL'],
    ['2.5', 'g', '2.5 g'],
  ] as const)('%s %s is printed %s', (value, unit, text) => expect(displayDose(q(value, unit))).toBe(text));
  it('keep the unit of the protocol', () => expect(displayDose(q('1.5', 'g'), { unit: 'mg' })).toBe('1,500 mg'));
  it('with more than three decimals are refused, not rounded', () => {
    expect(() => displayDose(q('1.2345', 'mg'))).toThrow(RangeError);
    expect(() => displayDose(q(0, 'mg'))).toThrow(RangeError);
  });
});

describe('strengths and rates', () => {
  it.each([
    ['1500', 'mg', '250', 'mL', '1,500 mg/250 mL (6 mg/mL)'],
    ['1250', 'mg', '275', 'mL', '1,250 mg/275 mL (4.545 mg/mL)'],
    ['2', 'g', '100', 'mL', '2 g/100 mL (20 mg/mL)'],
    ['4320', 'mg', '86.4', 'mL', '4,320 mg/86.4 mL (50 mg/mL)'],
    ['25000', '[iU]', '500', 'mL', '25,000 units/500 mL (50 units/mL)'],
    ['100', '[iU]', '100', 'mL', '100 units/100 mL (1 unit/mL)'],
    ['5', 'mg', '100', 'mL', '5 mg/100 mL (50 mcg/mL)'],
    ['5', 'mg', '1', 'mL', '5 mg/mL'],
    ['5', 'mg', '0.5', 'mL', '5 mg/0.5 mL'],
    ['40', 'meq', '1', 'L', '40 mEq/1,000 mL (0.04 mEq/mL)'],
  ] as const)('LBL-09: %s %s in %s %s', (amount, unit, volume, volumeUnit, text) => {
    expect(strengthLine(q(amount, unit), q(volume, volumeUnit))).toBe(text);
  });
  it('print concentrations, rates and dose rates', () => {
    expect(displayConcentration(Concentration.of(q(4, 'mg'), q(250, 'mL')))).toBe('16 mcg/mL');
    expect(displayRate(Rate.of(q(250, 'mL'), q(90, 'min')))).toBe('166.7 mL/h');
    expect(displayDoseRate(DoseRate.of(q(5, 'ug'), q(1, 'min'), 'kg'))).toBe('5 mcg/kg/min');
    expect(displayDoseRate(DoseRate.of(q(1000, '[iU]'), q(1, 'h')))).toBe('1,000 units/h');
    expect(displayDoseRate(DoseRate.of(q(2400, 'mg'), q(1, 'd'), 'm2'))).toBe('2,400 mg/m²/day');
  });
  it('never print a rate of zero', () => {
    expect(() => displayRate(Rate.of(q('0.04', 'mL'), q(1, 'h')))).toThrow(RangeError);
  });
});

describe('what is printed', () => {
  const units = fc.constantFrom(...(Object.keys(UNITS) as Unit[]));
  const values = fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.integer({ min: 0, max: 8 }))
    .map(([n, places]) => Decimal.of(n).dividedBy(10n ** BigInt(places)));
  it('reads back as the same quantity', () => {
    fc.assert(
      fc.property(values, units, (value, unit) => {
        const quantity = Quantity.of(value, unit);
        const back = parseDisplayed(displayQuantity(quantity));
        return back.eq(quantity) && displayQuantity(back) === displayQuantity(quantity);
      }),
    );
  });
  it('has no trailing zero, no naked point, no exponent and a comma at each thousand', () => {
    fc.assert(fc.property(values, (value) => /^(0|[1-9]\d{0,2}(,\d{3})*)(\.\d*[1-9])?$/.test(displayNumber(value))));
  });
  it.each(['5.0 mg', '.5 mg', '05 mg', '1000 mg', '1,00 mg', '5mg', '5 µg', '5 IU', '1e3 mg', '', '5 mg '])(
    'is never "%s"',
    (text) => {
      expect(() => parseDisplayed(text)).toThrow(RangeError);
    },
  );
});

describe('error-prone abbreviations', () => {
  const found = (text: string): (string | undefined)[] =>
    findErrorProneAbbreviations(text).map((f) => f.facts?.['found']);
  it.each([
    ['give 10 U now', ['U']],
    ['10u heparin', ['u']],
    ['5000 IU', ['IU']],
    ['vancomycin QD', ['QD']],
    ['every other day, q.o.d.', ['q.o.d.']],
    ['MS 4 mg', ['MS']],
    ['MSO4 and MgSO4', ['MSO4', 'MgSO4']],
    ['50 µg', ['µg']],
    ['50 μg', ['μg']],
    ['50 ug', ['ug']],
    ['10 cc', ['cc']],
    ['give qhs', ['qhs']],
    ['dose SQ', ['SQ']],
    ['D/C line', ['D/C']],
    ['drops OD and AU', ['OD', 'AU']],
    ['TIW then BIW', ['TIW', 'BIW']],
    ['q6PM', ['q6PM']],
    ['every q4°', ['q4°']],
    ['x3d', ['x3d']],
    ['if > 5 or < 2', ['>', '<']],
    ['5 mg @ 9 & 10 + 11', ['@', '&', '+']],
    ['mg/kg', ['/']],
    ['.5 mg', ['.5']],
    ['5.0 mg', ['5.0']],
    ['1.50 mg', ['1.50']],
    ['MTX, 5-FU, 5FU and AZT', ['MTX', '5-FU', '5FU', 'AZT']],
    ['tPA or TNK', ['tPA', 'TNK']],
    ['nitro drip', ['nitro drip']],
    ['norflox, levo, vanc', ['norflox', 'levo', 'vanc']],
    ['5 gr', ['gr']],
    ['stage III', ['III']],
    ['40mg', ['40mg']],
    ['take per os', ['per os']],
    ['SSI', ['SSI']],
  ])('finds in "%s" %j', (text, expected) => expect(found(text)).toEqual(expected));
  it.each([
    'vancomycin 1,250 mg in 250 mL IV every 12 hours over 90 minutes for 7 days',
    '10 units subcutaneously daily; 0.5 mg; 50 mcg; 100 mL; 105 mg; 20 mEq',
    'morphine by PCA, levofloxacin, vancomycin, units',
    'USE AS DIRECTED IN THE MORNING',
    'bus, sub-unit, music, SCIP, Oslo, 2.05 mL',
    '',
  ])('finds nothing in "%s"', (text) => expect(found(text)).toEqual([]));
  it('is hard on the do-not-use list and says what to write and where', () => {
    expect(findErrorProneAbbreviations('give 10 U at 50 cc')).toMatchObject([
      { code: 'text.error-prone-abbreviation', severity: 'hard', facts: { found: 'U', use: 'units', position: '8' } },
      { severity: 'soft', facts: { found: 'cc', use: 'mL', position: '16' } },
    ]);
  });
  it('never finds two in one place, and every one where it says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'QD q.dUuIMSO4µgcc/0.5 10><&@+ mgHS'), maxLength: 40 }),
        (text) => {
          let end = 0;
          for (const { facts } of findErrorProneAbbreviations(text)) {
            const at = Number(facts?.['position']);
            expect(at).toBeGreaterThanOrEqual(end);
            end = at + (facts?.['found'] ?? '').length;
            expect(text.slice(at, end)).toBe(facts?.['found']);
          }
        },
      ),
    );
  });
  it('finds nothing in what labels print', () => {
    for (const text of ['10,000 units', '0.5 mg', '50 mcg', '250 mL', '1 unit', '20 mEq'])
      expect(found(text)).toEqual([]);
  });
});

describe('tall-man letters', () => {
  const pairs = readFileSync(new URL('./fixtures/tall_man_pairs.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const names = pairs.flatMap((line) => line.split(',').slice(1, 3));
  it('has the 22 pairs of the published lists', () => expect(names).toHaveLength(44));
  it.each(names)('writes %s', (name) => expect(tallMan(name.toLowerCase())).toBe(name));
  it('leaves salts and other drugs alone', () => {
    expect(tallMan('ceftriaxone sodium')).toBe('cefTRIAXone sodium');
    expect(tallMan('CEFTRIAXONE')).toBe('cefTRIAXone');
    expect(tallMan('Vancomycin HCl 1 g')).toBe('Vancomycin HCl 1 g');
    expect(tallMan('fluorouracil')).toBe('fluorouracil');
  });
  it('does not apply what is not confirmed', () => {
    const uncertain = TALL_MAN.filter((row) => row.mark === 'uncertain');
    expect(uncertain.map((row) => tallMan(row.name.toLowerCase()))).toEqual(['phenylephrine', 'tigecycline']);
  });
  it('changes letter case only, and nothing the second time', () => {
    for (const { name } of TALL_MAN) {
      const once = tallMan(name.toLowerCase());
      expect([once.toLowerCase(), tallMan(once)]).toEqual([name.toLowerCase(), once]);
    }
    expect(new Set(TALL_MAN.map((row) => row.name.toLowerCase())).size).toBe(TALL_MAN.length);
  });
});
