import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elementString, gs1CheckDigit } from '#domain/barcode';
import { parseLocalDate } from '#domain/time';
import { aDrug, aProduct } from '../../../../../test/factories/a-product.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aPharmacyWith } from '../../../../../test/setup/world.js';

let app: TestApp;
let nurse: SignedIn;

/** Without an Idempotency-Key: nothing is changed. */
const ask = async (what: string, body: object, status = 200) => {
  const answer = await nurse.post(`/api/calculations/${what}`, body, { headers: { 'idempotency-key': '' } });
  expect({ status: answer.status, ...(answer.status === status ? {} : { body: answer.body }) }).toEqual({ status });
  return answer.body;
};
const figuresOf = (answer: { figures: { label: string; text: string }[] }): Record<string, string> =>
  Object.fromEntries(answer.figures.map((f) => [f.label, f.text]));

describe('calculations', () => {
  beforeAll(async () => {
    app = await startTestApp();
    ({ nurse } = await aPharmacyWith(app, { nurse: true }));
  });
  afterAll(() => app.close());

  describe('dose', () => {
    it('per m²: fluorouracil 2,400 mg/m² at 1.8 m²', async () => {
      const answer = await ask('dose', {
        basis: 'per-m2',
        dose: '2400',
        unit: 'mg',
        height: '180',
        weight: '64.8',
      });
      expect(answer).toMatchObject({ dose: { value: '4320', unit: 'mg' }, capped: false });
      expect(answer.body).toContainEqual({
        label: 'Body surface area',
        exact: expect.anything(),
        value: '1.8',
        unit: 'm²',
        text: '1.8 m²',
      });
      expect(answer.derivation.map((s: { label: string }) => s.label)).toContain('Body surface area (Mosteller)');
    });

    it('per kg of the weight that is asked for, up to the maximum', async () => {
      const body = { basis: 'per-kg', dose: '15', unit: 'mg', weight: '100', height: '170', sex: 'male' };
      expect((await ask('dose', body)).dose).toEqual({ value: '1500', unit: 'mg' });
      expect(await ask('dose', { ...body, maximum: '1250' })).toMatchObject({ dose: { value: '1250' }, capped: true });
      const adjusted = await ask('dose', { ...body, weightUsed: 'adjusted', roundTo: '250' });
      expect(adjusted.dose).toEqual({ value: '1250', unit: 'mg' });
    });

    it('by the Calvert formula, with the cap of the filtration rate', async () => {
      expect(await ask('dose', { basis: 'auc', dose: '5', gfr: '150' })).toMatchObject({
        dose: { value: '750', unit: 'mg' },
        capped: true,
      });
      const cockcroft = await ask('dose', {
        basis: 'auc',
        dose: '5',
        ageYears: 60,
        sex: 'female',
        weight: '70',
        serumCreatinine: '0.9',
      });
      expect(cockcroft.body.map((f: { label: string }) => f.label)).toContain('Creatinine clearance');
      expect(cockcroft.capped).toBe(false);
    });

    it('names everything that is missing', async () => {
      const answer = await ask('dose', { basis: 'per-m2', dose: '2400', unit: 'mg', weight: '70' }, 422);
      expect(answer).toMatchObject({ code: 'calculation.incomplete', fields: [{ field: 'height' }] });
    });

    it.each([
      [{ basis: 'flat', dose: '0', unit: 'mg' }, 422, 'calculation.refused'],
      [{ basis: 'per-kg', dose: '5', unit: 'mg', weight: '0' }, 422, 'calculation.refused'],
      [{ basis: 'per-kg', dose: '5', unit: 'mL', weight: '70' }, 422, 'calculation.refused'],
      [{ basis: 'flat', dose: '5', unit: 'mgs' }, 400, 'request.invalid'],
      [{ basis: 'flat', dose: '1e3', unit: 'mg' }, 400, 'request.invalid'],
    ])('refuses %j', async (body, status, code) => {
      expect((await ask('dose', body, status)).code).toBe(code);
    });
  });

  describe('dilution', () => {
    const strength = (amount: string): object => ({ amount, unit: 'mg' });

    it('says how much stock and diluent make a weaker solution', async () => {
      const answer = await ask('dilution', {
        kind: 'dilute',
        stock: strength('50'),
        target: strength('5'),
        finalVolumeMl: '250',
      });
      expect(figuresOf(answer)).toEqual({ Stock: '25 mL', Diluent: '225 mL' });
    });

    it('shows what ends nowhere as it is drawn, and that it was rounded', async () => {
      const answer = await ask('dilution', {
        kind: 'dilute',
        stock: strength('30'),
        target: strength('1'),
        finalVolumeMl: '100',
      });
      expect(answer.figures[0]).toEqual({ label: 'Stock', exact: null, value: '3.3', unit: 'mL', text: '3.3 mL' });
    });

    it('refuses to make a stronger solution by diluting', async () => {
      const answer = await ask('dilution', {
        kind: 'dilute',
        stock: strength('5'),
        target: strength('50'),
        finalVolumeMl: '250',
      });
      expect(answer).toMatchObject({ figures: [], findings: [{ severity: 'stop' }] });
    });

    it('alternates two strengths', async () => {
      const answer = await ask('dilution', {
        kind: 'alligation',
        stock: strength('500'),
        weaker: strength('50'),
        target: strength('100'),
        finalVolumeMl: '900',
      });
      expect(figuresOf(answer)).toEqual({ 'Stronger to weaker': '1:8', Stronger: '100 mL', Weaker: '800 mL' });
    });

    it('adds, mixes, and reads percent and ratio', async () => {
      const add = await ask('dilution', {
        kind: 'add',
        stock: strength('100'),
        target: strength('10'),
        baseVolumeMl: '90',
      });
      expect(figuresOf(add)).toEqual({ 'Stock to add': '10 mL', 'Final volume': '100 mL' });
      const parts = [
        { concentration: strength('10'), volumeMl: '50' },
        { concentration: strength('20'), volumeMl: '50' },
      ];
      expect(figuresOf(await ask('dilution', { kind: 'mix', parts }))).toMatchObject({ Concentration: '15 mg/mL' });
      expect(figuresOf(await ask('dilution', { kind: 'percent', percent: '0.9' }))).toMatchObject({
        Strength: '9 mg/mL',
      });
      expect(figuresOf(await ask('dilution', { kind: 'ratio', ratio: '1:1000' }))).toMatchObject({
        'Percent (w/v)': '0.1 %',
      });
    });
  });

  describe('infusion rate', () => {
    it.each([
      [{ kind: 'volume-over-time', volumeMl: '250', overMinutes: '90' }, 'Pump rate', '166.7 mL/h'],
      [{ kind: 'time-for-rate', volumeMl: '250', rateMlPerHour: '125' }, 'Time', '120 min'],
      [{ kind: 'drip', volumeMl: '1000', overMinutes: '480', dropsPerMl: '15' }, 'Drip rate', '31 drops/min'],
      [
        {
          kind: 'dose-rate',
          doseRate: '5',
          doseUnit: 'ug',
          doseTime: 'min',
          dosePer: 'kg',
          body: '70',
          concentration: { amount: '400', unit: 'mg', perMl: '250' },
        },
        'Pump rate',
        '13.1 mL/h',
      ],
      [
        {
          kind: 'pump-rate',
          rateMlPerHour: '10',
          doseUnit: '[iU]',
          doseTime: 'h',
          concentration: { amount: '25000', unit: '[iU]', perMl: '250' },
        },
        'Dose rate',
        '1,000 units/h',
      ],
      [
        {
          kind: 'dose-over-time',
          dose: { value: '1250', unit: 'mg' },
          overMinutes: '90',
          concentration: { amount: '5', unit: 'mg' },
        },
        'Pump rate',
        '166.7 mL/h',
      ],
    ])('%j: %s is %s', async (body, label, text) => {
      const answer = await ask('infusion-rate', body);
      expect(figuresOf(answer)[label]).toBe(text);
      expect(answer.derivation.length).toBeGreaterThan(0);
    });

    it('asks for the weight of a dose per kg', async () => {
      const body = {
        kind: 'dose-rate',
        doseRate: '5',
        doseUnit: 'ug',
        doseTime: 'min',
        dosePer: 'kg',
        concentration: { amount: '1.6', unit: 'mg' },
      };
      expect(await ask('infusion-rate', body, 422)).toMatchObject({ fields: [{ field: 'body' }] });
    });
  });

  describe('vials', () => {
    it('reconstitutes a powder with what it displaces, and draws the dose', async () => {
      const vial = {
        name: 'vancomycin 10 g',
        content: { value: '10', unit: 'g' },
        diluentMl: '95',
        displacementMl: '5',
      };
      const answer = await ask('vials', { dose: { value: '1250', unit: 'mg' }, vials: [vial] });
      expect(answer).toMatchObject({
        vials: 1,
        reconstituted: [{ concentration: '100 mg/mL', finalVolume: '100 mL', displacement: '5 mL' }],
        draws: [{ vials: 1, drawn: '12.5 mL' }],
      });
    });

    it('takes a product of the formulary', async () => {
      const product = await aProduct(app.database.reader, { content: '20' });
      const answer = await ask('vials', { dose: { value: '350', unit: 'mg' }, vials: [{ productId: product.id }] });
      expect(answer).toMatchObject({ vials: 2, reconstituted: [{ concentration: '10 mg/mL', finalVolume: '20 mL' }] });
    });

    it('says what is missing of a powder that does not say what it becomes', async () => {
      const vials = [{ name: 'unknown', content: { value: '1', unit: 'g' } }];
      const answer = await ask('vials', { dose: { value: '500', unit: 'mg' }, vials });
      expect(answer).toMatchObject({ vials: null, draws: [], findings: [{ severity: 'stop' }] });
    });
  });

  describe('code', () => {
    it('reads a GS1 code apart', async () => {
      const gtin = `0039999910012${gs1CheckDigit('0039999910012')}`;
      const code = elementString({ gtin, lot: 'LOT7', expiry: parseLocalDate('2026-12-31'), serial: 'S1' });
      const answer = await ask('code', { code });
      expect(answer).toMatchObject({
        kind: 'gs1',
        gtin,
        lot: 'LOT7',
        expiry: '2026-12-31',
        serial: 'S1',
        product: null,
      });
      expect(answer.elements.map((e: { ai: string }) => e.ai).sort()).toEqual(['01', '10', '17', '21']);
    });

    it('refuses a code with a wrong check digit, and says so', async () => {
      const wrong = (Number(gs1CheckDigit('0039999910012')) + 1) % 10;
      const answer = await ask('code', { code: `0039999910012${wrong}` });
      expect(answer).toMatchObject({ kind: 'refused', findings: [{ code: 'barcode.check-digit', severity: 'stop' }] });
    });

    it('shows the packages that ten bare digits may mean, and the product when we have it', async () => {
      const product = await aProduct(app.database.reader);
      expect(await ask('code', { code: product.ndc, entry: 'keyed' })).toMatchObject({
        kind: 'ndc',
        ndc: { ndc: product.ndc },
        product: { id: product.id },
      });
      const bare = await ask('code', { code: '0409397703', entry: 'keyed' });
      expect(bare.ndcCandidates.length).toBeGreaterThan(1);
      expect(bare).toMatchObject({ ndc: null, product: null });
    });
  });

  describe('beyond-use date', () => {
    const facts = (change: object = {}): object => ({
      start: '2026-03-02T09:00',
      zone: 'America/Phoenix',
      storage: 'REF',
      provision: 'category',
      roomKind: 'iso7-buffer',
      pecKind: 'lafw',
      components: [{ name: 'vancomycin', expiry: '2027-06' }],
      stability: [{ hours: 720, clock: 'start', citation: 'a study' }],
      ...change,
    });

    it('is the earliest of all limits, with each of them and its arithmetic (BUD-10)', async () => {
      const answer = await ask('beyond-use-date', facts());
      expect(answer).toMatchObject({
        decision: 'assigned',
        category: '2',
        beyondUseDate: '2026-03-12T16:00:00.000Z',
        beyondUseDateText: '2026-03-12 09:00 MST',
      });
      const governing = answer.bounds.filter((b: { governs: boolean }) => b.governs);
      expect(governing).toMatchObject([{ code: 'table', arithmetic: expect.stringContaining('+ 10 d') }]);
      expect(answer.bounds.map((b: { code: string }) => b.code)).toEqual(
        expect.arrayContaining(['stability', 'component-expiry']),
      );
    });

    it.each([
      [
        'the stability of the drug',
        { stability: [{ hours: 48, clock: 'start' }] },
        '2026-03-04 09:00 MST',
        'stability',
      ],
      [
        'the expiry of a component',
        { components: [{ name: 'x', expiry: '2026-03-05' }] },
        '2026-03-05 23:59 MST',
        'component-expiry',
      ],
      ['the device', { deviceName: 'pump', deviceHours: 24 }, '2026-03-03 09:00 MST', 'device'],
      ['a Category 1 place', { roomKind: 'sca', pecKind: 'rabs-cai' }, '2026-03-03 09:00 MST', 'table'],
    ])('is bounded by %s', async (_, change, text, code) => {
      const answer = await ask('beyond-use-date', facts(change));
      expect(answer.beyondUseDateText).toBe(text);
      expect(
        answer.bounds.filter((b: { governs: boolean }) => b.governs).map((b: { code: string }) => b.code),
      ).toContain(code);
    });

    it('is left to a pharmacist where no stability is known, and then shows the ceiling alone', async () => {
      const answer = await ask('beyond-use-date', facts({ stability: [] }));
      expect(answer).toMatchObject({
        decision: 'needs-pharmacist',
        beyondUseDate: null,
        ceilingText: '2026-03-12 09:00 MST',
      });
    });

    it('refuses a hazardous drug in a hood that does not contain it, also when the form says that it is none', async () => {
      for (const change of [
        { drug: 'fluorouracil' },
        { components: [{ name: 'fluorouracil', expiry: '2027-01' }], hazardous: false },
      ])
        expect(await ask('beyond-use-date', facts(change))).toMatchObject({ decision: 'refused', beyondUseDate: null });
    });

    it('knows the hazardous drugs that the pharmacy itself has marked', async () => {
      await aDrug(app.database.reader, { name: 'housetoxin', hazard: 'facility' });
      expect(await ask('beyond-use-date', facts({ drug: 'housetoxin' }))).toMatchObject({ decision: 'refused' });
    });

    it('refuses a component from a container whose in-use time has run out', async () => {
      const opened = (openedAt: string): object =>
        facts({ components: [{ name: 'x', expiry: '2027-01', containerKind: 'single-dose-vial', openedAt }] });
      expect(await ask('beyond-use-date', opened('2026-03-01T21:00'))).toMatchObject({ decision: 'assigned' });
      expect(await ask('beyond-use-date', opened('2026-03-01T20:59'))).toMatchObject({ decision: 'refused' });
    });

    it('is shortened, never lengthened, by moving', async () => {
      const moves = [{ to: 'CRT', at: '2026-03-03T09:00' }];
      const answer = await ask('beyond-use-date', facts({ moves }));
      expect(answer.moves).toHaveLength(1);
      expect(Date.parse(answer.moves[0].beyondUseDate)).toBeLessThanOrEqual(Date.parse(answer.beyondUseDate));
    });

    it('covers immediate use and docking', async () => {
      const immediate = facts({
        provision: 'immediate-use',
        storage: 'CRT',
        immediateUse: {
          differentProducts: 2,
          asepticTechniqueBySop: true,
          preparerCompetent: true,
          compatibilityEvidenced: true,
          singleDoseRestDiscarded: true,
          labelledOrGivenByPreparer: true,
          forAnticipatedNeed: false,
          patients: 1,
          antineoplasticNeedingContainment: false,
        },
      });
      expect((await ask('beyond-use-date', immediate)).beyondUseDateText).toBe('2026-03-02 13:00 MST');
      expect(await ask('beyond-use-date', facts({ provision: 'docked' }), 422)).toMatchObject({
        fields: [{ field: 'docking' }],
      });
    });

    it('takes the zone of the site, and a moment with its own offset', async () => {
      const answer = await ask('beyond-use-date', facts({ zone: undefined, start: '2026-03-02T15:00:00Z' }));
      expect(answer).toMatchObject({ zone: 'America/Chicago', startedAtText: '2026-03-02 09:00 CST' });
    });

    it.each([
      [{ start: '2026-02-30T09:00' }, 422],
      [{ start: '2026-03-02 09:00' }, 400],
      [{ start: '2019-03-02T09:00' }, 422],
      [{ zone: 'America/Atlantis' }, 422],
      [{ hoodId: '0198f000-0000-7000-8000-000000000000' }, 404],
      [{ components: [{ name: 'x', expiry: '2027-13' }] }, 422],
    ])('refuses %j', async (change, status) => {
      await ask('beyond-use-date', facts(change), status);
    });
  });
});
