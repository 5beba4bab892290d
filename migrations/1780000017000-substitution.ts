import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Substitutions in a shortage: what replaces what, what was shown for every order, what became of it. Decision 0020. */
export class Substitution1780000017000 implements MigrationInterface {
  name = 'Substitution1780000017000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create sequence short_number_sub;

      create table substitution (
        id uuid not null constraint substitution_pk primary key,
        number text not null constraint substitution_number_unique unique,
        kind text not null constraint substitution_kind_known check (kind in ('product','base','drug')),
        -- What is short: a drug or a base solution.
        drug_id uuid not null constraint substitution_drug_fk references drug,
        -- kind product: spared, and used instead.
        from_product_id uuid constraint substitution_from_product_fk references product,
        to_product_id uuid constraint substitution_to_product_fk references product,
        -- kinds base and drug
        to_drug_id uuid constraint substitution_to_drug_fk references drug,
        -- kind drug: the row of the kept list, and its factor as it was when this was drafted.
        alternative_id uuid constraint substitution_alternative_fk references drug_alternative,
        dose_factor numeric(18,6) constraint substitution_factor_positive check (dose_factor > 0),
        reason text not null constraint substitution_reasoned check (length(btrim(reason)) >= 3),
        -- Copy reason (domain-rules 7.8): the row of the shortage list, or words of the prescriber.
        shortage_item_id uuid constraint substitution_shortage_fk references shortage_item,
        shortage_reference text not null default '',
        state text not null constraint substitution_state_known check (state in ('draft','proposed','approved','declined','reversed')),
        -- What a pharmacist answers to what was found, and the stability limit; part of what is shown.
        overrides jsonb not null default '[]',
        stability_decision jsonb,
        -- What was shown: sums, when, and the hash of the text that would be signed.
        sums jsonb,
        shown_at timestamptz,
        shown_hash text,
        created_by uuid not null constraint substitution_creator_fk references person,
        created_at timestamptz not null,
        proposed_by uuid constraint substitution_proposer_fk references person,
        proposed_at timestamptz,
        approved_by uuid constraint substitution_approver_fk references person,
        approved_at timestamptz,
        approval_signature_id uuid constraint substitution_approval_signature_fk references signature,
        ended_by uuid constraint substitution_ender_fk references person,
        ended_at timestamptz,
        ended_reason text,
        reversal_signature_id uuid constraint substitution_reversal_signature_fk references signature,
        revision integer not null default 1,
        constraint substitution_names_what check (
          (kind = 'product' and to_product_id is not null and from_product_id is distinct from to_product_id and to_drug_id is null and alternative_id is null)
          or (kind <> 'product' and from_product_id is null and to_product_id is null and to_drug_id is not null and to_drug_id <> drug_id)),
        constraint substitution_drug_from_list check ((kind = 'drug') = (alternative_id is not null) and (kind = 'drug') = (dose_factor is not null)),
        constraint substitution_proposal_whole check ((proposed_by is null) = (proposed_at is null)),
        constraint substitution_approval_whole check (num_nonnulls(approved_by, approved_at, approval_signature_id) in (0, 3)
          and (approved_by is not null) = (state in ('approved','reversed'))),
        constraint substitution_ending_whole check (num_nonnulls(ended_by, ended_at, ended_reason) in (0, 3)
          and (ended_by is not null) = (state in ('declined','reversed'))),
        constraint substitution_reversal_signed check ((state = 'reversed') = (reversal_signature_id is not null))
      );
      create index substitution_recent on substitution (created_at desc, id desc);
      create index substitution_drug on substitution (drug_id, created_at desc);

      create table substitution_order (
        substitution_id uuid not null constraint substitution_order_substitution_fk references substitution,
        order_id uuid not null constraint substitution_order_order_fk references infusion_order,
        position integer not null,
        -- Left out by a person; it stays as it is.
        left_out boolean not null default false,
        standing text not null constraint substitution_order_standing_known check (standing in ('ready','answers-missing','cannot')),
        -- Before and after as shown and signed.
        shown jsonb not null,
        before_version integer not null,
        -- What became of it: set at approval and at reversal.
        after_version integer,
        outcome text constraint substitution_order_outcome_known check (outcome in ('substituted','left-alone','restored','changed-since')),
        outcome_note text not null default '',
        constraint substitution_order_pk primary key (substitution_id, order_id)
      );
      create unique index substitution_order_position_unique on substitution_order (substitution_id, position);
      create index substitution_order_order on substitution_order (order_id);

      create table product_preference (
        id uuid not null constraint product_preference_pk primary key,
        drug_id uuid not null constraint product_preference_drug_fk references drug,
        prefer_product_id uuid not null constraint product_preference_prefer_fk references product,
        avoid_product_id uuid constraint product_preference_avoid_fk references product,
        substitution_id uuid not null constraint product_preference_substitution_fk references substitution,
        made_at timestamptz not null,
        active boolean not null default true,
        ended_at timestamptz,
        constraint product_preference_not_both check (prefer_product_id is distinct from avoid_product_id),
        constraint product_preference_ending_whole check (active = (ended_at is null))
      );
      -- One preference a drug: the planner is told one thing.
      create unique index product_preference_one_active on product_preference (drug_id) where active;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      'drop table product_preference; drop table substitution_order; drop table substitution; drop sequence short_number_sub;',
    );
  }
}
