import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Quantity } from '#domain/quantity';
import { parseInstant } from '#domain/time';
import { moveStock, reverseOf } from './move.js';
import type { AccountKind, AccountRef, Movement, MovementReason, Transfer } from './movement.js';

const at = parseInstant('2026-03-02T16:00:00Z');
const account = (kind: AccountKind, subjectId: string | null = kind): AccountRef => ({ kind, subjectId });
const reference = { kind: 'worksheet', id: 'w1' };

function sums(movement: Movement): Map<string, Quantity> {
  const totals = new Map<string, Quantity>();
  for (const { lotId, quantity } of movement.entries) {
    const key = `${lotId} ${quantity.unit}`;
    totals.set(key, (totals.get(key) ?? Quantity.zero(quantity.unit)).plus(quantity));
  }
  return totals;
}

const anyTransfer = fc
  .record({
    lotId: fc.constantFrom('a', 'b', 'c'),
    milli: fc.integer({ min: 1, max: 10_000_000 }),
    unit: fc.constantFrom('mg', 'mL'),
    from: fc.constantFrom('v1', 'v2'),
  })
  .map(({ lotId, milli, unit, from }): Transfer => ({
    lotId,
    quantity: Quantity.of(milli, unit).dividedBy(1000),
    from: account('open-container', from),
    to: account('csp', 'c1'),
  }));

describe('moveStock', () => {
  it('sums to zero for every lot and unit, whatever is moved', () => {
    fc.assert(
      fc.property(fc.array(anyTransfer, { minLength: 1, maxLength: 12 }), (transfers) => {
        const movement = moveStock({ reason: 'withdrawn', reference, effectiveAt: at, transfers });
        expect(movement.entries).toHaveLength(transfers.length * 2);
        for (const total of sums(movement).values()) expect(total.isZero()).toBe(true);
      }),
    );
  });

  it.each<[MovementReason, AccountKind, AccountKind]>([
    ['received', 'supplier', 'location'],
    ['opened', 'location', 'open-container'],
    ['withdrawn', 'open-container', 'csp'],
    ['reconstituted', 'open-container', 'worksheet'],
    ['base-used', 'location', 'csp'],
    ['container-used', 'location', 'csp'],
    ['dispensed', 'csp', 'patient'],
    ['wasted', 'csp', 'waste'],
    ['discarded', 'open-container', 'waste'],
    ['counted', 'count-difference', 'location'],
    ['counted', 'location', 'count-difference'],
    ['adjusted', 'location', 'count-difference'],
  ])('lets "%s" move stock from %s to %s', (reason, from, to) => {
    if (reason === 'reversed') throw new Error('not in this table');
    const transfers = [{ lotId: 'a', quantity: Quantity.of(5, 'mL'), from: account(from), to: account(to) }];
    expect(
      moveStock({ reason, reference, effectiveAt: at, transfers }).entries.map((e) => e.quantity.toJSON().value),
    ).toEqual(['-5', '5']);
  });

  it.each<[Exclude<MovementReason, 'reversed'>, AccountKind, AccountKind]>([
    ['received', 'location', 'supplier'],
    ['received', 'supplier', 'patient'],
    ['opened', 'open-container', 'location'],
    ['withdrawn', 'location', 'csp'],
    ['dispensed', 'location', 'patient'],
    ['transferred', 'location', 'waste'],
    ['wasted', 'waste', 'location'],
    ['discarded', 'location', 'waste'],
    ['counted', 'location', 'location'],
  ])('refuses "%s" from %s to %s', (reason, from, to) => {
    const transfers = [{ lotId: 'a', quantity: Quantity.of(5, 'mL'), from: account(from, '1'), to: account(to, '2') }];
    expect(() => moveStock({ reason, reference, effectiveAt: at, transfers })).toThrow(RangeError);
  });

  it.each(['0', '-1'])('refuses an amount of %s', (value) => {
    const transfers = [
      { lotId: 'a', quantity: Quantity.of(value, 'mL'), from: account('supplier'), to: account('location') },
    ];
    expect(() => moveStock({ reason: 'received', reference, effectiveAt: at, transfers })).toThrow('positive');
  });

  it('refuses a movement that moves nothing', () => {
    expect(() => moveStock({ reason: 'received', reference, effectiveAt: at, transfers: [] })).toThrow('nothing');
  });

  it('refuses a transfer from a place to itself', () => {
    const here = account('location', 'shelf');
    const transfers = [{ lotId: 'a', quantity: Quantity.of(1, 'mL'), from: here, to: { ...here } }];
    expect(() => moveStock({ reason: 'transferred', reference, effectiveAt: at, transfers })).toThrow('itself');
  });
});

describe('reverseOf', () => {
  it('undoes every entry, last first, and names what it takes back', () => {
    fc.assert(
      fc.property(fc.array(anyTransfer, { minLength: 1, maxLength: 6 }), (transfers) => {
        const movement = moveStock({ reason: 'withdrawn', reference, effectiveAt: at, transfers });
        const back = reverseOf(movement, { id: 'm1', effectiveAt: at, note: 'wrong vial' });
        expect(back).toMatchObject({ reason: 'reversed', reversesId: 'm1', note: 'wrong vial', reference });
        movement.entries.forEach((entry, i) => {
          const mirrored = back.entries[movement.entries.length - 1 - i];
          expect(mirrored?.account).toEqual(entry.account);
          expect(mirrored?.quantity.plus(entry.quantity).isZero()).toBe(true);
        });
      }),
    );
  });

  it('refuses to reverse a reversal', () => {
    const transfers = [
      { lotId: 'a', quantity: Quantity.of(1, 'mL'), from: account('supplier'), to: account('location') },
    ];
    const movement = moveStock({ reason: 'received', reference, effectiveAt: at, transfers });
    const back = reverseOf(movement, { id: 'm1', effectiveAt: at, note: 'x' });
    expect(() => reverseOf(back, { id: 'm2', effectiveAt: at, note: 'y' })).toThrow(RangeError);
  });
});
