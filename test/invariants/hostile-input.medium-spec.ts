import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES } from '../../apps/api/src/platform/auth/permissions.js';
import { stableId } from '../../apps/api/src/seed/stable-id.js';
import { rows } from '../../apps/api/src/platform/database/sql.js';
import { aClaimedWorksheet, aDemoPharmacy } from '../factories/a-worksheet.js';
import { startTestApp, type TestApp } from '../setup/app.js';
import type { SignedIn } from '../setup/people.js';
import { aQualification } from '../setup/world.js';
import { GOOD_REQUESTS } from './good-requests.js';
import { attacks, operations, type Known, type Sent } from './hostile-requests.js';

const AT_ONCE = 8;
const PATIENCE_MS = 120_000;
/** Words of statements, of the driver and of stacks. */
const LEAK = /select |insert into|update |relation "|invalid (input|byte)|node_modules|\bat .*\.[jt]s:\d/i;

let app: TestApp;
let person: SignedIn;
let known: Known;

async function idsOfRows(): Promise<Known> {
  const tables = [
    'patient',
    'drug',
    'product',
    'lot',
    'location',
    'room',
    'hood',
    'formulation',
    'supplier',
    'receipt',
  ];
  const [found] = await rows<Known>(
    app.database.reader,
    `select ${tables.map((table) => `(select id from ${table} order by id limit 1) as ${table}`).join()},
       (select id from person where demo order by id limit 1) as person,
       (select id from infusion_order limit 1) as "order", (select id from stability_evidence limit 1) as stability,
       (select id from purchase_order where state in ('sent', 'partly-received') order by id limit 1) as "purchaseOrder",
       (select id from receipt_line where stranger_state = 'waiting' limit 1) as line,
       (select id from recall_notice_match where state = 'waiting' order by id limit 1) as match`,
  );
  return found ?? {};
}

/** One of each kind of work that the demo pharmacy has not begun. */
async function begunWork(): Promise<Known> {
  const shelf = stableId('location', 'Shelf A');
  const made = async (path: string, body: object): Promise<string> =>
    (await person.post(`/api/${path}`, body).expect(201)).body.id as string;
  return {
    'stock-count': await made('stock-counts', { scope: 'location', locationId: shelf }),
    recall: await made('recalls', GOOD_REQUESTS['recalls_open'] ?? {}),
    substitution: await made('substitutions', GOOD_REQUESTS['substitutions_draft'] ?? {}),
  };
}

let sent = 0;
async function send(method: string, { url, body }: Sent): Promise<{ status: number; text: string }> {
  sent += 1;
  const answer = await fetch(app.server + url, {
    method,
    headers: {
      cookie: person.cookie,
      'x-csrf-token': person.csrf,
      'idempotency-key': `hostile-${sent}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}

describe('hostile input', () => {
  beforeAll(async () => {
    app = await startTestApp({ at: '2026-03-02T16:00:00Z' });
    await aDemoPharmacy(app);
    person = await app.signedIn(...ROLES);
    await aQualification(app, person.personId);
    const made = await aClaimedWorksheet(app, person);
    known = {
      ...(await idsOfRows()),
      worksheet: made.id,
      step: made.steps[0]?.id ?? '',
      csp: made.csps[0]?.id ?? '',
      ...(await begunWork()),
    };
  }, PATIENCE_MS);
  afterAll(() => app.close());

  describe('whatever is sent', () => {
    it(
      'is answered or refused, never a failure of ours, and no refusal tells of statements or stacks',
      async () => {
        const wrong: string[] = [];
        for (const operation of operations()) {
          const all = [...attacks(operation, known)];
          for (let i = 0; i < all.length; i += AT_ONCE)
            await Promise.all(
              all.slice(i, i + AT_ONCE).map(async (attack) => {
                const { status, text } = await send(operation.method, attack);
                if (status >= 500 || (status >= 400 && LEAK.test(text)))
                  wrong.push(
                    `${operation.id} ${status} ${attack.url} ${JSON.stringify(attack.body)?.slice(0, 2_000)} -> ${text}`,
                  );
              }),
            );
        }
        expect(sent).toBeGreaterThan(1_000);
        expect(wrong).toEqual([]);
      },
      PATIENCE_MS,
    );

    const raw = (headers: Record<string, string>, body: string | Buffer): Promise<Response> =>
      fetch(`${app.server}/api/session`, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
    const json = { 'content-type': 'application/json' };
    const login = (value: string): string => `{"login":${value},"password":"x"}`;
    it.each([
      ['nested too deep for any walk', json, login('['.repeat(100_000) + ']'.repeat(100_000))],
      ['that would change the prototype of all objects', json, '{"__proto__":{"login":"x"},"password":"x"}'],
      ['that is no JSON', json, '{"login":'],
      [
        'compressed, and a hundred times as large as allowed',
        { ...json, 'content-encoding': 'gzip' },
        gzipSync('x'.repeat(100_000_000)),
      ],
      ['said to be compressed, and not', { ...json, 'content-encoding': 'gzip' }, 'plain'],
      ['of a length that is none', { ...json, 'content-encoding': 'x-unknown' }, '{}'],
    ])('is refused %s', async (_what, headers, body) => {
      const answer = await raw(headers as Record<string, string>, body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(await answer.text()).not.toMatch(LEAK);
    });

    it('takes null for a field that was left out', async () => {
      const dose = { basis: 'flat', dose: '15', unit: 'mg', maximum: null, roundTo: null };
      expect((await send('POST', { url: '/api/calculations/dose', body: dose })).status).toBe(200);
    });
  });
});
