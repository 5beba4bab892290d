// Runs a built command on the product's database: the one DATABASE_URL names, or else the built-in one under DATA_DIR,
// beside a running product or without one.
//   node scripts/with-database.mjs dist/.../verify.js [words]
import { spawn } from 'node:child_process';
import path from 'node:path';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { root, leaveSignalsAlone, run, stopToolsOnSignals } = await import('./lib/run.mjs');
stopToolsOnSignals();
await (await import('./lib/install.mjs')).installIfNeeded();
await (await import('./build.mjs')).build();
leaveSignalsAlone();

/** The command may ask questions, so it has the terminal to itself. */
function command(env) {
  const child = spawn(process.execPath, ['--no-warnings', ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

async function onOwnDatabase() {
  const { attachOrStart, DATABASE, ensureDatabase } = await import('../dist/apps/api/src/platform/embedded/index.js');
  const server = await attachOrStart(path.resolve(root, process.env.DATA_DIR || 'data'));
  try {
    await ensureDatabase(server, DATABASE);
    const env = { DATABASE_URL: server.url(DATABASE) };
    const migrated = await run([process.execPath, 'scripts/migrate.mjs'], { env }); // it may never have been started
    if (migrated.code !== 0) throw new Error(migrated.output);
    return await command(env);
  } finally {
    await server.detach();
  }
}

process.exitCode = process.env.DATABASE_URL ? await command({}) : await onOwnDatabase();
