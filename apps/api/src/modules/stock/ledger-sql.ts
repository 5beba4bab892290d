/**
 * The statements of the ledger. Each takes whole arrays: a command costs a fixed number of round trips, however many lines
 * it has. Balances are locked in ascending (account, lot) before any of them changes, so two commands never wait for each
 * other in a circle.
 */

/** Accounts by kind and subject, made where missing, and a zero balance where something is to be put. $7: may be negative. */
export const OPEN_ACCOUNTS = `
  with want as (
    select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::boolean[])
      as w(new_id, kind, subject_id, lot_id, unit, gains)
  ), made as (
    insert into stock_account (id, kind, subject_id, may_be_negative)
    select distinct on (kind, subject_id) new_id, kind, subject_id, kind = any($7::text[]) from want order by kind, subject_id
    on conflict on constraint stock_account_subject_unique do nothing
    returning id, kind, subject_id, may_be_negative
  ), known as (
    select * from made
    union select a.id, a.kind, a.subject_id, a.may_be_negative
      from want w join stock_account a on a.kind = w.kind and a.subject_id = w.subject_id
    union select a.id, a.kind, a.subject_id, a.may_be_negative
      from want w join stock_account a on a.kind = w.kind and a.subject_id is null where w.subject_id is null
  ), zero as (
    insert into stock_balance (account_id, account_kind, lot_id, unit, may_be_negative)
    select distinct k.id, k.kind, w.lot_id, w.unit, k.may_be_negative
    from want w
      join known k on k.kind = w.kind and k.subject_id is not distinct from w.subject_id
      join lot l on l.id = w.lot_id
      join product p on p.id = l.product_id and p.stock_unit = w.unit
    where w.gains or k.may_be_negative
    order by k.id, w.lot_id
    on conflict on constraint stock_balance_pk do nothing
  )
  select id, kind, subject_id from known`;

/**
 * Locks balances in ascending (account, lot). A statement of its own, before the one that judges them: a statement that waits
 * for a lock goes on with the picture from before it waited, and would judge by a balance that is no longer so.
 */
export const LOCK_BALANCES = `
  select 1 from stock_balance b
    join (select distinct * from unnest($1::uuid[], $2::uuid[]) as w(account_id, lot_id)) w using (account_id, lot_id)
  order by b.account_id, b.lot_id
  for no key update of b`;

/** Adds to on-hand and allocated of locked balances, only where nothing would fall below zero or below what is promised. */
export const MOVE_BALANCES = `
  update stock_balance b
  set on_hand = b.on_hand + d.on_hand, allocated = b.allocated + d.allocated
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[], $5::numeric[])
    as d(account_id, lot_id, unit, on_hand, allocated)
  where b.account_id = d.account_id and b.lot_id = d.lot_id and b.unit = d.unit
    and (b.may_be_negative or b.on_hand + d.on_hand >= 0)
    and b.allocated + d.allocated >= 0
    and (b.allocated + d.allocated = 0 or b.allocated + d.allocated <= b.on_hand + d.on_hand)
  returning b.account_id, b.lot_id, b.on_hand, b.allocated`;

export const WRITE_MOVEMENT = `
  with movement as (
    insert into stock_movement (id, reason, reference_kind, reference_id, note, effective_at, recorded_at, actor_id, reverses_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    returning id
  )
  insert into stock_entry (movement_id, line, account_id, lot_id, quantity, unit, balance_after, recorded_at)
  select m.id, e.line, e.account_id, e.lot_id, e.quantity, e.unit, e.balance_after, $7::timestamptz
  from movement m, unnest($10::smallint[], $11::uuid[], $12::uuid[], $13::numeric[], $14::text[], $15::numeric[])
    as e(line, account_id, lot_id, quantity, unit, balance_after)`;

/** Takes out of a line's promises what leaves the shelf for it. */
export const USE_ALLOCATION = `
  update allocation a
  set used = a.used + d.quantity,
      state = case when a.used + d.quantity = a.quantity then 'used' else 'active' end,
      resolved_at = case when a.used + d.quantity = a.quantity then $2::timestamptz end
  from unnest($3::uuid[], $4::uuid[], $5::numeric[]) as d(account_id, lot_id, quantity)
  where a.id = (
    select c.id from allocation c
    where c.worksheet_line_id = $1 and c.account_id = d.account_id and c.lot_id = d.lot_id
      and c.state = 'active' and c.quantity - c.used >= d.quantity
    order by c.id limit 1 for no key update)
  returning a.account_id, a.lot_id`;

