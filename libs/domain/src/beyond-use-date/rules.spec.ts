import { describe, expect, it } from '@jest/globals';
import { fromZoned, parseLocalDate } from '#domain/time';
import { aPreparation, PHOENIX, phoenix, uspRules } from '../../../../test/factories/a-preparation.js';
import { assignBeyondUseDate } from './assign.js';
import { USP_797_2023 } from './limits.js';
import { rulesInForce, type LimitCell, type RulePack } from './rules.js';

const site = (changes: Partial<RulePack>): RulePack => ({
  id: 'site',
  kind: 'site',
  title: 'Site policy',
  version: '1',
  inForceFrom: parseLocalDate('2024-01-01'),
  citation: 'Policy 7',
  cells: [],
  ...changes,
});
const cell = (hours: number | null): LimitCell => ({
  row: 'cat2.aseptic-sterile-untested',
  storage: 'REF',
  hours,
  source: 'BUD-16',
  citation: 'Policy 7',
  mark: 'D',
  confirm: false,
});
const bud = (...packs: RulePack[]) => assignBeyondUseDate(aPreparation(), uspRules(...packs));

describe('rulesInForce', () => {
  const local = (date: string, hour: number, minute = 0) =>
    fromZoned({ date: parseLocalDate(date), hour, minute }, PHOENIX);
  it.each([
    [local('2023-10-31', 23, 59), false],
    [local('2023-11-01', 0), true],
  ])('takes an edition from its official day on, by the site calendar', (at, held) => {
    const read = () => rulesInForce([USP_797_2023], at, PHOENIX);
    if (held) expect(read().packs).toEqual([USP_797_2023]);
    else expect(read).toThrow(RangeError);
  });

  it.each([
    ['2026-03-01', 2],
    ['2026-03-02', 2],
    ['2026-03-03', 1],
  ])('holds a pack to the end of its last day (%s)', (date, count) => {
    const pack = site({ inForceUntil: parseLocalDate('2026-03-02') });
    expect(rulesInForce([pack, USP_797_2023], phoenix(date, 23, 59), PHOENIX).packs).toHaveLength(count);
  });

  it('recomputes a past answer under the rules of its day', () => {
    const later = site({ inForceFrom: parseLocalDate('2026-03-03'), cells: [cell(24)] });
    const packs = [USP_797_2023, later];
    const facts = aPreparation();
    const then = assignBeyondUseDate(facts, rulesInForce(packs, facts.startedAt, PHOENIX));
    expect(then.beyondUseDateText).toBe('2026-03-12 09:00 MST');
    const nextDay = aPreparation({ startedAt: phoenix('2026-03-03', 9) });
    expect(assignBeyondUseDate(nextDay, rulesInForce(packs, nextDay.startedAt, PHOENIX)).beyondUseDateText).toBe(
      '2026-03-04 09:00 MST',
    );
  });
});

describe('rule packs', () => {
  it('let the strictest win, and name it', () => {
    const a = bud(site({ cells: [cell(72)] }), site({ id: 'state', kind: 'state', version: '9', cells: [cell(120)] }));
    expect(a.beyondUseDateText).toBe('2026-03-05 09:00 MST');
    expect(a.bounds.filter((b) => b.governs).map((b) => b.rulePack)).toEqual([{ id: 'site', version: '1' }]);
    expect(a.rulePacks.map((p) => p.kind)).toEqual(['usp', 'state', 'site']);
  });

  it('never lengthen the chapter, and say that they have no effect', () => {
    const a = bud(site({ cells: [cell(20 * 24)] }));
    expect(a.beyondUseDateText).toBe('2026-03-12 09:00 MST');
    expect(a.findings.map((f) => f.code)).toContain('rules.longer-than-usp');
  });

  it('may forbid a storage', () => {
    expect(bud(site({ cells: [cell(null)] })).decision).toBe('refused');
  });

  it('cannot permit a storage that the chapter does not', () => {
    const cells = [{ ...cell(48), row: 'cat1' as const, storage: 'FRZ' as const }];
    const facts = aPreparation({ storage: 'FRZ', provision: { kind: 'category', requested: 1 } });
    expect(assignBeyondUseDate(facts, uspRules(site({ cells }))).decision).toBe('refused');
  });

  it.each([
    [{ id: 'c', hours: 48, reason: 'all', citation: 'p' }, '2026-03-04 09:00 MST'],
    [{ id: 'c', hours: 48, reason: 'frozen', citation: 'p', storages: ['FRZ'] }, '2026-03-12 09:00 MST'],
    [{ id: 'c', hours: 48, reason: 'category 1', citation: 'p', categories: [1] }, '2026-03-12 09:00 MST'],
    [{ id: 'c', hours: 48, reason: 'category 2', citation: 'p', categories: [2] }, '2026-03-04 09:00 MST'],
    [{ id: 'c', hours: 48, reason: 'hazardous', citation: 'p', hazardous: true }, '2026-03-12 09:00 MST'],
    [{ id: 'c', hours: 48, reason: 'drug', citation: 'p', drugs: ['heparin'] }, '2026-03-12 09:00 MST'],
  ] as const)('cap where every condition holds (BUD-16): %j', (cap, expected) => {
    expect(bud(site({ caps: [cap] })).beyondUseDateText).toBe(expected);
  });
});
