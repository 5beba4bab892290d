import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Quantity } from '#domain/quantity';
import { mayLeave, moveStock, type AccountRef, type Exit, type LotState, type MovementReason } from '#domain/stock';
import { endOfDay, formatInstant, instant, parseInstant, parseLocalDate, type Instant } from '#domain/time';
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

/** A minute before the end of the last day, so that no session is left idle on the way there. */
const NOW = '2026-03-03T05:59:00Z';
const LAST_DAY = parseLocalDate('2026-03-02');

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
let wholesaler: string;
const ids = new Ids();

async function aSupplier(name: string, kind: string): Promise<string> {
  const id = ids.next<string>();
  await app.database.reader.query('insert into supplier (id, name, kind) values ($1, $2, $3)', [id, name, kind]);
  return id;
}
const lotHere = (quantity = '50', more: object = {}): Promise<LotId> =>
  aLot(world, {
    productId: product.id,
    locationId: shelf,
    quantity,
    receivedAt: parseInstant('2026-03-01T15:00:00Z'),
    ...more,
  });
const control = (): Promise<unknown> =>
  app.database.reader.query(`update product set schedule = 'CII' where id = $1`, [product.id]);
const witness = (who: SignedIn): object => ({ login: who.login, password: who.password });
const at = (locationId: string): AccountRef => ({ kind: 'location', subjectId: locationId });

async function onHand(lotId: string, locationId: string): Promise<string> {
  const [row] = await app.database.reader.query<{ q: string }[]>(
    `select trim_scale(b.on_hand)::text as q from stock_balance b join stock_account a on a.id = b.account_id
     where b.lot_id = $1 and a.subject_id = $2`,
    [lotId, locationId],
  );
  return row?.q ?? '0';
}

async function opened(lotId: LotId, inUseUntil: Instant | null = null): Promise<string> {
  const id = ids.next<string>();
  await app.database.transaction(async (tx) => {
    await tx.query(
      `insert into open_container (id, number, lot_id, state, opened_at, opened_by, air, in_use_until, in_use_answer)
       values ($1::uuid, $1::uuid::text, $2, 'open', $3, $4, 'iso5', $5, '{}')`,
      [id, lotId, NOW, technician.personId, inUseUntil === null ? null : formatInstant(inUseUntil)],
    );
    await post(tx, 'opened', lotId, '10', at(shelf), { kind: 'open-container', subjectId: id }, parseInstant(NOW));
  });
  return id;
}

function post(
  tx: Parameters<StockLedger['post']>[0],
  reason: Exclude<MovementReason, 'reversed'>,
  lotId: string,
  quantity: string,
  from: AccountRef,
  to: AccountRef,
  when: Instant,
): Promise<string> {
  const transfers = [{ lotId, quantity: Quantity.of(quantity, 'mL'), from, to }];
  const reference = { kind: 'test', id: ids.next<string>() };
  return world.ledger.post(tx, moveStock({ reason, reference, effectiveAt: when, transfers }), {
    actor: { personId: world.personId },
  });
}

