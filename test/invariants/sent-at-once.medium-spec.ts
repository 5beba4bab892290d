import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Test } from 'supertest';
import { checkLedger } from '../../apps/api/src/modules/stock/ledger-check.js';
import { rows } from '../../apps/api/src/platform/database/sql.js';
import { stableId } from '../../apps/api/src/seed/stable-id.js';
import { aClaimedWorksheet, aDemoPharmacy, doStepsUntil } from '../factories/a-worksheet.js';
import { anApprovedOrder } from '../factories/an-approved-order.js';
import { startTestApp, type TestApp } from '../setup/app.js';
import type { SignedIn } from '../setup/people.js';
import { aQualification } from '../setup/world.js';

const AT_ONCE = 25;

let app: TestApp;
let pharmacist: SignedIn;
let technician: SignedIn;

const count = async (table: string): Promise<number> =>
  (await rows<{ n: number }>(app.database.reader, `select count(*)::int as n from ${table}`))[0]?.n ?? 0;

/** How many of 25 commands, sent at once under keys of their own, were done. No answer may be a failure of ours. */
async function done(send: () => Test): Promise<number> {
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, send));
  const statuses = answers.map((answer) => answer.status);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  return statuses.filter((status) => status < 300).length;
}

const receipt = async (): Promise<{ id: string; supplier: string; lines: object[] }> => {
  const [lot] = await rows<{ productId: string; locationId: string }>(
    app.database.reader,
    `select l.product_id as "productId", a.subject_id as "locationId" from stock_balance b
       join stock_account a on a.id = b.account_id and a.kind = 'location' join lot l on l.id = b.lot_id limit 1`,
  );
  const line = { ...lot, lotNumber: 'RACE1', expiry: '2027-12-31', packages: 3 };
  return { id: stableId('receipt', 'race'), supplier: 'A supplier', lines: [line] };
};

describe('sent at once', () => {
  beforeAll(async () => {
    app = await startTestApp({ at: '2026-03-02T16:00:00Z' });
    await aDemoPharmacy(app);
    pharmacist = await app.signedIn('pharmacist');
    technician = await app.signedIn('technician');
    await aQualification(app, technician.personId);
  }, 60_000);
  afterAll(() => app.close());

  describe('of 25 sent at once, under keys of their own', () => {
    it('one plan takes the containers that an order still lacks', async () => {
      const order = await anApprovedOrder(app, 'ceftriaxone', { containers: 1 });
      expect(await done(() => technician.post('/api/worksheets', { orderId: order.id }))).toBe(1);
      expect(await rows(app.database.reader, 'select 1 from worksheet where order_id = $1', [order.id])).toHaveLength(
        1,
      );
    }, 60_000);

    it('one receipt of an id is taken in', async () => {
      const body = await receipt();
      const before = await count('stock_movement');
      expect(await done(() => technician.post('/api/stock/receipts', body))).toBe(1);
      expect(await count('stock_movement')).toBe(before + 1);
    }, 60_000);

    it('one throws the rest of an opened container away', async () => {
      const claimed = await aClaimedWorksheet(app, technician);
      await doStepsUntil(app, technician, claimed, (step) => step.kind === 'reconstitute');
      const [opened] = await rows<{ id: string }>(
        app.database.reader,
        `select id from open_container where state = 'open' limit 1`,
      );
      const path = `/api/open-containers/${opened?.id}/discard`;
      expect(await done(() => technician.post(path, { reason: 'dropped on the floor' }))).toBe(1);
    }, 60_000);

    it('one hold is put on an order', async () => {
      const order = await anApprovedOrder(app, 'vancomycin');
      expect(await done(() => pharmacist.post(`/api/orders/${order.id}/hold`, { reason: 'call the clinic' }))).toBe(1);
    }, 60_000);
  });

  describe('one key', () => {
    it('answers 25 sent at once alike, and does one', async () => {
      const body = { ...(await receipt()), id: stableId('receipt', 'one key') };
      const before = await count('stock_movement');
      const send = (): Test => technician.post('/api/stock/receipts', body, { key: 'one-key' });
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, send));
      expect(new Set(answers.map((answer) => `${answer.status} ${JSON.stringify(answer.body)}`)).size).toBe(1);
      expect(answers[0]?.status).toBe(201);
      expect(answers.filter((answer) => answer.get('idempotency-replayed') === 'true')).toHaveLength(AT_ONCE - 1);
      expect(await count('stock_movement')).toBe(before + 1);
    }, 60_000);

    it('answers for one person and one request only', async () => {
      const body = { ...(await receipt()), id: stableId('receipt', 'shared key') };
      await technician.post('/api/stock/receipts', body, { key: 'shared' }).expect(201);
      await pharmacist.post('/api/stock/receipts', body, { key: 'shared' }).expect(409);
      const other = await technician
        .post('/api/stock/receipts', { ...body, note: 'another request' }, { key: 'shared' })
        .expect(422);
      expect(other.body).toMatchObject({ code: 'request.key-reused' });
    });

    it('leaves the ledger whole', async () => {
      expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
    });
  });
});
