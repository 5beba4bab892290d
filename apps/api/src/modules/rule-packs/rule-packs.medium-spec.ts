import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseInstant } from '#domain/time';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aSite, TEST_ZONE } from '../../../../../test/setup/world.js';
import { rulesAt } from '../facility/rules.js';

let app: TestApp;
let designated: SignedIn;

let packs = 0;
const aPack = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: `state-${(packs += 1)}`,
  kind: 'state',
  title: 'State rule',
  version: '1',
  inForceFrom: '2026-03-01',
  citation: 'State code 1.2',
  cells: [{ row: 'cat2.aseptic-sterile-untested', storage: 'REF', hours: 120, citation: 'State code 1.2(a)' }],
  ...change,
});
const idsOn = async (day: string): Promise<string[]> =>
  (await rulesAt(app.database.reader, parseInstant(`${day}T18:00:00Z`), TEST_ZONE)).packs.map((pack) => pack.id);

describe('rule packs', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aSite(app);
    designated = await app.signedIn('designated-person');
  });
  afterAll(() => app.close());

  describe('rule packs', () => {
    it('hold from their first day to their last, so that a past answer is recomputed under the rules of its day', async () => {
      const pack = aPack();
      const { body } = await designated.post('/api/rule-packs', { content: pack }).expect(201);
      const row = body.find((p: { pack: string }) => p.pack === pack['id']);
      await designated
        .post(`/api/rule-packs/${row.id}/end`, { inForceUntil: '2026-03-10', reason: 'Repealed' })
        .expect(200);
      expect(await idsOn('2026-02-28')).not.toContain(pack['id']);
      expect(await idsOn('2026-03-01')).toContain(pack['id']);
      expect(await idsOn('2026-03-10')).toContain(pack['id']);
      expect(await idsOn('2026-03-11')).not.toContain(pack['id']);
    });

    it('list the edition of the chapter with the figures that a pharmacist must confirm', async () => {
      const { body } = await designated.get('/api/rule-packs').expect(200);
      expect(body[0]).toMatchObject({ id: null, kind: 'usp', version: 'USP797-2023-11-01', inForce: true });
      expect(body[0].toConfirm).toBeGreaterThan(0);
    });

    it('refuse what cannot be read, and name the field', async () => {
      const content = aPack({ cells: [{ row: 'cat9', storage: 'REF', hours: 1, citation: 'x' }] });
      const { body } = await designated.post('/api/rule-packs', { content }).expect(422);
      expect(body.code).toBe('rule-pack.invalid');
      expect(body.detail).toContain('cells[0].row');
    });

    it('refuse a second pack of the same version', async () => {
      const content = aPack();
      await designated.post('/api/rule-packs', { content }).expect(201);
      expect((await designated.post('/api/rule-packs', { content }).expect(409)).body.code).toBe('rule-pack.exists');
    });

    it('end once', async () => {
      const { body } = await designated
        .post('/api/rule-packs', { content: aPack({ inForceUntil: '2026-04-01' }) })
        .expect(201);
      const last = body.at(-1);
      const end = { inForceUntil: '2026-03-20', reason: 'Repealed' };
      expect((await designated.post(`/api/rule-packs/${last.id}/end`, end).expect(409)).body.code).toBe(
        'rule-pack.ended-already',
      );
    });

    it('never change, whatever asks for it', async () => {
      const { body } = await designated.post('/api/rule-packs', { content: aPack() }).expect(201);
      const change = app.database.transaction((tx) =>
        tx.query(`update rule_pack set content = '{}' where id = $1`, [body.at(-1).id]),
      );
      await expect(change).rejects.toMatchObject({ code: 'rule-pack.frozen' });
    });

    it('are managed by the designated person, not by a technician', async () => {
      const technician = await app.signedIn('technician');
      await technician.post('/api/rule-packs', { content: aPack() }).expect(403);
    });
  });
});
