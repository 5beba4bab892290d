import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Quantity } from '#domain/quantity';
import { moveStock } from '#domain/stock';
import { addHours, parseInstant } from '#domain/time';
import { anApprovedOrder } from '../../../../../test/factories/an-approved-order.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { rows } from '../../platform/database/sql.js';
import { Ids } from '../../platform/ids.js';
import { demoLotId, demoLocationId, loadDemo } from '../../seed/demo.js';
import { stableId } from '../../seed/stable-id.js';
import { StockLedger } from '../stock/stock-ledger.js';
import { Projections } from './projection.js';
import { firstIdAt } from './supply-facts.queries.js';
import type { DrugSupplyResponse, ReorderProposal, SupplyPage, WhatIfResponse } from './supply.dto.js';

const NOW = '2026-03-02T16:00:00Z';
const CEFTRIAXONE = stableId('drug', 'ceftriaxone');
const SALINE = stableId('drug', 'sodium chloride 0.9 %');
const DEXTROSE = stableId('drug', 'dextrose 5 %');
const CEFAZOLIN = stableId('drug', 'cefazolin');
const TWO_GRAM = stableId('product', '25021-107-20');
const ids = new Ids();

let app: TestApp;
let buyer: SignedIn;
let pharmacist: SignedIn;
let order: { id: string; number: string };
let supplierId: string;
let offerId: string;

const drug = async (id: string): Promise<DrugSupplyResponse> =>
  (await buyer.get(`/api/supply/drugs/${id}`).expect(200)).body;
const whatIf = async (...levers: object[]): Promise<WhatIfResponse> =>
  (await buyer.post(`/api/supply/drugs/${CEFTRIAXONE}/what-if`, { levers }).expect(200)).body;
const list = async (query = ''): Promise<SupplyPage['items']> =>
  (await buyer.get(`/api/supply?limit=200${query}`).expect(200)).body.items;

/** One bag a day for thirty days, which no order announced. */
async function pastUseOf(ndc: string, lotNumber: string): Promise<void> {
  const lotId = demoLotId(ndc, lotNumber);
  await app.database.transaction(async (tx) => {
    await tx.query(`update lot set received_at = received_at - interval '30 days' where product_id = $1`, [
      stableId('product', ndc),
    ]);
    for (let day = 1; day <= 30; day++)
      await app.get(StockLedger).post(
        tx,
        moveStock({
          reason: 'base-used',
          reference: { kind: 'worksheet-step', id: ids.next() },
          effectiveAt: addHours(parseInstant(NOW), -24 * day),
          transfers: [
            {
              lotId,
              quantity: Quantity.of('500', 'mL'),
              from: { kind: 'location', subjectId: demoLocationId('Shelf A') },
              to: { kind: 'csp', subjectId: ids.next() },
            },
          ],
        }),
        { actor: buyer },
      );
  });
}

async function aSupplier(): Promise<void> {
  [supplierId, offerId] = [ids.next(), ids.next()];
  const { reader } = app.database;
  // What the demo pharmacy buys is not of the hand-worked example.
  await reader.query(`update supplier_product set active = false`);
  await reader.query(
    `update purchase_order set state = 'closed', ended_at = $1, ended_by = $2, ended_reason = 'Not of the example'
     where state in ('sent', 'partly-received')`,
    [NOW, buyer.personId],
  );
  await reader.query(
    `insert into supplier (id, name, kind, lead_days_min, lead_days_typical, lead_days_max) values ($1, 'Hand-worked Wholesale', 'wholesaler', 1, 2, 5)`,
    [supplierId],
  );
  await reader.query(
    `insert into supplier_product (id, supplier_id, product_id, pack_packages, price, contract) values ($1, $2, $3, 10, '85.50', true)`,
    [offerId, supplierId, TWO_GRAM],
  );
}

/** The minute's look at what changed, and all that follows. */
async function watch(): Promise<void> {
  await app.database.reader.query(
    `insert into outbox_message (id, topic, payload, created_at, due_at) values ($1, 'supply.watched', '{}', $2, $2)`,
    [ids.next(), app.clock.iso()],
  );
  await app.drainOutbox();
}

