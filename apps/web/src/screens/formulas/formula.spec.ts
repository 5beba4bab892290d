import { describe, expect, it } from '@jest/globals';
import { parseFormulaContent, type FormulaContent } from '#domain/formula';
import { contentOf, faultsIn } from './content.js';
import { draftOf, EMPTY_FORMULA } from './draft.js';
import { compare, hoursText, recordOf } from './record.js';

const nameOf = (id: string): string => `product ${id}`;
const CONTENT: FormulaContent = {
  schema: 1,
  name: 'Vancomycin in sodium chloride 0.9 %, 250 mL bag',
  dosageForm: 'solution for infusion',
  routes: ['IV'],
  container: { description: '250 mL bag', kind: 'bag', material: 'polyolefin', capacity: { value: '280', unit: 'mL' } },
  additives: [
    {
      drugId: 'van',
      drugName: 'vancomycin',
      products: [{ productId: '10g', fromContainers: 6 }, { productId: '1g' }],
      limits: { max: '5', unit: 'mg/mL', source: 'labeling' },
    },
  ],
  base: {
    drugId: 'ns',
    drugName: 'sodium chloride 0.9 %',
    products: [{ productId: 'bag', volume: { value: '250', unit: 'mL' } }],
  },
  diluent: null,
  emptyContainer: null,
  reconstitution: [{ drugId: 'swfi', drugName: 'sterile water for injection', products: [{ productId: 'water' }] }],
  volumeMethod: 'replace',
  finalVolume: null,
  method: 'aseptic',
  storage: 'REF',
  maximumBudHours: { CRT: 96, REF: 240 },
  stabilityReference: 'labeling',
  qualityChecks: [{ check: 'Visual inspection', expected: 'No particles' }],
  appearance: 'Clear',
  equipment: ['Sterile syringes', 'Sterile needles'],
  precautions: [],
  extraSteps: [],
  rateLimit: { maximum: { value: '10', unit: 'mg/min' }, minimumMinutes: 60, source: 'labeling' },
  filter: null,
  lightProtection: false,
  overfillNote: '',
  labelWarnings: ['Infuse slowly'],
};
const FILL: FormulaContent = {
  ...CONTENT,
  base: null,
  volumeMethod: 'fill',
  finalVolume: { value: '100', unit: 'mL' },
  diluent: { drugId: 'ns', drugName: 'sodium chloride 0.9 %', products: [{ productId: 'bag' }] },
  emptyContainer: { drugId: 'cassette', products: [{ productId: 'cassette' }] },
};

describe('a record that is edited', () => {
  it.each([
    ['replace', CONTENT],
    ['fill', FILL],
    ['add', { ...CONTENT, volumeMethod: 'add' as const, rateLimit: null, maximumBudHours: {} }],
  ])('comes out as it went in, nothing lost (%s)', (_, content) => {
    expect(parseFormulaContent(contentOf(draftOf(content, nameOf))).content).toEqual(content);
  });

  it('names the field of everything that is missing from an empty one', () => {
    const fields = faultsIn(EMPTY_FORMULA).map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(['name', 'additives[0].drugId', 'base.drugId', 'appearance']));
  });

  it('keeps what is no number for the rules to refuse', () => {
    const draft = { ...draftOf(CONTENT, nameOf), maximumHours: { CRT: '2 days', REF: '', FRZ: '' } };
    expect(faultsIn(draft).map(({ field }) => field)).toEqual(['maximumBudHours.CRT']);
  });
});

describe('a record that is read', () => {
  const text = JSON.stringify(recordOf(CONTENT, nameOf));

  it.each(['at most 5 mg/mL', 'product 10g, for 6 containers and more', '10 days', '4 days', 'at most 10 mg/min'])(
    'says %p',
    (words) => {
      expect(text).toContain(words);
    },
  );

  it('leaves out what is empty', () => {
    expect(text).not.toContain('Precautions');
    expect(text).not.toContain('Final volume');
  });
});

describe('two versions compared', () => {
  const changes = (after: FormulaContent): string[] =>
    compare(recordOf(CONTENT, nameOf), recordOf(after, nameOf)).flatMap((section) =>
      section.rows.filter(({ changed }) => changed).map(({ label }) => label),
    );

  it('show no change between the same', () => {
    expect(changes(CONTENT)).toEqual([]);
  });

  it('show what changed, came and went', () => {
    expect(changes({ ...CONTENT, appearance: 'Clear to pale yellow' })).toEqual(['Appearance']);
    expect(changes({ ...CONTENT, precautions: ['Do not shake'] })).toEqual(['Precautions']);
    expect(changes({ ...CONTENT, labelWarnings: [] })).toEqual(['Label warnings']);
  });
});

it.each([
  [24, '24 h'],
  [47, '47 h'],
  [48, '2 days'],
  [240, '10 days'],
])('shows %i h as %s', (hours, words) => {
  expect(hoursText(hours)).toBe(words);
});
