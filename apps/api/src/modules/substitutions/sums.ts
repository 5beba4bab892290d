import { Decimal, Quantity } from '#domain/quantity';
import { stockLasts, type OpenDoses } from '#domain/substitution';
import { instant, MINUTE_MS } from '#domain/time';
import type { ProductRecord } from '../formulary/product-facts.js';
import { lineFacts, type OrderLineRow } from '../orders/order-rows.js';
import type { CompareContext } from './compare-order.js';
import type { Compared } from './comparison.js';
import { dollars } from './money.js';
import { wordsOf, type SubstitutionRow } from './substitution-rows.js';
import type { Sums } from './shown.js';

interface SumInput {
  readonly context: CompareContext;
  readonly orders: readonly Compared[];
  readonly lines: readonly OrderLineRow[];
  /** Free packages now, and once the worksheets of orders that are substituted were planned anew. */
  readonly free: ReadonlyMap<string, number>;
  readonly left: ReadonlyMap<string, number>;
}

/** What it comes to. Counts and costs are of the orders that are ready. */
export function sumsOf(input: SumInput): Sums {
  const included = input.orders.filter((o) => !o.leftOut);
  const ready = included.filter((o) => o.standing === 'ready');
  const costBefore = total(ready.map(({ shown }) => shown.before?.cost.dollars ?? null));
  const costAfter = total(ready.map(({ shown }) => shown.after?.cost.dollars ?? null));
  return {
    ready: ready.length,
    answersMissing: included.filter((o) => o.standing === 'answers-missing').length,
    cannot: included.filter((o) => o.standing === 'cannot').length,
    leftOut: input.orders.length - included.length,
    patients: new Set(ready.map(({ shown }) => shown.patientId)).size,
    containers: ready.reduce((n, { shown }) => n + shown.containers, 0),
    begun: ready.reduce((n, { shown }) => n + shown.begun, 0),
    costBefore,
    costAfter,
    costDifference: costBefore === null || costAfter === null ? null : dollars(Decimal.of(costAfter).minus(costBefore)),
    lasts: lasts(input, new Set(included.filter((o) => o.standing !== 'cannot').map((o) => o.order.id))),
    needs: needs(ready, input.free),
  };
}

function total(amounts: readonly (string | null)[]): string | null {
  let sum = Decimal.of(0);
  for (const amount of amounts) {
    if (amount === null) return null;
    sum = sum.plus(amount);
  }
  return dollars(sum);
}

/** Packages of what comes new, over all orders. */
function needs(ready: readonly Compared[], free: ReadonlyMap<string, number>): Sums['needs'] {
  const sum = new Map<string, { product: string; packages: number; free: number }>();
  for (const { shown } of ready)
    for (const line of shown.after?.lines ?? []) {
      const was = shown.before?.lines.find((b) => b.productId === line.productId)?.packages ?? 0;
      if (line.packages <= was) continue;
      const known = sum.get(line.productId);
      const packages = (known?.packages ?? 0) + line.packages;
      sum.set(line.productId, { product: line.product, packages, free: free.get(line.productId) ?? 0 });
    }
  return [...sum.values()].sort((a, b) => (a.product < b.product ? -1 : 1));
}

/** How long what is short serves the orders known, with and without those that are substituted. */
function lasts(input: SumInput, gone: ReadonlySet<string>): Sums['lasts'] {
  const { context, orders, lines, free, left } = input;
  const { substitution: s, products, at } = context;
  const short = usableProducts(input, shortProducts(s, products));
  const [unit] = short.flatMap((p) => amountOf(p)?.unit ?? []);
  if (unit === undefined) return null;
  try {
    const stock = (packages: ReadonlyMap<string, number>): Quantity =>
      Quantity.sum(
        short.flatMap((p) => amountOf(p)?.times(Math.max(0, packages.get(p.facts.id) ?? 0)) ?? []),
        unit,
      );
    const doses = orders.map((o) => openDoses(s, o, lines)).filter((d) => d !== null);
    const before = stockLasts(stock(free), doses, at);
    const after = stockLasts(
      stock(left),
      doses.filter((d) => !gone.has(d.orderId)),
      at,
    );
    const gained = before.days !== null && after.days !== null ? after.days - before.days : null;
    return {
      what: wordsOf(s).from,
      before: { days: before.days, missed: before.missed },
      after: { days: after.days, missed: after.missed },
      gained,
    };
  } catch (error) {
    // Doses in another dimension than the stock is counted in: no figure rather than a wrong one.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const shortProducts = (s: SubstitutionRow, products: ReadonlyMap<string, ProductRecord>): ProductRecord[] =>
  [...products.values()].filter((p) =>
    s.from_product_id === null
      ? p.facts.drugId === s.drug_id && p.facts.id !== s.to_product_id
      : p.facts.id === s.from_product_id,
  );

/** A bag is hung whole: of a base solution only the sizes that the orders hang now can serve them. */
function usableProducts({ context, orders }: SumInput, short: ProductRecord[]): ProductRecord[] {
  if (context.substitution.kind !== 'base') return short;
  const hung = new Set(orders.flatMap(({ shown }) => shown.before?.lines.map(({ productId }) => productId) ?? []));
  return short.filter(({ facts }) => hung.has(facts.id));
}

/** Drug, or volume of a base solution, in one package. */
function amountOf({ facts }: ProductRecord): Quantity | null {
  if (facts.form !== 'solution' || !facts.strength) return facts.content;
  return facts.strength.amountIn(facts.content);
}

function openDoses(
  s: SubstitutionRow,
  { order, worksheets }: Compared,
  lines: readonly OrderLineRow[],
): OpenDoses | null {
  const row = lines.find((line) => line.version_id === order.version_id && line.drug_id === s.drug_id);
  if (!row) return null;
  const planned = worksheets.reduce((n, w) => n + w.containers, 0);
  const step =
    order.schedule === 'intermittent'
      ? (order.interval_minutes ?? 0)
      : order.schedule === 'continuous'
        ? order.duration_minutes
        : 0;
  const first = order.needed_at ?? order.received_at;
  const gone = order.begun + planned;
  return {
    orderId: order.id,
    dose: lineFacts(row).dose,
    count: Math.max(0, order.containers - gone),
    firstAt: instant(first + gone * step * MINUTE_MS),
    everyMinutes: step,
  };
}
