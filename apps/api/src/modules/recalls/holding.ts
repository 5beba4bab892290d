import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem } from '../../platform/http/problem.js';
import { reachOf, worksheetsOf, type Reach } from '../trace/lineage.js';
import type { Scope } from '../trace/scope.js';

/** Everything that a recall holds, locked. */
export interface Held {
  readonly scope: Scope;
  readonly reach: Reach;
  /** Every worksheet that is reached, as a whole or in part, ascending. */
  readonly worksheets: readonly string[];
  /** Promises of the lots to lines that have not used them. */
  readonly promises: readonly Promised[];
}

export interface Promised {
  readonly worksheet_id: string;
  readonly line_id: string;
  readonly lot_id: string;
}

/** Each round takes in what was made of the lots while the locks of the round before were waited for. */
const ROUNDS = 8;

const PROMISES = `
  select distinct n.worksheet_id, n.id as line_id, a.lot_id from allocation a join worksheet_line n on n.id = a.worksheet_line_id
  where a.lot_id = any($1::uuid[]) and a.state = 'active' order by n.worksheet_id, n.id, a.lot_id`;

/**
 * Locks what a scope reaches, in the order of all commands: orders, worksheets, the gates of the products, balances, lots. Whoever
 * uses one of the lots at this moment ends first, and what they made is found in the next round; whoever comes later waits,
 * and finds the lot recalled. The lots are locked "for update", which the foreign keys of ledger and consumption wait for.
 */
export async function lockHeld(tx: Tx, readScopeNow: () => Promise<Scope>): Promise<Held> {
  let scope = await readScopeNow();
  let seen = await look(tx, scope);
  for (let round = 1; round <= ROUNDS; round += 1) {
    await tx.query('savepoint recall_locks');
    await lock(tx, seen);
    scope = await readScopeNow();
    const now = await look(tx, scope);
    if (covers(seen, now)) return { scope, ...now };
    // Gives the locks back: taking the missing ones on top would be out of order, and could wait in a circle.
    await tx.query('rollback to savepoint recall_locks');
    seen = now;
  }
  throw new Problem('request.conflict', {
    detail: 'These lots are being worked with at this very moment. Nothing was held yet: try again at once.',
  });
}

type Seen = Omit<Held, 'scope'>;

async function look(tx: Tx, scope: Scope): Promise<Seen> {
  const reach = await reachOf(tx, scope);
  const worksheets = await worksheetsOf(tx, reach);
  return { reach, worksheets, promises: await rows<Promised>(tx, PROMISES, [[...reach.lots.keys()]]) };
}

const touched = ({ worksheets, promises }: Seen): string[] =>
  [...new Set([...worksheets, ...promises.map((p) => p.worksheet_id)])].sort();

function covers(locked: Seen, now: Seen): boolean {
  const worksheets = new Set(touched(locked));
  return (
    touched(now).every((id) => worksheets.has(id)) &&
    [...now.reach.lots.keys()].every((id) => locked.reach.lots.has(id))
  );
}

async function lock(tx: Tx, seen: Seen): Promise<void> {
  const worksheets = touched(seen);
  const lots = [...seen.reach.lots.keys()];
  await tx.query(
    `select 1 from infusion_order where id in (select order_id from worksheet where id = any($1::uuid[])) order by id for key share`,
    [worksheets],
  );
  await tx.query('select 1 from worksheet where id = any($1::uuid[]) order by id for update', [worksheets]);
  await tx.query(
    `select 1 from product_gate where product_id in (select product_id from lot where id = any($1::uuid[])) order by product_id for no key update`,
    [lots],
  );
  await tx.query(
    `select 1 from stock_balance where lot_id = any($1::uuid[]) and account_kind in ('location', 'open-container')
     order by account_id, lot_id for no key update`,
    [lots],
  );
  await tx.query('select 1 from lot where id = any($1::uuid[]) order by id for update', [lots]);
}

/** The statements of holding; each takes whole arrays. */
export const HOLD_LOTS = `
  with before as (
    select l.id, l.state, l.state_reason, d.depth from unnest($2::uuid[], $3::int[]) as d(id, depth) join lot l on l.id = d.id
  ), kept as (
    insert into recall_lot (recall_id, lot_id, depth, state_before, reason_before)
    select $1, id, depth, state, state_reason from before
  )
  update lot l set state = 'recalled', state_reason = $4 from before b where l.id = b.id and b.state <> 'recalled'`;

/** What is over has nothing to stop: it is on the list of preparations, and not held. */
export const HOLD_WORKSHEETS = `
  insert into recall_worksheet (recall_id, worksheet_id, state_before, held)
  select $1, id, state, true from worksheet where id = any($2::uuid[]) and state not in ('cancelled', 'wasted')`;

export const HOLD_CSPS = `
  with before as (
    select id, state from csp where id = any($2::uuid[])
  ), kept as (
    insert into recall_csp (recall_id, csp_id, state_before, held)
    select $1, id, state, state = any($3::text[]) from before
  )
  update csp x set state = 'recalled' from before b where x.id = b.id and b.state = any($3::text[])`;

/** The states of a preparation that is made and here (CSP_MACHINE, event "recall"); one in process is held by its worksheet. */
export const HOLDABLE = ['verified', 'labeled', 'active', 'returned'];

export const SHELVES = `
  select b.lot_id as "lotId", case when b.account_kind = 'location' then a.subject_id end as "locationId", l.lot_number, r.name as product,
    o.name as location, sum(b.on_hand) as on_hand, b.unit, r.content, count(*) as places
  from stock_balance b join stock_account a on a.id = b.account_id join lot l on l.id = b.lot_id join product r on r.id = l.product_id
    left join location o on o.id = a.subject_id and b.account_kind = 'location'
  where b.lot_id = any($1::uuid[]) and b.account_kind in ('location', 'open-container') and b.on_hand > 0
  group by 1, 2, 3, 4, 5, 7, 8 order by 3, 5`;

export const RULES = `
  insert into recall_lot_rule (id, recall_id, product_id, lot_number)
  select gen_random_uuid(), $1, * from unnest($2::uuid[], $3::text[]) on conflict do nothing`;

export const ITEMS = `
  insert into recall_item (id, recall_id, kind, place, lot_id, location_id, csp_id, patient_id, order_id, prescriber, detail, state)
  select w.id, $1, w.kind, w.place, w.lot_id, w.location_id, w.csp_id, w.patient_id, w.order_id, w.prescriber, w.detail, 'open'
  from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::text[])
    as w(id, kind, place, lot_id, location_id, csp_id, patient_id, order_id, prescriber, detail)
  on conflict do nothing`;
