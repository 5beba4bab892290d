import { describe, expect, it } from '@jest/globals';
import type { StabilityEvidence } from '../../api/types.js';
import { draftOf, EMPTY_EVIDENCE, rangeText, requestOf } from './evidence-draft.js';

const ROW: StabilityEvidence = {
  id: 'LABEL-001',
  drugId: 'van',
  drugName: 'vancomycin',
  concentrationMin: '4',
  concentrationMax: '10',
  concentrationUnit: 'mg/mL',
  diluents: ['sodium chloride 0.9 %', 'dextrose 5 %'],
  containers: ['bag:PVC'],
  temperatureMin: '2',
  temperatureMax: '8',
  limitHours: '336',
  clock: 'start',
  protectFromLight: null,
  citation: 'Manufacturer labeling',
  note: '',
  printed: {},
  status: 'unconfirmed',
  reviewedBy: null,
  reviewedOn: null,
  revision: 2,
};

describe('a row of evidence that is edited', () => {
  it('is sent as it came, with its revision', () => {
    expect(requestOf(draftOf(ROW), ROW.revision)).toMatchObject({
      drugId: 'van',
      concentrationMin: '4',
      concentrationMax: '10',
      diluents: ['sodium chloride 0.9 %', 'dextrose 5 %'],
      containers: ['bag:PVC'],
      limitHours: '336',
      protectFromLight: undefined,
      revision: 2,
    });
  });

  it('has no unit without a concentration', () => {
    expect(requestOf(EMPTY_EVIDENCE, undefined)).toMatchObject({ concentrationUnit: undefined, diluents: [] });
  });

  it.each([
    ['yes', true],
    ['no', false],
    ['', undefined],
  ] as const)('says of light %p: %p', (light, sent) => {
    expect(requestOf({ ...EMPTY_EVIDENCE, light }, undefined).protectFromLight).toBe(sent);
  });
});

it.each([
  ['4', '10', '4 to 10 mg/mL'],
  ['5', '5', '5 mg/mL'],
  [null, '5', 'at most 5 mg/mL'],
  ['4', null, 'at least 4 mg/mL'],
  [null, null, ''],
])('shows %p and %p as %p', (min, max, words) => {
  expect(rangeText(min, max, 'mg/mL', (text) => text)).toBe(words);
});
