import type { ScannedCode } from '#domain/barcode';
import type { LotOfProduct } from './scan-facts.js';

/**
 * A code whose separators may have been dropped reads in several ways (`10CFX2105`: one lot, or lot CFX with serial 05). Where
 * exactly one of them names a lot of the needed product that was received here, with its expiry, that is the reading; otherwise the
 * code stays as it is, and a person keys lot and expiry.
 */
export function resolveReading(scanned: ScannedCode, productId: string, lots: readonly LotOfProduct[]): ScannedCode {
  const onRecord = scanned.alternatives.filter(({ lot, expiry }) =>
    lots.some((l) => l.productId === productId && normal(l.lotNumber) === normal(lot ?? '') && l.expiresOn === expiry),
  );
  const [only] = onRecord;
  return only && onRecord.length === 1 ? { ...scanned, fields: only, alternatives: [] } : scanned;
}

const normal = (lot: string): string => lot.trim().toUpperCase();
