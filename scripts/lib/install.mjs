import fs from 'node:fs/promises';
import path from 'node:path';
import { root, run, step } from './run.mjs';

/** npm writes this as the last act of an installation: a broken-off one has none. */
const INSTALLED = 'node_modules/.package-lock.json';

async function packagesOf(file) {
  const text = await fs.readFile(path.join(root, file), 'utf8').catch(() => '{}');
  return JSON.parse(text).packages ?? {};
}

/** Whether node_modules is what package-lock.json asks for; packages for other platforms are not counted. */
export async function isInstalled() {
  const [wanted, there] = await Promise.all([packagesOf('package-lock.json'), packagesOf(INSTALLED)]);
  return Object.entries(wanted).every(
    ([name, { version, optional, devOptional, peer }]) =>
      name === '' || optional || devOptional || (peer && !there[name]) || there[name]?.version === version,
  );
}

/** npm itself, as called by npm or found on the path. */
function npm(...words) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return [process.execPath, cli, ...words];
  return process.platform === 'win32' ? ['cmd', '/c', 'npm', ...words] : ['npm', ...words];
}

/** Installs exactly what the lock file says when something of it is missing. */
export async function installIfNeeded() {
  if (await isInstalled()) return;
  await step('Installing packages (once, about a minute)', () =>
    run(npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'), { env: { NODE_ENV: '' } }),
  );
}
