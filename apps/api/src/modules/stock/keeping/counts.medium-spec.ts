import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Quantity } from '#domain/quantity';
import { moveStock, type AccountRef } from '#domain/stock';
import { formatInstant, instant, parseInstant } from '#domain/time';
import { aLot, type StockOf } from '../../../../../../test/factories/a-lot.js';
import { aLocation, aProduct, type AProduct } from '../../../../../../test/factories/a-product.js';
import { someWorksheetLines } from '../../../../../../test/factories/a-worksheet-line.js';
import { startTestApp, type TestApp } from '../../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../../test/setup/people.js';
import { aPharmacyWith, TEST_ZONE } from '../../../../../../test/setup/world.js';
import { Ids } from '../../../platform/ids.js';
import { Allocations } from '../allocations.js';
import type { LotId } from '../ids.js';
import { checkLedger } from '../ledger-check.js';
import { StockLedger } from '../stock-ledger.js';
import type { CountLineResponse, CountResponse } from './counts.dto.js';

const NOW = '2026-03-02T15:00:00Z';

let app: TestApp;
let technician: SignedIn;
let secondTechnician: SignedIn;
let pharmacist: SignedIn;
let buyer: SignedIn;
let world: StockOf;
let product: AProduct;
let shelf: string;
let other: string;
let quarantine: string;
const ids = new Ids();

const lotHere = (quantity = '50', more: object = {}): Promise<LotId> =>
  aLot(world, { productId: product.id, locationId: shelf, quantity, ...more });
const control = (): Promise<unknown> =>
  app.database.reader.query(`update product set schedule = 'CIV' where id = $1`, [product.id]);
const place = (subjectId: string): AccountRef => ({ kind: 'location', subjectId });

async function move(lotId: string, quantity: string, from: AccountRef, to: AccountRef): Promise<void> {
  const reason = to.kind === 'waste' ? 'wasted' : 'transferred';
  const movement = moveStock({
    reason,
    reference: { kind: 'test', id: ids.next() },
    effectiveAt: app.clock.now(),
    transfers: [{ lotId, quantity: Quantity.of(quantity, 'mL'), from, to }],
  });
  await app.database.transaction((tx) => world.ledger.post(tx, movement, { actor: { personId: world.personId } }));
}
const waste = (lotId: string, quantity: string): Promise<void> =>
  move(lotId, quantity, place(shelf), { kind: 'waste', subjectId: null });

async function onHand(lotId: string, locationId = shelf): Promise<string> {
  const [row] = await app.database.reader.query<{ q: string }[]>(
    `select trim_scale(b.on_hand)::text as q from stock_balance b join stock_account a on a.id = b.account_id
     where b.lot_id = $1 and a.subject_id = $2`,
    [lotId, locationId],
  );
  return row?.q ?? '0';
}

const start = async (who = technician): Promise<CountResponse> =>
  (await who.post('/api/stock-counts', { scope: 'location', locationId: shelf }).expect(201)).body as CountResponse;
const lineOf = (count: CountResponse): CountLineResponse => {
  const [line] = count.sheet;
  if (!line) throw new TypeError('an empty sheet');
  return line;
};
const enter = (who: SignedIn, count: CountResponse, round: number, packages: number): ReturnType<SignedIn['post']> =>
  who.post(`/api/stock-counts/${count.id}/lines/${lineOf(count).id}/entries`, { round, packages });
const submit = async (count: CountResponse): Promise<CountResponse> =>
  (await technician.post(`/api/stock-counts/${count.id}/submission`).expect(200)).body as CountResponse;
const decide = (who: SignedIn, count: CountResponse, decision = 'accept'): ReturnType<SignedIn['post']> =>
  who.post(`/api/stock-counts/${count.id}/lines/${lineOf(count).id}/decision`, {
    decision,
    reason: 'searched the room',
    password: who.password,
  });

