import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderResponse, OrderReviewResponse } from '../../apps/api/src/modules/orders/orders.dto.js';
import type { CspTrace, LotTrace } from '../../apps/api/src/modules/trace/trace.dto.js';
import type { ScanResponse, WorksheetRecord } from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import { Bench, boundsOf, made, recordOf, verification } from './bench.js';
import { dispensed, labelled, readBack, verified } from './release.js';
import {
  approve,
  ceftriaxoneOrder,
  DECISIONS,
  fluorouracilOrder,
  linearCode,
  NDC,
  packageCode,
  Pharmacy,
  planned,
  refused,
  sent,
  vancomycinOrder,
} from './journey.js';

let pharmacy: Pharmacy;
beforeAll(async () => {
  pharmacy = await Pharmacy.open();
});
afterAll(() => pharmacy.app.close());

const lotsOf = (worksheet: WorksheetRecord): string[] =>
  worksheet.lines.map(
    (l) => `${l.ndc} ${l.allocations.map((a) => `${a.lotNumber} x ${Number(a.packages)}`).join(', ')}`,
  );
const drawn = (worksheet: WorksheetRecord, kind: string): (string | null)[] =>
  worksheet.steps.filter((s) => s.kind === kind).map((s) => s.plannedVolumeMl);

describe('vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL, 14 bags for a home patient', () => {
  let order: OrderResponse;
  let worksheet: WorksheetRecord;
  let bench: Bench;

  it('is keyed by the nurse and reads as a pharmacist would write it', async () => {
    order = await sent(pharmacy.jo.post('/api/orders', vancomycinOrder()), 201);
    expect(order.title).toBe('vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL, IV every 12 h over 90 min');
    expect(order).toMatchObject({ state: 'received', containers: 14, hazardous: false });
  });

  it('shows the pharmacist that it runs too fast and that nobody has confirmed its stability', async () => {
    const review = await sent<OrderReviewResponse>(pharmacy.maya.get(`/api/orders/${order.id}/review`));
    expect(review.findings.map((f) => [f.code, f.severity])).toEqual([
      ['review.stability-missing', 'hard'],
      ['review.rate-over-limit', 'soft'],
    ]);
    expect(review.stability.decisionNeeded).toBe(true);
    expect(review.stability.fits.map((row) => [row.id, row.status])).toEqual([['LABEL-001', 'unconfirmed']]);
    expect(review.bud?.beyondUseDate).toBeNull();
  });

  it('is approved by signature, the stability decided by the pharmacist who signs', async () => {
    await refused(pharmacy.jo.post(`/api/orders/${order.id}/review`), 403, 'access.denied');
    const what = `/api/orders/${order.id}/review/preview`;
    const decided = { stabilityDecision: DECISIONS.vancomycin };
    const { bud } = await sent<OrderReviewResponse>(pharmacy.maya.post(what, decided));
    expect(bud).toMatchObject({ category: 2, beyondUseDate: '2026-03-12T14:00:00.000Z' });
    // It is no hazardous drug: the preview is for the ordinary hood, where nothing speaks against it.
    const { findings } = (bud?.answer ?? { findings: [{ severity: 'stop' }] }) as { findings: { severity: string }[] };
    expect(findings.filter((f) => f.severity !== 'info')).toEqual([]);
    order = await approve(pharmacy.maya, order.id, DECISIONS.vancomycin);
    expect(order.state).toBe('approved');
    expect(order.history.map((e) => [e.who, e.what]).at(-1)).toEqual(['Maya Lindqvist, PharmD', 'Approved']);
  });

  it('is planned by the approved formula: two bulk packages, 95 mL of water into each, 12.5 mL into each bag', async () => {
    worksheet = await sent(pharmacy.ana.post('/api/worksheets', { orderId: order.id }), 201);
    expect(worksheet).toMatchObject({ state: 'allocated', containers: 14, strengthText: '1,250 mg/250 mL (5 mg/mL)' });
    expect(worksheet.formula.name).toBe('Vancomycin in sodium chloride 0.9 %, 250 mL bag');
    expect(drawn(worksheet, 'reconstitute')).toEqual(['95', '95']);
    expect(drawn(worksheet, 'remove-diluent')).toEqual(Array.from({ length: 14 }, () => '12.5'));
    expect(drawn(worksheet, 'draw')).toEqual(Array.from({ length: 14 }, () => '12.5'));
  });

  it('sets aside the lots that expire first', () => {
    expect(lotsOf(worksheet)).toEqual([
      '67457-342-10 VB2401 x 2',
      '0264-7800-20 J4N201 x 14',
      '0264-7850-20 W7850A x 1',
    ]);
  });

  it('is claimed for a hood that allows category 2, and says why', async () => {
    bench = await Bench.at('Hood 1', pharmacy.ana, worksheet);
    expect(bench.record).toMatchObject({ state: 'staged', claimedBy: { name: 'Ana Reyes, CPhT' } });
    expect(bench.record.place).toMatchObject({ room: 'Buffer room', hood: 'Hood 1', category: 2 });
    expect(bench.record.place?.explanation.join(' ')).toMatch(/ISO 7/i);
  });

  it('refuses what is no ingredient of it, and says what was scanned and what is needed', async () => {
    await bench.refuses('0100000000000017', 'scan.unknown-code');
    const wrong = await bench.refuses(await pharmacy.code(NDC.potassium, 'KC6651'), 'scan.wrong-drug');
    expect(wrong).toMatch(/Wrong drug: scanned potassium chloride .* Needed: /);
    expect((await bench.look()).state).toBe('staged');
  });

  it('begins with the first accepted scan and goes through every step', async () => {
    await pharmacy.timeIs('2026-03-02T14:05:00Z');
    await bench.step();
    expect(bench.record).toMatchObject({ state: 'compounding', startedAt: '2026-03-02T14:05:00.000Z' });
    await pharmacy.timeIs('2026-03-02T14:12:00Z');
    await bench.until((s) => s.kind === 'draw');
    const tag = bench.tagOf(bench.current);
    expect(tag).toMatch(/^VIAL-\d{6}-.$/);
    await bench.accepts(tag);
    const problem = await refused(bench.recording({ volumeMl: '14' }), 422, 'worksheet.step-refused');
    expect(problem.detail).toBe('14 mL is 12 % more than 12.5 mL. Accepted: 11.88 mL to 13.12 mL.');
    await refused(bench.recording(), 422, 'worksheet.step-refused');
    await bench.records({ volumeMl: '12.4' });
    expect(bench.record.steps.find((s) => s.kind === 'draw')).toMatchObject({ state: 'done', volumeMl: '12.4' });
    await bench.until((s) => s.kind === 'inspect');
    await refused(bench.recording({ passed: 13 }), 422, 'worksheet.step-refused');
    await bench.records({ passed: 14 });
    await refused(bench.completion(), 422, 'worksheet.cannot-complete');
    await refused(bench.recording(), 422, 'worksheet.step-refused');
    await bench.finishSteps();
    expect(bench.record.photos).toHaveLength(1);
  });

  it('gets its beyond-use date from the actual start: ten days of Table 13 and of its formula', async () => {
    await pharmacy.timeIs('2026-03-02T14:19:00Z');
    worksheet = await bench.completes();
    expect(worksheet).toMatchObject({ state: 'compounded', budAt: '2026-03-12T14:05:00.000Z' });
    const bounds = boundsOf(worksheet);
    const arithmetic = '2026-03-02 07:05 MST + 10 d = 2026-03-12 07:05 MST';
    expect(bounds.filter((b) => b.governs).map((b) => [b.source, b.arithmetic])).toEqual([
      ['BUD-15', arithmetic],
      ['BUD-10', arithmetic],
    ]);
    expect(bounds.find((b) => b.code === 'stability')).toMatchObject({
      governs: false,
      arithmetic: '2026-03-02 07:05 MST + 14 d = 2026-03-16 07:05 MST',
    });
    expect(bounds.map((b) => b.label).join('\n')).toMatch(/VB2401/);
  });

  it('is verified by a pharmacist, not by a technician, and by one pharmacist only', async () => {
    const shown = await recordOf(pharmacy.daniel, worksheet.id);
    await refused(verification(pharmacy.ana, shown), 403, 'access.denied');
    const [one, other] = await Promise.all([
      verification(pharmacy.daniel, shown),
      verification(pharmacy.maya, await recordOf(pharmacy.maya, worksheet.id)),
    ]);
    expect([one.status, other.status].toSorted((a, b) => a - b)).toEqual([200, 409]);
    worksheet = await recordOf(pharmacy.daniel, worksheet.id);
    expect(worksheet).toMatchObject({ state: 'verified', signature: { meaning: 'verified', matches: true } });
    expect(worksheet.verifiedBy?.name).toMatch(/PharmD/);
  });

  it('gets fourteen labels, and no bag leaves before its label was read back on it', async () => {
    const printed = await labelled(pharmacy.ana, worksheet);
    expect(printed.labels).toHaveLength(14);
    expect(printed.labels.every((label) => label.matches)).toBe(true);
    const pdf = await pharmacy.ana
      .get(printed.pdfUrl)
      .expect(200)
      .expect('content-type', /application\/pdf/);
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    await refused(
      pharmacy.ana.post(`/api/worksheets/${worksheet.id}/dispensing`, {}),
      409,
      'worksheet.cannot-dispense',
    );
    const other = await refused(
      pharmacy.ana.post('/api/csps/activation', { code: 'CSP-999999-X' }),
      422,
      'label.unknown-code',
    );
    expect(other.detail).toMatch(/Scan the square code on the label/);
    worksheet = await readBack(pharmacy.ana, worksheet);
    expect(new Set(worksheet.csps.map((csp) => csp.state))).toEqual(new Set(['active']));
  });

  it('is dispensed, and its order is complete', async () => {
    worksheet = await dispensed(pharmacy.ana, worksheet);
    expect(worksheet.state).toBe('dispensed');
    order = await sent(pharmacy.maya.get(`/api/orders/${order.id}`));
    expect(order.state).toBe('completed');
  });

  it('is found from its lot, and its lots are found from a bag', async () => {
    const lot = await pharmacy.lot(NDC.vancomycin10g, 'VB2401');
    const trace = await sent<LotTrace>(pharmacy.maya.get(`/api/trace/lots/${lot.id}`));
    expect(trace.patients).toBe(1);
    expect(trace.csps.map((c) => c.cspNumber).toSorted()).toEqual(worksheet.csps.map((c) => c.number).toSorted());
    expect(new Set(trace.csps.map((c) => c.patientName))).toEqual(new Set(['Hale, Miriam']));
    const bag = await sent<CspTrace>(pharmacy.maya.get(`/api/trace/csps/${worksheet.csps[0]?.id}`));
    expect(bag.lots.map((l) => `${l.lotNumber} ${Number(l.quantity)} ${l.unit}`).toSorted()).toEqual([
      'J4N201 250 mL',
      'VB2401 1240 mg',
      'W7850A 190 mL',
    ]);
  });
});

