import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '#domain/quantity';
import { parseLocalDate } from '#domain/time';
import { eventOfReceipt, lineTotal, orderTotal, outstandingPackages, showUsd } from './line.js';
import { licenseFindings, sendingFindings, type OrderToSend } from './sending.js';

const today = parseLocalDate('2026-03-02');
const supplier = { name: 'Example', active: true, licenseCheckedUntil: parseLocalDate('2026-03-02') };
const line = { position: 1, productName: 'fentanyl', schedule: null, productActive: true } as const;
const order = (change: Partial<OrderToSend> = {}): OrderToSend => ({
  lines: [line],
  deaOrderNumber: null,
  supplier,
  ...change,
});
const codes = (it: OrderToSend): string[] => sendingFindings(it, today).map((f) => f.code);

describe('a license', () => {
  it.each([
    ['2026-03-01', 1],
    ['2026-03-02', 0],
    ['2026-03-03', 0],
  ])('checked until %s gives %i warnings on 2026-03-02 (DS-01)', (until, n) => {
    expect(licenseFindings({ ...supplier, licenseCheckedUntil: parseLocalDate(until) }, today)).toHaveLength(n);
  });
  it('that nobody has looked up is told', () => {
    expect(licenseFindings({ ...supplier, licenseCheckedUntil: null }, today)).toMatchObject([{ severity: 'soft' }]);
  });
});

describe('sending an order', () => {
  it.each([
    [null, ['purchase-order.dea-number-missing']],
    ['  ', ['purchase-order.dea-number-missing']],
    ['24-0001', []],
  ])('with schedule II and the number %p says %j (CS-02)', (deaOrderNumber, told) => {
    expect(codes(order({ lines: [{ ...line, schedule: 'CII' }], deaOrderNumber }))).toEqual(told);
  });
  it.each(['CIII', 'CIV', 'CV'] as const)('with schedule %s needs no DEA form', (schedule) => {
    expect(codes(order({ lines: [{ ...line, schedule }] }))).toEqual([]);
  });
  it('keeps schedule II apart from all else', () => {
    const lines = [{ ...line, schedule: 'CII' as const }, line];
    expect(codes(order({ lines, deaOrderNumber: '1' }))).toEqual(['purchase-order.schedule-two-mixed']);
  });
  it.each([
    [{ lines: [] }, 'purchase-order.empty'],
    [{ supplier: { ...supplier, active: false } }, 'supplier.inactive'],
    [{ lines: [{ ...line, productActive: false }] }, 'product.inactive'],
  ])('is stopped: %j', (change, code) => expect(codes(order(change))).toEqual([code]));
});

describe('a line', () => {
  it('expects what was ordered without what came and what will not, never less than nothing', () => {
    const it = { packs: 4, packPackages: 5, receivedPackages: 12, cancelledPackages: 3 };
    expect(outstandingPackages(it)).toBe(5);
    expect(outstandingPackages({ ...it, cancelledPackages: 30 })).toBe(0);
  });
  it('is exact in money', () => {
    expect(lineTotal({ packs: 3, price: '104.9925' }).toString()).toBe('314.9775');
    expect(showUsd(Decimal.of('1234567.005'))).toBe('1,234,567.01');
    expect(
      showUsd(
        orderTotal([
          { packs: 1, price: '0.1' },
          { packs: 1, price: '0.2' },
        ]),
      ),
    ).toBe('0.30');
  });
  it('is all here when the receipts of any split sum to it, and not before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }), (parts) => {
        const ordered = parts.reduce((sum, part) => sum + part, 0);
        let received = 0;
        for (const [i, part] of parts.entries()) {
          received += part;
          const counts = { packs: ordered, packPackages: 1, receivedPackages: received, cancelledPackages: 0 };
          const last = i === parts.length - 1;
          expect(eventOfReceipt([counts])).toBe(last ? 'receive-all' : 'receive-part');
        }
      }),
    );
  });
});
