import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans of a day's work: in which order, in which hood, and which worksheets draw from the same vial. Decision 0018. */
export class VialSharing1780000015000 implements MigrationInterface {
  name = 'VialSharing1780000015000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table sharing_plan (
        id uuid not null constraint sharing_plan_pk primary key,
        day date not null,
        state text not null constraint sharing_plan_state_known check (state in ('computed','accepted','replaced')),
        inputs jsonb not null,
        answer jsonb not null,
        made_by uuid not null constraint sharing_plan_maker_fk references person,
        made_at timestamptz not null,
        accepted_by uuid constraint sharing_plan_accepter_fk references person,
        accepted_at timestamptz,
        constraint sharing_plan_acceptance_whole
          check ((accepted_by is null) = (accepted_at is null) and (state = 'computed') = (accepted_at is null))
      );
      create index sharing_plan_latest on sharing_plan (day, made_at desc);
      -- The bench works by one plan a day.
      create unique index sharing_plan_one_accepted on sharing_plan (day) where state = 'accepted';

      create table sharing_plan_item (
        plan_id uuid not null constraint sharing_plan_item_plan_fk references sharing_plan,
        worksheet_id uuid not null constraint sharing_plan_item_worksheet_fk references worksheet,
        hood_id uuid not null constraint sharing_plan_item_hood_fk references hood,
        position smallint not null constraint sharing_plan_item_position_positive check (position > 0),
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        constraint sharing_plan_item_pk primary key (plan_id, worksheet_id),
        constraint sharing_plan_item_in_turn unique (plan_id, hood_id, position),
        constraint sharing_plan_item_takes_time check (ends_at > starts_at)
      );
      create index sharing_plan_item_worksheet on sharing_plan_item (worksheet_id);

      -- One row for each package of a worksheet that comes out of a vial of the plan; the first opens it.
      create table sharing_plan_share (
        plan_id uuid not null constraint sharing_plan_share_plan_fk references sharing_plan,
        vial smallint not null,
        position smallint not null constraint sharing_plan_share_position_positive check (position > 0),
        worksheet_id uuid not null,
        worksheet_line_id uuid not null constraint sharing_plan_share_line_fk references worksheet_line,
        package_index smallint not null,
        constraint sharing_plan_share_pk primary key (plan_id, vial, position),
        constraint sharing_plan_share_item_fk foreign key (plan_id, worksheet_id) references sharing_plan_item,
        constraint sharing_plan_share_once unique (plan_id, worksheet_line_id, package_index)
      );
      create index sharing_plan_share_line on sharing_plan_share (worksheet_line_id);

      -- What was in a vial when it was shared (the diluent that another worksheet added) is told under both worksheets. Such a row rests
      -- on a movement of the other one: it leaves when the share is taken back, for then nothing of it went in.
      create or replace function consumption_stands() returns trigger language plpgsql as $$
        begin
          if tg_op = 'DELETE' and (exists (select 1 from stock_movement where reverses_id = old.movement_id)
            or exists (select 1 from stock_movement m join worksheet_step s on s.id = m.reference_id
              where m.id = old.movement_id and s.worksheet_id <> old.worksheet_id)) then
            return old;
          end if;
          raise exception 'consumption stands until its movement is reversed' using errcode = 'restrict_violation', constraint = 'consumption_stands';
        end $$;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table sharing_plan_share; drop table sharing_plan_item; drop table sharing_plan;
      create or replace function consumption_stands() returns trigger language plpgsql as $$
        begin
          if tg_op = 'DELETE' and exists (select 1 from stock_movement where reverses_id = old.movement_id) then
            return old;
          end if;
          raise exception 'consumption stands until its movement is reversed' using errcode = 'restrict_violation', constraint = 'consumption_stands';
        end $$;`);
  }
}
