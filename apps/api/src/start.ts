// `npm start`: the whole product from one command. Starts what it needs and is not given, then the API, and stops all
// of it again in reverse order.
import 'reflect-metadata';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { readEnv } from './platform/config/env.js';
import { DATABASE, ensureDatabase, startPostgres, startValkey } from './platform/embedded/index.js';

const OURS = 'postgres://127.0.0.1/later';
const OURS_QUEUE = 'redis://127.0.0.1/0';
/** Longer than any step of the shutdown should take; then the process ends whatever is still open. */
const STOP_LIMIT_MS = 20_000;
/** One of them that hangs must not keep the database, which comes last, from being stopped. */
const UNDO_LIMIT_MS = 6_000;

const undo: (() => Promise<void>)[] = [];
let underWay: Promise<unknown> = Promise.resolve();
let stopping = false;
let lineOpen = false;

/** Once stopping has begun no further step begins: the caller is left waiting while the others are undone. */
const forever = (): Promise<never> => new Promise<never>(() => undefined);
const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
const say = (text: string): void => void process.stdout.write(text);

/** Runs one step, leaving its undoing behind even if a signal came meanwhile. */
async function step<T>(what: string, work: () => Promise<T>, down?: (value: T) => Promise<void>): Promise<T> {
  if (stopping) return forever();
  const begun = performance.now();
  say(`${what} ... `);
  lineOpen = true;
  const started = work();
  underWay = started.then(
    (value) => void (down && undo.push(() => down(value))),
    () => undefined,
  );
  const value = await started;
  await underWay;
  say(`${seconds(begun)}\n`);
  lineOpen = false;
  return stopping ? forever() : value;
}

const soon = (work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, pause(UNDO_LIMIT_MS, undefined, { ref: false })]);

async function stop(why: string, code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  void pause(STOP_LIMIT_MS, undefined, { ref: false }).then(() => process.exit(1));
  const begun = performance.now();
  await soon(underWay); // a server half started could not be stopped
  if (undo.length === 0) process.exit(code);
  say(`Stopping: ${why} ... `);
  for (const down of undo.toReversed()) {
    await soon(down()).catch((e: unknown) => {
      console.error(e);
      code = 1;
    });
  }
  say(`${seconds(begun)}\n`);
  process.exit(code);
}

/** The handlers come before the first child, so that no moment is left in which a signal would orphan one. */
function stopOnSignals(): void {
  process.on('SIGTERM', () => void stop('asked to (SIGTERM)', 0));
  process.on('SIGINT', () => void stop('asked to (Ctrl-C)', 0));
  process.on('SIGHUP', () => void stop('the terminal was closed', 0));
  // To die of a stray error would leave the database server behind.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (e: unknown) => {
      console.error(e);
      void stop('unexpected error', 1);
    });
  }
}

interface Connection {
  url: string;
  embedded: boolean;
  /** Makes the database itself where it is ours to make. */
  make: () => Promise<void>;
}

/** The given database, or one of our own under DATA_DIR. */
async function database(): Promise<Connection> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, embedded: false, make: () => Promise.resolve() };
  const folder = path.resolve(process.env.DATA_DIR || 'data');
  const server = await step(
    'Starting the database',
    () => startPostgres({ folder }),
    (running) => running.stop(),
  );
  void server.exited.then(() => stop('the database went away', 1));
  return { url: server.url(DATABASE), embedded: true, make: () => ensureDatabase(server, DATABASE) };
}

/** The given queue server, or one of our own. */
async function queue(): Promise<string> {
  if (process.env.REDIS_URL) return process.env.REDIS_URL;
  const server = await step(
    'Starting the queue',
    () => startValkey(),
    (running) => running.stop(),
  );
  void server.exited.then(() => stop('the queue went away', 1));
  return server.url;
}

async function migrate(url: string): Promise<void> {
  const { dataSourceOptions } = await import('./platform/database/data-source.js');
  const source = await new DataSource(dataSourceOptions(url)).initialize();
  await source.runMigrations().finally(() => source.destroy());
}

async function seedWith(databaseUrl: string, demo: boolean): Promise<void> {
  const { seed } = await import('./seed/index.js');
  await seed({ databaseUrl, demo });
}

/** A demo pharmacy, with people who sign in by one click, only where asked for or where the database is our own. */
function demoMode(embedded: boolean): boolean {
  const asked = process.env.DEMO?.trim().toLowerCase();
  return asked ? ['1', 'true'].includes(asked) : embedded;
}

async function main(): Promise<void> {
  const begun = performance.now();
  // What is wrong with the settings is said before anything is started; the two addresses may be made by us.
  readEnv({
    ...process.env,
    DATABASE_URL: process.env.DATABASE_URL || OURS,
    REDIS_URL: process.env.REDIS_URL || OURS_QUEUE,
  });
  const { url, embedded, make } = await database();
  const demo = demoMode(embedded);
  process.env.DATABASE_URL = url;
  process.env.REDIS_URL = await queue();
  process.env.DEMO = demo ? '1' : '0';
  await step('Updating the database', () => make().then(() => migrate(url)));
  await step(demo ? 'Loading reference data and the demo pharmacy' : 'Loading reference data', () =>
    seedWith(url, demo),
  );
  const api = await step(
    'Starting the application',
    async () => {
      const { startApi } = await import('./main.js');
      return startApi(process.env);
    },
    (running) => running.close(),
  );
  const hint = demo ? '' : 'To make the first administrator: npm run create-admin\n';
  say(`\n${hint}Ready in ${seconds(begun)}. Open ${api.url}\n`);
}

/** What a person can act on; several failed addresses of one server come as one error without words of its own. */
function words(e: unknown): string {
  if (e instanceof AggregateError) return e.errors.map(words).join('\n');
  if (!(e instanceof Error)) return String(e);
  const { code, port } = e as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is used by another program. Set PORT to another number.`;
  return e.message || e.name;
}

stopOnSignals();
main().catch((e: unknown) => {
  if (lineOpen) say('failed\n');
  console.error(`\n${words(e)}`);
  if (process.env.DEBUG) console.error(e);
  void stop('could not start', 1);
});
