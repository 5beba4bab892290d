import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { elementString, gs1CheckDigit } from '#domain/barcode';
import { Quantity } from '#domain/quantity';
import { moveStock } from '#domain/stock';
import { parseLocalDate } from '#domain/time';
import { aLot, type StockOf } from '../../../../../test/factories/a-lot.js';
import { aDrug, aLocation, aProduct, type AProduct } from '../../../../../test/factories/a-product.js';
import { someWorksheetLines } from '../../../../../test/factories/a-worksheet-line.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aPharmacyWith, TEST_ZONE } from '../../../../../test/setup/world.js';
import { Ids } from '../../platform/ids.js';
import { Allocations } from './allocations.js';
import type { LotId } from './ids.js';
import { checkLedger } from './ledger-check.js';
import { StockLedger } from './stock-ledger.js';

let app: TestApp;
let technician: SignedIn;
let pharmacist: SignedIn;
let world: StockOf;
let product: AProduct;
let shelf: string;
const ids = new Ids();

const line = (change: object = {}): object => ({
  productId: product.id,
  lotNumber: 'ab12',
  expiry: '2027-01-31',
  packages: 5,
  locationId: shelf,
  ...change,
});
const receipt = (...lines: object[]): object => ({
  supplier: 'Wholesaler',
  lines: lines.length > 0 ? lines : [line()],
});
const receive = async (
  ...lines: object[]
): Promise<{ movementId: string; lots: { id: LotId }[]; findings: object[] }> =>
  (await technician.post('/api/stock/receipts', receipt(...lines)).expect(201)).body;
const lotHere = (quantity: string, more: object = {}): Promise<LotId> =>
  aLot(world, { productId: product.id, locationId: shelf, quantity, ...more });

