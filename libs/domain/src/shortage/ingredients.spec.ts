import { describe, expect, it } from '@jest/globals';
import { drugFinder, ingredientsOfName, ingredientsOfRow, isInjected } from './ingredients.js';

const DRUGS = [
  'vancomycin',
  'piperacillin and tazobactam',
  'fluorouracil',
  'heparin',
  'potassium chloride',
  'magnesium sulfate',
  'sodium chloride 0.9 %',
  'dextrose 5 %',
  'dextrose 50 %',
  'sterile water for injection',
  'dexamethasone',
  'methylprednisolone',
  'amphotericin B',
  'doxorubicin',
  'sodium bicarbonate',
  'lidocaine',
  'penicillin G',
  'insulin aspart',
].map((name) => ({ id: name, name }));
const find = drugFinder(DRUGS);
const found = (genericName: string, substances: string[] = [], more: { presentation?: string; brand?: string } = {}) =>
  find({
    injected: true,
    ingredients: ingredientsOfRow({
      genericName,
      substances,
      brands: more.brand === undefined ? [] : [more.brand],
      presentation: more.presentation ?? '',
    }),
  });

describe('a row finds our drug', () => {
  it.each([
    ['Vancomycin Hydrochloride Injection', [], 'vancomycin'],
    ['Vancomycin Hydrochloride Injection', ['VANCOMYCIN HYDROCHLORIDE'], 'vancomycin'],
    [
      'Piperacillin and Tazobactam Injection',
      ['PIPERACILLIN SODIUM', 'TAZOBACTAM SODIUM'],
      'piperacillin and tazobactam',
    ],
    ['Tazobactam Sodium, Piperacillin Sodium Injection', [], 'piperacillin and tazobactam'],
    ['Heparin Sodium Injection', ['HEPARIN SODIUM'], 'heparin'],
    ['Dexamethasone Sodium Phosphate Injection', ['DEXAMETHASONE SODIUM PHOSPHATE'], 'dexamethasone'],
    ['Potassium Chloride Injection', ['POTASSIUM CHLORIDE'], 'potassium chloride'],
    ['Magnesium Sulfate Injection', ['MAGNESIUM SULFATE HEPTAHYDRATE'], 'magnesium sulfate'],
    ['Sodium Bicarbonate Injection', ['SODIUM BICARBONATE'], 'sodium bicarbonate'],
    ['Sodium Chloride 0.9% Injection', ['SODIUM CHLORIDE'], 'sodium chloride 0.9 %'],
    ['Dextrose Monohydrate 5% Injection', ['DEXTROSE MONOHYDRATE'], 'dextrose 5 %'],
    ['Dextrose Monohydrate 50% Injection', ['ANHYDROUS DEXTROSE'], 'dextrose 50 %'],
    ['Dextrose Monohydrate 5% Injection', ['DEXTROSE, UNSPECIFIED FORM'], 'dextrose 5 %'],
    ['Sterile Water Injection', ['WATER'], 'sterile water for injection'],
    ['Methylprednisolone Sodium Succinate Injection', [], 'methylprednisolone'],
    ['Amphotericin B Injection', ['AMPHOTERICIN B'], 'amphotericin B'],
    ['Lidocaine Hydrochloride Injection', ['LIDOCAINE HYDROCHLORIDE ANHYDROUS'], 'lidocaine'],
  ])('%s %j', (name, substances, drug) => expect(found(name, substances)).toBe(drug));
});

describe('a row finds nothing', () => {
  it.each([
    ['of a mixture', 'Potassium Chloride in Sodium Chloride Injection', []],
    [
      'of a mixture that only the directory names',
      'Potassium Chloride Injection',
      ['POTASSIUM CHLORIDE', 'SODIUM CHLORIDE'],
    ],
    ['of a mixture that only the name tells', 'Heparin Sodium in Dextrose 5% Injection', ['HEPARIN SODIUM']],
    ['of a mixture with ours in it', 'Epinephrine Bitartrate, Lidocaine Hydrochloride Injection', []],
    ['of one half of a combination', 'Piperacillin Sodium Injection', []],
    ['of a base solution at another strength', 'Sodium Chloride 23.4% Injection', ['SODIUM CHLORIDE']],
    ['of a base solution without a strength', 'Dextrose Injection', ['DEXTROSE MONOHYDRATE']],
    ['of dextrose 10 %', 'Dextrose Monohydrate 10% Injection', ['DEXTROSE MONOHYDRATE']],
    ['of a depot ester', 'Methylprednisolone Acetate Injection', ['METHYLPREDNISOLONE ACETATE']],
    ['of another penicillin', 'Penicillin G Benzathine Injection', ['PENICILLIN G BENZATHINE']],
    ['of the cation alone', 'Sodium Acetate Injection', ['SODIUM ACETATE']],
    ['of bacteriostatic water', 'Bacteriostatic Water Injection', ['WATER']],
    ['of a longer name', 'Insulin Aspart Protamine and Insulin Aspart Mix 70/30 Injectable Suspension', []],
    ['of a name and a directory that disagree', 'Heparin Sodium Injection', ['HYDRALAZINE HYDROCHLORIDE']],
    ['of nothing', 'Injection', []],
  ])('%s: %s %j', (_what, name, substances) => expect(found(name, substances)).toBeUndefined());

  it('of a liposome, wherever that is said', () => {
    expect(found('Amphotericin B Injection', ['AMPHOTERICIN B'], { brand: 'ABELCET LIPID COMPLEX' })).toBeUndefined();
    expect(found('Doxorubicin Hydrochloride Liposome Injection')).toBeUndefined();
    expect(
      found('Doxorubicin Hydrochloride Injection', [], { presentation: 'Doxil, liposomal, 2 mg/mL' }),
    ).toBeUndefined();
  });

  it('that two of our drugs would fit', () => {
    const two = drugFinder([
      { id: 'a', name: 'heparin' },
      { id: 'b', name: 'heparin sodium' },
    ]);
    expect(two({ ingredients: ingredientsOfName('Heparin Sodium Injection'), injected: true })).toBeUndefined();
  });

  it('that is not injected', () => {
    const water = ingredientsOfName('Sterile Water Irrigant');
    expect(find({ ingredients: water, injected: true })).toBe('sterile water for injection');
    expect(find({ ingredients: water, injected: false })).toBeUndefined();
  });
});

describe('a percentage', () => {
  it('is read from the presentation when the name has none, and 0.90 is 0.9', () => {
    expect(found('Sodium Chloride Injection', [], { presentation: 'Sodium Chloride, Injection, 0.90%' })).toBe(
      'sodium chloride 0.9 %',
    );
  });
  it('does not keep a drug of no set strength from being found', () => {
    expect(found('Lidocaine Hydrochloride 2% Injection')).toBe('lidocaine');
  });
});

describe('isInjected', () => {
  it.each([
    ['Injection', ['INTRAVENOUS'], true],
    ['Solution', ['INTRAVENOUS', 'ORAL'], true],
    ['Solution', ['ORAL'], false],
    ['Solution', ['RESPIRATORY (INHALATION)'], false],
    ['Irrigant', ['INTRAVENOUS'], false],
    ['Injection', [], true],
    ['Injectable Suspension', [], true],
    ['Solution', [], false],
    ['Powder, For Solution', [], false],
  ])('%s by %j is %s', (form, routes, injected) => expect(isInjected(form, routes)).toBe(injected));
});
