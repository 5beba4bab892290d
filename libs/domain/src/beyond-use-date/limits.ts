import { parseLocalDate } from '#domain/time';
import type { LimitCell, LimitRow, RulePack } from './rules.js';

type Row = readonly [row: LimitRow, crt: number | null, ref: number | null, frz: number | null, mark: string];

const D = 24;

/** USP <797> Tables 12 to 14, in hours from the start of preparation; `null`: not permitted (BUD-10; domain-rules 1.6). */
const TABLE_12: readonly Row[] = [['cat1', 12, 24, null, 'V:S01,S36']];
const TABLE_13: readonly Row[] = [
  ['cat2.aseptic-nonsterile-untested', 1 * D, 4 * D, 45 * D, 'K'],
  ['cat2.aseptic-sterile-untested', 4 * D, 10 * D, 45 * D, 'V:S01,S35,S36'],
  ['cat2.aseptic-tested', 30 * D, 45 * D, 60 * D, 'V:S01'],
  ['cat2.terminal-untested', 14 * D, 28 * D, 45 * D, 'K'],
  ['cat2.terminal-tested', 45 * D, 60 * D, 90 * D, 'K'],
];
const TABLE_14: readonly Row[] = [
  ['cat3.aseptic-tested', 60 * D, 90 * D, 120 * D, 'V:S36'],
  ['cat3.terminal-tested', 90 * D, 120 * D, 180 * D, 'V:S36'],
];

const cells = (rows: readonly Row[], table: number): LimitCell[] =>
  rows.flatMap(([row, crt, ref, frz, mark]) =>
    (
      [
        ['CRT', crt],
        ['REF', ref],
        ['FRZ', frz],
      ] as const
    ).map(([storage, hours]) => ({
      row,
      storage,
      hours,
      source: 'BUD-10',
      citation: `USP <797> Table ${table}`,
      mark,
      // Not found in public material: a pharmacist compares it with the chapter itself.
      confirm: !mark.startsWith('V:'),
    })),
  );

/** USP <797>, revision published 2022-11-01, official 2023-11-01. */
export const USP_797_2023: RulePack = {
  id: 'USP797',
  kind: 'usp',
  title: 'USP General Chapter <797> Pharmaceutical Compounding - Sterile Preparations',
  version: 'USP797-2023-11-01',
  inForceFrom: parseLocalDate('2023-11-01'),
  citation: 'USP General Chapter <797>, official 2023-11-01',
  cells: [...cells(TABLE_12, 12), ...cells(TABLE_13, 13), ...cells(TABLE_14, 14)],
  immediateUseHours: 4,
  testedBatchUnits: 250,
  moveClock: 'from-move',
};

/** What a row says, in words. */
export const ROW_WORDS = {
  cat1: 'Category 1',
  'cat2.aseptic-nonsterile-untested': 'Category 2, aseptic, nonsterile start, no sterility test',
  'cat2.aseptic-sterile-untested': 'Category 2, aseptic, sterile start, no sterility test',
  'cat2.aseptic-tested': 'Category 2, aseptic, sterility test passed',
  'cat2.terminal-untested': 'Category 2, terminally sterilized, no sterility test',
  'cat2.terminal-tested': 'Category 2, terminally sterilized, sterility test passed',
  'cat3.aseptic-tested': 'Category 3, aseptic, sterility test passed',
  'cat3.terminal-tested': 'Category 3, terminally sterilized, sterility test passed',
} as const satisfies Record<LimitRow, string>;

export const STORAGE_WORDS = {
  CRT: 'controlled room temperature (20 to 25 °C)',
  REF: 'refrigerator (2 to 8 °C)',
  FRZ: 'freezer (-25 to -10 °C)',
} as const;

/** Other limits of the chapter, with the rule that each comes from. */
export const ALLERGENIC_DAYS = 365;
export const AFTER_PUNCTURE_HOURS = 28 * D;
/** Nonpreserved topical or ophthalmic after opening: uncertain, to be confirmed (797 section 14.5). */
export const NONPRESERVED_AFTER_OPENING_HOURS = { CRT: 24, REF: 72, FRZ: null } as const;
/** A solution with a nonsterile start is sterilized within 6 h of being made (797 section 10). */
export const STERILIZE_WITHIN_HOURS = 6;
export const IMMEDIATE_USE_PRODUCTS = 3;
