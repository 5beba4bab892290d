import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as migrations from '../../migrations/index.js';
import { startTestApp, type TestApp } from '../setup/app.js';

let app: TestApp;

describe('schema drift', () => {
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  describe('the schema', () => {
    it('is the one that the entities describe: TypeORM finds nothing to change', async () => {
      const { upQueries } = await app.database.dataSource.driver.createSchemaBuilder().log();
      // A comment on a column explains the schema to whoever reads it there; no entity repeats it.
      const changes = upQueries.map(({ query }) => query).filter((query) => !query.startsWith('COMMENT ON COLUMN'));
      expect(changes).toEqual([]);
    });

    it('is made by every file in the folder, and the list names each', async () => {
      const files = (await readdir(new URL('../../migrations', import.meta.url)))
        .filter((name) => /^\d+-[a-z-]+\.ts$/.test(name))
        .map((name) => name.slice(0, 13));
      const listed = Object.keys(migrations).map((name) => name.slice(-13));
      expect(listed.toSorted()).toEqual(files.toSorted());
    });
  });
});
