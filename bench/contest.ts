import type { Client } from 'pg';
import { cpuOf, cpuOfFamily } from './processes.js';
import type { Stage } from './stage.js';
import { medianFigures, type Figures, type Round } from './statistics.js';
import type { Visitor } from './visitor.js';

const ROUNDS = 3;

/** One operation by one client; `turn` counts the operations of all clients of the round. */
export type ByApi = (visitor: Visitor, client: number, turn: number) => Promise<unknown>;
export type BySql = (connection: Client, client: number, turn: number) => Promise<unknown>;

export interface LevelResult {
  readonly clients: number;
  /** Operations in each of the rounds. */
  readonly count: number;
  readonly api: Figures;
  readonly sql: Figures | null;
}

export interface Contest {
  readonly visitors: readonly Visitor[];
  readonly levels: readonly { readonly clients: number; readonly count: number }[];
  readonly api: ByApi;
  /** The same rows by hand-written SQL; null where there is nothing to compare with. */
  readonly sql: BySql | null;
}

/** Each level three times, API and plain SQL in turn, the first of them changing; the median of the rounds. */
export async function contest(stage: Stage, { visitors, levels, api, sql }: Contest): Promise<LevelResult[]> {
  const results: LevelResult[] = [];
  for (const { clients, count } of levels) {
    const byApi = (turns: number): Promise<Round> =>
      drive(stage, clients, turns, (client, turn) => api(at(visitors, client), client, turn));
    const bySql = (turns: number): Promise<Round> =>
      drive(stage, clients, turns, (client, turn) => sql?.(at(stage.connections, client), client, turn));
    const warmUp = Math.max(clients, Math.ceil(count / 10));
    await byApi(warmUp);
    if (sql) await bySql(warmUp);
    const [ofApi, ofSql]: [Round[], Round[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round % 2 === 1 && sql) ofSql.push(await bySql(count));
      ofApi.push(await byApi(count));
      if (round % 2 === 0 && sql) ofSql.push(await bySql(count));
    }
    results.push({ clients, count, api: medianFigures(ofApi), sql: sql ? medianFigures(ofSql) : null });
  }
  return results;
}

/** `count` operations by `clients` at once, each beginning its next when its last is answered. */
export async function drive(
  stage: Pick<Stage, 'api' | 'databasePid'>,
  clients: number,
  count: number,
  work: (client: number, turn: number) => Promise<unknown> | undefined,
): Promise<Round> {
  const latenciesMs: number[] = [];
  let turn = 0;
  const [api, database] = [cpuOf(stage.api.pid), cpuOfFamily(stage.databasePid)];
  const begun = performance.now();
  const one = async (client: number): Promise<void> => {
    while (turn < count) {
      const mine = turn++;
      const started = performance.now();
      await work(client, mine);
      latenciesMs.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => one(client)));
  const wallMs = performance.now() - begun;
  const apiCpuMs = cpuOf(stage.api.pid) - api;
  return { latenciesMs, wallMs, apiCpuMs, databaseCpuMs: cpuOfFamily(stage.databasePid) - database };
}

export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`nothing at ${index} of ${list.length}`);
  return found;
}

/** 1, 8 and 32 clients in a full run; enough to see that it runs in a quick one. */
export const levels = (stage: Stage, counts: readonly [number, number, number]): Contest['levels'] =>
  stage.options.quick
    ? [
        { clients: 1, count: 10 },
        { clients: 8, count: 24 },
      ]
    : [
        { clients: 1, count: counts[0] },
        { clients: 8, count: counts[1] },
        { clients: 32, count: counts[2] },
      ];
