import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { inUseUntil, parseExpiry } from '#domain/in-use-time';
import { DAY_MS, HOUR_MS, parseLocalDate, showInstant } from '#domain/time';
import {
  aComponent,
  ampleStability,
  aPreparation,
  phoenix,
  PHOENIX,
  SCA,
  uspRules,
} from '../../../../test/factories/a-preparation.js';
import { assignBeyondUseDate } from './assign.js';
import { STORAGE_CONDITIONS, type StorageCondition } from './evidence.js';
import type { PreparationFacts } from './facts.js';
import { sterilitySample } from './release-tests.js';

/** Published questions and answers; the source of each is in the file (reference-data/SOURCES.md). */
interface Case {
  readonly id: string;
  readonly input: {
    readonly chapter?: string;
    readonly topic?: string;
    readonly compounded?: string;
    readonly category?: 1 | 2 | 3;
    readonly method?: 'aseptic' | 'terminal';
    readonly sterility_tested?: boolean;
    readonly nonsterile_components?: boolean;
    readonly storage?: 'room' | 'refrigerator' | 'freezer';
    readonly earliest_component_expiry?: string;
    readonly risk?: string;
    readonly batch?: number;
    readonly lot?: string;
    readonly bud?: string;
  };
  readonly expected: Readonly<Record<string, string | number | boolean | null>>;
}
const cases = JSON.parse(readFileSync(new URL('./bud-cases.json', import.meta.url), 'utf8')) as Case[];
const find = (id: string): Case => {
  const found = cases.find((c) => c.id === id);
  if (!found) throw new Error(`No case ${id}`);
  return found;
};
const STORAGE = { room: 'CRT', refrigerator: 'REF', freezer: 'FRZ' } as const;

function answer(input: Case['input'], storage: StorageCondition, startedAt = phoenix('2026-10-05', 9, 30)) {
  const nonsterile = input.nonsterile_components === true;
  const expired = input.earliest_component_expiry !== undefined;
  const facts: Partial<PreparationFacts> = {
    startedAt,
    storage,
    method: input.method ?? 'aseptic',
    sterilizedBy: nonsterile ? 'filtration' : undefined,
    components: [aComponent({ sterile: !nonsterile, expiry: parseExpiry(expired ? '2026-10-04' : '2028-01') })],
    testResults: input.sterility_tested ? { sterility: 'passed' } : {},
    stability: { preparations: [], evidence: [], decisions: [ampleStability(storage)] },
    placement: input.category === 1 ? SCA : undefined,
    provision: {
      kind: 'category',
      requested: input.category,
      category3: {
        stabilityIndicatingAssay: true,
        madeExactlyAsStudied: true,
        monitoringCycleKept: true,
        personnelCycleKept: true,
        sterileGarb: true,
      },
    },
  };
  const { placement, ...rest } = facts;
  return assignBeyondUseDate(aPreparation(placement ? facts : rest), uspRules());
}

describe('published cases', () => {
  const dated = cases.filter((c) => c.input.chapter === '797' && c.input.compounded && c.input.storage);
  it('are read', () => {
    expect(cases).toHaveLength(36);
    expect(dated).toHaveLength(8);
  });

  it.each(dated.map((c) => [c.id, c] as const))('%s: dates as published', (_id, { input, expected }) => {
    const a = answer(input, STORAGE[input.storage ?? 'room']);
    if (!expected.valid) {
      expect(a.decision).toBe('refused');
      expect(a.beyondUseDate).toBeNull();
      return;
    }
    const wanted = expected.bud ?? `${String(expected.bud_date)}T09:30`;
    expect(a.beyondUseDateText).toBe(`${String(wanted).replace('T', ' ')} MST`);
  });

  it.each(['BUD-B02', 'BUD-B03'])('%s: days in every storage as published', (id) => {
    const { input, expected } = find(id);
    const days = STORAGE_CONDITIONS.map((storage) => {
      const a = answer(input, storage);
      return a.beyondUseDate === null ? null : (a.beyondUseDate - a.startedAt) / DAY_MS;
    });
    expect(days).toEqual([expected.room_d, expected.refrigerator_d, expected.freezer_d]);
  });

  // The 2008 edition is superseded: its figures must not come back under any row of Category 2.
  it.each(['BUD-C02', 'BUD-C03'])('%s: superseded limits are not the answer', (id) => {
    const { expected } = find(id);
    const hours = (method: 'aseptic' | 'terminal', nonsterile_components: boolean, storage: StorageCondition) => {
      const a = answer({ category: 2, method, nonsterile_components }, storage);
      return a.beyondUseDate === null ? null : (a.beyondUseDate - a.startedAt) / HOUR_MS;
    };
    for (const nonsterile of [true, false]) {
      const now = [hours('aseptic', nonsterile, 'CRT'), hours('aseptic', nonsterile, 'REF')];
      expect(now).not.toEqual([expected.room_h, Number(expected.refrigerator_d) * 24]);
      expect(now[1]).not.toBe(Number(expected.refrigerator_d) * 24);
    }
  });

  it('BUD-B05: a stock solution is used for 12 h', () => {
    const firstPuncturedAt = phoenix('2026-03-02', 9);
    const { until } = inUseUntil({ kind: 'compounded-single-dose', zone: PHOENIX, air: 'iso5', firstPuncturedAt });
    expect(until === null ? null : (until - firstPuncturedAt) / HOUR_MS).toBe(find('BUD-B05').expected.hours);
  });

  it('BUD-B06: an infusion begun before the date may run on', () => {
    const facts = aPreparation({ infusion: { withinHours: 120, citation: 'test', continuous: true } });
    const a = assignBeyondUseDate(facts, uspRules());
    expect(a.beginBy?.statement).toBe(
      'Begin administration by 2026-03-12 09:00 MST; once begun it may run past this time',
    );
    expect(a.infuseCompleteBy?.at).toBe(phoenix('2026-03-17', 9));
  });

  it('BUD-B09: where stability and table differ, the shorter one holds', () => {
    const decisions = [ampleStability('REF', 100), ampleStability('REF', 900)];
    const a = assignBeyondUseDate(
      aPreparation({ stability: { preparations: [], evidence: [], decisions } }),
      uspRules(),
    );
    expect(a.beyondUseDateText).toBe('2026-03-06 13:00 MST');
  });

  it.each(['BUD-F02', 'BUD-F03'])('%s: sample of a sterility test', (id) => {
    const { input, expected } = find(id);
    expect(sterilitySample(input.batch ?? 0)).toBe(expected.units);
  });

  // An outsourcing facility's label is taken over, never recomputed by the tables (DOC-06).
  it.each(cases.filter((c) => c.input.lot).map((c) => [c.id, c] as const))(
    '%s: an outsourced lot keeps its own date',
    (_id, { input, expected }) => {
      const startedAt = phoenix(input.compounded ?? '');
      const bud = phoenix(input.bud ?? '');
      const a = assignBeyondUseDate(
        aPreparation({
          startedAt,
          placement: undefined,
          provision: { kind: 'conventional' },
          components: [aComponent({ origin: 'outsourcing-facility', expiry: undefined, beyondUseDate: bud })],
          stability: { preparations: [], evidence: [] },
        }),
        uspRules(),
      );
      expect(a.decision).toBe('not-compounding');
      expect(a.beyondUseDate).toBe(bud);
      expect((bud - startedAt) / DAY_MS).toBe(expected.days);
      expect(showInstant(bud, PHOENIX).slice(0, 10)).toBe(parseLocalDate(input.bud ?? ''));
    },
  );
});
