import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules of the state, a payer or the site, each with the days that it was in force: a past answer is recomputed under the rules of its day. */
export class RulePacks1780000007000 implements MigrationInterface {
  name = 'RulePacks1780000007000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table rule_pack (
        id uuid not null constraint rule_pack_pk primary key,
        pack text not null,
        version text not null,
        kind text not null constraint rule_pack_kind_known check (kind in ('state','payer','site')),
        title text not null,
        in_force_from date not null,
        in_force_until date,
        content jsonb not null,
        added_by uuid not null constraint rule_pack_adder_fk references person,
        added_at timestamptz not null,
        constraint rule_pack_version_unique unique (pack, version),
        constraint rule_pack_ends_after_it_begins check (in_force_until is null or in_force_until >= in_force_from)
      );
      create function rule_pack_frozen() returns trigger language plpgsql as $$
        begin
          if tg_op = 'DELETE' or new.content <> old.content or new.pack <> old.pack or new.version <> old.version or new.in_force_from <> old.in_force_from
            or new.kind <> old.kind or (old.in_force_until is not null and new.in_force_until is distinct from old.in_force_until) then
            raise exception 'a rule pack never changes' using errcode = 'restrict_violation', constraint = 'rule_pack_frozen';
          end if;
          return new;
        end $$;
      create trigger rule_pack_frozen before update or delete on rule_pack for each row execute function rule_pack_frozen();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table rule_pack; drop function rule_pack_frozen();');
  }
}
