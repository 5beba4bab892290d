import { describe, expect, it } from '@jest/globals';
import { parseExpiry, type ContainerFacts } from '#domain/in-use-time';
import {
  aComponent,
  ampleStability,
  aPreparation,
  CLEANROOM,
  phoenix as t,
  PHOENIX,
  someEvidence,
  stabilityOf,
  T0,
  uspRules,
} from '../../../../test/factories/a-preparation.js';
import type { BeyondUseDateAnswer } from './answer.js';
import { assignBeyondUseDate } from './assign.js';
import type { PreparationFacts } from './facts.js';

const assign = (changes: Partial<PreparationFacts> = {}): BeyondUseDateAnswer =>
  assignBeyondUseDate(aPreparation(changes), uspRules());
const codes = (a: BeyondUseDateAnswer): string[] => a.findings.map((f) => f.code);
const aPreparationOf = (drug: string) => ({
  drug,
  concentration: { value: '6', unit: 'mg/mL' },
  diluent: 'sodium chloride 0.9%',
  container: { kind: 'bag', material: 'PVC' },
  storage: 'REF' as const,
});
const decided = (hours: number) => ({ preparations: [], evidence: [], decisions: [ampleStability('REF', hours)] });

describe('gates of assignBeyondUseDate', () => {
  const expired = parseExpiry('2026-03-01');
  it.each([
    ['a recalled lot', { lotStatus: 'recalled' }, 'component.recalled'],
    ['a quarantined lot', { lotStatus: 'quarantined' }, 'component.quarantined'],
    ['an expired lot', { expiry: expired }, 'component.expired'],
    ['an ingredient without a date', { expiry: undefined }, 'component.no-date'],
    ['a compounded ingredient without a date', { origin: 'compounded' }, 'component.no-date'],
    [
      'an ingredient past its date',
      { origin: 'compounded', beyondUseDate: t('2026-03-02', 8, 59) },
      'component.expired',
    ],
  ] as const)('refuse %s', (_what, changes, code) => {
    const a = assign({ components: [aComponent(changes)] });
    expect(a.decision).toBe('refused');
    expect(a.beyondUseDate).toBeNull();
    expect(a.ceiling).toBeNull();
    expect(a.findings.find((f) => f.code === code)).toMatchObject({ severity: 'stop', field: 'vial' });
    expect(a.gates.find((g) => g.code === 'component:vial')?.passed).toBe(false);
  });

  it('never take evidence of each drug alone for evidence of the mixture (BUD-11)', () => {
    const both = { preparations: [aPreparationOf('vancomycin'), aPreparationOf('ceftriaxone')] };
    const evidence = [someEvidence({ drug: 'vancomycin' }), someEvidence({ id: 'E2', drug: 'ceftriaxone' })];
    const alone = assign({ stability: { preparations: both.preparations.slice(0, 1), evidence } });
    expect(alone.decision).toBe('assigned');
    const mixed = assign({ stability: { ...both, evidence } });
    expect(mixed.decision).toBe('needs-pharmacist');
    expect(codes(mixed)).toContain('stability.mixture');
    const whole = assign({ stability: { ...both, evidence, decisions: [ampleStability('REF', 48)] } });
    expect([whole.decision, whole.beyondUseDateText]).toEqual(['assigned', '2026-03-04 09:00 MST']);
    const ofOne = { ...ampleStability('REF', 48), drug: 'vancomycin' };
    expect(assign({ stability: { ...both, evidence, decisions: [ofOne] } }).decision).toBe('needs-pharmacist');
  });

  it('accept an ingredient on its last day', () => {
    expect(assign({ components: [aComponent({ expiry: parseExpiry('2026-03-02') })] }).beyondUseDateText).toBe(
      '2026-03-02 23:59 MST',
    );
  });

  it.each([
    ['single-dose-vial', 'iso5', 'assigned'],
    ['single-dose-vial', 'other', 'refused'],
    ['ampul', 'other', 'refused'],
    ['multiple-dose-vial', 'other', 'assigned'],
  ] as const)('take from a %s entered in %s air: %s', (kind, air, decision) => {
    const container: ContainerFacts = { kind, air, zone: PHOENIX, firstPuncturedAt: T0 };
    expect(assign({ components: [aComponent({ withdrawals: [{ container, at: T0 }] })] }).decision).toBe(decision);
  });

  it('refuse a start that comes after the first withdrawal (BUD-30)', () => {
    const container: ContainerFacts = {
      kind: 'single-dose-vial',
      zone: PHOENIX,
      air: 'iso5',
      firstPuncturedAt: t('2026-03-02', 8),
    };
    const a = assign({ components: [aComponent({ withdrawals: [{ container, at: t('2026-03-02', 8, 30) }] })] });
    expect(codes(a)).toContain('start.after-withdrawal');
  });

  it.each([
    ['no place', { placement: undefined }, 'placement.unknown'],
    [
      'a place for no category',
      { placement: { ...CLEANROOM, room: { kind: 'unclassified' } } },
      'category.not-a-compounding-area',
    ],
    ['a hazardous drug in a clean bench', { placement: { ...CLEANROOM, hazard: 'containment' } }, 'hazardous.hood'],
    [
      'a nonsterile start that is not sterilized',
      { components: [aComponent({ sterile: false })] },
      'sterilization.missing',
    ],
    [
      'filtration as terminal sterilization',
      { method: 'terminal', sterilizedBy: 'filtration' },
      'sterilization.method',
    ],
    ['a failed test', { testResults: { sterility: 'failed' } }, 'test.failed'],
    ['a tested batch of 251', { batchUnits: 251, testResults: { sterility: 'passed' } }, 'batch.too-large'],
    [
      'stability that has run out',
      { stability: stabilityOf([someEvidence()], t('2026-02-16', 9)) },
      'beyond-use-date.none-left',
    ],
  ] as const)('refuse %s', (_what, changes, code) => {
    const a = assign(changes);
    expect(a.decision).toBe('refused');
    expect(codes(a)).toContain(code);
  });

  it.each([
    [t('2026-03-02', 14, 59), true],
    [t('2026-03-02', 15), true],
    [t('2026-03-02', 15, 1), false],
    [undefined, false],
  ])('want a nonsterile solution sterilized within 6 h (%s: %s)', (sterilizedAt, held) => {
    const a = assign({
      components: [aComponent({ sterile: false })],
      sterilizedBy: 'filtration',
      nonsterileSolution: { madeAt: T0, sterilizedAt },
    });
    expect(a.gates.find((g) => g.code === 'sterilization')?.passed).toBe(held);
  });

  it('let an untested batch of any size be made', () => {
    expect(assign({ batchUnits: 251 }).decision).toBe('assigned');
  });
});

