import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json; every script works from here, wherever it was called. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

const children = new Set();
const ends = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const handlers = Object.entries(ends).map(([signal, code]) => [
  signal,
  () => {
    for (const child of children) child.kill(signal === 'SIGINT' ? 'SIGTERM' : signal);
    process.exit(code);
  },
]);

/** A signal ends the tools under way too; none is left working behind our back. */
export function stopToolsOnSignals() {
  for (const [signal, handler] of handlers) process.on(signal, handler);
}

/** Before the product takes over the process, with handlers of its own. */
export function leaveSignalsAlone() {
  for (const [signal, handler] of handlers) process.off(signal, handler);
}

/**
 * Runs a program to its end. `{ code, output, ms }`; never rejects: a program that cannot be started has code 127.
 * @param {string[]} command program and words
 * @param {{ env?: Record<string, string>, stream?: 'stderr' }} [how] stream: show that output while it runs
 */
export function run(command, how = {}) {
  const begun = performance.now();
  const [program, ...words] = command;
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: root,
      env: { ...process.env, ...how.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => {
      chunks.push(chunk);
      if (how.stream === 'stderr') process.stderr.write(chunk);
    });
    const end = (code, more = '') => {
      children.delete(child);
      resolve({ code, output: Buffer.concat(chunks).toString() + more, ms: performance.now() - begun });
    };
    child.once('error', (e) => end(127, e.message));
    child.once('close', (code, signal) => end(code ?? 1, signal ? `\nended by ${signal}\n` : ''));
  });
}

/** A program of node_modules, run by this very Node. */
export const tool = (file, ...words) => [process.execPath, path.join(root, 'node_modules', file), ...words];

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Runs one step of setting up with a line that says how long it takes; on failure shows its output and ends the process.
 * @param {string} what "Building the application"
 * @param {() => Promise<{ code: number, output: string }>} work
 */
export async function step(what, work) {
  const begun = performance.now();
  const live = process.stdout.isTTY;
  process.stdout.write(`${what} ... `);
  const ticker = live
    ? setInterval(
        () => process.stdout.write(`\r${what} ... ${Math.round((performance.now() - begun) / 1000)} s `),
        1000,
      )
    : undefined;
  const { code, output } = await work();
  clearInterval(ticker);
  process.stdout.write(
    `${live ? `\r${what} ... ` : ''}${code === 0 ? seconds(performance.now() - begun) : 'failed'}   \n`,
  );
  if (code === 0) return;
  console.error(`\n${output.trim()}`);
  process.exit(1);
}
