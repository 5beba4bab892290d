import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsUUID, Matches } from 'class-validator';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';

/** Which worksheets the board shows. */
export class WorksheetBoardRequest extends SearchPageRequest {
  /** States, by comma: `allocated,staged`. All when left out. */
  @IsOptional() @Matches(/^[a-z]+(,[a-z]+){0,12}$/) state?: string;
  /** Only what I have claimed. */
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  mine?: boolean;
}

export class PhotoRequest {
  /** The step that the photo proves. */
  @IsOptional() @IsUUID() stepId?: string;
}
