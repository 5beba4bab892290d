import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderResponse } from '../../apps/api/src/modules/orders/orders.dto.js';
import type { MovementPage, OpenContainerResponse } from '../../apps/api/src/modules/stock/stock.dto.js';
import type { WorksheetPhotoDto, WorksheetRecord } from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import { Bench, made, photoOfBag, recordOf, rejection, verification } from './bench.js';
import {
  approve,
  ceftriaxoneOrder,
  DECISIONS,
  NDC,
  Pharmacy,
  planned,
  productId,
  refused,
  sent,
  vancomycinOrder,
} from './journey.js';
import { dispensed, labelled, readBack, verified } from './release.js';

let pharmacy: Pharmacy;
beforeAll(async () => {
  pharmacy = await Pharmacy.open();
});
afterAll(() => pharmacy.app.close());

const ceftriaxone = (bags = 1): Promise<WorksheetRecord> =>
  planned(pharmacy, ceftriaxoneOrder({ containers: bags, daysSupply: bags }), DECISIONS.ceftriaxone);
const movementsOf = async (ndc: string): Promise<number> => {
  const query = `productId=${productId(ndc)}&limit=100`;
  const page = await sent<MovementPage>(pharmacy.maya.get(`/api/stock/movements?${query}`));
  expect(page.next).toBeNull();
  return page.items.length;
};
const allocated = async (ndc: string): Promise<number> => {
  const lots = await pharmacy.lots(ndc);
  return lots.flatMap((lot) => lot.places).reduce((sum, place) => sum + Number(place.allocatedPackages), 0);
};

describe('a bulk package whose four hours have run out', () => {
  it('is refused when it is scanned, and when the draw is recorded that was scanned before', async () => {
    const worksheet = await planned(pharmacy, vancomycinOrder({ containers: 8, daysSupply: 4 }), DECISIONS.vancomycin);
    const bench = await Bench.at('Hood 1', pharmacy.ana, worksheet);
    await bench.until((s) => s.kind === 'draw');
    const tag = bench.tagOf(bench.current);
    await bench.accepts(tag);
    await pharmacy.timeIs('2026-03-02T18:00:01Z');
    bench.person = pharmacy.ana;
    const late = await refused(
      bench.recording({ volumeMl: bench.current.plannedVolumeMl ?? '' }),
      422,
      'worksheet.step-refused',
    );
    expect(late.detail).toMatch(/4 h/);
    const said = await bench.refuses(tag, 'in-use.expired');
    expect(said).toMatch(/2026-03-02 11:00 MST/);
    const open = await sent<OpenContainerResponse[]>(pharmacy.ana.get('/api/open-containers?state=open'));
    expect(open.find((c) => c.number === tag)?.minutesLeft).toBeLessThan(0);
    const wasted = await sent<WorksheetRecord>(
      pharmacy.maya.post(`/api/worksheets/${worksheet.id}/waste`, { reason: 'Bulk package past its four hours' }),
    );
    expect(wasted.state).toBe('wasted');
    expect(await allocated(NDC.vancomycin10g)).toBe(0);
  });
});

