import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { loadDemo } from '../../seed/demo.js';
import { demoPatientId } from '../../seed/demo-orders.js';
import { stableId } from '../../seed/stable-id.js';
import type { OrderRequest, OrderResponse, OrderReviewResponse } from './orders.dto.js';

let app: TestApp;
let pharmacist: SignedIn;
let nurse: SignedIn;

const drug = (name: string): string => stableId('drug', name);

const vancomycin = (change: Partial<OrderRequest> = {}): OrderRequest => ({
  patientId: demoPatientId('D-1001'),
  lines: [
    { role: 'additive', drugId: drug('vancomycin'), dose: { value: '1250', unit: 'mg' }, basis: 'flat' },
    { role: 'base', drugId: drug('sodium chloride 0.9 %'), dose: { value: '250', unit: 'mL' }, basis: 'flat' },
  ],
  route: 'IV',
  schedule: 'intermittent',
  durationMinutes: 90,
  intervalMinutes: 720,
  containers: 14,
  daysSupply: 7,
  storage: 'REF',
  device: 'stationary-pump',
  prescriber: 'Dr. L. Amari',
  ...change,
});

const fluorouracil = (change: { dose?: string; body?: string } = {}): OrderRequest => ({
  ...vancomycin(),
  patientId: demoPatientId('D-1003'),
  lines: [
    {
      role: 'additive',
      drugId: drug('fluorouracil'),
      dose: { value: change.dose ?? '4320', unit: 'mg' },
      basis: 'per-m2',
      basisDose: { value: '2400', unit: 'mg' },
      bodyMeasure: change.body ?? '1.8',
    },
  ],
  schedule: 'continuous',
  durationMinutes: 2760,
  intervalMinutes: undefined,
  containers: 1,
  daysSupply: 2,
  storage: 'CRT',
  device: 'ambulatory-pump',
});

const enter = async (body: OrderRequest): Promise<OrderResponse> =>
  (await nurse.post('/api/orders', body).expect(201)).body as OrderResponse;
const reviewOf = async (id: string): Promise<OrderReviewResponse> =>
  (await pharmacist.get(`/api/orders/${id}/review`).expect(200)).body as OrderReviewResponse;

/** Answers every finding as a pharmacist who read all of them would. */
function approval(review: OrderReviewResponse, change: Record<string, unknown> = {}): Record<string, unknown> {
  const key = (f: { code: string; field?: string }): string => (f.field ? `${f.code}@${f.field}` : f.code);
  return {
    version: review.order.version,
    formulationVersionId: review.chosenFormulationVersionId,
    acknowledged: review.findings.filter((f) => f.severity === 'soft').map(key),
    overrides: review.findings
      .filter((f) => f.severity === 'hard')
      .map((f) => ({ code: key(f), reason: 'Judged acceptable for this patient' })),
    stabilityDecision: review.stability.decisionNeeded
      ? {
          limitHours: 240,
          storage: review.order.storage,
          reason: 'Labeling allows 14 days refrigerated',
          citation: 'Labeling in hand',
        }
      : undefined,
    password: pharmacist.password,
    ...change,
  };
}

