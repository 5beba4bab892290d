import { at, contest, levels, type LevelResult } from '../contest.js';
import { cloneWorksheet } from '../fixtures/clones.js';
import { formularyInUse } from '../fixtures/formulary-in-use.js';
import { oneMade } from '../fixtures/made.js';
import { goal, type Goal, type Load } from '../load.js';
import { run, statement } from '../plain-command.js';

const SUPPLY = statement(
  'dashboard_supply',
  `select d.id, d.name, d.high_alert, s.on_hand, s.unit, s.usable_days, s.stockout_on, s.stockout_early, s.stockout_late, s.patients_hit, s.answer
   from drug d left join supply_projection s on s.drug_id = d.id
   where d.active and exists (select 1 from product p where p.drug_id = d.id and p.active)
   order by coalesce(s.stockout_on::text, '9999-12-31') || lower(d.name), d.id limit 51`,
);
const SHORT = statement(
  'dashboard_short',
  'select drug_id, standing, status from shortage_item where drug_id = any($1::uuid[]) and gone_at is null',
);
const BOARD = statement(
  'dashboard_board',
  `select w.id, w.number, w.state, w.containers, w.needed_at, w.bud_at, o.number as order_number, p.family_name, p.given_name, c.initials,
     (select json_agg(json_build_object('name', d.name, 'value', l.dose_value, 'unit', l.dose_unit) order by l.position)
      from infusion_order_line l join drug d on d.id = l.drug_id where l.version_id = w.order_version_id) as lines,
     (select count(*) from worksheet_step s where s.worksheet_id = w.id) as steps
   from worksheet w left join infusion_order o on o.id = w.order_id left join patient p on p.id = o.patient_id
     left join person c on c.id = w.claimed_by
   where w.state = 'compounded' order by coalesce(w.needed_at, w.planned_at), w.id limit 51`,
);
const COUNTS = statement(
  'dashboard_counts',
  `select state, count(*) from worksheet
   where state in ('planned','allocated','staged','compounding','compounded','testing','verified','rejected') group by state`,
);
const WAITING = 200;

const ratio = (what: string, { api, sql }: LevelResult): Goal =>
  goal(`${what}, p50 against its plain queries, 8 clients`, { most: 2.5 }, sql ? api.p50 / sql.p50 : Number.NaN, 'x');

/** The screens that stand open all day, with years of preparations beside them. */
export const dashboard: Load = {
  name: 'dashboard',
  title: 'supply table and Bench board, 1,000,000 preparations present',
  async run(stage) {
    await formularyInUse(stage);
    const db = at(stage.connections, 0);
    await cloneWorksheet(db, (await oneMade(stage)).id, WAITING);
    await db.query('analyze worksheet');
    const counts = levels(stage, [100, 400, 400]).slice(0, 2);
    const table = await contest(stage, {
      visitors: stage.pharmacists,
      levels: counts,
      api: (visitor) => visitor.read('/api/supply'),
      async sql(connection) {
        const { rows } = await run<{ id: string }>(connection, SUPPLY);
        await run(connection, SHORT, [rows.map(({ id }) => id)]);
      },
    });
    const board = await contest(stage, {
      visitors: stage.pharmacists,
      levels: counts,
      api: (visitor) => visitor.read('/api/worksheets?state=compounded'),
      async sql(connection) {
        await run(connection, BOARD);
        await run(connection, COUNTS);
      },
    });
    return {
      levels: [...table, ...board],
      goals: [ratio('supply table', at(table, 1)), ratio('Bench board', at(board, 1))],
      notes: ['levels above: supply table at 1 and 8 clients, Bench board at 1 and 8 clients'],
    };
  },
};
