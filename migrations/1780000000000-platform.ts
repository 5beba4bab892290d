import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Site, people, sessions, signatures; idempotency, audit, outbox: what every other subject stands on. */
export class Platform1780000000000 implements MigrationInterface {
  name = 'Platform1780000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // What was recorded stays recorded. TRUNCATE is not covered: only the owner of the table may, and tests do.
  `create function refuse_change() returns trigger language plpgsql as $$
   begin
     raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation', constraint = 'append_only';
   end $$`,

  `create table site (
     id uuid constraint site_pkey primary key,
     name text not null,
     address_lines text[] not null default '{}',
     phone text,
     zone_id text not null,
     settings jsonb not null default '{}',
     is_only boolean not null default true,
     constraint site_only_one unique (is_only),
     constraint site_name_given check (is_only and length(btrim(name)) between 1 and 200)
   )`,

  `create table person (
     id uuid constraint person_pkey primary key,
     login text not null,
     printed_name text not null,
     initials text not null,
     roles text[] not null default '{}',
     active boolean not null default true,
     demo boolean not null default false,
     password_hash text not null,
     password_must_change boolean not null default true,
     created_at timestamptz not null,
     version integer not null default 1,
     constraint person_login_unique unique (login),
     constraint person_login_is_plain check (login ~ '^[a-z0-9][a-z0-9.-]{1,63}$'),
     constraint person_name_given check (length(btrim(printed_name)) between 2 and 120),
     constraint person_initials_given check (initials ~ '^[A-Z]{2,4}$'),
     constraint person_roles_are_known check (
       roles <@ array['technician','pharmacist','buyer','nurse','designated-person','administrator']
     )
   )`,

  `create table session (
     id uuid constraint session_pkey primary key,
     person_id uuid not null constraint session_person_fk references person,
     token_hash text not null,
     created_at timestamptz not null,
     last_seen_at timestamptz not null,
     ends_at timestamptz not null,
     locked_at timestamptz,
     ended_at timestamptz,
     constraint session_token_unique unique (token_hash)
   )`,
  `create index session_of_person on session (person_id) where ended_at is null`,

  `create table sign_in_attempt (
     id uuid constraint sign_in_attempt_pkey primary key,
     account_hash text not null,
     address text not null,
     kind text not null,
     at timestamptz not null,
     succeeded boolean not null,
     constraint sign_in_attempt_kind_is_known check (kind in ('sign-in', 'unlock', 'signature', 'password'))
   )`,
  `create index sign_in_attempt_by_account on sign_in_attempt (account_hash, at)`,
  `create index sign_in_attempt_by_address on sign_in_attempt (address, at)`,

  `create table qualification (
     id uuid constraint qualification_pkey primary key,
     person_id uuid not null constraint qualification_person_fk references person,
     kind text not null,
     earned_on date not null,
     valid_until date not null,
     note text,
     recorded_by uuid not null constraint qualification_recorded_by_fk references person,
     recorded_at timestamptz not null,
     revoked_by uuid constraint qualification_revoked_by_fk references person,
     revoked_at timestamptz,
     revoked_reason text,
     constraint qualification_kind_is_known check (
       kind in ('garbing', 'aseptic-manipulation', 'core-knowledge', 'hazardous-drugs')
     ),
     constraint qualification_ends_after_it_begins check (valid_until >= earned_on),
     constraint qualification_revocation_is_whole check (num_nonnulls(revoked_by, revoked_at, revoked_reason) in (0, 3))
   )`,
  `create index qualification_of_person on qualification (person_id, kind, valid_until)`,

  `create table signature (
     id uuid constraint signature_pkey primary key,
     person_id uuid not null constraint signature_person_fk references person,
     printed_name text not null,
     meaning text not null,
     signed_at timestamptz not null,
     subject_kind text not null,
     subject_id uuid not null,
     content text not null,
     hash text not null,
     constraint signature_meaning_is_known check (
       meaning in ('prepared', 'reviewed', 'approved', 'verified', 'rejected', 'witnessed', 'released')
     ),
     constraint signature_hash_is_whole check (hash ~ '^[0-9a-f]{64}$')
   )`,
  `create index signature_of_subject on signature (subject_kind, subject_id)`,
  `create trigger signature_append_only before update or delete on signature
     for each row execute function refuse_change()`,

