import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { DECIMAL, LOCAL_DATE } from '../../platform/http/patterns.js';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';

export const SUPPLY_FILTERS = ['all', 'problem', 'shortage', 'below-par'] as const;

export type SupplyFilter = (typeof SUPPLY_FILTERS)[number];

export const SUPPLY_SORTS = ['stockout', 'name'] as const;

export type SupplySort = (typeof SUPPLY_SORTS)[number];

export class SupplyListRequest extends SearchPageRequest {
  /** `problem`: runs out, or could, within the days looked at. */
  @IsOptional() @IsIn(SUPPLY_FILTERS) filter?: SupplyFilter;
  /** By the expected day on which it runs out (default), or by name. */
  @IsOptional() @IsIn(SUPPLY_SORTS) sort?: SupplySort;
}

export class LeverRequest {
  /** As the drug's page lists it: `share-vials`, `alternative:<id>`, `buy:<id>` ... */
  @IsString() @Length(1, 80) key: string;
  /** For a purchase. */
  @IsOptional() @IsInt() @Min(1) @Max(4096) packs?: number;
  /** For a transfer. */
  @IsOptional() @IsInt() @Min(1) @Max(100000) packages?: number;
  @IsOptional() @IsUUID() productId?: string;
  @IsOptional() @Matches(LOCAL_DATE) on?: string;
  /** For a restriction: the indications that go on. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  indications?: string[];
}

export class WhatIfRequest {
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique((lever: LeverRequest) => lever?.key)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => LeverRequest)
  levers: LeverRequest[];
}

export class NoteRequest {
  @IsString() @Length(1, 2000) text: string;
}

export class ParRequest {
  @IsInt() @Min(1) @Max(365) minDays: number;
  @IsInt() @Min(1) @Max(365) targetDays: number;
  /** The revision that was looked at; left out for a drug that has none yet. */
  @IsOptional() @IsInt() @Min(1) revision?: number;
}

export class AlternativeRequest {
  @IsIn(['product', 'drug', 'base']) kind: 'product' | 'drug' | 'base';
  @IsOptional() @IsUUID() alternativeDrugId?: string;
  @IsOptional() @IsUUID() alternativeProductId?: string;
  /** Dose of the alternative for one unit of the original, in the same unit. */
  @IsOptional() @Matches(DECIMAL) doseFactor?: string;
  @IsOptional() @IsString() @MaxLength(200) indication?: string;
  /** Why, and what to mind. */
  @IsString() @Length(3, 1000) note: string;
  @IsOptional() @IsString() @MaxLength(300) source?: string;
}

export class ChangeAlternativeRequest extends AlternativeRequest {
  @IsInt() @Min(1) revision: number;
}

export class ReorderProposalRequest {
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  drugIds: string[];
}

export class ReorderLineRequest {
  @IsUUID() supplierProductId: string;
  @IsInt() @Min(1) @Max(100000) packs: number;
}

export class ReorderRequest {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique((line: ReorderLineRequest) => line?.supplierProductId)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ReorderLineRequest)
  lines: ReorderLineRequest[];
}
