import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aDemoPharmacy } from '../../../../../test/factories/a-worksheet.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { rows } from '../../platform/database/sql.js';
import type { ImportNoticesResponse, RecallNoticePage, RecallNoticeResponse } from './notices.dto.js';

let app: TestApp;
let buyer: SignedIn;
let lot: {
  id: string;
  lot_number: string;
  expires_on: string;
  ndc: string;
  product: string;
  drug: string;
  manufacturer: string;
};

const record = (changes: object = {}): object => ({
  recall_number: 'D-0001-2026',
  classification: 'Class I',
  status: 'Ongoing',
  recalling_firm: 'Somebody',
  reason_for_recall: '=HYPERLINK("http://example.com")',
  recall_initiation_date: '20260227',
  product_description: `${lot.product}, NDC ${lot.ndc}`,
  code_info: `Lot ${lot.lot_number.toLowerCase()}, Exp ${lot.expires_on}`,
  ...changes,
});
const send = (text: string, format = 'json') => buyer.post('/api/recalls/notices', { format, source: 'a test', text });
const notices = async (): Promise<RecallNoticeResponse[]> =>
  ((await buyer.get('/api/recalls/notices').expect(200)).body as RecallNoticePage).items;

describe('notices', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aDemoPharmacy(app);
    buyer = await app.signedIn('buyer');
    const [found] = await rows<typeof lot>(
      app.database.reader,
      `select l.id, l.lot_number, l.expires_on, r.ndc, r.name as product, d.name as drug, r.manufacturer from lot l join product r on r.id = l.product_id
       join drug d on d.id = r.drug_id where d.kind = 'drug' order by l.lot_number limit 1`,
    );
    if (!found) throw new TypeError('no lots');
    lot = found;
  }, 60_000);
  afterAll(() => app.close());

  describe('notices of recalls', () => {
    it('are kept and matched to lots, once however often they are sent; decisions stay', async () => {
      const file = JSON.stringify({
        results: [
          record(),
          record({
            recall_number: 'D-0002-2026',
            product_description: 'Something',
            code_info: `Lot ${lot.lot_number}`,
          }),
          record({ recall_number: 'D-0003-2026', code_info: 'see the letter' }),
          record({ recall_number: 'D-0004-2026', code_info: 'Lot NOTOURS99' }),
          record({ recall_number: '', code_info: 'x' }),
        ],
      });
      const first = (await send(file).expect(200)).body as ImportNoticesResponse;
      expect(first).toMatchObject({
        added: 4,
        changed: 0,
        unchanged: 0,
        refused: [{ row: 5, reason: '"recall_number" is missing' }],
      });
      const seen = await notices();
      const verdicts = seen.flatMap((n) => n.matches.filter((m) => m.lotId === lot.id).map((m) => [n.key, m.verdict]));
      expect(verdicts.toSorted(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([
        ['D-0001-2026', 'affected'],
        ['D-0002-2026', 'doubtful'],
        ['D-0003-2026', 'doubtful'],
      ]);
      const doubtful = seen.find((n) => n.key === 'D-0002-2026')?.matches[0];
      await buyer.post(`/api/recalls/notices/matches/${doubtful?.id}/not-ours`, { reason: '' }).expect(400);
      const decided = await buyer
        .post(`/api/recalls/notices/matches/${doubtful?.id}/not-ours`, { reason: 'Another maker' })
        .expect(200);
      expect(decided.body.matches[0]).toMatchObject({ state: 'not-ours', reason: 'Another maker' });
      await buyer
        .post(`/api/recalls/notices/matches/${doubtful?.id}/not-ours`, { reason: 'Another maker' })
        .expect(409);
      const again = (await send(file).expect(200)).body as ImportNoticesResponse;
      expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 4 });
      expect((await notices()).find((n) => n.key === 'D-0002-2026')?.matches[0]?.state).toBe('not-ours');
    });

    it('are answered by opening a recall, by one person only', async () => {
      const notice = (await notices()).find((n) => n.key === 'D-0001-2026');
      const match = notice?.matches.find((m) => m.lotId === lot.id);
      const body = {
        kind: 'class-1',
        reason: 'Particles',
        scope: { kind: 'lots', lotIds: [lot.id] },
        matchIds: [match?.id],
      };
      const both = await Promise.all([buyer.post('/api/recalls', body), buyer.post('/api/recalls', body)]);
      expect(both.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409]);
      expect(both.find((a) => a.status === 201)?.body).toMatchObject({ noticeKey: 'D-0001-2026' });
      expect(
        (await notices()).find((n) => n.key === 'D-0001-2026')?.matches.find((m) => m.lotId === lot.id)?.state,
      ).toBe('opened');
    });

    it('find a lot that was received after they were read', async () => {
      await send(JSON.stringify([record({ recall_number: 'D-0005-2026', code_info: 'Lot LATE77' })])).expect(200);
      await app.database.transaction((tx) =>
        tx.query(
          `insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, received_at)
         select '019ad000-0000-7000-8000-0000000000aa', product_id, 'LATE77', '2028-01-31', '2028-01', 'available', now() from lot where id = $1`,
          [lot.id],
        ),
      );
      const { waiting } = (await buyer.post('/api/recalls/notices/matching', {}).expect(200))
        .body as ImportNoticesResponse;
      expect(waiting).toBeGreaterThan(0);
      expect((await notices()).find((n) => n.key === 'D-0005-2026')?.matches.map((m) => m.lotNumber)).toEqual([
        'LATE77',
      ]);
    });

    it('come as a table too: without NDC and lots, a lot of the same drug and maker is doubtful', async () => {
      const header = 'recall_number,report_date,firm,product,reason,classification';
      const row = `D-0006-2026,2026-02-01,"${lot.manufacturer}","${lot.drug}, 1 vial",Hair,Class II`;
      expect((await send(`${header}\n${row}\n`, 'csv').expect(200)).body).toMatchObject({ added: 1, refused: [] });
      const found = (await notices()).find((n) => n.key === 'D-0006-2026');
      expect(found?.matches.map((m) => m.verdict)).toContain('doubtful');
      const published = readFileSync(
        new URL('../../../../../libs/domain/src/recall/fixtures/fda_recalls_2026_infusion.csv', import.meta.url),
        'utf8',
      );
      expect((await send(published, 'csv').expect(200)).body).toMatchObject({ added: 14, refused: [] });
    });

    it.each([
      ['{', 'json'],
      ['{"results": 5}', 'json'],
      ['"text"', 'json'],
      ['a,b\n1,2', 'csv'],
      ['recall_number,firm,product,classification\n"open', 'csv'],
      [`${'['.repeat(20_000)}`, 'json'],
    ])('are refused whole when the file is no list of them: %.20s', async (text, format) => {
      const before = await rows(app.database.reader, 'select count(*) from recall_notice');
      expect((await send(text, format).expect(422)).body.code).toBe('recall-notice.unreadable');
      expect(await rows(app.database.reader, 'select count(*) from recall_notice')).toEqual(before);
    });
  });
});
