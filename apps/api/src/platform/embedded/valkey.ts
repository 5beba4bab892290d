import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort } from './postgres.js';

export interface RunningValkey {
  /** Connection address, password included: not for logs. */
  url: string;
  pid: number;
  /** Resolves with the exit code when the server ends, for whatever reason. */
  exited: Promise<number | null>;
  stop(): Promise<void>;
}

/** Another program may take the port between finding it free and using it. */
const ATTEMPTS = 3;

/**
 * Starts Valkey (the queue's server) in a child process, on a free port of the loopback address, with a fresh password.
 * It keeps everything in memory: what must not be lost is in PostgreSQL. The child ends when this process does.
 */
export async function startValkey(): Promise<RunningValkey> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch();
    } catch (e) {
      if (attempt === ATTEMPTS) throw e;
    }
  }
}

async function launch(): Promise<RunningValkey> {
  const port = await freePort();
  const secret = randomBytes(24).toString('hex');
  const child = fork(fileURLToPath(new URL('./valkey-child.js', import.meta.url)), [], {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('message', (message: string) => {
      if (message === 'ready') resolve();
      else reject(new Error(`Valkey did not start: ${message}`));
    });
    void exited.then((code) => reject(new Error(`Valkey ended with ${code} while starting.`)));
    child.send({ port, secret });
  });
  return {
    url: `redis://:${secret}@127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    exited,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}
