import type { FormulaContent } from '#domain/formula';
import { stableId } from './stable-id.js';

const drug = (name: string): string => stableId('drug', name);
const product = (ndc: string): string => stableId('product', ndc);

const VISUAL = [
  {
    check: 'Visual inspection against a light and a dark background',
    expected: 'No particles, no cloudiness, no color change',
  },
  { check: 'Container inspection', expected: 'No leak, ports sealed' },
];
const WATER = {
  drugId: drug('sterile water for injection'),
  drugName: 'sterile water for injection',
  products: [
    { productId: product('0264-7850-20'), fromContainers: 4 },
    { productId: product('0517-3050-25') },
    { productId: product('0517-3020-25') },
    { productId: product('0264-7850-20') },
  ],
};

const COMMON = {
  schema: 1,
  method: 'aseptic',
  diluent: null,
  emptyContainer: null,
  finalVolume: null,
  qualityChecks: VISUAL,
  equipment: ['Alcohol swabs', 'Sterile syringes', 'Sterile needles'],
  extraSteps: [],
  filter: null,
  overfillNote: 'Bags hold the maker’s overfill; the volume on the label is the labeled volume.',
} as const;

const vancomycin: FormulaContent = {
  ...COMMON,
  name: 'Vancomycin in sodium chloride 0.9 %, 250 mL bag',
  dosageForm: 'solution for infusion',
  routes: ['IV'],
  container: { description: '250 mL bag', kind: 'bag', material: 'polyolefin', capacity: { value: '280', unit: 'mL' } },
  additives: [
    {
      drugId: drug('vancomycin'),
      drugName: 'vancomycin',
      products: [
        { productId: product('67457-342-10'), fromContainers: 6 },
        { productId: product('0409-6533-01') },
        { productId: product('0409-4332-01') },
      ],
      limits: {
        max: '5',
        unit: 'mg/mL',
        source: 'vancomycin labeling, peripheral lines; domain-rules 8.5 [K], confirm',
      },
    },
  ],
  base: {
    drugId: drug('sodium chloride 0.9 %'),
    drugName: 'sodium chloride 0.9 %',
    products: [{ productId: product('0264-7800-20'), volume: { value: '250', unit: 'mL' } }],
  },
  reconstitution: [WATER],
  volumeMethod: 'replace',
  storage: 'REF',
  maximumBudHours: { REF: 240, CRT: 96 },
  stabilityReference: 'Vancomycin labeling, storage after dilution; confirm against the labeling in hand',
  appearance: 'Clear, colorless to pale yellow',
  precautions: ['Reconstitute slowly; do not shake'],
  rateLimit: {
    maximum: { value: '10', unit: 'mg/min' },
    minimumMinutes: 60,
    source: 'vancomycin labeling; domain-rules 8.5 [K], confirm',
  },
  lightProtection: false,
  labelWarnings: ['Infuse slowly'],
};

/** For when sodium chloride is short; the labeling names both (LABEL-001 of the stability table). */
const vancomycinInDextrose: FormulaContent = {
  ...vancomycin,
  name: 'Vancomycin in dextrose 5 %, 250 mL bag',
  container: { description: '250 mL bag', kind: 'bag', material: 'PVC', capacity: { value: '280', unit: 'mL' } },
  base: {
    drugId: drug('dextrose 5 %'),
    drugName: 'dextrose 5 %',
    products: [{ productId: product('0338-0017-02'), volume: { value: '250', unit: 'mL' } }],
  },
};

const ceftriaxone: FormulaContent = {
  ...COMMON,
  name: 'Ceftriaxone in sodium chloride 0.9 %, 100 mL bag',
  dosageForm: 'solution for infusion',
  routes: ['IV'],
  container: { description: '100 mL bag', kind: 'bag', material: 'polyolefin', capacity: { value: '120', unit: 'mL' } },
  additives: [
    {
      drugId: drug('ceftriaxone'),
      drugName: 'ceftriaxone',
      products: [{ productId: product('25021-107-20') }, { productId: product('25021-106-10') }],
      limits: { min: '10', max: '40', unit: 'mg/mL', source: 'ceftriaxone labeling [K], confirm' },
    },
  ],
  base: {
    drugId: drug('sodium chloride 0.9 %'),
    drugName: 'sodium chloride 0.9 %',
    products: [{ productId: product('63323-623-00'), volume: { value: '100', unit: 'mL' } }],
  },
  reconstitution: [WATER],
  volumeMethod: 'replace',
  storage: 'REF',
  maximumBudHours: { REF: 240, CRT: 48 },
  stabilityReference: 'Ceftriaxone labeling, storage after dilution; confirm against the labeling in hand',
  appearance: 'Clear, light yellow to amber',
  precautions: ['Never mix with calcium-containing solutions'],
  rateLimit: { minimumMinutes: 30, source: 'ceftriaxone labeling [K], confirm' },
  lightProtection: false,
  labelWarnings: ['Do not give with calcium-containing fluids'],
};

const fluorouracil: FormulaContent = {
  ...COMMON,
  name: 'Fluorouracil in a 100 mL cassette for ambulatory pump',
  dosageForm: 'solution for infusion',
  routes: ['IV'],
  container: {
    description: '100 mL medication cassette reservoir',
    kind: 'cassette',
    material: 'PVC',
    capacity: { value: '100', unit: 'mL' },
  },
  additives: [
    {
      drugId: drug('fluorouracil'),
      drugName: 'fluorouracil',
      products: [{ productId: product('63323-117-61') }, { productId: product('63323-117-51') }],
      limits: { max: '50', unit: 'mg/mL', source: 'undiluted strength' },
    },
  ],
  base: null,
  diluent: {
    drugId: drug('sodium chloride 0.9 %'),
    drugName: 'sodium chloride 0.9 %',
    products: [{ productId: product('0517-2810-25') }],
  },
  finalVolume: { value: '92', unit: 'mL' },
  reconstitution: [],
  volumeMethod: 'fill',
  storage: 'CRT',
  maximumBudHours: { CRT: 96 },
  stabilityReference:
    'Published studies cover 25 and 50 mg/mL in elastomeric infusors; a pharmacist decides for the cassette',
  equipment: [
    'Closed-system transfer device',
    '100 mL medication cassette reservoir',
    'Chemotherapy gloves, two pairs',
    'Chemotherapy gown',
  ],
  appearance: 'Clear, colorless to faint yellow',
  precautions: [
    'Hazardous drug: work in the containment hood only',
    'Discard if a precipitate remains after gentle warming',
  ],
  rateLimit: null,
  lightProtection: true,
  labelWarnings: ['Protect from light'],
};

export const DEMO_FORMULAS: readonly FormulaContent[] = [vancomycin, ceftriaxone, fluorouracil, vancomycinInDextrose];
