import type { Client } from 'pg';
import { stringify } from 'csv-stringify/sync';
import { at, contest } from '../contest.js';
import { allYears } from '../fixtures/all-years.js';
import { demoHoodId } from '../fixtures/demo.js';
import { goal, round, type Load } from '../load.js';
import { run, statement } from '../plain-command.js';
import { memoryOf } from '../processes.js';
import type { Visitor } from '../visitor.js';

const ROWS = statement(
  'export_rows',
  `select x.number, w.number as worksheet, x.state, h.name as hood, m.name as room, w.started_at, x.bud_at, w.needed_at, w.dispensed_at,
     p.number as patient_number, p.family_name || ', ' || p.given_name as patient, o.number as order_number, v.prescriber
   from csp x join worksheet w on w.id = x.worksheet_id left join infusion_order o on o.id = w.order_id
     left join infusion_order_version v on v.id = w.order_version_id left join patient p on p.id = x.patient_id
     left join hood h on h.id = w.hood_id left join room m on m.id = w.room_id
   where w.hood_id = $1 and w.started_at between $2 and $3 order by x.id`,
);
/** As many days as hold 100,000 preparations of the years: 250,000 worksheets with four each in 720 days. */
const DAYS = 72;
const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 50;

const day = (ago: number): string => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);

/** The same rows all at once, written by the same library with nothing around it. */
async function bare(db: Client, from: string, to: string): Promise<number> {
  const { rows } = await run<Record<string, unknown>>(db, ROWS, [demoHoodId('Hood 1'), from, `${to}T23:59:59Z`]);
  const text = stringify(
    rows.map((row) => Object.values(row)),
    { record_delimiter: '\r\n' },
  );
  return text.length;
}

async function download(visitor: Visitor, path: string): Promise<number> {
  const { status, bytes } = await visitor.get(path);
  const text = bytes.toString();
  if (status !== 200) throw new Error(`the export was answered by ${status}: ${text.slice(0, 300)}`);
  return text.trim().split('\n').length - 1;
}

/** Some hundred thousand rows as a file: at what rate, and in how much memory. */
export const exported: Load = {
  name: 'export',
  title: 'export of 100,000 preparations of a hood as CSV',
  async run(stage) {
    await allYears(stage);
    const [from, to] = [day(30 + DAYS), day(31)];
    const path = `/api/recalls/blast-radius/csv?kind=hood&subjectId=${demoHoodId('Hood 1')}&from=${from}&to=${to}`;
    let lines = 0;
    const before = memoryOf(stage.api.pid);
    let most = before;
    const look = setInterval(() => (most = Math.max(most, memoryOf(stage.api.pid))), LOOK_EVERY_MS);
    const results = await contest(stage, {
      visitors: stage.pharmacists,
      levels: [{ clients: 1, count: stage.options.quick ? 1 : 2 }],
      api: async (visitor) => (lines = await download(visitor, path)),
      sql: (connection) => bare(connection, from, to),
    });
    clearInterval(look);
    const { api, sql } = at(results, 0);
    return {
      levels: results,
      goals: [
        goal('rate, of a bare CSV writer', { least: 0.5 }, sql ? sql.p50 / api.p50 : Number.NaN),
        goal('memory at most above what it was before', { most: 100 }, most - before, ' MB'),
      ],
      notes: [
        `${lines} rows, ${round(lines / (api.p50 / 1000))} a second; ${before} MB before, ${most} MB at most while it ran again and again`,
      ],
    };
  },
};
