import { describe, expect, it } from '@jest/globals';
import type { Location, ReceivingProduct, ReceivingScan } from '../../api/types.js';
import { countScan, linesOf, missingIn, placesFor, progressOf, type CountedLine } from './receive-count.js';

const product = (id = 'p', change: Partial<ReceivingProduct> = {}): ReceivingProduct => ({
  id,
  name: `product ${id}`,
  drugName: 'drug',
  ndc: '99999-1000-10',
  manufacturer: 'Example Labs',
  storage: 'CRT',
  schedule: null,
  hazardous: false,
  dscsaExempt: false,
  ...change,
});
const scan = (scanned: Partial<ReceivingScan['scanned']> = {}, change: Partial<ReceivingScan> = {}): ReceivingScan => ({
  scanned: {
    kind: 'gs1',
    gtin: '00399999100010',
    ndc: null,
    ndcCandidates: [],
    lotNumber: null,
    expiry: null,
    serial: null,
    internal: null,
    ...scanned,
  },
  product: product(),
  candidates: [],
  orderLine: null,
  notOrdered: false,
  packages: 1,
  carton: false,
  serialSeen: false,
  stranger: false,
  findings: [],
  ...change,
});
const shelf: Location = { id: 's', name: 'Shelf A', storage: 'CRT', kind: 'shelf', active: true };
const counted = (...scans: readonly ReceivingScan[]): readonly CountedLine[] =>
  scans.reduce<readonly CountedLine[]>((lines, one, i) => countScan(lines, `code ${i}`, one, [shelf]).lines, []);
const FULL = { lotNumber: 'L1', expiry: '2027-06-30' };

describe('a scan at goods-in', () => {
  it('counts one more of the same product, lot and expiry', () => {
    const lines = counted(scan({ ...FULL, serial: 'A' }), scan({ ...FULL, serial: 'B' }));
    expect(lines).toMatchObject([{ packages: '2', lotNumber: 'L1', serials: ['A', 'B'], locationId: 's' }]);
  });
  it('without an expiry never erases the one that is known, and fills in one that was not', () => {
    const bare = { ...FULL, expiry: null };
    expect(counted(scan(FULL), scan(bare))).toMatchObject([{ packages: '2', ...FULL }]);
    expect(counted(scan(bare), scan(FULL))).toMatchObject([{ packages: '2', ...FULL }]);
  });
  it('without a lot begins a line of its own: the next package may be of another lot', () => {
    expect(counted(scan(FULL), scan(), scan())).toMatchObject([
      { packages: '1' },
      { packages: '1' },
      { packages: '1' },
    ]);
  });
  it('of the same lot with another expiry begins a line of its own', () => {
    expect(counted(scan(FULL), scan({ ...FULL, expiry: '2027-07-31' }))).toHaveLength(2);
  });
  it('of a serial that is counted already counts nothing', () => {
    const lines = counted(scan({ ...FULL, serial: 'A' }));
    const again = countScan(lines, 'again', scan({ ...FULL, serial: 'A' }), [shelf]);
    expect(again).toMatchObject({ refused: true, message: 'The package with serial A is counted already.' });
    expect(again.lines).toBe(lines);
  });
  it('of a carton counts what is inside, to be confirmed, and keeps its serial apart', () => {
    const lines = counted(scan({ ...FULL, serial: 'C1', gtin: '50399999100015' }, { carton: true, packages: 25 }));
    expect(lines).toMatchObject([
      { packages: '25', confirm: true, serials: [], cartons: [{ serial: 'C1', packages: 25 }] },
    ]);
  });
  it('of an unknown code is kept by the code', () => {
    const one = countScan([], 'what?', scan({}, { product: null, stranger: true }), [shelf]).lines;
    const two = countScan(one, 'what?', scan({}, { product: null, stranger: true }), [shelf]).lines;
    expect(linesOf(two)).toEqual([{ code: 'what?', packages: 2, damagedPackages: 0, place: undefined }]);
  });
});

describe('the count', () => {
  const order = { id: 'l', productId: 'p', productName: 'product p', outstandingPackages: 5, pendingPackages: 1 };
  it.each([
    ['3', { short: 1, over: 0 }],
    ['4', { short: 0, over: 0 }],
    ['5', { short: 0, over: 1 }],
  ])('of %s against 4 that are expected', (packages, told) => {
    const lines = counted(scan(FULL)).map((line) => ({ ...line, packages, damaged: '2' }));
    expect(progressOf([order], lines)).toMatchObject([{ expected: 4, damaged: 2, ...told }]);
  });
  it('says what is missing beside its field; what is kept cold needs its temperature', () => {
    const cold = counted(scan({}, { product: product('r', { storage: 'REF' }) }));
    expect(Object.keys(missingIn(cold))).toEqual([
      'lines.0.lotNumber',
      'lines.0.expiry',
      'lines.0.locationId',
      'lines.0.temperature',
      'lines.0.temperatureOk',
    ]);
    expect(missingIn(counted(scan(FULL)))).toEqual({});
  });
});

describe('a place', () => {
  const place = (id: string, storage: Location['storage'], kind: Location['kind']): Location => ({
    ...shelf,
    id,
    storage,
    kind,
  });
  const all = [
    place('shelf', 'CRT', 'shelf'),
    place('fridge', 'REF', 'shelf'),
    place('cabinet', 'CRT', 'hazardous'),
    place('cage', 'CRT', 'quarantine'),
  ];
  it.each([
    ['CRT', false, ['shelf']],
    ['REF', false, ['fridge']],
    ['CRT', true, ['cabinet']],
    ['FRZ', false, []],
  ] as const)('of what is kept at %s, hazardous %s, is %j', (storage, hazardous, ids) => {
    expect(placesFor({ storage, hazardous }, all).map(({ id }) => id)).toEqual(ids);
  });
});
