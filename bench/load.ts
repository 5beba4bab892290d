import type { LevelResult } from './contest.js';
import type { Stage } from './stage.js';

/** One goal of docs/performance.md, and what was found. */
export interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly found: string;
  readonly met: boolean;
}

export interface LoadReport {
  readonly name: string;
  readonly title: string;
  readonly levels: readonly LevelResult[];
  readonly goals: readonly Goal[];
  /** What else was counted or found, for people. */
  readonly notes: readonly string[];
}

export interface Load {
  readonly name: string;
  readonly title: string;
  /** Only in a full run: it needs minutes of data. */
  readonly fullOnly?: boolean;
  run(stage: Stage): Promise<Pick<LoadReport, 'levels' | 'goals' | 'notes'>>;
}

/** At most (`most`) or at least (`least`) so much. */
export function goal(what: string, bound: { most: number } | { least: number }, found: number, unit = ''): Goal {
  const [text, met] =
    'most' in bound
      ? [`at most ${bound.most}`, found <= bound.most]
      : [`at least ${bound.least}`, found >= bound.least];
  return { what, goal: `${text}${unit}`, found: `${round(found)}${unit}`, met };
}

/** Throughput of the API as a share of plain SQL's, and its p99 as a multiple, both at 8 clients. */
export function againstSql(
  results: readonly LevelResult[],
  wanted: { readonly share: number; readonly p99: number | null },
): Goal[] {
  const level = results.find(({ clients }) => clients === 8);
  if (!level?.sql) throw new TypeError('no result at 8 clients to compare');
  const { api, sql } = level;
  const rate = goal('share of plain SQL, 8 clients', { least: wanted.share }, api.perSecond / sql.perSecond);
  return wanted.p99 === null
    ? [rate]
    : [rate, goal('p99 against plain SQL, 8 clients', { most: wanted.p99 }, api.p99 / sql.p99, 'x')];
}

export const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
