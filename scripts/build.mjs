// Builds the API (dist/) and the web pages (apps/web/dist/). `--openapi` also writes openapi.json and the web client's
// types from it, which are committed. `--force` builds even when nothing has changed. `--despite-errors` keeps what was
// compiled in spite of errors of type: for work on one part while another is being changed.
import fs from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run, step, stopToolsOnSignals, tool } from './lib/run.mjs';
import { isBuiltFrom, sourcesDigest, stampBuild } from './lib/stamp.mjs';

/** Folders of builds under way, each with the number of its process: two builds at once do not meet. */
const ASIDE = /^\.dist-(next|old)-(\d+)$/;

/**
 * The compiler empties its target before it writes, so it is given a folder beside, which takes the place of dist/ only
 * when all went well: a failed build leaves the last good one, and a server that runs from it, alone.
 */
async function compile(despiteErrors) {
  await discardKilledBuilds();
  const next = `.dist-next-${process.pid}`;
  const config = `node_modules/.cache/build/tsconfig-${process.pid}.json`;
  await fs.mkdir(path.dirname(path.join(root, config)), { recursive: true });
  const compilerOptions = { outDir: `../../../${next}`, incremental: false };
  await fs.writeFile(
    path.join(root, config),
    JSON.stringify({ extends: '../../../tsconfig.build.json', compilerOptions }),
  );
  await fs.mkdir(path.join(root, next), { recursive: true });
  const result = await run(tool('@nestjs/cli/bin/nest.js', 'build', 'api', '--path', config));
  if (result.code === 0 || despiteErrors) await putInPlace(path.join(root, next));
  for (const rest of [next, config]) await fs.rm(path.join(root, rest), { recursive: true, force: true });
  return result;
}

async function putInPlace(next) {
  const old = path.join(root, `.dist-old-${process.pid}`);
  const dist = path.join(root, 'dist');
  for (let attempt = 1; ; attempt++) {
    await fs.rename(dist, old).catch(() => undefined); // there may be none
    const failure = await fs.rename(next, dist).catch((e) => e);
    await fs.rm(old, { recursive: true, force: true });
    if (!failure) return;
    if (attempt === 10) throw failure; // another build took the place each time
  }
}

async function discardKilledBuilds() {
  const alive = (pid) => {
    try {
      return process.kill(pid, 0);
    } catch (e) {
      return e.code === 'EPERM';
    }
  };
  for (const name of await fs.readdir(root)) {
    const pid = Number(ASIDE.exec(name)?.[2]);
    if (pid && !alive(pid)) await fs.rm(path.join(root, name), { recursive: true, force: true });
  }
}

const bundle = () => run(tool('vite/bin/vite.js', 'build', '-c', 'apps/web/vite.config.ts'));

/** Writes openapi.json and the web client's types from the built API. */
export async function describeApi(document = 'openapi.json', types = 'apps/web/src/api/schema.d.ts') {
  const written = await run([process.execPath, '--no-warnings', 'dist/apps/api/src/openapi.js', document]);
  if (written.code !== 0) return written;
  return run(tool('openapi-typescript/bin/cli.js', document, '-o', types));
}

/** Builds what is out of date. */
export async function build({ openapi = false, force = false, despiteErrors = false } = {}) {
  if (!force && !openapi && (await isBuiltFrom(await sourcesDigest()))) return;
  if (openapi) {
    await step('Building the application', () => compile());
    await step('Describing the API', () => describeApi());
    await step('Building the pages', bundle);
  } else {
    await step('Building the application and its pages', async () => {
      const results = await Promise.all([compile(despiteErrors), bundle()]);
      const failed = results.find(({ code }) => code !== 0);
      if (failed && despiteErrors) process.stdout.write('(with errors: see npm run typecheck) ');
      return failed && !despiteErrors ? failed : { code: 0, output: '' };
    });
  }
  if (!despiteErrors) await stampBuild(await sourcesDigest());
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  stopToolsOnSignals();
  const asked = (word) => process.argv.includes(word);
  await build({ openapi: asked('--openapi'), force: asked('--force'), despiteErrors: asked('--despite-errors') });
}