describe('supply', () => {
  beforeAll(async () => {
    app = await startTestApp({ at: NOW });
    await loadDemo(app.database, parseInstant(NOW), { orders: false });
    [buyer, pharmacist] = await Promise.all([app.signedIn('buyer'), app.signedIn('pharmacist')]);
    order = await anApprovedOrder(app, 'ceftriaxone', { containers: 60 });
    await aSupplier();
  });
  afterAll(() => app.close());

  describe('how long a drug lasts', () => {
    // 2 g a day for 60 days. On the shelf, first to expire first: 20 vials of 2 g (lot CFX2210), 25 of 1 g (CFX1177), 25 of 2 g
    // (CFX2298); 4 expired ones do not count. 20 doses, then 12 of two 1 g vials, then one of the last 1 g vial and a 2 g vial whose
    // rest is lost, then 24: 57 doses, March 2 to April 27. The 58th to 60th are missed.
    it('agrees with the hand-worked example', async () => {
      const { answer, computedAt } = await drug(CEFTRIAXONE);
      expect(computedAt).toBe(parseInstant(NOW));
      expect(answer).toMatchObject({
        unit: 'mg',
        onHand: '115000',
        usableDays: 57,
        stockoutOn: '2026-04-28',
        stockoutEarly: '2026-04-28',
        stockoutLate: '2026-04-28',
        patientsHit: [
          { patientName: 'Osei, Thomas', orderNumber: order.number, firstOn: '2026-04-28', doses: 3, dose: '2000' },
        ],
      });
      expect(answer.series[0]).toMatchObject({ on: '2026-03-02', expected: '113000', scheduled: '2000' });
    });

    it.each<[string, number, string]>([
      ['at', 0, '115000'],
      ['a millisecond after', -1, '65000'],
    ])('counts a lot made here %s its beyond-use date as any other exit does (BUD-14)', async (_, offset, onHand) => {
      const set = (until: string | null): Promise<unknown> =>
        app.database.reader.query(`update lot set usable_until = $1 where lot_number = 'CFX2298'`, [until]);
      await set(new Date(parseInstant(NOW) + offset).toISOString());
      const { answer } = await drug(CEFTRIAXONE);
      await set(null);
      expect(answer.onHand).toBe(onHand);
    });

    it('says what each lever gains, and what they gain together', async () => {
      const { levers } = await drug(CEFTRIAXONE);
      // Nothing lost: 115 g are 57 doses and a half.
      expect(levers.find(({ key }) => key === 'share-vials')).toMatchObject({ daysGained: 0 });
      expect(levers.find(({ key }) => key === `buy:${offerId}`)).toMatchObject({ daysGained: 33, atLeast: true });
      expect(await whatIf({ key: `buy:${offerId}`, packs: 1 })).toMatchObject({ daysGained: 33, atLeast: true });
      const transfer = { key: 'transfer', productId: TWO_GRAM, packages: 2, on: '2026-04-01' };
      expect(await whatIf(transfer)).toMatchObject({ daysGained: 2, answer: { stockoutOn: '2026-04-30' } });
      expect(await whatIf(transfer, { key: 'share-vials' })).toMatchObject({ daysGained: 2 });
      expect(await whatIf({ key: 'restrict', indications: ['Osteomyelitis'] })).toMatchObject({ atLeast: true });
    });

    it.each([
      [{ key: 'no-such-lever' }],
      [{ key: 'transfer', productId: TWO_GRAM, packages: 2, on: '2026-02-30' }],
      [{ key: 'transfer', productId: TWO_GRAM, packages: 2, on: '2026-03-01' }],
      [{ key: 'restrict' }],
    ])('refuses %p', async (lever) => {
      const { body } = await buyer.post(`/api/supply/drugs/${CEFTRIAXONE}/what-if`, { levers: [lever] }).expect(422);
      expect(body.code).toBe('supply.lever-not-possible');
    });

    it('learns unscheduled use from the ledger, and counts each size of bag apart', async () => {
      await pastUseOf('0264-7800-10', 'J4P118');
      const { answer } = await drug(SALINE);
      // 18 bags of 500 mL are left of 48, one is used a day; 100 mL bags serve the order's 60 days.
      expect(answer).toMatchObject({ usableDays: 18, stockoutOn: '2026-03-20', patientsHit: [] });
    });

    it('records that patients were shown', async () => {
      await drug(CEFTRIAXONE);
      const [entry] = await rows<{ n: string }>(
        app.database.reader,
        `select count(*) as n from audit_entry where subject_kind = 'patient' and actor_id = $1`,
        [buyer.personId],
      );
      expect(Number(entry?.n)).toBeGreaterThan(0);
    });

    it('is not found for a drug that nobody knows', async () => {
      await buyer.get(`/api/supply/drugs/${ids.next()}`).expect(404);
    });
  });

  describe('the table', () => {
    it('is made by the worker for the whole formulary, and follows what changes', async () => {
      await watch();
      const first = await list();
      expect(first.every(({ computedAt }) => computedAt !== null)).toBe(true);
      const row = first.find(({ drugId }) => drugId === CEFTRIAXONE);
      expect(row).toMatchObject({ usableDays: 57, stockoutOn: '2026-04-28', patientsHit: 1, belowPar: false });
      await pharmacist
        .post(`/api/lots/${demoLotId('25021-107-20', 'CFX2210')}/quarantine`, { reason: 'Cracked vials' })
        .expect(200);
      await watch();
      const [after] = await list('&q=ceftriaxone');
      expect(after).toMatchObject({ usableDays: 37, stockoutOn: '2026-04-08' });
      const notices = (await buyer.get('/api/supply/notices').expect(200)).body;
      expect(notices).toMatchObject([{ kind: 'nearer', drugId: CEFTRIAXONE }]);
      await buyer.post(`/api/supply/notices/${notices[0].id}/seen`, {}).expect(200);
      expect((await buyer.get('/api/supply/notices').expect(200)).body).toEqual([]);
    });

    it('asks for a drug once, however often it changes before it is served', async () => {
      const par = (targetDays: number, revision?: number) =>
        buyer.put(`/api/supply/drugs/${DEXTROSE}/par`, { minDays: 5, targetDays, revision });
      await par(10).expect(200);
      await par(12, 1).expect(200);
      const waiting = await rows(
        app.database.reader,
        `select 1 from outbox_message where topic = 'supply.project' and done_at is null`,
      );
      expect(waiting).toHaveLength(1);
      await app.drainOutbox();
      expect(await rows(app.database.reader, 'select 1 from supply_request')).toEqual([]);
    });

    it.each([
      ['&filter=problem', true],
      ['&filter=below-par', false],
      ['&filter=shortage', false],
      ['&q=CEFTRI', true],
      ['&q=25021-107', true],
      ['&q=%25', false],
    ])('with %s shows the drug: %p', async (query, shown) => {
      expect((await list(query)).some(({ drugId }) => drugId === CEFTRIAXONE)).toBe(shown);
    });

    it('pages by the day it runs out, without repeating or hiding a row', async () => {
      const all = await list();
      const seen: string[] = [];
      for (let cursor = ''; ;) {
        const { items, next }: SupplyPage = (await buyer.get(`/api/supply?limit=4${cursor}`).expect(200)).body;
        seen.push(...items.map(({ drugId }) => drugId));
        if (next === null) break;
        cursor = `&cursor=${next}`;
      }
      expect(seen).toEqual(all.map(({ drugId }) => drugId));
    });

    it('is a file in which no cell is a formula', async () => {
      await app.database.reader.query(`update drug set name = '=1+1' where id = $1`, [CEFAZOLIN]);
      const { text } = await buyer.get('/api/supply/table.csv').expect(200);
      await app.database.reader.query(`update drug set name = 'cefazolin' where id = $1`, [CEFAZOLIN]);
      expect(text).toContain("'=1+1");
      expect(text.split('\r\n').some((line) => line.startsWith('=') || line.startsWith('"='))).toBe(false);
    });

    it('has a row for every drug that can be counted', async () => {
      const drugs = await rows<{ id: string }>(app.database.reader, 'select id from drug');
      const made = await app.get(Projections).project(drugs.map(({ id }) => id));
      expect(made.map(({ drugId }) => drugId)).toContain(CEFTRIAXONE);
    });
  });

  describe('what people keep', () => {
    it('refuses a level that was changed meanwhile', async () => {
      const path = `/api/supply/drugs/${CEFAZOLIN}/par`;
      const [one, two] = await Promise.all([
        buyer.put(path, { minDays: 5, targetDays: 20 }),
        pharmacist.put(path, { minDays: 6, targetDays: 30 }),
      ]);
      expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([200, 409]);
      await buyer.put(path, { minDays: 9, targetDays: 8, revision: 1 }).expect(400);
      expect((await buyer.delete(path).expect(200)).body).toMatchObject({ own: false });
    });

    it('lets a pharmacist keep an alternative, which becomes a lever that says what it costs', async () => {
      const path = `/api/supply/drugs/${CEFTRIAXONE}/alternatives`;
      const body = { kind: 'drug', alternativeDrugId: CEFAZOLIN, doseFactor: '1', note: 'Skin infections only' };
      await buyer.post(path, body).expect(403);
      const { id, revision } = (await pharmacist.post(path, body).expect(201)).body;
      expect((await pharmacist.post(path, body).expect(409)).body.code).toBe('supply.alternative-exists');
      const { levers } = await drug(CEFTRIAXONE);
      const lever = levers.find(({ key }) => key === `alternative:${id}`);
      // Cefazolin: 25 vials of 1 g, two a dose: 12 doses.
      expect(lever).toMatchObject({ atLeast: true, effect: 'ceFAZolin would serve 12 days instead of more than 90.' });
      const changed = await pharmacist.put(`/api/supply/alternatives/${id}`, { ...body, note: 'Any', revision });
      expect(changed.body).toMatchObject({ note: 'Any', revision: 2 });
      await pharmacist.put(`/api/supply/alternatives/${id}`, { ...body, revision }).expect(409);
      await pharmacist.delete(`/api/supply/alternatives/${id}`).expect(200);
      await pharmacist.delete(`/api/supply/alternatives/${id}`).expect(404);
    });

    it('keeps notes', async () => {
      await buyer.post(`/api/supply/drugs/${CEFTRIAXONE}/notes`, { text: '  Called the maker: April.  ' }).expect(201);
      expect((await drug(CEFTRIAXONE)).notes).toMatchObject([{ text: 'Called the maker: April.' }]);
    });
  });

  describe('reordering', () => {
    const proposal = async (): Promise<ReorderProposal> =>
      (await buyer.get(`/api/supply/reorder?drugIds=${CEFTRIAXONE},${CEFAZOLIN}`).expect(200)).body;

    it('proposes the fewest packs that reach the target, and says why there is nothing for the rest', async () => {
      await buyer.put(`/api/supply/drugs/${CEFTRIAXONE}/par`, { minDays: 40, targetDays: 60 }).expect(200);
      const { lines, without } = await proposal();
      // 37 days are here; 23 doses more need 23 vials of 2 g, one of which the odd 1 g vial opens: three packs of ten.
      expect(lines).toMatchObject([
        { supplierProductId: offerId, packs: 3, packPackages: 10, daysNow: 37, contract: true },
      ]);
      expect(without).toMatchObject([{ drugId: CEFAZOLIN }]);
    });

    it('makes one draft, however often the request is sent', async () => {
      const body = { lines: [{ supplierProductId: offerId, packs: 3 }] };
      const answers = await Promise.all(
        [1, 2, 3].map(() => buyer.post('/api/supply/reorder', body, { key: 'order-once' })),
      );
      const made = answers.filter(({ status }) => status === 201);
      expect(made.length).toBeGreaterThan(0);
      expect(new Set(made.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
      expect(made[0]?.body.orders).toMatchObject([
        { supplierName: 'Hand-worked Wholesale', lines: 1, dollars: '256.5' },
      ]);
      const drafts = await rows(
        app.database.reader,
        `select 1 from purchase_order where note = 'From the supply table'`,
      );
      expect(drafts).toHaveLength(1);
    });

    it('counts on an order once it was sent', async () => {
      await app.database.reader.query(
        `update purchase_order set state = 'sent', sent_at = $1, sent_by = $2 where note = 'From the supply table'`,
        [NOW, buyer.personId],
      );
      const { answer, inbound } = await drug(CEFTRIAXONE);
      expect(inbound).toMatchObject([{ packages: 30, early: '2026-03-03', typical: '2026-03-04', late: '2026-03-07' }]);
      expect(answer).toMatchObject({ usableDays: 37, stockoutOn: null, nextInboundOn: '2026-03-04', patientsHit: [] });
      expect((await proposal()).lines).toEqual([]);
    });

    it.each([
      [{ lines: [] }, 400],
      [{ lines: [{ supplierProductId: TWO_GRAM, packs: 1 }] }, 422],
      [{ lines: [{ supplierProductId: 'x', packs: 1 }] }, 400],
      [{ lines: [{ supplierProductId: TWO_GRAM, packs: 0 }] }, 400],
    ])('refuses %j with %i', async (body, status) => {
      await buyer.post('/api/supply/reorder', body).expect(status);
    });
  });

  describe('the least id of a moment', () => {
    it('sorts before every id that is given after it', () => {
      const next = ids.next();
      expect(firstIdAt(parseInstant('2026-01-01T00:00:00Z')) < next).toBe(true);
      expect(firstIdAt(parseInstant('2999-01-01T00:00:00Z')) > next).toBe(true);
    });
  });
});
