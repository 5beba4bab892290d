import type { Client } from 'pg';
import { at, contest, levels } from '../contest.js';
import { cloneWorksheet } from '../fixtures/clones.js';
import { newId } from '../fixtures/ids.js';
import { oneClaimed } from '../fixtures/made.js';
import { codeOf, stationOf } from '../fixtures/preparing.js';
import { againstSql, type Load } from '../load.js';
import { plainCommand, run, statement } from '../plain-command.js';
import type { Stage } from '../stage.js';

const LOCK = statement('scan_lock', 'select state, claimed_by, station from worksheet where id = $1 for update');
const FACTS = statement(
  'scan_facts',
  `select s.position, s.state, a.id as allocation_id, a.account_id, a.lot_id, a.quantity, l.expires_on, l.state as lot_state
   from worksheet_step s join allocation a on a.worksheet_line_id = s.line_id and a.state = 'active'
     join lot l on l.id = a.lot_id
   where s.id = $1`,
);
const OPEN = statement(
  'scan_open',
  `insert into open_container (id, number, lot_id, state, opened_at, opened_by, air, in_use_answer)
   values ($1, 'B-' || nextval('short_number_vial'), $2, 'open', $3, $4, 'iso5', '{}')`,
);
const ACCOUNT = statement(
  'scan_account',
  `with made as (insert into stock_account (id, kind, subject_id) values ($1, 'open-container', $2) returning id, kind)
   insert into stock_balance (account_id, account_kind, lot_id, unit, may_be_negative, on_hand)
   select id, kind, $3, 'mL', false, $4 from made`,
);
const TAKE = statement(
  'scan_take',
  `update stock_balance set on_hand = on_hand - $3, allocated = allocated - $3
   where account_id = $1 and lot_id = $2 returning on_hand`,
);
const USE = statement(
  'scan_use',
  `update allocation set used = quantity, state = 'used', resolved_at = $2 where id = $1 and state = 'active'`,
);
const MOVE = statement(
  'scan_move',
  `with movement as (
     insert into stock_movement (id, reason, reference_kind, reference_id, effective_at, recorded_at, actor_id)
     values ($1, 'opened', 'worksheet-step', $2, $3, $3, $4) returning id)
   insert into stock_entry (movement_id, line, account_id, lot_id, quantity, unit, balance_after)
   select id, 1, $5::uuid, $6::uuid, -$7::numeric, 'mL', $8::numeric from movement
   union all select id, 2, $9::uuid, $6::uuid, $7::numeric, 'mL', $7::numeric from movement`,
);
const STEP = statement(
  'scan_step',
  `with step as (update worksheet_step set state = 'done', lot_id = $3, open_container_id = $4, scanned = $5, scanned_by = $6,
     scanned_at = $7, done_by = $6, done_at = $7 where id = $2),
   csps as (update csp set state = 'compounding' where worksheet_id = $1 and state = 'planned')
   update worksheet set state = 'compounding', started_at = coalesce(started_at, $7), revision = revision + 1 where id = $1`,
);
const EVENT = statement(
  'scan_event',
  `insert into worksheet_event (id, worksheet_id, kind, at, actor_id, detail) values ($1, $2, 'step-done', $3, $4, $5)`,
);

interface Turn {
  readonly worksheetId: string;
  readonly stepId: string;
  readonly code: string;
}
interface Facts {
  readonly allocation_id: string;
  readonly account_id: string;
  readonly lot_id: string;
  readonly quantity: string;
}

/** A vial is opened by its scan: the rows by hand. */
async function scanBySql(db: Client, personId: string, turn: Turn, answer: string): Promise<void> {
  const { worksheetId, stepId, code } = turn;
  const subject = { kind: 'worksheet', id: worksheetId };
  const command = { personId, action: 'worksheet.step-done', subject, answer, data: { stepId, code } };
  await plainCommand(db, command, async () => {
    const [containerId, accountId, now] = [newId(), newId(), new Date().toISOString()];
    await run(db, LOCK, [worksheetId]);
    const [facts] = (await run<Facts>(db, FACTS, [stepId])).rows;
    if (!facts) throw new TypeError('a step of the bench has nothing allocated');
    const { account_id: shelf, lot_id: lot, quantity } = facts;
    await run(db, OPEN, [containerId, lot, now, personId]);
    await run(db, ACCOUNT, [accountId, containerId, lot, quantity]);
    const [left] = (await run<{ on_hand: string }>(db, TAKE, [shelf, lot, quantity])).rows;
    await run(db, USE, [facts.allocation_id, now]);
    await run(db, MOVE, [newId(), stepId, now, personId, shelf, lot, quantity, left?.on_hand, accountId]);
    await run(db, STEP, [worksheetId, stepId, lot, containerId, JSON.stringify({ raw: code }), personId, now]);
    await run(db, EVENT, [newId(), worksheetId, now, personId, JSON.stringify({ text: 'Opened' })]);
  });
}

const OPENS = 3;

/** Each client has worksheets of its own and opens the three vials of one after the other. */
async function turnsFor(stage: Stage): Promise<Turn[][]> {
  const clients = stage.technicians.length;
  // The first client also works alone; and some are quicker than others.
  const each = stage.options.quick ? 90 : 280;
  const { formula, record } = await oneClaimed(stage, each * clients + 10);
  const opens = record.steps.slice(0, OPENS).map((step) => ({ step, code: codeOf(record, step, formula) }));
  const makers = stage.technicians.map((t) => ({ personId: t.personId, station: stationOf(t) }));
  const db = at(stage.connections, 0);
  const clones = await cloneWorksheet(db, record.id, each * clients, makers);
  const { rows } = await db.query<{ worksheet_id: string; position: number; id: string; claimed_by: string }>(
    `select s.worksheet_id, s.position, s.id, w.claimed_by from worksheet_step s join worksheet w on w.id = s.worksheet_id
     where s.worksheet_id = any($1::uuid[]) and s.position <= $2 order by s.worksheet_id, s.position desc`,
    [clones.map((c) => c.worksheetId), OPENS],
  );
  return makers.map(({ personId }) =>
    rows
      .filter((row) => row.claimed_by === personId)
      .map((row) => ({ worksheetId: row.worksheet_id, stepId: row.id, code: at(opens, row.position - 1).code })),
  );
}

/** The technician's scan: code read, lot and product decided, vial opened, ledger moved. */
export const scan: Load = {
  name: 'scan',
  title: 'scan that opens a vial: POST /api/worksheets/:id/steps/:stepId/scan',
  async run(stage) {
    const counts = levels(stage, [60, 200, 320]);
    const turns = await turnsFor(stage);
    const next = (client: number): Turn => at(at(turns, client).splice(-1), 0);
    const send = (client: number, turn: Turn): Promise<object> =>
      at(stage.technicians, client).command(`/api/worksheets/${turn.worksheetId}/steps/${turn.stepId}/scan`, {
        station: stationOf(at(stage.technicians, client)),
        code: turn.code,
      });
    const answer = JSON.stringify(await send(0, next(0)));
    const results = await contest(stage, {
      visitors: stage.technicians,
      levels: counts,
      api: (_, client) => send(client, next(client)),
      sql: (connection, client) => scanBySql(connection, at(stage.technicians, client).personId, next(client), answer),
    });
    return {
      levels: results,
      goals: againstSql(results, { share: 0.12, p99: 6 }),
      notes: ['goals as for order intake'],
    };
  },
};
