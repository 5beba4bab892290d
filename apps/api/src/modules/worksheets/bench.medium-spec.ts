import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  aClaimedWorksheet,
  aCompoundedWorksheet,
  aDemoPharmacy,
  A_PHOTO,
  aWorksheet,
  codeFor,
  codeOfLot,
  currentStep,
  doStep,
  doStepsUntil,
  STATION,
} from '../../../../../test/factories/a-worksheet.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { signInAs, type SignedIn } from '../../../../../test/setup/people.js';
import { aQualification } from '../../../../../test/setup/world.js';
import { rows } from '../../platform/database/sql.js';
import { demoLotId } from '../../seed/demo.js';
import { checkLedger } from '../stock/ledger-check.js';
import type { ScanResponse, WorksheetRecord, WorksheetStepDto } from './worksheets.dto.js';

let app: TestApp;
let technician: SignedIn;
let pharmacist: SignedIn;

const ask = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> => rows<T>(app.database.reader, sql, parameters);
const stepPath = (record: WorksheetRecord, step: WorksheetStepDto): string =>
  `/api/worksheets/${record.id}/steps/${step.id}`;
const codesOf = (answer: { body: { findings?: { code: string }[] } }): string[] =>
  (answer.body.findings ?? []).map((f) => f.code);
const reload = async (record: WorksheetRecord): Promise<WorksheetRecord> =>
  (await technician.get(`/api/worksheets/${record.id}`).expect(200)).body as WorksheetRecord;

/** Scans for the current step; what comes back, whatever its status. */
const scan = (record: WorksheetRecord, body: Record<string, unknown>, step = currentStep(record)) =>
  technician.post(`${stepPath(record, step)}/scan`, { station: STATION, ...body });
const record = (worksheet: WorksheetRecord, body: Record<string, unknown>, step = currentStep(worksheet)) =>
  technician.post(`${stepPath(worksheet, step)}/completion`, { station: STATION, ...body });

const refusals = (id: string): Promise<{ action: string; data: Record<string, unknown> }[]> =>
  ask(`select action, data from audit_entry where subject_id = $1 and action like '%refused' order by id`, [id]);

