import { describe, expect, it } from '@jest/globals';
import { readCode, shortNumber } from '#domain/barcode';
import { addHours, parseInstant, parseLocalDate } from '#domain/time';
import { ceftriaxone, container, expiry, facts, good, GTIN, lot, now, scan, step, today } from '../../test/scans.js';
import { decideScan } from './scan.js';
import type { ScanFacts } from './scan-facts.js';

/** The codes of the refusal; fails when it is not refused. */
function refused(part: Partial<ScanFacts>): string[] {
  const decision = decideScan(facts(part));
  expect(decision.kind).toBe('refuse');
  return decision.findings.map((f) => f.code);
}

describe('a draw from an opened package', () => {
  const draw = step({ kind: 'draw', cspPosition: 1 });
  const tag = (n: number): ScanFacts['scanned'] => readCode(shortNumber('VIAL', n), { today });
  const second = container({ id: 'oc2', number: shortNumber('VIAL', 2), packageIndex: 2, serial: 'S2' });
  const drawing = (part: Partial<ScanFacts>): Partial<ScanFacts> => ({
    step: draw,
    openContainers: [container(), second],
    ...part,
  });

  it.each([
    ['its tag', tag(1)],
    ['its own code with the serial', good],
    ['its own code without serial, the lot being the same', scan({ gtin: GTIN, lot: 'AB12', expiry })],
    ['a linear code, all open packages being of one lot', readCode(GTIN.slice(2), { today })],
  ])('is accepted by %s', (_, scanned) => {
    expect(decideScan(facts(drawing({ scanned })))).toMatchObject({
      kind: 'accept',
      openContainerId: 'oc1',
      lotId: 'lot1',
      allocationId: null,
    });
  });

  it.each<[string, Partial<ScanFacts>, string]>([
    ['the tag of the second package when the first is due', { scanned: tag(2) }, 'scan.other-package'],
    [
      'the serial of the second package',
      { scanned: scan({ gtin: GTIN, lot: 'AB12', expiry, serial: 'S2' }) },
      'scan.other-package',
    ],
    [
      'a serial that was not opened',
      { scanned: scan({ gtin: GTIN, lot: 'AB12', expiry, serial: 'S9' }) },
      'scan.container-not-open',
    ],
    ['another lot of the product', { scanned: scan({ gtin: GTIN, lot: 'ZZ99', expiry }) }, 'scan.container-not-open'],
    [
      'another expiry of the lot',
      { scanned: scan({ gtin: GTIN, lot: 'AB12', expiry: parseLocalDate('2027-02-28') }) },
      'scan.container-not-open',
    ],
    ['a tag that nothing has', { scanned: tag(9) }, 'scan.unknown-number'],
    [
      'the tag of another worksheet',
      {
        scanned: tag(3),
        openContainers: [container(), container({ id: 'oc3', number: shortNumber('VIAL', 3), lineId: 'other' })],
      },
      'scan.other-worksheet',
    ],
    [
      'the tag of another drug',
      {
        scanned: tag(3),
        openContainers: [
          container(),
          container({ id: 'oc3', number: shortNumber('VIAL', 3), productId: ceftriaxone.id }),
        ],
      },
      'scan.wrong-drug',
    ],
    ['another drug', { scanned: scan({ gtin: ceftriaxone.gtin, lot: 'AB12', expiry }) }, 'scan.wrong-drug'],
    ['a package that was not opened yet', { openContainers: [second] }, 'scan.container-not-open'],
    [
      'a package that was discarded',
      { openContainers: [container({ state: 'discarded' }), second] },
      'scan.container-discarded',
    ],
    [
      'a linear code while two lots are open',
      { scanned: readCode(GTIN.slice(2), { today }), openContainers: [container(), { ...second, lotId: 'lot2' }] },
      'scan.tag-needed',
    ],
    ['a lot that was recalled since', { lots: [lot({ state: 'recalled' })] }, 'lot.recalled'],
    ['a lot that is not on record', { lots: [], scanned: tag(1) }, 'scan.unknown-lot'],
  ])('is refused with %s', (_, part, code) => expect(refused(drawing(part))).toEqual([code]));

  it.each([
    ['a second before', -1, 'accept'],
    ['at', 0, 'accept'],
    ['a second after', 1, 'refuse'],
  ])('%s the end of the 4 h of a bulk package is decided', (_, seconds, kind) => {
    const at = parseInstant(new Date(addHours(now, 4) + seconds * 1000).toISOString());
    const decision = decideScan(facts(drawing({ scanned: tag(1), now: at })));
    expect(decision.kind).toBe(kind);
    if (kind === 'refuse') expect(decision.findings.map((f) => f.code)).toContain('in-use.expired');
  });
  it('from an ampul goes on for an hour of the same work, and no longer', () => {
    const opened = container({}, now, 'ampul');
    const at = (hours: number): string =>
      decideScan(facts({ step: draw, scanned: tag(1), openContainers: [opened], now: addHours(now, hours) })).kind;
    expect([at(0), at(1), at(1.001)]).toEqual(['accept', 'accept', 'refuse']);
  });
});
