import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  aClaimedWorksheet,
  aCompoundedWorksheet,
  aDemoPharmacy,
  aWorksheet,
  codeFor,
  currentStep,
  doStepsUntil,
  STATION,
} from '../../../../../test/factories/a-worksheet.js';
import { anApprovedOrder } from '../../../../../test/factories/an-approved-order.js';
import { aLot } from '../../../../../test/factories/a-lot.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aPharmacyWith } from '../../../../../test/setup/world.js';
import { rows } from '../../platform/database/sql.js';
import { checkLedger } from '../stock/ledger-check.js';
import { StockLedger } from '../stock/stock-ledger.js';
import type { BlastRadius } from '../trace/trace.dto.js';
import type { WorksheetRecord } from '../worksheets/worksheets.dto.js';
import { recallsOf } from './held-lots.js';
import type { RecallItemDto, RecallResponse } from './recalls.dto.js';

let app: TestApp;
let technician: SignedIn;
let pharmacist: SignedIn;

const ask = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> => rows<T>(app.database.reader, sql, parameters);

/** The lot of the drug that went into a worksheet. */
const usedLot = async (worksheetId: string): Promise<string> => {
  const [found] = await ask<{ lot_id: string }>(
    `select c.lot_id from consumption c join lot l on l.id = c.lot_id join product p on p.id = l.product_id join drug d on d.id = p.drug_id
     where c.worksheet_id = $1 and d.kind = 'drug' limit 1`,
    [worksheetId],
  );
  if (!found) throw new TypeError('nothing was used');
  return found.lot_id;
};
const open = (lotIds: string[], who = pharmacist, more: object = {}, key?: string) =>
  who.post(
    '/api/recalls',
    { kind: 'class-1', reason: 'Particles seen', scope: { kind: 'lots', lotIds }, ...more },
    key === undefined ? {} : { key },
  );
const opened = async (lotIds: string[]): Promise<RecallResponse> =>
  (await open(lotIds).expect(201)).body as RecallResponse;
const withdraw = (recall: RecallResponse) =>
  pharmacist.post(`/api/recalls/${recall.id}/withdrawal`, {
    password: pharmacist.password,
    reason: 'Opened for another lot',
  });
const items = async (recall: RecallResponse): Promise<RecallItemDto[]> =>
  (await pharmacist.get(`/api/recalls/${recall.id}/items?limit=200`).expect(200)).body.items as RecallItemDto[];
const stateOf = async (table: 'csp' | 'lot' | 'worksheet', column: string, id: string): Promise<string[]> =>
  (await ask<{ state: string }>(`select state from ${table} where ${column} = $1 order by id`, [id])).map(
    (row) => row.state,
  );

async function verified(): Promise<WorksheetRecord> {
  const made = await aCompoundedWorksheet(app, technician, 'ceftriaxone');
  const record = (await pharmacist.get(`/api/worksheets/${made.id}`).expect(200)).body as WorksheetRecord;
  const answer = await verify(record);
  expect(answer.status).toBe(200);
  return answer.body as WorksheetRecord;
}
const verify = (record: WorksheetRecord) =>
  pharmacist.post(`/api/worksheets/${record.id}/verification`, {
    revision: record.revision,
    acknowledged: record.findings.map((f) => f.code),
    password: pharmacist.password,
  });
async function active(): Promise<WorksheetRecord> {
  const record = await verified();
  await technician.post(`/api/worksheets/${record.id}/labels`, {}).expect(201);
  for (const csp of record.csps) await technician.post('/api/csps/activation', { code: csp.number }).expect(200);
  return record;
}
const dispense = (record: WorksheetRecord) => technician.post(`/api/worksheets/${record.id}/dispensing`, {});