/** Until some session waits for a lock that another one holds. */
async function waitForLock(): Promise<void> {
  for (;;) {
    const [row] = await app.database.reader.query<{ n: number }[]>(
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (row && row.n > 0) return;
  }
}

describe('keeping', () => {
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
    wholesaler = await aSupplier('Example Wholesale', 'wholesaler');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.set(NOW);
    product = await aProduct(app.database.reader, { content: '10' });
    shelf = await aLocation(app.database.reader);
    other = await aLocation(app.database.reader);
    quarantine = await aLocation(app.database.reader, { kind: 'quarantine' });
  });

  describe('every exit asks the one predicate', () => {
    const packages = (lotId: string): object => ({ lotId, locationId: shelf, packages: 1 });
    const EXITS: Readonly<Record<string, { exit: Exit; go: (lotId: string) => ReturnType<SignedIn['post']> }>> = {
      transfer: {
        exit: 'transfer',
        go: (lotId) => technician.post('/api/stock/transfers', { ...packages(lotId), toLocationId: other }),
      },
      'set-aside': {
        exit: 'set-aside',
        go: (lotId) => technician.post('/api/stock/transfers', { ...packages(lotId), toLocationId: quarantine }),
      },
      return: {
        exit: 'return',
        go: (lotId) =>
          technician.post('/api/stock/returns', { ...packages(lotId), supplierId: wholesaler, reason: 'overstock' }),
      },
      waste: {
        exit: 'waste',
        go: (lotId) => technician.post('/api/stock/waste', { ...packages(lotId), reason: 'not-needed' }),
      },
    };
    const STATES: readonly LotState[] = ['available', 'quarantine', 'recalled', 'expired'];
    const cases = Object.keys(EXITS).flatMap((name) => STATES.map((state) => [name, state] as const));

    it.each(cases)('over HTTP: %s of a lot that is %s', async (name, state) => {
      const found = EXITS[name];
      if (!found) throw new TypeError(name);
      const lotId = await lotHere();
      await app.database.reader.query('update lot set state = $2 where id = $1', [lotId, state]);
      const lot = { lotId, lotNumber: 'X', expiresOn: parseLocalDate('2027-01-31'), state };
      const hindered =
        mayLeave({ thing: { kind: 'lot', lot }, exit: found.exit }, app.clock.now(), TEST_ZONE).length > 0;
      const answer = await found.go(lotId);
      expect([answer.status, hindered ? answer.body.code : null]).toEqual(
        hindered ? [422, 'stock.may-not-leave'] : [200, null],
      );
    });

    it.each([
      ['transfer', -1, 200],
      ['transfer', 0, 200],
      ['transfer', 1, 422],
      ['return', 1, 200],
      ['set-aside', 1, 200],
    ] as const)('over HTTP: %s %i ms from the end of the last day answers %i (BUD-34)', async (name, ms, status) => {
      const lotId = await lotHere('50', { expiresOn: LAST_DAY });
      app.clock.set(formatInstant(instant(endOfDay(LAST_DAY, TEST_ZONE) + ms)));
      expect((await EXITS[name]?.go(lotId))?.status).toBe(status);
    });

    it.each([
      [-1, true],
      [0, true],
      [1, false],
    ])('in the ledger: drawing %i ms from the end of the in-use time (BUD-19)', async (ms, may) => {
      const container = await opened(await lotHere(), instant(parseInstant(NOW) + 1000));
      const draw = app.database.transaction(async (tx) => {
        const [row] = await tx.query<{ lot_id: string }[]>('select lot_id from open_container where id = $1', [
          container,
        ]);
        const csp: AccountRef = { kind: 'csp', subjectId: ids.next() };
        const when = instant(parseInstant(NOW) + 1000 + ms);
        return post(
          tx,
          'withdrawn',
          row?.lot_id ?? '',
          '1',
          { kind: 'open-container', subjectId: container },
          csp,
          when,
        );
      });
      expect(await draw.then(() => 'drawn').catch((error: { code: string }) => error.code)).toBe(
        may ? 'drawn' : 'stock.may-not-leave',
      );
    });

    it.each<[MovementReason & ('opened' | 'base-used' | 'container-used'), AccountRef]>([
      ['opened', { kind: 'open-container', subjectId: ids.next() }],
      ['base-used', { kind: 'csp', subjectId: ids.next() }],
      ['container-used', { kind: 'csp', subjectId: ids.next() }],
    ])('in the ledger: %s of a quarantined lot', async (reason, to) => {
      const lotId = await lotHere('50', { state: 'quarantine' });
      const going = app.database.transaction((tx) => post(tx, reason, lotId, '10', at(shelf), to, app.clock.now()));
      await expect(going).rejects.toMatchObject({ code: 'stock.may-not-leave' });
    });

    it('in the ledger: dispensing what holds a recalled lot', async () => {
      const lotId = await lotHere();
      const csp: AccountRef = { kind: 'csp', subjectId: ids.next() };
      const patient: AccountRef = { kind: 'patient', subjectId: ids.next() };
      await app.database.transaction((tx) => post(tx, 'base-used', lotId, '10', at(shelf), csp, app.clock.now()));
      await app.database.reader.query(`update lot set state = 'recalled' where id = $1`, [lotId]);
      const going = app.database.transaction((tx) => post(tx, 'dispensed', lotId, '10', csp, patient, app.clock.now()));
      await expect(going).rejects.toMatchObject({ code: 'stock.may-not-leave' });
    });

    it('counts as usable in the stock list exactly what may leave', async () => {
      const days = ['2026-03-01', '2026-03-02', '2026-03-03'];
      const lots: { lotId: string; expiresOn: string; state: LotState }[] = [];
      for (const state of STATES)
        for (const expiresOn of days) lots.push({ lotId: await lotHere('10', { expiresOn, state }), expiresOn, state });
      for (const ms of [-1, 0, 1]) {
        app.clock.set(formatInstant(instant(endOfDay(LAST_DAY, TEST_ZONE) + ms)));
        const may = lots.filter(
          (l) =>
            mayLeave({ ...l, lotNumber: 'X', expiresOn: parseLocalDate(l.expiresOn) }, app.clock.now(), TEST_ZONE)
              .length === 0,
        );
        const { body } = await technician.get(`/api/stock?q=${product.ndc}`).expect(200);
        expect(body.items).toMatchObject([
          { usablePackages: String(may.length), blockedPackages: String(lots.length - may.length) },
        ]);
      }
    });

    it('a quarantine waits for what is leaving, and what comes after it is refused', async () => {
      const lotId = await lotHere();
      const csp: AccountRef = { kind: 'csp', subjectId: ids.next() };
      let hold: Promise<unknown> = Promise.resolve();
      let held = false;
      await app.database.transaction(async (tx) => {
        await post(tx, 'base-used', lotId, '10', at(shelf), csp, app.clock.now());
        hold = pharmacist
          .post(`/api/lots/${lotId}/quarantine`, { reason: 'looks cloudy' })
          .expect(200)
          .then(() => (held = true));
        await waitForLock();
        expect(held).toBe(false);
      });
      await hold;
      const after = app.database.transaction((tx) =>
        post(tx, 'base-used', lotId, '10', at(shelf), csp, app.clock.now()),
      );
      await expect(after).rejects.toMatchObject({ code: 'stock.may-not-leave' });
    });

    it.each(['quarantine', 'recalled'])('a lot is never both %s and leaving, whoever comes first', async (state) => {
      const lots = await Promise.all(Array.from({ length: 8 }, () => lotHere('10')));
      const outcomes = await Promise.all(
        lots.flatMap((lotId) => [
          app.database
            .transaction((tx) =>
              post(tx, 'base-used', lotId, '10', at(shelf), { kind: 'csp', subjectId: ids.next() }, app.clock.now()),
            )
            .then(() => 'left')
            .catch((error: { code: string }) => error.code),
          app.database
            .transaction((tx) => tx.query('update lot set state = $2 where id = $1', [lotId, state]))
            .then(() => 'held'),
        ]),
      );
      expect(outcomes.filter((o) => !['left', 'held', 'stock.may-not-leave'].includes(o))).toEqual([]);
      // Whichever order they took, afterwards the lot is held: nothing un-held it by leaving.
      const states = await app.database.reader.query<{ state: string }[]>(
        'select distinct state from lot where id = any($1::uuid[])',
        [lots],
      );
      expect(states).toEqual([{ state }]);
    });
  });

  describe('at the shelf', () => {
    it('moves packages to another place, and never what is promised', async () => {
      const lotId = await lotHere('30');
      await technician
        .post('/api/stock/transfers', { lotId, locationId: shelf, toLocationId: other, packages: 2 })
        .expect(200);
      expect([await onHand(lotId, shelf), await onHand(lotId, other)]).toEqual(['10', '20']);
      const refused = await technician
        .post('/api/stock/transfers', { lotId, locationId: shelf, toLocationId: other, packages: 2 })
        .expect(409);
      expect(refused.body.code).toBe('stock.not-enough');
    });

    it('refuses a place of another storage condition, but not quarantine', async () => {
      const lotId = await lotHere();
      const cold = await aLocation(app.database.reader, { storage: 'REF' });
      const coldQuarantine = await aLocation(app.database.reader, { storage: 'REF', kind: 'quarantine' });
      const move = (toLocationId: string): ReturnType<SignedIn['post']> =>
        technician.post('/api/stock/transfers', { lotId, locationId: shelf, toLocationId, packages: 1 });
      expect((await move(cold).expect(422)).body.code).toBe('lot.wrong-storage');
      await move(coldQuarantine).expect(200);
    });

    it('lets stock out of a quarantine place only by a pharmacist with a reason (QE-07)', async () => {
      const lotId = await lotHere();
      await technician
        .post('/api/stock/transfers', { lotId, locationId: shelf, toLocationId: quarantine, packages: 5 })
        .expect(200);
      const back = (who: SignedIn, reason?: string): ReturnType<SignedIn['post']> =>
        who.post('/api/stock/transfers', { lotId, locationId: quarantine, toLocationId: shelf, packages: 5, reason });
      await back(technician, 'looked at it').expect(422);
      await back(pharmacist).expect(422);
      const off = { lotId, locationId: quarantine, packages: '-5', reason: 'not there' };
      await buyer.post('/api/stock/adjustments', off).expect(403);
      await back(pharmacist, 'carton only was damaged').expect(200);
    });

    it('wastes with reason and cost by the contract price; without a price the cost is unknown', async () => {
      const lotId = await lotHere();
      const waste = (more: object = {}): ReturnType<SignedIn['post']> =>
        technician.post('/api/stock/waste', { lotId, locationId: shelf, packages: 2, reason: 'damaged', ...more });
      await waste().expect(200);
      await app.database.reader.query(
        `insert into supplier_product (id, supplier_id, product_id, pack_packages, price, contract) values ($1, $2, $3, 10, 125.50, true)`,
        [ids.next(), wholesaler, product.id],
      );
      await waste().expect(200);
      await waste({ reason: 'other', packages: 1 }).expect(400);
      const { body } = await technician.get(`/api/stock/acts?productId=${product.id}`).expect(200);
      expect(body.map((act: { costUsd: string | null }) => act.costUsd)).toEqual(['25.1', null]);
      expect(body[0]).toMatchObject({ kind: 'waste', packages: '2', reason: 'damaged', doneBy: technician.name });
    });

    it('sends expired stock back to the wholesaler, and nothing to another pharmacy', async () => {
      const lotId = await lotHere('50', { expiresOn: '2026-02-28' });
      const neighbor = await aSupplier(`Neighbor ${ids.next()}`, 'pharmacy');
      const send = (supplierId: string): ReturnType<SignedIn['post']> =>
        buyer.post('/api/stock/returns', { lotId, locationId: shelf, packages: 5, supplierId, reason: 'expired' });
      expect((await send(neighbor).expect(422)).body.code).toBe('stock.may-not-leave');
      await send(wholesaler).expect(200);
      expect(await onHand(lotId, shelf)).toBe('0');
    });

    it('keeps the earlier expiry of merged lots, and either finds both', async () => {
      const from = await lotHere('30', { lotNumber: 'TYP0', expiresOn: '2027-01-31' });
      const into = await lotHere('20', { lotNumber: 'TYPO', expiresOn: '2027-05-31' });
      await technician.post(`/api/lots/${from}/merge`, {}).expect(403);
      const request = { intoLotId: into, reason: 'letter read as digit' };
      await pharmacist.post(`/api/lots/${from}/merge`, { ...request, password: 'wrong' }).expect(403);
      const { body } = await pharmacist
        .post(`/api/lots/${from}/merge`, { ...request, password: pharmacist.password })
        .expect(200);
      expect(body).toMatchObject({ id: into, expiresOn: '2027-01-31', places: [{ onHandPackages: '5' }] });
      for (const id of [from, into]) {
        const family = await technician.get(`/api/lots/${id}/merges`).expect(200);
        expect(family.body.map((l: { lotId: string }) => l.lotId).sort()).toEqual([from, into].sort());
      }
      const again = await pharmacist.post(`/api/lots/${from}/merge`, { ...request, password: pharmacist.password });
      expect([again.status, again.body.code]).toEqual([409, 'lot.cannot-merge']);
    });

    it('brings nothing back as the lot that was merged away, with the later date', async () => {
      const from = await lotHere('30', { lotNumber: 'SAME1', expiresOn: '2027-05-31' });
      const into = await lotHere('20', { lotNumber: 'SAME2', expiresOn: '2027-01-31' });
      await pharmacist
        .post(`/api/lots/${from}/merge`, { intoLotId: into, reason: 'one lot', password: pharmacist.password })
        .expect(200);
      const found = { locationId: shelf, packages: '1', reason: 'found behind the others' };
      const { body } = await pharmacist.post('/api/stock/adjustments', { ...found, lotId: from }).expect(409);
      expect([body.code, body.detail]).toEqual(['lot.wrong-state', expect.stringContaining('expiring 2027-01-31')]);
      expect([await onHand(from, shelf), await onHand(into, shelf)]).toEqual(['0', '50']);
      await pharmacist.post('/api/stock/adjustments', { ...found, lotId: into }).expect(200);
    });

    it('does not merge away what is promised', async () => {
      const from = await lotHere('30');
      const into = await lotHere('20');
      const [lineId = ''] = await someWorksheetLines(app.database.reader, {
        personId: world.personId,
        drugId: product.drugId,
        productIds: [product.id],
      });
      await app.database.transaction((tx) =>
        app.get(Allocations).allocate(tx, {
          needs: [{ lineId, productId: product.id, packages: 1, onlyLots: [from] }],
          at: app.clock.now(),
          zone: TEST_ZONE,
        }),
      );
      const { body } = await pharmacist
        .post(`/api/lots/${from}/merge`, { intoLotId: into, reason: 'the same', password: pharmacist.password })
        .expect(409);
      expect(body.findings).toMatchObject([{ code: 'merge.promised' }]);
    });
  });

  describe('a controlled substance', () => {
    it('is wasted only before a witness who is somebody else and proves it (CS-08)', async () => {
      await control();
      const lotId = await lotHere();
      const waste = (more: object = {}): ReturnType<SignedIn['post']> =>
        technician.post('/api/stock/waste', { lotId, locationId: shelf, packages: 1, reason: 'damaged', ...more });
      expect((await waste().expect(422)).body.code).toBe('stock.witness-needed');
      expect((await waste({ witness: witness(technician) }).expect(403)).body.code).toBe('stock.own-witness');
      const wrong = { ...witness(secondTechnician), password: 'guess' };
      expect((await waste({ witness: wrong }).expect(403)).body.code).toBe('signature.refused');
      expect((await waste({ witness: { login: 'nobody-here', password: 'x' } }).expect(403)).body.code).toBe(
        'signature.refused',
      );
      expect((await waste({ witness: witness(buyer) }).expect(422)).body.code).toBe('stock.witness-needed');
      expect(await onHand(lotId, shelf)).toBe('50');
      await waste({ witness: witness(secondTechnician) }).expect(200);
      const { body } = await technician.get(`/api/stock/acts?productId=${product.id}`).expect(200);
      expect(body).toMatchObject([{ doneBy: technician.name, witnessedBy: secondTechnician.name }]);
    });

    it('cannot be wasted by one person in the database either', async () => {
      await control();
      const lotId = await lotHere();
      const insert = (by: string, witnessedBy: string | null): Promise<unknown> =>
        app.database.transaction((tx) =>
          tx.query(
            `insert into stock_act (id, kind, lot_id, location_id, quantity, unit, reason_code, controlled, done_by, witnessed_by, done_at)
           values ($1, 'waste', $2, $3, 10, 'mL', 'damaged', false, $4, $5, now())`,
            [ids.next(), lotId, shelf, by, witnessedBy],
          ),
        );
      await expect(insert(technician.personId, null)).rejects.toMatchObject({ code: 'stock.witness-needed' });
      await expect(insert(technician.personId, technician.personId)).rejects.toMatchObject({
        code: 'stock.own-witness',
      });
      await insert(technician.personId, pharmacist.personId);
    });

    it('adds up: in = preparations + waste + residue, overfill on record; a loss stays open (CS-09, CS-10)', async () => {
      await control();
      const lotId = await lotHere();
      const [over, short] = [await opened(lotId), await opened(lotId)];
      app.clock.advance({ minutes: 5 });
      const draw = (container: string): Promise<string> =>
        app.database.transaction((tx) =>
          post(
            tx,
            'withdrawn',
            lotId,
            '7',
            { kind: 'open-container', subjectId: container },
            { kind: 'csp', subjectId: ids.next() },
            app.clock.now(),
          ),
        );
      await draw(over);
      await draw(short);
      const discard = (id: string, residue?: string): ReturnType<SignedIn['post']> =>
        technician.post(`/api/open-containers/${id}/discard`, {
          reason: 'end of day',
          residue,
          witness: witness(secondTechnician),
        });
      await discard(over).expect(400);
      await discard(over, '11.1').expect(400);
      await discard(over, '3.4').expect(200);
      await discard(short, '2').expect(200);
      app.clock.advance({ minutes: 5 });
      const { body } = await technician.get(`/api/controlled/products/${product.id}`).expect(200);
      expect(body.reconciliation).toMatchObject({
        received: '50',
        intoPreparations: '-14',
        residueDiscarded: '-5.4',
        counted: '-0.6',
        closing: '30',
        unexplained: '0',
      });
      expect(body.product).toMatchObject({ onHand: '30', openDiscrepancies: 1 });
      expect(body.entries[0]).toMatchObject({ balance: '30' });
      const open = (await technician.get(`/api/controlled/discrepancies?state=open&productId=${product.id}`)).body;
      expect(open).toMatchObject([{ difference: '-1', unit: 'mL', foundBy: technician.name }]);
      const close = (who: SignedIn): ReturnType<SignedIn['post']> =>
        who.post(`/api/controlled/discrepancies/${open[0].id}/closure`, { reason: 'hub loss', password: who.password });
      await close(technician).expect(403);
      await close(pharmacist).expect(200);
      expect((await close(pharmacist).expect(409)).body.code).toBe('discrepancy.wrong-state');
      const { lines } = (await technician.get('/api/controlled/inventory').expect(200)).body;
      expect(lines.filter((l: { productId: string }) => l.productId === product.id)).toMatchObject([
        { schedule: 'CII', quantity: '30', packages: '3' },
      ]);
    });
  });

  describe('the ledger behind it all', () => {
    it('is whole', async () => {
      expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
    });
  });
});
