import type { LocalDate } from '#domain/time';

/** A received line of a product that DSCSA covers. */
export interface ReceivedFacts {
  readonly lineId: string;
  readonly productId: string;
  readonly productName: string;
  /** The product's own GTIN, where it is on file. */
  readonly gtin: string | null;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
  readonly packages: number;
  readonly serials: readonly string[];
  readonly cartons: readonly { readonly gtin: string; readonly serial: string }[];
}

/** An item of the transaction information, with the product of ours that it is of. */
export interface StatedFacts {
  readonly itemId: string;
  readonly epc: string;
  readonly kind: 'serial' | 'lot';
  readonly productId: string | null;
  readonly gtin: string;
  readonly serial: string | null;
  readonly lotNumber: string | null;
  readonly expiresOn: LocalDate | null;
  readonly quantity: number | null;
  readonly parent: string | null;
  readonly holdsOthers: boolean;
}

export interface Mismatch {
  readonly kind: 'received-not-in-ti' | 'ti-not-received' | 'lot-mismatch' | 'expiry-mismatch';
  readonly message: string;
  /** Null for what was stated and did not come. */
  readonly lineId: string | null;
  readonly productId: string | null;
  /** What it is about in one word, so that the same mismatch has one key. */
  readonly about: string;
}

export interface Reconciliation {
  readonly matches: readonly { readonly itemId: string; readonly lineId: string }[];
  readonly mismatches: readonly Mismatch[];
}

const sameLot = (a: string, b: string): boolean => a.trim().toUpperCase() === b.trim().toUpperCase();

/** One package, not a carton: the product's own GTIN or the unit level, and nothing is packed in it. */
const isPackage = (item: StatedFacts, line: ReceivedFacts): boolean =>
  item.kind === 'serial' && !item.holdsOthers && (item.gtin === line.gtin || item.gtin.startsWith('0'));

/**
 * Compares what came with what the seller said was sold (DS-02, DS-06): each scanned serial, each lot, and the number of packages
 * where serials were not scanned. Pure: the same receipt and the same documents always give the same answer.
 */
export function reconcile(received: readonly ReceivedFacts[], stated: readonly StatedFacts[]): Reconciliation {
  const matches = new Map<string, string>();
  const mismatches: Mismatch[] = [];
  const cartonsIn = cartonItems(received, stated, matches);
  for (const line of received) {
    const ofProduct = stated.filter((item) => item.productId === line.productId);
    for (const item of ofProduct)
      if (cartonsIn.has(item.itemId) && item.kind === 'serial' && lotFits(item, line))
        matches.set(item.itemId, line.lineId);
    mismatches.push(...serialMismatches(line, ofProduct, matches));
    if (line.serials.length === 0 && line.cartons.length === 0)
      mismatches.push(...lotMismatches(line, ofProduct, matches));
  }
  return {
    matches: [...matches].map(([itemId, lineId]) => ({ itemId, lineId })),
    mismatches: [...mismatches, ...notReceived(received, stated, matches)],
  };
}

const lotFits = (item: StatedFacts, line: ReceivedFacts): boolean =>
  item.lotNumber === null || sameLot(item.lotNumber, line.lotNumber);

/** Items that are in a carton which was scanned, at any depth. */
function cartonItems(
  received: readonly ReceivedFacts[],
  stated: readonly StatedFacts[],
  matches: Map<string, string>,
): Set<string> {
  const byEpc = new Map(stated.map((item) => [item.epc, item]));
  const scanned = new Map<string, string>();
  for (const line of received)
    for (const carton of line.cartons)
      for (const item of stated)
        if (item.gtin === carton.gtin && item.serial === carton.serial) {
          scanned.set(item.epc, line.lineId);
          matches.set(item.itemId, line.lineId);
        }
  const inside = new Set<string>();
  for (const item of stated) {
    const path = new Set<string>();
    for (let at: string | null = item.parent; at !== null && !path.has(at); at = byEpc.get(at)?.parent ?? null) {
      path.add(at);
      if (scanned.has(at)) inside.add(item.itemId);
    }
  }
  return inside;
}

function serialMismatches(
  line: ReceivedFacts,
  ofProduct: readonly StatedFacts[],
  matches: Map<string, string>,
): Mismatch[] {
  return line.serials.flatMap((serial): Mismatch[] => {
    const item = ofProduct.find((one) => one.kind === 'serial' && one.serial === serial);
    const about = `serial ${serial}`;
    const common = { lineId: line.lineId, productId: line.productId, about };
    if (!item)
      return [
        {
          ...common,
          kind: 'received-not-in-ti',
          message: `${line.productName}, serial ${serial}, lot ${line.lotNumber}: received, but not in the transaction information.`,
        },
      ];
    matches.set(item.itemId, line.lineId);
    return identityMismatches(line, item, about);
  });
}

