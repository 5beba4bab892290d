import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { systemActor, type Actor } from '../auth/actor.js';
import { permissionsOf } from '../auth/permissions.js';
import type { PersonId, SessionId } from '../brand.js';
import { rows } from '../database/sql.js';
import { Audit } from './audit.js';
import { GroupWriter } from './group-writer.js';
import { Sealer } from './seal.js';
import { verifyAudit, type AuditReport } from './verify-chain.js';

let app: TestApp;

const actor: Actor = {
  kind: 'person',
  personId: randomUUID() as PersonId,
  name: 'Jane Doe, PharmD',
  roles: ['pharmacist'],
  permissions: permissionsOf(['pharmacist']),
  sessionId: randomUUID() as SessionId,
  requestId: 'r-1',
  address: '10.0.0.1',
};
const record = (n: number): Promise<void> =>
  app.database.transaction(async (tx) => {
    for (let i = 0; i < n; i += 1)
      await app.get(Audit).record(tx, actor, 'order.approved', { kind: 'order', id: `o-${i}` }, { after: { n: i } });
  });
const verify = (head?: string): Promise<AuditReport> => verifyAudit(app.database.reader, head);
/** As somebody does it who owns the database: past the triggers. */
const tamper = async (sql: string): Promise<void> => {
  const source = app.database.dataSource;
  await source.query('alter table audit_entry disable trigger user; alter table audit_block disable trigger user');
  await source.query(sql);
  await source.query('alter table audit_entry enable trigger user; alter table audit_block enable trigger user');
};
const blocksOf = async (...sizes: number[]): Promise<void> => {
  for (const size of sizes) {
    await record(size);
    await app.get(Sealer).sealAll();
  }
};

