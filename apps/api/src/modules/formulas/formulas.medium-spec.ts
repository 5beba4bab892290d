import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { DEMO_FORMULAS } from '../../seed/demo-formulas.js';
import { stableId } from '../../seed/stable-id.js';
import type { FormulaResponse } from './formulas.dto.js';

let app: TestApp;
let author: SignedIn;
let approver: SignedIn;
let names = 0;

const [template] = DEMO_FORMULAS;
const aName = (): string => `Vancomycin test ${(names += 1)}`;
const draft = async (name = aName()): Promise<FormulaResponse> =>
  (await author.post('/api/formulas', { name, content: { ...template, name } }).expect(201)).body as FormulaResponse;
const approval = (who: SignedIn, version = 1): Record<string, unknown> => ({
  version,
  reviewBy: '2027-03-02',
  password: who.password,
});
const approved = async (): Promise<FormulaResponse> => {
  const formula = await draft();
  return (await approver.post(`/api/formulas/${formula.id}/approval`, approval(approver)).expect(200))
    .body as FormulaResponse;
};

describe('formulas', () => {
  beforeAll(async () => {
    app = await startTestApp();
    author = await app.signedIn('pharmacist');
    approver = await app.signedIn('pharmacist');
  });
  afterAll(() => app.close());

  describe('master formulation records', () => {
    it('are written as a draft under a number of their own', async () => {
      const formula = await draft();
      expect(formula.number).toMatch(/^MFR-\d{6}-.$/);
      expect(formula.versions).toMatchObject([{ version: 1, state: 'draft', allowed: ['edit'] }]);
    });

    it('name every field that is wrong', async () => {
      const content = { ...template, container: { description: '' }, volumeMethod: 'guess' };
      const { body } = await author.post('/api/formulas', { name: aName(), content }).expect(422);
      expect(body.code).toBe('formula.invalid');
      expect(body.fields.map((f: { field: string }) => f.field)).toEqual(
        expect.arrayContaining(['content.volumeMethod']),
      );
    });

    it('refuse a product that is not in the formulary', async () => {
      const content = JSON.parse(JSON.stringify(template)) as { additives: { products: { productId: string }[] }[] };
      content.additives[0]?.products.push({ productId: stableId('product', 'nothing') });
      const { body } = await author.post('/api/formulas', { name: aName(), content }).expect(422);
      expect(body.code).toBe('formula.invalid');
    });

    it('are approved by signature of another person, and say so', async () => {
      const formula = await approved();
      expect(formula).toMatchObject({ approvedVersion: 1, draftVersion: null, reviewBy: '2027-03-02' });
      expect(formula.versions[0]).toMatchObject({ state: 'approved', approvedBy: { id: approver.personId } });
    });

    it('are never approved by their author', async () => {
      const formula = await draft();
      const { body } = await author.post(`/api/formulas/${formula.id}/approval`, approval(author)).expect(403);
      expect(body.code).toBe('formula.own-approval');
    });

    it('never change once approved, whatever asks for it', async () => {
      const formula = await approved();
      const change = app.database.transaction((tx) =>
        tx.query(`update formulation_version set content_text = 'other' where formulation_id = $1`, [formula.id]),
      );
      await expect(change).rejects.toMatchObject({ code: 'formula.frozen' });
    });

    it('go on as the next version, and approving it retires the one before', async () => {
      const formula = await approved();
      const content = { ...template, name: formula.name, appearance: 'Clear and colorless' };
      await author.put(`/api/formulas/${formula.id}/draft`, { name: formula.name, content }).expect(200);
      const { body } = await approver.post(`/api/formulas/${formula.id}/approval`, approval(approver, 2)).expect(200);
      expect(body.versions.map((v: { state: string }) => v.state)).toEqual(['approved', 'retired']);
    });

    it('are retired with a reason, and then fit no order', async () => {
      const formula = await approved();
      const { body } = await approver
        .post(`/api/formulas/${formula.id}/retirement`, { reason: 'No longer made' })
        .expect(200);
      expect(body.approvedVersion).toBeNull();
    });

    it('refuse a name that is taken', async () => {
      const formula = await draft();
      const content = { ...template, name: formula.name };
      const { body } = await author.post('/api/formulas', { name: formula.name, content }).expect(409);
      expect(body.code).toBe('formula.name-taken');
    });

    it('are found by part of the name, page by page', async () => {
      await draft('Zeta one');
      await draft('Zeta two');
      const first = await author.get('/api/formulas?q=zeta&limit=1').expect(200);
      expect(first.body.items.map((f: { name: string }) => f.name)).toEqual(['Zeta one']);
      const second = await author.get(`/api/formulas?q=zeta&limit=1&cursor=${first.body.next}`).expect(200);
      expect(second.body).toMatchObject({ items: [{ name: 'Zeta two' }], next: null });
    });
  });
});
