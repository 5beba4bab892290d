import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { elementString } from '#domain/barcode';
import { parseLocalDate } from '#domain/time';
import { aLocation, aProduct, type AProduct } from '../../../../../test/factories/a-product.js';
import { aGtin, aShipment } from '../../../../../test/factories/a-shipment.js';
import type { Differs, Order, Receipt } from '../../../../../test/factories/a-delivery.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aPharmacyWith } from '../../../../../test/setup/world.js';
import { rows } from '../../platform/database/sql.js';
import { checkLedger } from '../stock/ledger-check.js';

let app: TestApp;
let technician: SignedIn;
let pharmacist: SignedIn;
let buyer: SignedIn;
let administrator: SignedIn;
let product: AProduct;
let gtin: string;
let shelf: string;
let supplier: string;
let items = 0;

const GLN = '0614141000012';

const anOrder = async (packs = 4, packPackages = 5): Promise<Order> => {
  const lines = [{ productId: product.id, packs, packPackages, price: '12.5' }];
  const { body } = await buyer.post('/api/purchase-orders', { supplierId: supplier, lines }).expect(201);
  return (await buyer.post(`/api/purchase-orders/${body.id}/sending`, {}).expect(200)).body;
};
const line = (change: object = {}): object => ({
  productId: product.id,
  lotNumber: 'L1',
  expiry: '2027-06-30',
  packages: 5,
  locationId: shelf,
  ...change,
});
const receive = async (who: SignedIn, body: object): Promise<Receipt> =>
  (await who.post('/api/receipts', body).expect(201)).body;
const order = async (id: string): Promise<Order> => (await buyer.get(`/api/purchase-orders/${id}`).expect(200)).body;
const onHand = async (): Promise<string> => {
  const [found] = await rows<{ n: string }>(
    app.database.reader,
    `select coalesce(trim_scale(sum(b.on_hand)), 0)::text as n from stock_balance b join lot l on l.id = b.lot_id
     where l.product_id = $1 and b.account_kind = 'location'`,
    [product.id],
  );
  return found?.n ?? '';
};
const setting = (change: object): Promise<unknown> =>
  administrator
    .put('/api/receiving/settings', { receivingReview: 'controlled', shortDatedDays: 30, ...change })
    .expect(200);

