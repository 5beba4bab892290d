import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { ROLES, type Role } from '../../platform/auth/permissions.js';
import { LOCAL_DATE } from '../../platform/http/patterns.js';
import { QUALIFICATION_KINDS, type QualificationKind } from './qualification.entity.js';

const LOGIN = /^[a-z0-9][a-z0-9.-]{1,63}$/;
const INITIALS = /^[A-Z]{2,4}$/;

export class PersonResponse {
  id: string;
  login: string;
  /** Name and credentials as records print them. @example "Jane Doe, PharmD" */
  name: string;
  initials: string;
  roles: string[];
  active: boolean;
  demo: boolean;
  passwordMustChange: boolean;
  /** Sent back with a change, so that two administrators do not overwrite each other. */
  version: number;
}

export class PersonPage {
  items: PersonResponse[];
  next: string | null;
}

export class CreatePersonRequest {
  @Matches(LOGIN, { message: 'login must be 2 to 64 lower-case letters, digits, dots or dashes' }) login: string;
  @IsString() @Length(2, 120) name: string;
  @Matches(INITIALS, { message: 'initials must be 2 to 4 capital letters' }) initials: string;
  @IsArray() @ArrayMaxSize(6) @ArrayUnique() @IsIn(ROLES, { each: true }) roles: Role[];
  /** Given to the person by word of mouth; must be changed at the first sign-in. */
  @IsString() @Length(1, 200) temporaryPassword: string;
}

export class ChangePersonRequest {
  @IsOptional() @IsString() @Length(2, 120) name?: string;
  @IsOptional() @Matches(INITIALS, { message: 'initials must be 2 to 4 capital letters' }) initials?: string;
}

export class SetRolesRequest {
  @IsArray() @ArrayMaxSize(6) @ArrayUnique() @IsIn(ROLES, { each: true }) roles: Role[];
}

export class ResetPasswordRequest {
  /** Given to the person by word of mouth; must be changed at the next sign-in. */
  @IsString() @Length(1, 200) temporaryPassword: string;
}

export class QualificationResponse {
  id: string;
  kind: QualificationKind;
  /** @example "2026-03-02" */
  earnedOn: string;
  /** The last day on which it counts. @example "2026-09-01" */
  validUntil: string;
  note: string | null;
  revoked: boolean;
}

export class RecordQualificationRequest {
  @IsIn(QUALIFICATION_KINDS) kind: QualificationKind;
  @Matches(LOCAL_DATE, { message: 'earnedOn must be a date, YYYY-MM-DD' }) earnedOn: string;
  @Matches(LOCAL_DATE, { message: 'validUntil must be a date, YYYY-MM-DD' }) validUntil: string;
  @IsOptional() @IsString() @Length(1, 500) note?: string;
}

export class RevokeQualificationRequest {
  @IsString() @Length(3, 500) reason: string;
}
