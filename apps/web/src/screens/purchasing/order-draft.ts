import type { Product, PurchaseOrder, SupplierProduct } from '../../api/types.js';

/** A line as it is keyed. */
export interface DraftLine {
  key: number;
  productId: string;
  productName: string;
  ndc: string;
  packs: string;
  packPackages: string;
  price: string;
}

export interface OrderDraft {
  supplierId: string;
  expectedOn: string;
  note: string;
  lines: readonly DraftLine[];
}

export const EMPTY_DRAFT: OrderDraft = { supplierId: '', expectedOn: '', note: '', lines: [] };

export const draftOf = (order: PurchaseOrder): OrderDraft => ({
  supplierId: order.supplier.id,
  expectedOn: order.expectedOn ?? '',
  note: order.note,
  lines: order.lines.map((line, key) => ({
    key,
    productId: line.productId,
    productName: line.productName,
    ndc: line.ndc,
    packs: String(line.packs),
    packPackages: String(line.packPackages),
    price: line.price,
  })),
});

/** A line with pack and price of the supplier: a price that holds, a contract before others (as the server orders them). */
export function addProduct(
  lines: readonly DraftLine[],
  product: Pick<Product, 'id' | 'name' | 'ndc'>,
  prices: readonly SupplierProduct[],
): readonly DraftLine[] {
  if (lines.some((line) => line.productId === product.id)) return lines;
  const known = prices.find((price) => price.productId === product.id && price.active && !price.lapsed);
  const key = Math.max(-1, ...lines.map((line) => line.key)) + 1;
  return [
    ...lines,
    {
      key,
      productId: product.id,
      productName: product.name,
      ndc: product.ndc,
      packs: '1',
      packPackages: known ? String(known.packPackages) : '1',
      price: known?.price ?? '',
    },
  ];
}

/** What keeps the order from being saved, by the name of the field in the request. */
export function missingIn(draft: OrderDraft): Record<string, string> {
  const missing: Record<string, string> = {};
  if (draft.supplierId === '') missing.supplierId = 'Choose the supplier.';
  if (draft.expectedOn !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(draft.expectedOn)) missing.expectedOn = 'Enter a date.';
  draft.lines.forEach((line, i) => {
    if (!/^[1-9]\d{0,5}$/.test(line.packs.trim())) missing[`lines.${i}.packs`] = 'Enter how many packs.';
    if (!/^[1-9]\d{0,4}$/.test(line.packPackages.trim()))
      missing[`lines.${i}.packPackages`] = 'Enter the size of a pack.';
    if (!/^\d{1,8}(\.\d{1,4})?$/.test(line.price.trim())) missing[`lines.${i}.price`] = 'Enter the price of a pack.';
  });
  return missing;
}

export const requestOf = (draft: OrderDraft): Record<string, unknown> => ({
  supplierId: draft.supplierId,
  ...(draft.expectedOn !== '' && { expectedOn: draft.expectedOn }),
  ...(draft.note.trim() !== '' && { note: draft.note.trim() }),
  lines: draft.lines.map((line) => ({
    productId: line.productId,
    packs: Number(line.packs),
    packPackages: Number(line.packPackages),
    price: line.price.trim(),
  })),
});

/** A price as people read it: cents at least, further decimals where there are any. */
export const showPrice = (text: string): string => {
  const [whole = '0', rest = ''] = text.split('.');
  return `${whole}.${rest.padEnd(2, '0')}`;
};