describe('stability in assignBeyondUseDate', () => {
  const near = { diluents: [] };
  it.each([
    ['no evidence', stabilityOf([])],
    ['only near misses', stabilityOf([someEvidence(near)])],
    ['only unconfirmed evidence', stabilityOf([someEvidence({ status: 'unconfirmed' })])],
    ['nothing said', { preparations: [], evidence: [] }],
    ['a decision for another storage', { ...stabilityOf([]), decisions: [ampleStability('CRT')] }],
    [
      'a decision for another drug',
      { ...stabilityOf([]), decisions: [{ ...ampleStability('REF'), drug: 'cefazolin' }] },
    ],
  ])('needs a pharmacist with %s, and claims no date', (_what, stability) => {
    const a = assign({ stability });
    expect(a.decision).toBe('needs-pharmacist');
    expect([a.beyondUseDate, a.beyondUseDateText, a.beginBy]).toEqual([null, null, null]);
    expect(a.ceiling).toBe(t('2026-03-12', 9));
    expect(a.findings.find((f) => f.code === 'stability.no-evidence')?.severity).toBe('hard');
  });

  it('takes a pharmacist decision as a bound from reconstitution, with who decided and why', () => {
    const stability = { ...stabilityOf([], t('2026-03-02', 6)), decisions: [ampleStability('REF', 48)] };
    const a = assign({ stability });
    expect(a.beyondUseDateText).toBe('2026-03-04 06:00 MST');
    expect(a.governing).toEqual(['Stability, decided by P. Tester: 2 d']);
  });

  it('lets the stricter of several rows win, unconfirmed ones apart', () => {
    const rows = [
      someEvidence({ id: 'A', limitHours: 200 }),
      someEvidence({ id: 'B', limitHours: 100 }),
      someEvidence({ id: 'C', limitHours: 10, status: 'unconfirmed' }),
    ];
    const a = assign({ stability: stabilityOf(rows) });
    expect(a.beyondUseDateText).toBe('2026-03-06 13:00 MST');
    expect(a.findings.find((f) => f.code === 'stability.unconfirmed')?.severity).toBe('info');
  });

  it.each([
    [10, 'soft'],
    [48, 'info'],
    [400, 'info'],
  ])('has a decision of 48 h acknowledged against an unconfirmed row of %i h: %s', (limitHours, severity) => {
    const evidence = [someEvidence({ limitHours, status: 'unconfirmed' })];
    const a = assign({ stability: { ...stabilityOf(evidence), decisions: [ampleStability('REF', 48)] } });
    expect(a.findings.find((f) => f.code === 'stability.unconfirmed')?.severity).toBe(severity);
    expect(a.beyondUseDateText).toBe('2026-03-04 09:00 MST');
  });

  it('wants evidence for every active ingredient', () => {
    const one = stabilityOf([someEvidence()]);
    const two = {
      ...one,
      preparations: [...one.preparations, ...one.preparations.map((p) => ({ ...p, drug: 'cefepime' }))],
    };
    expect(assign({ stability: two }).decision).toBe('needs-pharmacist');
  });
});

