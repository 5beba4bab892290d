import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseExpiry, type ContainerFacts } from '#domain/in-use-time';
import { DAY_MS, fromZoned, HOUR_MS, instant, MINUTE_MS, parseLocalDate, zoneId } from '#domain/time';
import {
  aComponent,
  ampleStability,
  aPreparation,
  PHOENIX,
  someEvidence,
  stabilityOf,
  T0,
  uspRules,
} from '../../../../test/factories/a-preparation.js';
import { assignBeyondUseDate } from './assign.js';
import { STORAGE_CONDITIONS } from './evidence.js';
import type { ComponentFacts, PreparationFacts } from './facts.js';
import { USP_797_2023 } from './limits.js';
import { rulesInForce, type RulePack } from './rules.js';

const NEVER = Number.POSITIVE_INFINITY;
const ceiling = (facts: PreparationFacts, ...packs: RulePack[]): number =>
  assignBeyondUseDate(facts, uspRules(...packs)).ceiling ?? -NEVER;

const expiry = fc
  .tuple(fc.integer({ min: 2026, max: 2028 }), fc.integer({ min: 4, max: 12 }))
  .map(([y, m]) => parseExpiry(`${y}-${String(m).padStart(2, '0')}`));
const component = fc.record({
  id: fc.string({ minLength: 1, maxLength: 6 }),
  name: fc.constantFrom('a', 'b', 'c'),
  origin: fc.constant('conventional' as const),
  sterile: fc.constant(true),
  expiry,
});
const compounded = fc.integer({ min: 1, max: 60 * 24 }).map((hours): ComponentFacts =>
  aComponent({
    id: `s${hours}`,
    origin: 'compounded',
    expiry: undefined,
    beyondUseDate: instant(T0 + hours * HOUR_MS),
  }),
);
const anyComponent = fc.oneof(component, compounded);
const preparation = fc
  .record({
    storage: fc.constantFrom(...STORAGE_CONDITIONS),
    components: fc.uniqueArray(anyComponent, { maxLength: 5, selector: (c) => c.id }),
    limitHours: fc.integer({ min: 1, max: 2000 }),
    method: fc.constantFrom('aseptic' as const, 'terminal' as const),
    tested: fc.boolean(),
  })
  .map(({ storage, components, limitHours, method, tested }) =>
    aPreparation({
      storage,
      components,
      method,
      testResults: tested ? { sterility: 'passed' } : {},
      stability: { preparations: [], evidence: [], decisions: [ampleStability(storage, limitHours)] },
    }),
  );
const pack = fc
  .record({ hours: fc.integer({ min: 1, max: 3000 }), cells: fc.boolean(), cap: fc.boolean() })
  .map(({ hours, cells, cap }): RulePack => ({
    id: 'site',
    kind: 'site',
    title: 'Site',
    version: '1',
    inForceFrom: parseLocalDate('2024-01-01'),
    citation: 'p',
    cells: cells ? USP_797_2023.cells.map((c) => ({ ...c, hours })) : [],
    caps: cap ? [{ id: 'c', hours, reason: 'r', citation: 'p' }] : [],
  }));
const runs = { numRuns: 60 };

