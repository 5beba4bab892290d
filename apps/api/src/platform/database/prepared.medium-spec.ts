import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { rows } from './sql.js';

let app: TestApp;

const STATEMENT = 'select $1::int + 1 as next /* prepared once */';

describe('prepared', () => {
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  describe('a statement with parameters', () => {
    it('is prepared once on its connection and answers anew for other parameters', async () => {
      const seen = await app.database.transaction(async (tx) => {
        const answers: number[] = [];
        for (const value of [1, 2, 41]) {
          const [row] = await rows<{ next: number }>(tx, STATEMENT, [value]);
          answers.push(row?.next ?? 0);
        }
        const prepared = await rows<{ n: number }>(
          tx,
          'select count(*)::int as n from pg_prepared_statements where statement = $1',
          [STATEMENT],
        );
        return { answers, prepared };
      });
      expect(seen).toEqual({ answers: [2, 3, 42], prepared: [{ n: 1 }] });
    });

    it('stays prepared when its transaction is rolled back', async () => {
      const again = 'select $1::int + 2 as next /* rolled back */';
      await expect(
        app.database.transaction(async (tx) => {
          await rows(tx, again, [1]);
          throw new Error('changed my mind');
        }),
      ).rejects.toThrow('changed my mind');
      const [row] = await rows<{ next: number }>(app.database.reader, again, [5]);
      expect(row?.next).toBe(7);
    });

    it('that fails tells its error and can be sent again', async () => {
      const divide = 'select 10 / $1::int as share';
      await expect(rows(app.database.reader, divide, [0])).rejects.toMatchObject({ driverError: { code: '22012' } });
      await expect(rows(app.database.reader, divide, [5])).resolves.toEqual([{ share: 2 }]);
    });
  });
});
