import { readdirSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * Loads every n-th medium spec, beginning with the k-th, into the file that asks: Jest loads Nest, TypeORM and the rest anew
 * for every test file, which costs more than most of the specs themselves.
 */
export async function loadShare(k: number, n: number): Promise<void> {
  const files = ['apps/api/src', 'test'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.medium-spec.ts'))
      .map((name) => path.join(ROOT, folder, name)),
  );
  for (const file of files.toSorted().filter((_, index) => index % n === k - 1)) await import(file);
}
