import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aCompoundedWorksheet, aDemoPharmacy } from '../../../../../test/factories/a-worksheet.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { aPharmacyWith } from '../../../../../test/setup/world.js';

let app: TestApp;

describe('labels', () => {
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  describe('printing labels', () => {
    it('answers a lost request as the first time, even after everything was dispensed', async () => {
      await aDemoPharmacy(app);
      const { technician, pharmacist } = await aPharmacyWith(app, { technician: true, pharmacist: true });
      const made = await aCompoundedWorksheet(app, technician, 'ceftriaxone');
      const record = (await pharmacist.get(`/api/worksheets/${made.id}`).expect(200)).body;
      const codes = record.findings.map((f: { code: string }) => f.code);
      await pharmacist
        .post(`/api/worksheets/${made.id}/verification`, {
          revision: record.revision,
          acknowledged: codes,
          password: pharmacist.password,
        })
        .expect(200);
      const path = `/api/worksheets/${made.id}/labels`;
      const first = await technician.post(path, {}, { key: 'labels' }).expect(201);
      for (const csp of record.csps) await technician.post('/api/csps/activation', { code: csp.number }).expect(200);
      await technician.post(`/api/worksheets/${made.id}/dispensing`, {}).expect(200);
      const again = await technician.post(path, {}, { key: 'labels' }).expect(201);
      expect(again.body).toEqual(first.body);
      expect((await technician.post(path, {}).expect(409)).body.code).toBe('label.not-verified');
    });
  });
});
