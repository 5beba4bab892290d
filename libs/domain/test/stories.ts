import type { FormulaContent, ProductFacts } from '#domain/formula';
import { Concentration, Quantity } from '#domain/quantity';

/** The three prescriptions of the first release, as formulas and products, for specs. Ids are words so that a failure reads well. */
const Q = (value: string, unit: string): Quantity => Quantity.of(value, unit);
const perMl = (value: string, unit: string): Concentration => Concentration.of(Q(value, unit), Q('1', 'mL'));

function product(part: Partial<ProductFacts> & Pick<ProductFacts, 'id' | 'drugId' | 'content'>): ProductFacts {
  return {
    drugName: part.drugId.replaceAll('-', ' '),
    name: part.id,
    containerKind: 'single-dose-vial',
    form: 'solution',
    strength: null,
    reconstitution: null,
    ndc: '0000-0000-00',
    ndc11: '00000000000',
    gtin: null,
    ...part,
  };
}

const powder = (
  id: string,
  drugId: string,
  content: Quantity,
  strength: Concentration,
  [volume, displacement]: readonly [string, string | null],
): ProductFacts =>
  product({
    id,
    drugId,
    content,
    strength,
    form: 'powder',
    reconstitution: {
      drugId: 'swfi',
      volume: Q(volume, 'mL'),
      displacement: displacement === null ? null : Q(displacement, 'mL'),
    },
  });

export const VANCOMYCIN_10G: ProductFacts = {
  ...powder('vancomycin-10g', 'vancomycin', Q('10000', 'mg'), perMl('100', 'mg'), ['95', '5']),
  containerKind: 'pharmacy-bulk-package',
  gtin: '00304096510017',
  ndc: '0409-6510-01',
  ndc11: '00409651001',
};
export const VANCOMYCIN_1G: ProductFacts = {
  ...powder('vancomycin-1g', 'vancomycin', Q('1000', 'mg'), perMl('50', 'mg'), ['20', null]),
  gtin: '00304096533016',
  ndc: '0409-6533-01',
  ndc11: '00409653301',
};
export const CEFTRIAXONE_2G = powder('ceftriaxone-2g', 'ceftriaxone', Q('2000', 'mg'), perMl('100', 'mg'), [
  '19.2',
  '0.8',
]);
export const FLUOROURACIL_5G = product({
  id: 'fluorouracil-5g',
  drugId: 'fluorouracil',
  content: Q('100', 'mL'),
  strength: perMl('50', 'mg'),
  containerKind: 'pharmacy-bulk-package',
});
export const SWFI_100 = product({
  id: 'swfi-100',
  drugId: 'swfi',
  drugName: 'sterile water for injection',
  content: Q('100', 'mL'),
});
export const SWFI_20 = product({
  id: 'swfi-20',
  drugId: 'swfi',
  drugName: 'sterile water for injection',
  content: Q('20', 'mL'),
});
export const NACL_250 = product({
  id: 'nacl-250',
  drugId: 'nacl',
  drugName: 'sodium chloride 0.9 %',
  content: Q('250', 'mL'),
  containerKind: 'bag',
});
export const NACL_100 = product({
  id: 'nacl-100',
  drugId: 'nacl',
  drugName: 'sodium chloride 0.9 %',
  content: Q('100', 'mL'),
  containerKind: 'bag',
});
export const NACL_VIAL = product({
  id: 'nacl-vial-20',
  drugId: 'nacl',
  drugName: 'sodium chloride 0.9 %',
  content: Q('20', 'mL'),
});
export const CASSETTE = product({
  id: 'cassette-100',
  drugId: 'cassette',
  drugName: 'medication cassette 100 mL',
  content: Q('1', '1'),
  containerKind: 'empty-container',
  form: 'empty',
});

export const ALL_PRODUCTS: readonly ProductFacts[] = [
  VANCOMYCIN_10G,
  VANCOMYCIN_1G,
  CEFTRIAXONE_2G,
  FLUOROURACIL_5G,
  SWFI_100,
  SWFI_20,
  NACL_250,
  NACL_100,
  NACL_VIAL,
  CASSETTE,
];

