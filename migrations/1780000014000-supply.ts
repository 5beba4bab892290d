import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long each drug lasts: stored projections, levels to keep, alternatives, notes and notices. */
export class Supply1780000014000 implements MigrationInterface {
  name = 'Supply1780000014000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- What the last run of the projection said; the answer is whole, the columns are what the table sorts and filters by.
      create table supply_projection (
        drug_id uuid not null constraint supply_projection_pk primary key constraint supply_projection_drug_fk references drug,
        computed_at timestamptz not null,
        today date not null,
        horizon_days integer not null constraint supply_projection_horizon_positive check (horizon_days > 0),
        unit text not null,
        on_hand numeric(24,6) not null constraint supply_projection_on_hand_not_negative check (on_hand >= 0),
        usable_days numeric,
        stockout_on date,
        stockout_early date,
        stockout_late date,
        patients_hit integer not null constraint supply_projection_patients_not_negative check (patients_hit >= 0),
        next_inbound_on date,
        answer jsonb not null,
        constraint supply_projection_range_ordered check (
          (stockout_on is null or (stockout_early is not null and stockout_early <= stockout_on))
          and (stockout_late is null or (stockout_on is not null and stockout_on <= stockout_late)))
      );
      create index supply_projection_stockout on supply_projection (stockout_on);

      -- Drugs whose projection was asked for and is not made yet: one row a drug, so that a hundred changes are one run.
      create table supply_request (
        drug_id uuid not null constraint supply_request_pk primary key constraint supply_request_drug_fk references drug,
        asked_at timestamptz not null
      );

      -- Until when changes of stock, orders and purchases have been looked at: one row.
      create table supply_watch (
        "only" boolean not null default true constraint supply_watch_pk primary key constraint supply_watch_one check ("only"),
        looked_at timestamptz not null
      );

      create table par_level (
        drug_id uuid not null constraint par_level_pk primary key constraint par_level_drug_fk references drug,
        min_days integer not null constraint par_level_min_bounded check (min_days between 1 and 365),
        target_days integer not null constraint par_level_target_bounded check (target_days between 1 and 365),
        set_by uuid not null constraint par_level_setter_fk references person,
        set_at timestamptz not null,
        revision integer not null default 1,
        constraint par_level_target_reaches_min check (target_days >= min_days)
      );

      create table drug_alternative (
        id uuid not null constraint drug_alternative_pk primary key,
        drug_id uuid not null constraint drug_alternative_drug_fk references drug,
        kind text not null constraint drug_alternative_kind_known check (kind in ('product','drug','base')),
        alternative_drug_id uuid constraint drug_alternative_alternative_drug_fk references drug,
        alternative_product_id uuid constraint drug_alternative_alternative_product_fk references product,
        -- Dose of the alternative for one unit of the original, in the same unit.
        dose_factor numeric(18,6) constraint drug_alternative_factor_positive check (dose_factor > 0),
        indication text not null default '',
        note text not null constraint drug_alternative_reasoned check (length(btrim(note)) > 0),
        source text not null default '',
        kept_by uuid not null constraint drug_alternative_keeper_fk references person,
        kept_on date not null,
        active boolean not null default true,
        revision integer not null default 1,
        constraint drug_alternative_names_one check (
          (kind = 'product' and alternative_product_id is not null and alternative_drug_id is null)
          or (kind <> 'product' and alternative_drug_id is not null and alternative_product_id is null)),
        constraint drug_alternative_not_itself check (alternative_drug_id is distinct from drug_id)
      );
      create unique index drug_alternative_once on drug_alternative (drug_id, kind, coalesce(alternative_drug_id, alternative_product_id), indication) where active;

      create table supply_note (
        id uuid not null constraint supply_note_pk primary key,
        drug_id uuid not null constraint supply_note_drug_fk references drug,
        text text not null constraint supply_note_given check (length(btrim(text)) between 1 and 2000),
        written_by uuid not null constraint supply_note_writer_fk references person,
        written_at timestamptz not null
      );
      create index supply_note_drug on supply_note (drug_id, written_at);
      create trigger supply_note_append_only before update or delete on supply_note for each row execute function refuse_change();

      create table supply_notice (
        id uuid not null constraint supply_notice_pk primary key,
        drug_id uuid not null constraint supply_notice_drug_fk references drug,
        kind text not null constraint supply_notice_kind_known check (kind in ('nearer','patient-hit')),
        message text not null,
        before jsonb not null,
        after jsonb not null,
        at timestamptz not null,
        seen_by uuid constraint supply_notice_seer_fk references person,
        seen_at timestamptz,
        constraint supply_notice_seen_whole check ((seen_by is null) = (seen_at is null))
      );
      create index supply_notice_open on supply_notice (at) where seen_at is null;

      -- What changed lately is looked for by these.
      create index infusion_order_changed on infusion_order (changed_at);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop index infusion_order_changed; drop table supply_notice; drop table supply_note; drop table drug_alternative;
      drop table par_level; drop table supply_watch; drop table supply_request; drop table supply_projection;`);
  }
}
