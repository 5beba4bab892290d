import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { anApprovedOrder } from '../../../../../test/factories/an-approved-order.js';
import {
  aClaimedWorksheet,
  aDemoPharmacy,
  A_PHOTO,
  aWorksheet,
  codeFor,
  currentStep,
  doStep,
  doStepsUntil,
  HOOD,
  STATION,
} from '../../../../../test/factories/a-worksheet.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aQualification } from '../../../../../test/setup/world.js';
import { rows } from '../../platform/database/sql.js';
import { demoHoodId } from '../../seed/demo.js';
import { stableId } from '../../seed/stable-id.js';
import { checkLedger } from '../stock/ledger-check.js';
import type { WorksheetBoard, WorksheetRecord } from './worksheets.dto.js';

let app: TestApp;
let technician: SignedIn;
let pharmacist: SignedIn;

const ask = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> => rows<T>(app.database.reader, sql, parameters);
const codesOf = (answer: { body: { findings?: { code: string }[] } }): string[] =>
  (answer.body.findings ?? []).map((f) => f.code);
const claim = (record: WorksheetRecord, body: Record<string, unknown> = {}, who = technician) =>
  who.post(`/api/worksheets/${record.id}/claim`, { hoodId: HOOD.ceftriaxone, station: STATION, ...body });

