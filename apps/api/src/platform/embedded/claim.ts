import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { birthOf } from './processes.js';

/** One launcher per folder. */
export interface Claim {
  /** Gives the folder back; does nothing when it has passed to another since. */
  release(): Promise<void>;
}

const FILE = 'launcher.pid';
const TAKEOVER_PAUSE_MS = 5;

async function read(file: string): Promise<string | undefined> {
  return fs.readFile(file, 'utf8').catch((e: NodeJS.ErrnoException) => {
    if (e.code === 'ENOENT') return undefined;
    throw e;
  });
}

interface Found {
  there: boolean;
  /** The process that wrote it, when that one still lives. */
  live?: number;
}

async function look(file: string): Promise<Found> {
  const text = await read(file);
  if (text === undefined) return { there: false };
  const [pid, birth] = text.trim().split('\n');
  const lives = birth !== undefined && (await birthOf(Number(pid))) === birth;
  return { there: true, live: lives ? Number(pid) : undefined };
}

const inUse = (folder: string, pid: number): Error =>
  new Error(
    `Another instance (process ${pid}) already uses the data folder ${folder}. Stop it first, or set DATA_DIR to another folder.`,
  );

/**
 * Takes the folder for this process, at once and wholly: the claim is written aside and linked into place, so nobody
 * ever reads half of one. A claim whose process has ended (kill -9, power cut) is taken over.
 * @throws Error with a sentence for people when a live process holds the folder.
 */
export async function claimFolder(folder: string): Promise<Claim> {
  const file = path.join(folder, FILE);
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const mine = `${process.pid}\n${await birthOf(process.pid)}\n`;
  await fs.writeFile(aside, mine, { flag: 'wx', mode: 0o644 });
  try {
    const other = await take(file, aside);
    if (other !== undefined) throw inUse(folder, other);
    return { release: () => release(file, mine) };
  } finally {
    await fs.rm(aside, { force: true });
  }
}

/**
 * Links our claim into place; returns the live process that holds it when there is one. A dead claim is removed only
 * under a lock, made in the same way: otherwise, of two that find it dead, the slower would remove the new claim of the
 * quicker.
 */
async function take(file: string, aside: string): Promise<number | undefined> {
  for (;;) {
    if (await linked(aside, file)) return undefined;
    const { live } = await look(file);
    if (live !== undefined) return live;
    const lock = `${file}.takeover`;
    if ((await take(lock, aside)) === undefined) {
      const again = await look(file);
      // Only what is there and dead: where nothing is, a live claim may come between this line and the next.
      if (again.there && again.live === undefined) await fs.rm(file, { force: true });
      await fs.rm(lock, { force: true });
    } else {
      await pause(TAKEOVER_PAUSE_MS); // another process is removing it, which takes moments
    }
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await fs.link(from, to);
    return true;
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw e;
  }
}

/** Whether a claim lies on the folder, of a live process or a dead one. */
export async function isClaimed(folder: string): Promise<boolean> {
  return (await read(path.join(folder, FILE))) !== undefined;
}

async function release(file: string, mine: string): Promise<void> {
  if ((await read(file)) === mine) await fs.rm(file, { force: true });
}