describe('bench', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aDemoPharmacy(app);
    technician = await app.signedIn('technician');
    pharmacist = await app.signedIn('pharmacist');
    await aQualification(app, technician.personId);
    await aQualification(app, pharmacist.personId);
  });
  afterAll(() => app.close());
  /** Whatever a test does, the ledger adds up afterwards (promise 1). */
  afterEach(async () => {
    expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
  });

  describe('scanning', () => {
    it('starts the preparation with the first accepted scan and opens the package with its in-use clock', async () => {
      const claimed = await aClaimedWorksheet(app, technician);
      expect(claimed.state).toBe('staged');
      const step = currentStep(claimed);
      expect(step.kind).toBe('open');
      const answer = await scan(claimed, { code: await codeFor(app, claimed, step) }).expect(200);
      const { accepted, record: after } = answer.body as ScanResponse;
      expect(accepted).toBe(true);
      expect(after).toMatchObject({ state: 'compounding', startedAt: app.clock.iso() });
      expect(after.csps.map((csp) => csp.state)).toEqual(['compounding']);
      const opened = after.steps.find((s) => s.id === step.id);
      expect(opened).toMatchObject({ state: 'done', openContainerNumber: expect.stringMatching(/^VIAL-\d{6}-.$/) });
      const [container] = await ask<{ opened_at: number; in_use_until: number }>(
        'select opened_at, in_use_until from open_container where number = $1',
        [opened?.openContainerNumber],
      );
      expect(container?.opened_at).toBe(app.clock.now());
      // The diluent is a single-dose container: 12 h in ISO 5 air (USP <797> section 15).
      expect((container?.in_use_until ?? 0) - app.clock.now()).toBe(12 * 3_600_000);
      expect(after.events.at(-1)?.text).toContain('Preparation begins');
    });

    it('takes the whole way of a preparation to its beyond-use date, with every lot in the trace', async () => {
      const made = await aCompoundedWorksheet(app, technician, 'ceftriaxone', { containers: 2 });
      expect(made).toMatchObject({ state: 'compounded', madeBy: { id: technician.personId } });
      expect(made.csps.map((csp) => csp.state)).toEqual(['compounded', 'compounded']);
      // 10 days refrigerated: the table, the pharmacist's decision and the formula agree; the clock began with the first scan.
      expect(made.budAt).toBe('2026-03-12T14:00:00.000Z');
      expect(made.bud).toMatchObject({ decision: 'assigned', category: { assigned: 2 } });
      const used = await ask<{ name: string; csp: number | null; quantity: string; unit: string }>(
        `select d.name, x.position as csp, trim_scale(c.quantity)::text as quantity, c.unit from consumption c join lot l on l.id = c.lot_id
         join product p on p.id = l.product_id join drug d on d.id = p.drug_id left join csp x on x.id = c.csp_id
       where c.worksheet_id = $1 order by d.name, x.position`,
        [made.id],
      );
      expect(used.filter((u) => u.name === 'ceftriaxone')).toEqual([
        { name: 'ceftriaxone', csp: 1, quantity: '2000', unit: 'mg' },
        { name: 'ceftriaxone', csp: 2, quantity: '2000', unit: 'mg' },
      ]);
      expect(used.filter((u) => u.name === 'sodium chloride 0.9 %').map((u) => [u.csp, u.quantity])).toEqual([
        [1, '100'],
        [2, '100'],
      ]);
      expect(used.filter((u) => u.csp === null).every((u) => u.name === 'sterile water for injection')).toBe(true);
      const left = await ask(
        `select 1 from open_container c join worksheet_step s on s.open_container_id = c.id and s.kind = 'open'
       where s.worksheet_id = $1 and c.state = 'open'`,
        [made.id],
      );
      expect(left).toEqual([]);
    });

    it('leaves the rest of a controlled substance to be measured and discarded before a witness (CS-08)', async () => {
      const schedule = (name: string | null): Promise<unknown> =>
        ask(`update product set schedule = $1 where container_kind = 'single-dose-vial'`, [name]);
      await schedule('CII');
      const made = await aCompoundedWorksheet(app, technician, 'ceftriaxone');
      const left = await ask<{ id: string; state: string; rest: string }>(
        `select c.id, c.state, trim_scale(b.on_hand)::text as rest from worksheet_step s join open_container c on c.id = s.open_container_id
           join stock_account k on k.kind = 'open-container' and k.subject_id = c.id join stock_balance b on b.account_id = k.id
         where s.worksheet_id = $1 and s.kind = 'open' and b.on_hand > 0`,
        [made.id],
      );
      expect(left.length).toBeGreaterThan(0);
      for (const { id, state, rest } of left) {
        expect(state).toBe('open');
        const body = { reason: 'left over', residue: rest };
        await technician.post(`/api/open-containers/${id}/discard`, body).expect(422);
        const witness = { login: pharmacist.login, password: pharmacist.password };
        await technician.post(`/api/open-containers/${id}/discard`, { ...body, witness }).expect(200);
      }
      await schedule(null);
    });

    it('makes a hazardous infusion in the containment hood, and keeps the bulk package with its clock', async () => {
      const made = await aCompoundedWorksheet(app, technician, 'fluorouracil');
      expect(made).toMatchObject({ state: 'compounded', budAt: '2026-03-06T14:00:00.000Z' });
      const containers = await ask<{ kind: string; state: string }>(
        `select p.container_kind as kind, c.state from worksheet_step s join open_container c on c.id = s.open_container_id
         join lot l on l.id = c.lot_id join product p on p.id = l.product_id where s.worksheet_id = $1 and s.kind = 'open'`,
        [made.id],
      );
      for (const { kind, state } of containers)
        expect([kind, state]).toEqual([kind, kind === 'pharmacy-bulk-package' ? 'open' : 'discarded']);
    });

    it('draws several preparations out of one bulk package, each in turn', async () => {
      const made = await aCompoundedWorksheet(app, technician, 'vancomycin', { containers: 7 });
      expect(made).toMatchObject({ state: 'compounded', budAt: '2026-03-12T14:00:00.000Z' });
      const drawn = await ask<{ n: number; total: string }>(
        `select count(distinct c.csp_id)::int as n, trim_scale(sum(c.quantity))::text as total from consumption c
         join lot l on l.id = c.lot_id join product p on p.id = l.product_id join drug d on d.id = p.drug_id
       where c.worksheet_id = $1 and d.name = 'vancomycin'`,
        [made.id],
      );
      expect(drawn).toEqual([{ n: 7, total: '8750' }]);
    });

    it('asks for lot and expiry where a linear code carries none, and takes the scan again with both', async () => {
      const claimed = await aClaimedWorksheet(app, technician);
      const step = currentStep(claimed);
      const [allocation] = claimed.lines.find((l) => l.id === step.lineId)?.allocations ?? [];
      const [product] = await ask<{ gtin: string }>(
        'select p.gtin from lot l join product p on p.id = l.product_id where l.id = $1',
        [allocation?.lotId],
      );
      const upc = product?.gtin.slice(2) ?? ''; // the twelve digits of the linear code
      const first = await scan(claimed, { code: upc }).expect(200);
      expect(first.body).toMatchObject({ accepted: false, needs: 'lot-and-expiry', record: { state: 'staged' } });
      const keyed = { code: upc, lotNumber: allocation?.lotNumber, expiry: allocation?.expiresOn };
      const second = await scan(claimed, keyed).expect(200);
      expect(second.body).toMatchObject({ accepted: true, needs: null, record: { state: 'compounding' } });
    });

    it('wants lot and expiry together, and a date that exists', async () => {
      const claimed = await aClaimedWorksheet(app, technician);
      const alone = await scan(claimed, { code: '300', lotNumber: 'A1' }).expect(400);
      expect(alone.body).toMatchObject({ code: 'request.invalid', fields: [{ field: 'expiry' }] });
      const never = await scan(claimed, { code: '300', lotNumber: 'A1', expiry: '2026-02-30' }).expect(400);
      expect(never.body).toMatchObject({ code: 'request.invalid', fields: [{ field: 'expiry' }] });
    });

    const atOpen = (): Promise<WorksheetRecord> => aClaimedWorksheet(app, technician);
    /** At the first step that opens the drug itself. */
    const atDrug = async (): Promise<WorksheetRecord> => {
      const claimed = await atOpen();
      const drug = claimed.lines.find((l) => l.role === 'additive');
      return doStepsUntil(app, technician, claimed, (s) => s.kind === 'open' && s.lineId === drug?.id);
    };

    it.each([
      ['a wrong drug', () => codeOfLot(app, demoLotId('0409-0805-01', 'CZ4410')), 'scan.wrong-drug'],
      ['a wrong strength', () => codeOfLot(app, demoLotId('25021-106-10', 'CFX1177')), 'scan.wrong-product'],
      ['an unknown code', () => Promise.resolve('00399999123457'), 'scan.unknown-code'],
      ['an expired lot', () => codeOfLot(app, demoLotId('25021-107-20', 'CFX2105')), 'lot.expired'],
      [
        'a lot that was not set aside for it',
        () => codeOfLot(app, demoLotId('25021-107-20', 'CFX2298')),
        'scan.lot-not-allocated',
      ],
      ['one of our own numbers where a package is needed', () => Promise.resolve('CSP-000001-7'), undefined],
    ])('refuses %s, says so, and keeps it on record', async (_what, code, finding) => {
      const worksheet = await atDrug();
      const scanned = await code();
      const answer = await scan(worksheet, { code: scanned }).expect(422);
      expect(answer.body.code).toBe('worksheet.scan-refused');
      if (finding !== undefined) expect(codesOf(answer)).toEqual([finding]);
      expect(await refusals(worksheet.id)).toMatchObject([
        { action: 'worksheet.scan-refused', data: { scanned, needed: expect.stringContaining('25021-107-20') } },
      ]);
      expect((await reload(worksheet)).revision).toBe(worksheet.revision);
    });

    it('refuses a lot that was put into quarantine after it was set aside', async () => {
      const worksheet = await atDrug();
      const code = await codeFor(app, worksheet, currentStep(worksheet));
      const lotId = worksheet.lines.find((l) => l.id === currentStep(worksheet).lineId)?.allocations[0]?.lotId ?? '';
      await technician.post(`/api/lots/${lotId}/quarantine`, { reason: 'crimp looks loose' }).expect(200);
      const answer = await scan(worksheet, { code }).expect(422);
      expect(codesOf(answer)).toEqual(['lot.quarantined']);
      await pharmacist.post(`/api/lots/${lotId}/release`, { reason: 'inspected, sound' }).expect(200);
      expect((await scan(worksheet, { code }).expect(200)).body).toMatchObject({ accepted: true });
    });

    it('refuses a step out of order', async () => {
      const claimed = await atOpen();
      const later = claimed.steps.find((s) => s.kind === 'base');
      const answer = await scan(claimed, { code: 'anything' }, later).expect(422);
      expect(codesOf(answer)).toEqual(['worksheet.step-out-of-order']);
    });

    it('refuses to draw from a container whose in-use time is over', async () => {
      const worksheet = await doStepsUntil(app, technician, await atOpen(), (s) => s.kind === 'draw');
      const code = await codeFor(app, worksheet, currentStep(worksheet));
      const before = app.clock.iso();
      app.clock.advance({ hours: 12, seconds: 1 });
      // The session has timed out meanwhile: the same person signs in again.
      const again = await signInAs(app, {
        id: technician.personId,
        login: technician.login,
        printedName: technician.name,
      });
      const answer = await again
        .post(`${stepPath(worksheet, currentStep(worksheet))}/scan`, { station: STATION, code })
        .expect(422);
      expect(codesOf(answer)).toContain('in-use.expired');
      app.clock.set(before);
    });

    it('answers a second click with the same key as the first, and a lost reply that is sent again', async () => {
      const claimed = await atOpen();
      const step = currentStep(claimed);
      const body = { station: STATION, code: await codeFor(app, claimed, step) };
      const [one, two] = await Promise.all(
        [1, 2].map(() =>
          technician.post(`${stepPath(claimed, step)}/scan`, body, { key: `scan-${step.id.slice(-20)}` }),
        ),
      );
      expect([one?.status, two?.status]).toEqual([200, 200]);
      expect(one?.body).toEqual(two?.body);
      const resent = await technician.post(`${stepPath(claimed, step)}/scan`, body, {
        key: `scan-${step.id.slice(-20)}`,
      });
      expect(resent.headers['idempotency-replayed']).toBe('true');
      expect(resent.body).toEqual(one?.body);
      const opened = await ask(`select 1 from stock_movement where reference_id = $1`, [step.id]);
      expect(opened).toHaveLength(1);
    });

    it('refuses a second tablet, and another person', async () => {
      const claimed = await atOpen();
      const step = currentStep(claimed);
      const code = await codeFor(app, claimed, step);
      const elsewhere = await technician
        .post(`${stepPath(claimed, step)}/scan`, { station: 'another-tablet', code })
        .expect(409);
      expect(elsewhere.body.code).toBe('worksheet.claimed-elsewhere');
      const other = await pharmacist.post(`${stepPath(claimed, step)}/scan`, { station: STATION, code }).expect(409);
      expect(other.body.code).toBe('worksheet.claimed-by-other');
    });

    it('refuses a worksheet that nobody has claimed, and a step of another one', async () => {
      const planned = await aWorksheet(app, technician);
      const unclaimed = await scan(planned, { code: 'x' }).expect(409);
      expect(unclaimed.body.code).toBe('worksheet.not-claimed');
      await scan(await atOpen(), { code: 'x' }, currentStep(planned)).expect(404);
    });

    it('refuses a package whose serial was opened before', async () => {
      const claimed = await aClaimedWorksheet(app, technician, 'ceftriaxone', { containers: 2 });
      const drug = claimed.lines.find((l) => l.role === 'additive');
      const atVial = (w: WorksheetRecord, index: number): Promise<WorksheetRecord> =>
        doStepsUntil(app, technician, w, (s) => s.kind === 'open' && s.lineId === drug?.id && s.packageIndex === index);
      const one = await atVial(claimed, 1);
      const code = await codeOfLot(app, drug?.allocations[0]?.lotId ?? '', 'SER0001');
      const after = ((await scan(one, { code }).expect(200)).body as ScanResponse).record;
      expect(codesOf(await scan(await atVial(after, 2), { code }).expect(422))).toEqual(['scan.serial-already-opened']);
    });

    it('lets exactly one of two scans of the same step win', async () => {
      const claimed = await atOpen();
      const step = currentStep(claimed);
      const code = await codeFor(app, claimed, step);
      const answers = await Promise.all([1, 2, 3].map(() => scan(claimed, { code }, step)));
      expect(answers.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 422, 422]);
      const losers = answers.filter((a) => a.status === 422).flatMap(codesOf);
      expect(new Set(losers)).toEqual(new Set(['worksheet.step-already-done']));
    });
  });

  describe('recording a step', () => {
    const at = async (kind: WorksheetStepDto['kind']): Promise<WorksheetRecord> =>
      doStepsUntil(app, technician, await aClaimedWorksheet(app, technician), (s) => s.kind === kind);
    const scanned = async (worksheet: WorksheetRecord): Promise<WorksheetRecord> => {
      const code = await codeFor(app, worksheet, currentStep(worksheet));
      return ((await scan(worksheet, { code }).expect(200)).body as ScanResponse).record;
    };

    it('moves what was measured from the container into the preparation, through the strength', async () => {
      const ready = await scanned(await at('draw'));
      const step = currentStep(ready);
      expect(step).toMatchObject({ state: 'scanned', plannedVolumeMl: '20' });
      await record(ready, { volumeMl: '19.5' }).expect(200);
      const [moved] = await ask<{ quantity: string; unit: string; volume_ml: string }>(
        `select trim_scale(c.quantity)::text as quantity, c.unit, trim_scale(s.volume_ml)::text as volume_ml
       from consumption c join worksheet_step s on s.id = c.step_id where c.step_id = $1`,
        [step.id],
      );
      expect(moved).toEqual({ quantity: '1950', unit: 'mg', volume_ml: '19.5' });
    });

    it('takes what is on the books where a little more was measured: makers fill more than they print', async () => {
      const ready = await scanned(await at('draw'));
      await record(ready, { volumeMl: '20.5' }).expect(200);
      const [moved] = await ask<{ quantity: string }>(
        'select trim_scale(quantity)::text as quantity from consumption where step_id = $1',
        [currentStep(ready).id],
      );
      expect(moved?.quantity).toBe('2000');
    });

    it.each([
      ['18.99', 'worksheet.volume-outside-tolerance'],
      ['19', undefined],
      ['21', undefined],
      ['21.01', 'worksheet.volume-outside-tolerance'],
      ['0', 'worksheet.volume-not-positive'],
    ])('accepts 20 mL within 5 %%: %s mL', async (volumeMl, finding) => {
      const ready = await scanned(await at('draw'));
      const answer = await record(ready, { volumeMl });
      expect([answer.status, codesOf(answer)]).toEqual(finding === undefined ? [200, []] : [422, [finding]]);
    });

    it('refuses a volume before its scan, no volume after it, and a volume where there is none to measure', async () => {
      const worksheet = await at('draw');
      expect(codesOf(await record(worksheet, { volumeMl: '20' }).expect(422))).toEqual(['worksheet.scan-first']);
      const ready = await scanned(worksheet);
      const missing = await record(ready, {}).expect(422);
      expect(missing.body).toMatchObject({ code: 'worksheet.step-refused', findings: [{ field: 'volumeMl' }] });
      const inspecting = await doStepsUntil(
        app,
        technician,
        await doStep(app, technician, ready),
        (s) => s.kind === 'inspect',
      );
      expect(codesOf(await record(inspecting, { volumeMl: '1', passed: 1 }).expect(422))).toEqual([
        'worksheet.no-volume',
      ]);
    });

    it('refuses a count that differs, and a photo step without a photo', async () => {
      const inspecting = await at('inspect');
      expect(codesOf(await record(inspecting, { passed: 0 }).expect(422))).toEqual(['worksheet.count-differs']);
      expect(codesOf(await record(inspecting, {}).expect(422))).toEqual(['worksheet.count-differs']);
      const last = (await record(inspecting, { passed: 1 }).expect(200)).body as WorksheetRecord;
      expect(codesOf(await record(last, {}).expect(422))).toEqual(['worksheet.no-photo']);
      const photo = await technician
        .photo(`/api/worksheets/${last.id}/photos?stepId=${currentStep(last).id}`, A_PHOTO)
        .expect(201);
      await record(last, {}).expect(200);
      const shown = await technician.get((photo.body as { url: string }).url).expect(200);
      expect(shown.headers['content-type']).toBe('image/jpeg');
      expect(Buffer.compare(shown.body as Buffer, A_PHOTO)).toBe(0);
    });

    it('starts the stability of a powder when its diluent goes in, and forgets it when that is taken back', async () => {
      const ready = await scanned(await at('reconstitute'));
      const step = currentStep(ready);
      const vial = (): Promise<{ at: number | null; ml: string | null }[]> =>
        ask(
          `select c.reconstituted_at as at, trim_scale(c.reconstituted_volume_ml)::text as ml from worksheet_step s
           join worksheet_line x on x.id = s.line_id and x.role = 'additive' join open_container c on c.id = s.open_container_id
         where s.worksheet_id = $1 and s.kind = 'open'`,
          [ready.id],
        );
      const after = (await record(ready, { volumeMl: step.plannedVolumeMl }).expect(200)).body as WorksheetRecord;
      expect(await vial()).toEqual([{ at: app.clock.now(), ml: step.plannedVolumeMl }]);
      await technician.post(`${stepPath(after, step)}/reopening`, { station: STATION }).expect(200);
      expect(await vial()).toEqual([{ at: null, ml: null }]);
    });

    it('lets exactly one of several records of the same step win', async () => {
      const ready = await scanned(await at('draw'));
      const step = currentStep(ready);
      const answers = await Promise.all([1, 2, 3, 4].map(() => record(ready, { volumeMl: '20' }, step)));
      expect(answers.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 422, 422, 422]);
      expect(await ask('select 1 from consumption where step_id = $1', [step.id])).toHaveLength(1);
    });
  });

  describe('taking a step back', () => {
    const undo = (worksheet: WorksheetRecord, step: WorksheetStepDto, who = technician) =>
      who.post(`${stepPath(worksheet, step)}/reopening`, { station: STATION });

    it.each(['open', 'reconstitute', 'base', 'remove-diluent', 'draw', 'inspect'] as const)(
      'leaves no trace of a step of kind %s in the stock, and it can be done anew',
      async (kind) => {
        const before = await doStepsUntil(
          app,
          technician,
          await aClaimedWorksheet(app, technician),
          (s) => s.kind === kind,
        );
        const started = before.state === 'compounding' ? before : await doStep(app, technician, before);
        const ready = await doStepsUntil(app, technician, started, (s) => s.kind === kind);
        const step = currentStep(ready);
        const books = (): Promise<unknown[]> =>
          ask(
            `select a.kind, b.lot_id, b.on_hand::text, b.allocated::text from stock_balance b join stock_account a on a.id = b.account_id
           where b.on_hand <> 0 order by 1, 2, a.subject_id`,
          );
        const held = await books();
        const done = await doStep(app, technician, ready);
        const open = (await undo(done, step).expect(200)).body as WorksheetRecord;
        expect(await books()).toEqual(held);
        expect(open.steps.find((s) => s.id === step.id)).toMatchObject({
          state: 'pending',
          current: true,
          lotNumber: null,
        });
        expect(await ask('select 1 from consumption where step_id = $1', [step.id])).toEqual([]);
        expect((await doStep(app, technician, open)).steps.find((s) => s.id === step.id)?.state).toBe('done');
      },
    );

    it('takes back only the latest step, only while it is being made', async () => {
      const worksheet = await doStepsUntil(
        app,
        technician,
        await aClaimedWorksheet(app, technician),
        (s) => s.kind === 'draw',
      );
      const [first] = worksheet.steps;
      if (!first) throw new TypeError('no steps');
      expect(codesOf(await undo(worksheet, first).expect(422))).toEqual(['worksheet.not-the-latest-step']);
      const made = await aCompoundedWorksheet(app, technician);
      const last = made.steps.at(-1) ?? first;
      expect(codesOf(await undo(made, last).expect(422))).toEqual(['worksheet.not-compounding']);
    });
  });
});
