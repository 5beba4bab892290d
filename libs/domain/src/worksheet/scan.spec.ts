import { describe, expect, it } from '@jest/globals';
import { readCode, shortNumber } from '#domain/barcode';
import { Ndc } from '#domain/ndc';
import { parseInstant, parseLocalDate } from '#domain/time';
import { ceftriaxone, container, expiry, facts, good, GTIN, lot, scan, step, today } from '../../test/scans.js';
import { VANCOMYCIN_10G, VANCOMYCIN_1G } from '../../test/stories.js';
import { productLookup } from './identify.js';
import { decideScan } from './scan.js';
import type { ScanFacts, StepFacts } from './scan-facts.js';

/** Twenty-five of the same package in a carton: indicator 5, all else alike (domain-rules 7.2). */
const carton = Ndc.parse(VANCOMYCIN_10G.ndc).gtin14(5) ?? '';

/** The codes of the refusal; fails when it is not refused. */
function refused(part: Partial<ScanFacts>): string[] {
  const decision = decideScan(facts(part));
  expect(decision.kind).toBe('refuse');
  return decision.findings.map((f) => f.code);
}

describe('productLookup', () => {
  it('gives the GTIN and every reading of the NDC in it', () => {
    const lookup = productLookup(good);
    expect(lookup.gtin).toBe(GTIN);
    expect(lookup.ndc11).toContain(VANCOMYCIN_10G.ndc11);
    expect(lookup.internal).toBeNull();
  });
  it('gives the number of our own tags', () => {
    expect(productLookup(readCode(shortNumber('VIAL', 7), { today })).internal).toBe(shortNumber('VIAL', 7));
  });
});