describe('bounds of assignBeyondUseDate', () => {
  it('takes the device, the master formulation record and a compounded ingredient', () => {
    const bound = (changes: Partial<PreparationFacts>): string | undefined => {
      const a = assign(changes);
      return `${a.beyondUseDateText} ${a.bounds.find((b) => b.governs)?.code}`;
    };
    expect(bound({ device: { name: 'pump', limitHours: 72, citation: 'maker' } })).toBe('2026-03-05 09:00 MST device');
    const masterFormulation = { id: 'MFR-1', version: '2', maximumHours: { REF: 96, CRT: 1 } };
    expect(bound({ masterFormulation })).toBe('2026-03-06 09:00 MST master-formulation');
    const stock = aComponent({ origin: 'compounded', expiry: undefined, beyondUseDate: t('2026-03-07', 8) });
    expect(bound({ components: [stock] })).toBe('2026-03-07 08:00 MST component-bud');
    const justifiedException = { reason: 'pH-adjusting solution', decidedBy: 'P. Tester' };
    expect(bound({ components: [{ ...stock, justifiedException }] })).toBe('2026-03-12 09:00 MST table');
  });

  it.each([
    ['all in quarantine, no test', true, {}, '2026-03-05 09:00 MST'],
    ['some released, tested', false, { sterility: 'passed' }, '2026-03-05 09:00 MST'],
    ['all in quarantine, tested', true, { sterility: 'passed' }, '2026-04-16 09:00 MST'],
  ] as const)(
    'extend no date already given, but for the tested row: %s (BUD-20)',
    (_what, held, testResults, expected) => {
      const alreadyAssigned = { beyondUseDate: t('2026-03-05', 9), allUnitsInQuarantine: held };
      expect(assign({ alreadyAssigned, testResults }).beyondUseDateText).toBe(expected);
    },
  );

  it('give no exception to a product of an outsourcing facility', () => {
    const product = aComponent({
      origin: 'outsourcing-facility',
      beyondUseDate: t('2026-03-07', 8),
      justifiedException: { reason: 'pH-adjusting solution', decidedBy: 'P. Tester' },
    });
    expect(assign({ components: [product] }).beyondUseDateText).toBe('2026-03-07 08:00 MST');
  });

  it('count stability from the start when reconstitution came after it', () => {
    const stability = stabilityOf([someEvidence({ limitHours: 48 })], t('2026-03-02', 10));
    expect(assign({ stability }).beyondUseDateText).toBe('2026-03-04 09:00 MST');
  });

  it('say when an infusion must end: from its start if known, else from the latest start (BUD-37)', () => {
    const infusion = { withinHours: 24, citation: 'label' };
    expect(assign({ infusion }).infuseCompleteBy?.at).toBe(t('2026-03-13', 9));
    expect(assign({ infusion: { ...infusion, begunAt: T0 } }).infuseCompleteBy).toMatchObject({
      at: t('2026-03-03', 9),
      statement: 'Complete by 2026-03-03 09:00 MST',
    });
  });

  it.each([
    [239 * 60 + 58, 1],
    [239 * 60 + 59, 2],
    [240 * 60, 2],
    [240 * 60 + 1, 2],
    [240 * 60 + 2, 1],
  ])('names every bound within a minute of the earliest (%i min of stability: %i)', (minutes, governing) => {
    expect(assign({ stability: decided(minutes / 60) }).governing).toHaveLength(governing);
  });

  it('cites a rule and a standard in every bound, and the pack in the bounds of a pack', () => {
    for (const b of assign().bounds) {
      expect(b.source).toMatch(/\b(BUD|IMM|DOC)-\d\d/);
      expect(b.citation).not.toBe('');
      expect(b.arithmetic).toMatch(/MST$/);
      expect(b.rulePack !== undefined).toBe(b.code === 'table');
    }
  });
});
