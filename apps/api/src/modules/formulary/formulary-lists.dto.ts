import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';

export class DrugListRequest extends SearchPageRequest {
  @IsOptional()
  @IsIn(['drug', 'base-solution', 'diluent', 'container'])
  kind?: 'drug' | 'base-solution' | 'diluent' | 'container';
}
export class ProductListRequest extends SearchPageRequest {
  @IsOptional() @IsUUID() drugId?: string;
}
