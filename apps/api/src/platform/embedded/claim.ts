import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { birthOf } from './processes.js';

/** One launcher per folder. */
export interface Claim {
  /** Gives the folder back; does nothing when it has passed to another since. */
  release(): Promise<void>;
}

const FILE = 'launcher.pid';

async function read(file: string): Promise<string | undefined> {
  return fs.readFile(file, 'utf8').catch((e: NodeJS.ErrnoException) => {
    if (e.code === 'ENOENT') return undefined;
    throw e;
  });
}

/** The number of the live process that wrote the claim, or `undefined` when that process is gone. */
async function holder(text: string): Promise<number | undefined> {
  const [pid, birth] = text.trim().split('\n');
  return birth !== undefined && (await birthOf(Number(pid))) === birth ? Number(pid) : undefined;
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
    for (let attempt = 0; attempt < 10; attempt++) {
      const linked = await fs.link(aside, file).then(
        () => true,
        (e: NodeJS.ErrnoException) => {
          if (e.code === 'EEXIST') return false;
          throw e;
        },
      );
      if (linked) return { release: () => release(file, mine) };
      await clearStale(folder, file, `${aside}.old`);
    }
    throw new Error(
      `The data folder ${folder} could not be taken: ${FILE} keeps coming back. Is another start under way?`,
    );
  } finally {
    await fs.rm(aside, { force: true });
  }
}

/** Whether a claim lies on the folder, of a live process or a dead one. */
export async function isClaimed(folder: string): Promise<boolean> {
  return (await read(path.join(folder, FILE))) !== undefined;
}

/** Moves a dead process's claim out of the way. Of two that do so at once, one finds a live claim in its hand and puts it back. */
async function clearStale(folder: string, file: string, old: string): Promise<void> {
  const found = await read(file);
  if (found === undefined) return;
  const live = await holder(found);
  if (live !== undefined) throw inUse(folder, live);
  const moved = await fs.rename(file, old).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const taken = (await read(old)) ?? '';
  const alive = await holder(taken);
  if (alive !== undefined) await fs.link(old, file).catch(() => undefined);
  await fs.rm(old, { force: true });
  if (alive !== undefined) throw inUse(folder, alive);
}

async function release(file: string, mine: string): Promise<void> {
  if ((await read(file)) === mine) await fs.rm(file, { force: true });
}