describe('cefTRIAXone 2 g in sodium chloride 0.9 % 100 mL, 3 bags', () => {
  let worksheet: WorksheetRecord;
  let bench: Bench;

  it('passes over the lot that is expired and the one in quarantine', async () => {
    const [expired, crushed] = await pharmacy.lots(NDC.ceftriaxone2g);
    expect([expired?.lotNumber, crushed?.lotNumber]).toEqual(['CFX2105', 'CFX2210']);
    await sent(pharmacy.ana.post(`/api/lots/${crushed?.id}/quarantine`, { reason: 'Carton arrived wet' }));
    worksheet = await planned(pharmacy, ceftriaxoneOrder(), DECISIONS.ceftriaxone);
    expect(worksheet.title).toBe('cefTRIAXone 2 g in sodium chloride 0.9 % 100 mL');
    expect(lotsOf(worksheet)[0]).toBe('25021-107-20 CFX2298 x 3');
    expect(drawn(worksheet, 'reconstitute')).toEqual(['19.2', '19.2', '19.2']);
    expect(drawn(worksheet, 'draw')).toEqual(['20', '20', '20']);
  });

  it('is made by a pharmacist', async () => {
    bench = await Bench.at('Hood 2', pharmacy.maya, worksheet);
    await pharmacy.timeIs('2026-03-02T14:20:00Z');
    await bench.until((s) => s.kind === 'open' && bench.line(s).ndc === NDC.ceftriaxone2g);
    expect(bench.record.startedAt).toBe('2026-03-02T14:20:00.000Z');
  });

  it.each([
    ['the expired lot', NDC.ceftriaxone2g, 'CFX2105', 'lot.expired', /CFX2105/],
    ['the lot in quarantine', NDC.ceftriaxone2g, 'CFX2210', 'lot.quarantined', /CFX2210/],
    [
      'the other strength',
      NDC.ceftriaxone1g,
      'CFX1177',
      'scan.wrong-product',
      /scanned .*1 g vial.*Needed: .*2 g vial/,
    ],
    ['another drug', NDC.vancomycin1g, 'V1G0881', 'scan.wrong-drug', /Wrong drug: scanned vancomycin/],
  ])('refuses %s at the hood', async (_, ndc, lotNumber, code, said) => {
    expect(await bench.refuses(await pharmacy.code(ndc, lotNumber), code)).toMatch(said);
  });

  it('refuses a lot that nobody ever received, and one whose printed expiry is not the recorded one', async () => {
    const [lot] = await pharmacy.lots(NDC.ceftriaxone2g);
    const ndc = NDC.ceftriaxone2g;
    await bench.refuses(packageCode({ ndc, lotNumber: 'NOTOURS', expiresOn: '2027-01-31' }, 'SN1'), 'scan.unknown-lot');
    await bench.refuses(
      packageCode({ ndc, lotNumber: lot?.lotNumber ?? '', expiresOn: '2027-01-31' }, 'SN1'),
      'scan.expiry-disagrees',
    );
  });

  it('asks for lot and expiry where a linear code carries none, and takes both as keyed', async () => {
    const { expiresOn } = await pharmacy.lot(NDC.ceftriaxone2g, 'CFX2298');
    const step = bench.current.id;
    const asked = await sent<ScanResponse>(bench.scan(linearCode(NDC.ceftriaxone2g)));
    expect(asked).toMatchObject({ accepted: false, needs: 'lot-and-expiry' });
    await bench.refuses(linearCode(NDC.ceftriaxone2g), 'scan.unknown-lot', {
      lotNumber: 'CFX9999',
      expiry: expiresOn,
    });
    await refused(bench.scan(linearCode(NDC.ceftriaxone2g), { lotNumber: 'CFX2298' }), 400, 'request.invalid');
    await bench.accepts(linearCode(NDC.ceftriaxone2g), { lotNumber: 'CFX2298', expiry: expiresOn });
    expect(bench.record.steps.find((s) => s.id === step)).toMatchObject({ state: 'done', lotNumber: 'CFX2298' });
  });

  it('tells vials with serial numbers apart by a group separator, and takes each only once', async () => {
    await bench.until((s) => s.kind === 'open' && s.state === 'pending' && bench.line(s).ndc === NDC.ceftriaxone2g);
    const code = await pharmacy.code(NDC.ceftriaxone2g, 'CFX2298', 'SN0001');
    expect(code).toContain('CFX2298\x1d21SN0001');
    await bench.accepts(code);
    await bench.until((s) => s.kind === 'open' && bench.line(s).ndc === NDC.ceftriaxone2g);
    await bench.refuses(code, 'scan.serial-already-opened');
    await bench.accepts(await pharmacy.code(NDC.ceftriaxone2g, 'CFX2298', 'SN0002'));
  });

  it('refuses the tag of another vial than the one that is due', async () => {
    await bench.until((s) => s.kind === 'draw');
    const { current } = bench;
    const other = bench.tagOf({ ...current, packageIndex: 3 });
    expect(await bench.refuses(other, 'scan.other-package')).toMatch(/This is package 3 .* Needed: package 1/);
  });

  it('gets ten days from the actual start', async () => {
    await bench.finishSteps();
    await pharmacy.timeIs('2026-03-02T14:31:00Z');
    worksheet = await bench.completes();
    expect(worksheet.budAt).toBe('2026-03-12T14:20:00.000Z');
    expect(boundsOf(worksheet).find((b) => b.source === 'BUD-10')).toMatchObject({
      label: 'Category 2, aseptic, sterile start, no sterility test, refrigerator (2 to 8 °C): 10 d',
      arithmetic: '2026-03-02 07:20 MST + 10 d = 2026-03-12 07:20 MST',
      governs: true,
    });
  });

  it('is never verified by the pharmacist who made it', async () => {
    const shown = await recordOf(pharmacy.maya, worksheet.id);
    const problem = await refused(verification(pharmacy.maya, shown), 409, 'worksheet.cannot-verify');
    expect(problem.findings?.map((f) => f.code)).toEqual(['worksheet.maker-is-verifier']);
    expect(problem.detail).toMatch(/Another pharmacist must verify it/);
    worksheet = await verified(pharmacy.daniel, worksheet.id);
    await refused(verification(pharmacy.daniel, worksheet), 409, 'worksheet.cannot-verify');
  });

  it('is labelled, read back, dispensed and traced', async () => {
    await labelled(pharmacy.ana, worksheet);
    worksheet = await dispensed(pharmacy.ana, await readBack(pharmacy.ana, worksheet));
    const lot = await pharmacy.lot(NDC.ceftriaxone2g, 'CFX2298');
    const trace = await sent<LotTrace>(pharmacy.maya.get(`/api/trace/lots/${lot.id}`));
    expect(trace.csps.map((c) => [c.patientName, Number(c.quantity), c.unit])).toEqual(
      Array.from({ length: 3 }, () => ['Osei, Thomas', 2000, 'mg']),
    );
    expect(lot.places.map((place) => Number(place.onHandPackages))).toEqual([22]);
  });
});

