import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rows } from '../../apps/api/src/platform/database/sql.js';
import { Ids } from '../../apps/api/src/platform/ids.js';
import type { WorksheetRecord } from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import { aDemoPharmacy, aWorksheet } from '../factories/a-worksheet.js';
import { startTestApp, type TestApp } from '../setup/app.js';
import type { SignedIn } from '../setup/people.js';

let app: TestApp;
let maker: SignedIn;
let reader: SignedIn;
let worksheet: WorksheetRecord;
let patientId: string;

const readBy = (who: SignedIn): Promise<{ subject_id: string }[]> =>
  rows(app.database.reader, `select subject_id from audit_entry where action = 'patient.read' and actor_id = $1`, [
    who.personId,
  ]);

async function aLabel(): Promise<string> {
  const id = app.get(Ids).next();
  await app.database.transaction((tx) =>
    tx.query(
      `insert into label (id, number, csp_id, copy, facts, pdf, sha256, read_back, matches, printed_by, printed_at, print_reason)
       values ($1, $2, $3, 1, '{}', '%PDF-1.7', repeat('0', 64), '{}', true, $4, $5, '')`,
      [id, `LBL-${id.slice(-6)}`, worksheet.csps[0]?.id, maker.personId, app.clock.iso()],
    ),
  );
  return id;
}

describe('patient reads', () => {
  beforeAll(async () => {
    app = await startTestApp({ at: '2026-03-02T16:00:00Z' });
    await aDemoPharmacy(app);
    maker = await app.signedIn('technician');
    worksheet = await aWorksheet(app, maker);
    const [csp] = await rows<{ patient_id: string }>(app.database.reader, 'select patient_id from csp limit 1');
    patientId = csp?.patient_id ?? '';
  }, 60_000);
  beforeEach(async () => {
    reader = await app.signedIn('pharmacist');
  });
  afterAll(() => app.close());

  describe('whoever is shown a patient is on record (domain-rules 8.3)', () => {
    it.each(['csp', 'order', 'patient'])(
      'by the name that a search for a number of a %s answers with',
      async (kind) => {
        const [row] = await rows<{ number: string }>(
          app.database.reader,
          `select number from ${kind === 'order' ? 'infusion_order' : kind} ${kind === 'patient' ? 'where id = $1' : 'where $1::uuid is not null'} limit 1`,
          [patientId],
        );
        const answer = await reader.get(`/api/trace/search?q=${row?.number}`).expect(200);
        expect(answer.body).toMatchObject([{ kind, number: row?.number }]);
        expect(Object.keys((answer.body as object[])[0] ?? {}).toSorted()).toEqual(['id', 'kind', 'number', 'title']);
        expect(await readBy(reader)).toEqual([{ subject_id: patientId }]);
      },
    );

    it('by the label of a preparation', async () => {
      await reader.get(`/api/labels/${await aLabel()}/pdf`).expect(200);
      expect(await readBy(reader)).toEqual([{ subject_id: patientId }]);
      const second = await app.signedIn('technician');
      await second.get(`/api/worksheets/${worksheet.id}/labels.pdf`).expect(200);
      expect(await readBy(second)).toEqual([{ subject_id: patientId }]);
    });
  });
});