describe('recalls', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aDemoPharmacy(app);
    ({ technician, pharmacist } = await aPharmacyWith(app, { technician: true, pharmacist: true }));
  }, 60_000);
  afterAll(() => app.close());
  afterEach(async () => {
    expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
  });

  describe('opening a recall', () => {
    it('holds what is here, lists what has left, and closes when all is done and certified', async () => {
      const gone = await active();
      await dispense(gone).expect(200);
      const ready = await active();
      const compounded = await aCompoundedWorksheet(app, technician, 'ceftriaxone');
      const begun = await doStepsUntil(
        app,
        technician,
        await aClaimedWorksheet(app, technician, 'ceftriaxone'),
        (s) => s.kind === 'inspect',
      );
      const lotId = await usedLot(gone.id);
      const before = (await pharmacist.get(`/api/recalls/blast-radius?kind=lots&lotIds=${lotId}`).expect(200))
        .body as BlastRadius;
      const expected = { lots: before.counts.lots, csps: before.counts.csps };
      expect(
        (await open([lotId], pharmacist, { expected: { ...expected, csps: expected.csps + 1 } }).expect(409)).body.code,
      ).toBe('recall.scope-changed');

      const first = await open([lotId], pharmacist, { expected, sourceReference: 'D-0001-2026' }, 'once').expect(201);
      const again = await open([lotId], pharmacist, { expected, sourceReference: 'D-0001-2026' }, 'once').expect(201);
      expect(again.body).toEqual(first.body);
      const recall = first.body as RecallResponse;
      expect(recall).toMatchObject({ state: 'open', csps: 4, patients: 1, lots: 1, certifiedAt: null });
      expect(recall.number).toMatch(/^RCL-\d{6}-.$/);

      expect(await stateOf('lot', 'id', lotId)).toEqual(['recalled']);
      expect(await stateOf('csp', 'worksheet_id', ready.id)).toEqual(['recalled']);
      expect(await stateOf('csp', 'worksheet_id', gone.id)).toEqual(['dispensed']);
      for (const refused of [dispense(ready), verify(compounded)]) {
        const { body } = await refused.expect(409);
        expect([body.code, body.detail]).toEqual(['worksheet.recalled', expect.stringContaining(recall.number)]);
      }
      const step = currentStep(begun);
      const next = await technician.post(`/api/worksheets/${begun.id}/steps/${step.id}/completion`, {
        station: STATION,
        passed: begun.containers,
      });
      expect(next.body.code).toBe('worksheet.recalled');
      await technician.post(`/api/worksheets/${ready.id}/labels`, { reprintReason: 'smudged' }).expect(409);

      const work = await items(recall);
      const count = (kind: string, place?: string): number =>
        work.filter((i) => i.kind === kind && (!place || i.place === place)).length;
      expect([
        count('retrieve', 'patient'),
        count('retrieve', 'pharmacy'),
        count('notify-patient'),
        count('notify-prescriber'),
        count('replace'),
      ]).toEqual([1, 3, 1, 1, 4]);
      expect(count('segregate')).toBeGreaterThan(0);

      const end = { password: pharmacist.password, reason: 'All bags are back' };
      expect((await pharmacist.post(`/api/recalls/${recall.id}/closing`, end).expect(409)).body.code).toBe(
        'recall.not-finished',
      );
      const closing = `/api/recalls/${recall.id}/items/closing`;
      const [one, ...others] = work.map((i) => i.id);
      await technician.post(closing, { itemIds: [one], outcome: 'done' }).expect(403);
      await pharmacist.post(closing, { itemIds: [one], outcome: 'cannot' }).expect(400);
      const both = await Promise.all(
        [1, 2].map(() => pharmacist.post(closing, { itemIds: [one], outcome: 'cannot', note: 'Infused yesterday' })),
      );
      expect(both.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      await pharmacist.post(closing, { itemIds: others, outcome: 'done' }).expect(200);
      expect((await pharmacist.post(`/api/recalls/${recall.id}/closing`, end).expect(409)).body.detail).toMatch(
        /Certify/,
      );
      await pharmacist.post(`/api/recalls/${recall.id}/certificate`, { password: 'wrong' }).expect(403);
      const certified = (
        await pharmacist.post(`/api/recalls/${recall.id}/certificate`, { password: pharmacist.password }).expect(200)
      ).body as RecallResponse;
      expect(certified.certificate).toMatchObject({ csps: 3, linked: 3, exceptions: [] });
      const closed = (await pharmacist.post(`/api/recalls/${recall.id}/closing`, end).expect(200))
        .body as RecallResponse;
      expect(closed).toMatchObject({ state: 'closed', itemsOpen: 0, endReason: end.reason });
      expect(await stateOf('lot', 'id', lotId)).toEqual(['recalled']);
      expect((await withdraw(recall).expect(409)).body.code).toBe('recall.wrong-state');
      const pdf = await pharmacist.get(`/api/recalls/${recall.id}/notices.pdf`).expect(200);
      expect(pdf.headers['content-type']).toBe('application/pdf');
      const csv = await pharmacist.get(`/api/recalls/${recall.id}/items.csv`).expect(200);
      expect(csv.text.split('\r\n')).toHaveLength(work.length + 2);
      // Four preparations from the order on: three seconds, more on a busy computer.
    }, 20_000);

    it('is taken back when it was an error: all is as it was, unless a second recall holds it too', async () => {
      const ready = await active();
      const lotId = await usedLot(ready.id);
      const [first, second] = [await opened([lotId]), await opened([lotId])];
      await withdraw(first).expect(200);
      expect([await stateOf('lot', 'id', lotId), await stateOf('csp', 'worksheet_id', ready.id)]).toEqual([
        ['recalled'],
        ['recalled'],
      ]);
      await dispense(ready).expect(409);
      expect((await withdraw(second).expect(200)).body.state).toBe('withdrawn');
      expect([await stateOf('lot', 'id', lotId), await stateOf('csp', 'worksheet_id', ready.id)]).toEqual([
        ['available'],
        ['active'],
      ]);
      await dispense(ready).expect(200);
    });

    it('takes promises back, promises other lots where there are some, and says which worksheets need lots', async () => {
      const planned = await aWorksheet(app, technician, 'ceftriaxone');
      const line = planned.lines.find((l) => l.role === 'additive');
      const promised = line?.allocations[0]?.lotId ?? '';
      const [from] = await ask<{ product_id: string; location_id: string; content: string; unit: string }>(
        `select l.product_id, a.subject_id as location_id, p.content, p.stock_unit as unit from allocation n join stock_account a on a.id = n.account_id
         join lot l on l.id = n.lot_id join product p on p.id = l.product_id where n.worksheet_line_id = $1`,
        [line?.id],
      );
      if (!from) throw new TypeError('nothing is promised');
      const other = await aLot(
        { database: app.database, ledger: app.get(StockLedger), personId: technician.personId },
        {
          productId: from.product_id,
          locationId: from.location_id,
          quantity: from.content,
          unit: from.unit,
          lotNumber: 'OTHER1',
          expiresOn: '2027-06-30',
        },
      );
      const promises = (): Promise<{ lot_id: string }[]> =>
        ask(`select lot_id from allocation where worksheet_line_id = $1 and state = 'active'`, [line?.id]);
      const one = await opened([promised]);
      const [again] = await promises();
      expect(again && again.lot_id !== promised).toBe(true);
      expect(one.worksheets).toContainEqual({
        worksheetId: planned.id,
        number: planned.number,
        state: 'allocated',
        held: false,
        needsLots: false,
      });
      const scope = { kind: 'product', subjectId: from.product_id };
      const whole = (await pharmacist.post('/api/recalls', { kind: 'class-2', reason: 'Every lot', scope }).expect(201))
        .body as RecallResponse;
      expect(whole.worksheets).toContainEqual({
        worksheetId: planned.id,
        number: planned.number,
        state: 'allocated',
        held: false,
        needsLots: true,
      });
      expect(await promises()).toEqual([]);
      expect(await stateOf('lot', 'id', other)).toEqual(['recalled']);
      await technician.post(`/api/worksheets/${planned.id}/cancellation`, { reason: 'No lots left' }).expect(200);
      await withdraw(whole).expect(200);
      await withdraw(one).expect(200);
    });

    it('gives what it took back when it was an error, as soon as no other recall keeps it', async () => {
      const [waiting, again] = [await aWorksheet(app, technician), await aWorksheet(app, technician)];
      const begun = await doStepsUntil(
        app,
        technician,
        await aClaimedWorksheet(app, technician),
        (s) => s.kind === 'base',
      );
      const lots = await ask<{ id: string }>(
        `select l.id from lot l where l.state = 'available' and l.product_id in
           (select product_id from worksheet_line where worksheet_id = $1 and role in ('additive', 'base'))`,
        [waiting.id],
      );
      const lotIds = lots.map((lot) => lot.id);
      const promised = (id: string): Promise<unknown[]> =>
        ask(
          `select n.position, sum(a.quantity - a.used)::text as rest from worksheet_line n join allocation a on a.worksheet_line_id = n.id
           where n.worksheet_id = $1 and a.state = 'active' and n.role in ('additive', 'base') group by n.position order by n.position`,
          [id],
        );
      const recordOf = async (id: string): Promise<WorksheetRecord> =>
        (await technician.get(`/api/worksheets/${id}`).expect(200)).body as WorksheetRecord;
      const before = [await promised(waiting.id), await promised(begun.id)];
      expect(before.map((lines) => lines.length)).toEqual([2, 1]);

      const [first, second] = [await opened(lotIds), await opened(lotIds)];
      expect([await promised(waiting.id), await promised(begun.id)]).toEqual([[], []]);
      await withdraw(first).expect(200);
      expect([await promised(waiting.id), (await recordOf(waiting.id)).stateReason]).toEqual([
        [],
        expect.stringMatching(/^Needs other lots: RCL-/),
      ]);
      await technician.post(`/api/worksheets/${again.id}/cancellation`, { reason: 'No lots left' }).expect(200);
      await withdraw(second).expect(200);

      expect([await promised(waiting.id), await promised(begun.id)]).toEqual(before);
      expect([(await recordOf(waiting.id)).stateReason, (await recordOf(begun.id)).stateReason]).toEqual(['', '']);
      expect(await promised(again.id)).toEqual([]);
      const { body: anew } = await technician.post('/api/worksheets', { orderId: again.order?.id }).expect(201);
      expect(await promised((anew as WorksheetRecord).id)).toEqual(before[0]);
      const made = await doStepsUntil(app, technician, await recordOf(begun.id));
      await pharmacist.post(`/api/worksheets/${made.id}/waste`, { reason: 'End of the test' }).expect(200);
      for (const { id } of [waiting, anew as WorksheetRecord])
        await technician.post(`/api/worksheets/${id}/cancellation`, { reason: 'End of the test' }).expect(200);
    });

    it('is taken back beside a recall of the same lots and a plan for them, and none waits in a circle', async () => {
      const waiting = [await aWorksheet(app, technician), await aWorksheet(app, technician)];
      const lots = await ask<{ id: string }>(
        `select id from lot where state = 'available' and product_id in (select product_id from worksheet_line where worksheet_id = $1)`,
        [waiting[0]?.id],
      );
      const lotIds = lots.map((lot) => lot.id);
      const [first, other] = [await opened(lotIds), await anApprovedOrder(app, 'ceftriaxone', { containers: 1 })];
      const [withdrawn, second, planned] = await Promise.all([
        withdraw(first),
        open(lotIds),
        technician.post('/api/worksheets', { orderId: other.id }),
      ]);
      expect([withdrawn.status, second.status]).toEqual([200, 201]);
      expect([201, 409, 422]).toContain(planned.status);
      await withdraw(second.body as RecallResponse).expect(200);
      const worksheets = [...waiting, ...(planned.status === 201 ? [planned.body as WorksheetRecord] : [])];
      for (const { id } of worksheets) {
        const { stateReason } = (await technician.get(`/api/worksheets/${id}`).expect(200)).body as WorksheetRecord;
        expect(stateReason).toBe('');
        await technician.post(`/api/worksheets/${id}/cancellation`, { reason: 'End of the test' }).expect(200);
      }
    });

    it('catches the lot that arrives later, whichever way it comes in', async () => {
      const [lot] = await ask<{ id: string; product_id: string; lot_number: string }>(
        `select id, product_id, lot_number from lot where state = 'available' order by lot_number limit 1`,
      );
      const recall = await opened([lot?.id ?? '']);
      const late = '019ad000-0000-7000-8000-000000000001';
      await app.database.transaction((tx) =>
        tx.query(
          `insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, received_at) values ($1, $2, $3, '2029-01-31', '2029-01', 'available', now())`,
          [late, lot?.product_id, lot?.lot_number],
        ),
      );
      expect(await stateOf('lot', 'id', late)).toEqual(['recalled']);
      expect((await items(recall)).some((i) => i.kind === 'segregate' && i.detail.includes('after the recall'))).toBe(
        true,
      );
      const asked = {
        productId: lot?.product_id ?? '',
        lotNumber: ` ${(lot?.lot_number ?? '').toLowerCase()} `,
        expiresOn: '2029-01-31' as never,
      };
      expect((await recallsOf(app.database.reader, asked)).map((r) => r.number)).toEqual([recall.number]);
      await withdraw(recall).expect(200);
      expect(await recallsOf(app.database.reader, asked)).toEqual([]);
      expect(await stateOf('lot', 'id', late)).toEqual(['depleted']);
    });

    it('holds the same number with another expiry too: a recall goes by product and lot number', async () => {
      const twins = ['019ad000-0000-7000-8000-000000000011', '019ad000-0000-7000-8000-000000000012'];
      const other = '019ad000-0000-7000-8000-000000000013';
      await ask(
        `insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, received_at)
         select t.id, p.id, t.number, t.expires, t.expires::text, 'available', now()
         from unnest($1::uuid[], $2::text[], $3::date[]) as t(id, number, expires), (select id from product limit 1) p`,
        [
          [...twins, other],
          ['TWIN1', 'TWIN1', 'TWIN2'],
          ['2029-01-31', '2029-02-28', '2029-01-31'],
        ],
      );
      const recall = await opened(twins.slice(0, 1));
      expect(recall.lots).toBe(2);
      for (const id of twins) expect(await stateOf('lot', 'id', id)).toEqual(['recalled']);
      expect(await stateOf('lot', 'id', other)).toEqual(['available']);
      await withdraw(recall).expect(200);
    });

    it.each([1, 2])('never dispenses after it held, however close the two come (%i)', async (round) => {
      const ready = await active();
      const lotId = await usedLot(ready.id);
      const acts = [dispense(ready), open([lotId])];
      const [left, held] = round % 2 === 0 ? await Promise.all(acts) : (await Promise.all(acts.reverse())).reverse();
      expect(held?.status).toBe(201);
      const recall = held?.body as RecallResponse;
      const mine = (await items(recall)).find(
        (i) => i.kind === 'retrieve' && ready.csps.some((c) => c.number === i.cspNumber),
      );
      if (left?.status === 200) expect([mine?.place, mine?.cspState]).toEqual(['patient', 'dispensed']);
      else
        expect([left?.body.code, mine?.place, mine?.cspState]).toEqual(['worksheet.recalled', 'pharmacy', 'recalled']);
      await withdraw(recall).expect(200);
    });

    it.each([1, 2])('misses no preparation that takes the lot at the same moment (%i)', async () => {
      const record = await doStepsUntil(
        app,
        technician,
        await aClaimedWorksheet(app, technician, 'ceftriaxone'),
        (s) => s.kind === 'base',
      );
      const step = currentStep(record);
      const line = record.lines.find((l) => l.id === step.lineId);
      const lotId = line?.allocations.find((a) => a.state === 'active')?.lotId ?? '';
      const code = await codeFor(app, record, step);
      const [scan, held] = await Promise.all([
        technician.post(`/api/worksheets/${record.id}/steps/${step.id}/scan`, { station: STATION, code }),
        open([lotId]),
      ]);
      const recall = held.body as RecallResponse;
      const used = await ask('select 1 from consumption where worksheet_id = $1 and lot_id = $2', [record.id, lotId]);
      const listed = recall.worksheets.some((w) => w.worksheetId === record.id && w.held);
      expect([held.status, listed]).toEqual([201, used.length > 0]);
      if (scan.status !== 200) expect(used).toEqual([]);
      await withdraw(recall).expect(200);
      await pharmacist.post(`/api/worksheets/${record.id}/waste`, { reason: 'End of the test' }).expect(200);
    });
  });

  describe('asking', () => {
    it('counts by state and place for a hood, a room, a person and a formula, and writes it all as CSV and NDJSON', async () => {
      const made = await verified();
      const [w] = await ask<{ hood_id: string; room_id: string; formulation_version_id: string }>(
        'select * from worksheet where id = $1',
        [made.id],
      );
      const period = 'from=2026-03-01&to=2026-03-03';
      const subjects = {
        hood: w?.hood_id,
        room: w?.room_id,
        formula: w?.formulation_version_id,
        person: technician.personId,
      };
      for (const [kind, subjectId] of Object.entries(subjects)) {
        const query = `kind=${kind}&subjectId=${subjectId}&${period}`;
        const { counts } = (await pharmacist.get(`/api/recalls/blast-radius?${query}&limit=1`).expect(200))
          .body as BlastRadius;
        expect(counts.byState.reduce((sum, s) => sum + s.count, 0)).toBe(counts.csps);
        const lines = (await pharmacist.get(`/api/recalls/blast-radius/ndjson?${query}`).buffer(true).expect(200)).text
          .trim()
          .split('\n');
        expect(lines.map((l) => JSON.parse(l).cspNumber)).toContain(made.csps[0]?.number);
        expect(lines).toHaveLength(counts.csps);
        const empty = (
          await pharmacist
            .get(`/api/recalls/blast-radius?kind=${kind}&subjectId=${subjectId}&from=2025-01-01&to=2025-01-02`)
            .expect(200)
        ).body as BlastRadius;
        expect(empty.counts.csps).toBe(0);
      }
      const csv = await pharmacist
        .get(`/api/recalls/blast-radius/csv?kind=hood&subjectId=${w?.hood_id}&${period}`)
        .expect(200);
      expect(csv.text.split('\r\n')[0]).toMatch(/^cspNumber,worksheetNumber,/);
    });

    it.each([
      ['kind=lots', 'lotIds'],
      ['kind=hood&subjectId=019ad000-0000-7000-8000-000000000001', 'from'],
      ['kind=person&from=2026-01-01&to=2026-02-01', 'subjectId'],
      ['kind=received&from=2026-02-30&to=2026-03-01', 'from'],
      ['kind=serial', 'text'],
      ['kind=everything', 'kind'],
      ['kind=lots&lotIds=1%27%20or%201=1', 'lotIds'],
      ['kind=received&from=2026-03-02&to=2026-03-01', 'to'],
    ])('refuses %s and says which field', async (query, field) => {
      for (const path of ['blast-radius', 'blast-radius/csv']) {
        const { body } = await pharmacist.get(`/api/recalls/${path}?${query}`).expect(400);
        expect(body.fields.map((f: { field: string }) => f.field)).toContain(field);
      }
    });

    it('opens nothing for what is on no record', async () => {
      const answer = await open(['019ad000-0000-7000-8000-00000000ffff']).expect(422);
      expect(answer.body.code).toBe('recall.nothing-found');
    });

    it('drills without a trace of it in the stock', async () => {
      const made = await verified();
      const lotId = await usedLot(made.id);
      const counted = `select (select count(*) from recall)::int as recalls, (select count(*) from recall_item)::int as items, (select count(*) from lot where state = 'recalled')::int as held`;
      const before = await ask(counted);
      const drill = (
        await pharmacist
          .post('/api/recalls/drills', { scope: { kind: 'lots', lotIds: [lotId] }, note: 'Quarterly' })
          .expect(201)
      ).body;
      expect(drill.csps).toBeGreaterThan(0);
      expect(drill.completeMs).toBeGreaterThanOrEqual(drill.firstAnswerMs);
      expect(await ask(counted)).toEqual(before);
      expect((await pharmacist.get('/api/recalls/drills').expect(200)).body.map((d: { id: string }) => d.id)).toContain(
        drill.id,
      );
      await pharmacist.get(`/api/recalls/drills/${drill.id}/record.pdf`).expect(200);
      await technician.post('/api/recalls/drills', { scope: { kind: 'lots', lotIds: [lotId] } }).expect(403);
    });
  });
});
