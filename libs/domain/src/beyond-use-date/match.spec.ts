import { describe, expect, it } from '@jest/globals';
import { someEvidence } from '../../../../test/factories/a-preparation.js';
import type { StabilityEvidence, StabilityPreparation } from './evidence.js';
import { matchStability, normalizeDiluent } from './match.js';

const preparation: StabilityPreparation = {
  drug: 'vancomycin',
  concentration: { value: '5', unit: 'mg/mL' },
  diluent: 'sodium chloride 0.9%',
  container: { kind: 'bag', material: 'PVC' },
  storage: 'REF',
};
const why = (evidence: Partial<StabilityEvidence>, made: Partial<StabilityPreparation> = {}): readonly string[] => {
  const { fits, nearMisses } = matchStability([someEvidence(evidence)], { ...preparation, ...made });
  expect(fits.length + nearMisses.length).toBe(1);
  return nearMisses[0]?.why ?? [];
};

describe('matchStability', () => {
  it.each([
    ['0.99', false],
    ['1', true],
    ['10', true],
    ['10.0001', false],
  ])('takes %s mg/mL for a range of 1 to 10: %s', (value, fits) => {
    expect(why({}, { concentration: { value, unit: 'mg/mL' } }).length === 0).toBe(fits);
  });

  it('compares concentrations across units of one dimension and never across dimensions', () => {
    expect(why({}, { concentration: { value: '0.005', unit: 'g/mL' } })).toEqual([]);
    expect(why({}, { concentration: { value: '5', unit: '[iU]/mL' } })[0]).toMatch(/does not compare/);
  });

  it.each([
    ['concentration', { concentrationMin: undefined }, 'states no concentration'],
    ['diluent', { diluents: [] }, 'states no diluent'],
    ['container', { containers: [] }, 'states no container'],
    ['temperature', { temperatureMinC: undefined }, 'states no temperature'],
    ['limit', { limitHours: undefined }, 'states no usable limit'],
    ['other diluent', { diluents: ['dextrose 5%'] }, 'is for dextrose 5%'],
    ['other container', { containers: [{ kind: 'syringe' }] }, 'is for syringe'],
    ['other material', { containers: [{ kind: 'bag', material: 'polyolefin' }] }, 'is for polyolefin bag'],
    ['light', { lightProtected: true }, 'holds only when protected from light'],
  ] as const)('reports a near miss with its reason: %s', (_what, evidence, reason) => {
    expect(why(evidence)).toEqual([reason]);
  });

  it('gives every reason at once', () => {
    expect(why({ diluents: [], containers: [], limitHours: undefined })).toHaveLength(3);
  });

  it('wants the material known where the evidence names one', () => {
    expect(why({}, { container: { kind: 'bag' } })[0]).toMatch(/material of this container is not known/);
    expect(why({ containers: [{ kind: 'bag' }] }, { container: { kind: 'bag', material: 'PVC' } })).toEqual([]);
  });

  it.each([
    ['REF', 4, 4, true],
    ['REF', 2, 8, true],
    ['REF', 9, 9, false],
    ['REF', 1, 3, false],
    ['REF', 23, 23, false],
    ['REF', 4, 25, true],
    ['CRT', 25, 25, true],
    ['CRT', 25, 31, true],
    ['CRT', 26, 26, false],
    ['CRT', 37, 37, false],
    ['CRT', 5, 20, false],
    ['FRZ', -20, -20, true],
    ['FRZ', -30, -26, false],
    ['FRZ', -9, -9, false],
  ] as const)('for %s takes a study at %d to %d °C: %s', (storage, temperatureMinC, temperatureMaxC, fits) => {
    expect(why({ temperatureMinC, temperatureMaxC }, { storage }).length === 0).toBe(fits);
  });

  it('leaves other drugs out and reads names without regard to case', () => {
    const rows = [someEvidence({ drug: 'VANCOmycin ' }), someEvidence({ id: 'X', drug: 'cefazolin' })];
    const { fits, nearMisses } = matchStability(rows, preparation);
    expect(fits.map((e) => e.id)).toEqual(['TEST-1']);
    expect(nearMisses).toEqual([]);
  });

  it('puts the strictest of several fits first', () => {
    const rows = [someEvidence({ id: 'A', limitHours: 300 }), someEvidence({ id: 'B', limitHours: 100 })];
    expect(matchStability(rows, preparation).fits.map((e) => e.id)).toEqual(['B', 'A']);
  });

  it('refuses a concentration that it cannot read', () => {
    expect(() => matchStability([], { ...preparation, concentration: { value: 'x', unit: 'mg/mL' } })).toThrow(
      RangeError,
    );
    expect(() => matchStability([], { ...preparation, concentration: { value: '1', unit: 'mg' } })).toThrow(RangeError);
  });
});

describe('normalizeDiluent', () => {
  it.each([
    ['Sodium Chloride 0.9 %', 'sodium chloride 0.9%'],
    ['0.9% sodium chloride injection', 'sodium chloride 0.9%'],
    ['NS', 'sodium chloride 0.9%'],
    ['D5W', 'dextrose 5%'],
    ['5 % Dextrose Injection, USP', 'dextrose 5%'],
    ['Sterile water for injection', 'sterile water for injection'],
    ['buffered sodium chloride 0.9%', 'buffered sodium chloride 0.9%'],
  ])('reads %s as %s', (text, expected) => {
    expect(normalizeDiluent(text)).toBe(expected);
  });
});
