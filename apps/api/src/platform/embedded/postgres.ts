import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { findBinaries, type Binaries } from './binaries.js';
import { claimFolder } from './claim.js';
import { chooseIdentity, type Identity } from './identity.js';
import { stopLeftover } from './leftover.js';
import { run, SYSTEM_PATH } from './processes.js';

export interface PostgresOptions {
  /** Holds the cluster (`pg/`), its password and the claim; made when missing. */
  folder: string;
  /** For throw-away clusters only: nothing is forced to disk, and Ctrl-C in the terminal ends the server too. */
  volatile?: boolean;
  /** PostgreSQL settings by name, over those the launcher gives. */
  settings?: Record<string, string>;
  /** Receives the server's log as it comes. */
  onLog?: (text: string) => void;
}

export interface RunningPostgres {
  port: number;
  pid: number;
  /** Connection address of a database on this server, password included: not for logs. */
  url: (database: string) => string;
  /** Resolves with the exit code when the server ends, for whatever reason. */
  exited: Promise<number | null>;
  /** Stops the server, keeping all committed work, and gives the folder back. */
  stop(): Promise<void>;
}

/** Enough to find the reason for a failed start. */
const LOG_TAIL = 4000;
const SURVIVOR_ATTEMPTS = 40;
const SURVIVOR_PAUSE_MS = 250;
const ENVIRONMENT = { PATH: SYSTEM_PATH, LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC' };

/** A port on the loopback address that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/**
 * Starts PostgreSQL on a folder of its own, making the cluster when there is none; listens on a free port of the
 * loopback address only. A server left behind by a killed launcher is stopped first; its committed work is kept.
 * @throws Error with a sentence for people: folder in use, not ours, or the server's own words.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  await makeFolder(options.folder);
  const folder = await fs.realpath(options.folder);
  const claim = await claimFolder(folder);
  try {
    const cluster = path.join(folder, 'pg');
    await refuseForeign(cluster);
    const binaries = await findBinaries();
    const identity = await chooseIdentity(cluster, binaries.postgres);
    await stopLeftover(cluster, options.onLog ?? (() => undefined));
    const password = await makeCluster(folder, binaries, identity, options.volatile ?? false);
    const server = await launchWhenFree(() => launch(cluster, binaries, identity, options, password));
    return {
      ...server,
      async stop() {
        await server.stop();
        await claim.release();
      },
    };
  } catch (e) {
    await claim.release();
    throw e;
  }
}

async function makeFolder(folder: string): Promise<void> {
  // Not `recursive` with a mode: that would give the mode to the parents as well.
  await fs.mkdir(path.dirname(folder), { recursive: true });
  await fs.mkdir(folder, { mode: 0o755 }).catch((e: NodeJS.ErrnoException) => {
    if (e.code !== 'EEXIST') throw e;
  });
  await fs.access(folder, fs.constants.W_OK).catch(() => {
    throw new Error(`The data folder ${folder} cannot be written by this user. Start as its owner, or set DATA_DIR.`);
  });
}

/** A cluster made by another user (say, by root once) cannot be opened; PostgreSQL's own message would not say what to do. */
async function refuseForeign(cluster: string): Promise<void> {
  const made = await fs.stat(cluster).catch(() => undefined);
  const me = process.getuid?.();
  if (made !== undefined && me !== undefined && me !== 0 && made.uid !== me) {
    throw new Error(
      `The data in ${cluster} belongs to another user (number ${made.uid}). Start as that user, or set DATA_DIR.`,
    );
  }
}

/** Makes the cluster and its password where there is none, and returns the password. */
async function makeCluster(folder: string, bin: Binaries, who: Identity, volatile: boolean): Promise<string> {
  const cluster = path.join(folder, 'pg');
  const secret = path.join(folder, 'pg.password');
  const making = path.join(folder, 'pg.making');
  const made = await fs.access(path.join(cluster, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  const known = await fs.readFile(secret, 'utf8').catch(() => undefined);
  if (made && known !== undefined) return known.trim();
  if (made) throw new Error(`The database's password is missing: ${secret}. Put that file back from a copy.`);
  const password = randomBytes(24).toString('base64url');
  await fs.rm(secret, { force: true });
  await fs.writeFile(secret, `${password}\n`, { flag: 'wx', mode: 0o600 });
  // A killed initdb leaves a folder that looks made; so it works beside and the result is renamed.
  await fs.rm(making, { recursive: true, force: true });
  await fs.mkdir(making, { mode: 0o700 });
  if (who.uid !== undefined && who.gid !== undefined) await fs.chown(making, who.uid, who.gid);
  await initialize(making, password, bin, who, volatile);
  await fs.rename(making, cluster);
  return password;
}

async function initialize(
  at: string,
  password: string,
  bin: Binaries,
  who: Identity,
  volatile: boolean,
): Promise<void> {
  const aside = await fs.mkdtemp(path.join(os.tmpdir(), 'pg-'));
  const file = path.join(aside, 'password');
  try {
    await fs.writeFile(file, `${password}\n`, { flag: 'wx', mode: 0o600 });
    if (who.uid !== undefined && who.gid !== undefined) {
      await fs.chown(aside, who.uid, who.gid);
      await fs.chown(file, who.uid, who.gid);
    }
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = ['--username=postgres', `--pwfile=${file}`, '--auth=scram-sha-256'];
    const words = [...who.prefix, bin.initdb, `--pgdata=${at}`, ...access, ...locale, '--data-checksums'];
    const [program = bin.initdb, ...rest] = volatile ? [...words, '--no-sync'] : words;
    await run(program, rest, { uid: who.uid, gid: who.gid, env: ENVIRONMENT, cwd: at });
  } finally {
    await fs.rm(aside, { recursive: true, force: true });
  }
}

function settingsOf(options: PostgresOptions, port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '', // a socket's path may be 107 bytes at most; folders may be deeper
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and DETAIL lines can hold patient data; the log may not.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    jit: 'off', // short statements only: compiling costs more than it saves
    ...(options.volatile ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...options.settings,
  };
}

/** Backends of a killed server end by themselves within moments; until then PostgreSQL refuses to start beside them. */
async function launchWhenFree(start: () => Promise<RunningPostgres>): Promise<RunningPostgres> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (e) {
      const occupied = String(e).includes('pre-existing shared memory block');
      if (!occupied || attempt === SURVIVOR_ATTEMPTS) throw e;
      await new Promise((resolve) => setTimeout(resolve, SURVIVOR_PAUSE_MS));
    }
  }
}

async function launch(
  cluster: string,
  bin: Binaries,
  who: Identity,
  options: PostgresOptions,
  password: string,
): Promise<RunningPostgres> {
  const port = await freePort();
  const settings = Object.entries(settingsOf(options, port)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program = bin.postgres, ...words] = [...who.prefix, bin.postgres, '-D', cluster, ...settings];
  const child = spawn(program, words, {
    uid: who.uid,
    gid: who.gid,
    env: ENVIRONMENT,
    cwd: cluster,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Out of reach of the terminal's Ctrl-C: the API has to be closed before its database.
    detached: !options.volatile,
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await ready(child, exited, options.onLog);
  return {
    port,
    pid: child.pid ?? 0,
    url: (database) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`,
    exited,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT'); // the «fast» shutdown
      await exited;
    },
  };
}

async function ready(
  child: ChildProcess,
  exited: Promise<number | null>,
  onLog?: (text: string) => void,
): Promise<void> {
  let tail = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-LOG_TAIL);
      onLog?.(text);
      if (tail.includes('database system is ready to accept connections')) resolve();
    });
    void exited.then((code) => reject(new Error(`PostgreSQL ended with ${code} while starting.\n${tail}`)));
  });
}

/** Makes a database of that name where there is none. */
export async function ensureDatabase(server: Pick<RunningPostgres, 'url'>, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
