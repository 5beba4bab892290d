import { describe, expect, it } from '@jest/globals';
import type { StorageCondition } from './evidence.js';
import { USP_797_2023 } from './limits.js';
import type { LimitRow } from './rules.js';

// Retyped from the standard on purpose (USP <797>, official 2023-11-01, Tables 12 to 14): one typing error is found by the other.
const BOOK: readonly [LimitRow, string, string, string, string][] = [
  ['cat1', 'Table 12', '12 h', '24 h', 'not permitted'],
  ['cat2.aseptic-nonsterile-untested', 'Table 13', '1 d', '4 d', '45 d'],
  ['cat2.aseptic-sterile-untested', 'Table 13', '4 d', '10 d', '45 d'],
  ['cat2.aseptic-tested', 'Table 13', '30 d', '45 d', '60 d'],
  ['cat2.terminal-untested', 'Table 13', '14 d', '28 d', '45 d'],
  ['cat2.terminal-tested', 'Table 13', '45 d', '60 d', '90 d'],
  ['cat3.aseptic-tested', 'Table 14', '60 d', '90 d', '120 d'],
  ['cat3.terminal-tested', 'Table 14', '90 d', '120 d', '180 d'],
];
const CONFIRM: readonly LimitRow[] = [
  'cat2.aseptic-nonsterile-untested',
  'cat2.terminal-untested',
  'cat2.terminal-tested',
];

const inHours = (text: string): number | null => {
  if (text === 'not permitted') return null;
  const [count, unit] = text.split(' ');
  return Number(count) * (unit === 'd' ? 24 : 1);
};

describe('USP_797_2023', () => {
  const columns: readonly StorageCondition[] = ['CRT', 'REF', 'FRZ'];
  it.each(
    BOOK.flatMap(([row, table, ...texts]) =>
      columns.map((storage, i) => [row, storage, texts[i] ?? '', table] as const),
    ),
  )('gives %s in %s %s (%s)', (row, storage, text, table) => {
    const found = USP_797_2023.cells.filter((c) => c.row === row && c.storage === storage);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ hours: inHours(text), citation: `USP <797> ${table}`, source: 'BUD-10' });
    expect(found[0]?.confirm).toBe(CONFIRM.includes(row));
  });

  it('holds these cells and no others', () => {
    expect(USP_797_2023.cells).toHaveLength(BOOK.length * columns.length);
  });

  it('gives 4 h to begin immediate use, 250 units a tested batch, from the day it became official', () => {
    expect(USP_797_2023).toMatchObject({ immediateUseHours: 4, testedBatchUnits: 250, inForceFrom: '2023-11-01' });
  });

  it.each([
    ['fewer', 'cat1', 'cat2.aseptic-sterile-untested'],
    ['untested than tested', 'cat2.aseptic-sterile-untested', 'cat2.aseptic-tested'],
    ['aseptic than terminal', 'cat2.aseptic-tested', 'cat2.terminal-tested'],
    ['Category 2 than 3', 'cat2.aseptic-tested', 'cat3.aseptic-tested'],
  ] as const)('never gives more to %s', (_claim, lower, higher) => {
    for (const storage of columns) {
      const hours = (row: LimitRow): number =>
        USP_797_2023.cells.find((c) => c.row === row && c.storage === storage)?.hours ?? 0;
      expect(hours(lower)).toBeLessThan(hours(higher));
    }
  });
});