describe('one worksheet and two tablets', () => {
  it('records from the tablet that holds the claim, until the same person takes it over on the other', async () => {
    const first = await Bench.at('Hood 1', pharmacy.ana, await ceftriaxone());
    const second = new Bench(pharmacy.ana, first.record);
    const problem = await refused(second.claim('Hood 1'), 409, 'worksheet.claimed-elsewhere');
    expect(problem.detail).toMatch(/open on another tablet\. Take it over here/);
    await refused(second.scan(second.codeFor(second.current)), 409, 'worksheet.claimed-elsewhere');
    await first.step();
    const { hoodId, station } = { hoodId: (await hood('Hood 1')).id, station: second.station };
    second.record = await sent<WorksheetRecord>(second.post('claim', { hoodId, station, takeOver: true }));
    await refused(first.scan(first.codeFor(first.current)), 409, 'worksheet.claimed-elsewhere');
    await second.step();
    expect(second.record.stepsDone).toBe(2);
  });

  it('never lets another technician into it', async () => {
    const mine = await Bench.at('Hood 1', pharmacy.ana, await ceftriaxone());
    const theirs = new Bench(pharmacy.sam, mine.record);
    await refused(theirs.claim('Hood 2'), 422, 'worksheet.claim-refused');
    await refused(theirs.scan(theirs.codeFor(theirs.current)), 409, 'worksheet.claimed-by-other');
    await refused(theirs.completion(), 409, 'worksheet.claimed-by-other');
  });

  it('opens one package when two scans of one step arrive at once', async () => {
    const bench = await Bench.at('Hood 1', pharmacy.ana, await ceftriaxone());
    const { ndc } = bench.line(bench.current);
    const before = await movementsOf(ndc);
    const code = bench.codeFor(bench.current);
    const answers = await Promise.all([bench.scan(code), bench.scan(code)]);
    expect(answers.map((a) => a.status).toSorted((a, b) => a - b)).toEqual([200, 422]);
    expect(answers.find((a) => a.status === 422)?.body.findings[0].code).toBe('worksheet.step-already-done');
    expect((await movementsOf(ndc)) - before).toBe(1);
  });

  it('records one draw when two arrive at once', async () => {
    const bench = await Bench.at('Hood 1', pharmacy.ana, await ceftriaxone());
    await bench.until((s) => s.kind === 'draw');
    await bench.accepts(bench.codeFor(bench.current));
    const before = await movementsOf(NDC.ceftriaxone2g);
    const volumeMl = bench.current.plannedVolumeMl ?? '';
    const answers = await Promise.all([bench.recording({ volumeMl }), bench.recording({ volumeMl })]);
    expect(answers.map((a) => a.status).toSorted((a, b) => a - b)).toEqual([200, 422]);
    expect((await movementsOf(NDC.ceftriaxone2g)) - before).toBe(1);
  });

  const hood = async (name: string): Promise<{ id: string }> => {
    type Room = { hoods: { id: string; name: string }[] };
    const rooms = await sent<Room[]>(pharmacy.ana.get('/api/facility/rooms'));
    const found = rooms.flatMap((room) => room.hoods).find((h) => h.name === name);
    if (!found) throw new Error(`no hood ${name}`);
    return found;
  };
});

