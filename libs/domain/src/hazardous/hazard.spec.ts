import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '#domain/time';
import type { AssessmentOfRisk, HazardFacts, HazardousDrug } from './hazard-types.js';
import { hazardOf, strictestHazard } from './hazard.js';
import { HAZARDOUS_DRUGS } from './list.js';

const hazard = (drug: string, changes: Partial<HazardFacts> = {}) =>
  hazardOf({ drug, form: 'manipulated', on: parseLocalDate('2026-03-02'), ...changes });
const assessment: AssessmentOfRisk = {
  id: 'AOR-1',
  reviewedOn: parseLocalDate('2025-03-02'),
  strategy: 'single gloves',
};
const own: HazardousDrug = {
  drug: 'enfortumab vedotin',
  list: 'facility',
  antineoplastic: true,
  mark: 'D',
  confirm: false,
};

describe('hazardOf', () => {
  it('15: gemcitabine is labelled, double gloved and never sent by tube', () => {
    const a = hazard('gemcitabine');
    expect(a.hazard).toBe('containment');
    expect(a.labelStatements[0]).toMatch(/HAZARDOUS DRUG/);
    expect(a.protectiveEquipment[0]).toMatch(/^2 pairs of chemotherapy gloves/);
    expect(a.transport.pneumaticTube).toBe(false);
  });

  it.each([
    ['Fluorouracil', 'fluorouracil'],
    ['5-FU', 'fluorouracil'],
    ['vinCRIStine sulfate', 'vincristine'],
    ['doxorubicin hydrochloride liposome', 'doxorubicin'],
    ['paclitaxel protein-bound particles', 'paclitaxel'],
    ['Estrogens, Conjugated', 'conjugated estrogens'],
    ['sodium valproate', 'valproate'],
    ['cytarabine-daunorubicin', 'cytarabine'],
  ])('finds %s as %s', (name, drug) => {
    expect(hazard(name).listed?.drug).toBe(drug);
  });

  it.each(['vancomycin', 'ceftriaxone', 'leucovorin', 'trastuzumab', 'pertuzumab', 'valganciclovirum', 'telavancin'])(
    'finds %s on no list',
    (name) => {
      expect(hazard(name)).toMatchObject({
        listed: null,
        hazard: 'none',
        labelStatements: [],
        protectiveEquipment: [],
      });
    },
  );

  it.each([
    ['powder, assessed or not', 'zoledronic acid', { form: 'api', assessment }, 'containment'],
    ['antineoplastic that is manipulated', 'cisplatin', { assessment }, 'containment'],
    ['antineoplastic that stays intact', 'cisplatin', { form: 'intact', assessment }, 'assessed'],
    ['other, assessed', 'zoledronic acid', { assessment }, 'assessed'],
    ['other, not assessed', 'zoledronic acid', {}, 'containment'],
    ['Table 2 antineoplastic, assessed', 'blinatumomab', { assessment }, 'assessed'],
    ['facility list antineoplastic', 'enfortumab vedotin', { facilityList: [own], assessment }, 'containment'],
  ] as const)('handles: %s (USP <800> section 2)', (_what, drug, changes, expected) => {
    expect(hazard(drug, changes).hazard).toBe(expected);
  });

  it.each([
    ['2026-03-01', 'assessed'],
    ['2026-03-02', 'assessed'],
    ['2026-03-03', 'containment'],
  ])('holds an assessment for twelve months (%s)', (on, expected) => {
    expect(hazard('zoledronic acid', { assessment, on: parseLocalDate(on) }).hazard).toBe(expected);
  });

  it('takes an assessment of 29 February to be due on the 28th', () => {
    const leap = { ...assessment, reviewedOn: parseLocalDate('2028-02-29') };
    expect(hazard('zoledronic acid', { assessment: leap, on: parseLocalDate('2029-02-28') }).hazard).toBe('assessed');
    expect(hazard('zoledronic acid', { assessment: leap, on: parseLocalDate('2029-03-01') }).hazard).toBe(
      'containment',
    );
  });

  it('lets the stricter of two lists win', () => {
    const facilityList = [{ ...own, drug: 'zoledronic acid' }];
    expect(hazard('zoledronic acid', { facilityList, assessment }).hazard).toBe('containment');
    const milder = [{ ...own, drug: 'cisplatin', antineoplastic: false }];
    expect(hazard('cisplatin', { facilityList: milder, assessment }).hazard).toBe('containment');
  });

  it.each([
    ['zoledronic acid', false, true],
    ['zoledronic acid', undefined, false],
    ['methotrexate', false, false],
  ])('sends by tube only what is solid and no antineoplastic (HD-25): %s, liquid %s', (drug, liquid, tube) => {
    expect(hazard(drug, { form: 'intact', assessment, liquid }).transport.pneumaticTube).toBe(tube);
  });

  it('asks for the list row of an unproven drug to be compared', () => {
    expect(hazard('carfilzomib').findings.map((f) => f.code)).toContain('hazardous.confirm-row');
    expect(hazard('cisplatin').findings).toEqual([]);
  });
});

describe('HAZARDOUS_DRUGS', () => {
  it('names each drug once and marks every uncertain row for a check', () => {
    const names = HAZARDOUS_DRUGS.map((d) => d.drug);
    expect(new Set(names).size).toBe(names.length);
    for (const row of HAZARDOUS_DRUGS) expect(row.confirm).toBe(row.mark === 'U');
    expect(HAZARDOUS_DRUGS.filter((d) => d.confirm).map((d) => d.drug)).toEqual([
      'carfilzomib',
      'dexrazoxane',
      'fulvestrant',
      'mycophenolate',
      'palifermin',
      'plerixafor',
      'temsirolimus',
    ]);
  });
});

describe('strictestHazard', () => {
  it('takes the strictest ingredient', () => {
    const [none, assessed, contained] = [
      hazard('vancomycin'),
      hazard('zoledronic acid', { assessment }),
      hazard('cisplatin'),
    ];
    expect(strictestHazard([none, assessed, contained])).toBe('containment');
    expect(strictestHazard([none, assessed])).toBe('assessed');
    expect(strictestHazard([none])).toBe('none');
    expect(strictestHazard([])).toBe('none');
  });
});
