import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lots, the double-entry ledger of movements, the balances beside it, and open containers. Decision 0002. */
export class StockLedger1780000003000 implements MigrationInterface {
  name = 'StockLedger1780000003000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table lot (
        id uuid not null constraint lot_pk primary key,
        product_id uuid not null constraint lot_product_fk references product,
        lot_number text not null constraint lot_number_shape check (length(lot_number) between 1 and 20 and lot_number = upper(btrim(lot_number))),
        expires_on date not null,
        expiry_printed text not null,
        state text not null constraint lot_state_known check (state in ('quarantine','available','recalled','expired','depleted')),
        state_reason text not null default '',
        received_at timestamptz not null,
        constraint lot_identity_unique unique (product_id, lot_number, expires_on)
      );
      -- Lots with nothing left are the many; what is picked from or shown never reads them.
      create index lot_pick on lot (product_id, expires_on, received_at, id) where state <> 'depleted';
      create index lot_number_search on lot (lot_number);

      create table open_container (
        id uuid not null constraint open_container_pk primary key,
        number text not null constraint open_container_number_unique unique,
        lot_id uuid not null constraint open_container_lot_fk references lot,
        serial text,
        state text not null constraint open_container_state_known check (state in ('open','discarded')),
        opened_at timestamptz not null,
        opened_by uuid not null constraint open_container_opener_fk references person,
        hood_id uuid constraint open_container_hood_fk references hood,
        air text not null constraint open_container_air_known check (air in ('iso5','other')),
        in_use_until timestamptz,
        in_use_answer jsonb not null,
        reconstituted_at timestamptz,
        reconstituted_volume_ml numeric(18,6) constraint open_container_volume_positive check (reconstituted_volume_ml > 0),
        discarded_at timestamptz,
        constraint open_container_discarded_has_time check ((state = 'discarded') = (discarded_at is not null))
      );
      create index open_container_lot on open_container (lot_id);
      create unique index open_container_serial_unique on open_container (lot_id, serial) where serial is not null;

      create table stock_account (
        id uuid not null constraint stock_account_pk primary key,
        kind text not null constraint stock_account_kind_known check (kind in
          ('location','open-container','supplier','worksheet','csp','patient','waste','count-difference')),
        subject_id uuid,
        may_be_negative boolean not null default false,
        constraint stock_account_subject_unique unique nulls not distinct (kind, subject_id),
        constraint stock_account_negative_kinds check (not may_be_negative or kind in ('supplier','count-difference'))
      );

      create table stock_movement (
        id uuid not null constraint stock_movement_pk primary key,
        reason text not null constraint stock_movement_reason_known check (reason in
          ('received','opened','withdrawn','reconstituted','base-used','container-used','transferred','dispensed','wasted','discarded','counted','adjusted','reversed')),
        reference_kind text not null,
        reference_id uuid not null,
        note text not null default '',
        effective_at timestamptz not null,
        recorded_at timestamptz not null,
        actor_id uuid not null constraint stock_movement_actor_fk references person,
        reverses_id uuid constraint stock_movement_reversed_once unique constraint stock_movement_reverses_fk references stock_movement
      );
      create index stock_movement_reference on stock_movement (reference_id);
      create table stock_entry (
        movement_id uuid not null constraint stock_entry_movement_fk references stock_movement,
        line smallint not null,
        account_id uuid not null constraint stock_entry_account_fk references stock_account,
        lot_id uuid not null constraint stock_entry_lot_fk references lot,
        quantity numeric(18,6) not null constraint stock_entry_not_zero check (quantity <> 0),
        unit text not null,
        balance_after numeric(18,6) not null,
        constraint stock_entry_pk primary key (movement_id, line)
      );
      create index stock_entry_lot on stock_entry (lot_id, movement_id);
      create trigger stock_movement_append_only before update or delete on stock_movement for each row execute function refuse_change();
      create trigger stock_entry_append_only before update or delete on stock_entry for each row execute function refuse_change();

      create function stock_entry_balanced() returns trigger language plpgsql as $$
        begin
          if exists (select 1 from stock_entry where movement_id = new.movement_id group by lot_id, unit having sum(quantity) <> 0) then
            raise exception 'movement % does not balance', new.movement_id using errcode = 'check_violation', constraint = 'stock_entry_balanced';
          end if;
          return null;
        end $$;
      create constraint trigger stock_entry_balanced after insert on stock_entry deferrable initially deferred
        for each row execute function stock_entry_balanced();

      create table stock_balance (
        account_id uuid not null constraint stock_balance_account_fk references stock_account,
        -- Kind and mark of the account, copied: the one for finding what lies in a place, the other for the CHECK below.
        account_kind text not null,
        lot_id uuid not null constraint stock_balance_lot_fk references lot,
        unit text not null,
        may_be_negative boolean not null,
        on_hand numeric(18,6) not null default 0,
        allocated numeric(18,6) not null default 0,
        constraint stock_balance_pk primary key (account_id, lot_id),
        constraint stock_balance_not_negative check (may_be_negative or on_hand >= 0),
        constraint stock_balance_allocated_fits check (allocated >= 0 and (allocated = 0 or allocated <= on_hand))
      );
      create index stock_balance_lot on stock_balance (lot_id, account_kind);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table stock_balance; drop table stock_entry; drop table stock_movement; drop table stock_account;
      drop table open_container; drop table lot; drop function stock_entry_balanced();`);
  }
}