describe('the same request sent again', () => {
  it('answers a lost scan as the first time and opens one package', async () => {
    const bench = await Bench.at('Hood 1', pharmacy.ana, await ceftriaxone());
    const { ndc } = bench.line(bench.current);
    const before = await movementsOf(ndc);
    const code = bench.codeFor(bench.current);
    const first = await sent(bench.scan(code, {}, 'scan-whose-reply-was-lost'));
    const again = await sent(bench.scan(code, {}, 'scan-whose-reply-was-lost'));
    expect(again).toEqual(first);
    expect((await movementsOf(ndc)) - before).toBe(1);
  });

  it('answers a lost scan as the first time when others were recorded since', async () => {
    const bench = await Bench.at('Hood 1', pharmacy.ana, await ceftriaxone());
    const step = bench.current.id;
    const code = bench.codeFor(bench.current);
    const path = `steps/${step}/scan`;
    const body = { station: bench.station, code };
    const first = await sent<{ record: WorksheetRecord }>(bench.post(path, body, 'early-scan'));
    bench.record = first.record;
    await bench.step();
    expect(await sent(bench.post(path, body, 'early-scan'))).toEqual(first);
    expect((await bench.look()).stepsDone).toBe(2);
  });

  it('makes one worksheet of two clicks on Plan', async () => {
    const order = await sent<OrderResponse>(pharmacy.jo.post('/api/orders', ceftriaxoneOrder({ containers: 1 })), 201);
    await approve(pharmacy.maya, order.id, DECISIONS.ceftriaxone);
    const click = (): Promise<WorksheetRecord> =>
      sent<WorksheetRecord>(pharmacy.ana.post('/api/worksheets', { orderId: order.id }, { key: 'plan-clicked' }), 201);
    const [one, other] = await Promise.all([click(), click()]);
    expect(other).toEqual(one);
    const after = await sent<OrderResponse>(pharmacy.maya.get(`/api/orders/${order.id}`));
    expect(after.worksheets.map((w) => w.id)).toEqual([one.id]);
  });

  it('refuses a second worksheet for what is already on one', async () => {
    const worksheet = await ceftriaxone();
    const again = pharmacy.ana.post('/api/worksheets', { orderId: worksheet.order?.id });
    const problem = await refused(again, 409, 'worksheet.nothing-left-to-make');
    expect(problem.detail).toMatch(/is for 1; 1 are on worksheets already, so 0 are left to make/);
  });

  it('signs once for two clicks on Verify', async () => {
    const worksheet = await made('Hood 1', pharmacy.ana, await ceftriaxone());
    const shown = await recordOf(pharmacy.daniel, worksheet.id);
    const [one, other] = await Promise.all([
      sent<WorksheetRecord>(verification(pharmacy.daniel, shown, { key: 'verify-clicked' })),
      sent<WorksheetRecord>(verification(pharmacy.daniel, shown, { key: 'verify-clicked' })),
    ]);
    expect(other).toEqual(one);
    expect(one.events.filter((e) => e.kind === 'verified')).toHaveLength(1);
  });

  it('refuses one key for two different requests', async () => {
    const bench = await Bench.at('Hood 1', pharmacy.ana, await ceftriaxone());
    await sent(bench.scan(bench.codeFor(bench.current), {}, 'used-key'));
    await refused(bench.scan('0100000000000017', {}, 'used-key'), 422, 'request.key-reused');
  });
});

describe('a preparation that is rejected', () => {
  it('goes back to its maker with the reason, keeps its start, and is inspected and photographed anew', async () => {
    const worksheet = await made('Hood 1', pharmacy.ana, await ceftriaxone());
    const shown = await recordOf(pharmacy.daniel, worksheet.id);
    await refused(rejection(pharmacy.ana, shown, 'rework', 'Photo is blurred'), 403, 'access.denied');
    const back = await sent<WorksheetRecord>(rejection(pharmacy.daniel, shown, 'rework', 'Photo is blurred'));
    expect(back).toMatchObject({ state: 'compounding', stateReason: 'Photo is blurred', reworks: 1, budAt: null });
    expect(back.steps.filter((s) => s.state === 'pending').map((s) => s.kind)).toEqual(['inspect', 'photo']);
    const bench = new Bench(pharmacy.ana, back, worksheet.station ?? '');
    pharmacy.app.clock.advance({ minutes: 2 });
    await bench.step();
    await refused(bench.recording(), 422, 'worksheet.step-refused');
    await bench.finishSteps();
    const again = await bench.completes();
    expect(again.budAt).toBe(worksheet.budAt);
    expect(again.photos).toHaveLength(2);
    const { body } = await pharmacy.daniel.get(again.photos[1]?.url ?? '').expect('content-type', 'image/jpeg');
    expect(body).toEqual(await photoOfBag());
    expect((await verified(pharmacy.daniel, again.id)).state).toBe('verified');
  });

  it('goes to waste with everything in it, and may be planned anew', async () => {
    const [lot] = (await pharmacy.lots(NDC.ceftriaxone2g)).filter((l) => l.blocked === null);
    const onHand = async (): Promise<number> =>
      Number((await pharmacy.lot(NDC.ceftriaxone2g, lot?.lotNumber ?? '')).places[0]?.onHandPackages);
    const before = await onHand();
    const worksheet = await made('Hood 1', pharmacy.ana, await ceftriaxone());
    const shown = await recordOf(pharmacy.daniel, worksheet.id);
    const wasted = await sent<WorksheetRecord>(rejection(pharmacy.daniel, shown, 'waste', 'A particle in the bag'));
    expect(wasted).toMatchObject({ state: 'wasted', stateReason: 'A particle in the bag' });
    expect(wasted.csps.map((csp) => csp.state)).toEqual(['wasted']);
    expect(before - (await onHand())).toBe(1);
    await refused(pharmacy.ana.post(`/api/worksheets/${worksheet.id}/labels`, {}), 409, 'label.not-verified');
    const anew = pharmacy.ana.post('/api/worksheets', { orderId: worksheet.order?.id });
    expect((await sent<WorksheetRecord>(anew, 201)).state).toBe('allocated');
  });

  it('is not signed for with a wrong password, nor on a record that changed since it was shown', async () => {
    const worksheet = await made('Hood 1', pharmacy.ana, await ceftriaxone());
    const shown = await recordOf(pharmacy.daniel, worksheet.id);
    const body = { revision: shown.revision, acknowledged: [], password: 'not mine' };
    await refused(pharmacy.daniel.post(`/api/worksheets/${shown.id}/verification`, body), 403, 'signature.refused');
    const stale = { ...shown, revision: shown.revision - 1 };
    await refused(verification(pharmacy.daniel, stale), 409, 'worksheet.changed-meanwhile');
    expect((await recordOf(pharmacy.daniel, worksheet.id)).state).toBe('compounded');
  });
});

