import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONSTRAINTS } from '../../apps/api/src/platform/database/constraints.js';
import { rows } from '../../apps/api/src/platform/database/sql.js';
import { startTestApp, type TestApp } from '../setup/app.js';

let app: TestApp;

const names = async (sql: string): Promise<string[]> =>
  (await rows<{ name: string }>(app.database.reader, sql)).map(({ name }) => name);

/** Checks, foreign keys, unique constraints and exclusions; a unique index that is no constraint speaks as one. */
const IN_DATABASE = `
  select conname as name from pg_constraint
  where connamespace = 'public'::regnamespace and contype in ('c', 'f', 'u', 'x') and conrelid <> 0
    and conrelid <> coalesce(to_regclass('migration'), 0)
  union
  select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = 'public'::regnamespace and i.indisunique and not i.indisprimary
  order by name`;

/** Names that trigger functions raise as `constraint = '...'`. */
const RAISED_BY_TRIGGERS = `
  select distinct m[1] as name
  from pg_proc p, lateral regexp_matches(p.prosrc, 'constraint = ''([a-z_]+)''', 'g') m
  where p.pronamespace = 'public'::regnamespace`;

describe('constraints are mapped', () => {
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  describe('a refusal of the database', () => {
    it('has words for a person, whatever constraint refuses', async () => {
      const unmapped = (await names(IN_DATABASE)).filter((name) => CONSTRAINTS[name] === undefined);
      expect(unmapped).toEqual([]);
    });

    it('is not in the list for a constraint that does not exist', async () => {
      const known = new Set(await names(IN_DATABASE));
      const raised = new Set(await names(RAISED_BY_TRIGGERS));
      expect(Object.keys(CONSTRAINTS).filter((name) => !known.has(name) && !raised.has(name))).toEqual([]);
    });

    it('has a name that a person gave, never one that PostgreSQL made up', async () => {
      const made = await names(
        `select conname as name from pg_constraint where connamespace = 'public'::regnamespace
         and conname ~ '_(check|key|fkey)[0-9]*$' and conrelid <> coalesce(to_regclass('migration'), 0)`,
      );
      expect(made).toEqual([]);
    });
  });
});
