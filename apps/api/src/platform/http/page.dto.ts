import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { PAGE_DEFAULT, PAGE_LIMIT } from '../database/keyset.js';

/** What every list accepts; extend it for filters. */
export class PageRequest {
  /** The `next` of the page before; nothing for the first page. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  /** Rows on a page, 1 to 200. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE_LIMIT)
  limit: number = PAGE_DEFAULT;
}
