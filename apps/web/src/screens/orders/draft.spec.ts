import { describe, expect, it } from '@jest/globals';
import type { Order, Patient } from '../../api/types.js';
import {
  bodyOf,
  calculatedDose,
  changed,
  changedLine,
  draftOf,
  EMPTY_LINE,
  EMPTY_ORDER,
  missingIn,
  requestOf,
  suggestedContainers,
  titleOf,
  type DraftDrug,
  type OrderDraft,
} from './draft.js';

const drug = (name: string): DraftDrug => ({ id: name, name, displayName: name, hazard: 'none', highAlert: false });
const patient: Patient = {
  id: 'p',
  number: 'PT-000001-X',
  familyName: 'Varga',
  givenName: 'Elena',
  birthDate: '1955-08-29',
  sex: 'female',
  mrn: null,
  careSetting: 'home',
  weightKg: '67',
  heightCm: '174',
  measuredOn: '2026-03-02',
  bodySurfaceM2: '1.80',
  allergiesReviewed: true,
  allergies: [],
  phone: '',
  address: '',
  notes: '',
  revision: 1,
};
const vancomycin: OrderDraft = {
  ...EMPTY_ORDER,
  patient,
  lines: [{ ...EMPTY_LINE, drug: drug('vancomycin'), dose: '1250' }],
  base: drug('sodium chloride 0.9 %'),
  baseVolume: '250',
  interval: '12',
  duration: '90',
  days: '7',
  containers: '14',
  prescriber: 'Dr. L. Amari',
};

describe('containers and days', () => {
  it.each([
    ['12', '7', 14],
    ['24', '3', 3],
    ['8', '1', 3],
    ['36', '7', 5],
  ])('suggests, every %s h for %s days, %i containers', (interval, days, containers) => {
    expect(suggestedContainers({ ...vancomycin, interval, days })).toBe(containers);
  });

  it('suggests one container for an order given once, and none while the interval is missing', () => {
    expect(suggestedContainers({ ...EMPTY_ORDER, schedule: 'once' })).toBe(1);
    expect(suggestedContainers({ ...vancomycin, interval: '' })).toBeUndefined();
  });

  it('lets containers follow the days until a number of containers is keyed', () => {
    const three = changed(vancomycin, { days: '3' });
    expect(three.containers).toBe('6');
    const kept = changed(three, { containers: '4' });
    expect(changed(kept, { days: '7' }).containers).toBe('4');
    expect(changed(changed(kept, { containers: '' }), { days: '7' }).containers).toBe('14');
  });
});

describe('a dose per body measure', () => {
  const line = { ...EMPTY_LINE, drug: drug('fluorouracil'), basis: 'per-m2' as const, basisDose: '2400', body: '1.8' };

  it('shows the working', () => {
    expect(calculatedDose(line)?.working).toBe('2,400 mg/m² × 1.8 m² = 4,320 mg');
  });

  it('takes surface or weight from the patient', () => {
    expect(bodyOf(patient, 'per-m2')).toBe('1.80');
    expect(bodyOf(patient, 'per-kg')).toBe('67');
    expect(bodyOf(patient, 'flat')).toBe('');
  });

  it('lets the dose follow until the prescriber’s own figure is keyed', () => {
    const followed = changedLine(line, { body: '1.9' });
    expect(followed.dose).toBe('4560');
    const kept = changedLine(followed, { dose: '4500' });
    expect(changedLine(kept, { body: '1.8' }).dose).toBe('4500');
  });
});

describe('the prescription as it will read', () => {
  it('is one line', () => {
    expect(titleOf(vancomycin)).toBe('vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL, IV every 12 h over 90 min');
  });

  it('shows what is still to be keyed', () => {
    expect(titleOf({ ...vancomycin, duration: '' })).toMatch(/every 12 h over …$/);
    expect(titleOf({ ...vancomycin, interval: '' })).toMatch(/IV every … over 90 min$/);
    expect(titleOf(EMPTY_ORDER)).toBeUndefined();
  });
});

describe('the request', () => {
  it('carries every field, minutes for hours', () => {
    expect(requestOf(vancomycin)).toMatchObject({
      patientId: 'p',
      lines: [
        { role: 'additive', dose: { value: '1250', unit: 'mg' }, basis: 'flat' },
        { role: 'base', dose: { value: '250', unit: 'mL' } },
      ],
      intervalMinutes: 720,
      durationMinutes: 90,
      containers: 14,
      daysSupply: 7,
    });
  });

  it('has no interval unless intermittent', () => {
    expect(requestOf({ ...vancomycin, schedule: 'continuous' })).not.toHaveProperty('intervalMinutes');
  });

  it('is not sent while something is missing', () => {
    expect(missingIn(vancomycin, false)).toEqual({});
    expect(missingIn(EMPTY_ORDER, false)).toHaveProperty('patientId');
    expect(missingIn({ ...vancomycin, duration: '0.333' }, false)).toHaveProperty('durationMinutes');
    expect(missingIn(vancomycin, true)).toHaveProperty('changeReason');
  });

  it('of an order that is there is the order again', () => {
    const order = {
      lines: [
        {
          position: 1,
          role: 'additive',
          drugId: 'fluorouracil',
          drugName: 'fluorouracil',
          hazardous: true,
          dose: { value: '4320', unit: 'mg' },
          doseText: '4,320 mg',
          basis: 'per-m2',
          basisDose: { value: '2400', unit: 'mg' },
          bodyMeasure: '1.8',
        },
      ],
      route: 'IV',
      schedule: 'continuous',
      durationMinutes: 2760,
      intervalMinutes: null,
      containers: 1,
      daysSupply: 2,
      storage: 'CRT',
      device: 'ambulatory-pump',
      neededAt: null,
      prescriber: 'Dr. S. Iyer',
      indication: '',
      directions: '',
    } as unknown as Order;
    expect(requestOf(draftOf(order, patient))).toMatchObject({
      lines: [{ dose: { value: '4320' }, basisDose: { value: '2400' }, bodyMeasure: '1.8' }],
      durationMinutes: 2760,
      containers: 1,
    });
  });
});
