import { describe, expect, it } from '@jest/globals';
import type { SupplierProduct } from '../../api/types.js';
import { addProduct, EMPTY_DRAFT, missingIn, requestOf, showPrice } from './order-draft.js';

const product = { id: 'p', name: 'Vancomycin 10 g', ndc: '67457-342-10' };
const price = (change: Partial<SupplierProduct> = {}): SupplierProduct => ({
  id: 'x',
  productId: 'p',
  productName: product.name,
  ndc: product.ndc,
  schedule: null,
  supplierItem: '',
  packPackages: 10,
  price: '99.5',
  contract: true,
  validUntil: null,
  lapsed: false,
  active: true,
  ...change,
});

describe('a line of an order', () => {
  it('takes pack and price of the supplier, and stands once', () => {
    const lines = addProduct([], product, [price()]);
    expect(lines).toMatchObject([{ packs: '1', packPackages: '10', price: '99.5' }]);
    expect(addProduct(lines, product, [price()])).toBe(lines);
  });
  it.each([[[price({ lapsed: true })]], [[price({ active: false })]], [[]]])(
    'has no price that does not hold',
    (prices) => {
      expect(addProduct([], product, prices)).toMatchObject([{ packPackages: '1', price: '' }]);
    },
  );
});

describe('a price', () => {
  it.each([
    ['61.5', '61.50'],
    ['12', '12.00'],
    ['104.9925', '104.9925'],
  ])('of %s reads %s', (text, shown) => expect(showPrice(text)).toBe(shown));
});

describe('an order', () => {
  it('is complete with supplier, packs, pack size and price', () => {
    const draft = { ...EMPTY_DRAFT, supplierId: 's', lines: addProduct([], product, [price()]) };
    expect(missingIn(draft)).toEqual({});
    expect(requestOf(draft)).toEqual({
      supplierId: 's',
      lines: [{ productId: 'p', packs: 1, packPackages: 10, price: '99.5' }],
    });
  });
  it.each(['0', '-1', '1.5', '', '1e3'])('refuses %p packs', (packs) => {
    const lines = addProduct([], product, [price()]).map((line) => ({ ...line, packs }));
    expect(missingIn({ ...EMPTY_DRAFT, supplierId: 's', lines })).toHaveProperty(['lines.0.packs']);
  });
  it.each(['', '-1', '1,000', '1.23456'])('refuses a price of %p', (text) => {
    const lines = addProduct([], product, [price({ price: text })]);
    expect(missingIn({ ...EMPTY_DRAFT, supplierId: 's', lines })).toHaveProperty(['lines.0.price']);
  });
});
