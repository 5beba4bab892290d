import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { aPerson, signInAs, signedIn, TEST_PASSWORD, type SignedIn } from '../../../../../test/setup/people.js';
import { rows } from '../database/sql.js';
import { Passwords } from './passwords.js';
import { ADDRESS_FAILURES, FREE_FAILURES, waitAfter } from './throttle.js';

let app: TestApp;

const signIn = (login: string, password: string, address = '10.0.0.1'): request.Test =>
  request(app.server).post('/api/session').set('x-forwarded-for', address).send({ login, password });
const codeOf = (answer: request.Response): string => (answer.body as { code: string }).code;
const refusals = async (action: string): Promise<{ data: unknown; content: string }[]> =>
  rows(app.database.reader, 'select data, content from audit_entry where action = $1 order by id', [action]);

describe('session', () => {
  beforeAll(async () => {
    app = await startTestApp({ env: { TRUST_PROXY: 'true' } });
  });
  afterAll(() => app.close());

  describe('signing in', () => {
    it('tells who one is, what one may do and how to prove where a request comes from', async () => {
      const nurse = await app.signedIn('nurse');
      const answer = await nurse.get('/api/session').expect(200);
      expect(answer.body).toMatchObject({
        person: { id: nurse.personId, login: nurse.login },
        roles: ['nurse'],
        permissions: [
          'order.enter',
          'order.read',
          'patient.read',
          'patient.write',
          'worksheet.read',
          'calculation.use',
        ],
        csrfToken: nurse.csrf,
        locked: false,
        idleMinutes: 15,
        demo: false,
        site: null,
      });
    });

    it('keeps the token from scripts and from other sites', async () => {
      const person = await aPerson(app, ['nurse']);
      const answer = await signIn(person.login, TEST_PASSWORD);
      expect(answer.get('Set-Cookie')?.[0]).toMatch(
        /^session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
      );
      const stored = await rows<{ token_hash: string }>(app.database.reader, 'select token_hash from session');
      const token = /session=([\w-]+)/.exec(answer.get('Set-Cookie')?.[0] ?? '')?.[1] ?? '';
      expect(stored.map((row) => row.token_hash)).not.toContain(token);
    });

    it('answers a wrong password and an unknown name alike', async () => {
      const person = await aPerson(app, ['nurse']);
      const wrong = await signIn(person.login, 'not the password', '10.1.0.1').expect(401);
      const unknown = await signIn('nobody.here', 'not the password', '10.1.0.2').expect(401);
      const comparable = ({ body }: request.Response): object => ({ ...(body as object), instance: '' });
      expect(comparable(wrong)).toEqual(comparable(unknown));
    });

    it('refuses someone who was deactivated, and ends what they had open', async () => {
      const administrator = await app.signedIn('administrator');
      const leaver = await app.signedIn('technician');
      await administrator.post(`/api/people/${leaver.personId}/deactivation`).expect(200);
      expect(codeOf(await leaver.get('/api/session').expect(401))).toBe('session.ended');
      expect(codeOf(await signIn(leaver.login, TEST_PASSWORD, '10.1.0.3').expect(401))).toBe('session.refused');
    });

    it('ends the session that was open at the same screen', async () => {
      const before = await app.signedIn('nurse');
      const next = await aPerson(app, ['nurse']);
      await request(app.server)
        .post('/api/session')
        .set('cookie', before.cookie)
        .send({ login: next.login, password: TEST_PASSWORD })
        .expect(200);
      await before.get('/api/session').expect(401);
    });

    it('is refused when the password was changed while it was checked', async () => {
      const person = await aPerson(app, ['nurse']);
      const passwords = app.get(Passwords);
      const matches = jest.spyOn(passwords, 'matches').mockImplementationOnce(async () => {
        const fresh = await passwords.hash('words of the administrator');
        await app.database.dataSource.query('update person set password_hash = $2 where id = $1', [person.id, fresh]);
        return true;
      });
      try {
        expect(codeOf(await signIn(person.login, TEST_PASSWORD, '10.1.0.4').expect(401))).toBe('session.refused');
      } finally {
        matches.mockRestore();
      }
    });

    it('is over after signing out', async () => {
      const nurse = await app.signedIn('nurse');
      await nurse.delete('/api/session').expect(204);
      await nurse.get('/api/session').expect(401);
    });
  });

  describe('guessing', () => {
    it.each([
      [FREE_FAILURES - 1, 0],
      [FREE_FAILURES, 5_000],
      [FREE_FAILURES + 1, 10_000],
      [FREE_FAILURES + 7, 640_000],
      [FREE_FAILURES + 8, 900_000],
      [1_000, 900_000],
    ])('waits after %i failures for %i ms', (failures, ms) => expect(waitAfter(failures)).toBe(ms));

    it.each(['a person', 'nobody'])(
      'makes the account of %s wait after five failures, even with the right password',
      async (who) => {
        const login = who === 'nobody' ? 'no.such.login' : (await aPerson(app, ['nurse'])).login;
        for (let n = 1; n <= FREE_FAILURES; n += 1) expect((await signIn(login, 'wrong', '10.2.0.1')).status).toBe(401);
        const refused = await signIn(login, TEST_PASSWORD, '10.2.0.2').expect(429);
        expect(refused.get('retry-after')).toBe('5');
        expect(refused.body).toMatchObject({
          code: 'session.too-many-attempts',
          detail: 'Too many wrong passwords. Wait 5 seconds, then try again.',
        });
        app.clock.advance({ seconds: 4 });
        await signIn(login, TEST_PASSWORD, '10.2.0.2').expect(429);
        app.clock.advance({ seconds: 1 });
        await signIn(login, TEST_PASSWORD, '10.2.0.2').expect(who === 'nobody' ? 401 : 200);
      },
    );

    it('counts guesses that are sent together', async () => {
      const { login } = await aPerson(app, ['nurse']);
      const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(login, 'wrong', '10.3.0.1')));
      expect(answers.filter((a) => a.status === 401)).toHaveLength(FREE_FAILURES);
      expect(answers.filter((a) => a.status === 429)).toHaveLength(20 - FREE_FAILURES);
    });

    it('stops an address that tries many names', async () => {
      for (let n = 0; n < ADDRESS_FAILURES; n += 1)
        expect((await signIn(`guess-${n}`, 'wrong', '10.4.0.1')).status).toBe(401);
      await signIn('guess-more', 'wrong', '10.4.0.1').expect(429);
      const person = await aPerson(app, ['nurse']);
      await signIn(person.login, TEST_PASSWORD, '10.4.0.2').expect(200);
    });

    it('is in the audit trail, without the name that was typed', async () => {
      await signIn('my-password-in-the-wrong-box', 'x', '10.5.0.1').expect(401);
      const [last] = (await refusals('session.refused')).slice(-1);
      expect(last?.data).toEqual({ refused: 'session.refused' });
      expect(last?.content).not.toContain('wrong-box');
    });
  });

  describe('a screen left alone', () => {
    it.each([
      [14, 59, 200],
      [15, 0, 423],
    ])('after %i min %i s answers %i', async (minutes, seconds, status) => {
      const nurse = await app.signedIn('administrator');
      app.clock.advance({ minutes, seconds });
      expect((await nurse.get('/api/people')).status).toBe(status);
    });

    it('stays open while it is used, and locks all the same when only polled', async () => {
      const used = await app.signedIn('administrator');
      const polled = await app.signedIn('administrator');
      for (let n = 0; n < 4; n += 1) {
        app.clock.advance({ minutes: 10 });
        await used.get('/api/people').expect(200);
        await polled.get('/api/people', { headers: { 'x-background': '1' } });
      }
      expect(codeOf(await polled.get('/api/people').expect(423))).toBe('session.locked');
    });

    it('says whose it is, is unlocked by their password only, and then goes on', async () => {
      const nurse = await app.signedIn('administrator');
      await nurse.post('/api/session/lock').expect(204);
      const who = await nurse.get('/api/session').expect(200);
      expect(who.body).toMatchObject({ locked: true, person: { name: nurse.name } });
      await nurse.get('/api/people').expect(423);
      await nurse.post('/api/session/unlock', { password: 'somebody else' }).expect(401);
      await nurse.get('/api/people').expect(423);
      await nurse.post('/api/session/unlock', { password: TEST_PASSWORD }).expect(204);
      await nurse.get('/api/people').expect(200);
    });

    it('ends after twelve hours, however busy', async () => {
      const busy = await app.signedIn('administrator');
      for (let n = 1; n < 72; n += 1) {
        app.clock.advance({ minutes: 10 });
        await busy.get('/api/people').expect(200);
      }
      app.clock.advance({ minutes: 10 });
      expect(codeOf(await busy.get('/api/people').expect(401))).toBe('session.ended');
    });
  });

  describe('a request that changes something', () => {
    let nurse: SignedIn;
    beforeAll(async () => {
      nurse = await app.signedIn('nurse');
    });

    it.each([
      ['no CSRF token', { 'x-csrf-token': '' }],
      ['the CSRF token of another session', { 'x-csrf-token': 'f'.repeat(64) }],
      ['another origin', { origin: 'https://evil.example' }],
      ['an origin that is none', { origin: 'null' }],
      ['a mark of the browser that it comes from elsewhere', { 'sec-fetch-site': 'cross-site' }],
    ])('is refused with %s', async (_what, headers) => {
      const answer = await nurse.post('/api/session/lock', undefined, { headers }).expect(403);
      expect(codeOf(answer)).toBe('session.forged');
      expect((await nurse.get('/api/session')).body).toMatchObject({ locked: false });
    });

    it('is accepted from our own origin', async () => {
      await nurse.post('/api/session/lock', undefined, { headers: { origin: app.server } }).expect(204);
    });

    it('may not sign somebody in from another site', async () => {
      const person = await aPerson(app, ['nurse']);
      await signIn(person.login, TEST_PASSWORD).set('origin', 'https://evil.example').expect(403);
    });
  });

  describe('a temporary password', () => {
    it('opens nothing but the change of itself', async () => {
      const fresh = await signedIn(app, ['administrator'], { passwordMustChange: true });
      expect(codeOf(await fresh.get('/api/people').expect(403))).toBe('session.password-must-change');
      const change = (newPassword: string): request.Test =>
        fresh.post('/api/session/password', { password: TEST_PASSWORD, newPassword });
      for (const weak of ['short', TEST_PASSWORD, 'aaaaaaaaaaaaaa', `${fresh.login} and more`])
        expect(codeOf(await change(weak).expect(422))).toBe('person.password-too-weak');
      await change('entirely different words').expect(204);
      await fresh.get('/api/people').expect(200);
    });

    it('ends the other sessions of its owner when it is changed', async () => {
      const person = await aPerson(app, ['nurse']);
      const [here, there] = [await signInAs(app, person), await signInAs(app, person)];
      await here
        .post('/api/session/password', { password: TEST_PASSWORD, newPassword: 'a new set of words' })
        .expect(204);
      await here.get('/api/session').expect(200);
      await there.get('/api/session').expect(401);
    });
  });

  describe('an address', () => {
    it('is the one that the proxy saw, whatever the sender writes before it', async () => {
      for (let n = 0; n < ADDRESS_FAILURES; n += 1)
        await signIn(`made.up.${n}`, 'wrong', `10.9.${n}.1, 10.8.0.1`).expect(401);
      await signIn('made.up.too', 'wrong', '10.9.200.1, 10.8.0.1').expect(429);
      await request(app.server).get('/metrics').set('x-forwarded-for', '127.0.0.1, 203.0.113.9').expect(404);
    });
  });

  describe('the demo people', () => {
    it('do not exist outside the demo mode', async () => {
      const person = await aPerson(app, ['nurse'], { demo: true });
      expect((await request(app.server).get('/api/session/demo-people')).body).toEqual({
        demo: false,
        password: null,
        people: [],
      });
      await request(app.server).post('/api/session/demo').send({ personId: person.id }).expect(404);
      await signIn(person.login, TEST_PASSWORD, '10.6.0.1').expect(401);
    });

    it('sign in by one click in it, and real people do not', async () => {
      const demo = await startTestApp({ demo: true });
      try {
        const made = await aPerson(demo, ['nurse'], { demo: true });
        const real = await aPerson(demo, ['nurse']);
        const offered = await request(demo.server).get('/api/session/demo-people').expect(200);
        expect(offered.body).toMatchObject({
          demo: true,
          password: 'demo',
          people: [{ id: made.id, roles: ['nurse'] }],
        });
        await request(demo.server).post('/api/session/demo').send({ personId: made.id }).expect(200);
        await request(demo.server).post('/api/session/demo').send({ personId: real.id }).expect(404);
      } finally {
        await demo.close();
      }
    });
  });
});
