import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rooms and hoods where preparations are made, and the places where stock is kept. */
export class Facility1780000001000 implements MigrationInterface {
  name = 'Facility1780000001000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table room (
        id uuid not null constraint room_pk primary key,
        name text not null constraint room_name_unique unique,
        kind text not null constraint room_kind_known check (kind in ('iso7-buffer','iso8','sca','c-sec','c-sca','unclassified')),
        certified_until date not null,
        category_limit integer constraint room_category_limit_known check (category_limit in (1,2,3)),
        category_limit_reason text,
        active boolean not null default true,
        constraint room_limit_has_reason check (category_limit is null or length(category_limit_reason) > 0)
      );
      create table hood (
        id uuid not null constraint hood_pk primary key,
        room_id uuid not null constraint hood_room_fk references room,
        name text not null constraint hood_name_unique unique,
        kind text not null constraint hood_kind_known check (kind in
          ('lafw','ivlfz','bsc','rabs-cai','rabs-caci','isolator','c-pec-bsc-a2','c-pec-bsc-b','c-pec-caci','c-pec-class3')),
        certified_until date not null,
        active boolean not null default true
      );
      create index hood_room on hood (room_id);
      create table location (
        id uuid not null constraint location_pk primary key,
        name text not null constraint location_name_unique unique,
        storage text not null constraint location_storage_known check (storage in ('CRT','REF','FRZ')),
        kind text not null constraint location_kind_known check (kind in ('shelf','hazardous','quarantine')),
        active boolean not null default true
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table location; drop table hood; drop table room;');
  }
}
