import { describe, expect, it } from '@jest/globals';
import { parseExpiry, type ContainerFacts } from '#domain/in-use-time';
import { fromZoned, parseLocalDate, showInstant, zoneId } from '#domain/time';
import {
  aComponent,
  ampleStability,
  aPreparation,
  phoenix,
  PHOENIX,
  SCA,
  someEvidence,
  stabilityOf,
  T0,
  uspRules,
} from '../../../../test/factories/a-preparation.js';
import type { BeyondUseDateAnswer } from './answer.js';
import { assignBeyondUseDate } from './assign.js';
import type { PreparationFacts } from './facts.js';
import { sterilitySample } from './release-tests.js';

const rules = uspRules();
const assign = (changes: Partial<PreparationFacts>): BeyondUseDateAnswer =>
  assignBeyondUseDate(aPreparation(changes), rules);
const governingCodes = (a: BeyondUseDateAnswer): string[] => a.bounds.filter((b) => b.governs).map((b) => b.code);
const codes = (a: BeyondUseDateAnswer): string[] => a.findings.map((f) => f.code);
const t = phoenix;

describe('worked examples of domain-rules part 10', () => {
  const vial: ContainerFacts = {
    kind: 'single-dose-vial',
    zone: PHOENIX,
    air: 'iso5',
    firstPuncturedAt: t('2026-03-02', 6),
    expiry: parseExpiry('2026-12'),
  };
  const example1: Partial<PreparationFacts> = {
    components: [
      aComponent({ withdrawals: [{ container: vial, at: T0 }] }),
      aComponent({ id: 'bag', name: 'bag', expiry: parseExpiry('2027-01') }),
    ],
    stability: stabilityOf([someEvidence()], t('2026-03-02', 6)),
  };

  it('1: vancomycin in the refrigerator gets ten days of the table; the age of the vial is no bound', () => {
    const a = assign(example1);
    expect(a.decision).toBe('assigned');
    expect(a.beyondUseDateText).toBe('2026-03-12 09:00 MST');
    expect(governingCodes(a)).toEqual(['table']);
    expect(a.category.assigned).toBe(2);
    expect(a.bounds.map((b) => [b.code, b.arithmetic])).toEqual([
      ['table', '2026-03-02 09:00 MST + 10 d = 2026-03-12 09:00 MST'],
      ['stability', '2026-03-02 06:00 MST + 14 d = 2026-03-16 06:00 MST'],
      ['component-expiry', 'expiry 2026-12 = 2026-12-31 23:59 MST'],
      ['component-expiry', 'expiry 2027-01 = 2027-01-31 23:59 MST'],
    ]);
  });

  it('2: the same at room temperature gets four days', () => {
    const room = someEvidence({ temperatureMinC: 20, temperatureMaxC: 25, limitHours: 7 * 24 });
    const a = assign({ ...example1, storage: 'CRT', stability: stabilityOf([room], t('2026-03-02', 6)) });
    expect(a.beyondUseDateText).toBe('2026-03-06 09:00 MST');
  });

  it.each([
    ['REF', '2026-03-03 09:00 MST', 'assigned'],
    ['CRT', '2026-03-02 21:00 MST', 'assigned'],
    ['FRZ', null, 'refused'],
  ] as const)('3: in a segregated area, %s gives %s', (storage, expected, decision) => {
    const a = assign({ storage, placement: SCA });
    expect(a.beyondUseDateText).toBe(expected);
    expect(a.decision).toBe(decision);
    expect(a.category.assigned).toBe(1);
    expect(codes(a).includes('storage.not-permitted')).toBe(storage === 'FRZ');
  });

  const bulk: ContainerFacts = {
    kind: 'pharmacy-bulk-package',
    zone: PHOENIX,
    air: 'iso5',
    firstPuncturedAt: t('2026-03-02', 8, 30),
    labelHours: 4,
  };
  it.each([
    ['4', 'CRT', 24, '2026-03-03 08:30 MST'],
    ['5', 'REF', 240, '2026-03-12 08:30 MST'],
  ] as const)(
    '%s: cefazolin from a bulk package, %s: stability counts from reconstitution',
    (_n, storage, limitHours, expected) => {
      const band = storage === 'CRT' ? { temperatureMinC: 20, temperatureMaxC: 25 } : {};
      const a = assign({
        storage,
        components: [aComponent({ withdrawals: [{ container: bulk, at: T0 }] })],
        stability: stabilityOf([someEvidence({ ...band, limitHours })], t('2026-03-02', 8, 30)),
      });
      expect(a.beyondUseDateText).toBe(expected);
      expect(governingCodes(a)).toEqual(['stability']);
    },
  );

  it.each([
    [T0, 'refused'],
    [t('2026-03-02', 8, 55), 'assigned'],
  ] as const)('6: a vial punctured at 20:55 the day before is refused after 12 h', (at, decision) => {
    const container = { ...vial, firstPuncturedAt: t('2026-03-01', 20, 55) };
    const a = assign({ startedAt: at, components: [aComponent({ withdrawals: [{ container, at }] })] });
    expect(a.decision).toBe(decision);
    expect(codes(a).includes('in-use.expired')).toBe(decision === 'refused');
  });

  it.each([
    ['A', '2026-03', '2026-03-12 09:00 MST', 'table'],
    ['B', '2026-03-08', '2026-03-08 23:59 MST', 'component-expiry'],
  ])('7%s: a bag that expires %s', (_case, expiry, expected, governing) => {
    const a = assign({ components: [aComponent({ expiry: parseExpiry(expiry) })] });
    expect(a.beyondUseDateText).toBe(expected);
    expect(governingCodes(a)).toEqual([governing]);
  });

  const example8: Partial<PreparationFacts> = {
    components: [aComponent({ name: 'powder', sterile: false })],
    sterilizedBy: 'filtration',
    batchUnits: 25,
    testResults: { 'filter-integrity': 'passed' },
    masterFormulation: { id: 'MFR-8', version: '1' },
  };
  const needs = (a: BeyondUseDateAnswer, code: string) => a.release.tests.find((x) => x.code === code);
  it.each([
    ['CRT', '2026-03-03 09:00 MST'],
    ['REF', '2026-03-06 09:00 MST'],
    ['FRZ', '2026-04-16 09:00 MST'],
  ] as const)('8: 25 syringes from nonsterile powder, no test, %s', (storage, expected) => {
    const a = assign({ ...example8, storage });
    expect(a.beyondUseDateText).toBe(expected);
    expect(a.release.records).toEqual({ masterFormulationRecord: true, compoundingRecord: true });
    expect(needs(a, 'endotoxin')?.required).toBe(false);
    expect(needs(a, 'filter-integrity')?.required).toBe(true);
  });

  it('9: with a passed sterility test the tested row holds from t0, three units are used and endotoxin is owed', () => {
    const waiting = assign({ ...example8, sterilityTestPlanned: true, testResults: { sterility: 'pending' } });
    expect(waiting.beyondUseDateText).toBe('2026-03-06 09:00 MST');
    expect(waiting.release.quarantine).toBe(true);
    const alreadyAssigned = { beyondUseDate: t('2026-03-06', 9), allUnitsInQuarantine: true };
    const passed = assign({ ...example8, testResults: { sterility: 'passed' }, alreadyAssigned });
    expect(passed.beyondUseDateText).toBe('2026-04-16 09:00 MST');
    expect(needs(passed, 'sterility')).toMatchObject({ required: true, units: 3 });
    expect(needs(passed, 'endotoxin')?.required).toBe(true);
    expect(passed.release.dispensableAtMost).toBe(22);
    const released = assign({
      ...example8,
      testResults: { sterility: 'passed' },
      alreadyAssigned: { ...alreadyAssigned, allUnitsInQuarantine: false },
    });
    expect(released.beyondUseDateText).toBe('2026-03-06 09:00 MST');
  });

  it('10: a steam-sterilized batch of 60 gets 14 d untested and 45 d tested, six units', () => {
    const steam: Partial<PreparationFacts> = {
      storage: 'CRT',
      method: 'terminal',
      sterilizedBy: 'steam',
      batchUnits: 60,
    };
    expect(assign(steam).beyondUseDateText).toBe('2026-03-16 09:00 MST');
    const tested = assign({ ...steam, testResults: { sterility: 'passed' } });
    expect(tested.beyondUseDateText).toBe('2026-04-16 09:00 MST');
    expect(needs(tested, 'sterility')?.units).toBe(6);
  });

  it.each([
    [300, 'refused', null],
    [251, 'refused', null],
    [250, 'assigned', '2026-04-11 09:00 MST'],
  ] as const)('11: a Category 3 batch of %i is %s', (batchUnits, decision, expected) => {
    const category3 = {
      stabilityIndicatingAssay: true,
      madeExactlyAsStudied: true,
      monitoringCycleKept: true,
      personnelCycleKept: true,
      sterileGarb: true,
    };
    const a = assign({
      storage: 'CRT',
      batchUnits,
      provision: { kind: 'category', requested: 3, category3 },
      testResults: { sterility: 'passed' },
      stability: { preparations: [], evidence: [], decisions: [ampleStability('CRT', 40 * 24)] },
    });
    expect(a.decision).toBe(decision);
    expect(a.beyondUseDateText).toBe(expected);
    if (decision === 'assigned') expect(governingCodes(a)).toEqual(['stability']);
    else expect(codes(a)).toContain('batch.too-large');
  });

  it.each([
    [1, 1],
    [10, 1],
    [11, 2],
    [25, 3],
    [39, 4],
    [40, 4],
    [60, 6],
    [100, 10],
    [101, 10],
    [250, 10],
    [500, 10],
    [501, 11],
    [2000, 20],
  ])('25: a batch of %i takes %i units for sterility', (batch, units) => {
    expect(sterilitySample(batch)).toBe(units);
  });

  const chicago = zoneId('America/Chicago');
  it.each([
    ['spring', '2026-03-02', '2026-03-12 09:00 CDT'],
    ['autumn', '2026-10-28', '2026-11-07 08:00 CST'],
  ])('26: ten days across the %s clock change keep the earlier reading', (_when, date, expected) => {
    const startedAt = fromZoned({ date: parseLocalDate(date), hour: 9, minute: 0 }, chicago);
    const a = assign({ zone: chicago, startedAt });
    expect(a.beyondUseDateText).toBe(expected);
    expect(a.beyondUseDate === null ? null : showInstant(a.beyondUseDate, chicago)).toBe(expected);
  });

  it('27: a home TNA is bounded by its stability and hangs for 24 h', () => {
    const a = assign({
      stability: { preparations: [], evidence: [], decisions: [ampleStability('REF', 9 * 24)] },
      infusion: { withinHours: 24, citation: 'PN-11' },
    });
    expect(a.beyondUseDateText).toBe('2026-03-11 09:00 MST');
    expect(governingCodes(a)).toEqual(['stability']);
    expect(a.infuseCompleteBy?.withinHours).toBe(24);
    expect(a.infuseCompleteBy?.at).toBe(t('2026-03-12', 9));
  });
});
