import type { Finding } from '#domain/finding';
import { expiryInstant, parseExpiry, type Expiry } from '#domain/in-use-time';
import { dateIn, type Instant, type LocalDate, type ZoneId } from '#domain/time';
import { Problem, type FieldProblem } from '../../platform/http/problem.js';
import type { ProductRecord } from '../formulary/product-facts.js';
import { normalLotNumber } from '../stock/lot-facts.js';
import type { ReceiptLineRequest } from '../stock/stock.dto.js';

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly storage: 'CRT' | 'REF' | 'FRZ';
  readonly kind: 'shelf' | 'hazardous' | 'quarantine';
  readonly active: boolean;
}

/** A line as it will be put on the shelf. */
export interface Arrival {
  readonly product: ProductRecord;
  readonly place: Place;
  readonly lotNumber: string;
  readonly expiryPrinted: string;
  /** The last day of use; of a month, its last (BUD-34). */
  readonly expiresOn: LocalDate;
}

interface Context {
  readonly products: ReadonlyMap<string, ProductRecord>;
  readonly places: ReadonlyMap<string, Place>;
  readonly at: Instant;
  readonly zone: ZoneId;
}

/**
 * What arrives, line by line; refuses with every line that cannot be taken in: unknown product or place, an expiry that has
 * passed, a place of another temperature (domain-rules 7.5).
 * @throws Problem `lot.expired`, `lot.wrong-storage`, `request.invalid`
 */
export function arrivals(
  lines: readonly ReceiptLineRequest[],
  context: Context,
  place: (index: number) => number = (index) => index,
): Arrival[] {
  const invalid: FieldProblem[] = [];
  const expired: FieldProblem[] = [];
  const misplaced: FieldProblem[] = [];
  const accepted = lines.flatMap((line, index): Arrival[] => {
    const field = (name: string): string => `lines.${place(index)}.${name}`;
    const product = context.products.get(line.productId);
    const shelf = context.places.get(line.locationId);
    const expiry = expiryOf(line.expiry);
    if (!product?.active) invalid.push({ field: field('productId'), message: 'is not a product in use' });
    if (!shelf?.active) invalid.push({ field: field('locationId'), message: 'is not a location in use' });
    if (!expiry) invalid.push({ field: field('expiry'), message: 'is not a date of the calendar' });
    if (!product?.active || !shelf?.active || !expiry) return [];
    const end = expiryInstant(expiry, context.zone);
    if (end < context.at)
      expired.push({
        field: field('expiry'),
        message: 'has passed',
        accepted: `${dateIn(context.at, context.zone)} or later`,
      });
    if (shelf.storage !== product.storage)
      misplaced.push({
        field: field('locationId'),
        message: `${shelf.name} is ${STORAGE[shelf.storage]}`,
        accepted: `a location that is ${STORAGE[product.storage]}`,
      });
    return [
      {
        product,
        place: shelf,
        lotNumber: normalLotNumber(line.lotNumber),
        expiryPrinted: line.expiry,
        expiresOn: dateIn(end, context.zone),
      },
    ];
  });
  refuse('request.invalid', 'The receipt names something that there is not.', invalid);
  refuse('lot.expired', 'Expired stock is not taken in: send it back, or record it with the supplier.', expired);
  refuse('lot.wrong-storage', 'The product is kept at another temperature.', misplaced);
  return accepted;
}

/** What the person who unpacks should look at again; nothing here refuses. */
export function unpackingFindings(
  taken: readonly Arrival[],
  others: ReadonlyMap<string, readonly LocalDate[]>,
  place: (index: number) => number = (index) => index,
): Finding[] {
  return taken.flatMap((a, index) => {
    const found: Finding[] = [];
    const other = (others.get(`${a.product.facts.id} ${a.lotNumber}`) ?? []).filter((date) => date !== a.expiresOn);
    if (other.length > 0)
      found.push({
        code: 'lot.same-number-other-expiry',
        severity: 'soft',
        message: `Lot ${a.lotNumber} is on file with expiry ${other.join(', ')} too. Compare with the package: they are now kept as two lots.`,
        facts: { lot: a.lotNumber, expiry: a.expiresOn, other: other.join(', ') },
        field: `lines.${place(index)}.expiry`,
      });
    if (a.product.antineoplastic && a.place.kind === 'shelf')
      found.push({
        code: 'lot.hazardous-on-shelf',
        severity: 'soft',
        message: `${a.product.facts.name} is an antineoplastic: it is stored apart, not at ${a.place.name}.`,
        source: 'USP <800> section 5; domain-rules 5.4',
        field: `lines.${place(index)}.locationId`,
      });
    return found;
  });
}

const STORAGE = { CRT: 'at room temperature', REF: 'refrigerated', FRZ: 'frozen' } as const;

function expiryOf(text: string): Expiry | null {
  try {
    return text < '2200' ? parseExpiry(text) : null;
  } catch {
    return null;
  }
}

function refuse(
  code: 'request.invalid' | 'lot.expired' | 'lot.wrong-storage',
  detail: string,
  fields: FieldProblem[],
): void {
  if (fields.length > 0) throw new Problem(code, { detail, fields });
}
