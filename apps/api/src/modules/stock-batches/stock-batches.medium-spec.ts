import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { formatInstant, instant, parseInstant, type Instant } from '#domain/time';
import {
  aCompoundedWorksheet,
  aDemoPharmacy,
  codeOfMade,
  compounded,
  currentStep,
  HOOD,
  STATION,
} from '../../../../../test/factories/a-worksheet.js';
import { anApprovedOrder } from '../../../../../test/factories/an-approved-order.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { signInAs, type SignedIn } from '../../../../../test/setup/people.js';
import { aQualification } from '../../../../../test/setup/world.js';
import { rows } from '../../platform/database/sql.js';
import { demoLocationId } from '../../seed/demo.js';
import { DEMO_FORMULAS } from '../../seed/demo-formulas.js';
import { stableId } from '../../seed/stable-id.js';
import type { FormulaResponse } from '../formulas/formulas.dto.js';
import { checkLedger } from '../stock/ledger-check.js';
import type { WorksheetRecord } from '../worksheets/worksheets.dto.js';
import type { BatchPreview, InHouseProductResponse, StockBatchList } from './stock-batches.dto.js';

let app: TestApp;
let technician: SignedIn;
let pharmacist: SignedIn;
/** Approves formulas and verifies. */
let verifier: SignedIn;
const REFRIGERATOR = demoLocationId('Refrigerator 1');
const [, ceftriaxone] = DEMO_FORMULAS;
const DEMO_VERSION = stableId('formulation-version', ceftriaxone?.name ?? '');
let names = 0;

/** Sessions end before what is made does: everybody signs in again. */
async function later(at: Instant): Promise<void> {
  app.clock.set(formatInstant(at));
  const again = ({ personId: id, login, name: printedName }: SignedIn): Promise<SignedIn> =>
    signInAs(app, { id, login, printedName });
  technician = await again(technician);
  pharmacist = await again(pharmacist);
  verifier = await again(verifier);
}

const ask = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> => rows<T>(app.database.reader, sql, parameters);
const LIMIT = { limitHours: 240, reason: 'Labeling in hand', citation: 'Labeling, storage after dilution' };
const READ = ['stock-batch.beyond-history'];

/** A product of 2 g in 100 mL, made of vials, or of `amount` made by another formula. */
const aProduct = async (
  formulationVersionId = DEMO_VERSION,
  amount = { value: '2', unit: 'g' },
): Promise<InHouseProductResponse> => {
  const body = {
    formulationVersionId,
    name: `Ceftriaxone stock bag ${(names += 1)}`,
    amount,
    containerKind: 'bag',
    storage: 'REF',
  };
  return (await pharmacist.post('/api/stock-batches/products', body).expect(201)).body as InHouseProductResponse;
};

/** The formula of ceftriaxone bags, made of one product and nothing else. @returns the approved version */
async function aFormulaOf(productId: string): Promise<string> {
  const name = `Ceftriaxone from stock ${(names += 1)}`;
  const additives = ceftriaxone?.additives.map((a) => ({ ...a, products: [{ productId }], limits: null }));
  const drafted = await pharmacist.post('/api/formulas', { name, content: { ...ceftriaxone, name, additives } });
  const { id } = drafted.body as FormulaResponse;
  const approval = { version: 1, reviewBy: '2027-03-02', password: verifier.password };
  const { body } = await verifier.post(`/api/formulas/${id}/approval`, approval).expect(200);
  return (body as FormulaResponse).versions[0]?.id ?? '';
}

const planned = (product: InHouseProductResponse, containers = 2) =>
  pharmacist.post('/api/stock-batches', {
    formulationVersionId: product.formulationVersionId,
    productId: product.id,
    containers,
    acknowledged: READ,
    stabilityDecision: LIMIT,
    password: pharmacist.password,
  });

