import { describe, expect, it } from '@jest/globals';
import { parseExpiry } from '#domain/in-use-time';
import { aComponent, aPreparation, phoenix as t, SCA, T0, uspRules } from '../../../../test/factories/a-preparation.js';
import type { BeyondUseDateAnswer } from './answer.js';
import { assignBeyondUseDate } from './assign.js';
import type { Category3Facts, ImmediateUseFacts, PreparationFacts } from './facts.js';

const assign = (changes: Partial<PreparationFacts> = {}): BeyondUseDateAnswer =>
  assignBeyondUseDate(aPreparation(changes), uspRules());
const codes = (a: BeyondUseDateAnswer): string[] => a.findings.map((f) => f.code);

describe('category in assignBeyondUseDate', () => {
  const category3: Category3Facts = {
    stabilityIndicatingAssay: true,
    madeExactlyAsStudied: true,
    monitoringCycleKept: true,
    personnelCycleKept: true,
    sterileGarb: true,
  };
  const three = (changes: Partial<Category3Facts> = {}) =>
    ({ kind: 'category', requested: 3, category3: { ...category3, ...changes } }) as const;

  it('gives a Category 1 date on request in a cleanroom', () => {
    expect(assign({ provision: { kind: 'category', requested: 1 } }).beyondUseDateText).toBe('2026-03-03 09:00 MST');
  });

  it('lowers a request that the place does not allow, and says so', () => {
    const a = assign({ placement: SCA, provision: { kind: 'category', requested: 2 } });
    expect(a.category).toMatchObject({ assigned: 1, maximum: 1, row: 'cat1' });
    expect(codes(a)).toContain('category.lowered');
  });

  it.each([
    ['every condition held', three(), { sterility: 'passed' }, 3, '2026-05-31 09:00 MST'],
    ['test pending', three(), { sterility: 'pending' }, 2, '2026-03-12 09:00 MST'],
    ['no assay', three({ stabilityIndicatingAssay: false }), { sterility: 'passed' }, 2, '2026-04-16 09:00 MST'],
    ['garb', three({ sterileGarb: false }), { sterility: 'passed' }, 2, '2026-04-16 09:00 MST'],
  ] as const)(
    'reaches Category 3 only with every condition: %s',
    (_what, provision, testResults, assigned, expected) => {
      const a = assign({ provision, testResults });
      expect(a.category.assigned).toBe(assigned);
      expect(a.beyondUseDateText).toBe(expected);
    },
  );

  it('says what Category 3 owes before release', () => {
    const a = assign({ provision: three(), testResults: { sterility: 'passed' } });
    const owed = a.release.tests.filter((x) => x.required && x.result !== 'passed').map((x) => x.code);
    expect(owed).toEqual(['visual-inspection', 'particulates', 'container-integrity']);
    expect(codes(a)).toContain('release.results-awaited');
  });

  it.each([
    [1, 'passed', 'refused'],
    [2, 'passed', 'assigned'],
    [2, undefined, 'refused'],
  ] as const)(
    'makes an aqueous multiple-dose preparation of Category %i, <51> %s: %s',
    (requested, result, decision) => {
      const a = assign({
        provision: { kind: 'category', requested },
        multipleDose: { aqueous: true, preserved: true, use: 'parenteral' },
        testResults: result ? { 'antimicrobial-effectiveness': result } : {},
      });
      expect(a.decision).toBe(decision);
      expect(a.afterPuncture?.hours).toBe(28 * 24);
    },
  );
});

describe('other provisions', () => {
  const allergenic = { kind: 'allergenic', inDedicatedArea: true, licensedExtractsOnly: true } as const;
  it.each([
    ['2028-01', '2027-03-02 09:00 MST'],
    ['2026-12', '2026-12-31 23:59 MST'],
  ])('date an allergenic set by a year or the earliest expiry (%s)', (expiry, expected) => {
    const a = assign({ provision: allergenic, components: [aComponent({ expiry: parseExpiry(expiry) })] });
    expect(a.beyondUseDateText).toBe(expected);
  });

  it('refuse an allergenic set of other things', () => {
    expect(assign({ provision: { ...allergenic, licensedExtractsOnly: false } }).decision).toBe('refused');
  });

  it('keep a thawed premix to its label (DOC-05)', () => {
    const limits = [{ event: 'Thawed', at: T0, hours: 48, citation: 'label' }];
    const a = assign({ provision: { kind: 'conventional', limits }, placement: undefined });
    expect([a.decision, a.beyondUseDateText]).toEqual(['not-compounding', '2026-03-04 09:00 MST']);
  });

  it('call docking for immediate administration no compounding (DOC-01)', () => {
    const product = { product: 'P', notActivatedHours: 720, activatedHours: { CRT: 24 }, citation: 'label' };
    const provision = { kind: 'docked', product, purpose: 'immediate-administration' } as const;
    const a = assign({ provision, storage: 'CRT', placement: undefined });
    expect([a.decision, a.beyondUseDateText]).toEqual(['not-compounding', '2026-03-03 09:00 MST']);
  });

  const conditions: ImmediateUseFacts = {
    differentProducts: 3,
    asepticTechniqueBySop: true,
    preparerCompetent: true,
    compatibilityEvidenced: true,
    singleDoseRestDiscarded: true,
    labelledOrGivenByPreparer: true,
    forAnticipatedNeed: false,
    patients: 1,
    antineoplasticNeedingContainment: false,
  };
  it.each([
    ['IMM-01', { asepticTechniqueBySop: false }],
    ['IMM-02', { preparerCompetent: false }],
    ['IMM-03', { compatibilityEvidenced: false }],
    ['IMM-04', { differentProducts: 4 }],
    ['IMM-05', { singleDoseRestDiscarded: false }],
    ['IMM-06', { administrationBeginsAt: t('2026-03-02', 13, 1) }],
    ['IMM-07', { labelledOrGivenByPreparer: false }],
    ['IMM-08', { forAnticipatedNeed: true }],
    ['IMM-09', { antineoplasticNeedingContainment: true }],
  ])('refuse immediate use without %s', (id, changes) => {
    const provision = { kind: 'immediate-use', conditions: { ...conditions, ...changes } } as const;
    const a = assign({ provision, placement: undefined });
    expect(a.decision).toBe('refused');
    expect(a.gates.filter((g) => !g.passed).map((g) => g.code)).toEqual([`immediate-use.${id}`]);
  });

  it('want a compounding record of immediate use only for more than one patient (IMM-10)', () => {
    const provision = { kind: 'immediate-use', conditions } as const;
    expect(assign({ provision }).release.records.compoundingRecord).toBe(false);
    expect(assign({ provision, patients: 2 }).release.records.compoundingRecord).toBe(true);
  });
});