describe('claims', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aDemoPharmacy(app);
    technician = await app.signedIn('technician');
    pharmacist = await app.signedIn('pharmacist');
    await aQualification(app, technician.personId);
    await aQualification(app, pharmacist.personId);
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
  });

  describe('claiming', () => {
    it('binds person, place, category and tablet, and says so on the board', async () => {
      const record = await aWorksheet(app, technician);
      const claimed = (await claim(record).expect(200)).body as WorksheetRecord;
      expect(claimed).toMatchObject({
        state: 'staged',
        claimedBy: { id: technician.personId },
        station: STATION,
        place: { room: 'Buffer room', hood: 'Hood 1', category: 2 },
      });
      expect(claimed.place?.explanation).not.toEqual([]);
      const mine = await technician.get('/api/worksheets?state=staged&mine=true').expect(200);
      expect((mine.body as WorksheetBoard).items.map((card) => card.id)).toContain(record.id);
      const byNumber = await technician.get(`/api/worksheets/by-number/${record.number.toLowerCase()}`).expect(200);
      expect((byNumber.body as WorksheetRecord).id).toBe(record.id);
    });

    it('refuses a technician who is not qualified, and one whose qualification has run out', async () => {
      const record = await aWorksheet(app, technician);
      const newcomer = await app.signedIn('technician');
      expect(codesOf(await claim(record, {}, newcomer).expect(422))).toEqual([
        'worksheet.not-qualified',
        'worksheet.not-qualified',
        'worksheet.not-qualified',
      ]);
      await aQualification(app, newcomer.personId, { kinds: ['core-knowledge', 'garbing'] });
      await aQualification(app, newcomer.personId, { kinds: ['aseptic-manipulation'], forDays: -1 });
      const answer = await claim(record, {}, newcomer).expect(422);
      expect(answer.body.code).toBe('worksheet.claim-refused');
      expect(codesOf(answer)).toEqual(['worksheet.qualification-expired']);
    });

    it('counts a qualification to the end of its last day', async () => {
      const record = await aWorksheet(app, technician);
      const person = await app.signedIn('technician');
      await aQualification(app, person.personId, { forDays: 0 });
      await claim(record, {}, person).expect(200);
    });

    it('wants the hazardous drug competency only for a hazardous drug', async () => {
      const person = await app.signedIn('technician');
      await aQualification(app, person.personId, { kinds: ['core-knowledge', 'garbing', 'aseptic-manipulation'] });
      const hazardous = await aWorksheet(app, technician, 'fluorouracil');
      const refused = await claim(hazardous, { hoodId: HOOD.fluorouracil }, person).expect(422);
      expect(codesOf(refused)).toEqual(['worksheet.not-qualified']);
      await claim(await aWorksheet(app, technician), {}, person).expect(200);
    });

    it('refuses a hazardous drug in a hood without containment', async () => {
      const record = await aWorksheet(app, technician, 'fluorouracil');
      const answer = await claim(record, { hoodId: demoHoodId('Hood 1') }).expect(422);
      expect(codesOf(answer)).toEqual(['hazardous.hood', 'hazardous.room']);
      const [entry] = await ask<{ data: unknown }>(
        `select data from audit_entry where subject_id = $1 and action = 'worksheet.claim-refused'`,
        [record.id],
      );
      expect(entry?.data).toMatchObject({ hood: 'Hood 1', room: 'Buffer room' });
    });

    it.each([
      ['room', stableId('room', 'Buffer room')],
      ['hood', demoHoodId('Hood 2')],
    ])('refuses a %s whose certification has lapsed', async (table, placeId) => {
      const record = await aWorksheet(app, technician);
      const set = (until: string): Promise<unknown> =>
        app.database.transaction((tx) =>
          tx.query(`update ${table} set certified_until = $2 where id = $1`, [placeId, until]),
        );
      await set('2026-03-01');
      const answer = await claim(record, { hoodId: demoHoodId('Hood 2') }).expect(422);
      expect(codesOf(answer)).toEqual(['worksheet.certification-expired']);
      await set('2026-03-02');
      await claim(record, { hoodId: demoHoodId('Hood 2') }).expect(200);
      await set('2026-06-30');
    });

    it('decides once more when work begins: the certification of yesterday does not carry over', async () => {
      const claimed = await aClaimedWorksheet(app, technician);
      await app.database.transaction((tx) =>
        tx.query(`update hood set certified_until = '2026-03-01' where id = $1`, [HOOD.ceftriaxone]),
      );
      const step = currentStep(claimed);
      const body = { station: STATION, code: await codeFor(app, claimed, step) };
      const answer = await technician.post(`/api/worksheets/${claimed.id}/steps/${step.id}/scan`, body).expect(422);
      expect(answer.body.code).toBe('worksheet.claim-refused');
      await app.database.transaction((tx) =>
        tx.query(`update hood set certified_until = '2026-06-30' where id = $1`, [HOOD.ceftriaxone]),
      );
      await technician.post(`/api/worksheets/${claimed.id}/steps/${step.id}/scan`, body).expect(200);
    });

    it('tells before the work that a Category 1 place cannot give the date', async () => {
      const record = await aWorksheet(app, technician, 'ceftriaxone', { containers: 3 });
      const answer = await claim(record, { hoodId: demoHoodId('Isolator 1') }).expect(422);
      expect(codesOf(answer)).toEqual(['worksheet.category-too-low']);
    });

    it('refuses an order that was stopped or changed since', async () => {
      const order = await anApprovedOrder(app);
      const planned = (await technician.post('/api/worksheets', { orderId: order.id }).expect(201))
        .body as WorksheetRecord;
      await pharmacist.post(`/api/orders/${order.id}/hold`, { reason: 'renal function fell' }).expect(200);
      expect(codesOf(await claim(planned).expect(422))).toEqual(['worksheet.order-not-approved']);
    });

    it('belongs to one person and one tablet, until that person takes it over at another', async () => {
      const claimed = await aClaimedWorksheet(app, technician);
      expect(codesOf(await claim(claimed, {}, pharmacist).expect(422))).toEqual(['worksheet.claimed-by-another']);
      const other = { station: 'tablet-at-hood-2' };
      expect((await claim(claimed, other).expect(409)).body.code).toBe('worksheet.claimed-elsewhere');
      const begun = await doStep(app, technician, claimed);
      const taken = (await claim(begun, { ...other, takeOver: true }).expect(200)).body as WorksheetRecord;
      expect(taken).toMatchObject({ state: 'compounding', station: 'tablet-at-hood-2', startedAt: begun.startedAt });
      const step = currentStep(taken);
      const stale = await technician
        .post(`/api/worksheets/${taken.id}/steps/${step.id}/scan`, { station: STATION, code: 'x' })
        .expect(409);
      expect(stale.body.code).toBe('worksheet.claimed-elsewhere');
      const elsewhere = { station: STATION, takeOver: true, hoodId: demoHoodId('Hood 2') };
      expect((await claim(taken, elsewhere).expect(409)).body.code).toBe('worksheet.wrong-state');
    });

    it('lets exactly one of two people win who claim at once', async () => {
      const record = await aWorksheet(app, technician);
      const answers = await Promise.all([claim(record), claim(record, {}, pharmacist)]);
      expect(answers.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 422]);
    });

    it('goes back for anybody until something was scanned', async () => {
      const claimed = await aClaimedWorksheet(app, technician);
      const back = (await technician.post(`/api/worksheets/${claimed.id}/unclaim`, { station: STATION }).expect(200))
        .body as WorksheetRecord;
      expect(back).toMatchObject({ state: 'allocated', claimedBy: null, station: null, place: null });
      const begun = await doStep(app, technician, await aClaimedWorksheet(app, technician));
      const late = await technician.post(`/api/worksheets/${begun.id}/unclaim`, { station: STATION }).expect(409);
      expect(late.body.code).toBe('worksheet.wrong-state');
    });
  });

  describe('completing', () => {
    it('refuses what is not finished', async () => {
      const worksheet = await doStepsUntil(
        app,
        technician,
        await aClaimedWorksheet(app, technician),
        (s) => s.kind === 'photo',
      );
      const answer = await technician
        .post(`/api/worksheets/${worksheet.id}/completion`, { station: STATION })
        .expect(422);
      expect(answer.body.code).toBe('worksheet.cannot-complete');
      expect(codesOf(answer)).toEqual(['worksheet.steps-open', 'worksheet.no-photo']);
    });

    it('refuses what a lot went into that was put into quarantine since', async () => {
      const done = await doStepsUntil(app, technician, await aClaimedWorksheet(app, technician));
      const lotId = done.lines.find((l) => l.role === 'base')?.allocations[0]?.lotId ?? '';
      await technician.post(`/api/lots/${lotId}/quarantine`, { reason: 'bag sweats' }).expect(200);
      const answer = await technician.post(`/api/worksheets/${done.id}/completion`, { station: STATION }).expect(422);
      expect(codesOf(answer)).toEqual(['lot.quarantined']);
      await pharmacist.post(`/api/lots/${lotId}/release`, { reason: 'condensation only' }).expect(200);
      await technician.post(`/api/worksheets/${done.id}/completion`, { station: STATION }).expect(200);
    });

    it('gives no date where no confirmed evidence fits and no pharmacist has decided', async () => {
      const claimed = await aClaimedWorksheet(app, technician, 'ceftriaxone', { stability: false });
      const done = await doStepsUntil(app, technician, claimed);
      const answer = await technician.post(`/api/worksheets/${done.id}/completion`, { station: STATION }).expect(422);
      expect(answer.body.code).toBe('worksheet.no-beyond-use-date');
      expect(codesOf(answer)).toContain('stability.no-evidence');
      const after = (await technician.get(`/api/worksheets/${done.id}`).expect(200)).body as WorksheetRecord;
      expect(after).toMatchObject({ state: 'compounding', budAt: null });
    });

    it('counts from the first scan, not from the completion', async () => {
      const claimed = await aClaimedWorksheet(app, technician);
      const begun = await doStep(app, technician, claimed);
      app.clock.advance({ minutes: 10 });
      const done = await doStepsUntil(app, technician, begun);
      const made = (await technician.post(`/api/worksheets/${done.id}/completion`, { station: STATION }).expect(200))
        .body as WorksheetRecord;
      expect(made.startedAt).toBe('2026-03-02T14:00:00.000Z');
      expect(made.budAt).toBe('2026-03-12T14:00:00.000Z');
      app.clock.set('2026-03-02T14:00:00Z');
    });

    it('takes photos only from the maker', async () => {
      const begun = await doStep(app, technician, await aClaimedWorksheet(app, technician));
      const answer = await pharmacist.photo(`/api/worksheets/${begun.id}/photos`, A_PHOTO).expect(409);
      expect(answer.body.code).toBe('worksheet.claimed-by-other');
      await technician.photo(`/api/worksheets/${begun.id}/photos`, A_PHOTO).expect(201);
      await technician.photo(`/api/worksheets/${begun.id}/photos`, Buffer.from('no picture')).expect(415);
    });

    it('takes no more photos once it is complete', async () => {
      const done = await doStepsUntil(app, technician, await aClaimedWorksheet(app, technician));
      await technician.post(`/api/worksheets/${done.id}/completion`, { station: STATION }).expect(200);
      const answer = await technician.photo(`/api/worksheets/${done.id}/photos`, A_PHOTO).expect(409);
      expect(answer.body.code).toBe('worksheet.wrong-state');
    });
  });

  describe('ending it', () => {
    const promised = async (): Promise<string> =>
      (await ask<{ n: string }>(`select coalesce(sum(allocated), 0)::text as n from stock_balance`))[0]?.n ?? '';

    it('frees everything that was set aside when it is cancelled before work begins', async () => {
      const before = await promised();
      const claimed = await aClaimedWorksheet(app, technician);
      expect(await promised()).not.toBe(before);
      const answer = await technician
        .post(`/api/worksheets/${claimed.id}/cancellation`, { reason: 'patient went home' })
        .expect(200);
      expect(answer.body).toMatchObject({
        state: 'cancelled',
        stateReason: 'patient went home',
        csps: [{ state: 'cancelled' }],
      });
      expect(await promised()).toBe(before);
    });

    it('is no longer cancelled once work has begun, and then wasted with all that is in it', async () => {
      const claimed = await aClaimedWorksheet(app, technician);
      const begun = await doStepsUntil(app, technician, claimed, (s) => s.kind === 'inspect');
      const late = await technician
        .post(`/api/worksheets/${begun.id}/cancellation`, { reason: 'too late' })
        .expect(409);
      expect(late.body.code).toBe('worksheet.wrong-state');
      await technician.post(`/api/worksheets/${begun.id}/waste`, { reason: 'bag leaks' }).expect(403);
      const wasted = await pharmacist.post(`/api/worksheets/${begun.id}/waste`, { reason: 'bag leaks' }).expect(200);
      expect(wasted.body).toMatchObject({ state: 'wasted', csps: [{ state: 'wasted' }] });
      const held = await ask(
        `select 1 from stock_balance b join stock_account a on a.id = b.account_id
       where b.on_hand > 0 and (a.subject_id = $1 or a.subject_id in (select id from csp where worksheet_id = $1)
         or a.subject_id in (select open_container_id from worksheet_step where worksheet_id = $1))`,
        [begun.id],
      );
      expect(held).toEqual([]);
    });
  });
});