/** The other way round, when a step is taken back: what comes back to the shelf is promised to the line again. */
export const RESTORE_ALLOCATION = `
  update allocation a
  set used = a.used - d.quantity, state = 'active', resolved_at = null
  from unnest($2::uuid[], $3::uuid[], $4::numeric[]) as d(account_id, lot_id, quantity)
  where a.id = (
    select c.id from allocation c
    where c.worksheet_line_id = $1 and c.account_id = d.account_id and c.lot_id = d.lot_id
      and c.state in ('active', 'used') and c.used >= d.quantity
    order by c.id desc limit 1 for no key update)
  returning a.account_id, a.lot_id`;

/** What the products' gates keep apart: every allocation and every count of a product, in ascending id. */
export const LOCK_GATES = `
  select product_id from product_gate where product_id = any($1::uuid[]) order by product_id for no key update`;

/**
 * What could be promised. In two steps, lots first: joined at once, the planner begins at the few locations and reads every
 * balance they ever had (`offset 0` keeps it from that). Depleted lots are never read, so the cost does not grow with history.
 */
export const CANDIDATES = `
  with found as materialized (
    select l.product_id, l.id as lot_id, l.lot_number, l.expires_on, l.usable_until, l.state, l.received_at, p.content, p.name as product_name
    from lot l join product p on p.id = l.product_id
    where l.product_id = any($1::uuid[]) and l.state <> 'depleted'
  )
  select f.*, b.account_id, b.on_hand, b.allocated, b.unit, o.storage
  from found f
    cross join lateral (
      select account_id, on_hand, allocated, unit from stock_balance
      where lot_id = f.lot_id and account_kind = 'location' and on_hand > 0 offset 0) b
    join stock_account a on a.id = b.account_id
    join location o on o.id = a.subject_id and o.kind <> 'quarantine'`;

/** Promises all of the picks, from locked balances, or none: none when any of them has less left than the plan saw. */
export const PROMISE = `
  with pick as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::text[], $7::text[])
      as p(id, line_id, account_id, lot_id, quantity, unit, override_reason)
  ), total as (
    select account_id, lot_id, sum(quantity) as quantity from pick group by account_id, lot_id
  ), enough as (
    select bool_and(coalesce(b.on_hand - b.allocated, 0) >= t.quantity) as yes
    from total t left join stock_balance b using (account_id, lot_id)
  ), promised as (
    update stock_balance b set allocated = b.allocated + t.quantity
    from total t
    where b.account_id = t.account_id and b.lot_id = t.lot_id and (select yes from enough)
    returning b.account_id, b.lot_id
  )
  insert into allocation (id, worksheet_line_id, account_id, lot_id, quantity, unit, state, made_at, override_reason)
  select p.id, p.line_id, p.account_id, p.lot_id, p.quantity, p.unit, 'active', $8, p.override_reason
  from pick p join promised using (account_id, lot_id)
  returning id`;

export const RELEASE = `
  with freed as (
    update allocation set state = 'released', resolved_at = $2
    where worksheet_line_id = any($1::uuid[]) and state = 'active' and ($3::uuid is null or lot_id = $3)
    returning id, account_id, lot_id, quantity - used as rest
  ), total as (
    select account_id, lot_id, sum(rest) as rest from freed group by account_id, lot_id
  ), locked as materialized (
    select b.account_id, b.lot_id, t.rest
    from total t join stock_balance b on b.account_id = t.account_id and b.lot_id = t.lot_id
    order by b.account_id, b.lot_id
    for no key update of b
  ), returned as (
    update stock_balance b set allocated = b.allocated - l.rest
    from locked l where b.account_id = l.account_id and b.lot_id = l.lot_id
  )
  select id, lot_id, rest from freed`;

/** A lot of which nothing is left on a shelf or in an opened container, and the way back. */
export const SETTLE_LOTS = `
  update lot l set state = case when s.held then 'available' else 'depleted' end
  from (
    select w.id, exists (
      select 1 from stock_balance b
      where b.lot_id = w.id and b.account_kind in ('location', 'open-container') and b.on_hand > 0) as held
    from unnest($1::uuid[]) as w(id)
  ) s
  where s.id = l.id and l.state = case when s.held then 'depleted' else 'available' end`;
