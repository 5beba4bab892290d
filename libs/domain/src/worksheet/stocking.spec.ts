import { describe, expect, it } from '@jest/globals';
import { instant, parseInstant, parseLocalDate, zoneId } from '#domain/time';
import type { StockingFacts } from './decision-facts.js';
import { decideStock } from './stocking.js';

const budAt = parseInstant('2026-03-12T14:00:00Z');
const lot = { lotId: 'l', lotNumber: 'A1', expiresOn: parseLocalDate('2026-12-31'), drugName: 'ceftriaxone' };
const facts = (change: Partial<StockingFacts> = {}): StockingFacts => ({
  worksheetState: 'verified',
  csps: [{ number: 'CSP-000001-A', state: 'active', labelMatches: true }],
  storage: 'REF',
  hazardous: false,
  shelf: { name: 'Refrigerator 1', kind: 'shelf', storage: 'REF', active: true },
  budAt,
  lots: [{ ...lot, state: 'available' }],
  at: budAt,
  zone: zoneId('America/Phoenix'),
  ...change,
});
const shelf = (change: Partial<StockingFacts['shelf']>): Partial<StockingFacts> => ({
  shelf: { ...facts().shelf, ...change },
});

describe('putting a batch on its shelf', () => {
  it('is right for a verified, labeled batch to the last moment of its date', () =>
    expect(decideStock(facts())).toEqual([]));

  it.each<[string, Partial<StockingFacts>, string, string]>([
    ['a millisecond after its date', { at: instant(budAt + 1) }, 'worksheet.bud-passed', 'stop'],
    ['without a date', { budAt: null }, 'worksheet.no-bud', 'stop'],
    ['without a container', { csps: [] }, 'worksheet.nothing-made', 'stop'],
    [
      'before its label was scanned',
      { csps: [{ number: 'CSP-000001-A', state: 'labeled', labelMatches: true }] },
      'worksheet.label-not-active',
      'stop',
    ],
    [
      'with a label that does not read back',
      { csps: [{ number: 'CSP-000001-A', state: 'active', labelMatches: false }] },
      'worksheet.label-not-active',
      'stop',
    ],
    ['with a recalled lot in it', { lots: [{ ...lot, state: 'recalled' }] }, 'lot.recalled', 'stop'],
    ['with a quarantined lot in it', { lots: [{ ...lot, state: 'quarantine' }] }, 'lot.quarantined', 'stop'],
    ['at another temperature', shelf({ storage: 'CRT' }), 'lot.wrong-storage', 'stop'],
    ['in quarantine', shelf({ kind: 'quarantine' }), 'lot.wrong-storage', 'stop'],
    ['in a place that is not in use', shelf({ active: false }), 'lot.wrong-storage', 'stop'],
    ['on an ordinary shelf when hazardous', { hazardous: true }, 'lot.hazardous-on-shelf', 'soft'],
  ])('is not right %s', (_, change, code, severity) => {
    expect(decideStock(facts(change))).toMatchObject([{ code, severity }]);
  });

  it.each(['compounded', 'stocked', 'dispensed'])('is not possible while the worksheet is %s', (worksheetState) => {
    expect(decideStock(facts({ worksheetState })).map((f) => f.severity)).toContain('stop');
  });

  it('does not mind that an ingredient has expired since: its date is bounded by it already (BUD-13)', () => {
    const lots = [{ ...lot, state: 'available' as const, expiresOn: parseLocalDate('2026-03-01') }];
    expect(decideStock(facts({ lots }))).toEqual([]);
  });
});
