import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is made ahead for stock: products of the pharmacy's own, worksheets without a patient, and the lots that they become.
 * A lot that was made here points to its worksheet, so that trace goes on through it at any depth. Decision 0019.
 */
export class StockBatches1780000016000 implements MigrationInterface {
  name = 'StockBatches1780000016000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create sequence short_number_prd;
      alter table product alter column ndc drop not null, alter column ndc11 drop not null,
        add column in_house boolean not null default false,
        add column code text constraint product_code_unique unique,
        add constraint product_is_bought_or_made check (case when in_house
          then ndc is null and ndc11 is null and gtin is null and code is not null and form = 'solution' and strength_per_ml = content
          else ndc is not null and ndc11 is not null and code is null end);
      create table in_house_product (
        product_id uuid not null constraint in_house_product_pk primary key constraint in_house_product_product_fk references product,
        formulation_id uuid not null constraint in_house_product_formulation_fk references formulation,
        created_by uuid not null constraint in_house_product_creator_fk references person,
        created_at timestamptz not null
      );
      create index in_house_product_formulation on in_house_product (formulation_id);
      comment on column product.in_house is 'made by this pharmacy from its formula; it has no NDC and is scanned by its own code and by the numbers of its containers';

      alter table worksheet alter column order_id drop not null, alter column order_version_id drop not null,
        add column stock_product_id uuid constraint worksheet_stock_product_fk references product,
        add constraint worksheet_for_order_or_stock check ((order_id is null) = (order_version_id is null)
          and (order_id is null) = (stock_product_id is not null)),
        add constraint worksheet_ends_as_it_is_for check ((state <> 'dispensed' or order_id is not null)
          and (state <> 'stocked' or (stock_product_id is not null and bud_at is not null and bud_answer is not null
            and completed_by is not null and verified_by is not null and signature_id is not null)));
      create index worksheet_stock_product on worksheet (stock_product_id, planned_at) where stock_product_id is not null;

      alter table csp alter column patient_id drop not null,
        add constraint csp_ends_as_it_is_for check ((state <> 'dispensed' or patient_id is not null)
          and (state <> 'stocked' or (patient_id is null and bud_at is not null)));
      -- A preparation is for a patient where its worksheet is for an order, and for nobody where it is for stock.
      create function csp_patient_as_worksheet() returns trigger language plpgsql as $$
        begin
          if (select w.order_id is null from worksheet w where w.id = new.worksheet_id) <> (new.patient_id is null) then
            raise exception 'a preparation has a patient exactly where its worksheet has an order'
              using errcode = 'check_violation', constraint = 'csp_patient_as_worksheet';
          end if;
          return new;
        end $$;
      create trigger csp_patient_as_worksheet before insert or update of patient_id, worksheet_id on csp
        for each row execute function csp_patient_as_worksheet();

      alter table lot add column if not exists made_in_worksheet_id uuid, add column if not exists usable_until timestamptz;
      alter table lot drop constraint if exists lot_made_in_worksheet_fk,
        add constraint lot_made_in_worksheet_fk foreign key (made_in_worksheet_id) references worksheet,
        add constraint lot_made_here_has_instant check (made_in_worksheet_id is null or usable_until is not null);
      -- Nobody receives what only the pharmacy makes, and what is made becomes the product that its worksheet was for.
      create function lot_of_own_product_is_made_here() returns trigger language plpgsql as $$
        begin
          if (case when new.made_in_worksheet_id is null then (select p.in_house from product p where p.id = new.product_id)
            else new.product_id is distinct from (select w.stock_product_id from worksheet w where w.id = new.made_in_worksheet_id) end) then
            raise exception 'a lot of a product made here comes of its worksheet'
              using errcode = 'check_violation', constraint = 'lot_of_own_product_is_made_here';
          end if;
          return new;
        end $$;
      create trigger lot_of_own_product_is_made_here before insert or update of product_id, made_in_worksheet_id on lot
        for each row execute function lot_of_own_product_is_made_here();
      create unique index lot_made_in_worksheet_unique on lot (made_in_worksheet_id) where made_in_worksheet_id is not null;
      comment on column lot.usable_until is 'the instant of the beyond-use date of a lot that was made here; null: only expires_on counts';
    `);
    for (const [table, name, value] of WIDENED) await q.query(widen(table, name, value));
    await q.query(`
      alter table stock_account drop constraint stock_account_negative_kinds,
        add constraint stock_account_negative_kinds check (not may_be_negative or kind in ('supplier','count-difference','made'));
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table stock_account drop constraint stock_account_negative_kinds,
        add constraint stock_account_negative_kinds check (not may_be_negative or kind in ('supplier','count-difference'));
      drop trigger lot_of_own_product_is_made_here on lot;
      drop function lot_of_own_product_is_made_here();
      drop index lot_made_in_worksheet_unique;
      alter table lot drop constraint lot_made_here_has_instant, drop constraint lot_made_in_worksheet_fk,
        drop column made_in_worksheet_id, drop column if exists usable_until;
      drop trigger csp_patient_as_worksheet on csp;
      drop function csp_patient_as_worksheet();
      alter table csp drop constraint csp_ends_as_it_is_for, alter column patient_id set not null;
      alter table worksheet drop constraint worksheet_ends_as_it_is_for, drop column stock_product_id,
        alter column order_id set not null, alter column order_version_id set not null;
      alter table product drop constraint product_is_bought_or_made, drop column code, drop column in_house,
        alter column ndc set not null, alter column ndc11 set not null;
      drop table in_house_product;
      drop sequence short_number_prd;
    `);
    for (const [table, name, value] of WIDENED.toReversed()) await q.query(narrow(table, name, value));
  }
}

/** Lists of known values that get one more. */
const WIDENED: readonly (readonly [table: string, constraint: string, value: string])[] = [
  ['worksheet', 'worksheet_state_known', `state = 'stocked'`],
  ['csp', 'csp_state_known', `state = 'stocked'`],
  ['stock_movement', 'stock_movement_reason_known', `reason = 'stocked'`],
  ['stock_account', 'stock_account_kind_known', `kind = 'made'`],
];

/** Whatever was known before stays known: other migrations widen the same lists. */
const widen = (table: string, name: string, value: string): string => `
  do $do$
  declare before text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = '${name}');
  begin
    execute format('alter table ${table} drop constraint ${name}, add constraint ${name} check (%s or %s)', $v$${value}$v$, before);
  end $do$`;

/** Takes away what widen put first. */
const narrow = (table: string, name: string, value: string): string => `
  do $do$
  declare before text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = '${name}');
  begin
    execute format('alter table ${table} drop constraint ${name}, add constraint ${name} check ((%s) and not (%s))', before, $v$${value}$v$);
  end $do$`;
