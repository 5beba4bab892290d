import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from './run.mjs';

const FOLDERS = ['apps', 'libs', 'migrations', 'bench'];
const FILES = ['package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
const STAMP = 'dist/.build-stamp';
const LEFT_OUT = /(^|\/)(dist|node_modules)$|\.(spec|medium-spec|web-spec)\.tsx?$|\.md$/;

async function* filesIn(folder) {
  const entries = await fs.readdir(path.join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = `${folder}/${entry.name}`;
    if (LEFT_OUT.test(name)) continue;
    if (entry.isDirectory()) yield* filesIn(name);
    else yield name;
  }
}

/** A digest of all that a build is made from, by content: a clone's or copy's file times say nothing. */
export async function sourcesDigest() {
  const hash = createHash('sha256');
  const add = async (name) => {
    const content = await fs.readFile(path.join(root, name)).catch(() => Buffer.alloc(0));
    hash.update(`${name}\0${content.length}\0`).update(content);
  };
  for (const folder of FOLDERS) for await (const name of filesIn(folder)) await add(name);
  for (const name of FILES) await add(name);
  return hash.digest('hex');
}

/** Whether the last build was made from exactly these sources. */
export async function isBuiltFrom(digest) {
  const [stamp, page] = await Promise.all([
    fs.readFile(path.join(root, STAMP), 'utf8').catch(() => ''),
    fs.stat(path.join(root, 'apps/web/dist/index.html')).catch(() => undefined),
  ]);
  return stamp === digest && page !== undefined;
}

export async function stampBuild(digest) {
  await fs.writeFile(path.join(root, STAMP), digest);
}
