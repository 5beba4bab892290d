import type { Client } from 'pg';
import { at, contest, levels, type LevelResult } from '../contest.js';
import { allYears } from '../fixtures/all-years.js';
import { goal, round, type Load } from '../load.js';
import { run, statement } from '../plain-command.js';
import type { Stage } from '../stage.js';
import type { Visitor } from '../visitor.js';

/** The lots made of a lot, level by level, in one statement: it is told beforehand that few levels come. */
const LOTS = statement(
  'recall_lots',
  `with recursive made(id) as (
     select $1::uuid
     union select l.id from made m join consumption c on c.lot_id = m.id join lot l on l.made_in_worksheet_id = c.worksheet_id)
   select id from made`,
);
const SHOWN = `x.id, x.number, x.state, x.bud_at, w.number as worksheet, w.started_at, w.needed_at, w.dispensed_at, o.number as order_number,
  p.number as patient_number, p.family_name, p.given_name, h.name as hood, m.name as room`;
const JOINED = `csp x join worksheet w on w.id = x.worksheet_id left join infusion_order o on o.id = w.order_id
  left join patient p on p.id = x.patient_id left join hood h on h.id = w.hood_id left join room m on m.id = w.room_id`;
const AFFECTED = `select distinct csp_id from consumption where lot_id = any($1::uuid[])`;
const PAGE = statement(
  'recall_page',
  `select ${SHOWN} from ${JOINED} where x.id in (${AFFECTED} order by csp_id limit 50) order by x.id`,
);
const ALL = statement('recall_all', `select ${SHOWN} from ${JOINED} where x.id in (${AFFECTED}) order by x.id`);
const IN_ONE = statement(
  'trace_back',
  `select l.lot_number, l.expires_on, r.name, r.ndc, c.quantity, c.unit, m.effective_at, m.note
   from csp x join consumption c on c.worksheet_id = x.worksheet_id and (c.csp_id = x.id or c.csp_id is null)
     join lot l on l.id = c.lot_id join product r on r.id = l.product_id
     left join (stock_entry e join stock_movement m on m.id = e.movement_id and m.reason = 'received') on e.lot_id = l.id and e.quantity > 0
   where x.id = $1`,
);

async function bySql(db: Client, lotId: string, rows: typeof PAGE): Promise<number> {
  const lots = await run<{ id: string }>(db, LOTS, [lotId]);
  return (await run(db, rows, [lots.rows.map(({ id }) => id)])).rows.length;
}

interface Streamed {
  readonly lines: number;
}
async function stream(visitor: Visitor, lotId: string): Promise<Streamed> {
  const { status, bytes } = await visitor.get(`/api/recalls/blast-radius/ndjson?kind=lots&lotIds=${lotId}`);
  if (status !== 200) throw new Error(`the stream was answered by ${status}: ${bytes.toString().slice(0, 300)}`);
  return { lines: bytes.toString().trim().split('\n').length };
}

const share = (result: LevelResult): number => (result.sql ? result.api.p50 / result.sql.p50 : Number.NaN);

/** A lot is recalled that went into one preparation in fifty, also through batches that were made of it. */
export const recall: Load = {
  name: 'recall',
  title:
    'recall of a lot: 1,000,000 preparations, 4,000,000 consumption rows, 20,000 lots of which 5,000 were made here',
  async run(stage: Stage) {
    const db = at(stage.connections, 0);
    const { hotLotId, cspIds } = await allYears(stage);
    const first = await contest(stage, {
      visitors: stage.pharmacists,
      levels: levels(stage, [20, 40, 40]).slice(0, 2),
      api: (visitor) => visitor.read(`/api/trace/lots/${hotLotId}`),
      sql: (connection) => bySql(connection, hotLotId, PAGE),
    });
    const all = await contest(stage, {
      visitors: stage.pharmacists,
      levels: [{ clients: 1, count: 3 }],
      api: (visitor) => stream(visitor, hotLotId),
      sql: (connection) => bySql(connection, hotLotId, ALL),
    });
    const back = await contest(stage, {
      visitors: stage.pharmacists,
      levels: levels(stage, [200, 400, 400]).slice(0, 2),
      api: (visitor, _, turn) => visitor.read(`/api/trace/csps/${at(cspIds, (turn * 31) % cspIds.length)}`),
      sql: (connection, _, turn) => run(connection, IN_ONE, [at(cspIds, (turn * 31) % cspIds.length)]),
    });
    const { lines } = await stream(at(stage.pharmacists, 0), hotLotId);
    const rows = await bySql(db, hotLotId, ALL);
    const [one, eight] = [at(first, 0), at(first, 1)];
    return {
      levels: [...first, ...all, ...back],
      goals: [
        goal('first page, p50 against the two statements, 1 client', { most: 5 }, share(one), 'x'),
        goal('all rows streamed, p50 against the two statements', { most: 3 }, share(at(all, 0)), 'x'),
        goal('trace back of one preparation, p99, 1 client', { most: 10 }, at(back, 0).api.p99, ' ms'),
        goal('rows by the API less rows by SQL', { most: 0 }, Math.abs(lines - rows)),
      ],
      notes: [
        `levels above: first page at 1 and ${eight.clients} clients, all of it, trace back at 1 and ${at(back, 1).clients} clients`,
        `${lines} preparations are affected; the last one of ${round(at(all, 0).api.p50)} ms came with ${rows} rows by SQL in ${round(at(all, 0).sql?.p50 ?? 0)} ms`,
      ],
    };
  },
};
