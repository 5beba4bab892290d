import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aDrug } from '../../../../../test/factories/a-product.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aPharmacyWith } from '../../../../../test/setup/world.js';
import { evidenceFor } from './evidence.js';

let app: TestApp;
let pharmacist: SignedIn;
let designated: SignedIn;
let drugId: string;

const evidence = (change: object = {}): object => ({
  drugId,
  concentrationMin: '4',
  concentrationMax: '10',
  concentrationUnit: 'mg/mL',
  diluents: ['sodium chloride 0.9%'],
  containers: ['bag:PVC', 'elastomeric infusor'],
  temperatureMin: '2',
  temperatureMax: '8',
  limitHours: '168',
  clock: 'start',
  citation: 'A Journal 2020;1:1',
  note: '',
  ...change,
});
const added = async (change: object = {}): Promise<{ id: string; revision: number }> =>
  (await pharmacist.post('/api/stability', evidence(change)).expect(201)).body;
const confirmation = (revision: number, password = pharmacist.password): object => ({ revision, password });

describe('stability', () => {
  beforeAll(async () => {
    app = await startTestApp();
    ({ pharmacist, designatedPerson: designated } = await aPharmacyWith(app, {
      pharmacist: true,
      designatedPerson: true,
    }));
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    ({ id: drugId } = await aDrug(app.database.reader));
  });

  describe('stability evidence', () => {
    it('is unconfirmed until a pharmacist signs, and is then what the engine reads', async () => {
      const { id, revision } = await added();
      const { body } = await pharmacist.post(`/api/stability/${id}/confirmation`, confirmation(revision)).expect(200);
      expect(body).toMatchObject({
        status: 'confirmed',
        reviewedBy: pharmacist.name,
        reviewedOn: '2026-03-02',
        revision: 2,
      });
      expect(await evidenceFor(app.database.reader, [drugId])).toMatchObject([
        {
          id,
          status: 'confirmed',
          concentrationMin: '4',
          containers: [{ kind: 'bag', material: 'PVC' }, { kind: 'elastomeric infusor' }],
          temperatureMaxC: 8,
          limitHours: 168,
        },
      ]);
    });

    it('must be confirmed again after an edit', async () => {
      const { id, revision } = await added();
      await pharmacist.post(`/api/stability/${id}/confirmation`, confirmation(revision)).expect(200);
      const { body } = await pharmacist
        .put(`/api/stability/${id}`, evidence({ limitHours: '48', revision: 2 }))
        .expect(200);
      expect(body).toMatchObject({ status: 'unconfirmed', reviewedBy: null, limitHours: '48', revision: 3 });
    });

    it('is not overwritten by somebody who looked before another saved', async () => {
      const { id } = await added();
      await pharmacist.put(`/api/stability/${id}`, evidence({ note: 'first', revision: 1 })).expect(200);
      const { body } = await designated
        .put(`/api/stability/${id}`, evidence({ note: 'second', revision: 1 }))
        .expect(409);
      expect(body.code).toBe('stability.changed-meanwhile');
      await pharmacist.post(`/api/stability/${id}/confirmation`, confirmation(1)).expect(409);
    });

    it('is confirmed by a pharmacist only, and only with the right password', async () => {
      const { id, revision } = await added();
      const path = `/api/stability/${id}/confirmation`;
      expect((await designated.post(path, confirmation(revision, designated.password)).expect(403)).body.code).toBe(
        'access.denied',
      );
      expect((await pharmacist.post(path, confirmation(revision, 'wrong')).expect(403)).body.code).toBe(
        'signature.refused',
      );
      expect(await evidenceFor(app.database.reader, [drugId])).toMatchObject([{ status: 'unconfirmed' }]);
    });

    it('cannot be confirmed while it could fit nothing, and says what is missing', async () => {
      const { id, revision } = await added({ diluents: [], limitHours: undefined });
      const { body } = await pharmacist.post(`/api/stability/${id}/confirmation`, confirmation(revision)).expect(422);
      expect(body).toMatchObject({ code: 'stability.incomplete', fields: [{ field: 'diluent' }, { field: 'limit' }] });
    });

    it('is no longer read once it is withdrawn, and stays withdrawn', async () => {
      const { id } = await added();
      await pharmacist.post(`/api/stability/${id}/withdrawal`, { reason: 'the paper was retracted' }).expect(200);
      expect(await evidenceFor(app.database.reader, [drugId])).toEqual([]);
      const again = await pharmacist.post(`/api/stability/${id}/withdrawal`, { reason: 'twice' }).expect(409);
      expect(again.body.code).toBe('stability.wrong-state');
      await pharmacist.put(`/api/stability/${id}`, evidence({ revision: 2 })).expect(409);
    });

    it('refuses a range that is upside down, and a unit that is no concentration', async () => {
      await pharmacist.post('/api/stability', evidence({ concentrationMin: '11' })).expect(400);
      const { body } = await pharmacist.post('/api/stability', evidence({ concentrationUnit: 'mg' })).expect(400);
      expect(body.fields).toMatchObject([{ field: 'concentrationUnit' }]);
    });

    it('is listed by drug and by status', async () => {
      const { id } = await added();
      const { body } = await pharmacist.get(`/api/stability?drugId=${drugId}&status=unconfirmed`).expect(200);
      expect(body.items.map((e: { id: string }) => e.id)).toEqual([id]);
      const none = await pharmacist.get(`/api/stability?drugId=${drugId}&status=confirmed`).expect(200);
      expect(none.body.items).toEqual([]);
    });
  });
});
