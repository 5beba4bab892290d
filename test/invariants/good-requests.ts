import { DEMO_FORMULAS } from '../../apps/api/src/seed/demo-formulas.js';
import { demoPatientId } from '../../apps/api/src/seed/demo-orders.js';
import { stableId } from '../../apps/api/src/seed/stable-id.js';

const quantity = (value: string, unit: string): object => ({ value, unit });
const FORMULA = { name: 'A formula of this test', content: DEMO_FORMULAS[0] ?? {} };
const vial = {
  name: 'vancomycin 10 g',
  content: quantity('10', 'g'),
  diluentMl: '95',
  displacementMl: '5',
};

const SHELF = stableId('location', 'Shelf A');
const LATER = '2027-12-31';
const LINE = {
  productId: stableId('product', '25021-107-20'),
  lotNumber: 'HOST1',
  expiry: LATER,
  packages: 2,
  damagedPackages: 1,
  locationId: SHELF,
  serials: ['HS1'],
  cartons: [{ gtin: '50304093977030', serial: 'HC1', packages: 1 }],
  overReason: 'sent by the supplier',
};

/** Requests that are accepted, by operation, where a description alone does not lead to one; spoiled part by part they go deep. */
export const GOOD_REQUESTS: Readonly<Record<string, object>> = {
  orders_enter: {
    patientId: demoPatientId('D-1003'),
    lines: [
      {
        role: 'additive',
        drugId: stableId('drug', 'fluorouracil'),
        dose: quantity('4320', 'mg'),
        basis: 'per-m2',
        basisDose: quantity('2400', 'mg'),
        bodyMeasure: '1.8',
      },
    ],
    route: 'IV',
    schedule: 'continuous',
    durationMinutes: 2760,
    containers: 1,
    daysSupply: 2,
    storage: 'CRT',
    device: 'ambulatory-pump',
    neededAt: '2026-03-02T18:00:00Z',
    prescriber: 'Dr. Example',
    indication: 'as directed',
  },
  formulas_create: FORMULA,
  formulas_saveDraft: FORMULA,
  calculations_dose: {
    basis: 'per-kg',
    dose: '15',
    unit: 'mg',
    weight: '100',
    height: '170',
    sex: 'male',
    maximum: '1250',
    roundTo: '250',
  },
  calculations_infusionRate: {
    kind: 'dose-rate',
    doseRate: '5',
    doseUnit: 'ug',
    doseTime: 'min',
    dosePer: 'kg',
    body: '70',
    concentration: { amount: '1.6', unit: 'mg' },
  },
  receiving_record: { supplierId: stableId('supplier', 'Example Wholesale Co.'), note: 'two boxes', lines: [LINE] },
  receiving_take: {
    supplier: 'A supplier',
    lines: [{ productId: LINE.productId, lotNumber: 'HOST2', expiry: LATER, packages: 2, locationId: SHELF }],
  },
  counts_start: { scope: 'location', locationId: SHELF, note: 'weekly' },
  excursions_record: {
    locationId: stableId('location', 'Refrigerator 1'),
    quarantineId: stableId('location', 'Quarantine shelf'),
    from: '2026-03-02T10:00:00Z',
    until: '2026-03-02T11:00:00Z',
    readMax: 9.5,
    reason: 'door was open',
  },
  recalls_open: {
    kind: 'own',
    reason: 'Particles seen',
    scope: { kind: 'product', subjectId: stableId('product', '25021-107-20') },
  },
  substitutions_draft: {
    kind: 'product',
    drugId: stableId('drug', 'ceftriaxone'),
    toProductId: stableId('product', '25021-107-20'),
    reason: 'One gram is short',
    shortageReference: 'letter of the supplier',
  },
  supply_whatIf: { levers: [{ key: 'share-vials' }, { key: 'restrict', indications: ['as directed'] }] },
  vialSharing_plan: { day: '2026-03-02', startsAt: '07:00', minutesPerWorksheet: 5, minutesPerStep: 1.5 },
  calculations_vials: { dose: quantity('1250', 'mg'), vials: [vial] },
};
