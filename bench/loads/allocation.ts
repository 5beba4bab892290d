import { at, contest, levels, type Contest } from '../contest.js';
import { againstSql, goal, type Load } from '../load.js';
import { makeCatalog, type Catalog } from '../fixtures/catalog.js';
import { skewed } from '../fixtures/demand.js';
import { makeApprovedOrders, type ApprovedOrder } from '../fixtures/orders.js';
import { plan } from '../fixtures/preparing.js';
import type { Stage } from '../stage.js';
import { checkFefo } from './fefo.js';
import { planBySql, planSample } from './plan-by-sql.js';

/** Each level's rounds and warm-up, for both sides. */
const operations = (counts: Contest['levels']): number =>
  counts.reduce((sum, { clients, count }) => sum + 2 * (3 * count + Math.max(clients, Math.ceil(count / 10))), 1);

/** 100 formulas of four products each: 400 products, of which the first four get 80 % of the demand. */
export async function planningCatalog(stage: Stage, mark: string): Promise<Catalog> {
  const formulas = stage.options.quick ? 10 : 100;
  return makeCatalog(at(stage.connections, 0), { mark, formulas, lotsPerProduct: 10, packagesPerLot: 2_000 });
}

/** Plans worksheets for skewed demand by API and by plain SQL. */
export async function planningContest(
  stage: Stage,
  catalog: Catalog,
  counts: Contest['levels'],
): Promise<Awaited<ReturnType<typeof contest>>> {
  const db = at(stage.connections, 0);
  const orders = await makeApprovedOrders(db, skewed(catalog.formulas, operations(counts)));
  const next = (): ApprovedOrder => {
    const order = orders.pop();
    if (!order) throw new RangeError('too few orders for the bench');
    return order;
  };
  const sample = await planSample(db, await plan(at(stage.pharmacists, 0), next()));
  return contest(stage, {
    visitors: stage.pharmacists,
    levels: counts,
    api: (visitor) => plan(visitor, next()),
    sql: (connection, client) => planBySql(connection, at(stage.pharmacists, client).personId, next(), sample),
  });
}

export const allocation: Load = {
  name: 'allocation',
  title: 'allocation of a four-line worksheet: POST /api/worksheets, 80 % of demand on 1 % of products',
  async run(stage) {
    const catalog = await planningCatalog(stage, 'a');
    const results = await planningContest(stage, catalog, levels(stage, [60, 240, 320]));
    const productIds = catalog.formulas.flatMap(({ products }) => products.map((p) => p.id));
    const faults = await checkFefo(at(stage.connections, 0), productIds);
    return {
      levels: results,
      goals: [
        ...againstSql(results, { share: 0.25, p99: 3 }),
        goal('not the earliest expiry', { most: 0 }, faults.notEarliest),
        goal('over-allocated lots', { most: 0 }, faults.overAllocated),
      ],
      notes: [`${faults.allocations} allocations replayed in the order of their commits`],
    };
  },
};
