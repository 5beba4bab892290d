import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as index from '../../migrations/index.js';
import { ROOT } from './sources.js';

const files = readdirSync(path.join(ROOT, 'migrations'))
  .filter((name) => /^\d+-.+\.ts$/.test(name))
  .toSorted();

interface Migration {
  name: string;
  up: unknown;
}

/** The index may name them one by one or as a list: TypeORM is handed the classes either way. */
const named = [...new Set(Object.values(index).flat())] as unknown as (new () => Partial<Migration>)[];
const stampOf = (name: string): string => /\d{13}/.exec(name)?.[0] ?? name;

describe('migrations/index.ts', () => {
  it('names every migration file, and nothing else', () => {
    expect(named.map(({ name }) => stampOf(name)).toSorted()).toEqual(files.map(stampOf));
  });

  it.each(named)('names a migration that can be run: $name', (migration) => {
    expect(typeof new migration().up).toBe('function');
  });
});

describe('migration files', () => {
  it('have stamps of their own, so that their order is one', () => {
    expect(new Set(files.map(stampOf)).size).toBe(files.length);
  });
});
