import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { rows } from '../database/sql.js';

let app: TestApp;
let administrator: SignedIn;

const site = { name: 'Elm Street Infusion', addressLines: ['1 Elm Street'], phone: '555-0100', zone: 'America/Denver' };

describe('site', () => {
  beforeAll(async () => {
    app = await startTestApp();
    administrator = await app.signedIn('administrator');
  });
  afterAll(() => app.close());

  describe('the site', () => {
    it('is missing until somebody enters it: no time zone is guessed', async () => {
      const answer = await administrator.get('/api/site').expect(409);
      expect(answer.body).toMatchObject({ code: 'site.missing' });
    });

    it.each([
      ['a zone that does not exist', { ...site, zone: 'America/Gotham' }],
      ['no name', { ...site, name: '' }],
      ['seven lines of address', { ...site, addressLines: Array.from({ length: 7 }, () => 'line') }],
    ])('is refused with %s', async (_what, body) => {
      await administrator.put('/api/site', body).expect(400);
    });

    it('is entered once and then changed, with before and after in the audit trail', async () => {
      await administrator.put('/api/site', site).expect(200);
      const after = await administrator.put('/api/site', { ...site, zone: 'America/Phoenix' }).expect(200);
      expect(after.body).toMatchObject({ name: 'Elm Street Infusion', zone: 'America/Phoenix' });
      const { body } = await administrator.get('/api/session').expect(200);
      expect(body).toMatchObject({ site: { name: 'Elm Street Infusion', zone: 'America/Phoenix' } });
      const entries = await rows(
        app.database.reader,
        `select data from audit_entry where action = 'site.changed' order by id`,
      );
      expect(entries).toMatchObject([
        { data: { before: null, after: { zone: 'America/Denver' } } },
        { data: { before: { zone: 'America/Denver' }, after: { zone: 'America/Phoenix' } } },
      ]);
    });

    it('is one, also when two enter it at once', async () => {
      const fresh = await startTestApp();
      try {
        const admin = await fresh.signedIn('administrator');
        const answers = await Promise.all([admin.put('/api/site', site), admin.put('/api/site', site)]);
        expect(answers.map((a) => a.status).toSorted((a, b) => a - b)[0]).toBe(200);
        expect(await rows(fresh.database.reader, 'select 1 from site')).toHaveLength(1);
      } finally {
        await fresh.close();
      }
    });
  });
});
