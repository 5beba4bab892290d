import { describe, expect, it } from '@jest/globals';
import type { Location, Product, StockLookup } from '../../api/types.js';
import { addScan, lineOf, missingIn, placesFor, requestOf } from './receipt.js';

const product = (part: Partial<Product>): Product =>
  ({ id: 'p', name: 'Vancomycin 1 g', storage: 'CRT', hazardous: false, ...part }) as Product;
const place = (id: string, storage: Location['storage'], kind: string): Location => ({
  id,
  name: id,
  storage,
  kind,
  active: true,
});
const LOCATIONS = [
  place('shelf', 'CRT', 'shelf'),
  place('fridge', 'REF', 'shelf'),
  place('hazardous', 'CRT', 'hazardous'),
  place('quarantine', 'CRT', 'quarantine'),
];
const scanned = (lotNumber: string | null, expiry: string | null): Pick<StockLookup, 'scanned'> => ({
  scanned: { kind: 'gs1', gtin: null, ndc: null, ndcCandidates: [], lotNumber, expiry, serial: null, internal: null },
});

describe('a scanned package', () => {
  it('brings lot, expiry and the only place it can go to', () => {
    const [line] = addScan([], product({}), scanned('A1', '2027-05-31'), LOCATIONS);
    expect(line).toMatchObject({ lotNumber: 'A1', expiry: '2027-05-31', locationId: 'shelf', packages: '1' });
  });

  it('counts one more of the same lot, and starts a line for another', () => {
    const once = addScan([], product({}), scanned('A1', '2027-05-31'), LOCATIONS);
    expect(addScan(once, product({}), scanned('A1', '2027-05-31'), LOCATIONS)).toMatchObject([{ packages: '2' }]);
    expect(addScan(once, product({}), scanned('A2', '2027-05-31'), LOCATIONS)).toHaveLength(2);
  });

  it('never counts up where no lot is in the code', () => {
    const once = addScan([], product({}), scanned(null, null), LOCATIONS);
    expect(addScan(once, product({}), scanned(null, null), LOCATIONS)).toHaveLength(2);
  });

  it.each([
    [{ storage: 'CRT', hazardous: false }, ['shelf']],
    [{ storage: 'REF', hazardous: false }, ['fridge']],
    [{ storage: 'CRT', hazardous: true }, ['hazardous']],
    [{ storage: 'FRZ', hazardous: false }, []],
  ] as const)('of %p goes to %p', (part, ids) => {
    expect(placesFor(product(part), LOCATIONS).map(({ id }) => id)).toEqual(ids);
  });
});

describe('a delivery', () => {
  const line = { ...lineOf(product({}), []), lotNumber: 'A1', expiry: '2027-05', locationId: 'shelf' };

  it('is complete with product, lot, expiry, number, place and supplier', () => {
    expect(missingIn([line], 'Wholesale')).toEqual({});
    expect(Object.keys(missingIn([{ ...lineOf(null, []), packages: '0' }], ''))).toHaveLength(6);
  });

  it.each(['0', '-1', '1.5', ''])('refuses %p packages', (packages) => {
    expect(missingIn([{ ...line, packages }], 'Wholesale')).toHaveProperty(['lines.0.packages']);
  });

  it('is sent as numbers and ids', () => {
    expect(requestOf([{ ...line, packages: '12' }], ' Wholesale ', '')).toEqual({
      supplier: 'Wholesale',
      lines: [{ productId: 'p', lotNumber: 'A1', expiry: '2027-05', packages: 12, locationId: 'shelf' }],
    });
  });
});
