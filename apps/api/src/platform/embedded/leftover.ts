import fs from 'node:fs/promises';
import path from 'node:path';
import { claimFolder, isClaimed } from './claim.js';
import { birthOf, commandOf, waitUntil } from './processes.js';

/** A shutdown writes all changed pages; on a slow disk that takes a while. */
const STOP_LIMIT_MS = 60_000;

/** The server that PostgreSQL's own lock file names, if that process is alive and really is a server on this folder. */
export async function runningOn(cluster: string): Promise<{ pid: number; port: number } | undefined> {
  const text = await fs.readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const command = await commandOf(pid);
  // The number may have been given to another process since.
  if (command === undefined || !command.includes('postgres') || !command.includes(`-D ${cluster}`)) return undefined;
  return { pid, port: Number(lines[3]) };
}

/**
 * Stops a server whose launcher was killed. Only for who holds the folder's claim.
 * @throws Error with a sentence for people when it may not be stopped or does not end.
 */
export async function stopLeftover(cluster: string, log: (text: string) => void): Promise<void> {
  const left = await runningOn(cluster);
  if (left === undefined) return forgetStranger(cluster);
  log(`stopping a server left behind (process ${left.pid})\n`);
  try {
    process.kill(left.pid, 'SIGINT');
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'EPERM') {
      throw new Error(
        `A database server left behind (process ${left.pid}) belongs to another user. Stop it, or start as that user.`,
      );
    }
  }
  const gone = await waitUntil(async () => (await runningOn(cluster)) === undefined, STOP_LIMIT_MS);
  if (!gone) throw new Error(`A database server left behind (process ${left.pid}) does not stop.`);
}

/**
 * PostgreSQL itself clears its lock file after a crash, and checks for surviving backends while it does; but it gives up
 * when the number in the file now belongs to another program, as happens in a restarted container.
 */
async function forgetStranger(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await fs.readFile(file, 'utf8').catch(() => ''), 10);
  if ((await birthOf(pid)) !== undefined) await fs.rm(file, { force: true });
}

/**
 * Stops what is left of a throw-away server and deletes its folder. Leaves alone a folder still in use, and one without
 * a claim: there a start or a stop is just under way.
 */
export async function discardAbandoned(folder: string): Promise<void> {
  if (!(await isClaimed(folder))) return;
  const claim = await claimFolder(folder).catch(() => undefined);
  if (claim === undefined) return;
  await stopLeftover(path.join(await fs.realpath(folder), 'pg'), () => undefined);
  await fs.rm(folder, { recursive: true, force: true });
}
