import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { rows } from '../database/sql.js';
import { requestHash } from './commands.js';

let app: TestApp;
let administrator: SignedIn;

const aNewPerson = (login: string): object => ({
  login,
  name: 'New Person',
  initials: 'NP',
  roles: [],
  temporaryPassword: 'four plain words here',
});
const howMany = async (login: string): Promise<number> =>
  (await rows(app.database.reader, 'select 1 from person where login = $1', [login])).length;

describe('commands', () => {
  beforeAll(async () => {
    app = await startTestApp();
    administrator = await app.signedIn('administrator');
  });
  afterAll(() => app.close());

  describe('a command with an Idempotency-Key', () => {
    it('has one effect and one answer when 25 of the same arrive at once', async () => {
      const key = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 25 }, () => administrator.post('/api/people', aNewPerson('once'), { key })),
      );
      expect(answers.map((a) => a.status)).toEqual(answers.map(() => 201));
      expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
      expect(answers.filter((a) => a.get('idempotency-replayed') === undefined)).toHaveLength(1);
      expect(await howMany('once')).toBe(1);
    });

    it('is answered as the first time when the reply was lost and it is sent again', async () => {
      const key = randomUUID();
      const first = await administrator.post('/api/people', aNewPerson('lost'), { key }).expect(201);
      const again = await administrator.post('/api/people', aNewPerson('lost'), { key }).expect(201);
      expect(again.body).toEqual(first.body);
      expect(again.get('idempotency-replayed')).toBe('true');
    });

    it('is refused when the key was used for another request, and changes nothing', async () => {
      const key = randomUUID();
      await administrator.post('/api/people', aNewPerson('first.use'), { key }).expect(201);
      const other = await administrator.post('/api/people', aNewPerson('second.use'), { key }).expect(422);
      expect(other.body).toMatchObject({ code: 'request.key-reused' });
      expect(await howMany('second.use')).toBe(0);
    });

    it('may succeed with the same key after a refusal, which is not stored', async () => {
      const key = randomUUID();
      const holder = await administrator.post('/api/people', aNewPerson('name.in-use')).expect(201);
      await administrator.post('/api/people', aNewPerson('name.in-use'), { key }).expect(409);
      await app.database.dataSource.query(`update person set login = 'renamed' where id = $1`, [
        (holder.body as { id: string }).id,
      ]);
      await administrator.post('/api/people', aNewPerson('name.in-use'), { key }).expect(201);
      expect(await howMany('name.in-use')).toBe(1);
    });

    it('does not get the answer of another person who used the same key', async () => {
      const key = randomUUID();
      const other = await app.signedIn('administrator');
      await administrator.post('/api/people', aNewPerson('mine'), { key }).expect(201);
      const theirs = await other.post('/api/people', aNewPerson('theirs'), { key }).expect(201);
      expect(theirs.body).toMatchObject({ login: 'theirs' });
    });

    it.each([
      ['none', ''],
      ['65 characters', 'x'.repeat(65)],
      ['a space', 'a b'],
    ])('is refused with %s as the key', async (_what, key) => {
      const answer = await administrator.post('/api/people', aNewPerson('keyless'), { key }).expect(400);
      expect(answer.body).toMatchObject({ code: 'request.key-missing' });
      expect(await howMany('keyless')).toBe(0);
    });
  });

  describe('requestHash', () => {
    it('differs by method, path and body', () => {
      const hashes = [
        requestHash('POST', '/a', { x: 1 }),
        requestHash('PUT', '/a', { x: 1 }),
        requestHash('POST', '/b', { x: 1 }),
        requestHash('POST', '/a', { x: 2 }),
        requestHash('POST', '/a', undefined),
        requestHash('POST', '/a', Buffer.from('{"x":1}!')),
      ];
      expect(new Set(hashes).size).toBe(hashes.length);
    });

    it('holds no password, however deep, that could be guessed from it', () => {
      expect(requestHash('POST', '/a', { x: 1, sign: { password: 'one' } })).toBe(
        requestHash('POST', '/a', { x: 1, sign: { password: 'two' } }),
      );
    });
  });
});
