import type { Finding } from '#domain/finding';
import { formatInstant, type Instant, type LocalDate } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem } from '../../platform/http/problem.js';
import type { Ids } from '../../platform/ids.js';
import type { Numbers } from '../../platform/numbers.js';
import type { Site } from '../../platform/site/site.js';
import { productsById } from '../formulary/product-facts.js';
import type { OrderLineRow } from '../purchasing/orders.queries.js';
import { arrivals, unpackingFindings, type Arrival, type Place } from './arrivals.js';
import { insertLines, lockReceipt, type NewLine, type ReceiptRow } from './receipt-rows.js';
import type { Covered, Given } from './recording.js';

/** Where a delivery comes from. */
export interface Source {
  /** Null where the name given is of no supplier on file. */
  readonly supplierId: string | null;
  readonly supplierName: string;
  readonly orderId: string | null;
  readonly order: readonly OrderLineRow[];
}

/** Lines of known products by their place in the request; refuses what may not be put on a shelf at all. */
export async function readArrivals(
  tx: Tx,
  given: readonly Given[],
  at: Instant,
  site: Site,
): Promise<ReadonlyMap<number, Arrival>> {
  const known = given.filter((one) => one.known !== null);
  const lines = known.flatMap((one) => one.known ?? []);
  const products = await productsById(tx, [...new Set(lines.map((l) => l.productId))]);
  const places = await rows<Place>(
    tx,
    'select id, name, storage, kind, active from location where id = any($1::uuid[])',
    [lines.map((l) => l.locationId)],
  );
  const context = { products, places: new Map(places.map((p) => [p.id, p])), at, zone: site.zone };
  const taken = arrivals(lines, context, (i) => known[i]?.index ?? i);
  return new Map(taken.map((arrival, i) => [known[i]?.index ?? i, arrival]));
}

export async function coveredProducts(tx: Tx, given: readonly Given[]): Promise<ReadonlyMap<string, Covered>> {
  const found = await rows<Covered>(
    tx,
    'select id, schedule, dscsa_exempt as "dscsaExempt" from product where id = any($1::uuid[])',
    [given.flatMap((one) => one.known?.productId ?? [])],
  );
  return new Map(found.map((product) => [product.id, product]));
}

/** What the person who unpacks should look at again: the same lot number with another expiry, a hazardous drug on a shelf. */
export async function lookAgain(tx: Tx, arriving: ReadonlyMap<number, Arrival>): Promise<Finding[]> {
  const taken = [...arriving.values()];
  const places = [...arriving.keys()];
  return unpackingFindings(taken, await expiriesOnFile(tx, taken), (i) => places[i] ?? i);
}

async function expiriesOnFile(tx: Tx, taken: readonly Arrival[]): Promise<ReadonlyMap<string, readonly LocalDate[]>> {
  const lots = await rows<{ productId: string; lotNumber: string; expiresOn: LocalDate }>(
    tx,
    `select product_id as "productId", lot_number as "lotNumber", expires_on as "expiresOn"
     from lot where product_id = any($1::uuid[]) and lot_number = any($2::text[])`,
    [taken.map((a) => a.product.facts.id), taken.map((a) => a.lotNumber)],
  );
  const found = new Map<string, LocalDate[]>();
  for (const { productId, lotNumber, expiresOn } of lots) {
    const key = `${productId} ${lotNumber}`;
    found.set(key, [...(found.get(key) ?? []), expiresOn]);
  }
  return found;
}

/** The receipt with its lines, locked; @throws Problem `request.conflict` where it is on file already. */
export async function insertReceipt(
  tx: Tx,
  actor: Actor,
  it: {
    readonly id?: string | undefined;
    readonly note?: string | undefined;
    readonly source: Source;
    readonly now: Instant;
    readonly findings: readonly Finding[];
    readonly review: boolean;
    readonly lines: readonly NewLine[];
  },
  makers: { readonly ids: Ids; readonly numbers: Numbers },
): Promise<ReceiptRow> {
  const id = it.id ?? makers.ids.next();
  // Of two at once the second waits for the first here, and is told.
  const made = await rows(
    tx,
    `insert into receipt (id, number, supplier_id, supplier_name, purchase_order_id, note, received_at, received_by, state,
       dscsa_state, findings)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'not-needed', $10)
     on conflict on constraint receipt_pk do nothing returning 1`,
    [
      id,
      await makers.numbers.next(tx, 'RCV'),
      it.source.supplierId,
      it.source.supplierName,
      it.source.orderId,
      it.note?.trim() ?? '',
      formatInstant(it.now),
      actor.personId,
      it.review ? 'awaiting-review' : 'posted',
      JSON.stringify(it.findings),
    ],
  );
  if (made.length === 0) throw new Problem('request.conflict', { detail: 'This receipt has already been taken in.' });
  await insertLines(tx, id, it.lines);
  return lockReceipt(tx, id);
}
