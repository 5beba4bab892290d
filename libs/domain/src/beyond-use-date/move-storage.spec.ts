import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HOUR_MS, instant, parseLocalDate } from '#domain/time';
import {
  ampleStability,
  aPreparation,
  phoenix as t,
  SCA,
  T0,
  uspRules,
} from '../../../../test/factories/a-preparation.js';
import { assignBeyondUseDate } from './assign.js';
import { STORAGE_CONDITIONS, type StabilityDecision, type StorageCondition } from './evidence.js';
import type { PreparationFacts } from './facts.js';
import { moveStorage, storedCsp } from './move-storage.js';
import type { RulePack } from './rules.js';
import type { MoveAnswer, StorageEvent, StoredCsp } from './stored-csp.js';

const rules = uspRules();
const ample: PreparationFacts['stability'] = {
  preparations: [],
  evidence: [],
  decisions: STORAGE_CONDITIONS.map((s) => ampleStability(s)),
};
const stored = (storage: StorageCondition, changes: Partial<PreparationFacts> = {}): StoredCsp => {
  const facts = aPreparation({ storage, stability: ample, ...changes });
  return storedCsp(assignBeyondUseDate(facts, rules), facts);
};
const codes = (a: MoveAnswer): string[] => a.findings.map((f) => f.code);
const move = (csp: StoredCsp, to: StorageCondition, at = t('2026-03-04', 9), more: object = {}): MoveAnswer =>
  moveStorage(csp, { kind: 'move', to, at, ...more }, rules);

