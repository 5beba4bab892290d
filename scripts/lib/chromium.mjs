import { access } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/snap/bin/chromium',
];
const HOW = 'Install Chromium or Chrome (Debian, Ubuntu: apt-get install chromium), or name one in CHROMIUM_PATH.';

/** Path of a Chromium or Chrome on this machine: CHROMIUM_PATH, or one of the usual names and places; else undefined. */
export async function findChromium() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const named = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  for (const file of [process.env.CHROMIUM_PATH, ...named, ...PLACES]) {
    if (file && (await exists(file))) return file;
  }
  return undefined;
}

const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  );

/**
 * Finds a Chromium, installing Debian's where there is none and we may. `{ path }`, or `{ problem }` with what to do.
 */
export async function provideChromium() {
  const found = await findChromium();
  if (found) return { path: found };
  if (process.getuid?.() !== 0 || !(await exists('/usr/bin/apt-get')))
    return { problem: `There is no Chromium. ${HOW}` };
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run(['apt-get', 'update', '-qq'], { env });
  const install = await run(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
  const installed = await findChromium();
  if (installed) return { path: installed };
  return { problem: `${update.output}${install.output}\nChromium could not be installed. ${HOW}` };
}
