import type { Location, Product, StockLookup } from '../../api/types.js';

/** One kind of package in a delivery, as keyed. */
export interface ReceiptLine {
  key: number;
  product: Product | null;
  lotNumber: string;
  expiry: string;
  packages: string;
  locationId: string;
}

export const lineOf = (product: Product | null, lines: readonly ReceiptLine[]): ReceiptLine => ({
  key: Math.max(0, ...lines.map(({ key }) => key)) + 1,
  product,
  lotNumber: '',
  expiry: '',
  packages: '1',
  locationId: '',
});

/** Where a product of this storage goes: a hazardous drug to a place for those, all else to a shelf; never to quarantine. */
export const placesFor = (product: Product, locations: readonly Location[]): Location[] =>
  locations.filter(
    (place) =>
      place.storage === product.storage &&
      place.kind !== 'quarantine' &&
      (place.kind === 'hazardous') === product.hazardous,
  );

/**
 * Takes a scanned package in: one more of a line that has the same product and lot, else a new line. The place is filled in
 * where only one can be meant.
 */
export function addScan(
  lines: readonly ReceiptLine[],
  product: Product,
  { scanned }: Pick<StockLookup, 'scanned'>,
  locations: readonly Location[],
): readonly ReceiptLine[] {
  const lotNumber = scanned.lotNumber ?? '';
  const same = lines.find(
    (line) => line.product?.id === product.id && lotNumber !== '' && line.lotNumber === lotNumber,
  );
  if (same)
    return lines.map((line) =>
      line === same && /^\d+$/.test(line.packages) ? { ...line, packages: String(Number(line.packages) + 1) } : line,
    );
  const places = placesFor(product, locations);
  return [
    ...lines,
    {
      ...lineOf(product, lines),
      lotNumber,
      expiry: scanned.expiry ?? '',
      locationId: places.length === 1 ? (places[0]?.id ?? '') : '',
    },
  ];
}

/** What keeps the delivery from being taken in, by the name of the field in the request. */
export function missingIn(lines: readonly ReceiptLine[], supplier: string): Record<string, string> {
  const missing: Record<string, string> = {};
  if (supplier.trim() === '') missing.supplier = 'Enter who supplied it.';
  lines.forEach((line, i) => {
    const need = (field: string, there: boolean, message: string): void => {
      if (!there) missing[`lines.${i}.${field}`] = message;
    };
    need('productId', line.product !== null, 'Choose the product.');
    need('lotNumber', line.lotNumber.trim() !== '', 'Enter the lot as printed.');
    need('expiry', /^\d{4}-\d{2}(-\d{2})?$/.test(line.expiry), 'Enter the expiry as printed.');
    need('packages', /^[1-9]\d{0,5}$/.test(line.packages.trim()), 'Enter how many packages.');
    need('locationId', line.locationId !== '', 'Choose where it is put.');
  });
  return missing;
}

export const requestOf = (lines: readonly ReceiptLine[], supplier: string, note: string): Record<string, unknown> => ({
  supplier: supplier.trim(),
  ...(note.trim() && { note: note.trim() }),
  lines: lines.map((line) => ({
    productId: line.product?.id ?? '',
    lotNumber: line.lotNumber.trim(),
    expiry: line.expiry,
    packages: Number(line.packages),
    locationId: line.locationId,
  })),
});