describe('fluorouracil 4,320 mg over 46 h by ambulatory pump, a hazardous drug', () => {
  let worksheet: WorksheetRecord;

  it('needs a pharmacist to decide its stability in the cassette, and then fits', async () => {
    const order = await sent<OrderResponse>(pharmacy.jo.post('/api/orders', fluorouracilOrder()), 201);
    expect(order).toMatchObject({ title: 'fluorouracil 4,320 mg, IV continuous over 46 h', hazardous: true });
    const review = await sent<OrderReviewResponse>(pharmacy.maya.get(`/api/orders/${order.id}/review`));
    expect(review.stability).toMatchObject({ decisionNeeded: true, fits: [] });
    await approve(pharmacy.maya, order.id, DECISIONS.fluorouracil);
    worksheet = await sent(pharmacy.ana.post('/api/worksheets', { orderId: order.id }), 201);
    expect(drawn(worksheet, 'draw')).toEqual(['86.4']);
    expect(drawn(worksheet, 'fill-diluent')).toEqual(['5.6']);
    expect(lotsOf(worksheet)).toEqual(['63323-117-61 FU6102 x 1', '0517-2810-25 SV2810 x 1']);
  });

  it('is refused in the ordinary hood: it belongs into a C-PEC', async () => {
    const bench = new Bench(pharmacy.ana, worksheet);
    const problem = await refused(bench.claim('Hood 1'), 422, 'worksheet.claim-refused');
    expect(problem.findings?.some((f) => f.severity === 'stop')).toBe(true);
    expect(problem.detail).toMatch(/hazardous|containment|C-PEC/i);
    expect((await recordOf(pharmacy.ana, worksheet.id)).claimedBy).toBeNull();
  });

  it('is made in the cabinet of the hazardous room, and says why', async () => {
    await pharmacy.timeIs('2026-03-02T14:35:00Z');
    worksheet = await made('Cabinet 1', pharmacy.ana, worksheet);
    expect(worksheet.place).toMatchObject({ room: 'Hazardous buffer room', hood: 'Cabinet 1', category: 2 });
    expect(worksheet.place?.explanation.join(' ')).toMatch(/C-SEC|containment/i);
  });

  it('gets the 72 hours that the pharmacist decided, not the four days of Table 13', () => {
    expect(worksheet.budAt).toBe('2026-03-05T14:35:00.000Z');
    const bounds = boundsOf(worksheet);
    expect(bounds.filter((b) => b.governs).map((b) => [b.code, b.source, b.arithmetic])).toEqual([
      ['stability', 'BUD-11', '2026-03-02 07:35 MST + 3 d = 2026-03-05 07:35 MST'],
    ]);
    expect(bounds.find((b) => b.source === 'BUD-10')?.arithmetic).toBe(
      '2026-03-02 07:35 MST + 4 d = 2026-03-06 07:35 MST',
    );
  });

  it('is verified, labelled, read back, dispensed and traced', async () => {
    worksheet = await verified(pharmacy.daniel, worksheet.id);
    await labelled(pharmacy.ana, worksheet);
    worksheet = await dispensed(pharmacy.ana, await readBack(pharmacy.ana, worksheet));
    const [csp] = worksheet.csps;
    const bag = await sent<CspTrace>(pharmacy.maya.get(`/api/trace/csps/${csp?.id}`));
    expect(bag.csp).toMatchObject({ patientName: 'Varga, Elena', state: 'dispensed' });
    expect(bag.lots.map((l) => `${l.lotNumber} ${Number(l.quantity)} ${l.unit}`).toSorted()).toEqual([
      'FU6102 86.4 mL',
      'SV2810 5.6 mL',
    ]);
  });
});

describe('the books, after all three', () => {
  it('balance: nothing is missing, altered or left over', () => pharmacy.expectSoundBooks());
});
