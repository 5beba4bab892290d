import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

/** The product as built, started as `npm start` starts it, on an empty folder with blanks in its name. */
const PROGRAM = path.resolve('dist/apps/api/src/start.js');
const LIMIT_MS = 180_000;

interface Running {
  child: ChildProcess;
  output: () => string;
  /** Resolves with the address it prints, or rejects with its output when it ends before. */
  ready: Promise<string>;
  ended: Promise<number | null>;
}

let folder: string;
let dataDir: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'a new pharmacy '));
  await fs.chmod(folder, 0o755);
  dataDir = path.join(folder, 'its data');
});
afterAll(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  await Promise.all(
    children
      .filter((child) => child.exitCode === null && child.signalCode === null)
      .map((child) => new Promise((r) => child.once('exit', r))),
  );
  await fs.rm(folder, { recursive: true, force: true });
});

function start(more: Record<string, string> = {}): Running {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['--no-warnings', PROGRAM], {
    env: { PATH, HOME, DATA_DIR: dataDir, PORT: '0', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const ready = new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      const url = /Open (http:\S+)/.exec(text)?.[1];
      if (url) resolve(url);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    void ended.then(() => reject(new Error(text)));
  });
  ready.catch(() => undefined); // asked for only where it matters
  return { child, output: () => text, ready, ended };
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query<Record<string, unknown>>(sql).finally(() => client.end())).rows;
}

const processes = async (): Promise<string[]> => {
  const found: string[] = [];
  for (const pid of (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(dataDir)) found.push(command);
  }
  return found;
};

describe('npm start', () => {
  it(
    'starts on nothing, says each step, and serves the pages and the API at the one address it prints',
    async () => {
      const first = start();
      const url = await first.ready;
      expect(first.output()).toMatch(/Starting the database \.\.\. \d+\.\d s\n/);
      expect(first.output().match(/https?:\/\/\S+/g)).toEqual([url]);
      expect((await fetch(`${url}/api/health`)).status).toBe(200);
      const page = await fetch(url);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      first.child.kill('SIGTERM');
      expect(await first.ended).toBe(0);
      expect(await processes()).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'keeps its data when killed, and starts again beside what the killed one left',
    async () => {
      const second = start();
      const url = await second.ready;
      const refused = start();
      await expect(refused.ready).rejects.toThrow(/Another instance \(process \d+\) already uses the data folder/);
      expect(await refused.ended).toBe(1);
      expect((await fetch(`${url}/api/health`)).status).toBe(200);
      second.child.kill('SIGKILL');
      await second.ended;
      expect(await processes()).not.toEqual([]);
      const third = start();
      await third.ready;
      third.child.kill('SIGINT');
      expect(await third.ended).toBe(0);
      expect(await processes()).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'starts nothing of its own, and makes no demo people, when it is given a database and a queue',
    async () => {
      const given = new URL(process.env.TEST_PG_URL ?? '');
      await ask(given.href, 'CREATE DATABASE given_to_start');
      given.pathname = '/given_to_start';
      const unused = path.join(folder, 'not made');
      const running = start({
        DATABASE_URL: given.href,
        REDIS_URL: process.env.TEST_REDIS_URL ?? '',
        DATA_DIR: unused,
      });
      await running.ready;
      expect(running.output()).not.toMatch(/Starting the (database|queue)|demo/);
      expect(running.output()).toMatch(/npm run create-admin/);
      await expect(fs.access(unused)).rejects.toThrow(/ENOENT/);
      expect(await ask(given.href, 'SELECT count(*)::int AS people FROM person')).toEqual([{ people: 0 }]);
      running.child.kill('SIGTERM');
      expect(await running.ended).toBe(0);
    },
    LIMIT_MS,
  );

  it('says at once, of every setting, what is wrong with it', async () => {
    const wrong = start({ PORT: 'x', DEMO: 'perhaps' });
    expect(await wrong.ended).toBe(1);
    expect(wrong.output()).toMatch(/PORT must be .*\n.*DEMO must be/);
    expect(wrong.output()).not.toMatch(/Starting/);
  });
});
