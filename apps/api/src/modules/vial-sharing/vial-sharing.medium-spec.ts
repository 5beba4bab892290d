import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { addHours, formatInstant, instant } from '#domain/time';
import {
  aDemoPharmacy,
  aWorksheet,
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
import { checkLedger } from '../stock/ledger-check.js';
import type { ScanResponse, WorksheetRecord } from '../worksheets/worksheets.dto.js';
import { HighsSolver } from './highs-solver.js';
import type { SharingDayResponse, SharingOffer, SharingPlanResponse } from './vial-sharing.dto.js';

let app: TestApp;
let technician: SignedIn;
let pharmacist: SignedIn;

const ask = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> => rows<T>(app.database.reader, sql, parameters);
const codesOf = (answer: { body: unknown }): string[] =>
  ((answer.body as { findings?: { code: string }[] }).findings ?? []).map((f) => f.code);
const today = (): string => app.clock.iso().slice(0, 10);

/** A bag of vancomycin out of a 1 g vial. */
const aBag = (mg: string): Promise<WorksheetRecord> =>
  aWorksheet(app, pharmacist, 'vancomycin', { containers: 1, dose: [mg, 'mg'] });
const claim = async (record: WorksheetRecord, who = technician, hoodId = HOOD.vancomycin): Promise<WorksheetRecord> =>
  (await who.post(`/api/worksheets/${record.id}/claim`, { hoodId, station: STATION }).expect(200))
    .body as WorksheetRecord;
const reload = async (record: WorksheetRecord): Promise<WorksheetRecord> =>
  (await technician.get(`/api/worksheets/${record.id}`).expect(200)).body as WorksheetRecord;
const tag = (record: WorksheetRecord, code: string, who = technician) =>
  who.post(`/api/worksheets/${record.id}/steps/${currentStep(record).id}/scan`, { station: STATION, code });
const plan = async (...records: readonly WorksheetRecord[]): Promise<SharingPlanResponse> =>
  (
    await pharmacist
      .post('/api/vial-sharing/plans', { day: today(), startsAt: '00:00', worksheetIds: records.map((r) => r.id) })
      .expect(201)
  ).body as SharingPlanResponse;
const accept = ({ id }: SharingPlanResponse) => pharmacist.post(`/api/vial-sharing/plans/${id}/acceptance`, {});
const offers = async (record: WorksheetRecord): Promise<SharingOffer[]> =>
  (await technician.get(`/api/vial-sharing/worksheets/${record.id}/offers`).expect(200)).body as SharingOffer[];
const drugLine = (record: WorksheetRecord) => record.lines.find((l) => l.role === 'additive');
const vialOf = (record: WorksheetRecord): string => {
  const opened = record.steps.find((s) => s.kind === 'open' && s.lineId === drugLine(record)?.id);
  if (!opened?.openContainerNumber) throw new TypeError('no vial was opened');
  return opened.openContainerNumber;
};
const containerNamed = async (number: string) => {
  const [found] = await ask<{ id: string; state: string; left: string }>(
    `select c.id, c.state, coalesce(b.on_hand, 0)::text as left from open_container c
       left join stock_account k on k.kind = 'open-container' and k.subject_id = c.id
       left join stock_balance b on b.account_id = k.id where c.number = $1`,
    [number],
  );
  if (!found) throw new TypeError(`no ${number}`);
  return found;
};
const complete = (record: WorksheetRecord) =>
  technician.post(`/api/worksheets/${record.id}/completion`, { station: STATION });

/** Both planned and accepted, the first made and complete: its vial waits for the second. */
async function aSharedVial(
  first = '200',
  second = '300',
): Promise<{ a: WorksheetRecord; b: WorksheetRecord; vial: string }> {
  const pair = [await aBag(first), await aBag(second)];
  const made = await plan(...pair);
  await accept(made).expect(200);
  const order = made.hoods.flatMap((h) => h.jobs.map((j) => j.worksheetId));
  const [x, y] = pair.toSorted((p, q) => order.indexOf(p.id) - order.indexOf(q.id));
  if (!x || !y) throw new TypeError('two were planned');
  const a = await doStepsUntil(app, technician, await claim(x));
  await complete(a).expect(200);
  return { a, b: y, vial: vialOf(a) };
}

/** Opened and made up for 400 mg that are still to be drawn. */
async function anOpenVial(): Promise<{ a: WorksheetRecord; vial: string }> {
  const a = await doStepsUntil(app, technician, await claim(await aBag('400')), (s) => s.kind === 'base');
  return { a, vial: vialOf(a) };
}

describe('vial sharing', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aDemoPharmacy(app);
    // No price is known but those that a test sets.
    await app.database.transaction((tx) => tx.query('update supplier_product set active = false'));
    technician = await app.signedIn('technician');
    pharmacist = await app.signedIn('pharmacist');
    for (const { personId } of [technician, pharmacist]) await aQualification(app, personId);
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
  });

  describe('planning a day', () => {
    it('shares a vial between two bags, tells why and what is saved, and changes nothing until it is accepted', async () => {
      const [a, b] = [await aBag('400'), await aBag('600')];
      const made = await plan(a, b);
      expect(made).toMatchObject({ state: 'computed', day: today(), packagesSaved: 1, notMade: [], changedSince: [] });
      expect(made.vials).toHaveLength(1);
      expect(made.vials[0]).toMatchObject({
        content: { value: '1000', unit: 'mg' },
        leftover: { value: '0', unit: 'mg' },
        why: expect.stringContaining('USP <797> section 15'),
      });
      expect(made.savings).toMatchObject([
        { method: 'exact', unit: 'amount', baseline: '2000', cost: '1000', saved: '1000', gap: '0' },
      ]);
      const day = (await technician.get(`/api/vial-sharing/day?day=${today()}`).expect(200)).body as SharingDayResponse;
      expect(day.proposed?.id).toBe(made.id);
      expect(day.accepted).toBeNull();
      expect(await offers(b)).toEqual([]);
    });

    it('counts dollars where a supplier’s price is known', async () => {
      const [a, b] = [await aBag('400'), await aBag('600')];
      const supplier = '00000000-0000-7000-8000-00000000d0f1';
      await app.database.transaction(async (tx) => {
        await tx.query(
          `insert into supplier (id, name, kind) values ($1, 'Price list', 'wholesaler') on conflict do nothing`,
          [supplier],
        );
        await tx.query(
          `insert into supplier_product (id, supplier_id, product_id, pack_packages, price) values ($1, $1, $2, 10, 125)`,
          [supplier, drugLine(a)?.productId],
        );
      });
      const made = await plan(a, b);
      expect(made.savings).toMatchObject([{ unit: 'USD', baseline: '25', cost: '12.5', saved: '12.5', gap: '0' }]);
      expect(made.savedUsd).toBe('12.5');
      await app.database.transaction((tx) => tx.query('delete from supplier_product where id = $1', [supplier]));
    });

    it('names what has no hood, with the reason of each hood', async () => {
      const a = await aBag('400');
      await app.database.transaction((tx) => tx.query(`update hood set certified_until = '2020-01-01'`));
      const made = await plan(a);
      await app.database.transaction((tx) => tx.query(`update hood set certified_until = '2030-01-01'`));
      expect(made.hoods).toEqual([]);
      expect(made.notMade).toMatchObject([
        { worksheetId: a.id, why: expect.arrayContaining([expect.objectContaining({ severity: 'stop' })]) },
      ]);
    });

    it.each([
      [{ day: '2026-02-30' }, 422],
      [{ day: '2020-01-01' }, 422],
      [{ day: "2026-03-02'; drop table worksheet" }, 400],
      [{ startsAt: '25:00' }, 400],
      [{ minutesPerStep: -1 }, 400],
      [{ worksheetIds: ['x'] }, 400],
      [{ worksheetIds: ['00000000-0000-7000-8000-000000000000'] }, 409],
      [{ surprise: true }, 400],
    ])('refuses %j', async (body, status) => {
      const answer = await pharmacist.post('/api/vial-sharing/plans', { day: today(), ...body });
      expect([status, 400, 422].includes(answer.status) && answer.status >= 400).toBe(true);
      if (status === 409) expect(answer.status).toBe(409);
    });

    it('is for those who plan worksheets', async () => {
      const buyer = await app.signedIn('buyer');
      await buyer.post('/api/vial-sharing/plans', { day: today() }).expect(403);
    });
  });

  describe('accepting a plan', () => {
    it('puts the worksheets in their order on the bench, and takes the place of the plan before', async () => {
      const [a, b] = [await aBag('400'), await aBag('600')];
      const first = await plan(a, b);
      await accept(first).expect(200);
      const second = await plan(a, b);
      const answer = (await accept(second).expect(200)).body as SharingPlanResponse;
      expect(answer).toMatchObject({ state: 'accepted', acceptedBy: { id: pharmacist.personId } });
      expect((await pharmacist.get(`/api/vial-sharing/plans/${first.id}`).expect(200)).body).toMatchObject({
        state: 'replaced',
      });
      const turns = await ask<{ position: number }>(
        'select position from sharing_plan_item where plan_id = $1 order by position',
        [second.id],
      );
      expect(turns.map((t) => t.position)).toEqual([1, 2]);
      const [offer] = await offers(b);
      expect(offer?.worksheets).toEqual(expect.arrayContaining([a.number, b.number]));
      expect(offer?.containerNumber).toBeNull();
    });

    it('refuses a plan of which a worksheet was begun', async () => {
      const [a, b] = [await aBag('400'), await aBag('600')];
      const made = await plan(a, b);
      await claim(a);
      const answer = await accept(made).expect(409);
      expect(answer.body).toMatchObject({ code: 'sharing.stale', detail: expect.stringContaining(a.number) });
    });

    it('of two at once accepts one after the other, and leaves one in force', async () => {
      const [a, b] = [await aBag('400'), await aBag('600')];
      const made = [await plan(a, b), await plan(a, b)];
      const answers = await Promise.all(made.map((m) => accept(m)));
      expect(answers.some((r) => r.status === 200)).toBe(true);
      expect(answers.every((r) => r.status === 200 || r.status === 409)).toBe(true);
      const [{ n } = { n: '' }] = await ask<{ n: string }>(
        `select count(*) as n from sharing_plan where day = $1 and state = 'accepted'`,
        [today()],
      );
      expect(n).toBe('1');
    });
  });

  describe('a shared vial at the bench', () => {
    it('is left open for the other worksheet, serves it to the last milligram, and is seen under both', async () => {
      const { a, b, vial } = await aSharedVial();
      expect(await containerNamed(vial)).toMatchObject({ state: 'open' });
      expect((await offers(b))[0]).toMatchObject({ containerNumber: vial, opener: a.number });
      const claimed = await claim(b);
      const answer = (await tag(claimed, vial).expect(200)).body as ScanResponse;
      expect(answer.accepted).toBe(true);
      const shared = answer.record;
      expect(vialOf(shared)).toBe(vial);
      const lines = new Map(shared.lines.map((l) => [l.id, l]));
      const done = shared.steps.filter((s) => s.state === 'done');
      // Its own water was not opened, nothing was added: the vial is made up already.
      expect(done.map((s) => s.kind).toSorted()).toEqual(['open', 'open', 'reconstitute']);
      expect(
        done.filter((s) => lines.get(s.lineId ?? '')?.role === 'diluent').every((s) => s.note.includes(vial)),
      ).toBe(true);
      expect(
        shared.lines
          .filter((l) => l.role !== 'base')
          .flatMap((l) => l.allocations)
          .every((x) => x.state === 'released'),
      ).toBe(true);
      const made = await doStepsUntil(app, technician, shared);
      await complete(made).expect(200);
      expect(await containerNamed(vial)).toMatchObject({ state: 'discarded', left: '0.000000' });
      const used = await ask<{ worksheet_id: string; lots: string }>(
        `select worksheet_id, string_agg(distinct lot_id::text, ',' order by lot_id::text) as lots from consumption
       where worksheet_id = any($1::uuid[]) group by worksheet_id`,
        [[a.id, b.id]],
      );
      // Vancomycin, water and the bag, for the one who opened and the one who shared.
      expect(used.map((u) => u.lots.split(',').length)).toEqual([3, 3]);
    });

    it.each([
      [-1, 200],
      [0, 200],
      [1, 422],
    ])('%d ms from the end of its time: %d', async (ms, status) => {
      const { vial } = await anOpenVial();
      const b = await aBag('600');
      // Opened so long ago that twelve hours end at this very moment: sessions would end if the clock moved on instead.
      const opened = formatInstant(instant(addHours(app.clock.now(), -12) - ms));
      await ask('update open_container set opened_at = $2, reconstituted_at = $2 where number = $1 returning id', [
        vial,
        opened,
      ]);
      const answer = await tag(await claim(b), vial);
      expect(answer.status).toBe(status);
      if (status === 422) expect(codesOf(answer).every((c) => c.startsWith('in-use.'))).toBe(true);
    });

    it('never serves more than is in it', async () => {
      const { vial } = await anOpenVial();
      const c = await claim(await aBag('610'));
      expect(codesOf(await tag(c, vial).expect(422))).toEqual(['share.not-enough']);
    });

    it('goes to one of two who scan it at once', async () => {
      const { vial } = await anOpenVial();
      const two = [await claim(await aBag('600')), await claim(await aBag('600'))];
      const answers = await Promise.all(two.map((r) => tag(r, vial)));
      expect(answers.map((r) => r.status).toSorted((x, y) => x - y)).toEqual([200, 422]);
      expect(answers.flatMap(codesOf)).toEqual(['share.not-enough']);
    });

    it('is thrown away, or used, when its worksheet is completed while another scans it', async () => {
      const a = await doStepsUntil(app, technician, await claim(await aBag('400')));
      const b = await claim(await aBag('600'));
      const [, scan] = await Promise.all([complete(a), tag(b, vialOf(a))]);
      const { state } = await containerNamed(vialOf(a));
      expect([scan.status, state]).toEqual(scan.status === 200 ? [200, 'open'] : [422, 'discarded']);
    });

    it('is refused in a hood for hazardous drugs, and to what needs another product', async () => {
      const { vial } = await anOpenVial();
      const other = await claim(await aWorksheet(app, pharmacist, 'ceftriaxone', { containers: 1 }));
      expect(codesOf(await tag(other, vial).expect(422))).toEqual(['share.not-wanted']);
      await ask(`update open_container set hood_id = $2 where number = $1 returning id`, [vial, HOOD.fluorouracil]);
      const b = await claim(await aBag('100'));
      expect(codesOf(await tag(b, vial).expect(422))).toEqual(['share.other-hood']);
    });

    it('is given back when the share is taken back; whoever opened it cannot undo it meanwhile', async () => {
      const a = await claim(await aBag('400'));
      const opened = await doStepsUntil(app, technician, a, (s) => s.kind === 'base');
      const b = await claim(await aBag('600'));
      const shared = ((await tag(b, vialOf(opened)).expect(200)).body as ScanResponse).record;
      const reopen = (record: WorksheetRecord) => {
        const last = record.steps.filter((s) => s.state === 'done').at(-1);
        return technician.post(`/api/worksheets/${record.id}/steps/${last?.id}/reopening`, { station: STATION });
      };
      expect(codesOf(await reopen(opened).expect(422))).toEqual(['worksheet.shared-meanwhile']);
      let back = shared;
      for (let i = 0; i < 3; i++) back = (await reopen(back).expect(200)).body as WorksheetRecord;
      expect(back.steps.every((s) => s.state === 'pending')).toBe(true);
      expect(drugLine(back)?.allocations.filter((x) => x.state === 'active')).toHaveLength(1);
      expect(await ask('select id from consumption where worksheet_id = $1', [b.id])).toEqual([]);
      expect(await containerNamed(vialOf(opened))).toMatchObject({ state: 'open' });
      const anew = await doStep(app, technician, await reload(back));
      expect(anew.steps.filter((s) => s.state === 'done')).toHaveLength(1);
    });
  });

  describe('HighsSolver', () => {
    const text = 'Minimize\n cost: 2 a + 3 b\nSubject To\n c: a + b >= 1\nBinary\n a\n b\nEnd\n';
    function* asking(
      model: string,
    ): Generator<{ family: string; text: string }, string, { status: string; values: ReadonlyMap<string, number> }> {
      const answer = yield { family: 'x', text: model };
      return `${answer.status} ${[...answer.values.keys()].join()}`;
    }

    it('solves beside the event loop', async () =>
      expect(await app.get(HighsSolver).run(asking(text))).toBe('optimal a'));

    it('answers model after model', async () => {
      function* twice(): Generator<{ family: string; text: string }, string[], { status: string }> {
        const first = yield { family: 'x', text };
        const second = yield { family: 'y', text };
        return [first.status, second.status];
      }
      expect(await app.get(HighsSolver).run(twice())).toEqual(['optimal', 'optimal']);
    });

    it.each([
      ['is no model', 'nonsense', 5],
      ['has no time', text, 0],
    ])('has no answer where it %s', async (_, model, seconds) =>
      expect(await app.get(HighsSolver).run(asking(model), seconds)).toBe('none '),
    );
  });
});
