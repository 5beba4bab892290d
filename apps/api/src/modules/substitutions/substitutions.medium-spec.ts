import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { anApprovedOrder, type ApprovedOrder } from '../../../../../test/factories/an-approved-order.js';
import { aDemoPharmacy, codeFor, currentStep, HOOD, STATION } from '../../../../../test/factories/a-worksheet.js';
import {
  BASE,
  cefazolinForCeftriaxone,
  cefazolinFormula,
  drug,
  HALF_GRAM,
  offers,
  ONE_GRAM,
  pricesWithout,
  product,
  PRODUCT,
  STABILITY,
} from '../../../../../test/factories/a-substitution.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aQualification } from '../../../../../test/setup/world.js';
import { rows } from '../../platform/database/sql.js';
import { stableId } from '../../seed/stable-id.js';
import type { OrderResponse } from '../orders/orders.dto.js';
import { checkLedger } from '../stock/ledger-check.js';
import type { WorksheetRecord } from '../worksheets/worksheets.dto.js';
import type { SubstitutedOrderDto, SubstitutionResponse } from './substitutions.dto.js';

let app: TestApp;
let buyer: SignedIn;
let pharmacist: SignedIn;
let other: SignedIn;
let technician: SignedIn;

const ask = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> => rows<T>(app.database.reader, sql, parameters);
const draft = async (body: object, who = buyer): Promise<SubstitutionResponse> =>
  (await who.post('/api/substitutions', body).expect(201)).body as SubstitutionResponse;
const act = async (id: string, what: string, who: SignedIn, body: object = {}): Promise<SubstitutionResponse> =>
  (await who.post(`/api/substitutions/${id}/${what}`, body).expect(200)).body as SubstitutionResponse;
const answered = async (id: string, overrides: object[] = []): Promise<SubstitutionResponse> =>
  (await pharmacist.put(`/api/substitutions/${id}/answers`, { overrides, stabilityDecision: STABILITY }).expect(200))
    .body as SubstitutionResponse;
const approval = (shown: SubstitutionResponse, who = pharmacist) =>
  who.post(`/api/substitutions/${shown.id}/approval`, { shown: shown.shownHash, password: who.password });
const plan = async (order: ApprovedOrder, containers: number): Promise<WorksheetRecord> =>
  (await technician.post('/api/worksheets', { orderId: order.id, containers }).expect(201)).body as WorksheetRecord;
const orderOf = async (order: ApprovedOrder): Promise<OrderResponse> =>
  (await pharmacist.get(`/api/orders/${order.id}`).expect(200)).body as OrderResponse;
const baseOf = (order: OrderResponse): string | undefined => order.lines.find((l) => l.role === 'base')?.drugId;
const rowOf = (order: SubstitutedOrderDto | undefined, key: string) => order?.rows.find((r) => r.key === key);
const worksheetsOf = (order: ApprovedOrder) =>
  ask<{ number: string; state: string; containers: number; version: number; products: string[] }>(
    `select w.number, w.state, w.containers, v.version, (select array_agg(l.product_id::text order by l.position) from worksheet_line l where l.worksheet_id = w.id) as products
     from worksheet w join infusion_order_version v on v.id = w.order_version_id where w.order_id = $1 order by w.planned_at, w.id`,
    [order.id],
  );

/** A base substitution of one vancomycin order, answered and proposed. */
async function proposedBase(containers = 2): Promise<{ order: ApprovedOrder; shown: SubstitutionResponse }> {
  const order = await anApprovedOrder(app, 'vancomycin', { containers });
  const { id } = await draft(BASE);
  await answered(id);
  return { order, shown: await act(id, 'proposal', buyer) };
}

async function begin(record: WorksheetRecord): Promise<void> {
  const claimed = (
    await technician
      .post(`/api/worksheets/${record.id}/claim`, { hoodId: HOOD.vancomycin, station: STATION })
      .expect(200)
  ).body as WorksheetRecord;
  const step = currentStep(claimed);
  await technician
    .post(`/api/worksheets/${record.id}/steps/${step.id}/scan`, {
      station: STATION,
      code: await codeFor(app, claimed, step),
      entry: 'scanned',
    })
    .expect(200);
}

