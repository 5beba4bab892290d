import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Patients and their prescriptions. A changed prescription is a new version; versions never change. */
export class Orders1780000004000 implements MigrationInterface {
  name = 'Orders1780000004000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table patient (
        id uuid not null constraint patient_pk primary key,
        number text not null constraint patient_number_unique unique,
        family_name text not null constraint patient_family_name_given check (length(btrim(family_name)) > 0),
        given_name text not null constraint patient_given_name_given check (length(btrim(given_name)) > 0),
        birth_date date not null,
        sex text not null constraint patient_sex_known check (sex in ('female','male','other','unknown')),
        mrn text constraint patient_mrn_unique unique,
        care_setting text not null constraint patient_care_setting_known check (care_setting in ('home','hospital','clinic')),
        weight_kg numeric(9,3) constraint patient_weight_plausible check (weight_kg > 0 and weight_kg < 700),
        height_cm numeric(9,2) constraint patient_height_plausible check (height_cm > 0 and height_cm < 300),
        measured_on date,
        allergies_reviewed boolean not null default false,
        allergies jsonb not null default '[]',
        phone text not null default '',
        address text not null default '',
        notes text not null default '',
        created_at timestamptz not null,
        revision integer not null default 1
      );
      create index patient_name on patient (lower(family_name), lower(given_name), id);

      create table infusion_order (
        id uuid not null constraint infusion_order_pk primary key,
        number text not null constraint infusion_order_number_unique unique,
        patient_id uuid not null constraint infusion_order_patient_fk references patient,
        state text not null constraint infusion_order_state_known check (state in
          ('received','in-review','approved','clarification','rejected','on-hold','completed','discontinued')),
        state_reason text not null default '',
        version integer not null default 1,
        received_at timestamptz not null,
        changed_at timestamptz not null
      );
      create index infusion_order_queue on infusion_order (state, received_at, id);
      create index infusion_order_patient on infusion_order (patient_id, received_at);

      create table infusion_order_version (
        id uuid not null constraint infusion_order_version_pk primary key,
        order_id uuid not null constraint infusion_order_version_order_fk references infusion_order,
        version integer not null,
        route text not null constraint infusion_order_version_route_known check (route in ('IV','SUBCUT','IM','EPIDURAL','INTRATHECAL')),
        schedule text not null constraint infusion_order_version_schedule_known check (schedule in ('intermittent','continuous','once')),
        duration_minutes integer not null constraint infusion_order_version_duration_positive check (duration_minutes > 0),
        interval_minutes integer constraint infusion_order_version_interval_positive check (interval_minutes > 0),
        containers integer not null constraint infusion_order_version_containers_bounded check (containers between 1 and 100),
        days_supply integer constraint infusion_order_version_days_bounded check (days_supply between 1 and 120),
        storage text not null constraint infusion_order_version_storage_known check (storage in ('CRT','REF','FRZ')),
        device text not null constraint infusion_order_version_device_known check (device in
          ('gravity','stationary-pump','ambulatory-pump','elastomeric','syringe-pump','push')),
        needed_at timestamptz,
        prescriber text not null,
        indication text not null default '',
        directions text not null default '',
        entered_by uuid not null constraint infusion_order_version_enterer_fk references person,
        entered_at timestamptz not null,
        change_reason text not null default '',
        constraint infusion_order_version_number_unique unique (order_id, version),
        constraint infusion_order_version_interval_fits check ((schedule = 'intermittent') = (interval_minutes is not null))
      );
      create table infusion_order_line (
        version_id uuid not null constraint infusion_order_line_version_fk references infusion_order_version,
        position smallint not null,
        role text not null constraint infusion_order_line_role_known check (role in ('additive','base')),
        drug_id uuid not null constraint infusion_order_line_drug_fk references drug,
        dose_value numeric(18,6) not null constraint infusion_order_line_dose_positive check (dose_value > 0),
        dose_unit text not null,
        basis text not null constraint infusion_order_line_basis_known check (basis in ('flat','per-kg','per-m2')),
        basis_value numeric(18,6),
        basis_unit text,
        body_value numeric(18,6),
        constraint infusion_order_line_pk primary key (version_id, position),
        constraint infusion_order_line_basis_whole check (basis = 'flat' or (basis_value > 0 and basis_unit is not null and body_value > 0))
      );
      create unique index infusion_order_line_one_base on infusion_order_line (version_id) where role = 'base';
      create index infusion_order_line_drug on infusion_order_line (drug_id);
      create trigger infusion_order_version_append_only before update or delete on infusion_order_version for each row execute function refuse_change();
      create trigger infusion_order_line_append_only before update or delete on infusion_order_line for each row execute function refuse_change();

      create table order_review (
        id uuid not null constraint order_review_pk primary key,
        order_id uuid not null constraint order_review_order_fk references infusion_order,
        version_id uuid not null constraint order_review_version_fk references infusion_order_version,
        decision text not null constraint order_review_decision_known check (decision in ('approved','clarification','rejected')),
        reason text not null default '',
        findings jsonb not null,
        overrides jsonb not null default '[]',
        stability_decision jsonb,
        formulation_version_id uuid,
        reviewed_by uuid not null constraint order_review_reviewer_fk references person,
        reviewed_at timestamptz not null,
        signature_id uuid constraint order_review_signature_fk references signature,
        constraint order_review_approval_signed check (decision <> 'approved' or (signature_id is not null and formulation_version_id is not null)),
        constraint order_review_refusal_reasoned check (decision = 'approved' or length(btrim(reason)) > 0)
      );
      create index order_review_order on order_review (order_id, reviewed_at);
      create unique index order_review_approved_once on order_review (version_id) where decision = 'approved';
      create trigger order_review_append_only before update or delete on order_review for each row execute function refuse_change();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      'drop table order_review; drop table infusion_order_line; drop table infusion_order_version; drop table infusion_order; drop table patient;',
    );
  }
}