describe('orders', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await loadDemo(app.database, app.clock.now(), { orders: false, passwords: { hash: () => Promise.resolve('x') } });
    pharmacist = await app.signedIn('pharmacist');
    nurse = await app.signedIn('nurse');
  });
  afterAll(() => app.close());

  describe('entering an order', () => {
    it('reads back as one line that a pharmacist would write', async () => {
      const order = await enter(vancomycin());
      expect(order.title).toBe('vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL, IV every 12 h over 90 min');
      expect(order.state).toBe('received');
      expect(order.number).toMatch(/^ORD-\d{6}-.$/);
    });

    it('says the body surface that a dose per m² rests on', async () => {
      const order = await enter(fluorouracil());
      expect(order.title).toBe('fluorouracil 4,320 mg, IV continuous over 46 h');
      expect(order.lines[0]).toMatchObject({
        basis: 'per-m2',
        basisDose: { value: '2400', unit: 'mg' },
        bodyMeasure: '1.8',
        hazardous: true,
      });
    });

    it.each([
      ['an intermittent order without its interval', vancomycin({ intervalMinutes: undefined }), 'intervalMinutes'],
      ['a continuous order with an interval', { ...fluorouracil(), intervalMinutes: 60 }, 'intervalMinutes'],
      [
        'a dose in milliliters',
        vancomycin({
          lines: [{ role: 'additive', drugId: drug('vancomycin'), dose: { value: '25', unit: 'mL' }, basis: 'flat' }],
        }),
        'lines.0.dose',
      ],
      [
        'a unit nobody knows',
        vancomycin({
          lines: [
            { role: 'additive', drugId: drug('vancomycin'), dose: { value: '25', unit: 'drops' }, basis: 'flat' },
          ],
        }),
        'lines.0.dose',
      ],
      [
        'a dose of zero',
        vancomycin({
          lines: [{ role: 'additive', drugId: drug('vancomycin'), dose: { value: '0', unit: 'mg' }, basis: 'flat' }],
        }),
        'lines.0.dose',
      ],
      [
        'only a base solution',
        vancomycin({
          lines: [
            { role: 'base', drugId: drug('sodium chloride 0.9 %'), dose: { value: '250', unit: 'mL' }, basis: 'flat' },
          ],
        }),
        'lines',
      ],
    ])('refuses %s and names the field', async (_, body, field) => {
      const { body: problem } = await nurse.post('/api/orders', body).expect(422);
      expect(problem.code).toBe('order.invalid');
      expect(problem.fields.map((f: { field: string }) => f.field)).toContain(field);
    });

    it('refuses a drug that is not in the formulary', async () => {
      const unknown = vancomycin({
        lines: [{ role: 'additive', drugId: drug('nothing'), dose: { value: '1', unit: 'g' }, basis: 'flat' }],
      });
      const { body } = await nurse.post('/api/orders', unknown).expect(422);
      expect(body.code).toBe('request.refers-to-nothing');
    });

    it('makes one order of a request that is sent twice', async () => {
      const first = await nurse.post('/api/orders', vancomycin(), { key: 'lost-reply' }).expect(201);
      const second = await nurse.post('/api/orders', vancomycin(), { key: 'lost-reply' }).expect(201);
      expect(second.body.id).toBe(first.body.id);
    });
  });

  describe('changing an order', () => {
    it('keeps the old version and sends the new one to review again', async () => {
      const order = await enter(vancomycin());
      const { body } = await nurse
        .put(`/api/orders/${order.id}`, {
          ...vancomycin({ containers: 12 }),
          version: 1,
          changeReason: 'Prescriber shortened the course',
        })
        .expect(200);
      expect(body).toMatchObject({ version: 2, containers: 12, state: 'received' });
      expect(body.history.map((e: { what: string }) => e.what)).toEqual(['Entered', 'Changed to version 2']);
    });

    it('refuses a change of a version that is no longer the current one', async () => {
      const order = await enter(vancomycin());
      const change = { ...vancomycin(), version: 1, changeReason: 'First' };
      await nurse.put(`/api/orders/${order.id}`, change).expect(200);
      const { body } = await nurse.put(`/api/orders/${order.id}`, { ...change, changeReason: 'Second' }).expect(409);
      expect(body.code).toBe('order.changed-meanwhile');
    });

    it('never moves a prescription to another patient', async () => {
      const order = await enter(vancomycin());
      const { body } = await nurse
        .put(`/api/orders/${order.id}`, {
          ...vancomycin({ patientId: demoPatientId('D-1002') }),
          version: 1,
          changeReason: 'Wrong patient',
        })
        .expect(422);
      expect(body.code).toBe('order.other-patient');
    });
  });

  describe('reviewing an order', () => {
    it('finds the formula, the amounts and the findings in one request', async () => {
      const order = await enter(vancomycin());
      const review = await reviewOf(order.id);
      expect(review.formulas.find((f) => f.fits)?.name).toContain('Vancomycin');
      expect(review.preparation?.strengthText).toBe('1,250 mg/250 mL (5 mg/mL)');
      expect(review.stability.decisionNeeded).toBe(true);
      expect(review.bud?.beyondUseDate).toBeNull();
      expect(review.findings.some((f) => f.severity === 'hard' && f.code.includes('stability'))).toBe(true);
    });

    it('shows what a stability decision would give before anyone signs it', async () => {
      const order = await enter(vancomycin());
      const decision = {
        limitHours: 240,
        storage: 'REF',
        reason: 'Labeling allows 14 days',
        citation: 'Labeling in hand',
      };
      const { body } = await pharmacist
        .post(`/api/orders/${order.id}/review/preview`, { stabilityDecision: decision })
        .expect(200);
      expect(body.bud).toMatchObject({ category: 2, beyondUseDate: expect.any(String) });
    });

    it('approves by signature once every finding is answered', async () => {
      const order = await enter(vancomycin());
      await pharmacist.post(`/api/orders/${order.id}/review`).expect(200);
      const { body } = await pharmacist
        .post(`/api/orders/${order.id}/approval`, approval(await reviewOf(order.id)))
        .expect(200);
      expect(body.state).toBe('approved');
    });

    it('refuses to approve over an open finding, and says which', async () => {
      const order = await enter(vancomycin());
      await pharmacist.post(`/api/orders/${order.id}/review`).expect(200);
      const bare = approval(await reviewOf(order.id), {
        acknowledged: [],
        overrides: [],
        stabilityDecision: undefined,
      });
      const { body } = await pharmacist.post(`/api/orders/${order.id}/approval`, bare).expect(422);
      expect(body.code).toBe('order.findings-open');
      expect(body.findings.length).toBeGreaterThan(0);
    });

    it('refuses a wrong password and leaves the order in review', async () => {
      const order = await enter(vancomycin());
      await pharmacist.post(`/api/orders/${order.id}/review`).expect(200);
      const signed = approval(await reviewOf(order.id), { password: 'not mine' });
      const { body } = await pharmacist.post(`/api/orders/${order.id}/approval`, signed).expect(403);
      expect(body.code).toBe('signature.refused');
      expect((await pharmacist.get(`/api/orders/${order.id}`)).body.state).toBe('in-review');
    });

    it('lets exactly one of two pharmacists approve', async () => {
      const order = await enter(vancomycin());
      await pharmacist.post(`/api/orders/${order.id}/review`).expect(200);
      const second = await app.signedIn('pharmacist');
      const signed = approval(await reviewOf(order.id));
      const answers = await Promise.all([
        pharmacist.post(`/api/orders/${order.id}/approval`, signed),
        second.post(`/api/orders/${order.id}/approval`, { ...signed, password: second.password }),
      ]);
      expect(answers.map((a) => a.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    });

    it('stops an order whose dose is not what its dose per m² gives', async () => {
      const order = await enter(fluorouracil({ dose: '43200' }));
      const review = await reviewOf(order.id);
      expect(review.findings.some((f) => f.severity === 'stop')).toBe(true);
    });

    it('sends an order back with the reason that will be read', async () => {
      const order = await enter(vancomycin());
      await pharmacist.post(`/api/orders/${order.id}/review`).expect(200);
      const { body } = await pharmacist
        .post(`/api/orders/${order.id}/clarification`, { reason: 'Trough level?' })
        .expect(200);
      expect(body).toMatchObject({ state: 'clarification', stateReason: 'Trough level?' });
    });

    it('keeps a nurse from approving', async () => {
      const order = await enter(vancomycin());
      await nurse.post(`/api/orders/${order.id}/review`).expect(403);
    });
  });
});
