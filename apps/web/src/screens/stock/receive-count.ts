import type { Location, PurchaseOrderLine, ReceivingProduct, ReceivingScan } from '../../api/types.js';

/** Packages of one product, lot and expiry that were counted so far; or of one unknown code. */
export interface CountedLine {
  key: number;
  product: ReceivingProduct | null;
  /** Exactly as scanned; of a stranger it is all that is known. */
  code: string;
  lotNumber: string;
  expiry: string;
  packages: string;
  damaged: string;
  locationId: string;
  serials: readonly string[];
  cartons: readonly { gtin: string; serial: string; packages: number }[];
  overReason: string;
  shortDatedReason: string;
  temperature: string;
  temperatureOk: '' | 'yes' | 'no';
  place: string;
  /** A carton was scanned: how many are inside is to be confirmed. */
  confirm: boolean;
}

const EMPTY: Omit<CountedLine, 'key'> = {
  product: null,
  code: '',
  lotNumber: '',
  expiry: '',
  packages: '1',
  damaged: '0',
  locationId: '',
  serials: [],
  cartons: [],
  overReason: '',
  shortDatedReason: '',
  temperature: '',
  temperatureOk: '',
  place: '',
  confirm: false,
};

const nextKey = (lines: readonly CountedLine[]): number => Math.max(0, ...lines.map(({ key }) => key)) + 1;
export const whole = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : 0);

/** Where a product of this storage goes: a hazardous drug to a place for those, all else to a shelf; never to quarantine. */
export const placesFor = (
  product: Pick<ReceivingProduct, 'storage' | 'hazardous'>,
  locations: readonly Location[],
): Location[] =>
  locations.filter(
    (place) =>
      place.storage === product.storage &&
      place.kind !== 'quarantine' &&
      (place.kind === 'hazardous') === product.hazardous,
  );

export interface Taken {
  lines: readonly CountedLine[];
  /** What is said of the scan. */
  message: string;
  /** Not counted as stock: it asks for attention. */
  refused: boolean;
}

/**
 * Counts a scanned package: one more of the line with the same product, lot and expiry, else a new line. A field that the code lacks
 * never erases one that is known; a serial that is counted already is not counted again.
 */
export function countScan(
  lines: readonly CountedLine[],
  code: string,
  scan: ReceivingScan,
  locations: readonly Location[],
): Taken {
  const refuse = (message: string): Taken => ({ lines, message, refused: true });
  if (scan.stranger)
    return {
      lines: countStranger(lines, code),
      message: 'Unknown code: counted apart, for a pharmacist to identify.',
      refused: true,
    };
  const { product, scanned } = scan;
  if (!product) return refuse('This code cannot be used. Scan again.');
  const serial = scanned.serial ?? '';
  const twice = lines.some(
    (line) =>
      line.product?.id === product.id &&
      serial !== '' &&
      (line.serials.includes(serial) || line.cartons.some((c) => c.gtin === scanned.gtin && c.serial === serial)),
  );
  if (twice) return refuse(`The package with serial ${serial} is counted already.`);
  const found = lines.find((line) => line.product?.id === product.id && fits(line, scanned));
  const before = found ?? newLine(lines, product, locations);
  const packages = scan.packages ?? 1;
  const ofCarton = scan.carton && serial !== '' && scanned.gtin !== null;
  const after: CountedLine = {
    ...before,
    code,
    lotNumber: before.lotNumber || (scanned.lotNumber ?? ''),
    expiry: before.expiry || (scanned.expiry ?? ''),
    packages: String(whole(before.packages) + packages),
    serials: serial !== '' && !scan.carton ? [...before.serials, serial] : before.serials,
    cartons: ofCarton ? [...before.cartons, { gtin: scanned.gtin ?? '', serial, packages }] : before.cartons,
    confirm: before.confirm || scan.carton,
  };
  return {
    lines: found ? lines.map((line) => (line === found ? after : line)) : [...lines, after],
    message: `${product.name}${after.lotNumber ? `, lot ${after.lotNumber}` : ''}: ${after.packages}`,
    refused: false,
  };
}

/**
 * The same lot, as read from both packages; an expiry that one of them lacks does not part them. A code without a lot begins a line of
 * its own: the next package may be of another lot.
 */
function fits(line: CountedLine, { lotNumber, expiry }: ReceivingScan['scanned']): boolean {
  if (lotNumber === null || line.lotNumber.trim().toUpperCase() !== lotNumber.trim().toUpperCase()) return false;
  return expiry === null || line.expiry === '' || line.expiry === expiry;
}

