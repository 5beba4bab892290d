import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aPharmacyWith } from '../../../../../test/setup/world.js';

let app: TestApp;
let nurse: SignedIn;
let technician: SignedIn;

const patient = (change: object = {}): object => ({
  familyName: 'Doe',
  givenName: 'Jan',
  birthDate: '1980-05-17',
  sex: 'female',
  careSetting: 'home',
  allergiesReviewed: true,
  allergies: [{ substance: 'penicillin', reaction: 'rash' }],
  ...change,
});
const added = async (change: object = {}): Promise<{ id: string; number: string; revision: number }> =>
  (await nurse.post('/api/patients', patient(change)).expect(201)).body;
const found = async (q: string): Promise<string[]> =>
  (await nurse.get(`/api/patients?q=${encodeURIComponent(q)}`).expect(200)).body.items.map((p: { id: string }) => p.id);

describe('patients', () => {
  beforeAll(async () => {
    app = await startTestApp();
    ({ nurse, technician } = await aPharmacyWith(app, { nurse: true, technician: true }));
  });
  afterAll(() => app.close());

  describe('patients', () => {
    it('have a short number, and a body surface once weight and height are known', async () => {
      const { body } = await nurse
        .post('/api/patients', patient({ weightKg: '70.50', heightCm: '170', measuredOn: '2026-03-01' }))
        .expect(201);
      expect(body).toMatchObject({ weightKg: '70.5', heightCm: '170', bodySurfaceM2: '1.82', revision: 1 });
      expect(body.number).toMatch(/^PT-\d{6}-[0-9A-Z]$/);
      expect(body.allergies).toEqual([{ substance: 'penicillin', reaction: 'rash' }]);
    });

    it('are made once, however often the reply is lost', async () => {
      const first = await nurse.post('/api/patients', patient({ familyName: 'Once' }), { key: 'once' }).expect(201);
      const again = await nurse.post('/api/patients', patient({ familyName: 'Once' }), { key: 'once' }).expect(201);
      expect(again.body.id).toBe(first.body.id);
      expect(await found('once')).toEqual([first.body.id]);
    });

    it('are found by the beginning of either name, both names, number and record number', async () => {
      const { id, number } = await added({ familyName: 'Searchable', givenName: 'Quentin', mrn: 'MRN-77' });
      for (const q of [
        'searcha',
        'quen',
        'Searchable, Quentin',
        'searchable q',
        number,
        number.toLowerCase(),
        'MRN-77',
      ])
        expect(await found(q)).toEqual([id]);
      expect(await found('searchable jan')).toEqual([]);
      expect(await found('%')).toEqual([]);
    });

    it('are changed only by whoever has seen the last revision', async () => {
      const { id } = await added({ familyName: 'Revised' });
      await nurse
        .put(`/api/patients/${id}`, patient({ familyName: 'Revised', weightKg: '60', revision: 1 }))
        .expect(200);
      const { body } = await nurse.put(`/api/patients/${id}`, patient({ weightKg: '61', revision: 1 })).expect(409);
      expect(body).toMatchObject({ code: 'patient.changed-meanwhile', accepted: 'revision 2' });
      expect((await nurse.get(`/api/patients/${id}`).expect(200)).body.weightKg).toBe('60');
      await nurse.put(`/api/patients/${id}`, patient()).expect(409);
    });

    it('lets one of two who save at once win', async () => {
      const { id } = await added({ familyName: 'Raced' });
      const save = (weightKg: string): Promise<{ status: number }> =>
        Promise.resolve(nurse.put(`/api/patients/${id}`, patient({ familyName: 'Raced', weightKg, revision: 1 })));
      const answers = await Promise.all([save('60'), save('61')]);
      expect(answers.map((a) => a.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    });

    it.each([
      [{ mrn: 'MRN-TAKEN' }, 409, 'patient.mrn-taken'],
      [{ birthDate: '2026-03-03' }, 400, 'request.invalid'],
      [{ birthDate: '1980-02-30' }, 400, 'request.invalid'],
      [{ measuredOn: '2026-03-03' }, 400, 'request.invalid'],
      [{ weightKg: '0' }, 400, 'request.invalid'],
      [{ weightKg: '700' }, 400, 'request.invalid'],
      [{ heightCm: '300' }, 400, 'request.invalid'],
      [{ familyName: '   ' }, 400, 'request.invalid'],
      [{ favoriteColor: 'blue' }, 400, 'request.invalid'],
    ])('refuse %j', async (change, status, code) => {
      const [known] = await found('MRN-TAKEN');
      if (known === undefined) await added({ mrn: 'MRN-TAKEN', familyName: 'Taken' });
      const { body } = await nurse.post('/api/patients', patient(change)).expect(status);
      expect(body.code).toBe(code);
    });

    it('leave a trace of everyone who looked', async () => {
      const { id } = await added({ familyName: 'Watched' });
      await technician.get(`/api/patients/${id}`).expect(200);
      await technician.get('/api/patients?q=watched').expect(200);
      const entries = await app.database.reader.query<{ data: { what: string } }[]>(
        `select data from audit_entry where subject_id = $1 and action = 'patient.read' and actor_id = $2 order by id`,
        [id, technician.personId],
      );
      expect(entries.map((e) => e.data.what).sort()).toEqual(['patient', 'patient list']);
    });

    it('are written by whoever may, and 404 when there is none', async () => {
      await technician.post('/api/patients', patient()).expect(403);
      await nurse.get('/api/patients/0198f000-0000-7000-8000-000000000000').expect(404);
    });
  });
});