const pick = ({
  route,
  schedule,
  intervalMinutes,
  containers,
  storage,
  device,
  prescriber,
}: Omit<OrderResponse, 'lines'>) => ({
  route,
  schedule,
  ...(intervalMinutes !== null && { intervalMinutes }),
  containers,
  storage,
  device,
  prescriber,
});

describe('substitutions', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aDemoPharmacy(app);
    [buyer, pharmacist, other, technician] = [
      await app.signedIn('buyer'),
      await app.signedIn('pharmacist'),
      await app.signedIn('pharmacist'),
      await app.signedIn('technician'),
    ];
    await aQualification(app, technician.personId);
  });
  afterAll(() => app.close());
  // Each test has the affected orders to itself: what earlier ones left is over and asks for nothing.
  afterEach(async () => {
    expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
    await app.database.transaction(async (tx) => {
      await tx.query(
        `update infusion_order set state = 'discontinued' where state in ('approved','on-hold','received')`,
      );
      await tx.query(`update product_preference set active = false, ended_at = now() where active`);
    });
  });

  describe('another product of the same drug', () => {
    it('plans what is not begun again with the preferred product, and takes it back once', async () => {
      const order = await anApprovedOrder(app, 'vancomycin', { containers: 3 });
      await plan(order, 2);
      const drafted = await draft(PRODUCT);
      const [compared] = drafted.orders;
      expect(compared).toMatchObject({ number: order.number, standing: 'ready', containers: 3, patientName: null });
      expect(rowOf(compared, 'products')).toMatchObject({ differs: true });
      expect(rowOf(compared, 'products')?.before.join()).toContain('1 g vial: 4 packages');
      expect(rowOf(compared, 'products')?.after.join()).toContain('500 mg vial: 8 packages');
      expect(rowOf(compared, 'concentration')).toMatchObject({ differs: false });
      expect(drafted.sums).toMatchObject({ ready: 1, patients: 1, containers: 3 });
      expect(drafted.allowed).not.toContain('approve');

      const proposed = await act(drafted.id, 'proposal', buyer);
      await approval(proposed, buyer).expect(403);
      const approved = (await approval(proposed).expect(200)).body as SubstitutionResponse;
      expect(approved).toMatchObject({ state: 'approved', reversible: 1 });
      const [old, anew] = await worksheetsOf(order);
      expect(old).toMatchObject({ state: 'cancelled', containers: 2, version: 1 });
      expect(anew).toMatchObject({ state: 'allocated', containers: 2, version: 1 });
      expect(old?.products).toContain(ONE_GRAM);
      expect(anew?.products).toContain(HALF_GRAM);
      expect((await plan(order, 1)).lines.map((l) => l.productId)).toContain(HALF_GRAM);

      const body = { reason: 'The 1 g vial has arrived', password: pharmacist.password };
      const reversed = await act(drafted.id, 'reversal', pharmacist, body);
      expect(reversed).toMatchObject({ state: 'reversed', reversible: 0, orders: [{ outcome: 'restored' }] });
      const open = (await worksheetsOf(order)).filter((w) => w.state === 'allocated');
      expect(open.map((w) => [w.containers, w.products.includes(ONE_GRAM)])).toEqual([
        [2, true],
        [1, true],
      ]);
      expect(
        (await pharmacist.post(`/api/substitutions/${drafted.id}/reversal`, body, { key: 'again' }).expect(409)).body
          .code,
      ).toBe('substitution.wrong-state');
    });

    it('prices whole packages by the best offer of today, and says of what no price is known', async () => {
      await anApprovedOrder(app, 'vancomycin', { containers: 2 });
      await pricesWithout(app, HALF_GRAM);
      const unknown = await draft(PRODUCT);
      expect(rowOf(unknown.orders[0], 'cost')?.after).toEqual(['Price unknown: Vancomycin Hydrochloride 500 mg vial']);
      expect(unknown.sums).toMatchObject({ costAfter: null, costDifference: null });
      await offers(app, HALF_GRAM);
      const { sums, orders } = await act(unknown.id, 'comparison', buyer);
      const packagesOf = (row: string): number => Number(/: (\d+) package/.exec(row)?.[1]);
      const before = rowOf(orders[0], 'products')?.before.map(packagesOf) ?? [];
      expect(Number(sums.costBefore)).toBe(2.5 * before.reduce((n, packages) => n + packages, 0));
      // Five vials of 500 mg at 4.00 for 3 instead of three of 1 g at 2.50, and one water more or less at 2.50.
      const [was, becomes] = [before, rowOf(orders[0], 'products')?.after.map(packagesOf) ?? []];
      const others = (packages: number[]): number => packages.slice(1).reduce((n, each) => n + each, 0);
      const expected = (becomes[0] ?? 0) * (4 / 3) + others(becomes) * 2.5 - 2.5 * ((was[0] ?? 0) + others(was));
      expect([was[0], becomes[0]]).toEqual([3, 5]);
      expect(Number(sums.costDifference)).toBeCloseTo(expected, 2);
      expect(sums.costDifference).toMatch(/^-?\d+\.\d\d$/);
    });

    it('says why an order would still be made with the old product, and what to do', async () => {
      await anApprovedOrder(app, 'vancomycin', { containers: 2 });
      const drafted = await draft({ ...PRODUCT, toProductId: product('67457-342-10') });
      expect(drafted.orders[0]).toMatchObject({ standing: 'cannot' });
      expect(drafted.orders[0]?.why.join()).toMatch(
        /still be made with Vancomycin Hydrochloride 500 mg vial.*Change the formula/,
      );
      const refused = await buyer.post(`/api/substitutions/${drafted.id}/proposal`).expect(422);
      expect(refused.body.code).toBe('substitution.nothing-to-do');
    });

    it('leaves an order that was left out as it was, also when it is planned later', async () => {
      await anApprovedOrder(app, 'vancomycin', { containers: 1 });
      const kept = await anApprovedOrder(app, 'vancomycin', { containers: 1 });
      const drafted = await draft(PRODUCT);
      await buyer.put(`/api/substitutions/${drafted.id}/orders`, { leftOut: [kept.id] }).expect(200);
      await approval(await act(drafted.id, 'proposal', buyer)).expect(200);
      expect((await plan(kept, 1)).lines.map((l) => l.productId)).toContain(ONE_GRAM);
    });

    it('keeps one preference a drug', async () => {
      const order = await anApprovedOrder(app, 'vancomycin', { containers: 2 });
      await approval(await act((await draft(PRODUCT)).id, 'proposal', buyer)).expect(200);
      await plan(order, 1);
      const back = await draft({ ...PRODUCT, fromProductId: HALF_GRAM, toProductId: ONE_GRAM });
      const refused = await approval(await act(back.id, 'proposal', buyer)).expect(409);
      expect(refused.body.code).toBe('substitution.preference-exists');
      expect((await worksheetsOf(order)).map((w) => w.state)).toEqual(['allocated']);
    });
  });

  describe('another base solution', () => {
    it('asks for a stability limit, then writes an approved version for what is left and leaves what was begun', async () => {
      const order = await anApprovedOrder(app, 'vancomycin', { containers: 4 });
      await begin(await plan(order, 1));
      await plan(order, 2);
      const drafted = await draft(BASE);
      expect(drafted.orders[0]).toMatchObject({ standing: 'answers-missing', containers: 3, begun: 1 });
      expect(drafted.questions.map((q) => q.key)).toEqual(['review.stability-missing@stability']);
      expect(rowOf(drafted.orders[0], 'bud')).toMatchObject({
        before: [expect.stringContaining('240 h')],
        differs: true,
      });
      await act(drafted.id, 'proposal', buyer);
      expect((await approval(drafted).expect(422)).body.code).toBe('substitution.answers-missing');

      const shown = await answered(drafted.id);
      expect(shown).toMatchObject({ state: 'proposed', questions: [], sums: { ready: 1, begun: 1 } });
      expect((await approval(drafted).expect(409)).body.code).toBe('substitution.shown-differs');
      expect(rowOf(shown.orders[0], 'bud')?.after.join()).toMatch(/^240 h from the start/);
      expect(rowOf(shown.orders[0], 'label')?.after.join('\n')).toContain('in dextrose 5 % 250 mL');
      expect(rowOf(shown.orders[0], 'formula')?.after[1]).toBe('Vancomycin in dextrose 5 %, 250 mL bag');
      const approved = (await approval(shown).expect(200)).body as SubstitutionResponse;
      expect(approved.orders[0]).toMatchObject({
        outcome: 'substituted',
        outcomeNote: 'Still the old one: 1 container',
        afterVersion: 2,
      });
      expect(await orderOf(order)).toMatchObject({ state: 'approved', version: 2, containers: 3 });
      expect(baseOf(await orderOf(order))).toBe(drug('dextrose 5 %'));
      expect((await worksheetsOf(order)).map((w) => [w.state, w.version, w.containers])).toEqual([
        ['compounding', 1, 1],
        ['cancelled', 1, 2],
        ['allocated', 2, 2],
      ]);
      const [signature] = await ask<{ n: string; content: string; hash: string }>(
        `select count(*) over () as n, content, hash from signature where subject_kind = 'substitution' and subject_id = $1`,
        [drafted.id],
      );
      expect(signature).toMatchObject({ n: '1', hash: expect.any(String) });
      expect(signature?.content).toContain('"before"');
      expect(
        createHash('sha256')
          .update(signature?.content ?? '')
          .digest('hex'),
      ).toBe(shown.shownHash);

      await act(drafted.id, 'reversal', pharmacist, { reason: 'Bags are back', password: pharmacist.password });
      expect(await orderOf(order)).toMatchObject({ state: 'approved', version: 3, containers: 3 });
      expect(baseOf(await orderOf(order))).toBe(drug('sodium chloride 0.9 %'));
      expect((await worksheetsOf(order)).at(-1)).toMatchObject({ state: 'allocated', version: 3, containers: 2 });
    });

    it('keeps an order on hold, marked, and plans nothing for it', async () => {
      const order = await anApprovedOrder(app, 'vancomycin', { containers: 2 });
      await plan(order, 1);
      await pharmacist.post(`/api/orders/${order.id}/hold`, { reason: 'Patient travels' }).expect(200);
      const { id } = await draft(BASE);
      const shown = await answered(id);
      expect(shown.orders[0]).toMatchObject({ state: 'on-hold', worksheets: [{ containers: 1, products: [] }] });
      await approval(await act(id, 'proposal', buyer)).expect(200);
      expect(await orderOf(order)).toMatchObject({ state: 'on-hold', stateReason: 'Patient travels', version: 2 });
      expect((await worksheetsOf(order)).map((w) => w.state)).toEqual(['cancelled']);
    });

    it('cannot be where no approved formula has it, and says so', async () => {
      await anApprovedOrder(app, 'ceftriaxone');
      const { orders, sums } = await draft(BASE);
      expect(sums).toMatchObject({ ready: 0, cannot: 1 });
      expect(orders[0]?.why).toEqual([
        'No approved master formulation record fits this order. Write one, or ask the prescriber.',
      ]);
    });

    it('leaves out single orders, which stay as they are', async () => {
      const [first, second] = [
        await anApprovedOrder(app, 'vancomycin', { containers: 1 }),
        await anApprovedOrder(app, 'vancomycin', { containers: 1 }),
      ];
      const drafted = await draft(BASE);
      const duplicate = drafted.questions.find((q) => q.key.startsWith('review.duplicate-order'));
      expect(duplicate).toMatchObject({ kind: 'override' });
      await buyer.put(`/api/substitutions/${drafted.id}/orders`, { leftOut: [second.id] }).expect(200);
      await answered(drafted.id, [{ code: duplicate?.key, reason: 'Two lines, both wanted' }]);
      const approved = (await approval(await act(drafted.id, 'proposal', buyer)).expect(200))
        .body as SubstitutionResponse;
      expect(approved.orders.map((o) => [o.number, o.leftOut, o.outcome])).toEqual([
        [first.number, false, 'substituted'],
        [second.number, true, 'left-alone'],
      ]);
      expect((await orderOf(second)).version).toBe(1);
      const [review] = await ask<{ overrides: unknown }>(
        `select r.overrides from order_review r join infusion_order_version v on v.id = r.version_id where v.order_id = $1 and v.version = 2`,
        [first.id],
      );
      expect(review?.overrides).toEqual([{ key: duplicate?.key, reason: 'Two lines, both wanted' }]);
    });

    it('refuses when the order changed since it was shown, and changes nothing', async () => {
      const { order, shown } = await proposedBase();
      await pharmacist.post(`/api/orders/${order.id}/hold`, { reason: 'Fever' }).expect(200);
      const refused = await approval(shown).expect(409);
      expect(refused.body).toMatchObject({
        code: 'substitution.shown-differs',
        detail: expect.stringContaining(order.number),
      });
      expect(await orderOf(order)).toMatchObject({ state: 'on-hold', version: 1 });
      const again = await act(shown.id, 'comparison', buyer);
      expect(again.shownHash).not.toBe(shown.shownHash);
      await approval(again).expect(200);
    });

    it('refuses a wrong password and changes nothing', async () => {
      const { order, shown } = await proposedBase();
      const body = { shown: shown.shownHash, password: 'not mine' };
      expect((await pharmacist.post(`/api/substitutions/${shown.id}/approval`, body).expect(403)).body.code).toBe(
        'signature.refused',
      );
      expect((await orderOf(order)).version).toBe(1);
      expect((await buyer.get(`/api/substitutions/${shown.id}`).expect(200)).body.state).toBe('proposed');
    });

    it('leaves an order that was changed after the substitution when it is reversed', async () => {
      const { order, shown } = await proposedBase();
      await approval(shown).expect(200);
      const { lines, ...rest } = await orderOf(order);
      await pharmacist
        .put(`/api/orders/${order.id}`, {
          ...pick(rest),
          patientId: rest.patient.id,
          version: 2,
          changeReason: 'New rate',
          durationMinutes: 120,
          lines: lines.map((l) => ({ role: l.role, drugId: l.drugId, dose: l.dose, basis: l.basis })),
        })
        .expect(200);
      const body = { reason: 'Bags are back', password: pharmacist.password };
      const reversed = await act(shown.id, 'reversal', pharmacist, body);
      expect(reversed.orders[0]).toMatchObject({ outcome: 'changed-since' });
      expect(await orderOf(order)).toMatchObject({ version: 3, state: 'received' });
    });
  });

  describe('another drug', () => {
    const keep = (factor: string | null, indication = ''): Promise<string> =>
      cefazolinForCeftriaxone(app, pharmacist.personId, { factor, indication });
    const body = (alternativeId: string) => ({
      kind: 'drug',
      drugId: drug('ceftriaxone'),
      alternativeId,
      reason: 'Ceftriaxone is short',
    });

    it('is refused without a row of the kept list, or without a factor on it', async () => {
      const none = await buyer.post('/api/substitutions', body(stableId('test', 'nothing'))).expect(422);
      expect(none.body).toMatchObject({ code: 'substitution.invalid', fields: [{ field: 'alternativeId' }] });
      const without = await buyer.post('/api/substitutions', body(await keep(null))).expect(422);
      expect(without.body.detail).toContain('no dose factor');
    });

    it('works out the dose exactly, shows how, and reviews it in full', async () => {
      await anApprovedOrder(app, 'ceftriaxone');
      const before = await draft(body(await keep('0.75')));
      expect(before.orders[0]).toMatchObject({
        standing: 'cannot',
        doseSteps: [{ formula: '2 g ceftriaxone x 0.75', value: '1.5 g' }],
      });
      await cefazolinFormula(app);
      const shown = await act(before.id, 'comparison', buyer);
      expect(shown.orders[0]?.titleAfter).toBe('ceFAZolin 1.5 g in sodium chloride 0.9 % 100 mL');
      expect(shown.questions.map((q) => q.key)).toContain('review.stability-missing@stability');
      const ready = await answered(before.id);
      expect(ready.orders[0]).toMatchObject({ standing: 'ready' });
      await approval(await act(before.id, 'proposal', buyer)).expect(200);
    });

    it('is only for the indication that it is kept for', async () => {
      await anApprovedOrder(app, 'ceftriaxone');
      const { orders } = await draft(body(await keep('1', 'Surgical prophylaxis')));
      expect(orders[0]?.why.join()).toContain('kept for "Surgical prophylaxis" only');
    });
  });

  describe('races', () => {
    it('lets exactly one of two approvals through', async () => {
      const { order, shown } = await proposedBase();
      const answers = await Promise.all([approval(shown), approval(shown, other)]);
      expect(new Set(answers.map((a) => a.status))).toEqual(new Set([200, 409]));
      expect((await orderOf(order)).version).toBe(2);
    });

    it('never loses a change of the order to an approval at the same moment', async () => {
      const { order, shown } = await proposedBase();
      const { lines, ...rest } = await orderOf(order);
      const change = pharmacist.put(`/api/orders/${order.id}`, {
        ...pick(rest),
        patientId: rest.patient.id,
        version: 1,
        changeReason: 'New rate',
        durationMinutes: 120,
        lines: lines.map((l) => ({ role: l.role, drugId: l.drugId, dose: l.dose, basis: l.basis })),
      });
      const [approved, changed] = await Promise.all([approval(shown), change]);
      expect(new Set([approved.status, changed.status])).toEqual(new Set([200, 409]));
      const now = await orderOf(order);
      expect(now).toMatchObject({ version: 2, durationMinutes: changed.status === 200 ? 120 : 90 });
    });

    it('leaves no worksheet of the old prescription that could still be begun, whoever claims it meanwhile', async () => {
      const order = await anApprovedOrder(app, 'vancomycin', { containers: 1 });
      const record = await plan(order, 1);
      const { id } = await draft(BASE);
      await answered(id);
      const shown = await act(id, 'proposal', buyer);
      const claim = technician.post(`/api/worksheets/${record.id}/claim`, {
        hoodId: HOOD.vancomycin,
        station: STATION,
      });
      const [approved] = await Promise.all([approval(shown), claim]);
      expect(approved.status).toBe(200);
      expect((await worksheetsOf(order)).map((w) => [w.state, w.version])).toEqual([
        ['cancelled', 1],
        ['allocated', 2],
      ]);
    });
  });

  describe('who and what', () => {
    it('shows names to those who may read patients, and keeps it on record', async () => {
      const { shown } = await proposedBase();
      const seen = (await pharmacist.get(`/api/substitutions/${shown.id}`).expect(200)).body as SubstitutionResponse;
      expect(seen.orders[0]?.patientName).toBe('Hale, Miriam');
      expect(shown.orders[0]?.patientName).toBeNull();
      await technician.post('/api/substitutions', BASE).expect(403);
      await buyer.post(`/api/substitutions/${shown.id}/declining`, { reason: 'Changed my mind' }).expect(403);
      const declined = await act(shown.id, 'declining', pharmacist, { reason: 'Bags arrive tomorrow' });
      expect(declined).toMatchObject({
        state: 'declined',
        acts: [{}, {}, { what: 'Declined', note: 'Bags arrive tomorrow' }],
      });
      const list = (await buyer.get('/api/substitutions?state=declined').expect(200)).body as {
        items: { id: string }[];
      };
      expect(list.items.map((s) => s.id)).toContain(shown.id);
    });

    it.each([
      ['a product of another drug', { ...PRODUCT, toProductId: product('25021-107-20') }, 'toProductId'],
      ['the product itself', { ...PRODUCT, toProductId: ONE_GRAM }, 'toProductId'],
      ['a base solution for a drug', { ...BASE, drugId: drug('vancomycin') }, 'drugId'],
      ['a drug for a base solution', { ...BASE, toDrugId: drug('vancomycin') }, 'toDrugId'],
      ['a shortage row that is not there', { ...BASE, shortageItemId: stableId('test', 'none') }, 'shortageItemId'],
    ])('refuses %s and names the field', async (_, request, field) => {
      const refused = await buyer.post('/api/substitutions', request).expect(422);
      expect(refused.body.fields).toEqual([expect.objectContaining({ field })]);
    });

    it('refuses a cursor, a hash and an id from elsewhere', async () => {
      const { shown } = await proposedBase(1);
      await buyer.get(`/api/substitutions/${shown.id}?cursor=1;drop`).expect(400);
      await pharmacist.post(`/api/substitutions/${shown.id}/approval`, { shown: 'x', password: 'y' }).expect(400);
      await buyer.get(`/api/substitutions/${stableId('test', 'nobody')}`).expect(404);
      await buyer.get('/api/substitutions/1').expect(400);
    });
  });
});