describe('properties of a beyond-use date', () => {
  it('adding a bound never lengthens it', () => {
    const bound: fc.Arbitrary<(f: PreparationFacts) => PreparationFacts> = fc.oneof(
      anyComponent.map((c) => (f: PreparationFacts) => ({
        ...f,
        components: [...f.components, { ...c, id: `new ${c.id}` }],
      })),
      fc
        .integer({ min: 1, max: 3000 })
        .map((limitHours) => (f: PreparationFacts) => ({ ...f, device: { name: 'd', limitHours, citation: 'c' } })),
      fc.integer({ min: 1, max: 3000 }).map((hours) => (f: PreparationFacts) => ({
        ...f,
        masterFormulation: { id: 'm', version: '1', maximumHours: { [f.storage]: hours } },
      })),
      fc.integer({ min: 1, max: 3000 }).map((hours) => (f: PreparationFacts) => ({
        ...f,
        alreadyAssigned: { beyondUseDate: instant(T0 + hours * HOUR_MS), allUnitsInQuarantine: false },
      })),
      fc.integer({ min: 1, max: 3000 }).map((limit) => (f: PreparationFacts) => ({
        ...f,
        stability: { ...f.stability, decisions: [...(f.stability.decisions ?? []), ampleStability(f.storage, limit)] },
      })),
    );
    fc.assert(
      fc.property(preparation, bound, (facts, add) => {
        expect(ceiling(add(facts))).toBeLessThanOrEqual(ceiling(facts));
      }),
      runs,
    );
  });

  it('the order of components is irrelevant', () => {
    fc.assert(
      fc.property(preparation, (facts) => {
        const turned = { ...facts, components: [...facts.components].reverse() };
        expect(assignBeyondUseDate(turned, uspRules())).toEqual(assignBeyondUseDate(facts, uspRules()));
      }),
      runs,
    );
  });

  it('the strictest pack wins: more packs never lengthen, and USP is never exceeded', () => {
    fc.assert(
      fc.property(preparation, pack, pack, (facts, a, b) => {
        const both = ceiling(facts, a, { ...b, id: 'state', kind: 'state' });
        expect(both).toBeLessThanOrEqual(ceiling(facts, a));
        expect(ceiling(facts, a)).toBeLessThanOrEqual(ceiling(facts));
        expect(both).toBe(Math.min(ceiling(facts, a), ceiling(facts, { ...b, id: 'state', kind: 'state' })));
      }),
      runs,
    );
  });

  it('the age of a punctured ingredient refuses or says nothing, and never moves the date (BUD-19)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 60 }), (minutes) => {
        const container: ContainerFacts = {
          kind: 'single-dose-vial',
          zone: PHOENIX,
          air: 'iso5',
          firstPuncturedAt: instant(T0 - minutes * MINUTE_MS),
        };
        const facts = aPreparation({ components: [aComponent({ withdrawals: [{ container, at: T0 }] })] });
        const a = assignBeyondUseDate(facts, uspRules());
        expect(a.decision).toBe(minutes <= 12 * 60 ? 'assigned' : 'refused');
        if (a.decision === 'assigned') expect(a.beyondUseDateText).toBe('2026-03-12 09:00 MST');
      }),
      runs,
    );
  });

  it('earlier reconstitution never lengthens', () => {
    const hours = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(hours, hours, (a, b) => {
        const at = (h: number) =>
          ceiling(aPreparation({ stability: stabilityOf([someEvidence()], instant(T0 - h * HOUR_MS)) }));
        expect(at(Math.max(a, b))).toBeLessThanOrEqual(at(Math.min(a, b)));
      }),
      runs,
    );
  });

  const chicago = zoneId('America/Chicago');
  it.each(['2026-03-08', '2026-11-01'])('around the clock change of %s no date exceeds elapsed days', (change) => {
    const noon = fromZoned({ date: parseLocalDate(change), hour: 12, minute: 0 }, chicago);
    fc.assert(
      fc.property(fc.integer({ min: -12 * 24 * 60, max: 2 * 24 * 60 }), (minutes) => {
        const startedAt = instant(noon + minutes * MINUTE_MS);
        const facts = aPreparation({ zone: chicago, startedAt });
        const rules = rulesInForce([USP_797_2023], startedAt, chicago);
        const { beyondUseDate } = assignBeyondUseDate(facts, rules);
        const elapsed = (beyondUseDate ?? 0) - startedAt;
        expect(elapsed).toBeLessThanOrEqual(10 * DAY_MS);
        expect(elapsed).toBeGreaterThanOrEqual(10 * DAY_MS - HOUR_MS);
      }),
      runs,
    );
  });

  it('is plain JSON: stored and read back, it is the same answer', () => {
    fc.assert(
      fc.property(preparation, (facts) => {
        const a = assignBeyondUseDate(facts, uspRules());
        expect(JSON.parse(JSON.stringify(a))).toEqual(a);
        const again = JSON.parse(JSON.stringify(facts)) as PreparationFacts;
        expect(assignBeyondUseDate(again, uspRules())).toEqual(a);
      }),
      runs,
    );
  });
});
