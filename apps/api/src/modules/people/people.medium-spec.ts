import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseLocalDate, zoneId } from '#domain/time';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aPharmacyWith } from '../../../../../test/setup/world.js';
import { rows } from '../../platform/database/sql.js';
import { createAdministrator, initialsOf } from './create-admin.js';
import type { PersonPage, PersonResponse } from './people.dto.js';
import { Qualifications } from './qualifications.service.js';

let app: TestApp;
let administrator: SignedIn;
let designated: SignedIn;

let counter = 0;
const aNewPerson = (overrides: object = {}): object => {
  counter += 1;
  const temporaryPassword = 'plain words to begin with';
  return {
    login: `person.${counter}`,
    name: `Person ${counter}, CPhT`,
    initials: 'PC',
    roles: ['technician'],
    temporaryPassword,
    ...overrides,
  };
};
const created = async (overrides: object = {}): Promise<PersonResponse> =>
  (await administrator.post('/api/people', aNewPerson(overrides)).expect(201)).body as PersonResponse;
const codeOf = (answer: request.Response): string => (answer.body as { code: string }).code;

describe('people', () => {
  beforeAll(async () => {
    app = await startTestApp();
    const people = await aPharmacyWith(app, { administrator: true, designatedPerson: true });
    administrator = people.administrator;
    designated = people.designatedPerson;
  });
  afterAll(() => app.close());

  describe('a person', () => {
    it('is made with a temporary password, which nobody can read anywhere', async () => {
      const person = await created({ login: 'jdoe', temporaryPassword: 'a secret between two' });
      expect(person).toMatchObject({ login: 'jdoe', active: true, passwordMustChange: true, version: 1 });
      const traces = await rows<{ text: string }>(
        app.database.reader,
        `select content as text from audit_entry union all select coalesce(answer, '') from idempotency_key
       union all select password_hash from person`,
      );
      expect(traces.filter(({ text }) => text.includes('secret between'))).toEqual([]);
      const session = await request(app.server)
        .post('/api/session')
        .send({ login: 'jdoe', password: 'a secret between two' });
      expect(session.body).toMatchObject({ passwordMustChange: true });
    });

    it.each([
      ['a name that is taken', { login: 'jdoe' }, 409, 'person.login-taken'],
      ['a password that is too short', { temporaryPassword: 'short' }, 422, 'person.password-too-weak'],
      ['a role that does not exist', { roles: ['king'] }, 400, 'request.invalid'],
      ['initials in small letters', { initials: 'jd' }, 400, 'request.invalid'],
    ])('is refused with %s', async (_what, overrides, status, code) => {
      const answer = await administrator.post('/api/people', aNewPerson(overrides));
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    });

    it('changes name and roles, with before and after in the audit trail', async () => {
      const { id } = await created();
      await administrator.patch(`/api/people/${id}`, { name: 'New Name, PharmD' }).expect(200);
      const after = await administrator.put(`/api/people/${id}/roles`, { roles: ['pharmacist'] }).expect(200);
      expect(after.body).toMatchObject({ name: 'New Name, PharmD', roles: ['pharmacist'], version: 3 });
      const entries = await rows<{ action: string; data: { before: PersonResponse; after: PersonResponse } }>(
        app.database.reader,
        'select action, data from audit_entry where subject_id = $1 order by id',
        [id],
      );
      expect(entries.map((e) => e.action)).toEqual(['person.created', 'person.changed', 'person.roles-set']);
      expect(entries[2]?.data).toMatchObject({ before: { roles: ['technician'] }, after: { roles: ['pharmacist'] } });
    });

    it('may not change their own roles, state or password as an administrator', async () => {
      const me = `/api/people/${administrator.personId}`;
      const tries = [
        administrator.put(`${me}/roles`, { roles: ['administrator', 'pharmacist'] }),
        administrator.post(`${me}/deactivation`),
        administrator.post(`${me}/password-reset`, { temporaryPassword: 'some new words here' }),
      ];
      for (const attempt of tries) expect(codeOf(await attempt.expect(403))).toBe('person.own-access');
      const entries = await rows(app.database.reader, `select 1 from audit_entry where action = 'person.own-access'`);
      expect(entries).toHaveLength(3);
    });

    it('is back after reactivation, and signs in with a password that was reset', async () => {
      const { id, login } = await created();
      await administrator.post(`/api/people/${id}/deactivation`).expect(200);
      await administrator.post(`/api/people/${id}/reactivation`).expect(200);
      await administrator
        .post(`/api/people/${id}/password-reset`, { temporaryPassword: 'given by word of mouth' })
        .expect(200);
      await request(app.server).post('/api/session').send({ login, password: 'given by word of mouth' }).expect(200);
    });

    it('leaves the pharmacy with an administrator when two remove each other at once', async () => {
      const other = await app.signedIn('administrator');
      const answers = await Promise.all([
        administrator.post(`/api/people/${other.personId}/deactivation`),
        other.post(`/api/people/${administrator.personId}/deactivation`),
      ]);
      const left = await rows(
        app.database.reader,
        `select 1 from person where active and 'administrator' = any(roles)`,
      );
      expect(left.length).toBeGreaterThanOrEqual(1);
      expect(answers.filter((a) => a.status === 200).length).toBeLessThanOrEqual(1);
      await app.database.dataSource.query(`update person set active = true where roles = '{administrator}'`);
      administrator = await app.signedIn('administrator');
    });

    it('is found in pages that neither repeat nor skip', async () => {
      await Promise.all(Array.from({ length: 7 }, () => created({ name: 'Same Name' })));
      const seen: string[] = [];
      for (let cursor = ''; ;) {
        const answer = await administrator.get(`/api/people?limit=3${cursor && `&cursor=${cursor}`}`).expect(200);
        const { items, next } = answer.body as PersonPage;
        seen.push(...items.map((item) => item.id));
        if (next === null) break;
        cursor = next;
      }
      const all = await rows<{ id: string }>(app.database.reader, 'select id from person');
      expect(seen.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    });

    it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=nonsense', 'cursor=W10', 'color=red'])(
      'is not listed with %s',
      async (query) => {
        expect(codeOf(await administrator.get(`/api/people?${query}`).expect(400))).toBe('request.invalid');
      },
    );
  });

  describe('a qualification', () => {
    const garbing = { kind: 'garbing', earnedOn: '2026-01-10', validUntil: '2026-07-09' };
    const counts = async (id: string, on: string): Promise<boolean> =>
      (await app.get(Qualifications).of(app.database.reader, id as never, parseLocalDate(on))).has('garbing');

    it.each([
      ['2026-01-09', false],
      ['2026-01-10', true],
      ['2026-07-09', true],
      ['2026-07-10', false],
    ])('earned on 2026-01-10 until 2026-07-09, on %s counts: %s', async (on, expected) => {
      const { id } = await created();
      await designated.post(`/api/people/${id}/qualifications`, garbing).expect(201);
      expect(await counts(id, on)).toBe(expected);
    });

    it('counts no more once it is revoked, with a reason, and stays in the list', async () => {
      const { id } = await created();
      const { body } = await designated.post(`/api/people/${id}/qualifications`, garbing).expect(201);
      const revoke = `/api/people/qualifications/${(body as { id: string }).id}/revocation`;
      await designated.post(revoke, { reason: 'failed the repeat' }).expect(200);
      expect(await counts(id, '2026-03-01')).toBe(false);
      expect((await designated.get(`/api/people/${id}/qualifications`)).body).toMatchObject([
        { kind: 'garbing', revoked: true },
      ]);
      expect(codeOf(await designated.post(revoke, { reason: 'once more' }).expect(404))).toBe(
        'qualification.not-found',
      );
    });

    it.each([
      ['ends before it begins', { ...garbing, validUntil: '2026-01-09' }],
      ['begins on a day that does not exist', { ...garbing, earnedOn: '2026-02-30' }],
      ['is of no known kind', { ...garbing, kind: 'juggling' }],
    ])('is refused when it %s', async (_what, body) => {
      const { id } = await created();
      expect(codeOf(await designated.post(`/api/people/${id}/qualifications`, body).expect(400))).toBe(
        'request.invalid',
      );
    });
  });

  describe('the first administrator', () => {
    const wanted = {
      login: 'first',
      name: 'First Admin',
      initials: 'FA',
      password: 'a long enough start',
      force: false,
    };

    it('is not made where there is one, unless forced', async () => {
      await expect(createAdministrator(app.database, wanted)).rejects.toThrow('There is an administrator already');
      await createAdministrator(app.database, { ...wanted, force: true });
      await request(app.server).post('/api/session').send({ login: 'first', password: wanted.password }).expect(200);
    });

    it('is made once when two ask at once, with the site and its zone', async () => {
      const empty = await startTestApp();
      try {
        const site = { name: 'Elm Street Infusion', zone: zoneId('America/Denver') };
        const made = await Promise.allSettled(
          ['one', 'two'].map((login) => createAdministrator(empty.database, { ...wanted, login, site })),
        );
        expect(made.filter((m) => m.status === 'fulfilled')).toHaveLength(1);
        const sites = await rows(empty.database.reader, 'select name, zone_id from site');
        expect(sites).toEqual([{ name: 'Elm Street Infusion', zone_id: 'America/Denver' }]);
      } finally {
        await empty.close();
      }
    });

    it.each([
      ['Jane Doe', 'JD'],
      ['Jane Q. Doe, PharmD, BCPS', 'JQD'],
      ['Émile Zola', 'EZ'],
      ['Cher', 'CX'],
    ])('called %s is initialled %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
  });
});