describe('stock that is set aside', () => {
  it('is free again when the worksheet is cancelled', async () => {
    const before = await allocated(NDC.ceftriaxone2g);
    const worksheet = await ceftriaxone(3);
    expect(await allocated(NDC.ceftriaxone2g)).toBe(before + 3);
    const cancelled = await sent<WorksheetRecord>(
      pharmacy.ana.post(`/api/worksheets/${worksheet.id}/cancellation`, { reason: 'Patient was discharged' }),
    );
    expect(cancelled).toMatchObject({ state: 'cancelled', stateReason: 'Patient was discharged' });
    expect(await allocated(NDC.ceftriaxone2g)).toBe(before);
    await refused(new Bench(pharmacy.ana, cancelled).claim('Hood 1'), 422, 'worksheet.claim-refused');
  });

  it('stays where work has begun: then there is only waste', async () => {
    const bench = await Bench.at('Hood 1', pharmacy.ana, await ceftriaxone());
    await bench.step();
    await refused(bench.post('cancellation', { reason: 'Changed my mind' }), 409, 'worksheet.wrong-state');
  });

  it('says how much of what is missing when it does not reach, and sets nothing aside', async () => {
    const before = await allocated(NDC.ceftriaxone2g);
    const order = await sent<OrderResponse>(
      pharmacy.jo.post('/api/orders', ceftriaxoneOrder({ containers: 90, intervalMinutes: 60, daysSupply: 4 })),
      201,
    );
    await approve(pharmacy.maya, order.id, DECISIONS.ceftriaxone);
    const problem = await refused(pharmacy.ana.post('/api/worksheets', { orderId: order.id }), 409, 'stock.not-enough');
    const usable = (await pharmacy.lots(NDC.ceftriaxone2g)).filter((lot) => lot.blocked === null);
    const onHand = usable.flatMap((lot) => lot.places).reduce((sum, p) => sum + Number(p.onHandPackages), 0);
    const missing = 90 - (onHand - before);
    expect(problem.detail).toContain(`Ceftriaxone 2 g vial: ${missing} of 90 packages cannot be promised.`);
    expect(await allocated(NDC.ceftriaxone2g)).toBe(before);
  });
});