describe('stock', () => {
  beforeAll(async () => {
    app = await startTestApp();
    ({ technician, pharmacist } = await aPharmacyWith(app, { technician: true, pharmacist: true }));
    world = { database: app.database, ledger: app.get(StockLedger), personId: pharmacist.personId };
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    product = await aProduct(app.database.reader, { content: '10' });
    shelf = await aLocation(app.database.reader);
  });

  describe('receiving', () => {
    it('puts whole packages on the shelf under product, number and expiry', async () => {
      const { lots, findings } = await receive();
      expect(lots).toMatchObject([
        {
          lotNumber: 'AB12',
          expiresOn: '2027-01-31',
          state: 'available',
          blocked: null,
          daysToExpiry: 335,
          places: [{ locationId: shelf, onHandPackages: '5', allocatedPackages: '0' }],
        },
      ]);
      expect(findings).toEqual([]);
    });

    it('reads a month without a day as its last day (BUD-34)', async () => {
      expect((await receive(line({ expiry: '2028-02' }))).lots).toMatchObject([{ expiresOn: '2028-02-29' }]);
    });

    it('adds to a lot that is there already', async () => {
      await receive();
      expect((await receive(line({ packages: 2 }))).lots).toMatchObject([{ places: [{ onHandPackages: '7' }] }]);
    });

    it('keeps the same number with another expiry apart, and says so', async () => {
      const first = await receive();
      const second = await receive(line({ expiry: '2027-06-30' }));
      expect(second.lots[0]?.id).not.toBe(first.lots[0]?.id);
      expect(second.findings).toMatchObject([{ code: 'lot.same-number-other-expiry', facts: { other: '2027-01-31' } }]);
    });

    it('does not end a quarantine by more of the same lot', async () => {
      const { lots } = await receive();
      await technician.post(`/api/lots/${lots[0]?.id}/quarantine`, { reason: 'broken seal' }).expect(200);
      expect((await receive()).lots).toMatchObject([{ state: 'quarantine' }]);
    });

    it('quarantines what is put into quarantine', async () => {
      const cage = await aLocation(app.database.reader, { kind: 'quarantine' });
      expect((await receive(line({ locationId: cage }))).lots).toMatchObject([{ state: 'quarantine' }]);
    });

    it('makes the day of expiry the last day that it takes in', async () => {
      // 2 March in Chicago.
      const refused = await technician.post('/api/stock/receipts', receipt(line({ expiry: '2026-03-01' }))).expect(422);
      expect(refused.body).toMatchObject({ code: 'lot.expired', fields: [{ field: 'lines.0.expiry' }] });
      await receive(line({ expiry: '2026-03-02' }));
    });

    it('names every line that it refuses, and takes none of the others', async () => {
      const fridge = await aLocation(app.database.reader, { storage: 'REF' });
      const lines = [line(), line({ locationId: fridge }), line({ locationId: fridge })];
      const { body } = await technician.post('/api/stock/receipts', receipt(...lines)).expect(422);
      expect(body.code).toBe('lot.wrong-storage');
      expect(body.fields.map((f: { field: string }) => f.field)).toEqual(['lines.1.locationId', 'lines.2.locationId']);
      expect((await technician.get(`/api/stock/products/${product.id}/lots`).expect(200)).body).toEqual([]);
    });

    it('refuses a date that the calendar does not have, and products and places that there are not', async () => {
      const nowhere = ids.next();
      for (const wrong of [
        { expiry: '2027-02-30' },
        { expiry: '2027-13' },
        { productId: nowhere },
        { locationId: nowhere },
      ])
        await technician.post('/api/stock/receipts', receipt(line(wrong))).expect(400);
    });

    it('takes a receipt in once: by key when the reply was lost, by id when the key was', async () => {
      const body = { ...receipt(), id: ids.next() };
      const first = await technician.post('/api/stock/receipts', body, { key: 'lost' }).expect(201);
      const again = await technician.post('/api/stock/receipts', body, { key: 'lost' }).expect(201);
      expect(again.body).toEqual(first.body);
      expect((await technician.post('/api/stock/receipts', body).expect(409)).body.code).toBe('request.conflict');
      expect((await technician.get(`/api/stock/products/${product.id}/lots`)).body[0].places[0].onHandPackages).toBe(
        '5',
      );
    });

    it('warns when an antineoplastic is put among other drugs', async () => {
      const drug = await aDrug(app.database.reader, { hazard: 'NIOSH24-T1', antineoplastic: true });
      const toxic = await aProduct(app.database.reader, { drugId: drug.id });
      expect((await receive(line({ productId: toxic.id }))).findings).toMatchObject([
        { code: 'lot.hazardous-on-shelf' },
      ]);
    });
  });

  describe('lots', () => {
    it('in quarantine may not leave, until a pharmacist releases them with a reason', async () => {
      const lot = await lotHere('10');
      const { body } = await technician.post(`/api/lots/${lot}/quarantine`, { reason: 'recall notice' }).expect(200);
      expect(body).toMatchObject({ state: 'quarantine', stateReason: 'recall notice' });
      expect(body.blocked).toContain('quarantine');
      await technician.post(`/api/lots/${lot}/release`, { reason: 'it was another lot' }).expect(403);
      const released = await pharmacist.post(`/api/lots/${lot}/release`, { reason: 'it was another lot' }).expect(200);
      expect(released.body).toMatchObject({ state: 'available', blocked: null });
      const again = await pharmacist.post(`/api/lots/${lot}/release`, { reason: 'twice' }).expect(409);
      expect(again.body.code).toBe('lot.wrong-state');
    });

    it('stay in quarantine once they have expired', async () => {
      const lot = await lotHere('10', { expiresOn: '2026-03-01', state: 'quarantine' });
      const { body } = await pharmacist.post(`/api/lots/${lot}/release`, { reason: 'looks fine' }).expect(422);
      expect(body.code).toBe('lot.expired');
    });

    it('keep what was promised when they go into quarantine, and are promised no more', async () => {
      const lot = await lotHere('20');
      const [one = '', two = ''] = await someWorksheetLines(app.database.reader, {
        personId: pharmacist.personId,
        drugId: product.drugId,
        productIds: [product.id, product.id],
      });
      const allocate = (lineId: string): Promise<unknown> =>
        app.database.transaction((tx) =>
          app.get(Allocations).allocate(tx, {
            needs: [{ lineId, productId: product.id, packages: 1 }],
            at: app.clock.now(),
            zone: TEST_ZONE,
          }),
        );
      await allocate(one);
      const { body } = await technician.post(`/api/lots/${lot}/quarantine`, { reason: 'recall notice' }).expect(200);
      expect(body.places).toMatchObject([{ allocatedPackages: '1' }]);
      await expect(allocate(two)).rejects.toMatchObject({ code: 'stock.not-enough' });
    });

    it('are 404 when there is none', async () => {
      await pharmacist.post(`/api/lots/${ids.next()}/quarantine`, { reason: 'nothing' }).expect(404);
    });
  });

  describe('the stock list', () => {
    it('counts what may leave apart from what may not', async () => {
      await lotHere('30', { expiresOn: '2026-09-30' });
      await lotHere('20', { expiresOn: '2026-03-01' });
      await lotHere('10', { state: 'quarantine' });
      const { body } = await technician.get(`/api/stock?q=${product.ndc}`).expect(200);
      expect(body.items).toMatchObject([
        {
          productId: product.id,
          usablePackages: '3',
          allocatedPackages: '0',
          blockedPackages: '3',
          earliestExpiry: '2026-09-30',
          lots: 3,
        },
      ]);
    });

    it('shows a product of which there is nothing', async () => {
      const { body } = await technician.get(`/api/stock?q=${product.ndc}`).expect(200);
      expect(body.items).toMatchObject([{ usablePackages: '0', earliestExpiry: null, lots: 0 }]);
    });
  });

  describe('counting', () => {
    const adjust = (lotId: string, packages: string): ReturnType<SignedIn['post']> =>
      pharmacist.post('/api/stock/adjustments', { lotId, locationId: shelf, packages, reason: 'cycle count' });

    it('adds what was found and takes away what is missing', async () => {
      const lot = await lotHere('50');
      expect((await adjust(lot, '2').expect(200)).body.places[0].onHandPackages).toBe('7');
      expect((await adjust(lot, '-3').expect(200)).body.places[0].onHandPackages).toBe('4');
    });

    it('never takes more than there is', async () => {
      const lot = await lotHere('50');
      const { body } = await adjust(lot, '-6').expect(409);
      expect(body).toMatchObject({ code: 'stock.not-enough', findings: [{ facts: { missing: '10 mL' } }] });
    });

    it.each(['0', '1.5', 'two', '--1'])('refuses %s packages', async (packages) => {
      await adjust(await lotHere('50'), packages).expect(400);
    });
  });

  describe('opened containers', () => {
    async function opened(): Promise<{ id: string; lot: LotId }> {
      const lot = await lotHere('10');
      const id = ids.next();
      await app.database.transaction(async (tx) => {
        await tx.query(
          `insert into open_container (id, number, lot_id, state, opened_at, opened_by, air, in_use_until, in_use_answer)
         values ($1::uuid, $1::uuid::text, $2, 'open', $3, $4, 'iso5', $5, '{}')`,
          [id, lot, '2026-03-02T13:00:00Z', pharmacist.personId, '2026-03-02T15:30:00Z'],
        );
        const movement = moveStock({
          reason: 'opened',
          reference: { kind: 'open-container', id },
          effectiveAt: app.clock.now(),
          transfers: [
            {
              lotId: lot,
              quantity: Quantity.of('10', 'mL'),
              from: { kind: 'location', subjectId: shelf },
              to: { kind: 'open-container', subjectId: id },
            },
          ],
        });
        await world.ledger.post(tx, movement, { actor: { personId: pharmacist.personId } });
      });
      return { id, lot };
    }

    it('show what is left and for how long', async () => {
      const { id } = await opened();
      const { body } = await technician.get('/api/open-containers?state=open').expect(200);
      expect(body.find((c: { id: string }) => c.id === id)).toMatchObject({
        remaining: '10',
        unit: 'mL',
        minutesLeft: 90,
      });
    });

    it('are discarded once, with their rest', async () => {
      const { id, lot } = await opened();
      const { body } = await technician
        .post(`/api/open-containers/${id}/discard`, { reason: 'in-use time over' })
        .expect(200);
      expect(body).toMatchObject({ state: 'discarded', remaining: '0' });
      const again = await technician.post(`/api/open-containers/${id}/discard`, { reason: 'twice' }).expect(409);
      expect(again.body.code).toBe('open-container.discarded');
      const history = await technician.get(`/api/stock/movements?lotId=${lot}`).expect(200);
      expect(history.body.items.map((m: { reason: string }) => m.reason)).toEqual(['discarded', 'opened', 'received']);
      expect(history.body.items[0].entries).toMatchObject([
        { quantity: '-10', balanceAfter: '0' },
        { account: 'waste', quantity: '10' },
      ]);
    });
  });

  describe('the history of movements', () => {
    it('comes in pages, by lot, by product or all of it', async () => {
      const { lots } = await receive();
      for (const packages of ['1', '2', '3'])
        await pharmacist
          .post('/api/stock/adjustments', { lotId: lots[0]?.id, locationId: shelf, packages, reason: 'count' })
          .expect(200);
      for (const filter of [`lotId=${lots[0]?.id}`, `productId=${product.id}`]) {
        const first = await technician.get(`/api/stock/movements?${filter}&limit=3`).expect(200);
        const second = await technician
          .get(`/api/stock/movements?${filter}&limit=3&cursor=${first.body.next}`)
          .expect(200);
        expect([...first.body.items, ...second.body.items].map((m: { reason: string }) => m.reason)).toEqual([
          'adjusted',
          'adjusted',
          'adjusted',
          'received',
        ]);
        expect(second.body.next).toBeNull();
      }
      expect((await technician.get('/api/stock/movements?limit=1').expect(200)).body.items).toHaveLength(1);
    });
  });

  describe('looking a code up', () => {
    const lookUp = async (code: string): Promise<{ product: { id: string } | null; findings: { code: string }[] }> =>
      (await technician.post('/api/stock/lookup', { code }).expect(200)).body;

    it('finds product and lot of a GS1 code', async () => {
      const gtin = `0039999910011${gs1CheckDigit('0039999910011')}`;
      const known = await aProduct(app.database.reader, { gtin });
      const lot = await aLot(world, {
        productId: known.id,
        locationId: shelf,
        quantity: '1',
        lotNumber: 'GS1LOT',
        expiresOn: '2027-01-31',
      });
      const code = elementString({ gtin, expiry: parseLocalDate('2027-01-31'), lot: 'GS1LOT', serial: 'S1' });
      expect(await lookUp(code)).toMatchObject({
        scanned: { kind: 'gs1', gtin, lotNumber: 'GS1LOT', expiry: '2027-01-31', serial: 'S1' },
        product: { id: known.id },
        lot: { id: lot },
      });
    });

    it('finds the product of a keyed NDC', async () => {
      expect((await lookUp(product.ndc)).product?.id).toBe(product.id);
    });

    it('says when a code is of no product, and what a damaged code is', async () => {
      expect(await lookUp('99999-9999-99')).toMatchObject({
        product: null,
        findings: [{ code: 'barcode.no-lot-or-expiry' }, { code: 'product.unknown' }],
      });
      expect(await lookUp(`0039999910011${(Number(gs1CheckDigit('0039999910011')) + 1) % 10}`)).toMatchObject({
        scanned: { kind: 'refused' },
        product: null,
      });
    });
  });

  it('leaves a whole ledger behind', async () => {
    const report = await checkLedger(app.database.reader);
    expect(report.mismatches).toEqual([]);
    expect(report.movements).toBeGreaterThan(20);
  });
});
