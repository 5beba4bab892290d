import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Worksheets (compounding records), the preparations made from them, allocation, consumption, photos and labels. */
export class Worksheets1780000006000 implements MigrationInterface {
  name = 'Worksheets1780000006000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table worksheet (
        id uuid not null constraint worksheet_pk primary key,
        number text not null constraint worksheet_number_unique unique,
        order_id uuid not null constraint worksheet_order_fk references infusion_order,
        order_version_id uuid not null constraint worksheet_order_version_fk references infusion_order_version,
        formulation_version_id uuid not null constraint worksheet_formulation_fk references formulation_version,
        state text not null constraint worksheet_state_known check (state in
          ('planned','allocated','staged','compounding','compounded','testing','verified','rejected','dispensed','returned','wasted','recalled','cancelled')),
        state_reason text not null default '',
        containers integer not null constraint worksheet_containers_bounded check (containers between 1 and 100),
        storage text not null constraint worksheet_storage_known check (storage in ('CRT','REF','FRZ')),
        plan jsonb not null,
        needed_at timestamptz,
        needs_bud_until timestamptz,
        planned_by uuid not null constraint worksheet_planner_fk references person,
        planned_at timestamptz not null,
        claimed_by uuid constraint worksheet_claimer_fk references person,
        claimed_at timestamptz,
        station text,
        room_id uuid constraint worksheet_room_fk references room,
        hood_id uuid constraint worksheet_hood_fk references hood,
        category smallint constraint worksheet_category_known check (category in (1,2,3)),
        placement jsonb,
        started_at timestamptz,
        completed_by uuid constraint worksheet_completer_fk references person,
        completed_at timestamptz,
        bud_at timestamptz,
        bud_answer jsonb,
        bud_facts jsonb,
        verified_by uuid constraint worksheet_verifier_fk references person,
        verified_at timestamptz,
        signature_id uuid constraint worksheet_signature_fk references signature,
        dispensed_by uuid constraint worksheet_dispenser_fk references person,
        dispensed_at timestamptz,
        reworks smallint not null default 0,
        revision integer not null default 1,
        constraint worksheet_claim_whole check ((claimed_by is null) = (claimed_at is null) and (claimed_by is null) = (hood_id is null)),
        constraint worksheet_compounded_has_bud check (state not in ('compounded','testing','verified','dispensed') or (bud_at is not null and bud_answer is not null and bud_facts is not null and completed_by is not null)),
        constraint worksheet_verified_is_signed check (state not in ('verified','dispensed') or (verified_by is not null and signature_id is not null)),
        constraint worksheet_maker_not_verifier check (verified_by is null or (verified_by is distinct from completed_by and verified_by is distinct from claimed_by))
      );
      create index worksheet_queue on worksheet (state, needed_at, id);
      create index worksheet_order on worksheet (order_id);

      create table worksheet_line (
        id uuid not null constraint worksheet_line_pk primary key,
        worksheet_id uuid not null constraint worksheet_line_worksheet_fk references worksheet,
        position smallint not null,
        role text not null constraint worksheet_line_role_known check (role in ('additive','base','diluent','container')),
        drug_id uuid not null constraint worksheet_line_drug_fk references drug,
        product_id uuid not null constraint worksheet_line_product_fk references product,
        quantity numeric(18,6) not null constraint worksheet_line_quantity_positive check (quantity > 0),
        unit text not null,
        packages integer not null constraint worksheet_line_packages_positive check (packages > 0),
        constraint worksheet_line_position_unique unique (worksheet_id, position)
      );
      create index worksheet_line_product on worksheet_line (product_id);

      create table allocation (
        id uuid not null constraint allocation_pk primary key,
        worksheet_line_id uuid not null constraint allocation_line_fk references worksheet_line,
        account_id uuid not null,
        lot_id uuid not null,
        quantity numeric(18,6) not null constraint allocation_quantity_positive check (quantity > 0),
        used numeric(18,6) not null default 0,
        unit text not null,
        state text not null constraint allocation_state_known check (state in ('active','used','released')),
        made_at timestamptz not null,
        resolved_at timestamptz,
        override_reason text,
        constraint allocation_balance_fk foreign key (account_id, lot_id) references stock_balance,
        constraint allocation_used_fits check (used >= 0 and used <= quantity),
        constraint allocation_resolved_has_time check ((state = 'active') = (resolved_at is null))
      );
      create index allocation_line on allocation (worksheet_line_id);
      create index allocation_active_lot on allocation (lot_id) where state = 'active';

      create table csp (
        id uuid not null constraint csp_pk primary key,
        number text not null constraint csp_number_unique unique,
        worksheet_id uuid not null constraint csp_worksheet_fk references worksheet,
        position smallint not null,
        patient_id uuid not null constraint csp_patient_fk references patient,
        state text not null constraint csp_state_known check (state in
          ('planned','compounding','compounded','verified','labeled','active','dispensed','returned','wasted','rejected','recalled','cancelled')),
        bud_at timestamptz,
        activated_by uuid constraint csp_activator_fk references person,
        activated_at timestamptz,
        constraint csp_position_unique unique (worksheet_id, position),
        constraint csp_released_has_bud check (state not in ('compounded','verified','labeled','active','dispensed') or bud_at is not null)
      );
      create index csp_patient on csp (patient_id);

      create table worksheet_step (
        id uuid not null constraint worksheet_step_pk primary key,
        worksheet_id uuid not null constraint worksheet_step_worksheet_fk references worksheet,
        position smallint not null,
        kind text not null constraint worksheet_step_kind_known check (kind in
          ('open','reconstitute','base','remove-diluent','draw','fill-diluent','container','inspect','photo')),
        csp_position smallint,
        line_id uuid constraint worksheet_step_line_fk references worksheet_line,
        package_index smallint,
        instruction text not null,
        planned_volume_ml numeric(18,6) constraint worksheet_step_planned_positive check (planned_volume_ml > 0),
        planned_quantity numeric(18,6) constraint worksheet_step_quantity_positive check (planned_quantity > 0),
        unit text,
        state text not null constraint worksheet_step_state_known check (state in ('pending','scanned','done')),
        lot_id uuid constraint worksheet_step_lot_fk references lot,
        open_container_id uuid constraint worksheet_step_container_fk references open_container,
        scanned jsonb,
        scanned_by uuid constraint worksheet_step_scanner_fk references person,
        scanned_at timestamptz,
        volume_ml numeric(18,6) constraint worksheet_step_volume_not_negative check (volume_ml >= 0),
        done_by uuid constraint worksheet_step_doer_fk references person,
        done_at timestamptz,
        note text not null default '',
        constraint worksheet_step_position_unique unique (worksheet_id, position),
        constraint worksheet_step_done_whole check ((state = 'done') = (done_at is not null) and (done_at is null) = (done_by is null)),
        -- Promise 6: no volume before the ingredient is proven by its code.
        constraint worksheet_step_scan_before_volume check (volume_ml is null or kind in ('remove-diluent') or scanned_at is not null)
      );
      create index worksheet_step_container on worksheet_step (open_container_id) where open_container_id is not null;

      create table consumption (
        id uuid not null constraint consumption_pk primary key,
        worksheet_id uuid not null constraint consumption_worksheet_fk references worksheet,
        csp_id uuid constraint consumption_csp_fk references csp,
        lot_id uuid not null constraint consumption_lot_fk references lot,
        open_container_id uuid constraint consumption_container_fk references open_container,
        step_id uuid not null constraint consumption_step_fk references worksheet_step,
        movement_id uuid not null constraint consumption_movement_fk references stock_movement,
        quantity numeric(18,6) not null constraint consumption_quantity_positive check (quantity > 0),
        unit text not null,
        at timestamptz not null
      );
      -- Trace in two statements: lot to worksheets, worksheets to preparations; both directions by index only (performance, finding 5).
      create index consumption_lot on consumption (lot_id, worksheet_id, csp_id);
      create index consumption_worksheet on consumption (worksheet_id, csp_id);
      -- A row stands as long as its movement does: it leaves only when that was reversed, so trace never shows what was taken back.
      create function consumption_stands() returns trigger language plpgsql as $$
        begin
          if tg_op = 'DELETE' and exists (select 1 from stock_movement where reverses_id = old.movement_id) then
            return old;
          end if;
          raise exception 'consumption stands until its movement is reversed' using errcode = 'restrict_violation', constraint = 'consumption_stands';
        end $$;
      create trigger consumption_stands before update or delete on consumption for each row execute function consumption_stands();

      create table photo (
        id uuid not null constraint photo_pk primary key,
        worksheet_id uuid not null constraint photo_worksheet_fk references worksheet,
        step_id uuid constraint photo_step_fk references worksheet_step,
        media_type text not null constraint photo_media_type_known check (media_type in ('image/jpeg','image/png','image/webp')),
        bytes bytea not null constraint photo_size_bounded check (octet_length(bytes) between 1 and 6291456),
        sha256 text not null,
        taken_by uuid not null constraint photo_taker_fk references person,
        taken_at timestamptz not null
      );
      create index photo_worksheet on photo (worksheet_id, taken_at);
      create trigger photo_append_only before update or delete on photo for each row execute function refuse_change();

      create table label (
        id uuid not null constraint label_pk primary key,
        number text not null constraint label_number_unique unique,
        csp_id uuid not null constraint label_csp_fk references csp,
        copy smallint not null,
        facts jsonb not null,
        pdf bytea not null,
        sha256 text not null,
        read_back jsonb not null,
        matches boolean not null,
        printed_by uuid not null constraint label_printer_fk references person,
        printed_at timestamptz not null,
        print_reason text not null default '',
        voided_at timestamptz,
        void_reason text,
        constraint label_copy_unique unique (csp_id, copy),
        constraint label_void_reasoned check ((voided_at is null) = (void_reason is null))
      );
      create unique index label_one_current on label (csp_id) where voided_at is null;

      create table worksheet_event (
        id uuid not null constraint worksheet_event_pk primary key,
        worksheet_id uuid not null constraint worksheet_event_worksheet_fk references worksheet,
        kind text not null,
        at timestamptz not null,
        actor_id uuid not null constraint worksheet_event_actor_fk references person,
        detail jsonb not null
      );
      create index worksheet_event_worksheet on worksheet_event (worksheet_id, at, id);
      create trigger worksheet_event_append_only before update or delete on worksheet_event for each row execute function refuse_change();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table worksheet_event; drop table label; drop table photo; drop table consumption; drop table worksheet_step;
      drop table csp; drop table allocation; drop table worksheet_line; drop table worksheet; drop function consumption_stands();`);
  }
}
