// Builds the API (dist/) and the web pages (apps/web/dist/). `--openapi` also writes openapi.json and the web client's
// types from it, which are committed. `--force` builds even when nothing has changed.
import fs from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run, step, stopToolsOnSignals, tool } from './lib/run.mjs';
import { isBuiltFrom, sourcesDigest, stampBuild } from './lib/stamp.mjs';

const NEXT = '.dist-next';
const CONFIG = 'node_modules/.cache/build/tsconfig.json';

/**
 * The compiler empties its target before it writes, so it is given a folder beside, which takes the place of dist/ only
 * when all went well: a failed build leaves the last good one, and a server that runs from it, alone.
 */
async function compile() {
  const config = path.join(root, CONFIG);
  const next = path.join(root, NEXT);
  await fs.mkdir(path.dirname(config), { recursive: true });
  const outDir = `../../../${NEXT}`;
  await fs.writeFile(config, JSON.stringify({ extends: '../../../tsconfig.build.json', compilerOptions: { outDir } }));
  await fs.mkdir(next, { recursive: true });
  const result = await run(tool('@nestjs/cli/bin/nest.js', 'build', 'api', '--path', CONFIG));
  if (result.code === 0) await putInPlace(next);
  else await fs.rm(next, { recursive: true, force: true });
  return result;
}

async function putInPlace(next) {
  await fs.rm(path.join(next, 'tsconfig.tsbuildinfo'), { force: true });
  await fs.rm(path.join(root, 'dist'), { recursive: true, force: true });
  await fs.rename(next, path.join(root, 'dist'));
}

const bundle = () => run(tool('vite/bin/vite.js', 'build', '-c', 'apps/web/vite.config.ts'));

/** Writes openapi.json and the web client's types from the built API. */
export async function describeApi(document = 'openapi.json', types = 'apps/web/src/api/schema.d.ts') {
  const written = await run([process.execPath, '--no-warnings', 'dist/apps/api/src/openapi.js', document]);
  if (written.code !== 0) return written;
  return run(tool('openapi-typescript/bin/cli.js', document, '-o', types));
}

/** Builds what is out of date. */
export async function build({ openapi = false, force = false } = {}) {
  if (!force && !openapi && (await isBuiltFrom(await sourcesDigest()))) return;
  if (openapi) {
    await step('Building the application', compile);
    await step('Describing the API', () => describeApi());
    await step('Building the pages', bundle);
  } else {
    await step('Building the application and its pages', async () => {
      const results = await Promise.all([compile(), bundle()]);
      return results.find(({ code }) => code !== 0) ?? results[0];
    });
  }
  await stampBuild(await sourcesDigest());
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  stopToolsOnSignals();
  await build({ openapi: process.argv.includes('--openapi'), force: process.argv.includes('--force') });
}
