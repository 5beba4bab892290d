import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Quantity } from '#domain/quantity';
import { endOfDay, instant, parseInstant, parseLocalDate, zoneId, type Instant } from '#domain/time';
import type { LotCandidate, PickPlan } from './candidate.js';
import { LOT_MACHINE, type LotState } from './lot-states.js';
import { mayLeave } from './may-leave.js';
import { pickLots } from './pick.js';

const zone = zoneId('America/Phoenix');
const at = parseInstant('2026-03-02T16:00:00Z');
const mL = (value: number | string): Quantity => Quantity.of(value, 'mL');

function lot(part: Partial<LotCandidate> & { lotId: string }): LotCandidate {
  return {
    lotNumber: part.lotId.toUpperCase(),
    expiresOn: parseLocalDate('2027-01-31'),
    state: 'available',
    accountId: 'shelf',
    storage: 'CRT',
    receivedAt: parseInstant('2026-01-01T00:00:00Z'),
    onHand: mL(1000),
    allocated: mL(0),
    content: mL(100),
    ...part,
  };
}
const picked = (plan: PickPlan): string[] => plan.lots.map((l) => `${l.lotId}:${l.packages}`);
const reasons = (plan: PickPlan): string[] => plan.rejected.map((r) => `${r.lotId} ${r.finding.code}`);

describe('mayLeave', () => {
  const expiresOn = parseLocalDate('2026-03-02');
  const last = endOfDay(expiresOn, zone);
  it.each<[string, Instant, string[]]>([
    ['one second before the end of its last day', instant(last - 1000), []],
    ['at 23:59:59 of its last day', last, []],
    ['a second later', instant(last + 1000), ['lot.expired']],
  ])('judges an available lot %s', (_, moment, codes) => {
    expect(mayLeave(lot({ lotId: 'a', expiresOn }), moment, zone).map((f) => f.code)).toEqual(codes);
  });

  it.each<[LotState, string[]]>([
    ['available', []],
    ['depleted', []],
    ['quarantine', ['lot.quarantined']],
    ['recalled', ['lot.recalled']],
    ['expired', ['lot.expired']],
  ])('answers for a lot that is %s', (state, codes) => {
    const findings = mayLeave(lot({ lotId: 'a', state }), at, zone);
    expect(findings.map((f) => f.code)).toEqual(codes);
    expect(findings.every((f) => f.severity === 'stop')).toBe(true);
  });

  it('knows every state of a lot', () => {
    expect([...LOT_MACHINE.states].sort()).toEqual(['available', 'depleted', 'expired', 'quarantine', 'recalled']);
  });
});

describe('pickLots', () => {
  it('takes the lot that expires first, and splits over lots', () => {
    const candidates = [
      lot({ lotId: 'late', expiresOn: parseLocalDate('2027-05-31') }),
      lot({ lotId: 'soon', expiresOn: parseLocalDate('2026-06-30'), onHand: mL(200) }),
    ];
    const plan = pickLots({ need: { packages: 5 }, candidates, at, zone });
    expect(picked(plan)).toEqual(['soon:2', 'late:3']);
    expect(plan.missing).toBeNull();
    expect(plan.lots[1]?.quantity.toJSON()).toEqual({ value: '300', unit: 'mL' });
  });

  it('breaks a tie by the oldest receipt, then by id', () => {
    const older = parseInstant('2025-12-01T00:00:00Z');
    const candidates = [
      lot({ lotId: 'c' }),
      lot({ lotId: 'b', onHand: mL(100) }),
      lot({ lotId: 'z', receivedAt: older, onHand: mL(100) }),
    ];
    expect(picked(pickLots({ need: { packages: 3 }, candidates, at, zone }))).toEqual(['z:1', 'b:1', 'c:1']);
  });

  it('leaves what is promised to others, and never half a container', () => {
    const candidates = [
      lot({ lotId: 'a', onHand: mL(250), allocated: mL(100) }),
      lot({ lotId: 'b', onHand: mL(199), allocated: mL(100) }),
    ];
    const plan = pickLots({ need: { packages: 2 }, candidates, at, zone });
    expect(picked(plan)).toEqual(['a:1']);
    expect(reasons(plan)).toEqual(['b lot.nothing-free']);
    expect(plan.missing).toMatchObject({ packages: 1 });
  });

  it('turns a quantity into whole containers, rounded up', () => {
    const plan = pickLots({ need: { quantity: mL('175') }, candidates: [lot({ lotId: 'a' })], at, zone });
    expect(picked(plan)).toEqual(['a:2']);
  });

  it('names every lot that it passes over', () => {
    const candidates = [
      lot({ lotId: 'q', state: 'quarantine' }),
      lot({ lotId: 'r', state: 'recalled' }),
      lot({ lotId: 'x', expiresOn: parseLocalDate('2026-03-01') }),
      lot({ lotId: 's', expiresOn: parseLocalDate('2026-03-09') }),
      lot({ lotId: 'd', state: 'depleted', onHand: mL(0) }),
    ];
    const usableUntil = parseInstant('2026-03-10T16:00:00Z');
    const plan = pickLots({ need: { packages: 1 }, candidates, at, zone, usableUntil });
    expect(reasons(plan).sort()).toEqual([
      'd lot.nothing-free',
      'q lot.quarantined',
      'r lot.recalled',
      's lot.cuts-bud-short',
      'x lot.expired',
    ]);
    expect(plan.missing).toEqual({ packages: 1, quantity: mL(100) });
  });

  it.each([
    ['one second too short', 1, ['s:1'], 0],
    ['just long enough', 0, ['s:1'], 1],
  ])('measures the need against the end of the expiry day: %s', (_, beyond, allowed, without) => {
    const expiresOn = parseLocalDate('2026-03-09');
    const usableUntil = instant(endOfDay(expiresOn, zone) + beyond * 1000);
    const request = { need: { packages: 1 }, candidates: [lot({ lotId: 's', expiresOn })], at, zone, usableUntil };
    expect(pickLots(request).lots).toHaveLength(without);
    expect(picked(pickLots({ ...request, shortDatedAllowed: new Set(['s']) }))).toEqual(allowed);
  });

  it.each<LotState>(['quarantine', 'recalled', 'expired'])('lets nobody allow a lot that is %s', (state) => {
    const plan = pickLots({
      need: { packages: 1 },
      candidates: [lot({ lotId: 'a', state })],
      at,
      zone,
      shortDatedAllowed: new Set(['a']),
    });
    expect(plan.lots).toEqual([]);
    expect(plan.rejected[0]?.finding.severity).toBe('stop');
  });

  it.each([0, -1, 1.5])('refuses a need of %s packages', (packages) => {
    expect(() => pickLots({ need: { packages }, candidates: [], at, zone })).toThrow(RangeError);
  });
});