  `create table idempotency_key (
     person_id uuid not null constraint idempotency_key_person_fk references person,
     key text not null,
     request_hash text not null,
     answer text,
     created_at timestamptz not null,
     constraint idempotency_key_pkey primary key (person_id, key)
   ) with (fillfactor = 70)`,

  `create table audit_block (
     number integer constraint audit_block_pkey primary key,
     sealed_at timestamptz not null,
     entries integer not null,
     previous_hash text not null,
     hash text not null,
     constraint audit_block_chain_unique unique (previous_hash)
   )`,
  `create trigger audit_block_append_only before update or delete on audit_block
     for each row execute function refuse_change()`,

  // "content" is the exact text that is hashed; the other columns repeat it for questions, and the verifier compares.
  `create table audit_entry (
     id uuid constraint audit_entry_pkey primary key,
     at timestamptz not null,
     actor_id uuid,
     action text not null,
     subject_kind text not null,
     subject_id text not null,
     data jsonb not null,
     content text not null,
     block integer,
     place integer,
     constraint audit_entry_block_is_whole check (num_nonnulls(block, place) in (0, 2))
   )`,
  `create index audit_entry_of_subject on audit_entry (subject_kind, subject_id, id)`,
  `create index audit_entry_of_actor on audit_entry (actor_id, id)`,
  `create index audit_entry_unsealed on audit_entry (id) where block is null`,
  `create unique index audit_entry_in_block on audit_entry (block, place) where block is not null`,
  `create function audit_entry_refuse_change() returns trigger language plpgsql as $$
   begin
     -- Sealing is the one change there is: once, and nothing but the place in the chain.
     if tg_op = 'UPDATE' and old.block is null and new.block is not null
        and (new.id, new.at, new.actor_id, new.action, new.subject_kind, new.subject_id, new.data, new.content)
            is not distinct from
            (old.id, old.at, old.actor_id, old.action, old.subject_kind, old.subject_id, old.data, old.content)
     then return new; end if;
     raise exception 'audit_entry is append-only' using errcode = 'restrict_violation', constraint = 'append_only';
   end $$`,
  `create trigger audit_entry_append_only before update or delete on audit_entry
     for each row execute function audit_entry_refuse_change()`,

  `create table outbox_message (
     id uuid constraint outbox_message_pkey primary key,
     topic text not null,
     payload jsonb not null,
     created_at timestamptz not null,
     due_at timestamptz not null,
     handed_at timestamptz,
     done_at timestamptz,
     stuck_at timestamptz,
     attempts integer not null default 0,
     last_error text,
     constraint outbox_message_attempts_not_negative check (attempts >= 0)
   ) with (fillfactor = 70)`,
  `create index outbox_message_waiting on outbox_message (due_at) where done_at is null and stuck_at is null`,
  `create index outbox_message_stuck on outbox_message (stuck_at) where stuck_at is not null and done_at is null`,

  `create table schedule (
     name text constraint schedule_pkey primary key,
     topic text not null,
     every_seconds integer not null,
     next_at timestamptz not null,
     constraint schedule_every_is_positive check (every_seconds > 0)
   )`,

  // Numbers people read aloud. Sequences, not a counted row: writers do not queue behind each other; gaps mean nothing.
  ...['ord', 'ws', 'csp', 'vial', 'lbl', 'pt', 'mfr'].map((prefix) => `create sequence short_number_${prefix}`),
];

const DOWN = [
  ...['ord', 'ws', 'csp', 'vial', 'lbl', 'pt', 'mfr'].map((prefix) => `drop sequence short_number_${prefix}`),
  'drop table schedule, outbox_message, audit_entry, audit_block, idempotency_key, signature, qualification',
  'drop table sign_in_attempt, session, person, site',
  'drop function refuse_change(), audit_entry_refuse_change()',
];
