import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aLot } from '../../../../../test/factories/a-lot.js';
import { aDrug, aLocation } from '../../../../../test/factories/a-product.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aPharmacyWith } from '../../../../../test/setup/world.js';
import { StockLedger } from '../stock/stock-ledger.js';

let app: TestApp;
let pharmacist: SignedIn;

const drug = (change: object = {}): object => ({
  name: 'testomycin',
  kind: 'drug',
  hazard: 'none',
  antineoplastic: false,
  highAlert: false,
  allergyClasses: [],
  ...change,
});
const product = (drugId: string, change: object = {}): object => ({
  drugId,
  name: 'Testomycin 500 mg/10 mL vial',
  manufacturer: 'Example Labs',
  ndc: '99998-0001-10',
  containerKind: 'single-dose-vial',
  form: 'solution',
  stockUnit: 'mL',
  content: '10',
  strengthValue: '50',
  strengthUnit: 'mg',
  strengthPerMl: '1',
  storage: 'CRT',
  protectFromLight: false,
  dscsaExempt: false,
  source: 'made for a test',
  ...change,
});

describe('formulary', () => {
  beforeAll(async () => {
    app = await startTestApp();
    ({ pharmacist } = await aPharmacyWith(app, { pharmacist: true }));
  });
  afterAll(() => app.close());

  describe('drugs', () => {
    it('are added, changed and found by a part of their name', async () => {
      const { body: added } = await pharmacist.post('/api/drugs', drug({ name: 'findomycin' })).expect(201);
      await pharmacist.put(`/api/drugs/${added.id}`, drug({ name: 'findomycin', highAlert: true })).expect(200);
      const { body } = await pharmacist.get('/api/drugs?q=INDOMYC').expect(200);
      expect(body).toMatchObject({ items: [{ id: added.id, highAlert: true }], next: null });
    });

    it('have one name each, whatever its capitals', async () => {
      await pharmacist.post('/api/drugs', drug({ name: 'onlymycin' })).expect(201);
      const { body } = await pharmacist.post('/api/drugs', drug({ name: 'OnlyMycin' })).expect(409);
      expect(body.code).toBe('drug.name-taken');
    });

    it('are hazardous when antineoplastic', async () => {
      await pharmacist.post('/api/drugs', drug({ name: 'toxomycin', antineoplastic: true })).expect(400);
    });

    it('come in pages that neither repeat nor leave out', async () => {
      for (const letter of ['a', 'b', 'c', 'd', 'e']) await aDrug(app.database.reader, { name: `paged ${letter}` });
      const names: string[] = [];
      for (let cursor = ''; ;) {
        const { body } = await pharmacist.get(`/api/drugs?q=paged&limit=2${cursor}`).expect(200);
        names.push(...body.items.map((d: { name: string }) => d.name));
        if (body.next === null) break;
        cursor = `&cursor=${body.next}`;
      }
      expect(names).toEqual(['paged a', 'paged b', 'paged c', 'paged d', 'paged e']);
    });

    it('take a search for what it is, not for a pattern', async () => {
      const { body } = await pharmacist.get('/api/drugs?q=%25').expect(200);
      expect(body.items.filter((d: { name: string }) => !d.name.includes('%'))).toEqual([]);
    });
  });

  describe('products', () => {
    it('derive their billing form and GTIN from a 10-digit NDC, and say their strength as a label does', async () => {
      const { id: drugId } = await aDrug(app.database.reader, { name: 'vialomycin' });
      const { body } = await pharmacist.post('/api/products', product(drugId, { ndc: '0409-3977-03' })).expect(201);
      expect(body).toMatchObject({
        ndc: '0409-3977-03',
        ndc11: '00409397703',
        gtin: '00304093977035',
        strengthText: '500 mg/10 mL (50 mg/mL)',
        reconstitutionText: null,
      });
    });

    it('are found by their NDC in any form', async () => {
      const { id: drugId } = await aDrug(app.database.reader, { name: 'anyformin' });
      const { body: added } = await pharmacist
        .post('/api/products', product(drugId, { ndc: '0409-1234-01' }))
        .expect(201);
      for (const q of ['0409-1234-01', '00409-1234-01', '00409123401', '0409123401', added.gtin]) {
        const { body } = await pharmacist.get(`/api/products?q=${q}`).expect(200);
        expect(body.items.map((p: { id: string }) => p.id)).toContain(added.id);
      }
    });

    it('refuse ten digits without hyphens, with the packages they may mean', async () => {
      const { id: drugId } = await aDrug(app.database.reader);
      const { body } = await pharmacist.post('/api/products', product(drugId, { ndc: '0409397703' })).expect(422);
      expect(body).toMatchObject({ code: 'product.ndc-ambiguous', fields: [{ field: 'ndc' }] });
      expect(body.fields[0].accepted).toContain('0409-3977-03');
    });

    it('refuse what is no NDC, and an NDC that another product has in another form', async () => {
      const { id: drugId } = await aDrug(app.database.reader);
      await pharmacist.post('/api/products', product(drugId, { ndc: '12-34-5678' })).expect(400);
      await pharmacist.post('/api/products', product(drugId, { ndc: '0409-5555-01' })).expect(201);
      const { body } = await pharmacist.post('/api/products', product(drugId, { ndc: '00409-5555-01' })).expect(409);
      expect(body.code).toBe('product.ndc-taken');
    });

    it('refuse a powder that does not say how it is reconstituted, and half a strength', async () => {
      const { id: drugId } = await aDrug(app.database.reader);
      await pharmacist.post('/api/products', product(drugId, { form: 'powder', stockUnit: 'mg' })).expect(400);
      await pharmacist.post('/api/products', product(drugId, { strengthPerMl: undefined })).expect(400);
      await pharmacist.post('/api/products', product(drugId, { strengthUnit: 'mgs' })).expect(400);
    });

    it('say what a powder becomes', async () => {
      const { id: drugId } = await aDrug(app.database.reader, { name: 'powderomycin' });
      const { id: water } = await aDrug(app.database.reader, { name: 'water for a test', kind: 'diluent' });
      const powder = {
        ndc: '99998-0002-10',
        form: 'powder',
        stockUnit: 'mg',
        content: '10000',
        strengthValue: '100',
        reconstitutionDrugId: water,
        reconstitutionVolumeMl: '95',
        displacementMl: '5',
      };
      const { body } = await pharmacist.post('/api/products', product(drugId, powder)).expect(201);
      expect(body).toMatchObject({
        strengthText: '10 g powder',
        reconstitutionText: 'Add 95 mL water for a test: 100 mg/mL',
      });
    });

    it('keep content and NDC once there are lots, and may be renamed', async () => {
      const { id: drugId } = await aDrug(app.database.reader);
      const body = product(drugId, { ndc: '99998-0003-10' });
      const { body: added } = await pharmacist.post('/api/products', body).expect(201);
      const world = { database: app.database, ledger: app.get(StockLedger), personId: pharmacist.personId };
      await aLot(world, { productId: added.id, locationId: await aLocation(app.database.reader), quantity: '10' });
      const path = `/api/products/${added.id}`;
      const refused = await pharmacist.put(path, { ...body, content: '20' }).expect(409);
      expect(refused.body.code).toBe('product.in-use');
      await pharmacist.put(path, { ...body, name: 'Another name' }).expect(200);
    });
  });
});