function newLine(
  lines: readonly CountedLine[],
  product: ReceivingProduct,
  locations: readonly Location[],
): CountedLine {
  const places = placesFor(product, locations);
  const last = lines.findLast((line) => line.product?.storage === product.storage && line.product !== null);
  return {
    ...EMPTY,
    key: nextKey(lines),
    product,
    packages: '0',
    locationId: places.length === 1 ? (places[0]?.id ?? '') : '',
    // One delivery arrives at one temperature; it is shown and can be changed.
    temperature: last?.temperature ?? '',
    temperatureOk: last?.temperatureOk ?? '',
  };
}

function countStranger(lines: readonly CountedLine[], code: string): readonly CountedLine[] {
  const found = lines.find((line) => line.product === null && line.code === code);
  if (found)
    return lines.map((line) => (line === found ? { ...line, packages: String(whole(line.packages) + 1) } : line));
  return [...lines, { ...EMPTY, key: nextKey(lines), code }];
}

/** A line for a package whose code cannot be read at all: product, lot and expiry are keyed. */
export const keyedLine = (
  lines: readonly CountedLine[],
  product: ReceivingProduct,
  locations: readonly Location[],
): CountedLine => ({ ...newLine(lines, product, locations), packages: '1' });

export interface Progress {
  id: string;
  productName: string;
  /** Still to come when receiving began. */
  expected: number;
  counted: number;
  damaged: number;
  over: number;
  short: number;
}

/** How the count stands against the order, line by line. */
export const progressOf = (
  order: readonly Pick<
    PurchaseOrderLine,
    'id' | 'productId' | 'productName' | 'outstandingPackages' | 'pendingPackages'
  >[],
  lines: readonly CountedLine[],
): Progress[] =>
  order.map((line) => {
    const of = lines.filter((one) => one.product?.id === line.productId);
    const sum = (pick: (one: CountedLine) => string): number => of.reduce((total, one) => total + whole(pick(one)), 0);
    const expected = Math.max(0, line.outstandingPackages - line.pendingPackages);
    const counted = sum((one) => one.packages);
    return {
      id: line.id,
      productName: line.productName,
      expected,
      counted,
      damaged: sum((one) => one.damaged),
      over: Math.max(0, counted - expected),
      short: Math.max(0, expected - counted),
    };
  });

/** What keeps the delivery from being taken in, by the name of the field in the request. */
export function missingIn(lines: readonly CountedLine[]): Record<string, string> {
  const missing: Record<string, string> = {};
  lines.forEach((line, i) => {
    const need = (field: string, there: boolean, message: string): void => {
      if (!there) missing[`lines.${i}.${field}`] = message;
    };
    need('packages', whole(line.packages) + whole(line.damaged) > 0, 'Enter how many packages.');
    if (!line.product) return;
    need('lotNumber', line.lotNumber.trim() !== '', 'Enter the lot as printed.');
    need('expiry', /^\d{4}-\d{2}(-\d{2})?$/.test(line.expiry), 'Enter the expiry as printed.');
    need('locationId', line.locationId !== '', 'Choose where it is put.');
    if (line.product.storage === 'CRT') return;
    need('temperature', /^-?\d{1,3}(\.\d)?$/.test(line.temperature.trim()), 'Enter the temperature on arrival.');
    need('temperatureOk', line.temperatureOk !== '', 'Say whether the packing was sound.');
  });
  return missing;
}

const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

export const linesOf = (lines: readonly CountedLine[]): Record<string, unknown>[] =>
  lines.map((line) =>
    line.product
      ? {
          productId: line.product.id,
          lotNumber: line.lotNumber.trim(),
          expiry: line.expiry,
          packages: whole(line.packages),
          damagedPackages: whole(line.damaged),
          locationId: line.locationId,
          serials: line.serials,
          cartons: line.cartons,
          code: given(line.code),
          overReason: given(line.overReason),
          shortDatedReason: given(line.shortDatedReason),
          ...(line.product.storage !== 'CRT' && {
            temperature: given(line.temperature),
            temperatureOk: line.temperatureOk === '' ? undefined : line.temperatureOk === 'yes',
          }),
        }
      : {
          code: line.code,
          packages: whole(line.packages),
          damagedPackages: whole(line.damaged),
          place: given(line.place),
        },
  );
