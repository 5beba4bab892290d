// Loaded by Node itself, not through Jest's transform, so it reads the build: `npm run build` first.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../dist/apps/api/src/platform/database/data-source.js';
import {
  discardAbandoned,
  ensureDatabase,
  startPostgres,
  startValkey,
} from '../../dist/apps/api/src/platform/embedded/index.js';
import { seed } from '../../dist/apps/api/src/seed/index.js';
import { findChromium } from '../../scripts/lib/chromium.mjs';

const PREFIX = 'infusion-pharmacy-test-';
const TEMPLATE = 'template_app';
/** No vacuum, no write-ahead log for replicas: the cluster lives for one run. */
const SETTINGS = {
  max_connections: '200',
  shared_buffers: '64MB',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/** Runs that were killed leave a server and a folder behind; a folder still in use is left alone. */
async function discardEarlierRuns() {
  const names = await fs.readdir(os.tmpdir());
  for (const name of names.filter((n) => n.startsWith(PREFIX))) {
    await discardAbandoned(path.join(os.tmpdir(), name)).catch(() => undefined); // another user's
  }
}

/** The database each test file clones: real migrations, real reference data, no demo pharmacy. */
async function makeTemplate(server) {
  await ensureDatabase(server, TEMPLATE);
  const source = await new DataSource(dataSourceOptions(server.url(TEMPLATE))).initialize();
  await source.runMigrations().finally(() => source.destroy());
  await seed({ databaseUrl: server.url(TEMPLATE), demo: false });
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  // PostgreSQL clones only a database that nobody is connected to.
  await client.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  await client.end();
}

/** One PostgreSQL and one Valkey for the whole run, whichever projects take part. */
export default async function globalSetup() {
  if (globalThis.stopTestServers) return;
  await discardEarlierRuns();
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), PREFIX));
  await fs.chmod(folder, 0o755);
  const started = await Promise.allSettled([
    startPostgres({ folder, volatile: true, settings: SETTINGS }),
    startValkey(),
  ]);
  globalThis.stopTestServers = async () => {
    globalThis.stopTestServers = undefined;
    for (const { value } of started.toReversed()) await value?.stop();
    await fs.rm(folder, { recursive: true, force: true });
  };
  try {
    const failure = started.find(({ status }) => status === 'rejected');
    if (failure) throw failure.reason;
    const [postgres, valkey] = started.map(({ value }) => value);
    await makeTemplate(postgres);
    process.env.TEST_PG_URL = postgres.url('postgres');
    process.env.TEST_REDIS_URL = valkey.url;
    process.env.CHROMIUM_PATH = (await findChromium()) ?? '';
  } catch (e) {
    await globalThis.stopTestServers(); // Jest calls no tear-down after a failed set-up
    throw e;
  }
}
