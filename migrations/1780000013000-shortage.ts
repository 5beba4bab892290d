import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The feed of drug shortages: files brought in, the picture they give, what changed, and who has seen it. */
export class Shortage1780000013000 implements MigrationInterface {
  name = 'Shortage1780000013000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table shortage_import (
        id uuid not null constraint shortage_import_pk primary key,
        source text not null constraint shortage_import_source_known check (source in ('upload','address','sample')),
        origin text not null default '',
        forced boolean not null default false,
        state text not null constraint shortage_import_state_known check (state in ('queued','running','done','failed')),
        last_updated date,
        rows_total integer constraint shortage_import_total_not_negative check (rows_total >= 0),
        rows_done integer not null default 0,
        rows_refused integer not null default 0,
        sha256 text constraint shortage_import_hash_shape check (sha256 ~ '^[0-9a-f]{64}$'),
        bytes integer,
        requested_by uuid constraint shortage_import_requester_fk references person,
        requested_at timestamptz not null,
        finished_at timestamptz,
        rows_new integer,
        rows_changed integer,
        rows_gone integer,
        error text,
        constraint shortage_import_progress check (rows_done >= 0 and rows_refused between 0 and rows_done
          and rows_done <= coalesce(rows_total, 0)),
        constraint shortage_import_end_is_whole check ((state in ('done','failed')) = (finished_at is not null)
          and (state = 'failed') = (error is not null)),
        constraint shortage_import_done_has_file check (state <> 'done' or (sha256 is not null and rows_done = rows_total))
      );
      create index shortage_import_newest on shortage_import (requested_at desc, id desc);
      comment on column shortage_import.rows_done is 'the cursor: rows of the file that are staged or refused, in their order';

      -- One row: who switches the picture, or begins an import, locks it first.
      create table shortage_feed (
        only_one boolean not null default true constraint shortage_feed_pk primary key
          constraint shortage_feed_only_one check (only_one),
        current_import_id uuid constraint shortage_feed_current_fk references shortage_import
      );
      insert into shortage_feed default values;

      -- The file as it came, gzip by piece, until it has been read.
      create table shortage_import_piece (
        import_id uuid not null constraint shortage_import_piece_import_fk references shortage_import,
        position integer not null,
        content bytea not null,
        constraint shortage_import_piece_pk primary key (import_id, position)
      );
      -- Rows read so far. Nobody sees them before the whole file is read and the picture switches over.
      create table shortage_import_row (
        import_id uuid not null constraint shortage_import_row_import_fk references shortage_import,
        row_number integer not null,
        line integer not null,
        key text not null,
        facts jsonb not null,
        raw jsonb not null,
        constraint shortage_import_row_pk primary key (import_id, row_number)
      );
      create table shortage_import_refusal (
        import_id uuid not null constraint shortage_import_refusal_import_fk references shortage_import,
        row_number integer not null,
        line integer not null,
        ndc text,
        reason text not null,
        constraint shortage_import_refusal_pk primary key (import_id, row_number)
      );

      create table shortage_item (
        id uuid not null constraint shortage_item_pk primary key,
        key text not null constraint shortage_item_key_unique unique,
        package_ndc text not null,
        ndc11 text constraint shortage_item_ndc11_shape check (ndc11 ~ '^[0-9]{11}$'),
        generic_name text not null,
        company_name text not null,
        presentation text not null,
        dosage_form text not null,
        status text not null constraint shortage_item_status_known
          check (status in ('current','resolved','to-be-discontinued','other')),
        availability text not null constraint shortage_item_availability_known
          check (availability in ('available','limited','unavailable','unknown')),
        availability_text text not null default '',
        reason text not null constraint shortage_item_reason_known check (reason in
          ('manufacturing-practice','regulatory-delay','active-ingredient','inactive-ingredient','discontinuation','shipping',
           'demand','other','not-stated')),
        reason_text text not null default '',
        note text not null default '',
        initial_on date,
        updated_on date,
        discontinued_on date,
        standing text not null constraint shortage_item_standing_known
          check (standing in ('available','limited','unavailable','ending','unknown')),
        product_id uuid constraint shortage_item_product_fk references product,
        drug_id uuid constraint shortage_item_drug_fk references drug,
        matched_by text constraint shortage_item_matched_by_known check (matched_by in ('ndc','hand','product-ndc','ingredient')),
        import_id uuid not null constraint shortage_item_import_fk references shortage_import,
        first_seen_at timestamptz not null,
        last_seen_at timestamptz not null,
        gone_at timestamptz,
        facts jsonb not null,
        raw jsonb not null,
        constraint shortage_item_match_whole check ((drug_id is null) = (matched_by is null)
          and (product_id is null or drug_id is not null))
      );
      create index shortage_item_drug on shortage_item (drug_id) where drug_id is not null;
      create index shortage_item_ndc11 on shortage_item (ndc11);
      create index shortage_item_listed on shortage_item (lower(generic_name), id);
      comment on column shortage_item.key is 'package NDC, generic name and which list: FDA keeps shortages and discontinuations as two lists that may name one package';
      comment on column shortage_item.standing is 'what the row means for who wants to buy this package, by the domain';

      create table shortage_change (
        id uuid not null constraint shortage_change_pk primary key,
        item_id uuid not null constraint shortage_change_item_fk references shortage_item,
        import_id uuid not null constraint shortage_change_import_fk references shortage_import,
        at timestamptz not null,
        field text not null,
        before text,
        after text
      );
      create index shortage_change_item on shortage_change (item_id, at);
      create trigger shortage_change_append_only before update or delete on shortage_change
        for each row execute function refuse_change();

      -- What a person decided about a name of the feed; kept over imports. Without a drug: none of ours.
      create table shortage_mapping (
        name_key text not null constraint shortage_mapping_pk primary key,
        generic_name text not null,
        drug_id uuid constraint shortage_mapping_drug_fk references drug,
        kept_by uuid not null constraint shortage_mapping_keeper_fk references person,
        kept_at timestamptz not null
      );

      create table shortage_notice (
        id uuid not null constraint shortage_notice_pk primary key,
        drug_id uuid not null constraint shortage_notice_drug_fk references drug,
        import_id uuid not null constraint shortage_notice_import_fk references shortage_import,
        kind text not null constraint shortage_notice_kind_known check (kind in ('new','worse','better','resolved','discontinued')),
        at timestamptz not null,
        ours boolean not null,
        packages jsonb not null,
        acknowledged_by uuid constraint shortage_notice_acknowledger_fk references person,
        acknowledged_at timestamptz,
        constraint shortage_notice_once unique (import_id, drug_id, kind),
        constraint shortage_notice_acknowledged_whole check ((acknowledged_by is null) = (acknowledged_at is null))
      );
      create index shortage_notice_open on shortage_notice (at desc, id desc) where acknowledged_at is null;
      create index shortage_notice_drug on shortage_notice (drug_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `drop table shortage_notice, shortage_mapping, shortage_change, shortage_item, shortage_import_refusal,
         shortage_import_row, shortage_import_piece, shortage_feed, shortage_import;`,
    );
  }
}
