import { at, contest, levels } from '../contest.js';
import { demoLocationId } from '../fixtures/demo.js';
import { formularyInUse } from '../fixtures/formulary-in-use.js';
import { goal, type Load } from '../load.js';
import { run, statement } from '../plain-command.js';

/** Without balances after each entry one sums what there was until then. */
const SUMMED = statement(
  'as_of_product',
  `select e.account_id, e.lot_id, l.lot_number, l.expires_on, sum(e.quantity) as quantity
   from lot l join stock_entry e on e.lot_id = l.id join stock_account a on a.id = e.account_id and a.kind in ('location', 'open-container')
   where l.product_id = $1 and e.recorded_at <= $2 group by 1, 2, 3, 4 having sum(e.quantity) <> 0`,
);
const SHELF = statement(
  'as_of_location',
  `select e.lot_id, l.lot_number, l.expires_on, p.name, sum(e.quantity) as quantity
   from stock_account a join stock_entry e on e.account_id = a.id join lot l on l.id = e.lot_id join product p on p.id = l.product_id
   where a.kind = 'location' and a.subject_id = $1 and e.recorded_at <= $2 group by 1, 2, 3, 4 having sum(e.quantity) <> 0`,
);
const DAY_MS = 86_400_000;

/** Some moment of the last two years, another at each turn. */
const momentAt = (turn: number): string => new Date(Date.now() - (1 + ((turn * 41) % 650)) * DAY_MS).toISOString();

/** What was on the shelf then: from the balance that each entry left behind, not by summing what came before. */
export const asOf: Load = {
  name: 'as-of',
  title: 'stock as of a past moment, 1,000,000 movements: of one product, and of a whole shelf',
  async run(stage) {
    const { productIds } = await formularyInUse(stage);
    const productAt = (turn: number): string => at(productIds, (turn * 37) % productIds.length);
    const product = await contest(stage, {
      visitors: stage.pharmacists,
      levels: levels(stage, [200, 400, 400]).slice(0, 2),
      api: (visitor, _, turn) =>
        visitor.read(`/api/stock/as-of?productId=${productAt(turn)}&at=${encodeURIComponent(momentAt(turn))}`),
      sql: (connection, _, turn) => run(connection, SUMMED, [productAt(turn), momentAt(turn)]),
    });
    const shelf = await contest(stage, {
      visitors: stage.pharmacists,
      levels: [{ clients: 1, count: 5 }],
      api: (visitor, _, turn) =>
        visitor.read(
          `/api/stock/as-of?locationId=${demoLocationId('Shelf A')}&at=${encodeURIComponent(momentAt(turn))}`,
        ),
      sql: (connection, _, turn) => run(connection, SHELF, [demoLocationId('Shelf A'), momentAt(turn)]),
    });
    const [one, whole] = [at(product, 0), at(shelf, 0)];
    return {
      levels: [...product, ...shelf],
      goals: [
        goal('one product, p50, 1 client', { most: 50 }, one.api.p50, ' ms'),
        goal(
          'a shelf, p50 against summing its entries',
          { most: 2.5 },
          whole.sql ? whole.api.p50 / whole.sql.p50 : Number.NaN,
          'x',
        ),
      ],
      notes: ['levels above: one product at 1 and 8 clients, a whole shelf at 1 client'],
    };
  },
};