describe('audit', () => {
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.database.dataSource.query('truncate audit_entry, audit_block');
  });

  describe('the audit trail', () => {
    it('keeps who, what, when, before and after, as the exact text that is hashed', async () => {
      await app.database.transaction((tx) =>
        app
          .get(Audit)
          .record(tx, actor, 'order.approved', { kind: 'order', id: 'o-1' }, { before: null, after: { dose: '1.50' } }),
      );
      const [entry] = await rows<{ content: string; data: unknown; at: number }>(
        app.database.reader,
        'select content, data, at from audit_entry',
      );
      expect(JSON.parse(entry?.content ?? '')).toMatchObject({
        at: app.clock.iso(),
        actor: { kind: 'person', id: actor.personId, name: 'Jane Doe, PharmD', request: 'r-1', address: '10.0.0.1' },
        action: 'order.approved',
        subject: { kind: 'order', id: 'o-1' },
        data: { before: null, after: { dose: '1.50' } },
      });
      expect(entry?.data).toEqual({ before: null, after: { dose: '1.50' } });
    });

    it('refuses every change and every removal, and a second sealing', async () => {
      await blocksOf(2);
      for (const sql of [
        `update audit_entry set action = 'nothing'`,
        'update audit_entry set block = null, place = null',
        'update audit_entry set block = 7, place = place + 10',
        'delete from audit_entry',
        `update audit_block set hash = 'x'`,
        'delete from audit_block',
      ])
        await expect(app.database.dataSource.query(sql)).rejects.toThrow(/append-only/);
      await record(1);
      await expect(
        app.database.dataSource.query(`update audit_entry set block = 2, place = 1, action = 'x' where block is null`),
      ).rejects.toThrow(/append-only/);
    });

    it('is whole when nobody touched it, and counts what is not sealed yet', async () => {
      await blocksOf(3, 2);
      await record(4);
      const report = await verify();
      expect(report).toMatchObject({ blocks: 2, entries: 5, unsealed: 4, oldestUnsealed: app.clock.now(), faults: [] });
    });

    it('seals each entry once when several sealers are at it', async () => {
      await record(30);
      const sealed = await Promise.all(Array.from({ length: 6 }, () => app.get(Sealer).sealAll()));
      expect(sealed.reduce((sum, n) => sum + n, 0)).toBe(30);
      expect(await verify()).toMatchObject({ entries: 30, unsealed: 0, faults: [] });
    });

    it.each([
      [
        'the text of an entry',
        `update audit_entry set content = replace(content, 'o-1', 'o-9') where subject_id = 'o-1'`,
      ],
      ['a column of an entry', `update audit_entry set action = 'order.rejected' where subject_id = 'o-1'`],
      ['the data of an entry', `update audit_entry set data = '{"after":{"n":5}}' where subject_id = 'o-1'`],
      ['who did it', `update audit_entry set actor_id = gen_random_uuid() where subject_id = 'o-1'`],
      ['an entry that was removed', `delete from audit_entry where subject_id = 'o-1'`],
      ['the last entry of a block that was removed', `delete from audit_entry where block = 2 and place = 2`],
      [
        'an entry that was added',
        `insert into audit_entry select gen_random_uuid(), at, actor_id, action, subject_kind, subject_id, data, content, block, 99 from audit_entry limit 1`,
      ],
      [
        'two entries that changed places',
        `update audit_entry set place = -place; update audit_entry set place = 4 + place`,
      ],
      [
        'a block that was removed with its entries',
        'delete from audit_entry where block = 1; delete from audit_block where number = 1',
      ],
      ['a block that was removed without its entries', 'delete from audit_block where number = 2'],
      ['the moment of a block', `update audit_block set sealed_at = sealed_at + interval '1 second' where number = 1`],
      ['an entry not sealed yet', `update audit_entry set action = 'x' where block is null`],
    ])('shows %s', async (_what, sql) => {
      await blocksOf(3, 2);
      await record(1);
      await tamper(sql);
      expect((await verify()).faults).not.toEqual([]);
    });

    it('shows that the end was cut off, to whoever noted the head', async () => {
      await blocksOf(3, 2);
      const { head } = await verify();
      expect((await verify(head)).faults).toEqual([]);
      await tamper('delete from audit_entry where block = 2; delete from audit_block where number = 2');
      expect((await verify()).faults).toEqual([]);
      expect((await verify(head)).faults).toMatchObject([{ what: expect.stringContaining('cut or made again') }]);
    });

    it('records nothing of a transaction that was rolled back', async () => {
      await app.database
        .transaction(async (tx) => {
          await app.get(Audit).record(tx, systemActor('test'), 'x.done', { kind: 'x', id: '1' });
          throw new Error('no');
        })
        .catch(() => undefined);
      expect(await verify()).toMatchObject({ unsealed: 0 });
    });
  });

  describe('showing patient data', () => {
    it('is recorded, each patient, before the answer is given', async () => {
      await Promise.all(
        Array.from({ length: 40 }, (_, n) => app.get(Audit).read(actor, [{ kind: 'patient', id: `p-${n}` }], 'order')),
      );
      const found = await rows<{ subject_id: string }>(
        app.database.reader,
        `select subject_id from audit_entry where action = 'patient.read' and data = '{"what":"order"}'`,
      );
      expect(new Set(found.map((row) => row.subject_id)).size).toBe(40);
    });

    it('is refused when it cannot be recorded', async () => {
      await app.database.dataSource.query('alter table audit_entry rename to audit_entry_away');
      try {
        await expect(app.get(Audit).read(actor, [{ kind: 'patient', id: 'p' }], 'order')).rejects.toMatchObject({
          code: 'server.unavailable',
        });
      } finally {
        await app.database.dataSource.query('alter table audit_entry_away rename to audit_entry');
      }
    });
  });

  describe('GroupWriter', () => {
    it('writes the first at once and those that come meanwhile together', async () => {
      const groups: number[] = [];
      const writer = new GroupWriter<number>((items) => Promise.resolve(void groups.push(items.length)), 3, 100);
      await Promise.all([1, 2, 3, 4, 5].map((n) => writer.write(n)));
      expect(groups).toEqual([1, 3, 1]);
    });

    it('tells each writer of a group that failed, and goes on with the next', async () => {
      let fail = true;
      const writer = new GroupWriter<number>(
        () => (fail ? Promise.reject(new Error('away')) : Promise.resolve()),
        10,
        100,
      );
      await expect(writer.write(1)).rejects.toThrow('away');
      fail = false;
      await expect(writer.write(2)).resolves.toBeUndefined();
    });

    it('refuses more than may wait', async () => {
      let go: () => void = () => undefined;
      const writer = new GroupWriter<number>(() => new Promise<void>((resolve) => (go = resolve)), 1, 2);
      const all = [1, 2, 3, 4].map((n) =>
        writer
          .write(n)
          .then(() => 'stored')
          .catch(() => 'refused'),
      );
      const drain = setInterval(() => go(), 1);
      expect(await Promise.all(all)).toEqual(['stored', 'stored', 'stored', 'refused']);
      clearInterval(drain);
    });
  });
});
