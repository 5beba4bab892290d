import os from 'node:os';
import type { LoadReport } from './load.js';
import { round } from './load.js';
import type { Figures } from './statistics.js';

export interface BenchReport {
  readonly at: string;
  readonly quick: boolean;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGb: number; readonly node: string };
  readonly seconds: number;
  readonly loads: readonly LoadReport[];
  readonly checks: readonly { readonly what: string; readonly found: string; readonly whole: boolean }[];
}

export const machine = (): BenchReport['machine'] => ({
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.cpus().length,
  memoryGb: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
});

const HEAD = ['clients', 'side', 'p50 ms', 'p99 ms', 'per s', 'api CPU ms', 'db CPU ms', 'share'];
const WIDTHS = [8, 5, 9, 9, 9, 11, 10, 7];

const cells = (values: readonly string[]): string =>
  values
    .map((value, i) => value.padStart(WIDTHS[i] ?? 8))
    .join(' ')
    .trimEnd();

function line(clients: number, side: string, f: Figures, share: string): string {
  const figures = [f.p50, f.p99, f.perSecond, f.apiCpu, f.databaseCpu].map(round);
  return cells([String(clients), side, ...figures, share]);
}

/** One load as a table: each level by the API and by plain SQL, then the goals. */
export function table({ name, title, levels, goals, notes }: LoadReport): string {
  const rows = levels.flatMap(({ clients, api, sql }) => [
    line(clients, 'api', api, sql ? round(api.perSecond / sql.perSecond) : ''),
    ...(sql ? [line(clients, 'sql', sql, '')] : []),
  ]);
  return [
    `${name}: ${title}`,
    ...(rows.length > 0 ? [cells(HEAD), ...rows] : []),
    ...goals.map(({ what, goal, found, met }) => `  ${met ? 'met   ' : 'MISSED'} ${what}: ${found} (${goal})`),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}