describe('counts', () => {
  beforeAll(async () => {
    app = await startTestApp();
    app.clock.set(NOW);
    ({ technician, secondTechnician, pharmacist, buyer } = await aPharmacyWith(app, {
      technician: true,
      secondTechnician: true,
      pharmacist: true,
      buyer: true,
    }));
    world = { database: app.database, ledger: app.get(StockLedger), personId: pharmacist.personId };
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    product = await aProduct(app.database.reader, { content: '10' });
    shelf = await aLocation(app.database.reader);
    other = await aLocation(app.database.reader);
    quarantine = await aLocation(app.database.reader, { kind: 'quarantine' });
  });

  describe('a count', () => {
    it('is blind: no answer holds a figure of the books or of another counter until it is submitted', async () => {
      await lotHere('50');
      const count = await start();
      const answers = [
        count,
        (await enter(technician, count, 1, 4).expect(200)).body,
        (await secondTechnician.get(`/api/stock-counts/${count.id}`).expect(200)).body,
      ] as CountResponse[];
      for (const answer of answers) {
        expect(lineOf(answer)).toMatchObject({ entries: [], difference: null });
        expect(JSON.stringify(answer)).not.toMatch(/expected|"50"|"5"/);
      }
      expect(answers.map((a) => lineOf(a).state)).toEqual(['to-count', 'recount', 'recount']);
      await enter(technician, count, 2, 4).expect(200);
      expect(lineOf(await submit(count))).toMatchObject({
        state: 'variance',
        difference: '-1',
        entries: [{ packages: 4, expected: '5' }, { difference: '-1' }],
      });
    });

    it('that agrees closes by itself, and a line that is not counted keeps it open', async () => {
      await lotHere('50');
      const count = await start();
      const early = await technician.post(`/api/stock-counts/${count.id}/submission`).expect(409);
      expect(early.body.code).toBe('count.wrong-state');
      await enter(technician, count, 1, 5).expect(200);
      expect(await submit(count)).toMatchObject({ state: 'closed', openVariances: 0 });
    });

    it('is not fooled by what moves while it goes on, and moves the books by the difference alone', async () => {
      const lotId = await lotHere('50');
      const count = await start();
      await enter(technician, count, 1, 4).expect(200);
      await waste(lotId, '20');
      await enter(technician, count, 2, 2).expect(200);
      await submit(count);
      await waste(lotId, '10');
      expect((await decide(buyer, count).expect(200)).body).toMatchObject({ state: 'closed' });
      expect(await onHand(lotId)).toBe('10');
    });

    it('of two counters at once lets one win and tells the other', async () => {
      await lotHere('50');
      const count = await start();
      const answers = await Promise.all([technician, secondTechnician].map((who) => enter(who, count, 1, 5)));
      expect(answers.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 409]);
      expect(answers.find((a) => a.status === 409)?.body).toMatchObject({ code: 'count.counted-already' });
    });

    it('has its difference decided by somebody else, on the screen and in the database', async () => {
      const lotId = await lotHere('50');
      const count = await start(buyer);
      await enter(buyer, count, 1, 6).expect(200);
      await enter(technician, count, 2, 6).expect(200);
      await submit(count);
      expect((await decide(buyer, count).expect(403)).body.code).toBe('count.own-decision');
      await decide(technician, count).expect(403);
      const directly = app.database.transaction((tx) =>
        tx.query(
          `update stock_count_line set state = 'accepted', decided_by = $2, decided_at = now(), reason = 'because' where id = $1`,
          [lineOf(count).id, buyer.personId],
        ),
      );
      await expect(directly).rejects.toMatchObject({ code: 'count.own-decision' });
      expect((await decide(pharmacist, count, 'refuse').expect(200)).body.sheet).toMatchObject([{ state: 'refused' }]);
      expect(await onHand(lotId)).toBe('50');
    });

    it('of a controlled substance takes two persons, and a pharmacist for a difference (CS-10)', async () => {
      await control();
      const lotId = await lotHere('50');
      const count = await start();
      await enter(technician, count, 1, 4).expect(200);
      expect((await enter(technician, count, 2, 4).expect(403)).body.code).toBe('count.second-person');
      await enter(secondTechnician, count, 2, 4).expect(200);
      await submit(count);
      await decide(buyer, count).expect(403);
      await decide(pharmacist, count).expect(200);
      expect(await onHand(lotId)).toBe('40');
      const { body } = await technician.get(`/api/controlled/products/${product.id}`).expect(200);
      expect(body.entries[0]).toMatchObject({ reason: 'counted', change: '-10', balance: '40', record: count.number });
    });

    it('takes in a lot that lies there and is not on the sheet', async () => {
      await lotHere('50');
      const count = await start();
      const stray = await lotHere('10', { locationId: other });
      const added = await technician
        .post(`/api/stock-counts/${count.id}/lines`, { locationId: shelf, lotId: stray })
        .expect(201);
      expect(added.body.sheet).toHaveLength(2);
      await technician.post(`/api/stock-counts/${count.id}/lines`, { locationId: shelf, lotId: stray }).expect(409);
      await technician.post(`/api/stock-counts/${count.id}/lines`, { locationId: shelf, lotId: shelf }).expect(404);
    });
  });

  describe('a temperature excursion', () => {
    const record = (more: object = {}): ReturnType<SignedIn['post']> =>
      technician.post('/api/excursions', {
        locationId: shelf,
        quarantineId: quarantine,
        from: '2026-03-02T10:00:00Z',
        until: '2026-03-02T14:00:00Z',
        readMax: 31.5,
        reason: 'air conditioning failed',
        ...more,
      });

    it('sets aside what was there, wherever it went since, and nothing else', async () => {
      const early = instant(parseInstant(NOW) - 20 * 3_600_000);
      app.clock.set(formatInstant(early));
      const [stayed, left, gone, elsewhere] = [await lotHere(), await lotHere(), await lotHere(), await lotHere()];
      await move(gone, '50', place(shelf), place(other));
      await move(elsewhere, '50', place(shelf), place(other));
      app.clock.set(NOW);
      const later = await lotHere();
      await move(left, '20', place(shelf), place(other));
      const { body } = await record().expect(201);
      const held: string[][] = body.lots.map((l: { lotId: string; packages: string }) => [l.lotId, l.packages]);
      expect(held.toSorted((a, b) => a.join().localeCompare(b.join()))).toEqual(
        [
          [left, '2'],
          [left, '3'],
          [stayed, '5'],
        ].toSorted((a, b) => a.join().localeCompare(b.join())),
      );
      expect([await onHand(later), await onHand(gone, other), await onHand(stayed)]).toEqual(['50', '50', '0']);
    });

    it('promises other stock in place of what it takes, and tells which worksheet goes without', async () => {
      app.clock.set(formatInstant(instant(parseInstant(NOW) - 20 * 3_600_000)));
      const lotId = await lotHere('20');
      const spare = await lotHere('10', { locationId: other, expiresOn: '2027-06-30' });
      app.clock.set(NOW);
      const lines = [
        ...(await someWorksheetLines(app.database.reader, {
          personId: world.personId,
          drugId: product.drugId,
          productIds: [product.id],
        })),
        ...(await someWorksheetLines(app.database.reader, {
          personId: world.personId,
          drugId: product.drugId,
          productIds: [product.id],
        })),
      ];
      await app.database.transaction((tx) =>
        app.get(Allocations).allocate(tx, {
          needs: lines.map((lineId) => ({ lineId, productId: product.id, packages: 1, onlyLots: [lotId] })),
          at: app.clock.now(),
          zone: TEST_ZONE,
        }),
      );
      const { body } = await record().expect(201);
      const [taken] = body.lots as { promises: { replaced: boolean }[] }[];
      expect(taken?.promises.map((p) => p.replaced).sort((a, b) => Number(a) - Number(b))).toEqual([false, true]);
      const promised = await app.database.reader.query<{ lot_id: string }[]>(
        `select lot_id from allocation where state = 'active' and worksheet_line_id = any($1::uuid[])`,
        [lines],
      );
      expect(promised).toEqual([{ lot_id: spare }]);
    });

    it('is decided on per lot, once, by a pharmacist', async () => {
      app.clock.set(formatInstant(instant(parseInstant(NOW) - 20 * 3_600_000)));
      const [good, bad] = [await lotHere(), await lotHere()];
      app.clock.set(NOW);
      const { body } = await record().expect(201);
      const say = (who: SignedIn, lotId: string, decision: string): ReturnType<SignedIn['post']> =>
        who.post(`/api/excursions/${body.id}/decisions`, {
          lotId,
          locationId: shelf,
          decision,
          reason: 'by the label',
        });
      await say(technician, good, 'release').expect(403);
      await say(pharmacist, good, 'release').expect(200);
      await say(pharmacist, bad, 'waste').expect(200);
      expect((await say(pharmacist, bad, 'release').expect(409)).body.code).toBe('excursion.wrong-state');
      expect([await onHand(good), await onHand(bad), await onHand(bad, quarantine)]).toEqual(['50', '0', '0']);
    });

    it.each([
      ['that is not over', { until: '2026-03-02T16:00:00Z' }],
      ['that ends before it begins', { from: '2026-03-02T14:30:00Z' }],
      ['on a day without an hour', { from: '2026-03-02' }],
      ['without a reading', { readMax: undefined }],
    ])('refuses a window %s', async (_, more) => {
      expect((await record(more).expect(400)).body.code).toBe('request.invalid');
    });
  });

  describe('stock as of a moment', () => {
    it('is what replaying every entry gives, at random moments of random histories', async () => {
      const lots = [await lotHere('500'), await lotHere('300')];
      let seed = 7;
      const random = (below: number): number => {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((seed / 2 ** 32) * below);
      };
      const moments = [app.clock.now()];
      for (let step = 0; step < 40; step += 1) {
        app.clock.advance({ seconds: random(3) });
        const lotId = lots[random(2)] ?? '';
        const [from, to] = random(2) === 0 ? [shelf, other] : [other, shelf];
        await move(lotId, String(10 * (1 + random(3))), place(from), place(to)).catch(() => undefined); // nothing there
        moments.push(app.clock.now());
      }
      for (const at of moments.filter((_, index) => index % 5 === 0)) {
        const replayed = await app.database.reader.query<{ key: string; q: string }[]>(
          `select e.lot_id || ' ' || o.name as key, trim_scale(sum(e.quantity))::text as q
         from stock_entry e join stock_movement m on m.id = e.movement_id join stock_account a on a.id = e.account_id
           join location o on o.id = a.subject_id
         where e.lot_id = any($1::uuid[]) and m.recorded_at <= $2 group by 1 having sum(e.quantity) <> 0`,
          [lots, formatInstant(at)],
        );
        const { body } = await technician
          .get(`/api/stock/as-of?at=${formatInstant(at)}&productId=${product.id}`)
          .expect(200);
        const told = body.rows.map(
          (r: { lotId: string; place: string; quantity: string }) => `${r.lotId} ${r.place}=${r.quantity}`,
        );
        expect(told.sort()).toEqual(replayed.map((r) => `${r.key}=${r.q}`).sort());
      }
    });

    it('was nothing before the first receipt, and asks for something to look at', async () => {
      const lotId = await lotHere();
      const before = await technician.get(`/api/stock/as-of?at=2020-01-01T00:00:00Z&lotId=${lotId}`).expect(200);
      expect(before.body.rows).toEqual([]);
      await technician.get('/api/stock/as-of?at=2026-03-02T00:00:00Z').expect(400);
      await technician.get(`/api/stock/as-of?at=yesterday&lotId=${lotId}`).expect(400);
    });
  });

  describe('an opened container', () => {
    it('never gives its last millilitre twice, however many draw at once (promise 1)', async () => {
      const lotId = await lotHere('10');
      const container = ids.next<string>();
      const inside: AccountRef = { kind: 'open-container', subjectId: container };
      const go = (
        reason: 'opened' | 'withdrawn',
        quantity: string,
        from: AccountRef,
        to: AccountRef,
      ): Promise<string> =>
        app.database.transaction((tx) =>
          world.ledger.post(
            tx,
            moveStock({
              reason,
              reference: { kind: 'test', id: ids.next() },
              effectiveAt: app.clock.now(),
              transfers: [{ lotId, quantity: Quantity.of(quantity, 'mL'), from, to }],
            }),
            { actor: { personId: world.personId } },
          ),
        );
      await app.database.reader.query(
        `insert into open_container (id, number, lot_id, state, opened_at, opened_by, air, in_use_answer)
       values ($1::uuid, $1::uuid::text, $2, 'open', $3, $4, 'iso5', '{}')`,
        [container, lotId, NOW, technician.personId],
      );
      await go('opened', '10', place(shelf), inside);
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () =>
          go('withdrawn', '3', inside, { kind: 'csp', subjectId: ids.next() })
            .then(() => 'drawn')
            .catch((error: { code: string }) => error.code),
        ),
      );
      expect(outcomes.filter((o) => o === 'drawn')).toHaveLength(3);
      expect(new Set(outcomes)).toEqual(new Set(['drawn', 'stock.not-enough']));
      expect(await onHand(lotId, container)).toBe('1');
    });

    it('is discarded once, whoever is quicker', async () => {
      const lotId = await lotHere('10');
      const container = ids.next<string>();
      await app.database.reader.query(
        `insert into open_container (id, number, lot_id, state, opened_at, opened_by, air, in_use_answer)
       values ($1::uuid, $1::uuid::text, $2, 'open', $3, $4, 'iso5', '{}')`,
        [container, lotId, NOW, technician.personId],
      );
      const answers = await Promise.all(
        [technician, secondTechnician].map((who) =>
          who.post(`/api/open-containers/${container}/discard`, { reason: 'over' }),
        ),
      );
      expect(answers.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 409]);
    });
  });

  describe('the ledger behind it all', () => {
    it('is whole', async () => {
      expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
    });
  });
});
