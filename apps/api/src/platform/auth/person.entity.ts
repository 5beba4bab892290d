import { Check, Entity, Unique } from 'typeorm';
import type { Instant } from '#domain/time';
import type { PersonId } from '../brand.js';
import { FlagColumn, IdColumn, InstantColumn, TextColumn, TextsColumn, WholeColumn } from '../database/columns.js';
import type { Role } from './permissions.js';

/** Somebody who signs in. Never deleted: their name is on records. */
@Entity('person')
@Unique('person_login_unique', ['login'])
@Check('person_login_is_plain', `login ~ '^[a-z0-9][a-z0-9.-]{1,63}$'`)
@Check('person_name_given', 'length(btrim(printed_name)) between 2 and 120')
@Check('person_initials_given', `initials ~ '^[A-Z]{2,4}$'`)
@Check(
  'person_roles_are_known',
  `roles <@ array['technician','pharmacist','buyer','nurse','designated-person','administrator']`,
)
export class Person {
  @IdColumn('person_pkey') id: PersonId;
  /** Lower case; unique, and never given to anyone else (P11-03). */
  @TextColumn({ name: 'login' }) login: string;
  /** Name and credentials, as records print it: "Jane Doe, PharmD". */
  @TextColumn({ name: 'printed_name' }) printedName: string;
  /** As records are initialled: "JD". */
  @TextColumn({ name: 'initials' }) initials: string;
  @TextsColumn({ name: 'roles', default: '{}' }) roles: Role[];
  @FlagColumn({ name: 'active', default: true }) active: boolean;
  /** Made up, and gone as soon as the demo mode is off. */
  @FlagColumn({ name: 'demo', default: false }) demo: boolean;
  @TextColumn({ name: 'password_hash' }) passwordHash: string;
  @FlagColumn({ name: 'password_must_change', default: true }) passwordMustChange: boolean;
  @InstantColumn({ name: 'created_at' }) createdAt: Instant;
  @WholeColumn({ name: 'version', default: 1 }) version: number;
}