async function aMadeBatch(
  product: InHouseProductResponse,
  containers = 2,
  maker = technician,
): Promise<WorksheetRecord> {
  const batch = (await planned(product, containers).expect(201)).body as WorksheetRecord;
  const claim = { hoodId: HOOD.ceftriaxone, station: STATION };
  const claimed = await maker.post(`/api/worksheets/${batch.id}/claim`, claim).expect(200);
  return compounded(app, maker, claimed.body as WorksheetRecord);
}

const verification = (batch: WorksheetRecord, who = verifier) =>
  who.post(`/api/worksheets/${batch.id}/verification`, {
    revision: batch.revision,
    acknowledged: [],
    password: who.password,
  });

/** Made, verified, labeled, and each label read on its container. */
async function aLabeledBatch(product: InHouseProductResponse, containers = 2): Promise<WorksheetRecord> {
  const made = await aMadeBatch(product, containers);
  await verification(made).expect(200);
  await technician.post(`/api/worksheets/${made.id}/labels`, {}).expect(201);
  for (const { number } of made.csps) await technician.post('/api/csps/activation', { code: number }).expect(200);
  return made;
}

const toStock = (batch: WorksheetRecord, locationId = REFRIGERATOR) =>
  technician.post(`/api/stock-batches/${batch.id}/to-stock`, { locationId });

async function aStockedBatch(
  product: InHouseProductResponse,
  containers = 2,
): Promise<{ batch: WorksheetRecord; lotId: string }> {
  const { body } = await toStock(await aLabeledBatch(product, containers)).expect(200);
  const batch = body as WorksheetRecord;
  return { batch, lotId: batch.stock?.lotId ?? '' };
}

/** A bag for a patient, made of what the formula names. */
const aBag = (formulationVersionId: string, dose: readonly [string, string]): Promise<WorksheetRecord> =>
  aCompoundedWorksheet(app, technician, 'ceftriaxone', { containers: 1, formulationVersionId, dose });

async function aClaimed(formulationVersionId: string): Promise<WorksheetRecord> {
  const order = await anApprovedOrder(app, 'ceftriaxone', { containers: 1, formulationVersionId, dose: ['500', 'mg'] });
  const { body } = await technician.post('/api/worksheets', { orderId: order.id }).expect(201);
  const claim = { hoodId: HOOD.ceftriaxone, station: STATION };
  return (await technician.post(`/api/worksheets/${(body as WorksheetRecord).id}/claim`, claim).expect(200))
    .body as WorksheetRecord;
}