function identityMismatches(line: ReceivedFacts, item: StatedFacts, about: string): Mismatch[] {
  const common = { lineId: line.lineId, productId: line.productId, about };
  const found: Mismatch[] = [];
  if (!lotFits(item, line))
    found.push({
      ...common,
      kind: 'lot-mismatch',
      message: `${line.productName}, ${about}: the package says lot ${line.lotNumber}, the seller says ${item.lotNumber ?? ''}.`,
    });
  if (item.expiresOn !== null && item.expiresOn !== line.expiresOn)
    found.push({
      ...common,
      kind: 'expiry-mismatch',
      message: `${line.productName}, ${about}: the package says expiry ${line.expiresOn}, the seller says ${item.expiresOn}.`,
    });
  return found;
}

/** Nothing was scanned package by package: the lot and the number of packages are what can be compared. */
function lotMismatches(
  line: ReceivedFacts,
  ofProduct: readonly StatedFacts[],
  matches: Map<string, string>,
): Mismatch[] {
  const about = `lot ${line.lotNumber}`;
  const common = { lineId: line.lineId, productId: line.productId, about };
  const ofLot = ofProduct.filter((item) => item.lotNumber !== null && sameLot(item.lotNumber, line.lotNumber));
  if (ofLot.length === 0) {
    const lots = [...new Set(ofProduct.flatMap((item) => item.lotNumber ?? []))];
    return lots.length > 0
      ? [
          {
            ...common,
            kind: 'lot-mismatch',
            message: `${line.productName}: lot ${line.lotNumber} came, the seller says ${lots.slice(0, 5).join(', ')}.`,
          },
        ]
      : [
          {
            ...common,
            kind: 'received-not-in-ti',
            message: `${line.productName}, lot ${line.lotNumber}: received, but not in the transaction information.`,
          },
        ];
  }
  const [dated] = ofLot.filter((item) => item.expiresOn !== null && item.expiresOn !== line.expiresOn);
  const { packages } = takeOfLot(line, ofLot, matches);
  const found = dated ? identityMismatches(line, { ...dated, lotNumber: null }, about) : [];
  if (packages !== null && packages < line.packages)
    found.push({
      ...common,
      kind: 'received-not-in-ti',
      message: `${line.productName}, lot ${line.lotNumber}: ${line.packages} came, the transaction information has ${packages}.`,
    });
  return found;
}

/** Marks as many stated packages of the lot as came; null where the document does not count. */
function takeOfLot(
  line: ReceivedFacts,
  ofLot: readonly StatedFacts[],
  matches: Map<string, string>,
): { packages: number | null } {
  const single = ofLot.filter((item) => isPackage(item, line) && !matches.has(item.itemId));
  const counted = ofLot.filter((item) => item.kind === 'lot');
  for (const item of single.slice(0, line.packages)) matches.set(item.itemId, line.lineId);
  for (const item of counted) matches.set(item.itemId, line.lineId);
  if (single.length > 0) return { packages: single.length };
  const known = counted.filter((item) => item.quantity !== null);
  return { packages: known.length > 0 ? known.reduce((sum, item) => sum + (item.quantity ?? 0), 0) : null };
}

/** Packages of the products of ours that were stated and have not come; one mismatch for each product and lot. */
function notReceived(
  received: readonly ReceivedFacts[],
  stated: readonly StatedFacts[],
  matches: ReadonlyMap<string, string>,
): Mismatch[] {
  const left = stated.filter((item) => {
    if (item.productId === null || item.kind !== 'serial' || item.holdsOthers || matches.has(item.itemId)) return false;
    const line = received.find((one) => one.productId === item.productId);
    return line ? isPackage(item, line) : item.gtin.startsWith('0');
  });
  const groups = new Map<string, StatedFacts[]>();
  for (const item of left) {
    const key = `${item.productId ?? ''} ${item.lotNumber ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].flatMap((items): Mismatch[] => {
    const [first] = items;
    if (!first) return [];
    const serials = items.map((item) => item.serial ?? '');
    return [
      {
        kind: 'ti-not-received',
        lineId: null,
        productId: first.productId,
        about: `${first.gtin} lot ${first.lotNumber ?? 'unknown'}`,
        message: `${items.length} of GTIN ${first.gtin}${first.lotNumber === null ? '' : `, lot ${first.lotNumber}`}: in the transaction information, not received. Serial ${serials.slice(0, 5).join(', ')}${serials.length > 5 ? ' and more' : ''}.`,
      },
    ];
  });
}
