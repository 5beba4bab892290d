import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { attachOrStart } from './attach.js';
import { discardAbandoned, runningOn } from './leftover.js';
import { ensureDatabase, startPostgres, type RunningPostgres } from './postgres.js';
import { waitUntil } from './processes.js';

/** Parts of the product as built, for what has to happen in another process. */
const BUILT = path.resolve('dist/apps/api/src/platform/embedded/index.js');
const SETTINGS = { shared_buffers: '16MB', max_connections: '10' };

let top: string;
let folder: string;
let server: RunningPostgres | undefined;

async function start(volatile = true): Promise<RunningPostgres> {
  server = await startPostgres({ folder, volatile, settings: SETTINGS });
  return server;
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql).finally(() => client.end());
  return rows;
}

describe('postgres', () => {
  beforeEach(async () => {
    top = await fs.mkdtemp(path.join(os.tmpdir(), 'embedded postgres '));
    await fs.chmod(top, 0o755);
    folder = path.join(top, 'data of a pharmacy');
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
    await fs.rm(top, { recursive: true, force: true });
  });

  describe('startPostgres', () => {
    it('starts PostgreSQL 18 that checks its pages, sorts by code point and listens to this machine alone', async () => {
      const { url } = await start();
      const [row] = await ask(
        url('postgres'),
        `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('data_checksums') AS checked,
              current_setting('listen_addresses') AS listens, current_setting('TimeZone') AS zone`,
      );
      expect(row).toEqual({ version: 18, checked: 'on', listens: '127.0.0.1', zone: 'UTC' });
    });

    it('keeps the password to its owner, and another one in each folder', async () => {
      const running = await start();
      const file = path.join(folder, 'pg.password');
      expect((await fs.stat(file)).mode & 0o777).toBe(0o600);
      const password = (await fs.readFile(file, 'utf8')).trim();
      expect(password).toMatch(/^[\w-]{32}$/);
      const wrong = running.url('postgres').replace(password, 'postgres');
      await expect(ask(wrong, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    });

    it('keeps what was committed when the server is killed', async () => {
      const first = await start(false);
      await ensureDatabase(first, 'pharmacy');
      await ask(first.url('pharmacy'), 'CREATE TABLE kept AS SELECT 42 AS answer');
      process.kill(first.pid, 'SIGKILL');
      await first.exited;
      await first.stop();
      const second = await start(false);
      await ensureDatabase(second, 'pharmacy');
      expect(await ask(second.url('pharmacy'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    });

    it('refuses a folder in use, with a sentence that says by whom', async () => {
      await start();
      await expect(startPostgres({ folder })).rejects.toThrow(
        /Another instance \(process \d+\) already uses the data folder/,
      );
    });

    it('makes a cluster anew where making one was broken off', async () => {
      await fs.mkdir(path.join(folder, 'pg.making', 'base'), { recursive: true });
      await fs.writeFile(path.join(folder, 'pg.making', 'PG_VERSION'), '18\n');
      await start();
      expect((await fs.readdir(folder)).toSorted()).toEqual(['launcher.pid', 'pg', 'pg.password']);
    });

    it('says what to do when the password is gone', async () => {
      await (await start()).stop();
      server = undefined;
      await fs.rm(path.join(folder, 'pg.password'));
      await expect(startPostgres({ folder })).rejects.toThrow(/password is missing.*Put that file back/);
    });

    it('gives the folder back when it could not start', async () => {
      await expect(startPostgres({ folder, settings: { shared_buffers: 'much' } })).rejects.toThrow(/shared_buffers/);
      await start();
      expect(await runningOn(path.join(await fs.realpath(folder), 'pg'))).toBeDefined();
    });
  });

  describe('a server whose launcher was killed', () => {
    /** Starts the server from another process and kills that process alone. */
    async function orphan(): Promise<number> {
      const script = `const { startPostgres } = await import(${JSON.stringify(BUILT)});
      await startPostgres({ folder: ${JSON.stringify(folder)}, settings: ${JSON.stringify(SETTINGS)} });
      process.send('up'); setInterval(() => {}, 1000);`;
      const launcher = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      await new Promise((resolve) => launcher.once('message', resolve));
      launcher.kill('SIGKILL');
      await new Promise((resolve) => launcher.once('exit', resolve));
      const left = await runningOn(path.join(await fs.realpath(folder), 'pg'));
      return left?.pid ?? 0;
    }

    it('is stopped and followed by a new one', async () => {
      const left = await orphan();
      expect(left).toBeGreaterThan(0);
      const next = await start();
      expect(next.pid).not.toBe(left);
      expect(await ask(next.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('is discarded with its folder when that was a throw-away one', async () => {
      await orphan();
      const cluster = path.join(await fs.realpath(folder), 'pg');
      await discardAbandoned(folder);
      expect(await waitUntil(async () => (await runningOn(cluster)) === undefined, 1000)).toBe(true);
      await expect(fs.access(folder)).rejects.toThrow(/ENOENT/);
    });

    it('is left alone while its launcher lives', async () => {
      const running = await start();
      await discardAbandoned(folder);
      expect(await ask(running.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });
  });

  describe('attachOrStart', () => {
    it('uses a running server and leaves it running', async () => {
      const running = await start();
      const attached = await attachOrStart(folder);
      expect(attached.url('postgres')).toBe(running.url('postgres'));
      await attached.detach();
      expect(await ask(running.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('starts one where none runs, and stops it again', async () => {
      const attached = await attachOrStart(folder);
      expect(await ask(attached.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await attached.detach();
      expect(await runningOn(path.join(await fs.realpath(folder), 'pg'))).toBeUndefined();
    });
  });
});
