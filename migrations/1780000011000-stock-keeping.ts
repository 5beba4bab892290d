import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts, acts at the shelf with their witness, excursions, merged lots, and the time of each entry for time travel. Decision 0014. */
export class StockKeeping1780000011000 implements MigrationInterface {
  name = 'StockKeeping1780000011000';

  async up(q: QueryRunner): Promise<void> {
    await q.query('create sequence short_number_cnt');
    await q.query('create sequence short_number_exc');
    await q.query(TIME_TRAVEL);
    await q.query(REASONS);
    await q.query(HOLDS);
    await q.query(MERGES);
    await q.query(ACTS);
    await q.query(COUNTS);
    await q.query(EXCURSIONS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table excursion_lot; drop table excursion;
      drop table stock_count_entry; drop table stock_count_line; drop table stock_count;
      drop function stock_count_entry_counter();
      drop table controlled_discrepancy; drop table stock_act; drop function stock_act_controlled();
      drop function lot_family(uuid); drop table lot_merge;
      drop trigger lot_hold_waits on lot; drop function lot_hold_waits();
      alter table stock_movement drop constraint stock_movement_reason_known,
        add constraint stock_movement_reason_known check (reason in
          ('received','opened','withdrawn','reconstituted','base-used','container-used','transferred','dispensed','wasted','discarded','counted','adjusted','reversed'));
      drop index stock_entry_as_of;
      alter table stock_entry drop column recorded_at, drop column seq;
      drop sequence short_number_exc;
      drop sequence short_number_cnt;`);
  }
}

/** The last entry of a balance that was on record at a moment is one probe of this index, however long the history. */
const TIME_TRAVEL = `
  alter table stock_entry add column recorded_at timestamptz, add column seq bigint generated always as identity;
  alter table stock_entry disable trigger stock_entry_append_only;
  update stock_entry e set recorded_at = m.recorded_at from stock_movement m where m.id = e.movement_id;
  alter table stock_entry enable trigger stock_entry_append_only;
  alter table stock_entry alter column recorded_at set not null, alter column recorded_at set default now();
  comment on column stock_entry.recorded_at is 'as of its movement, copied for time travel';
  comment on column stock_entry.seq is 'the ledger position: within one balance, the order in which entries were written under its lock';
  create index stock_entry_as_of on stock_entry (account_id, lot_id, recorded_at desc, seq desc) include (balance_after);`;

const REASONS = `
  alter table stock_movement drop constraint stock_movement_reason_known,
    add constraint stock_movement_reason_known check (reason in
      ('received','opened','withdrawn','reconstituted','base-used','container-used','transferred','dispensed','wasted','discarded','counted','adjusted','reversed',
       'returned','merged'));`;

/**
 * What leaves holds its lot by FOR KEY SHARE until it has committed. Whoever holds a lot back waits for those and is seen by all
 * that come after: nothing slips out beside a quarantine, a recall or an expiry, whichever module writes it.
 */
const HOLDS = `
  create function lot_hold_waits() returns trigger language plpgsql as $$
    begin
      perform 1 from lot where id = new.id for update;
      return new;
    end $$;
  create trigger lot_hold_waits before update of state on lot for each row
    when (new.state is distinct from old.state and new.state in ('quarantine','recalled','expired'))
    execute function lot_hold_waits();`;

const MERGES = `
  create table lot_merge (
    id uuid not null constraint lot_merge_pk primary key,
    from_lot_id uuid not null constraint lot_merge_from_fk references lot constraint lot_merge_once unique,
    into_lot_id uuid not null constraint lot_merge_into_fk references lot,
    -- As both were before; the survivor keeps the earlier date.
    from_expires_on date not null,
    into_expires_on date not null,
    reason text not null constraint lot_merge_reasoned check (length(btrim(reason)) >= 3),
    movement_id uuid constraint lot_merge_movement_fk references stock_movement,
    signature_id uuid not null constraint lot_merge_signature_fk references signature,
    merged_by uuid not null constraint lot_merge_merger_fk references person,
    merged_at timestamptz not null,
    constraint lot_merge_of_two check (from_lot_id <> into_lot_id)
  );
  create index lot_merge_into on lot_merge (into_lot_id);
  create trigger lot_merge_append_only before update or delete on lot_merge for each row execute function refuse_change();
  -- Every lot that a lot was merged with, itself included: a trace of one is a trace of all of them.
  create function lot_family(lot_id uuid) returns setof uuid language sql stable as $$
    with recursive family(id) as (
      select lot_family.lot_id
      union
      select case when m.from_lot_id = f.id then m.into_lot_id else m.from_lot_id end
      from family f join lot_merge m on f.id in (m.from_lot_id, m.into_lot_id)
    )
    select id from family $$;`;

/** Whether a lot is of a controlled substance is read from its product, not believed. */
const ACTS = `
  create table stock_act (
    id uuid not null constraint stock_act_pk primary key,
    kind text not null constraint stock_act_kind_known check (kind in ('waste','return','discard','adjustment')),
    movement_id uuid constraint stock_act_movement_fk references stock_movement constraint stock_act_movement_unique unique,
    lot_id uuid not null constraint stock_act_lot_fk references lot,
    location_id uuid constraint stock_act_location_fk references location,
    open_container_id uuid constraint stock_act_container_fk references open_container,
    supplier_id uuid constraint stock_act_supplier_fk references supplier,
    -- In the stock unit of the product; negative where an adjustment took away.
    quantity numeric(18,6) not null,
    unit text not null,
    reason_code text not null,
    note text not null default '',
    cost_usd numeric(14,4) constraint stock_act_cost_not_negative check (cost_usd >= 0),
    controlled boolean not null default false,
    done_by uuid not null constraint stock_act_doer_fk references person,
    witnessed_by uuid constraint stock_act_witness_fk references person,
    done_at timestamptz not null,
    constraint stock_act_somewhere check (num_nonnulls(location_id, open_container_id) = 1),
    constraint stock_act_return_names_supplier check (kind <> 'return' or supplier_id is not null),
    constraint stock_act_witness_is_another check (witnessed_by <> done_by),
    constraint stock_act_controlled_is_witnessed check (not controlled or witnessed_by is not null)
  );
  create index stock_act_lot on stock_act (lot_id, done_at);
  create index stock_act_supplier on stock_act (supplier_id) where supplier_id is not null;
  create trigger stock_act_append_only before update or delete on stock_act for each row execute function refuse_change();
  create function stock_act_controlled() returns trigger language plpgsql as $$
    begin
      new.controlled := (select p.schedule is not null from lot l join product p on p.id = l.product_id where l.id = new.lot_id);
      return new;
    end $$;
  create trigger stock_act_controlled before insert on stock_act for each row execute function stock_act_controlled();

  -- What was measured is not what the books say, of a controlled substance; closed only by a pharmacist's reason (CS-10).
  create table controlled_discrepancy (
    id uuid not null constraint controlled_discrepancy_pk primary key,
    lot_id uuid not null constraint controlled_discrepancy_lot_fk references lot,
    open_container_id uuid constraint controlled_discrepancy_container_fk references open_container,
    location_id uuid constraint controlled_discrepancy_location_fk references location,
    -- Found less expected, in the stock unit.
    difference numeric(18,6) not null constraint controlled_discrepancy_differs check (difference <> 0),
    unit text not null,
    movement_id uuid constraint controlled_discrepancy_movement_fk references stock_movement,
    found_by uuid not null constraint controlled_discrepancy_finder_fk references person,
    found_at timestamptz not null,
    closed_by uuid constraint controlled_discrepancy_closer_fk references person,
    closed_at timestamptz,
    reason text,
    constraint controlled_discrepancy_closed_whole check ((closed_by is null) = (closed_at is null)
      and (closed_by is null or length(btrim(reason)) >= 3)),
    constraint controlled_discrepancy_closed_by_another check (closed_by <> found_by)
  );
  create index controlled_discrepancy_open on controlled_discrepancy (found_at) where closed_at is null;`;

const COUNTS = `
  create table stock_count (
    id uuid not null constraint stock_count_pk primary key,
    number text not null constraint stock_count_number_unique unique,
    scope text not null constraint stock_count_scope_known check (scope in ('location','products','controlled')),
    location_id uuid constraint stock_count_location_fk references location,
    state text not null constraint stock_count_state_known check (state in ('open','submitted','closed','cancelled')),
    note text not null default '',
    started_by uuid not null constraint stock_count_starter_fk references person,
    started_at timestamptz not null,
    closed_at timestamptz,
    constraint stock_count_of_a_place check (scope <> 'location' or location_id is not null),
    constraint stock_count_closed_has_time check ((state in ('closed','cancelled')) = (closed_at is not null))
  );
  create index stock_count_recent on stock_count (started_at desc, id desc);
  create table stock_count_line (
    id uuid not null constraint stock_count_line_pk primary key,
    stock_count_id uuid not null constraint stock_count_line_count_fk references stock_count,
    position integer not null,
    location_id uuid not null constraint stock_count_line_location_fk references location,
    lot_id uuid not null constraint stock_count_line_lot_fk references lot,
    two_persons boolean not null,
    state text not null constraint stock_count_line_state_known check (state in
      ('to-count','recount','agreed','variance','accepted','refused')),
    -- Everybody who counted it, kept by a trigger; none of them decides.
    counters uuid[] not null default '{}',
    decided_by uuid constraint stock_count_line_decider_fk references person,
    decided_at timestamptz,
    reason text,
    movement_id uuid constraint stock_count_line_movement_fk references stock_movement,
    constraint stock_count_line_unique unique (stock_count_id, location_id, lot_id),
    constraint stock_count_line_decided_by_another check (decided_by is null or not (decided_by = any (counters))),
    constraint stock_count_line_decided_whole check ((state in ('accepted','refused')) = (decided_by is not null)
      and (decided_by is null) = (decided_at is null) and (decided_by is null or length(btrim(reason)) >= 3))
  );
  create table stock_count_entry (
    line_id uuid not null constraint stock_count_entry_line_fk references stock_count_line,
    round integer not null constraint stock_count_entry_round_positive check (round > 0),
    two_persons boolean not null,
    counted_by uuid not null constraint stock_count_entry_counter_fk references person,
    previous_by uuid constraint stock_count_entry_previous_fk references person,
    counted_at timestamptz not null,
    -- Whole packages.
    packages integer not null constraint stock_count_entry_not_negative check (packages >= 0),
    -- What the books said at that moment, in the stock unit, and the last entry of the balance that this was after.
    expected numeric(18,6) not null,
    unit text not null,
    ledger_seq bigint,
    constraint stock_count_entry_pk primary key (line_id, round),
    constraint stock_count_entry_two_persons check (not two_persons or counted_by is distinct from previous_by)
  );
  create trigger stock_count_entry_append_only before update or delete on stock_count_entry for each row execute function refuse_change();
  -- The facts that the checks rest on are read, not believed: who counted before, and whether two persons are needed.
  create function stock_count_entry_counter() returns trigger language plpgsql as $$
    begin
      new.previous_by := (select e.counted_by from stock_count_entry e where e.line_id = new.line_id and e.round = new.round - 1);
      new.two_persons := (select p.schedule is not null from stock_count_line n join lot l on l.id = n.lot_id
        join product p on p.id = l.product_id where n.id = new.line_id);
      update stock_count_line set counters = array_append(counters, new.counted_by) where id = new.line_id;
      return new;
    end $$;
  create trigger stock_count_entry_counter before insert on stock_count_entry for each row execute function stock_count_entry_counter();`;

const EXCURSIONS = `
  create table excursion (
    id uuid not null constraint excursion_pk primary key,
    number text not null constraint excursion_number_unique unique,
    location_id uuid not null constraint excursion_location_fk references location,
    quarantine_id uuid not null constraint excursion_quarantine_fk references location,
    from_at timestamptz not null,
    until_at timestamptz not null,
    read_min numeric(6,2),
    read_max numeric(6,2),
    reason text not null constraint excursion_reasoned check (length(btrim(reason)) >= 3),
    movement_id uuid constraint excursion_movement_fk references stock_movement,
    recorded_by uuid not null constraint excursion_recorder_fk references person,
    recorded_at timestamptz not null,
    constraint excursion_window check (from_at <= until_at and until_at <= recorded_at),
    constraint excursion_read check (num_nonnulls(read_min, read_max) > 0 and read_min <= read_max),
    constraint excursion_moves_away check (location_id <> quarantine_id)
  );
  create index excursion_recent on excursion (recorded_at desc, id desc);
  create table excursion_lot (
    excursion_id uuid not null constraint excursion_lot_excursion_fk references excursion,
    lot_id uuid not null constraint excursion_lot_lot_fk references lot,
    -- Where it lay when it was held: here, or where it had been moved to since.
    location_id uuid not null constraint excursion_lot_location_fk references location,
    quantity numeric(18,6) not null constraint excursion_lot_quantity_positive check (quantity > 0),
    unit text not null,
    -- Promises that were taken off it: worksheet, packages, and whether other stock could be promised instead.
    promises jsonb not null default '[]',
    state text not null constraint excursion_lot_state_known check (state in ('held','released','wasted')),
    decided_by uuid constraint excursion_lot_decider_fk references person,
    decided_at timestamptz,
    reason text,
    movement_id uuid constraint excursion_lot_movement_fk references stock_movement,
    constraint excursion_lot_pk primary key (excursion_id, lot_id, location_id),
    constraint excursion_lot_decided_whole check ((state = 'held') = (decided_by is null) and (decided_by is null) = (decided_at is null)
      and (decided_by is null or length(btrim(reason)) >= 3))
  );
  create index excursion_lot_lot on excursion_lot (lot_id);
  create index excursion_lot_held on excursion_lot (excursion_id) where state = 'held';`;
