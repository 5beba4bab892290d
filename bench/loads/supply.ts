import type { Client } from 'pg';
import { at, contest, levels } from '../contest.js';
import { formularyInUse } from '../fixtures/formulary-in-use.js';
import { goal, round, type Goal, type Load } from '../load.js';
import { run, statement } from '../plain-command.js';
import { cpuOf, cpuOfFamily } from '../processes.js';
import { untilQuiet, watchSupplyNow } from '../quiet.js';
import type { Stage } from '../stage.js';

/** What leaves the shelves and what is there and what is asked for, of the drugs named. */
const usedBy = (drugs: string): string =>
  `select p.drug_id, m.effective_at::date as used_on, sum(-e.quantity) as quantity
   from product p join lot l on l.product_id = p.id
     join stock_entry e on e.lot_id = l.id and e.quantity < 0 join stock_account a on a.id = e.account_id and a.kind = 'location'
     join stock_movement m on m.id = e.movement_id
   where m.reason in ('opened', 'base-used', 'container-used') and m.effective_at >= now() - interval '90 days' and ${drugs} group by 1, 2`;
const onHandOf = (drugs: string): string =>
  `select p.drug_id, l.id, l.expires_on, sum(b.on_hand - b.allocated) as free
   from product p join lot l on l.product_id = p.id join stock_balance b on b.lot_id = l.id and b.account_kind = 'location' and b.on_hand > 0
   where l.state <> 'depleted' and ${drugs} group by 1, 2`;
const askedOf = (drugs: string): string =>
  `select p.drug_id, o.id, o.number, t.family_name, v.interval_minutes, v.containers, p.dose_value, p.dose_unit
   from infusion_order o join infusion_order_version v on v.order_id = o.id and v.version = o.version
     join infusion_order_line p on p.version_id = v.id join patient t on t.id = o.patient_id
   where o.state = 'approved' and ${drugs}`;
const ONE = [usedBy, onHandOf, askedOf].map((of, i) => statement(`supply_one_${i}`, of('p.drug_id = $1')));
const ALL = [usedBy, onHandOf, askedOf].map((of, i) => statement(`supply_all_${i}`, of('true')));

const bySql = async (db: Client, drugId: string): Promise<void> => {
  for (const one of ONE) await run(db, one, [drugId]);
};

interface Sweep {
  readonly ms: number;
  readonly apiCpuMs: number;
  readonly databaseCpuMs: number;
  readonly longestBlockMs: number;
}

const LAG = /^nodejs_eventloop_lag_max_seconds (\S+)/m;
/** What the histogram of Node shows of a loop that waits for nothing: it looks each ten milliseconds. */
const RESOLUTION_MS = 10;

async function longestBlockMs(stage: Stage): Promise<number> {
  const text = await (await fetch(new URL('/metrics', stage.api.origin))).text();
  const seconds = Number(LAG.exec(text)?.[1]);
  if (Number.isNaN(seconds)) throw new Error(`no event loop lag in the metrics: ${text.slice(0, 200)}`);
  return Math.max(0, seconds * 1000 - RESOLUTION_MS);
}

/** All drugs anew, as after midnight: by the job, in the process that answers requests. */
async function sweep(stage: Stage, db: Client): Promise<Sweep> {
  await db.query(`update supply_projection set today = today - 1`);
  await longestBlockMs(stage);
  const [api, database, begun] = [cpuOf(stage.api.pid), cpuOfFamily(stage.databasePid), performance.now()];
  await watchSupplyNow(db);
  await untilQuiet(db);
  return {
    ms: performance.now() - begun,
    apiCpuMs: cpuOf(stage.api.pid) - api,
    databaseCpuMs: cpuOfFamily(stage.databasePid) - database,
    longestBlockMs: await longestBlockMs(stage),
  };
}

async function wholeBySql(db: Client): Promise<number> {
  const begun = performance.now();
  for (const all of ALL) await run(db, all);
  return performance.now() - begun;
}

const median = (values: readonly number[]): number =>
  at(
    [...values].sort((a, b) => a - b),
    Math.floor(values.length / 2),
  );

async function sweeps(stage: Stage, db: Client, drugs: number): Promise<{ goals: Goal[]; notes: string[] }> {
  const found: Sweep[] = [];
  const plain: number[] = [];
  for (let n = 0; n < (stage.options.quick ? 1 : 3); n += 1) {
    plain.push(await wholeBySql(db));
    found.push(await sweep(stage, db));
  }
  const [ms, sql] = [median(found.map((s) => s.ms)), median(plain)];
  return {
    goals: [
      goal('whole formulary by the job against plain SQL', { most: 1.5 }, ms / sql, 'x'),
      goal(
        'longest block of the event loop meanwhile',
        { most: 20 },
        median(found.map((s) => s.longestBlockMs)),
        ' ms',
      ),
    ],
    notes: [
      `${drugs} drugs by the job in ${round(ms)} ms, ${round(ms / drugs)} ms a drug, by plain SQL without projecting anything in ${round(sql)} ms`,
      `CPU of the job: ${round(median(found.map((s) => s.apiCpuMs)) / drugs)} ms of the API and ${round(median(found.map((s) => s.databaseCpuMs)) / drugs)} ms of the database a drug`,
    ],
  };
}

/** How long a drug lasts: one drug's page, worked out when asked; and the whole formulary by the job. */
export const supply: Load = {
  name: 'supply',
  title: 'supply projection: 1,500 drugs, 1,000,000 movements, 5,000 orders under way',
  async run(stage) {
    const { drugIds } = await formularyInUse(stage);
    const db = at(stage.connections, 0);
    const drugAt = (turn: number): string => at(drugIds, (turn * 37) % drugIds.length);
    const pages = await contest(stage, {
      visitors: stage.pharmacists,
      levels: levels(stage, [100, 200, 200]).slice(0, 2),
      api: (visitor, _, turn) => visitor.read(`/api/supply/drugs/${drugAt(turn)}`),
      sql: (connection, _, turn) => bySql(connection, drugAt(turn)),
    });
    const { goals, notes } = await sweeps(stage, db, drugIds.length);
    return {
      levels: pages,
      goals: [goal("one drug's page, p50, 1 client", { most: 100 }, at(pages, 0).api.p50, ' ms'), ...goals],
      notes,
    };
  },
};