const COMMON = {
  schema: 1,
  routes: ['IV'],
  diluent: null,
  emptyContainer: null,
  finalVolume: null,
  method: 'aseptic',
  qualityChecks: [{ check: 'Appearance', expected: 'Clear, free of particles' }],
  appearance: 'Clear solution',
  equipment: ['60 mL syringe', '18 gauge needle'],
  precautions: [],
  extraSteps: [],
  rateLimit: null,
  filter: null,
  lightProtection: false,
  overfillNote: '',
  labelWarnings: [],
} as const satisfies Partial<FormulaContent>;
const BAG = { description: '250 mL bag', kind: 'bag', material: 'polyolefin', capacity: null } as const;
const SWFI = {
  drugId: 'swfi',
  drugName: 'sterile water for injection',
  products: [{ productId: 'swfi-100' }, { productId: 'swfi-20' }],
} as const;

export const VANCOMYCIN: FormulaContent = {
  ...COMMON,
  name: 'Vancomycin in sodium chloride 0.9 %',
  dosageForm: 'solution for infusion',
  container: BAG,
  additives: [
    {
      drugId: 'vancomycin',
      drugName: 'vancomycin',
      products: [{ productId: 'vancomycin-10g', fromContainers: 8 }, { productId: 'vancomycin-1g' }],
      limits: { max: '5', unit: 'mg/mL', source: 'domain-rules 8.5' },
    },
  ],
  base: {
    drugId: 'nacl',
    drugName: 'sodium chloride 0.9 %',
    products: [{ productId: 'nacl-250', volume: { value: '250', unit: 'mL' } }],
  },
  reconstitution: [SWFI],
  volumeMethod: 'add',
  storage: 'REF',
  maximumBudHours: { REF: 240, CRT: 96 },
  stabilityReference: 'test data',
  rateLimit: { maximum: { value: '10', unit: 'mg/min' }, minimumMinutes: 60, source: 'domain-rules 8.5' },
};

export const CEFTRIAXONE: FormulaContent = {
  ...VANCOMYCIN,
  name: 'Ceftriaxone in sodium chloride 0.9 %',
  container: { ...BAG, description: '100 mL bag' },
  additives: [
    { drugId: 'ceftriaxone', drugName: 'ceftriaxone', products: [{ productId: 'ceftriaxone-2g' }], limits: null },
  ],
  base: {
    drugId: 'nacl',
    drugName: 'sodium chloride 0.9 %',
    products: [{ productId: 'nacl-100', volume: { value: '100', unit: 'mL' } }],
  },
  reconstitution: [{ ...SWFI, products: [{ productId: 'swfi-20' }] }],
  rateLimit: { minimumMinutes: 30, source: 'test data' },
};

export const FLUOROURACIL: FormulaContent = {
  ...COMMON,
  name: 'Fluorouracil 46-hour infusion',
  dosageForm: 'solution for infusion',
  container: {
    description: '100 mL medication cassette',
    kind: 'cassette',
    material: 'PVC',
    capacity: { value: '100', unit: 'mL' },
  },
  additives: [
    { drugId: 'fluorouracil', drugName: 'fluorouracil', products: [{ productId: 'fluorouracil-5g' }], limits: null },
  ],
  base: null,
  diluent: { drugId: 'nacl', drugName: 'sodium chloride 0.9 %', products: [{ productId: 'nacl-vial-20' }] },
  emptyContainer: { drugId: 'cassette', products: [{ productId: 'cassette-100' }] },
  reconstitution: [],
  volumeMethod: 'fill',
  finalVolume: { value: '92', unit: 'mL' },
  storage: 'CRT',
  maximumBudHours: { CRT: 96 },
  stabilityReference: 'test data',
  labelWarnings: ['Hazardous drug'],
};
