import { createHash } from 'node:crypto';
import { formulaProductIds, type FormulaContent } from '#domain/formula';
import { substitutionText, type SignedSubstitution } from '#domain/substitution';
import { dateIn, type Instant, type ZoneId } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem } from '../../platform/http/problem.js';
import { drugsById, productsById, type ProductRecord } from '../formulary/product-facts.js';
import { preferencesFor, preferencesInForce } from '../formulary/product-preferences.js';
import { lineRows } from '../orders/order-rows.js';
import { freePackages } from '../worksheets/free-packages.js';
import {
  affectedOrders,
  bestPrices,
  waitingWorksheets,
  type AffectedOrder,
  type WaitingWorksheet,
} from './affected.queries.js';
import { compareOrder, type CompareContext, type ComparedOrder } from './compare-order.js';
import type { Sums } from './shown.js';
import { wordsOf, type SubstitutionRow } from './substitution-rows.js';
import { sumsOf } from './sums.js';

/** More than one person can read and answer for at once; a pharmacy with more drafts two. */
export const MOST_ORDERS = 200;

export interface Compared extends ComparedOrder {
  readonly leftOut: boolean;
  readonly order: AffectedOrder;
  readonly worksheets: readonly WaitingWorksheet[];
}

export interface Comparison {
  readonly orders: readonly Compared[];
  readonly sums: Sums;
  /** What would be signed. */
  readonly text: string;
  readonly hash: string;
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Every order that is concerned, before and after, in the order of their numbers: the order in which an approval works. */
export async function compareAll(
  reader: Reader,
  substitution: SubstitutionRow,
  leftOut: ReadonlySet<string>,
  now: { readonly at: Instant; readonly zone: ZoneId },
): Promise<Comparison> {
  const affected = await concerned(reader, substitution.drug_id);
  const waiting = await waitingWorksheets(
    reader,
    affected.map((o) => o.id),
  );
  const [lines, products, preferences, to] = await Promise.all([
    lineRows(
      reader,
      affected.map((o) => o.version_id),
    ),
    productsInPlay(reader, substitution, waiting),
    preferencesInForce(reader),
    substitution.to_drug_id ? drugsById(reader, [substitution.to_drug_id]) : null,
  ]);
  const ids = [...products.keys()];
  const [real, prices] = await Promise.all([
    freePackages(reader, ids, now.at),
    bestPrices(reader, ids, dateIn(now.at, now.zone)),
  ]);
  const context: CompareContext = {
    substitution,
    to: (substitution.to_drug_id && to?.get(substitution.to_drug_id)) || null,
    preferences: [],
    products,
    prices: new Map(prices.map((price) => [price.product_id, price])),
    ...now,
  };
  const orders: Compared[] = [];
  let free: ReadonlyMap<string, number> = real;
  for (const order of affected) {
    const worksheets = waiting.filter((w) => w.order_id === order.id);
    const compared = await compareOrder(
      reader,
      { ...context, preferences: preferencesFor(preferences, order.id) },
      {
        order,
        lines: lines.filter((line) => line.version_id === order.version_id),
        worksheets,
        freeBefore: givenBack(real, worksheets),
        freeAfter: givenBack(free, worksheets),
      },
    );
    if (unconcerned(substitution, compared)) continue;
    const out = leftOut.has(order.id);
    if (compared.standing !== 'cannot' && !out) free = compared.free;
    orders.push({ ...compared, leftOut: out, order, worksheets });
  }
  const sums = sumsOf({ context, orders, lines, free: real, left: free });
  const text = substitutionText(signedFields(substitution, orders));
  return { orders, sums, text, hash: hashOf(text) };
}

/** @throws Problem `substitution.too-many-orders` */
async function concerned(reader: Reader, drugId: string): Promise<AffectedOrder[]> {
  const affected = await affectedOrders(reader, drugId, MOST_ORDERS + 1);
  if (affected.length > MOST_ORDERS)
    throw new Problem('substitution.too-many-orders', {
      detail: `More than ${MOST_ORDERS} orders are concerned. Complete or discontinue what is over, or substitute by hand.`,
    });
  return affected;
}

/** For another product: an order that is made with neither the spared nor any other product of the drug has nothing to change. */
const unconcerned = (s: SubstitutionRow, { shown }: ComparedOrder): boolean =>
  s.kind === 'product' &&
  shown.before !== null &&
  !shown.before.lines.some(
    (line) =>
      line.drugId === s.drug_id &&
      (s.from_product_id === null ? line.productId !== s.to_product_id : line.productId === s.from_product_id),
  );

function givenBack(
  free: ReadonlyMap<string, number>,
  worksheets: readonly WaitingWorksheet[],
): ReadonlyMap<string, number> {
  const sum = new Map(free);
  for (const { product_id: id, packages } of worksheets.flatMap((w) => w.promised))
    sum.set(id, (sum.get(id) ?? 0) + packages);
  return sum;
}

/** Every product of a formula in force that names what is short or what replaces it, and what is promised now. */
async function productsInPlay(
  reader: Reader,
  s: SubstitutionRow,
  waiting: readonly WaitingWorksheet[],
): Promise<ReadonlyMap<string, ProductRecord>> {
  const drugs = [s.drug_id, ...(s.to_drug_id ? [s.to_drug_id] : [])];
  const found = await rows<{ content: FormulaContent }>(
    reader,
    `select content from formulation_version where state = 'approved' and (additive_drug_ids && $1::uuid[] or base_drug_id = any($1::uuid[]))`,
    [drugs],
  );
  const own = await rows<{ id: string }>(reader, 'select id from product where drug_id = any($1::uuid[])', [drugs]);
  return productsById(reader, [
    ...new Set([
      ...found.flatMap(({ content }) => formulaProductIds(content)),
      ...own.map(({ id }) => id),
      ...waiting.flatMap((w) => w.promised.map((p) => p.product_id)),
    ]),
  ]);
}

const numbersOf = (orders: readonly Compared[]): string[] => orders.map(({ shown }) => shown.number);

function signedFields(s: SubstitutionRow, orders: readonly Compared[]): SignedSubstitution {
  const included = orders.filter((o) => !o.leftOut && o.standing !== 'cannot');
  return {
    number: s.number,
    kind: s.kind,
    ...wordsOf(s),
    doseFactor: s.dose_factor,
    reason: s.reason,
    shortage: s.shortage_reference,
    overrides: s.overrides,
    stabilityDecision: s.stability_decision && {
      limitHours: s.stability_decision.limitHours,
      storage: s.stability_decision.storage,
      reason: s.stability_decision.reason,
      citation: s.stability_decision.citation,
    },
    orders: included.flatMap(({ shown }) =>
      shown.before && shown.after
        ? [
            {
              number: shown.number,
              version: shown.version,
              state: shown.state,
              patientId: shown.patientId,
              containers: shown.containers,
              begun: shown.begun,
              before: shown.before,
              after: shown.after,
              worksheets: shown.worksheets,
            },
          ]
        : [],
    ),
    leftOut: numbersOf(orders.filter((o) => o.leftOut)),
    cannot: numbersOf(orders.filter((o) => !o.leftOut && o.standing === 'cannot')),
  };
}
