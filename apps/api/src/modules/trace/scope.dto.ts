import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { LOCAL_DATE } from '../../platform/http/patterns.js';

export const SCOPE_KINDS = [
  'lots',
  'product',
  'manufacturer',
  'received',
  'serial',
  'receipt',
  'person',
  'room',
  'hood',
  'formula',
] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];

const list = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.split(',') : value);

/**
 * What a recall, or the question of one, starts from. `lots` needs `lotIds`; `product`, `receipt`, `person`, `room`, `hood` and
 * `formula` (a version of it) need `subjectId`; `manufacturer` and `serial` need `text`. `from` and `to` are days on the pharmacy's
 * clock: for goods the days on which the lots first arrived, for work the days on which it was begun (then both are needed).
 */
export class ScopeRequest {
  @IsIn(SCOPE_KINDS) kind: ScopeKind;
  /** In a query string, separated by commas. */
  @IsOptional() @Transform(list) @IsArray() @ArrayMaxSize(200) @IsUUID('all', { each: true }) lotIds?: string[];
  @IsOptional() @IsUUID() subjectId?: string;
  @IsOptional() @IsString() @Length(1, 120) text?: string;
  @IsOptional() @Matches(LOCAL_DATE) from?: string;
  @IsOptional() @Matches(LOCAL_DATE) to?: string;
}
