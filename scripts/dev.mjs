// `npm run dev`: the product, built and started again after every change of a source. A build that fails says why and
// leaves the running one alone.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { root, run } = await import('./lib/run.mjs');
const { installIfNeeded } = await import('./lib/install.mjs');
await installIfNeeded();

/** Several files are often saved at once; wait until it is quiet for this long. */
const QUIET_MS = 300;
const WATCHED = ['apps/api/src', 'apps/web/src', 'libs', 'migrations'];
/** Written by the build itself, or of no weight for it. */
const IGNORED = /(^|\/)dist\/|schema\.d\.ts$|spec\.tsx?$|~$/;

let product;
let stopping = false;

function start() {
  product = spawn(process.execPath, ['dist/apps/api/src/start.js'], { cwd: root, stdio: 'inherit' });
  product.once('exit', (code) => {
    if (stopping) process.exit(code ?? 1);
  });
}

async function stop() {
  if (!product || product.exitCode !== null || product.signalCode !== null) return;
  const ended = new Promise((resolve) => product.once('exit', resolve));
  product.kill('SIGTERM');
  await ended;
}

async function rebuild() {
  const { code, output } = await run([process.execPath, 'scripts/build.mjs']);
  console.log(output.trim());
  if (code !== 0 || stopping) return;
  await stop();
  if (!stopping) start();
}

let timer;
let work = rebuild();
for (const folder of WATCHED) {
  fs.watch(path.join(root, folder), { recursive: true }, (_event, name) => {
    if (IGNORED.test(`${folder}/${name}`)) return;
    clearTimeout(timer);
    timer = setTimeout(() => (work = work.then(rebuild)), QUIET_MS);
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopping = true;
    // Ctrl-C in a terminal has reached the product already; asked twice it stops once.
    if (!product || product.exitCode !== null) process.exit(0);
    product.kill('SIGTERM');
  });
}