describe('moveStorage', () => {
  it('12: frozen, then refrigerator, then room: limits never add, a thawed one is never frozen again', () => {
    const frozen = stored('FRZ');
    expect(frozen.beyondUseDate).toBe(t('2026-04-16', 9));
    const thawed = move(frozen, 'REF', t('2026-03-20', 10));
    expect(thawed.beyondUseDateText).toBe('2026-03-30 10:00 MST');
    expect(thawed.replaceLabel).toBe(true);
    const warm = move(thawed.csp, 'CRT', t('2026-03-28', 8));
    expect(warm.beyondUseDateText).toBe('2026-03-30 10:00 MST');
    expect(warm.replaceLabel).toBe(false);
    expect(warm.bounds.map((b) => b.arithmetic)).toContain('2026-03-28 08:00 MST + 4 d = 2026-04-01 08:00 MST');
    const refrozen = move(warm.csp, 'FRZ', t('2026-03-28', 9));
    expect(refrozen.accepted).toBe(false);
    expect(codes(refrozen)).toEqual(['move.refrozen']);
    expect(refrozen.csp).toBe(warm.csp);
  });

  it('counts from the start of preparation under the stricter option, unless it was frozen (BUD-40)', () => {
    const strict: RulePack = {
      id: 'site',
      kind: 'site',
      title: 'Site policy',
      version: '1',
      inForceFrom: parseLocalDate('2024-01-01'),
      citation: 'Policy 7',
      cells: [],
      moveClock: 'from-start',
    };
    const toRoom: StorageEvent = { kind: 'move', to: 'CRT', at: t('2026-03-04', 9) };
    expect(moveStorage(stored('REF'), toRoom, uspRules()).beyondUseDateText).toBe('2026-03-08 09:00 MST');
    expect(moveStorage(stored('REF'), toRoom, uspRules(strict)).beyondUseDateText).toBe('2026-03-06 09:00 MST');
    expect(moveStorage(stored('FRZ'), toRoom, uspRules(strict)).beyondUseDateText).toBe('2026-03-08 09:00 MST');
  });

  it('does not lengthen a date by cold (BUD-43)', () => {
    const cold = move(stored('CRT'), 'REF');
    expect(cold.accepted).toBe(true);
    expect(cold.beyondUseDateText).toBe('2026-03-06 09:00 MST');
    expect(cold.csp.storage).toBe('REF');
    expect(cold.bounds.map((b) => b.code)).toEqual(['original', 'stability']);
    expect(cold.replaceLabel).toBe(false);
  });

  it('shortens to the stability in the cold, and asks a pharmacist where none is known', () => {
    const cold = (...decisions: StabilityDecision[]) =>
      move(stored('CRT', { stability: { ...ample, decisions: [ampleStability('CRT'), ...decisions] } }), 'REF');
    expect(cold(ampleStability('REF', 24)).beyondUseDateText).toBe('2026-03-05 09:00 MST');
    expect(codes(cold())).toEqual(['stability.no-evidence']);
  });

  it('refuses the freezer for Category 1', () => {
    expect(codes(move(stored('REF', { placement: SCA }), 'FRZ', t('2026-03-02', 12)))).toEqual([
      'storage.not-permitted',
    ]);
  });

  it.each([
    ['warm-water', undefined, ['move.thaw']],
    ['microwave', undefined, ['move.thaw']],
    ['warm-water', true, []],
    ['refrigerator', undefined, []],
    ['room', undefined, []],
  ] as const)('thaws by %s (per label: %s) with %j (BUD-42)', (thaw, thawPerLabel, expected) => {
    expect(codes(move(stored('FRZ'), 'REF', t('2026-03-04', 9), { thaw, thawPerLabel }))).toEqual(expected);
  });

  it.each([
    [t('2026-03-12', 9), []],
    [t('2026-03-12', 9, 1), ['move.past-date']],
    [t('2026-03-02', 8, 59), ['move.before-start']],
  ])('accepts a move from the start to the beyond-use date and no later', (at, expected) => {
    expect(codes(move(stored('REF'), 'CRT', at))).toEqual(expected);
  });

  it('shortens to the stability in the new place, and asks a pharmacist where none is known', () => {
    const decisions = [ampleStability('REF'), ampleStability('CRT', 24)];
    expect(move(stored('REF', { stability: { ...ample, decisions } }), 'CRT').beyondUseDateText).toBe(
      '2026-03-05 09:00 MST',
    );
    const unknown = move(stored('REF', { stability: { ...ample, decisions: [ampleStability('REF')] } }), 'CRT');
    expect(codes(unknown)).toEqual(['stability.no-evidence']);
    expect(unknown.beyondUseDateText).toBe('2026-03-08 09:00 MST');
  });

  it.each([
    [false, 'storage.excursion'],
    [true, 'storage.discard'],
  ])('quarantines after an excursion (integrity doubtful: %s) (BUD-45)', (integrityDoubtful, code) => {
    const a = moveStorage(
      stored('REF'),
      { kind: 'excursion', at: t('2026-03-04', 9), detail: '14 °C, 3 h', integrityDoubtful },
      rules,
    );
    expect(a.quarantine).toBe(true);
    expect(codes(a)).toEqual([code]);
    expect(a.beyondUseDateText).toBe('2026-03-12 09:00 MST');
  });

  it.each([
    [{}, true, []],
    [{ sealIntact: false }, true, ['return.seal']],
    [{ storageProven: false }, true, ['return.storage']],
    [{}, false, ['return.from-home']],
  ])('takes back only what is proven, never from a home (BUD-44): %j', (changes, fromWard, expected) => {
    const event = {
      kind: 'return',
      at: t('2026-03-04', 9),
      sealIntact: true,
      storageProven: true,
      ...changes,
    } as const;
    const a = moveStorage({ ...stored('REF'), homeDispensed: !fromWard }, event, rules);
    expect(codes(a)).toEqual(expected);
    expect(a.accepted).toBe(expected.length === 0);
  });

  const product = { product: 'P', notActivatedHours: 720, activatedHours: { CRT: 24 }, citation: 'label' };
  const docked = (): StoredCsp =>
    stored('CRT', { provision: { kind: 'docked', product, purpose: 'later-activation' } });
  it.each([
    [t('2026-03-10', 12), 'CRT', '2026-03-11 12:00 MST', []],
    [t('2026-04-01', 9), 'CRT', '2026-04-01 09:00 MST', []],
    [t('2026-04-01', 9, 1), 'CRT', '2026-04-01 09:00 MST', ['docked.too-late']],
    [t('2026-03-10', 12), 'REF', '2026-04-01 09:00 MST', ['docked.no-activated-time']],
  ] as const)(
    '14: a docked system activated at %i, %s, lasts until %s and no later than before',
    (at, storage, expected, found) => {
      const a = moveStorage(docked(), { kind: 'activate', at, storage }, rules);
      expect(a.beyondUseDateText).toBe(expected);
      expect(codes(a)).toEqual(found);
    },
  );

  it('activates once, and only a docked system', () => {
    const event = { kind: 'activate', at: t('2026-03-04', 9), storage: 'CRT' } as const;
    const active = moveStorage(docked(), event, rules);
    expect(codes(moveStorage(active.csp, event, rules))).toEqual(['docked.cannot-activate']);
    expect(codes(moveStorage(stored('REF'), event, rules))).toEqual(['docked.cannot-activate']);
  });

  it('no sequence of events ever makes a date later, and none thaws twice', () => {
    const event = fc.record({ to: fc.constantFrom(...STORAGE_CONDITIONS), hours: fc.integer({ min: 0, max: 200 }) });
    const start = fc.constantFrom(...STORAGE_CONDITIONS);
    fc.assert(
      fc.property(start, fc.array(event, { maxLength: 8 }), (storage, events) => {
        let csp = stored(storage);
        let at = T0;
        for (const { to, hours } of events) {
          at = instant(at + hours * HOUR_MS);
          const a = move(csp, to, at);
          expect(a.beyondUseDate).toBeLessThanOrEqual(csp.beyondUseDate);
          expect(a.csp.thawed && a.csp.storage === 'FRZ').toBe(false);
          csp = a.csp;
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('storedCsp', () => {
  it('refuses a preparation without a date', () => {
    const facts = aPreparation({ placement: undefined });
    expect(() => storedCsp(assignBeyondUseDate(facts, rules), facts)).toThrow(RangeError);
  });
});
