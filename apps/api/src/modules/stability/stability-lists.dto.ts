import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';

export class StabilityListRequest extends SearchPageRequest {
  @IsOptional() @IsUUID() drugId?: string;
  @IsOptional() @IsIn(['unconfirmed', 'confirmed', 'withdrawn']) status?: 'unconfirmed' | 'confirmed' | 'withdrawn';
}
