import { describe, expect, it } from '@jest/globals';
import { elementString, readCode, shortNumber } from '#domain/barcode';
import type { ContainerKind } from '#domain/in-use-time';
import { addHours, parseInstant, parseLocalDate, zoneId, type Instant } from '#domain/time';
import { CEFTRIAXONE_2G, VANCOMYCIN_10G, VANCOMYCIN_1G } from '../../test/stories.js';
import { productLookup } from './identify.js';
import { decideScan } from './scan.js';
import type { LotOfProduct, OpenContainerFacts, ScanFacts, StepFacts } from './scan-facts.js';

const zone = zoneId('America/Phoenix');
const now = parseInstant('2026-03-02T16:00:00Z');
const today = parseLocalDate('2026-03-02');
const expiry = parseLocalDate('2027-01-31');
const GTIN = VANCOMYCIN_10G.gtin ?? '';
const ceftriaxone = { ...CEFTRIAXONE_2G, gtin: '00304097335046', ndc: '0409-7335-04', ndc11: '00409733504' };

const scan = (fields: Parameters<typeof elementString>[0]): ScanFacts['scanned'] =>
  readCode(elementString(fields), { today });
const good = scan({ gtin: GTIN, lot: 'AB12', expiry, serial: 'S1' });

const step = (part: Partial<StepFacts> = {}): StepFacts => ({
  id: 's1',
  position: 1,
  kind: 'open',
  state: 'pending',
  lineId: 'line1',
  packageIndex: 1,
  cspPosition: null,
  ...part,
});
const lot = (part: Partial<LotOfProduct> = {}): LotOfProduct => ({
  lotId: 'lot1',
  productId: VANCOMYCIN_10G.id,
  lotNumber: 'AB12',
  expiresOn: expiry,
  state: 'available',
  ...part,
});
function facts(part: Partial<ScanFacts> = {}): ScanFacts {
  const of = part.step ?? step();
  return {
    step: of,
    steps: [of],
    product: VANCOMYCIN_10G,
    scanned: good,
    known: [VANCOMYCIN_10G, VANCOMYCIN_1G, ceftriaxone],
    lots: [lot()],
    allocations: [{ id: 'a1', lineId: 'line1', lotId: 'lot1', accountId: 'shelf', state: 'active', packagesLeft: 2 }],
    openContainers: [],
    now,
    zone,
    ...part,
  };
}
const container = (
  part: Partial<OpenContainerFacts> = {},
  opened: Instant = now,
  kind: ContainerKind = 'pharmacy-bulk-package',
): OpenContainerFacts => ({
  id: 'oc1',
  number: shortNumber('VIAL', 1),
  lotId: 'lot1',
  productId: VANCOMYCIN_10G.id,
  lineId: 'line1',
  packageIndex: 1,
  serial: 'S1',
  state: 'open',
  inUse: { kind, zone, air: 'iso5', firstPuncturedAt: opened, labelHours: 4 },
  ...part,
});
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