describe('a prescription that changes after planning', () => {
  it('makes the worksheet stale: it is not begun, and a new one is made from the new version', async () => {
    const worksheet = await ceftriaxone(2);
    const change = {
      ...ceftriaxoneOrder({ containers: 1, daysSupply: 1 }),
      version: 1,
      changeReason: 'Shorter course',
    };
    await sent(pharmacy.jo.put(`/api/orders/${worksheet.order?.id}`, change));
    expect(await recordOf(pharmacy.ana, worksheet.id)).toMatchObject({ stale: true, state: 'allocated' });
    const problem = await refused(new Bench(pharmacy.ana, worksheet).claim('Hood 1'), 422, 'worksheet.claim-refused');
    expect(problem.detail).toMatch(/version/);
    await refused(
      pharmacy.ana.post('/api/worksheets', { orderId: worksheet.order?.id }),
      409,
      'worksheet.order-not-approved',
    );
  });

  it('stops a verification until the pharmacist has compared the versions and says why', async () => {
    const worksheet = await made('Hood 1', pharmacy.ana, await ceftriaxone());
    const change = {
      ...ceftriaxoneOrder({ containers: 1, daysSupply: 1 }),
      version: 1,
      changeReason: 'New directions',
    };
    await sent(pharmacy.jo.put(`/api/orders/${worksheet.order?.id}`, { ...change, directions: 'Infuse at noon.' }));
    const shown = await recordOf(pharmacy.daniel, worksheet.id);
    const problem = await refused(verification(pharmacy.daniel, shown), 409, 'worksheet.cannot-verify');
    expect(problem.findings?.map((f) => f.code)).toEqual(['worksheet.order-changed', 'worksheet.order-not-approved']);
    const overrides = ['worksheet.order-changed', 'worksheet.order-not-approved'].map((code) => ({
      code,
      reason: 'Only the directions changed; the bag is as prescribed',
    }));
    expect((await sent<WorksheetRecord>(verification(pharmacy.daniel, shown, { overrides }))).state).toBe('verified');
  });
});

describe('a bag whose lot is recalled after it was labelled', () => {
  it('never leaves', async () => {
    const worksheet = await made('Hood 1', pharmacy.ana, await ceftriaxone());
    await verified(pharmacy.daniel, worksheet.id);
    await labelled(pharmacy.ana, worksheet);
    const active = await readBack(pharmacy.ana, worksheet);
    const used = active.lines.find((l) => l.ndc === NDC.saline100)?.allocations[0]?.lotId ?? '';
    await sent(pharmacy.ana.post(`/api/lots/${used}/quarantine`, { reason: 'Maker asks to hold the lot' }));
    const problem = await refused(
      pharmacy.ana.post(`/api/worksheets/${worksheet.id}/dispensing`, {}),
      409,
      'worksheet.cannot-dispense',
    );
    expect(problem.findings?.map((f) => f.code)).toEqual(['lot.quarantined']);
    await sent(pharmacy.maya.post(`/api/lots/${used}/release`, { reason: 'Maker withdrew the notice' }));
    expect((await dispensed(pharmacy.ana, active)).state).toBe('dispensed');
  });
});

describe('photos', () => {
  it('are pictures, taken by the maker while it is made', async () => {
    const bench = await Bench.at('Hood 1', pharmacy.ana, await ceftriaxone());
    await bench.step();
    const address = `/api/worksheets/${bench.record.id}/photos`;
    await refused(
      pharmacy.ana.photo(address, Buffer.from('not a picture'), 'image/jpeg'),
      415,
      'request.wrong-media-type',
    );
    await refused(pharmacy.sam.photo(address, await photoOfBag()), 409, 'worksheet.claimed-by-other');
    const kept = await sent<WorksheetPhotoDto>(pharmacy.ana.photo(address, await photoOfBag()), 201);
    expect((await bench.look()).photos.map((p) => p.id)).toEqual([kept.id]);
  });
});

describe('the books, after all of it', () => {
  it('balance: refused, repeated, rejected and wasted work left no trace in them but its own', () =>
    pharmacy.expectSoundBooks());
});