describe('stock batches', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aDemoPharmacy(app);
    technician = await app.signedIn('technician');
    pharmacist = await app.signedIn('pharmacist');
    verifier = await app.signedIn('pharmacist');
    await aQualification(app, technician.personId);
    await aQualification(app, pharmacist.personId);
  });
  afterAll(() => app.close());
  /** Whatever a test does, the ledger adds up afterwards (promise 1). */
  afterEach(async () => {
    expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
  });

  describe('a product that is made here', () => {
    it('has what the formula gives as its volume and strength, a code of its own and no NDC', async () => {
      const product = await aProduct();
      expect(product).toMatchObject({ content: '100', storage: 'REF', inStock: 0 });
      expect(product.code).toMatch(/^PRD-\d{6}-.$/);
      const { body } = await pharmacist.get(`/api/products?q=${product.code}`).expect(200);
      expect(body.items).toMatchObject([{ id: product.id, inHouse: true, ndc: product.code, ndc11: null, gtin: null }]);
    });

    it('is not received: its lots come of its worksheets alone', async () => {
      const { id } = await aProduct();
      const lot = app.database.transaction((tx) =>
        tx.query(
          `insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, received_at)
         values (gen_random_uuid(), $1, 'X1', '2026-12-31', '2026-12-31', 'available', $2)`,
          [id, app.clock.iso()],
        ),
      );
      await expect(lot).rejects.toMatchObject({
        code: 'request.invalid',
        message: expect.stringContaining('not received'),
      });
    });

    it('is not made of a formula with a dose that it cannot give', async () => {
      const body = {
        formulationVersionId: DEMO_VERSION,
        name: 'Too strong',
        amount: { value: '90', unit: 'g' },
        containerKind: 'bag',
        storage: 'REF',
      };
      const answer = await pharmacist.post('/api/stock-batches/products', body).expect(422);
      expect(answer.body.code).toBe('worksheet.cannot-be-made');
    });
  });

  describe('planning for stock', () => {
    it('is told what it takes, until when it would be good, and that it goes beyond the history of orders', async () => {
      const product = await aProduct();
      const ask503A = { productId: product.id, containers: 2 };
      const undecided = (await technician.post('/api/stock-batches/preview', ask503A).expect(200)).body as BatchPreview;
      expect(undecided).toMatchObject({ budAt: null, needsStabilityDecision: true });
      const decided = await pharmacist.post('/api/stock-batches/preview', { ...ask503A, stabilityDecision: LIMIT });
      const preview = decided.body as BatchPreview;
      // 10 days refrigerated, Category 2 (USP <797> Table 13), from now.
      expect(preview).toMatchObject({ budAt: '2026-03-12T14:00:00.000Z', needsStabilityDecision: false });
      expect(preview.ingredients.map((i) => i.packages)).toEqual([2, 2, 1]);
      expect(preview.findings).toContainEqual(
        expect.objectContaining({
          code: 'stock-batch.beyond-history',
          severity: 'soft',
          source: expect.stringContaining('503A'),
        }),
      );
    });

    it('refuses what would get no date, what was not read, and a decision of someone who is no pharmacist', async () => {
      const product = await aProduct();
      const body = { formulationVersionId: DEMO_VERSION, productId: product.id, containers: 2, acknowledged: READ };
      const undated = await technician.post('/api/stock-batches', body).expect(422);
      expect(undated.body.code).toBe('worksheet.cannot-be-made');
      const decided = { ...body, stabilityDecision: LIMIT, password: technician.password };
      expect((await technician.post('/api/stock-batches', decided).expect(403)).body.code).toBe('access.denied');
      const unread = { ...decided, acknowledged: [], password: pharmacist.password };
      expect((await pharmacist.post('/api/stock-batches', unread).expect(422)).body.code).toBe(
        'worksheet.findings-open',
      );
      const wrong = { ...decided, password: 'wrong' };
      expect((await pharmacist.post('/api/stock-batches', wrong).expect(403)).body.code).toBe('signature.refused');
      expect(await ask('select 1 from worksheet where stock_product_id = $1', [product.id])).toEqual([]);
    });

    it('sets its ingredients aside for a worksheet without a patient', async () => {
      const batch = (await planned(await aProduct()).expect(201)).body as WorksheetRecord;
      expect(batch).toMatchObject({
        state: 'allocated',
        patient: 'For stock',
        orderNumber: '',
        order: null,
        patientDetail: null,
      });
      expect(batch.title).toContain('2 g');
      expect(batch.lines.every((line) => line.allocations.length > 0)).toBe(true);
      const { body } = await technician.get('/api/worksheets?state=allocated&limit=100').expect(200);
      expect(body.items).toContainEqual(expect.objectContaining({ id: batch.id, patient: 'For stock' }));
    });
  });

  describe('a batch for stock', () => {
    it('is verified by somebody else, and labeled as no patient’s', async () => {
      const made = await aMadeBatch(await aProduct(), 2, pharmacist);
      expect(made).toMatchObject({ state: 'compounded', budAt: '2026-03-12T14:00:00.000Z' });
      const own = await verification(made, pharmacist).expect(409);
      expect(own.body.findings).toMatchObject([{ code: 'worksheet.maker-is-verifier' }]);
      await verification(made).expect(200);
      const printed = await technician.post(`/api/worksheets/${made.id}/labels`, {}).expect(201);
      expect(printed.body.labels).toHaveLength(2);
      const facts = await ask<{ facts: Record<string, unknown> }>(
        'select l.facts from label l join csp x on x.id = l.csp_id where x.worksheet_id = $1',
        [made.id],
      );
      expect(facts.every((f) => f.facts.lot === made.number && !('patient' in f.facts))).toBe(true);
      await technician.get(`/api/worksheets/${made.id}/labels.pdf`).expect(200);
      await technician.get(`/api/worksheets/${made.id}/record.pdf`).expect(200);
      const { body } = await technician.post(`/api/worksheets/${made.id}/dispensing`, {}).expect(409);
      expect(body.code).toBe('worksheet.cannot-dispense');
    });

    it('does not go to a shelf before each label was read, nor to one of another condition', async () => {
      const made = await aMadeBatch(await aProduct());
      expect((await toStock(made).expect(409)).body.code).toBe('worksheet.cannot-stock');
      await verification(made).expect(200);
      const unlabeled = await toStock(made).expect(409);
      expect(unlabeled.body.findings.map((f: { code: string }) => f.code)).toContain('worksheet.label-not-active');
      await technician.post(`/api/worksheets/${made.id}/labels`, {}).expect(201);
      for (const { number } of made.csps) await technician.post('/api/csps/activation', { code: number }).expect(200);
      const warm = await toStock(made, demoLocationId('Shelf A')).expect(409);
      expect(warm.body.findings).toMatchObject([{ code: 'lot.wrong-storage', field: 'locationId' }]);
      await toStock(made).expect(200);
    });

    it('becomes one lot that stops at the instant of its date, once however often it is asked for', async () => {
      const product = await aProduct();
      const made = await aLabeledBatch(product, 3);
      const answers = await Promise.all([toStock(made), toStock(made), toStock(made)]);
      expect(answers.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 409, 409]);
      const lots = await ask('select lot_number, expires_on, usable_until, state from lot where product_id = $1', [
        product.id,
      ]);
      const until = parseInstant('2026-03-12T14:00:00Z');
      expect(lots).toEqual([
        { lot_number: made.number, expires_on: '2026-03-12', usable_until: until, state: 'available' },
      ]);
      const held = await ask(
        `select b.account_kind as kind, trim_scale(b.on_hand)::text as held from stock_balance b join lot l on l.id = b.lot_id
       where l.product_id = $1 order by 1`,
        [product.id],
      );
      expect(held).toEqual([
        { kind: 'location', held: '300' },
        { kind: 'made', held: '-300' },
      ]);
      // What it was made of is used up: nothing of it stays with the containers.
      const left = await ask(
        `select 1 from stock_balance b join stock_account a on a.id = b.account_id join csp x on x.id = a.subject_id
       where a.kind = 'csp' and x.worksheet_id = $1 and b.on_hand <> 0`,
        [made.id],
      );
      expect(left).toEqual([]);
      const { body } = await technician.get(`/api/stock-batches?productId=${product.id}`).expect(200);
      expect((body as StockBatchList).items).toMatchObject([{ state: 'stocked', containers: 3, left: 3 }]);
    });

    it('is held back by what was recalled in it meanwhile', async () => {
      const made = await aLabeledBatch(await aProduct());
      const [used] = await ask<{ lot_id: string }>('select lot_id from consumption where worksheet_id = $1 limit 1', [
        made.id,
      ]);
      await app.database.transaction((tx) =>
        tx.query(`update lot set state = 'recalled', state_reason = 'test' where id = $1`, [used?.lot_id]),
      );
      const { body } = await toStock(made).expect(409);
      expect(body.findings.map((f: { code: string }) => f.code)).toContain('lot.recalled');
      await app.database.transaction((tx) =>
        tx.query(`update lot set state = 'available', state_reason = '' where id = $1`, [used?.lot_id]),
      );
    });
  });

  describe('a bag made from stock', () => {
    it('is traced from the vial through one batch and through two, and gets no later date than the batch', async () => {
      const first = await aProduct();
      const one = await aStockedBatch(first);
      await later(instant(app.clock.now() + 30 * 3_600_000));
      const fromFirst = await aFormulaOf(first.id);
      const bag = await aBag(fromFirst, ['500', 'mg']);
      expect(bag.budAt).toBe(one.batch.budAt);
      expect(bag.bud).toMatchObject({ governing: [expect.stringContaining('beyond-use date')] });

      const second = await aProduct(fromFirst, { value: '500', unit: 'mg' });
      const two = await aStockedBatch(second);
      expect(two.batch.budAt).toBe(one.batch.budAt);
      const deep = await aBag(await aFormulaOf(second.id), ['100', 'mg']);
      expect(deep.budAt).toBe(one.batch.budAt);

      const [vial] = await ask<{ lot_id: string }>(
        `select c.lot_id from consumption c join lot l on l.id = c.lot_id join product p on p.id = l.product_id
       where c.worksheet_id = $1 and p.drug_id = $2`,
        [one.batch.id, stableId('drug', 'ceftriaxone')],
      );
      const reached = await ask<{ worksheet_id: string; depth: number }>(
        `with recursive went as (
         select c.worksheet_id, 1 as depth from consumption c where c.lot_id = $1
         union select c.worksheet_id, w.depth + 1 from went w join lot l on l.made_in_worksheet_id = w.worksheet_id
           join consumption c on c.lot_id = l.id)
       select worksheet_id, max(depth) as depth from went where worksheet_id = any($2::uuid[]) group by 1`,
        [vial?.lot_id, [one.batch.id, bag.id, two.batch.id, deep.id]],
      );
      expect(new Map(reached.map((r) => [r.worksheet_id, r.depth]))).toEqual(
        new Map([
          [one.batch.id, 1],
          [bag.id, 2],
          [two.batch.id, 2],
          [deep.id, 3],
        ]),
      );
    });

    it('is scanned by the number on the container’s label, each container once', async () => {
      const product = await aProduct();
      const { lotId } = await aStockedBatch(product, 2);
      const version = await aFormulaOf(product.id);
      const code = await codeOfMade(app, lotId);
      await aBag(version, ['500', 'mg']);
      const other = await aClaimed(version);
      const path = `/api/worksheets/${other.id}/steps/${currentStep(other).id}/scan`;
      const again = await technician.post(path, { station: STATION, code }).expect(422);
      expect(again.body.findings).toMatchObject([{ code: 'scan.serial-already-opened' }]);
      const { body } = await technician
        .post(path, { station: STATION, code: await codeOfMade(app, lotId) })
        .expect(200);
      expect(body.accepted).toBe(true);
      // USP <797> section 16: 12 h once entered in ISO 5, and never past its own date.
      const [opened] = await ask<{ in_use_until: number }>(
        'select in_use_until from open_container where lot_id = $1 order by number desc',
        [lotId],
      );
      expect((opened?.in_use_until ?? 0) - app.clock.now()).toBe(12 * 3_600_000);
    });

    it('is taken at the very millisecond of its date, and not one later', async () => {
      const product = await aProduct();
      const { batch, lotId } = await aStockedBatch(product, 3);
      const version = await aFormulaOf(product.id);
      const claimed = [await aClaimed(version), await aClaimed(version), await aClaimed(version)];
      const until = parseInstant(batch.budAt ?? '');
      for (const [index, ms] of [-1, 0, 1].entries()) {
        await later(instant(until + ms));
        const it = claimed[index] ?? batch;
        const path = `/api/worksheets/${it.id}/steps/${currentStep(it).id}/scan`;
        const answer = await technician.post(path, { station: STATION, code: await codeOfMade(app, lotId) });
        expect([ms, answer.status]).toEqual([ms, ms <= 0 ? 200 : 422]);
        if (ms > 0) expect(answer.body.findings).toMatchObject([{ code: 'lot.expired' }]);
      }
    });
  });
});
