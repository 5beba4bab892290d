import { describe, expect, it } from '@jest/globals';
import { STANDINGS } from '#domain/shortage';
import type { DrugShortageRow, ShortageImport } from '../../api/types.js';
import { ageWords, byNeed, changeWords, importWords, presentationWords, STANDING_ORDER, tellingOf } from './words.js';

const aDrug = (drugName: string, worstOfOurs: string | null, available: number): DrugShortageRow => ({
  drugId: drugName,
  drugName,
  packages: 4,
  byStanding: { available, unknown: 0, limited: 0, ending: 0, unavailable: 4 - available },
  worstOfOurs,
  ourPackages: worstOfOurs === null ? 0 : 1,
  companies: [],
  latestUpdate: null,
});
const anImport = (change: Partial<ShortageImport>): ShortageImport => ({
  id: '1',
  source: 'upload',
  origin: '',
  state: 'done',
  lastUpdated: null,
  rowsTotal: 10,
  rowsDone: 10,
  rowsRefused: 0,
  rowsNew: 1,
  rowsChanged: 2,
  rowsGone: 3,
  requestedAt: '2026-06-20T00:00:00Z',
  requestedBy: null,
  finishedAt: null,
  error: null,
  already: false,
  ...change,
});

describe('the words of shortages', () => {
  it('rank standings as the domain does', () => {
    expect(STANDING_ORDER).toEqual(STANDINGS.toReversed());
  });

  it('put first what we buy and cannot get, then where most packages are gone', () => {
    const drugs = [
      aDrug('e', 'available', 4),
      aDrug('d', null, 3),
      aDrug('c', null, 0),
      aDrug('b', 'unavailable', 2),
      aDrug('a', 'unavailable', 1),
    ];
    expect(drugs.toSorted(byNeed).map((row) => row.drugName)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('do not say the NDC twice', () => {
    expect(presentationWords('Amidate, Injection, 2 mg/mL (NDC 0409-6695-02)')).toBe('Amidate, Injection, 2 mg/mL');
    expect(presentationWords('Kit (two vials)')).toBe('Kit (two vials)');
  });

  it.each([
    [{ field: 'listed', before: null, after: 'yes' }, 'Came on the list'],
    [{ field: 'listed', before: 'yes', after: 'no' }, 'Left the list'],
    [{ field: 'status', before: 'current', after: 'to-be-discontinued' }, 'Status: current → to be discontinued'],
    [{ field: 'note', before: '', after: 'July' }, 'Note: nothing → July'],
  ])('tell a change %j', (change, words) => expect(changeWords(change)).toBe(words));

  it('tell a change of availability once, and other words of the maker by themselves', () => {
    const change = (field: string, packageNdc: string): { field: string; packageNdc: string } => ({
      field,
      packageNdc,
    });
    const all = [change('availability', 'a'), change('availabilityText', 'a'), change('availabilityText', 'b')];
    expect(tellingOf(all)).toEqual([all[0], all[2]]);
  });

  it('say how old a feed is once it is old, and not before', () => {
    const current = anImport({});
    expect(ageWords({ current, ageDays: 7, old: false })).toBeUndefined();
    expect(ageWords({ current, ageDays: 8, old: true })).toBe('8 days old');
    expect(ageWords({ current, ageDays: null, old: true })).toBe('of no known day');
    expect(ageWords({ current: null, ageDays: null, old: false })).toBeUndefined();
  });

  it('say what an import did, or why not', () => {
    expect(importWords(anImport({}))).toBe('1 new, 2 changed, 3 left the list');
    expect(importWords(anImport({ rowsRefused: 2 }))).toContain('2 rows not taken');
    expect(importWords(anImport({ state: 'failed', error: 'The address answered 500.' }))).toContain('500');
    expect(importWords(anImport({ state: 'running' }))).toBe('Reading');
  });
});
