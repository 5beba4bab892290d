/** Statements about controlled substances: schedules II to V. Shelves and opened containers are the pharmacy's own stock. */
const INSIDE = `('location', 'open-container')`;
const ENTRIES_SHOWN = 300;

/** $1: one product, or null for all. */
export const PRODUCTS = `
  select p.id as "productId", p.name as "productName", p.ndc, p.schedule, p.stock_unit as unit,
    trim_scale(coalesce(s.on_hand, 0))::text as "onHand", trim_scale(round(coalesce(s.shelf, 0) / p.content, 6))::text as packages,
    coalesce(s.opened, 0)::int as "openContainers",
    (select count(*) from controlled_discrepancy d join lot l on l.id = d.lot_id where l.product_id = p.id and d.closed_at is null)::int
      + (select count(*) from stock_count_line n join stock_count c on c.id = n.stock_count_id join lot l on l.id = n.lot_id
         where l.product_id = p.id and n.state = 'variance' and c.state = 'submitted')::int as "openDiscrepancies",
    (select max(c.closed_at) from stock_count_line n join stock_count c on c.id = n.stock_count_id join lot l on l.id = n.lot_id
     where l.product_id = p.id and n.two_persons and c.state = 'closed') as "lastCountedAt"
  from product p
    left join lateral (
      select sum(b.on_hand) as on_hand, sum(b.on_hand) filter (where b.account_kind = 'location') as shelf,
        count(*) filter (where b.account_kind = 'open-container') as opened
      from lot l join stock_balance b on b.lot_id = l.id and b.account_kind in ${INSIDE} and b.on_hand > 0
      where l.product_id = p.id) s on true
  where p.schedule is not null and ($1::uuid is null or p.id = $1)
  order by p.schedule, lower(p.name)`;

export const ENTRIES = `
  with moved as (
    select m.id, m.reason, m.note, m.reference_kind, m.reference_id, m.actor_id, m.recorded_at, max(e.seq) as seq,
      coalesce(sum(e.quantity) filter (where a.kind in ${INSIDE}), 0) as change, string_agg(distinct l.lot_number, ', ') as lots
    from lot l
      join stock_entry e on e.lot_id = l.id
      join stock_account a on a.id = e.account_id
      join stock_movement m on m.id = e.movement_id
    where l.product_id = $1
    group by m.id
    having bool_or(a.kind in ${INSIDE})
  ), running as (
    select moved.*, sum(change) over (order by recorded_at, seq) as balance from moved)
  select r.id as "movementId", r.recorded_at as at, r.reason, r.note, r.reference_kind as "referenceKind",
    coalesce(k.number, ks.number, c.number, x.number, n.number) as record, w.printed_name as who, v.printed_name as witness, r.lots,
    trim_scale(r.change)::text as change, trim_scale(r.balance)::text as balance
  from running r
    join person w on w.id = r.actor_id
    left join stock_act t on t.movement_id = r.id
    left join person v on v.id = t.witnessed_by
    left join worksheet_step s on r.reference_kind = 'worksheet-step' and s.id = r.reference_id
    left join worksheet ks on ks.id = s.worksheet_id
    left join worksheet k on r.reference_kind = 'worksheet' and k.id = r.reference_id
    left join open_container c on r.reference_kind = 'open-container' and c.id = r.reference_id
    left join excursion x on r.reference_kind = 'excursion' and x.id = r.reference_id
    left join stock_count_line cl on r.reference_kind = 'stock-count-line' and cl.id = r.reference_id
    left join stock_count n on n.id = cl.stock_count_id
  order by r.recorded_at desc, r.seq desc limit ${ENTRIES_SHOWN}`;

/** A reversal counts where what it takes back counted. */
export const FLOWS = `
  select coalesce(o.reason, m.reason) as reason, sum(e.quantity)::text as quantity
  from lot l
    join stock_entry e on e.lot_id = l.id and e.recorded_at > $2::timestamptz and e.recorded_at <= $3::timestamptz
    join stock_account a on a.id = e.account_id and a.kind in ${INSIDE}
    join stock_movement m on m.id = e.movement_id
    left join stock_movement o on o.id = m.reverses_id
  where l.product_id = $1 group by 1`;

export const DISCREPANCIES = `
  select d.id, p.name as "productName", l.lot_number as "lotNumber", coalesce(c.number, o.name, '') as "where",
    trim_scale(d.difference)::text as difference, d.unit, f.printed_name as "foundBy", d.found_at as "foundAt", z.printed_name as "closedBy", d.reason
  from controlled_discrepancy d
    join lot l on l.id = d.lot_id
    join product p on p.id = l.product_id
    join person f on f.id = d.found_by
    left join person z on z.id = d.closed_by
    left join open_container c on c.id = d.open_container_id
    left join location o on o.id = d.location_id
  where ($1::text is null or (d.closed_at is null) = ($1 = 'open')) and ($2::uuid is null or l.product_id = $2)
  order by d.closed_at is not null, d.found_at desc limit 200`;

export const INVENTORY = `
  select p.id as "productId", p.name as "productName", p.ndc, p.schedule, l.lot_number as "lotNumber", coalesce(o.name, c.number) as place,
    trim_scale(e.balance_after)::text as quantity, p.stock_unit as unit,
    case when b.account_kind = 'location' then trim_scale(round(e.balance_after / p.content, 6))::text end as packages
  from product p
    join lot l on l.product_id = p.id
    join stock_balance b on b.lot_id = l.id and b.account_kind in ${INSIDE}
    join stock_account a on a.id = b.account_id
    cross join lateral (
      select balance_after from stock_entry
      where account_id = b.account_id and lot_id = b.lot_id and recorded_at <= $1::timestamptz
      order by recorded_at desc, seq desc limit 1) e
    left join location o on o.id = a.subject_id
    left join open_container c on c.id = a.subject_id
  where p.schedule is not null and e.balance_after <> 0
  order by p.schedule, lower(p.name), l.lot_number, place`;

export const LAST_FULL_COUNT = `select max(closed_at) as at from stock_count where scope = 'controlled' and state = 'closed'`;
