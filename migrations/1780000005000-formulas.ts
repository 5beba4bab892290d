import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Master formulation records: versioned, approved by someone other than the author, then immutable (USP <797> 11.1). */
export class Formulas1780000005000 implements MigrationInterface {
  name = 'Formulas1780000005000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table formulation (
        id uuid not null constraint formulation_pk primary key,
        number text not null constraint formulation_number_unique unique,
        name text not null
      );
      create unique index formulation_name_unique on formulation (lower(name));
      create table formulation_version (
        id uuid not null constraint formulation_version_pk primary key,
        formulation_id uuid not null constraint formulation_version_formulation_fk references formulation,
        version integer not null,
        state text not null constraint formulation_version_state_known check (state in ('draft','approved','retired')),
        content jsonb not null,
        content_text text not null,
        additive_drug_ids uuid[] not null,
        base_drug_id uuid constraint formulation_version_base_fk references drug,
        author_id uuid not null constraint formulation_version_author_fk references person,
        written_at timestamptz not null,
        approved_by uuid constraint formulation_version_approver_fk references person,
        approved_at timestamptz,
        signature_id uuid constraint formulation_version_signature_fk references signature,
        review_by date,
        retired_at timestamptz,
        constraint formulation_version_number_unique unique (formulation_id, version),
        constraint formulation_version_approval_whole check ((state = 'draft') = (approved_by is null)
          and (approved_by is null) = (signature_id is null) and (approved_by is null) = (approved_at is null)),
        constraint formulation_version_author_not_approver check (approved_by is null or approved_by <> author_id)
      );
      create unique index formulation_version_one_approved on formulation_version (formulation_id) where state = 'approved';
      create unique index formulation_version_one_draft on formulation_version (formulation_id) where state = 'draft';
      create index formulation_version_drugs on formulation_version using gin (additive_drug_ids);
      create function formulation_version_frozen() returns trigger language plpgsql as $$
        begin
          if old.state <> 'draft' and (new.content_text <> old.content_text or new.content <> old.content or new.version <> old.version
            or new.approved_by is distinct from old.approved_by or new.state = 'draft') then
            raise exception 'an approved formulation never changes' using errcode = 'restrict_violation', constraint = 'formulation_version_frozen';
          end if;
          return new;
        end $$;
      create trigger formulation_version_frozen before update on formulation_version for each row execute function formulation_version_frozen();
      alter table order_review add constraint order_review_formulation_fk foreign key (formulation_version_id) references formulation_version;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      'alter table order_review drop constraint order_review_formulation_fk; drop table formulation_version; drop function formulation_version_frozen(); drop table formulation;',
    );
  }
}
