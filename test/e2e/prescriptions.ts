import type { OrderRequest, StabilityDecisionDto } from '../../apps/api/src/modules/orders/orders.dto.js';
import { demoPatientId } from '../../apps/api/src/seed/demo-orders.js';
import { stableId } from '../../apps/api/src/seed/stable-id.js';

export const drugId = (name: string): string => stableId('drug', name);
export const productId = (ndc: string): string => stableId('product', ndc);

export const NDC = {
  vancomycin10g: '67457-342-10',
  vancomycin1g: '0409-6533-01',
  ceftriaxone2g: '25021-107-20',
  ceftriaxone1g: '25021-106-10',
  fluorouracil5g: '63323-117-61',
  fluorouracil2g5: '63323-117-51',
  saline250: '0264-7800-20',
  saline100: '63323-623-00',
  saline10: '0517-2810-25',
  potassium: '0409-6651-06',
} as const;

const order = (change: Partial<OrderRequest> & Pick<OrderRequest, 'patientId' | 'lines'>): OrderRequest => ({
  route: 'IV',
  schedule: 'intermittent',
  durationMinutes: 30,
  containers: 1,
  storage: 'REF',
  device: 'stationary-pump',
  prescriber: 'Dr. L. Amari',
  ...change,
});
const saline = (milliliters: string): OrderRequest['lines'][number] => ({
  role: 'base',
  drugId: drugId('sodium chloride 0.9 %'),
  dose: { value: milliliters, unit: 'mL' },
  basis: 'flat',
});

/** Vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL, IV every 12 h over 90 min, 7 days, refrigerated, home patient. */
export const vancomycinOrder = (change: Partial<OrderRequest> = {}): OrderRequest =>
  order({
    patientId: demoPatientId('D-1001'),
    lines: [
      { role: 'additive', drugId: drugId('vancomycin'), dose: { value: '1250', unit: 'mg' }, basis: 'flat' },
      saline('250'),
    ],
    durationMinutes: 90,
    intervalMinutes: 720,
    containers: 14,
    daysSupply: 7,
    indication: 'Osteomyelitis',
    directions: 'Infuse each bag through the PICC line.',
    ...change,
  });

/** Ceftriaxone 2 g in sodium chloride 0.9 % 100 mL, IV every 24 h over 30 min, 3 bags. */
export const ceftriaxoneOrder = (change: Partial<OrderRequest> = {}): OrderRequest =>
  order({
    patientId: demoPatientId('D-1002'),
    lines: [
      { role: 'additive', drugId: drugId('ceftriaxone'), dose: { value: '2', unit: 'g' }, basis: 'flat' },
      saline('100'),
    ],
    intervalMinutes: 1440,
    containers: 3,
    daysSupply: 3,
    device: 'gravity',
    prescriber: 'Dr. K. Brandt',
    ...change,
  });

/** Fluorouracil 4,320 mg (2,400 mg/m², 1.8 m²), continuous over 46 h by ambulatory pump. */
export const fluorouracilOrder = (change: Partial<OrderRequest> = {}): OrderRequest =>
  order({
    patientId: demoPatientId('D-1003'),
    lines: [
      {
        role: 'additive',
        drugId: drugId('fluorouracil'),
        dose: { value: '4320', unit: 'mg' },
        basis: 'per-m2',
        basisDose: { value: '2400', unit: 'mg' },
        bodyMeasure: '1.8',
      },
    ],
    schedule: 'continuous',
    durationMinutes: 46 * 60,
    storage: 'CRT',
    device: 'ambulatory-pump',
    prescriber: 'Dr. S. Iyer',
    ...change,
  });

export const DECISIONS = {
  /** Longer than the date of Table 13, so that it does not govern. */
  vancomycin: {
    limitHours: 336,
    storage: 'REF',
    reason: 'Labeling allows 14 days refrigerated after dilution',
    citation: 'Vancomycin labeling in hand',
  },
  ceftriaxone: {
    limitHours: 240,
    storage: 'REF',
    reason: 'Labeling allows 10 days refrigerated at 10 to 40 mg/mL',
    citation: 'Ceftriaxone labeling in hand',
  },
  /** Shorter than the date of Table 13, so that it governs. */
  fluorouracil: {
    limitHours: 72,
    storage: 'CRT',
    reason: 'Infusor studies cover 25 and 50 mg/mL; 72 h cover the infusion in the cassette',
    citation: 'University of Bath, Easypump elastomeric; cassette by analogy',
  },
} as const satisfies Record<string, StabilityDecisionDto>;
