import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '#domain/time';
import { mayBeInfused, placeOfCsp, workListOf, type HeldCsp } from './index.js';

const now = parseInstant('2026-03-02T14:00:00Z');
const csp = (changes: Partial<HeldCsp>): HeldCsp => ({
  cspId: 'csp-1',
  number: 'CSP-000001-A',
  state: 'dispensed',
  patientId: 'patient-1',
  orderId: 'order-1',
  orderState: 'approved',
  prescriber: 'Dr. One',
  budAt: parseInstant('2026-03-09T14:00:00Z'),
  ...changes,
});
const kinds = (csps: readonly HeldCsp[]): string[] =>
  workListOf([], csps, now).map((item) => `${item.kind} ${item.place}`);

describe('the work list of a recall', () => {
  it('puts aside each shelf that holds the lot', () => {
    const shelves = [
      { lotId: 'lot-1', locationId: 'shelf-1', detail: '3 packages' },
      { lotId: 'lot-1', locationId: null, detail: 'opened' },
    ];
    expect(workListOf(shelves, [], now).map((i) => [i.kind, i.lotId, i.locationId])).toEqual([
      ['segregate', 'lot-1', 'shelf-1'],
      ['segregate', 'lot-1', null],
    ]);
  });

  it.each([
    ['planned', []],
    ['compounding', ['retrieve pharmacy', 'replace pharmacy']],
    ['compounded', ['retrieve pharmacy', 'replace pharmacy']],
    ['verified', ['retrieve pharmacy', 'replace pharmacy']],
    ['active', ['retrieve pharmacy', 'replace pharmacy']],
    ['returned', ['retrieve pharmacy', 'replace pharmacy']],
    ['dispensed', ['retrieve patient', 'notify-patient patient', 'notify-prescriber patient', 'replace patient']],
    ['stocked', []],
    ['wasted', []],
    ['cancelled', []],
  ])('of a preparation that is %s', (state, expected) => {
    expect(kinds([csp({ state })])).toEqual(expected);
  });

  it('tells a patient once, each of the prescribers once, and replaces an order once', () => {
    const list = kinds([
      csp({}),
      csp({ cspId: 'csp-2' }),
      csp({ cspId: 'csp-3', orderId: 'order-2', prescriber: 'Dr. Two' }),
    ]);
    expect(list.filter((k) => k.startsWith('retrieve'))).toHaveLength(3);
    expect(list.filter((k) => k.startsWith('notify-patient'))).toHaveLength(1);
    expect(list.filter((k) => k.startsWith('notify-prescriber'))).toHaveLength(2);
    expect(list.filter((k) => k.startsWith('replace'))).toHaveLength(2);
  });

  it.each([
    ['ends at this moment', { budAt: now }, false],
    ['ends a moment later', { budAt: parseInstant('2026-03-02T14:00:01Z') }, true],
    ['is of an order that was discontinued', { orderState: 'discontinued' }, false],
    ['is of an order that is complete, and still good', { orderState: 'completed' }, true],
  ])('replaces what %s: %j', (_, changes, replaced) => {
    expect(kinds([csp(changes)]).includes('replace patient')).toBe(replaced);
  });
});

describe('where a preparation is', () => {
  it.each([
    ['compounding', 'in-process'],
    ['recalled', 'pharmacy'],
    ['labeled', 'pharmacy'],
    ['dispensed', 'patient'],
    ['stocked', 'stock'],
    ['wasted', 'gone'],
  ])('%s: %s', (state, place) => {
    expect(placeOfCsp(state)).toBe(place);
  });

  it.each([
    ['dispensed', -1, true],
    ['dispensed', 0, true],
    ['dispensed', 1, false],
    ['active', -1, false],
  ])('%s and needed %i ms from now: may be infused %s', (state, offset, expected) => {
    expect(mayBeInfused({ state, neededAt: parseInstant(new Date(now + offset).toISOString()) }, now)).toBe(expected);
  });

  it('may be infused when nobody said when it was needed', () => {
    expect(mayBeInfused({ state: 'dispensed', neededAt: null }, now)).toBe(true);
  });
});
