import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { TRANSACTION_ATTEMPTS, type Database } from './database.js';
import { affected, rows } from './sql.js';

let app: TestApp;
let db: Database;

const tally = async (name: string): Promise<number | undefined> =>
  (await rows<{ n: number }>(db.reader, 'select n from tally where name = $1', [name]))[0]?.n;
const failing = (code: string): Error => Object.assign(new Error(code), { code });

/** All wait until `n` have come; who comes later does not wait. */
function rendezvous(n: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let open = false;
  return () => {
    if (open) return Promise.resolve();
    return new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length < n) return;
      open = true;
      for (const go of waiting) go();
    });
  };
}

describe('database', () => {
  beforeAll(async () => {
    app = await startTestApp();
    db = app.database;
    await db.dataSource.query('create table tally (name text primary key, n integer not null)');
    await db.dataSource.query(`insert into tally values ('a', 0), ('b', 0), ('c', 0)`);
  });
  afterAll(() => app.close());

  describe('Database.transaction', () => {
    it('rolls back everything that was written before a throw', async () => {
      const work = db.transaction(async (tx) => {
        await tx.query(`update tally set n = 100 where name = 'c'`);
        throw new RangeError('no');
      });
      await expect(work).rejects.toThrow(RangeError);
      expect(await tally('c')).toBe(0);
    });

    it('runs the work again after a deadlock, and both sides commit', async () => {
      const meet = rendezvous(2);
      let runs = 0;
      const step = (first: string, second: string): Promise<void> =>
        db.transaction(async (tx) => {
          runs += 1;
          await tx.query('update tally set n = n + 1 where name = $1', [first]);
          await meet();
          await tx.query('update tally set n = n + 1 where name = $1', [second]);
        });
      await Promise.all([step('a', 'b'), step('b', 'a')]);
      expect([await tally('a'), await tally('b')]).toEqual([2, 2]);
      // Both first, then one again; on a slow machine each may be in the other's way once more.
      expect(runs).toBeGreaterThanOrEqual(3);
    });

    it('runs the work again when two serializable decisions exclude each other', async () => {
      const meet = rendezvous(2);
      const claim = (): Promise<boolean> =>
        db.transaction(
          async (tx) => {
            const taken = await rows(tx, `select 1 from tally where name like 'claim-%'`);
            await meet();
            if (taken.length === 0) await tx.query(`insert into tally values ($1, 1)`, [`claim-${randomUUID()}`]);
            return taken.length === 0;
          },
          { isolation: 'SERIALIZABLE' },
        );
      const won = await Promise.all([claim(), claim()]);
      expect(won.toSorted()).toEqual([false, true]);
    });

    it.each(['40001', '40P01'])('gives up on %s after four runs', async (code) => {
      let runs = 0;
      const work = db.transaction(async () => {
        runs += 1;
        throw failing(code);
      });
      await expect(work).rejects.toMatchObject({ code });
      expect(runs).toBe(TRANSACTION_ATTEMPTS);
    });

    it('does not run the work again for any other error', async () => {
      let runs = 0;
      const work = db.transaction(async () => {
        runs += 1;
        throw failing('55P03');
      });
      await expect(work).rejects.toMatchObject({ code: '55P03' });
      expect(runs).toBe(1);
    });

    it('tells a violated constraint as its problem, by name', async () => {
      const work = db.transaction((tx) =>
        tx.query(`insert into site (id, name, zone_id) values ($1, ' ', 'UTC')`, [randomUUID()]),
      );
      await expect(work).rejects.toMatchObject({ code: 'request.invalid', message: 'A site needs a name.' });
    });

    it('calls after the commit, and not after a rollback', async () => {
      const heard: string[] = [];
      await db.transaction(async (tx) => db.afterCommit(tx, () => heard.push('kept')));
      await db
        .transaction(async (tx) => {
          db.afterCommit(tx, () => heard.push('lost'));
          throw new Error('no');
        })
        .catch(() => undefined);
      expect(heard).toEqual(['kept']);
    });

    it('refuses a hook for a transaction that is over', async () => {
      const tx = await db.transaction(async (t) => t);
      expect(() => db.afterCommit(tx, () => undefined)).toThrow(TypeError);
    });
  });

  describe('what the database hands over', () => {
    it('is an Instant for a moment, text for a date and for a number with decimals', async () => {
      const [row] = await rows(
        db.reader,
        `select timestamptz '2026-03-08 03:30:00.125-05' as at, date '2026-03-08' as day, 0.10::numeric(18,6) as amount`,
      );
      expect(row).toEqual({ at: Date.UTC(2026, 2, 8, 8, 30, 0, 125), day: '2026-03-08', amount: '0.100000' });
    });

    it('is the rows of an update with returning, and their number', async () => {
      await db.transaction(async (tx) => {
        expect(await rows(tx, `update tally set n = 7 where name = 'c' returning name, n`)).toEqual([
          { name: 'c', n: 7 },
        ]);
        expect(await affected(tx, `update tally set n = 8 where name = 'c'`)).toBe(1);
        expect(await affected(tx, `delete from tally where name = 'nobody'`)).toBe(0);
      });
    });
  });
});
