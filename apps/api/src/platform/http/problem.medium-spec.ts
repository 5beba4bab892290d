import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';

let app: TestApp;
let administrator: SignedIn;

const shape = {
  type: expect.stringMatching(/^urn:problem:/),
  title: expect.any(String),
  detail: expect.any(String),
  instance: expect.stringMatching(/^urn:request:[0-9a-f-]{36}$/),
};

describe('problem', () => {
  beforeAll(async () => {
    app = await startTestApp();
    administrator = await app.signedIn('administrator');
  });
  afterAll(() => app.close());

  describe('every refusal has one shape', () => {
    it('says which field of a request is wrong, and what is accepted', async () => {
      const answer = await administrator.post('/api/people', {
        login: 'X',
        name: 'A Person',
        initials: 'AP',
        roles: ['king'],
      });
      expect(answer.status).toBe(400);
      expect(answer.type).toBe('application/problem+json');
      expect(answer.body).toMatchObject({ ...shape, status: 400, code: 'request.invalid' });
      const { fields } = answer.body as { fields: { field: string; message: string; accepted?: string }[] };
      expect([...new Set(fields.map((f) => f.field))].toSorted()).toEqual(['login', 'roles', 'temporaryPassword']);
      expect(fields.find((f) => f.field === 'login')?.accepted).toBe(
        '2 to 64 lower-case letters, digits, dots or dashes',
      );
    });

    it('refuses a field that it does not know', async () => {
      const answer = await administrator
        .patch(`/api/people/${administrator.personId}`, { roles: ['pharmacist'] })
        .expect(400);
      expect(answer.body).toMatchObject({
        code: 'request.invalid',
        fields: [{ field: 'roles', accepted: 'no such field' }],
      });
    });

    it('tells an unknown address from an unknown record, in the same shape', async () => {
      const nowhere = await request(app.server).get('/api/nowhere').expect(404);
      expect(nowhere.body).toMatchObject({ ...shape, code: 'request.not-found' });
      expect(JSON.stringify(nowhere.body)).not.toContain('nowhere');
      const nobody = await administrator.get('/api/people/018f0000-0000-7000-8000-000000000000').expect(404);
      expect(nobody.body).toMatchObject({ ...shape, code: 'person.not-found' });
    });

    it.each([
      ['text that is no JSON', 'application/json', '{"login":', 400, 'request.unreadable'],
      ['a kind of content nobody reads', 'text/csv', 'a,b', 415, 'request.wrong-media-type'],
      [
        'more than a megabyte',
        'application/json',
        JSON.stringify({ login: 'x'.repeat(1_100_000) }),
        413,
        'request.too-large',
      ],
    ])('refuses %s', async (_what, type, body, status, code) => {
      const answer = await request(app.server).post('/api/session').set('content-type', type).send(body);
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ ...shape, code });
    });

    it('names no value of a row when a constraint refuses', async () => {
      const body = {
        login: 'taken.name',
        name: 'Secret Person',
        initials: 'SP',
        roles: [],
        temporaryPassword: 'tem-porary words',
      };
      await administrator.post('/api/people', body).expect(201);
      const again = await administrator.post('/api/people', body).expect(409);
      expect(again.body).toMatchObject({ ...shape, code: 'person.login-taken' });
      expect(JSON.stringify(again.body)).not.toContain('Secret');
    });

    it('carries the id of the request in the header too', async () => {
      const answer = await administrator.get('/api/people/not-an-id').expect(400);
      expect((answer.body as { instance: string }).instance).toBe(`urn:request:${answer.get('x-request-id')}`);
    });
  });
});
