import { IsOptional, IsString, MaxLength } from 'class-validator';
import { PageRequest } from './page.dto.js';

/** A list that can be searched. */
export class SearchPageRequest extends PageRequest {
  /** What to look for: part of a name, or a number. */
  @IsOptional() @IsString() @MaxLength(120) q?: string;
}
