import type { Client } from 'pg';
import { at, type LevelResult } from '../contest.js';
import { ENTRIES_PER_LOT, makeHistory } from '../fixtures/history.js';
import { goal, round, type Load } from '../load.js';
import { planningCatalog, planningContest } from './allocation.js';

const COUNTS = [
  { clients: 1, count: 60 },
  { clients: 8, count: 160 },
];

const half = (results: readonly LevelResult[], clients: number): LevelResult['api'] => {
  const found = results.find((r) => r.clients === clients);
  if (!found) throw new RangeError(`nothing at ${clients} clients`);
  return found.api;
};

async function entriesIn(db: Client): Promise<number> {
  const { rows } = await db.query<{ n: number }>('select count(*)::int as n from stock_entry');
  return rows[0]?.n ?? 0;
}

/** The same products with a short past and with a long one: what was used up long ago must cost nothing today. */
export const history: Load = {
  name: 'history',
  title: 'allocation with 1,000,000 ledger rows against some 10,000',
  fullOnly: true,
  async run(stage) {
    const db = at(stage.connections, 0);
    const catalog = await planningCatalog(stage, 'h');
    const productIds = catalog.formulas.flatMap(({ products }) => products.map((p) => p.id));
    const before = await planningContest(stage, catalog, COUNTS);
    const few = await entriesIn(db);
    const begun = performance.now();
    await makeHistory(db, productIds, Math.ceil(1_000_000 / ENTRIES_PER_LOT / productIds.length));
    stage.say(`  history made in ${round((performance.now() - begun) / 1000)} s`);
    const after = await planningContest(stage, catalog, COUNTS);
    const [short, long] = [half(before, 1), half(after, 1)];
    return {
      levels: after,
      goals: [goal('p50 against a short history, 1 client', { most: 1.2 }, long.p50 / short.p50, 'x')],
      notes: [
        `${few} entries before, ${await entriesIn(db)} after; p50 ${round(short.p50)} ms before, ${round(long.p50)} ms after`,
        `CPU of the database an operation ${round(short.databaseCpu)} ms before, ${round(long.databaseCpu)} ms after`,
      ],
    };
  },
};