describe('receiving', () => {
  beforeAll(async () => {
    app = await startTestApp();
    ({ technician, pharmacist, buyer, administrator } = await aPharmacyWith(app, {
      technician: true,
      pharmacist: true,
      buyer: true,
      administrator: true,
    }));
    const body = { name: 'Example Wholesale', kind: 'wholesaler', gln: GLN, licenseCheckedUntil: '2027-12-31' };
    const lead = { leadDaysMin: 1, leadDaysTypical: 2, leadDaysMax: 4 };
    supplier = (await buyer.post('/api/suppliers', { ...body, ...lead }).expect(201)).body.id;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    items += 1;
    gtin = aGtin(items);
    product = await aProduct(app.database.reader, { content: '10', gtin });
    shelf = await aLocation(app.database.reader);
  });

  describe('a purchase order', () => {
    it('takes pack and price from the contract that holds, and knows its total', async () => {
      const price = { productId: product.id, packPackages: 25, price: '104.9925', contract: true };
      await buyer.post(`/api/suppliers/${supplier}/products`, price).expect(200);
      await buyer
        .post(`/api/suppliers/${supplier}/products`, { ...price, packPackages: 1, price: '2', contract: false })
        .expect(200);
      const lines = [{ productId: product.id, packs: 2 }];
      const { body } = await buyer.post('/api/purchase-orders', { supplierId: supplier, lines }).expect(201);
      expect(body).toMatchObject({
        state: 'draft',
        total: '209.99',
        lines: [{ packPackages: 25, orderedPackages: 50 }],
      });
      const text = (await buyer.get(`/api/purchase-orders/${body.id}/order.csv`).expect(200)).text;
      expect(text).toContain(`${body.number},1,${product.ndc}`);
      const pdf = await buyer.get(`/api/purchase-orders/${body.id}/order.pdf`).expect(200);
      expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-');
    });

    it('is changed while it is a draft, by whoever saw it as it is, and not after', async () => {
      const body = { supplierId: supplier, lines: [{ productId: product.id, packs: 1, packPackages: 1, price: '1' }] };
      const draft: Order = (await buyer.post('/api/purchase-orders', body).expect(201)).body;
      const change = (revision: number): Promise<unknown> =>
        buyer
          .put(`/api/purchase-orders/${draft.id}`, { ...body, revision, note: 'by phone' })
          .then((answer) => answer.status);
      expect(await Promise.all([change(draft.revision), change(draft.revision)])).toEqual(
        expect.arrayContaining([200, 409]),
      );
      await buyer.post(`/api/purchase-orders/${draft.id}/sending`, {}).expect(200);
      expect(await change(draft.revision + 2)).toBe(409);
    });

    it('with schedule II is not sent without the number of DEA Form 222 or CSOS (CS-02)', async () => {
      await app.database.reader.query(`update product set schedule = 'CII' where id = $1`, [product.id]);
      const body = { supplierId: supplier, lines: [{ productId: product.id, packs: 1, packPackages: 1, price: '1' }] };
      const { body: draft } = await buyer.post('/api/purchase-orders', body).expect(201);
      expect(draft.findings).toMatchObject([{ code: 'purchase-order.dea-number-missing' }]);
      const refused = await buyer.post(`/api/purchase-orders/${draft.id}/sending`, {}).expect(422);
      expect(refused.body.code).toBe('purchase-order.blocked');
      await buyer.post(`/api/purchase-orders/${draft.id}/sending`, { deaOrderNumber: '24-0001' }).expect(200);
    });

    it('ends when the rest of its last line is cancelled; what waits for review is not cancelled', async () => {
      const it = await anOrder(2, 5);
      await receive(technician, { purchaseOrderId: it.id, lines: [line({ packages: 4 })] });
      const cancel = `/api/purchase-orders/${it.id}/lines/${it.lines[0]?.id}/cancellation`;
      await buyer.post(cancel, { packages: 7, reason: 'back order' }).expect(409);
      const { body } = await buyer.post(cancel, { reason: 'back order' }).expect(200);
      expect(body).toMatchObject({ state: 'closed', lines: [{ cancelledPackages: 6, outstandingPackages: 0 }] });
      await technician.post('/api/receipts', { purchaseOrderId: it.id, lines: [line()] }).expect(409);
    });

    it('names a product once', async () => {
      const one = { productId: product.id, packs: 1, packPackages: 1, price: '1' };
      await buyer.post('/api/purchase-orders', { supplierId: supplier, lines: [one, one] }).expect(400);
    });
  });

  describe('a scan at goods-in', () => {
    it('leads to the line of the order, with and without separators', async () => {
      const it = await anOrder();
      const code = elementString({ gtin, expiry: parseLocalDate('2027-06-30'), lot: 'AB12', serial: 'S1' });
      for (const sent of [code, `]d2${code}`, code.replaceAll('\u001d', '^')]) {
        const { body } = await technician
          .post('/api/receiving/scans', { code: sent, purchaseOrderId: it.id })
          .expect(200);
        expect(body).toMatchObject({
          product: { id: product.id },
          orderLine: { id: it.lines[0]?.id, outstandingPackages: 20 },
          scanned: { lotNumber: 'AB12', expiry: '2027-06-30', serial: 'S1' },
          packages: 1,
          stranger: false,
        });
      }
    });

    it('of a carton counts what the supplier sells as one pack, to be confirmed', async () => {
      const other = await aProduct(app.database.reader, { gtin: null as never });
      const carton = aGtin(items, 5);
      await app.database.reader.query('update product set ndc11 = $2 where id = $1', [
        other.id,
        `0${carton.slice(3, 7)}${carton.slice(7, 11)}${carton.slice(11, 13)}`,
      ]);
      const price = { productId: other.id, packPackages: 25, price: '10' };
      await buyer.post(`/api/suppliers/${supplier}/products`, price).expect(200);
      const { body } = await technician
        .post('/api/receiving/scans', { code: carton, supplierId: supplier })
        .expect(200);
      expect(body).toMatchObject({ product: { id: other.id }, packages: 25, carton: true });
    });

    it('of ten digits that are two packages leaves the choice to a person (NDC-02)', async () => {
      const both = [await aProduct(app.database.reader), await aProduct(app.database.reader)];
      const digits = `98${String(items).padStart(8, '0')}`;
      const elevens = [`0${digits}`, `${digits.slice(0, 5)}0${digits.slice(5)}`];
      for (const [i, one] of both.entries())
        await app.database.reader.query('update product set ndc11 = $2 where id = $1', [one.id, elevens[i]]);
      const open = await technician.post('/api/receiving/scans', { code: digits }).expect(200);
      expect(open.body).toMatchObject({ product: null, stranger: false });
      expect(open.body.candidates).toHaveLength(2);
      const chosen = await technician
        .post('/api/receiving/scans', { code: digits, productId: both[1]?.id })
        .expect(200);
      expect(chosen.body).toMatchObject({ product: { id: both[1]?.id }, candidates: [] });
    });

    it.each([
      ['nothing known', '00312345678906', { stranger: true, product: null }],
      ['a wrong check digit', '00312345678907', { stranger: false, product: null }],
      ['script', '<script>alert(1)</script>', { stranger: false, product: null }],
    ])('of %s is told, never taken', async (_what, code, told) => {
      expect((await technician.post('/api/receiving/scans', { code }).expect(200)).body).toMatchObject(told);
    });
  });

  describe('receiving against an order', () => {
    it('in part and then all moves the order on, and the ledger holds what was received', async () => {
      const it = await anOrder();
      await receive(technician, { purchaseOrderId: it.id, lines: [line({ packages: 12 })] });
      expect(await order(it.id)).toMatchObject({ state: 'partly-received', lines: [{ outstandingPackages: 8 }] });
      await receive(technician, {
        purchaseOrderId: it.id,
        lines: [line({ packages: 3 }), line({ lotNumber: 'L2', packages: 5 })],
      });
      expect(await order(it.id)).toMatchObject({
        state: 'received',
        lines: [{ receivedPackages: 20, overPackages: 0 }],
      });
      expect(await onHand()).toBe('200');
      expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
    });

    it('by two people at once is never over without a reason', async () => {
      const it = await anOrder(2, 5);
      const send = (who: SignedIn): Promise<{ status: number }> =>
        who.post('/api/receipts', { purchaseOrderId: it.id, lines: [line({ packages: 7 })] }).then((a) => a);
      const answers = await Promise.all([send(technician), send(pharmacist)]);
      expect(answers.map((a) => a.status).toSorted((a, b) => a - b)).toEqual([201, 422]);
      expect(await onHand()).toBe('70');
      const again = line({ packages: 7, overReason: 'the supplier asked us to keep it' });
      const late = await receive(pharmacist, { purchaseOrderId: it.id, lines: [again] });
      expect(late.exceptions).toMatchObject([{ kind: 'over' }]);
      expect(await order(it.id)).toMatchObject({
        state: 'received',
        lines: [{ receivedPackages: 10, overPackages: 4 }],
      });
    });

    it('with the same key is done once', async () => {
      const it = await anOrder();
      const body = { purchaseOrderId: it.id, lines: [line()] };
      const both = await Promise.all([1, 2].map(() => technician.post('/api/receipts', body, { key: `k${items}` })));
      expect(both.map((a) => a.status)).toEqual([201, 201]);
      expect(both[0]?.body.id).toBe(both[1]?.body.id);
      expect(await onHand()).toBe('50');
    });

    it('counts damaged packages, and never puts them on a shelf', async () => {
      const it = await anOrder(1, 5);
      const got = await receive(technician, {
        purchaseOrderId: it.id,
        lines: [line({ packages: 3, damagedPackages: 2 })],
      });
      expect(got.exceptions).toMatchObject([{ kind: 'damaged', state: 'open' }]);
      expect(await onHand()).toBe('30');
      expect(await order(it.id)).toMatchObject({ lines: [{ outstandingPackages: 2, damagedPackages: 2 }] });
    });

    it.each([
      ['expired', { expiry: '2026-03-01' }, 'lot.expired'],
      ['short-dated without a reason', { expiry: '2026-03-20' }, 'receipt.blocked'],
      ['of which nothing was counted', { packages: 0 }, 'receipt.blocked'],
      ['with more serials than packages', { packages: 1, serials: ['A', 'B'] }, 'receipt.blocked'],
      ['with one serial twice', { packages: 2, serials: ['A', 'A'] }, 'request.invalid'],
      ['without a lot', { lotNumber: undefined }, 'request.invalid'],
      ['that is neither product nor code', { productId: undefined }, 'request.invalid'],
    ])('refuses a line %s', async (_what, change, code) => {
      const { body } = await technician.post('/api/receipts', { supplierId: supplier, lines: [line(change)] });
      expect(body.code).toBe(code);
      expect(await onHand()).toBe('0');
    });

    it('accepts a short-dated lot for a reason that is kept', async () => {
      const short = line({ expiry: '2026-03-20', shortDatedReason: 'used this week' });
      const got = await receive(technician, { supplierId: supplier, lines: [short] });
      expect(got.findings).toMatchObject([{ code: 'receipt.short-dated' }, { code: 'receipt.serial-missing' }]);
    });

    it.each([
      ['warm', 'quarantine', { temperature: '11.5', temperatureOk: true }],
      ['with a tripped indicator', 'quarantine', { temperature: '5', temperatureOk: false }],
      ['cold', 'available', { temperature: '5', temperatureOk: true }],
    ])('a refrigerated product that arrives %s is %s', async (_what, state, evidence) => {
      const cold = await aProduct(app.database.reader, { storage: 'REF' });
      const fridge = await aLocation(app.database.reader, { storage: 'REF' });
      const of = { productId: cold.id, locationId: fridge };
      await technician.post('/api/receipts', { supplierId: supplier, lines: [line(of)] }).expect(422);
      const got = await receive(technician, { supplierId: supplier, lines: [line({ ...of, ...evidence })] });
      expect(got.lots).toMatchObject([{ state }]);
      await technician
        .post('/api/receipts', { supplierId: supplier, lines: [line({ ...of, ...evidence, locationId: shelf })] })
        .expect(422);
    });

    it('keeps the same number with another expiry as a second lot, and says so', async () => {
      await receive(technician, { supplierId: supplier, lines: [line()] });
      const got = await receive(technician, { supplierId: supplier, lines: [line({ expiry: '2027-07-31' })] });
      expect(got.findings).toContainEqual(expect.objectContaining({ code: 'lot.same-number-other-expiry' }));
      expect(await rows(app.database.reader, 'select 1 from lot where product_id = $1', [product.id])).toHaveLength(2);
    });

    it('holds the lot of a serial that was seen before, whoever is first of two at once', async () => {
      const body = (lotNumber: string): object => ({
        supplierId: supplier,
        lines: [line({ lotNumber, packages: 1, serials: ['SER1'] })],
      });
      const got = await Promise.all([receive(technician, body('LA')), receive(pharmacist, body('LB'))]);
      expect(got.flatMap((r) => r.exceptions.map((e) => e.kind))).toEqual(['serial-seen']);
      expect(new Set(got.map((r) => r.lots[0]?.state))).toEqual(new Set(['available', 'quarantine']));
    });
  });

  describe('a second person', () => {
    beforeEach(() => app.database.reader.query(`update product set schedule = 'CIV' where id = $1`, [product.id]));

    it('reviews controlled substances before anything of them is stock, and is another than the receiver', async () => {
      const it = await anOrder(2, 5);
      const got = await receive(pharmacist, { purchaseOrderId: it.id, lines: [line({ packages: 10 })] });
      expect([got.state, await onHand()]).toEqual(['awaiting-review', '0']);
      await technician.post('/api/receipts', { purchaseOrderId: it.id, lines: [line({ packages: 1 })] }).expect(422);
      const accept = (who: SignedIn): ReturnType<SignedIn['post']> =>
        who.post(`/api/receipts/${got.id}/review`, { decision: 'accept', password: who.password });
      expect((await accept(pharmacist).expect(403)).body.code).toBe('receipt.own-review');
      const both = await Promise.all([accept(technician), accept(buyer)]);
      expect(both.map((a) => a.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      expect([await onHand(), (await order(it.id)).state]).toEqual(['100', 'received']);
      await expect(
        app.database.reader.query('update receipt set reviewed_by = received_by where id = $1', [got.id]),
      ).rejects.toMatchObject({ driverError: { constraint: 'receipt_reviewer_is_another' } });
    });

    it('refuses with a reason, and the order still expects it', async () => {
      const it = await anOrder(2, 5);
      const got = await receive(technician, { purchaseOrderId: it.id, lines: [line({ packages: 10 })] });
      const review = `/api/receipts/${got.id}/review`;
      await pharmacist.post(review, { decision: 'refuse', password: pharmacist.password }).expect(400);
      await pharmacist.post(review, { decision: 'refuse', reason: 'count differs', password: 'wrong' }).expect(403);
      const { body } = await pharmacist
        .post(review, { decision: 'refuse', reason: 'count differs', password: pharmacist.password })
        .expect(200);
      expect([body.state, await onHand()]).toEqual(['refused', '0']);
      expect(await order(it.id)).toMatchObject({
        state: 'sent',
        lines: [{ outstandingPackages: 10, pendingPackages: 0 }],
      });
    });

    it('is asked for all or none as the site says; a delivery by name cannot go round it', async () => {
      const byName = { supplier: 'Somebody', lines: [line()] };
      expect((await technician.post('/api/stock/receipts', byName).expect(409)).body.code).toBe(
        'receipt.review-required',
      );
      await setting({ receivingReview: 'none' });
      await technician.post('/api/stock/receipts', byName).expect(201);
      await setting({ receivingReview: 'all' });
      const plain = await aProduct(app.database.reader);
      const got = await receive(technician, { supplierId: supplier, lines: [line({ productId: plain.id })] });
      expect(got.state).toBe('awaiting-review');
      await setting({});
    });
  });

  describe('a stranger', () => {
    const aStranger = async (orderId?: string): Promise<Receipt> =>
      receive(technician, {
        ...(orderId === undefined ? { supplierId: supplier } : { purchaseOrderId: orderId }),
        lines: [{ code: `]d2?${items}`, packages: 3, place: 'quarantine shelf, left' }],
      });

    it('is no stock until a pharmacist says what it is; then its lot waits for release', async () => {
      const it = await anOrder(1, 5);
      const got = await aStranger(it.id);
      const id = got.lines[0]?.id ?? '';
      expect([got.movementId, await onHand()]).toEqual([null, '0']);
      await technician
        .photo(`/api/receiving/lines/${id}/photos`, Buffer.from('\xff\xd8\xff jpeg', 'latin1'))
        .expect(201);
      const as = {
        productId: product.id,
        lotNumber: 'X9',
        expiry: '2027-01',
        locationId: shelf,
        reason: 'by its carton',
      };
      await technician.post(`/api/receiving/strangers/${id}/identification`, as).expect(403);
      const say = (): ReturnType<SignedIn['post']> =>
        pharmacist.post(`/api/receiving/strangers/${id}/identification`, as);
      const both = await Promise.all([say(), say()]);
      expect(both.map((a) => a.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      const after: Receipt = (await buyer.get(`/api/receipts/${got.id}`).expect(200)).body;
      expect([await onHand(), after.lots[0]?.state]).toEqual(['30', 'quarantine']);
      expect(await order(it.id)).toMatchObject({ lines: [{ outstandingPackages: 2 }] });
    });

    it('goes back with a reason, and is then decided', async () => {
      const id = (await aStranger()).lines[0]?.id ?? '';
      const back = `/api/receiving/strangers/${id}/return`;
      await pharmacist.post(back, { reason: 'not ordered' }).expect(200);
      await pharmacist.post(back, { reason: 'not ordered' }).expect(409);
      const waiting = (await buyer.get('/api/receiving/strangers').expect(200)).body as { id: string }[];
      expect(waiting.map((s) => s.id)).not.toContain(id);
    });
  });

  describe('transaction information', () => {
    const packages = (serials: readonly string[], lot = 'L1'): Parameters<typeof aShipment>[0] =>
      serials.map((serial) => ({ gtin, serial, lot, expiry: '2027-06-30' }));
    const importing = (document: unknown, more: object = {}): ReturnType<SignedIn['post']> =>
      technician.post('/api/dscsa/documents', { document: JSON.stringify(document), ...more });
    const took = (serials: readonly string[], change: object = {}): Promise<Receipt> =>
      receive(technician, {
        supplierId: supplier,
        lines: [line({ packages: Math.max(1, serials.length), serials, ...change })],
      });
    const receipt = async (id: string): Promise<Receipt> => (await buyer.get(`/api/receipts/${id}`).expect(200)).body;
    const serials = (...names: string[]): string[] => names.map((name) => `${name}${items}`);

    it('that agrees is matched, whichever comes first; a document sent again changes nothing', async () => {
      const got = await took(serials('A', 'B'));
      expect(got.dscsaState).toBe('waiting');
      const shipment = aShipment(packages(serials('A', 'B')));
      const both = await Promise.all([importing(shipment), importing(shipment)]);
      expect(both.map((a) => a.status)).toEqual([201, 201]);
      expect(new Set(both.map((a) => a.body.duplicate))).toEqual(new Set([true, false]));
      expect(both[0]?.body).toMatchObject({ items: 2, known: 2, matched: 2, receiptId: got.id, statement: true });
      expect(await receipt(got.id)).toMatchObject({
        dscsaState: 'matched',
        exceptions: [],
        lots: [{ state: 'available' }],
      });
      await importing(aShipment(packages(serials('C')))).expect(201);
      expect((await took(serials('C'), { lotNumber: 'L1' })).dscsaState).toBe('matched');
    });

    it.each<[string, Differs, string, string]>([
      ['a serial that was not stated', { state: ['A'], came: ['A', 'X'] }, 'received-not-in-ti', 'quarantine'],
      ['less than was stated', { state: ['A', 'B'], came: ['A'] }, 'ti-not-received', 'available'],
      ['another lot', { state: ['A'], came: ['A'], lot: 'L2' }, 'lot-mismatch', 'quarantine'],
      ['another expiry', { state: ['A'], came: ['A'], expiry: '2027-05-31' }, 'expiry-mismatch', 'quarantine'],
      ['no statement', { state: ['A'], came: ['A'], statement: false }, 'missing-ts', 'quarantine'],
      ['an unknown seller', { state: ['A'], came: ['A'], sellerGln: '0614141000029' }, 'unknown-partner', 'quarantine'],
    ])('with %s goes to the exception desk', async (_what, { state: stated, came, ...of }, kind, state) => {
      const got = await took(serials(...came), {
        ...(of.lot !== undefined && { lotNumber: of.lot }),
        ...(of.expiry !== undefined && { expiry: of.expiry }),
      });
      await importing(aShipment(packages(serials(...stated)), of), { receiptId: got.id }).expect(201);
      const after = await receipt(got.id);
      expect(after.exceptions.map((e) => e.kind)).toEqual([kind]);
      expect([after.dscsaState, after.lots[0]?.state]).toEqual(['exception', state]);
    });

    it('is compared by lot and count where no package was scanned', async () => {
      const got = await took([], { packages: 3 });
      await importing(aShipment(packages(serials('A', 'B'))), { receiptId: got.id }).expect(201);
      expect((await receipt(got.id)).exceptions).toMatchObject([{ kind: 'received-not-in-ti' }]);
    });

    it('that sells a serial a second time makes it suspect', async () => {
      await importing(aShipment(packages(serials('A')))).expect(201);
      const got = await took(serials('A'));
      expect(got.dscsaState).toBe('matched');
      await importing(aShipment(packages(serials('A')), { created: '2026-03-01T10:00:00Z' })).expect(201);
      expect((await receipt(got.id)).lots).toMatchObject([{ state: 'quarantine' }]);
    });

    it('is not needed of products outside DSCSA (DS-12)', async () => {
      await app.database.reader.query('update product set dscsa_exempt = true where id = $1', [product.id]);
      const got = await took([]);
      expect([got.dscsaState, got.findings]).toEqual(['not-needed', []]);
    });

    it.each([
      ['no JSON', '{"type": ', '$'],
      ['XML', '<?xml version="1.0"?><a/>', '$'],
      ['another kind of document', '{"type":"Invoice"}', '$.type'],
      ['a name that is a trap', '{"type":"EPCISDocument","__proto__":{"x":1}}', '$.__proto__'],
      ['depth', `${'['.repeat(5000)}${']'.repeat(5000)}`, 'deeper'],
      ['a wrong type', '{"type":"EPCISDocument","schemaVersion":2}', '$.schemaVersion'],
    ])('made of %s is refused whole, with the place', async (_what, document, place) => {
      const count = async (): Promise<number> =>
        (await rows(app.database.reader, 'select 1 from dscsa_document')).length;
      const before = await count();
      const { body } = await technician.post('/api/dscsa/documents', { document }).expect(422);
      expect([body.code, body.detail]).toEqual(['dscsa.document-invalid', expect.stringContaining(place)]);
      expect(await count()).toBe(before);
    });
  });

  describe('an exception', () => {
    const desk = '/api/receiving/exceptions';
    const aSuspect = async (): Promise<string> => {
      const taken = { supplierId: supplier, lines: [line({ packages: 1, serials: ['DUP'] })] };
      await receive(technician, taken);
      return (await receive(technician, taken)).exceptions[0]?.id ?? '';
    };

    it('of suspect product is investigated, then closed by a pharmacist with a reason; the lot stays held', async () => {
      const id = await aSuspect();
      const cleared = { outcome: 'cleared', reason: 'scanned twice by us' };
      await pharmacist.post(`${desk}/${id}/closing`, cleared).expect(409);
      await technician.post(`${desk}/${id}/investigation`, { note: 'asked the seller' }).expect(200);
      await buyer.post(`${desk}/${id}/closing`, cleared).expect(403);
      const { body } = await pharmacist.post(`${desk}/${id}/closing`, cleared).expect(200);
      expect(body).toMatchObject({ state: 'cleared', lotState: 'quarantine', fdaNoticeDueAt: null });
      await pharmacist.post(`${desk}/${id}/closing`, cleared).expect(409);
    });

    const release = (lotId: string): ReturnType<SignedIn['post']> =>
      pharmacist.post(`/api/lots/${lotId}/release`, { reason: 'looked at it' });

    it('of suspect product keeps its lot from being released until it is cleared (DS-06)', async () => {
      const id = await aSuspect();
      const lotId = (await buyer.get(`${desk}/${id}`).expect(200)).body.lotId as string;
      expect((await release(lotId).expect(409)).body.detail).toContain('exception desk');
      await technician.post(`${desk}/${id}/investigation`, { note: 'asked the seller' }).expect(200);
      await release(lotId).expect(409);
      await pharmacist.post(`${desk}/${id}/closing`, { outcome: 'cleared', reason: 'scanned twice' }).expect(200);
      await release(lotId).expect(200);
    });

    it('of product that came while a recall held its lot sends it into quarantine when the recall is withdrawn', async () => {
      const [lot] = (await receive(technician, { supplierId: supplier, lines: [line({ serials: ['DUP'] })] })).lots;
      const scope = { kind: 'lots', lotIds: [lot?.id] };
      const { body: recall } = await pharmacist
        .post('/api/recalls', { kind: 'class-2', reason: 'Particles seen', scope })
        .expect(201);
      await receive(technician, { supplierId: supplier, lines: [line({ serials: ['DUP'] })] });
      const signed = { password: pharmacist.password, reason: 'Opened for another lot' };
      await pharmacist.post(`/api/recalls/${recall.id}/withdrawal`, signed).expect(200);
      expect(
        await rows(app.database.reader, 'select state, state_reason as why from lot where id = $1', [lot?.id]),
      ).toEqual([{ state: 'quarantine', why: expect.stringContaining('received before') }]);
    });

    it('found illegitimate is to be told to FDA within 24 hours (DS-07)', async () => {
      const id = await aSuspect();
      await pharmacist.post(`${desk}/${id}/investigation`, { note: 'seal broken' }).expect(200);
      const notice = { notifiedAt: app.clock.iso(), reference: '3911-0001' };
      await pharmacist.post(`${desk}/${id}/fda-notice`, notice).expect(409);
      const { body } = await pharmacist
        .post(`${desk}/${id}/closing`, { outcome: 'illegitimate', reason: 'maker denies the serial' })
        .expect(200);
      expect((await release(body.lotId).expect(409)).body.detail).toContain('never released');
      expect(Date.parse(body.fdaNoticeDueAt) - Date.parse(body.closedAt)).toBe(24 * 3_600_000);
      expect((await pharmacist.post(`${desk}/${id}/fda-notice`, notice).expect(200)).body.fdaReference).toBe(
        '3911-0001',
      );
    });

    it('that is no suspicion is cleared by the buyer at once', async () => {
      const got = await receive(technician, { supplierId: supplier, lines: [line({ damagedPackages: 1 })] });
      const id = got.exceptions[0]?.id ?? '';
      await technician.post(`${desk}/${id}/closing`, { outcome: 'cleared', reason: 'credited' }).expect(403);
      await buyer.post(`${desk}/${id}/closing`, { outcome: 'cleared', reason: 'credited' }).expect(200);
    });
  });
});
