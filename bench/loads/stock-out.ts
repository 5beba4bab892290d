import { at, drive } from '../contest.js';
import { goal, round, type Load } from '../load.js';
import { makeCatalog } from '../fixtures/catalog.js';
import { makeApprovedOrders } from '../fixtures/orders.js';
import { figuresOf } from '../statistics.js';
import { checkFefo } from './fefo.js';

const FORMULAS = 4;
const LOTS = 10;

/** Twice as many ask as there is, all clients at once, on sixteen products. */
export const stockOut: Load = {
  name: 'stock-out',
  title: 'allocation into stock-out: twice as many ask as there is',
  async run(stage) {
    const db = at(stage.connections, 0);
    const attempts = stage.options.quick ? 160 : 10_000;
    const clients = stage.pharmacists.length;
    const perLot = attempts / 2 / FORMULAS / LOTS;
    const catalog = await makeCatalog(db, {
      mark: 's',
      formulas: FORMULAS,
      lotsPerProduct: LOTS,
      packagesPerLot: perLot,
    });
    const wanted = Array.from({ length: attempts }, (_, i) => at(catalog.formulas, i % FORMULAS));
    const orders = await makeApprovedOrders(db, wanted);
    const answers = new Map<string, number>();
    const result = await drive(stage, clients, attempts, async (client, turn) => {
      const body = { orderId: at(orders, turn).id };
      const { status, bytes } = await at(stage.pharmacists, client).post('/api/worksheets', body);
      const said = status === 201 ? 'planned' : (JSON.parse(bytes.toString()) as { code: string }).code;
      answers.set(said, (answers.get(said) ?? 0) + 1);
    });
    const faults = await checkFefo(
      db,
      catalog.formulas.flatMap(({ products }) => products.map((p) => p.id)),
    );
    const planned = answers.get('planned') ?? 0;
    const refused = answers.get('stock.not-enough') ?? 0;
    const figures = figuresOf(result);
    return {
      levels: [{ clients, count: attempts, api: figures, sql: null }],
      goals: [
        goal('over-allocated lots', { most: 0 }, faults.overAllocated),
        goal('not the earliest expiry', { most: 0 }, faults.notEarliest),
        goal('refused though there was stock', { most: 0 }, attempts / 2 - planned),
        goal('lock errors and other answers', { most: 0 }, attempts - planned - refused),
      ],
      notes: [
        `${attempts} attempts: ${[...answers].map(([said, n]) => `${n} ${said}`).join(', ')}`,
        `${faults.allocations} allocations replayed; ${round(figures.perSecond)} answers a second`,
      ],
    };
  },
};