describe('an unopened package', () => {
  it('is accepted with product, lot and expiry from its code, and takes its allocation', () => {
    expect(decideScan(facts())).toEqual({
      kind: 'accept',
      lotId: 'lot1',
      allocationId: 'a1',
      accountId: 'shelf',
      openContainerId: null,
      serial: 'S1',
      findings: [],
    });
  });
  it('is accepted by a code without GTIN match, when the NDC in it is of the product', () => {
    const product = { ...VANCOMYCIN_10G, gtin: null };
    expect(decideScan(facts({ product, known: [product, VANCOMYCIN_1G] })).kind).toBe('accept');
  });
  it('asks for lot and expiry when a linear code carries none, and takes them keyed', () => {
    const linear = readCode(GTIN.slice(2), { today });
    expect(decideScan(facts({ scanned: linear })).kind).toBe('needs-lot-expiry');
    expect(decideScan(facts({ scanned: linear, keyed: { lot: ' ab12 ', expiry } }))).toMatchObject({
      kind: 'accept',
      lotId: 'lot1',
    });
  });
  it('asks for the expiry when the code has only a lot', () => {
    expect(decideScan(facts({ scanned: scan({ gtin: GTIN, lot: 'AB12' }) })).kind).toBe('needs-lot-expiry');
  });

  it.each<[string, Partial<ScanFacts>, string]>([
    ['another drug', { scanned: scan({ gtin: ceftriaxone.gtin, lot: 'AB12', expiry }) }, 'scan.wrong-drug'],
    [
      'another strength of the drug',
      { scanned: scan({ gtin: VANCOMYCIN_1G.gtin ?? '', lot: 'AB12', expiry }) },
      'scan.wrong-product',
    ],
    ['a code that is of nothing on record', { known: [] }, 'scan.unknown-code'],
    [
      'the code of the carton that it came in',
      { scanned: scan({ gtin: carton, lot: 'AB12', expiry, serial: 'C1' }) },
      'scan.outer-package',
    ],
    [
      'a code that may be of two products',
      { known: [VANCOMYCIN_10G, { ...ceftriaxone, gtin: GTIN }] },
      'scan.several-products',
    ],
    ['a tag of our own', { scanned: readCode(shortNumber('VIAL', 1), { today }) }, 'scan.package-needed'],
    ['a lot that was never received', { lots: [] }, 'scan.unknown-lot'],
    [
      'a lot of another product with the same number',
      { lots: [lot({ productId: VANCOMYCIN_1G.id })] },
      'scan.unknown-lot',
    ],
    [
      'an expiry that is not the one on record',
      { lots: [lot({ expiresOn: parseLocalDate('2027-02-28') })] },
      'scan.expiry-disagrees',
    ],
    ['a quarantined lot', { lots: [lot({ state: 'quarantine' })] }, 'lot.quarantined'],
    ['a recalled lot', { lots: [lot({ state: 'recalled' })] }, 'lot.recalled'],
    ['a lot marked expired', { lots: [lot({ state: 'expired' })] }, 'lot.expired'],
    ['a lot that is not allocated', { allocations: [] }, 'scan.lot-not-allocated'],
    [
      'a lot allocated to another line',
      { allocations: [{ id: 'a1', lineId: 'line2', lotId: 'lot1', accountId: 'x', state: 'active', packagesLeft: 1 }] },
      'scan.lot-not-allocated',
    ],
    [
      'a lot whose allocation was given back',
      {
        allocations: [{ id: 'a1', lineId: 'line1', lotId: 'lot1', accountId: 'x', state: 'released', packagesLeft: 1 }],
      },
      'scan.lot-not-allocated',
    ],
    [
      'one package more than allocated',
      { allocations: [{ id: 'a1', lineId: 'line1', lotId: 'lot1', accountId: 'x', state: 'used', packagesLeft: 0 }] },
      'scan.all-packages-taken',
    ],
    [
      'a serial that was opened already',
      { openContainers: [container({ lineId: 'other' })] },
      'scan.serial-already-opened',
    ],
    ['a keyed lot that the code contradicts', { keyed: { lot: 'AB13', expiry } }, 'scan.keyed-disagrees'],
    ['a keyed expiry that the code contradicts', { keyed: { lot: 'AB12', expiry: today } }, 'scan.keyed-disagrees'],
  ])('is refused with %s', (_, part, code) => expect(refused(part)).toEqual([code]));

  it('says what was scanned and what is needed', () => {
    const decision = decideScan(facts({ scanned: scan({ gtin: ceftriaxone.gtin, lot: 'AB12', expiry }) }));
    expect(decision.findings[0]?.message).toBe(
      'Wrong drug: scanned cefTRIAXone (ceftriaxone-2g, NDC 0409-7335-04). Needed: vancomycin (vancomycin-10g, NDC 0409-6510-01).',
    );
  });
  it('is refused where the scanner sent a damaged code, with what is wrong with it', () => {
    const codes = refused({ scanned: readCode(`01${GTIN.slice(0, 13)}0`, { today }) });
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.every((code) => code.startsWith('barcode.'))).toBe(true);
  });

  const lastDay = parseLocalDate('2026-03-02');
  it.each([
    ['in the last second of its expiry day', '2026-03-03T06:59:59Z', 'accept'],
    ['a second later', '2026-03-03T07:00:00Z', 'refuse'],
  ])('%s: %s is %s', (_, at, kind) => {
    const scanned = scan({ gtin: GTIN, lot: 'AB12', expiry: lastDay });
    expect(decideScan(facts({ scanned, lots: [lot({ expiresOn: lastDay })], now: parseInstant(at) })).kind).toBe(kind);
  });
});

describe('steps', () => {
  it.each<[string, StepFacts, readonly StepFacts[], string]>([
    [
      'before an earlier one',
      step({ position: 2 }),
      [step({ id: 's0', position: 1 }), step({ position: 2 })],
      'worksheet.step-out-of-order',
    ],
    ['a second time', step({ state: 'done' }), [step({ state: 'done' })], 'worksheet.step-already-done'],
    ['that have nothing to scan', step({ kind: 'inspect' }), [step({ kind: 'inspect' })], 'scan.nothing-to-scan'],
  ])('are refused %s', (_, of, steps, code) => expect(refused({ step: of, steps })).toContain(code));
  it('go on when all earlier ones are done, whatever comes later', () => {
    const of = step({ position: 2 });
    const steps = [step({ position: 3 }), of, step({ position: 1, state: 'done' })];
    expect(decideScan(facts({ step: of, steps })).kind).toBe('accept');
  });
});
