import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recalls: what is held and why, the work list to closure, notices of the FDA and drills. Decision 0015. */
export class Recall1780000012000 implements MigrationInterface {
  name = 'Recall1780000012000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create sequence short_number_rcl`);
    await q.query(LINKS);
    await q.query(RECALLS);
    await q.query(NOTICES);
    await q.query(GUARDS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger lot_recalled_on_arrival on lot; drop trigger recall_lot_arrived on lot;
      drop function lot_recalled_on_arrival(); drop function recall_lot_arrived();
      drop trigger consumption_lot_not_recalled on consumption;
      drop function consumption_lot_not_recalled();
      drop table recall_drill; drop table recall_notice_match; drop table recall_item; drop table recall_csp;
      drop table recall_worksheet; drop table recall_lot_rule; drop table recall_lot; drop table recall; drop table recall_notice;
      drop index worksheet_started, worksheet_by_hood, worksheet_by_room, worksheet_by_formula, worksheet_by_completer, worksheet_by_verifier,
        worksheet_event_actor, open_container_by_serial, lot_received, product_manufacturer;
      alter table lot drop column if exists made_in_worksheet_id;
      drop sequence short_number_rcl;`);
  }
}

/** What the question of a recall starts from, each by an index of its own. */
const LINKS = `
  -- Its foreign key and its unique index come with what is made for stock (migration 1780000016000).
  alter table lot add column if not exists made_in_worksheet_id uuid;
  create index lot_received on lot (received_at);
  create index product_manufacturer on product (lower(manufacturer));
  create index open_container_by_serial on open_container (serial) where serial is not null;
  -- Only what was begun: a worksheet that is planned and cancelled costs these nothing.
  create index worksheet_started on worksheet (started_at) where started_at is not null;
  create index worksheet_by_hood on worksheet (hood_id, started_at) where started_at is not null;
  create index worksheet_by_room on worksheet (room_id, started_at) where started_at is not null;
  create index worksheet_by_formula on worksheet (formulation_version_id, started_at) where started_at is not null;
  create index worksheet_by_completer on worksheet (completed_by, started_at) where started_at is not null;
  create index worksheet_by_verifier on worksheet (verified_by, started_at) where started_at is not null;
  create index worksheet_event_actor on worksheet_event (actor_id, at, worksheet_id);`;

const RECALLS = `
  create table recall_notice (
    id uuid not null constraint recall_notice_pk primary key,
    -- The recall number where there is one; else what the source calls it.
    key text not null constraint recall_notice_key_unique unique constraint recall_notice_key_given check (length(key) between 1 and 120),
    source text not null,
    firm text not null default '',
    classification text not null constraint recall_notice_class_known check (classification in ('class-1','class-2','class-3','unclassified')),
    status text not null default '',
    reason text not null default '',
    initiated_on date,
    product_text text not null default '',
    -- What was read out of it: products with their NDCs and lots (#domain/recall RecallNotice).
    parsed jsonb not null,
    raw jsonb not null,
    imported_by uuid not null constraint recall_notice_importer_fk references person,
    imported_at timestamptz not null,
    revision integer not null default 1
  );

  create table recall (
    id uuid not null constraint recall_pk primary key,
    number text not null constraint recall_number_unique unique,
    state text not null constraint recall_state_known check (state in ('open','closed','withdrawn')),
    kind text not null constraint recall_kind_known check (kind in ('class-1','class-2','class-3','market-withdrawal','own')),
    reason text not null constraint recall_reason_given check (length(btrim(reason)) > 0),
    source_reference text not null default '',
    notice_id uuid constraint recall_notice_fk references recall_notice,
    scope jsonb not null,
    scope_text text not null,
    opened_by uuid not null constraint recall_opener_fk references person,
    opened_at timestamptz not null,
    certificate jsonb,
    certified_by uuid constraint recall_certifier_fk references person,
    certified_at timestamptz,
    certificate_signature_id uuid constraint recall_certificate_signature_fk references signature,
    ended_by uuid constraint recall_ender_fk references person,
    ended_at timestamptz,
    end_reason text not null default '',
    end_signature_id uuid constraint recall_end_signature_fk references signature,
    revision integer not null default 1,
    constraint recall_certificate_whole check (num_nonnulls(certificate, certified_by, certified_at, certificate_signature_id) in (0, 4)),
    constraint recall_end_whole check ((state = 'open') = (ended_at is null) and num_nonnulls(ended_by, ended_at, end_signature_id) in (0, 3)),
    constraint recall_closed_is_certified check (state <> 'closed' or certified_at is not null)
  );
  create index recall_open on recall (opened_at desc, id) where state = 'open';

  create table recall_lot (
    recall_id uuid not null constraint recall_lot_recall_fk references recall,
    lot_id uuid not null constraint recall_lot_lot_fk references lot,
    -- 0: named by the recall. n: made in-house of a lot of depth n - 1.
    depth smallint not null constraint recall_lot_depth_not_negative check (depth >= 0),
    state_before text not null,
    reason_before text not null,
    released_at timestamptz,
    constraint recall_lot_pk primary key (recall_id, lot_id)
  );
  create index recall_lot_lot on recall_lot (lot_id);

  -- What arrives later of a recalled lot is recalled when it arrives. No lot number: every lot of the product.
  create table recall_lot_rule (
    id uuid not null constraint recall_lot_rule_pk primary key,
    recall_id uuid not null constraint recall_lot_rule_recall_fk references recall,
    product_id uuid not null constraint recall_lot_rule_product_fk references product,
    lot_number text,
    active boolean not null default true,
    constraint recall_lot_rule_once unique nulls not distinct (recall_id, product_id, lot_number)
  );
  create index recall_lot_rule_product on recall_lot_rule (product_id, lot_number) where active;

  create table recall_worksheet (
    recall_id uuid not null constraint recall_worksheet_recall_fk references recall,
    worksheet_id uuid not null constraint recall_worksheet_worksheet_fk references worksheet,
    state_before text not null,
    -- True: something of the recall is in it, and nothing goes on. False: only a promise was taken from it, and it needs other lots.
    held boolean not null,
    -- What it was promised was taken back, and nothing else was there to promise instead.
    needs_lots boolean not null default false,
    released_at timestamptz,
    constraint recall_worksheet_pk primary key (recall_id, worksheet_id)
  );
  create index recall_worksheet_held on recall_worksheet (worksheet_id) where held and released_at is null;

  create table recall_csp (
    recall_id uuid not null constraint recall_csp_recall_fk references recall,
    csp_id uuid not null constraint recall_csp_csp_fk references csp,
    state_before text not null,
    held boolean not null,
    constraint recall_csp_pk primary key (recall_id, csp_id)
  );
  create index recall_csp_csp on recall_csp (csp_id);

  create table recall_item (
    id uuid not null constraint recall_item_pk primary key,
    recall_id uuid not null constraint recall_item_recall_fk references recall,
    kind text not null constraint recall_item_kind_known check (kind in ('segregate','retrieve','notify-patient','notify-prescriber','replace')),
    place text not null constraint recall_item_place_known check (place in ('pharmacy','patient')),
    lot_id uuid constraint recall_item_lot_fk references lot,
    location_id uuid constraint recall_item_location_fk references location,
    csp_id uuid constraint recall_item_csp_fk references csp,
    patient_id uuid constraint recall_item_patient_fk references patient,
    order_id uuid constraint recall_item_order_fk references infusion_order,
    prescriber text,
    detail text not null default '',
    state text not null constraint recall_item_state_known check (state in ('open','done','cannot')),
    note text not null default '',
    closed_by uuid constraint recall_item_closer_fk references person,
    closed_at timestamptz,
    constraint recall_item_once unique nulls not distinct (recall_id, kind, lot_id, location_id, csp_id, patient_id, order_id, prescriber),
    constraint recall_item_closed_whole check ((state = 'open') = (closed_at is null) and (closed_at is null) = (closed_by is null)),
    constraint recall_item_cannot_reasoned check (state <> 'cannot' or length(btrim(note)) > 0)
  );
  create index recall_item_list on recall_item (recall_id, state, kind, id);
  create index recall_item_patient on recall_item (patient_id) where patient_id is not null;`;

const NOTICES = `
  create table recall_notice_match (
    id uuid not null constraint recall_notice_match_pk primary key,
    notice_id uuid not null constraint recall_notice_match_notice_fk references recall_notice,
    lot_id uuid not null constraint recall_notice_match_lot_fk references lot,
    verdict text not null constraint recall_notice_match_verdict_known check (verdict in ('affected','doubtful')),
    why text not null,
    state text not null constraint recall_notice_match_state_known check (state in ('waiting','opened','not-ours')),
    reason text not null default '',
    recall_id uuid constraint recall_notice_match_recall_fk references recall,
    decided_by uuid constraint recall_notice_match_decider_fk references person,
    decided_at timestamptz,
    constraint recall_notice_match_once unique (notice_id, lot_id),
    constraint recall_notice_match_decided_whole check ((state = 'waiting') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
    constraint recall_notice_match_opened_has_recall check ((state = 'opened') = (recall_id is not null)),
    constraint recall_notice_match_not_ours_reasoned check (state <> 'not-ours' or length(btrim(reason)) > 0)
  );
  create index recall_notice_match_waiting on recall_notice_match (notice_id) where state = 'waiting';
  create index recall_notice_match_lot on recall_notice_match (lot_id);

  create table recall_drill (
    id uuid not null constraint recall_drill_pk primary key,
    scope jsonb not null,
    scope_text text not null,
    asked_by uuid not null constraint recall_drill_asker_fk references person,
    asked_at timestamptz not null,
    first_answer_ms integer not null constraint recall_drill_first_not_negative check (first_answer_ms >= 0),
    complete_ms integer not null constraint recall_drill_complete_not_negative check (complete_ms >= first_answer_ms),
    lots integer not null,
    csps integer not null,
    patients integer not null,
    answer jsonb not null,
    note text not null default ''
  );
  create index recall_drill_latest on recall_drill (asked_at desc, id);
  create trigger recall_drill_append_only before update or delete on recall_drill for each row execute function refuse_change();`;

/**
 * The last word in a race: a step that was decided before a recall, and is written after it, is refused. The row lock is the one
 * that the foreign key takes anyway; a recall locks its lots "for update", so one of the two waits for the other.
 */
const GUARDS = `
  create function consumption_lot_not_recalled() returns trigger language plpgsql as $$
    begin
      perform 1 from lot where id in (select lot_id from fresh) order by id for key share;
      if exists (select 1 from lot where id in (select lot_id from fresh) and state = 'recalled') then
        raise exception 'the lot was recalled' using errcode = 'check_violation', constraint = 'consumption_lot_not_recalled';
      end if;
      return null;
    end $$;
  create trigger consumption_lot_not_recalled after insert on consumption referencing new table as fresh
    for each statement execute function consumption_lot_not_recalled();

  -- A recalled lot number that arrives later is recalled at once, whichever way it comes in, and is on the work list.
  create function lot_recalled_on_arrival() returns trigger language plpgsql as $$
    declare named record;
    begin
      select r.id, r.number into named from recall_lot_rule u join recall r on r.id = u.recall_id
        where u.product_id = new.product_id and (u.lot_number is null or u.lot_number = new.lot_number) and u.active
        order by r.opened_at limit 1;
      if found then
        new.state := 'recalled';
        new.state_reason := named.number || ': arrived after the recall';
      end if;
      return new;
    end $$;
  create trigger lot_recalled_on_arrival before insert on lot for each row execute function lot_recalled_on_arrival();
  create function recall_lot_arrived() returns trigger language plpgsql as $$
    begin
      insert into recall_lot (recall_id, lot_id, depth, state_before, reason_before)
        select distinct u.recall_id, new.id, 0, 'available', '' from recall_lot_rule u
        where u.product_id = new.product_id and (u.lot_number is null or u.lot_number = new.lot_number) and u.active
      on conflict do nothing;
      insert into recall_item (id, recall_id, kind, place, lot_id, detail, state)
        select gen_random_uuid(), l.recall_id, 'segregate', 'pharmacy', new.id, 'Arrived after the recall was opened', 'open'
        from recall_lot l join recall r on r.id = l.recall_id where l.lot_id = new.id and r.state = 'open'
      on conflict do nothing;
      return null;
    end $$;
  create trigger recall_lot_arrived after insert on lot for each row when (new.state = 'recalled') execute function recall_lot_arrived();`;
