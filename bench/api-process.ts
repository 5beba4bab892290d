import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../apps/api/src/', import.meta.url));
const LOOK_EVERY_MS = 10;
const GIVE_UP_MS = 60_000;

export interface ApiProcess {
  readonly origin: URL;
  readonly pid: number;
  /** From the start of the process to its first good answer on /api/ready. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * Starts a program of the build in a process of its own, so that its CPU and memory are its own, and waits until it is
 * ready. Its log goes to a file, as with a service manager.
 * @param program `main.js` with its servers given, `start.js` with servers of its own
 */
export async function startApi(
  program: 'main.js' | 'start.js',
  folder: string,
  settings: Readonly<Record<string, string>>,
): Promise<ApiProcess> {
  const port = await freePort();
  const file = path.join(folder, `api-${port}.log`);
  const log = openSync(file, 'a');
  const begun = performance.now();
  const child = spawn(process.execPath, ['--no-warnings', path.join(BUILT, program)], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, HOST: '127.0.0.1', PORT: String(port), ...settings },
    stdio: ['ignore', log, log],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const origin = new URL(`http://127.0.0.1:${port}`);
  while (!(await isReady(origin))) {
    if (child.exitCode !== null || performance.now() - begun > GIVE_UP_MS)
      throw new Error(`${program} did not become ready:\n${readFileSync(file, 'utf8').slice(-4000)}`);
    await pause(LOOK_EVERY_MS);
  }
  return {
    origin,
    pid: child.pid ?? 0,
    readyMs: performance.now() - begun,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

const isReady = (origin: URL): Promise<boolean> =>
  fetch(new URL('/api/ready', origin)).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.ok;
    },
    () => false,
  );
