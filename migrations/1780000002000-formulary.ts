import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Drugs, purchasable products and the stability evidence that a pharmacist keeps. */
export class Formulary1780000002000 implements MigrationInterface {
  name = 'Formulary1780000002000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table drug (
        id uuid not null constraint drug_pk primary key,
        name text not null,
        kind text not null constraint drug_kind_known check (kind in ('drug','base-solution','diluent','container')),
        hazard text not null default 'none' constraint drug_hazard_known check (hazard in ('none','NIOSH24-T1','NIOSH24-T2','facility')),
        antineoplastic boolean not null default false,
        high_alert boolean not null default false,
        allergy_classes text[] not null default '{}',
        maximum_rate_value numeric(18,6),
        maximum_rate_unit text,
        maximum_rate_source text,
        active boolean not null default true,
        constraint drug_maximum_rate_whole check ((maximum_rate_value is null) = (maximum_rate_unit is null)
          and (maximum_rate_value is null) = (maximum_rate_source is null)),
        constraint drug_antineoplastic_is_hazardous check (not antineoplastic or hazard <> 'none')
      );
      create unique index drug_name_unique on drug (lower(name));

      create table product (
        id uuid not null constraint product_pk primary key,
        drug_id uuid not null constraint product_drug_fk references drug,
        name text not null,
        manufacturer text not null,
        ndc text not null constraint product_ndc_unique unique,
        ndc11 text not null constraint product_ndc11_unique unique constraint product_ndc11_shape check (ndc11 ~ '^[0-9]{11}$'),
        gtin text constraint product_gtin_unique unique constraint product_gtin_shape check (gtin ~ '^[0-9]{14}$'),
        container_kind text not null constraint product_container_kind_known check (container_kind in
          ('single-dose-vial','multiple-dose-vial','pharmacy-bulk-package','ampul','bag','bottle','syringe','empty-container')),
        form text not null constraint product_form_known check (form in ('powder','solution','empty')),
        stock_unit text not null constraint product_stock_unit_known check (stock_unit in ('mg','mL','[iU]','mmol','meq','1')),
        content numeric(18,6) not null constraint product_content_positive check (content > 0),
        strength_value numeric(18,6) constraint product_strength_positive check (strength_value > 0),
        strength_unit text,
        strength_per_ml numeric(18,6) constraint product_strength_per_positive check (strength_per_ml > 0),
        reconstitution_drug_id uuid constraint product_reconstitution_fk references drug,
        reconstitution_volume_ml numeric(18,6) constraint product_reconstitution_positive check (reconstitution_volume_ml > 0),
        displacement_ml numeric(18,6) constraint product_displacement_not_negative check (displacement_ml >= 0),
        storage text not null constraint product_storage_known check (storage in ('CRT','REF','FRZ')),
        in_use_hours numeric(18,6) constraint product_in_use_positive check (in_use_hours > 0),
        reconstituted_stability_hours numeric(18,6) constraint product_reconstituted_positive check (reconstituted_stability_hours > 0),
        container_material text,
        protect_from_light boolean not null default false,
        dscsa_exempt boolean not null default false,
        schedule text constraint product_schedule_known check (schedule in ('CII','CIII','CIV','CV')),
        source text not null,
        active boolean not null default true,
        constraint product_powder_has_reconstitution check (form <> 'powder' or (reconstitution_drug_id is not null
          and reconstitution_volume_ml is not null and strength_value is not null)),
        constraint product_solution_in_ml check (form <> 'solution' or stock_unit = 'mL'),
        constraint product_strength_whole check ((strength_value is null) = (strength_unit is null)
          and (strength_value is null) = (strength_per_ml is null))
      );
      create index product_drug on product (drug_id);
      comment on column product.content is 'what one container holds, in stock_unit: drug amount of a powder, volume of a solution, 1 of an empty container';
      comment on column product.strength_value is 'drug in strength_per_ml of the solution, of a powder once reconstituted as the label says';
      -- Allocation locks these rows in ascending id, never the product itself, so that reading and editing products go on.
      create table product_gate (product_id uuid not null constraint product_gate_pk primary key constraint product_gate_product_fk references product);
      create function product_gate_made() returns trigger language plpgsql as $$
        begin insert into product_gate values (new.id); return new; end $$;
      create trigger product_gate_made after insert on product for each row execute function product_gate_made();

      create table stability_evidence (
        id text not null constraint stability_evidence_pk primary key,
        -- What a signature refers to: rows from a published table keep the source's own id, which is no uuid.
        record_id uuid not null default gen_random_uuid() constraint stability_evidence_record_unique unique,
        drug_id uuid constraint stability_evidence_drug_fk references drug,
        drug_name text not null,
        concentration_min numeric(18,6),
        concentration_max numeric(18,6),
        concentration_unit text,
        diluents text[] not null default '{}',
        containers text[] not null default '{}',
        temperature_min numeric(18,6),
        temperature_max numeric(18,6),
        limit_hours numeric(18,6) constraint stability_evidence_limit_positive check (limit_hours > 0),
        clock text not null default 'start' constraint stability_evidence_clock_known check (clock in ('start','reconstitution')),
        protect_from_light boolean,
        citation text not null,
        note text not null default '',
        printed jsonb not null default '{}',
        status text not null constraint stability_evidence_status_known check (status in ('unconfirmed','confirmed','withdrawn')),
        reviewed_by uuid constraint stability_evidence_reviewer_fk references person,
        reviewed_on date,
        revision integer not null default 1,
        constraint stability_evidence_confirmed_has_reviewer check (status <> 'confirmed' or (reviewed_by is not null and reviewed_on is not null)),
        constraint stability_evidence_range check (concentration_min is null or concentration_max is null or concentration_min <= concentration_max)
      );
      create index stability_evidence_drug on stability_evidence (drug_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      'drop table stability_evidence; drop table product_gate; drop table product; drop function product_gate_made(); drop table drug;',
    );
  }
}