const anyLot = fc
  .record({
    lotId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    day: fc.integer({ min: 1, max: 28 }),
    received: fc.integer({ min: 0, max: 3 }),
    onHand: fc.integer({ min: 0, max: 5 }),
    allocated: fc.integer({ min: 0, max: 5 }),
    state: fc.constantFrom<LotState>('available', 'available', 'available', 'quarantine', 'recalled', 'expired'),
  })
  .map((r) =>
    lot({
      lotId: r.lotId,
      state: r.state,
      expiresOn: parseLocalDate(`2026-03-${String(r.day).padStart(2, '0')}`),
      receivedAt: instant(r.received),
      onHand: mL(r.onHand * 100),
      allocated: mL(Math.min(r.allocated, r.onHand) * 100),
    }),
  );
const anyLots = fc.uniqueArray(anyLot, { selector: (l) => l.lotId, maxLength: 7 });

/** Every single free container as one row, sorted and cut: as one would do it by hand. */
function byHand(lots: readonly LotCandidate[], packages: number, usableUntil: Instant): string[] {
  const rows = lots
    .filter(
      (l) => l.state === 'available' && endOfDay(l.expiresOn, zone) >= at && endOfDay(l.expiresOn, zone) >= usableUntil,
    )
    .flatMap((l) => {
      const free = Number(l.onHand.minus(l.allocated).value.dividedBy(100).floor());
      return Array.from({ length: free }, () => ({ id: l.lotId, key: `${l.expiresOn}|${l.receivedAt}|${l.lotId}` }));
    })
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return rows.slice(0, packages).map((row) => row.id);
}

describe('pickLots against picking by hand', () => {
  it('gives the same containers for any stock', () => {
    fc.assert(
      fc.property(anyLots, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }), (lots, packages, days) => {
        const usableUntil = instant(at + days * 86_400_000);
        const plan = pickLots({ need: { packages }, candidates: lots, at, zone, usableUntil });
        const hand = byHand(lots, packages, usableUntil);
        expect(plan.lots.flatMap((l) => Array.from({ length: l.packages }, () => l.lotId))).toEqual(hand);
        expect(plan.missing?.packages ?? 0).toBe(packages - hand.length);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of the candidates', () => {
    fc.assert(
      fc.property(anyLots, fc.integer({ min: 1, max: 10 }), (lots, packages) => {
        const plan = pickLots({ need: { packages }, candidates: lots, at, zone });
        const other = pickLots({ need: { packages }, candidates: [...lots].reverse(), at, zone });
        expect(picked(other)).toEqual(picked(plan));
        expect(reasons(other)).toEqual(reasons(plan));
      }),
    );
  });

  it('answers for every lot that it leaves out before it is full', () => {
    fc.assert(
      fc.property(anyLots, (lots) => {
        const plan = pickLots({ need: { packages: 1000 }, candidates: lots, at, zone });
        expect(plan.lots.length + plan.rejected.length).toBe(lots.length);
        expect(plan.missing).not.toBeNull();
      }),
    );
  });
});
