import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../apps/api/src/platform/clock.js';
import { dataSourceOptions } from '../apps/api/src/platform/database/data-source.js';
import { Database } from '../apps/api/src/platform/database/database.js';
import { DATABASE, ensureDatabase, startPostgres, startValkey } from '../apps/api/src/platform/embedded/index.js';
import { loadDemo, loadReferenceData } from '../apps/api/src/seed/index.js';
import { startApi, type ApiProcess } from './api-process.js';
import type { Options } from './options.js';
import { insertPeople, signatureCost, signInAll } from './people.js';
import { memoryOf } from './processes.js';
import type { Visitor } from './visitor.js';

/** The most clients that any load drives at once. */
export const MOST_CLIENTS = 32;
/** As the product's own; but commits keep their time, so that the order of allocations can be replayed afterwards. */
const SETTINGS = { track_commit_timestamp: 'on', max_connections: '120' };
/** What starting left to do is done by then. */
const SETTLE_MS = 1_500;

/** What the loads are measured on: a durable database of its own, a queue, and the API as a process of its own. */
export interface Stage {
  readonly options: Options;
  readonly folder: string;
  readonly databaseUrl: string;
  readonly api: ApiProcess;
  readonly databasePid: number;
  /** One connection for each client of the plain SQL; statements stay prepared. */
  readonly connections: readonly pg.Client[];
  /** One for each client: they key, review, plan and verify. */
  readonly pharmacists: readonly Visitor[];
  /** One for each client: they compound. */
  readonly technicians: readonly Visitor[];
  readonly idleMemoryMb: number;
  /** CPU of one check of a password, measured here: argon2id at the product's cost. */
  readonly signatureCpuMs: number;
  readonly say: (text: string) => void;
}

/** Starts it all, runs `work`, and takes it all down again whatever happens. */
export async function withStage<T>(
  options: Options,
  say: (text: string) => void,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'infusion-pharmacy-bench-'));
  await fs.chmod(folder, 0o755);
  const undo: (() => Promise<unknown>)[] = [() => fs.rm(folder, { recursive: true, force: true })];
  const takeDown = async (): Promise<void> => {
    for (let down = undo.pop(); down; down = undo.pop())
      await down().catch((error: unknown) => say(`could not be taken down: ${String(error)}`));
  };
  // To die of a signal would leave the database and the API behind.
  const stop = (): void => void takeDown().then(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const stage = await setStage({ options, folder, say, undo });
    return await work(stage);
  } finally {
    await takeDown();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

interface Setting {
  readonly options: Options;
  readonly folder: string;
  readonly say: (text: string) => void;
  readonly undo: (() => Promise<unknown>)[];
}

async function setStage({ options, folder, say, undo }: Setting): Promise<Stage> {
  const data = path.join(folder, 'data');
  const postgres = await startPostgres({ folder: data, settings: SETTINGS });
  undo.push(() => postgres.stop());
  const valkey = await startValkey();
  undo.push(() => valkey.stop());
  await ensureDatabase(postgres, DATABASE);
  const databaseUrl = postgres.url(DATABASE);
  const clients = options.quick ? 8 : MOST_CLIENTS;
  await fill(databaseUrl, clients);
  const api = await startApi('main.js', folder, { DATABASE_URL: databaseUrl, REDIS_URL: valkey.url, DEMO: '1' });
  undo.push(() => api.stop());
  await pause(SETTLE_MS);
  const idleMemoryMb = memoryOf(api.pid);
  const connections = Array.from({ length: clients }, () => new pg.Client({ connectionString: databaseUrl }));
  await Promise.all(connections.map((connection) => connection.connect()));
  undo.push(() => Promise.all(connections.map((connection) => connection.end())));
  const pharmacists = await signInAll(api.origin, 'pharmacist', clients);
  const technicians = await signInAll(api.origin, 'technician', clients);
  undo.push(() => Promise.resolve([...pharmacists, ...technicians].forEach((visitor) => visitor.close())));
  const databasePid = Number(readFileSync(path.join(data, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const people = { pharmacists, technicians };
  return {
    options,
    folder,
    databaseUrl,
    api,
    databasePid,
    connections,
    ...people,
    idleMemoryMb,
    signatureCpuMs: await signatureCost(),
    say,
  };
}

/** Schema, reference data, the demo pharmacy without its orders, and the people of the bench. */
async function fill(databaseUrl: string, people: number): Promise<void> {
  const source = await new DataSource(dataSourceOptions(databaseUrl)).initialize();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await source.runMigrations();
    await loadReferenceData(client, process.cwd());
    await loadDemo(new Database(source), new Clock().now(), { orders: false });
    await insertPeople(client, people);
  } finally {
    await client.end();
    await source.destroy();
  }
}
