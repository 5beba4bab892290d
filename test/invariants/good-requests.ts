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
  calculations_vials: { dose: quantity('1250', 'mg'), vials: [vial] },
};
