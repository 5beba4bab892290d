import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { PageRequest } from '../../platform/http/page.dto.js';
import { FindingDto, QuantityDto } from '../../platform/http/shapes.dto.js';

const CONTAINERS = ['single-dose-vial', 'bag', 'bottle', 'syringe'] as const;

/** What the pharmacy makes for its own stock, from one of its formulas. */
export class InHouseProductRequest {
  @IsUUID() formulationVersionId: string;
  @IsString() @Length(3, 160) name: string;
  /** Drug in one container. */
  @IsObject() @ValidateNested() @Type(() => QuantityDto) amount: QuantityDto;
  /** Which bag of base solution, in mL, where the formula has several sizes. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => QuantityDto) baseVolume?: QuantityDto;
  @IsIn(CONTAINERS) containerKind: (typeof CONTAINERS)[number];
  @IsIn(['CRT', 'REF', 'FRZ']) storage: 'CRT' | 'REF' | 'FRZ';
}
export class InHouseProductResponse {
  id: string;
  /** `PRD-000012-K`. */
  code: string;
  name: string;
  drugId: string;
  drugName: string;
  formulaId: string;
  formulaName: string;
  /** The version in force, from which a batch is made now; null: there is none. */
  formulationVersionId: string | null;
  strengthText: string;
  /** In each container, mL. */
  content: string;
  containerKind: string;
  storage: string;
  /** Whole containers that may be used now. */
  inStock: number;
  /** Planned or being made. */
  underWay: number;
  /** Used for orders in the last 30 days. */
  used: number;
}

/** A pharmacist's own limit where no confirmed evidence fits, signed with the plan. */
export class BatchStabilityDto {
  @IsInt() @Min(1) @Max(4320) limitHours: number;
  @IsString() @Length(3, 500) reason: string;
  @IsString() @Length(3, 500) citation: string;
}
export class BatchPreviewRequest {
  @IsUUID() productId: string;
  @IsInt() @Min(1) @Max(100) containers: number;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => BatchStabilityDto) stabilityDecision?: BatchStabilityDto;
}
export class BatchIngredientDto {
  name: string;
  ndc: string;
  packages: number;
  /** Free on the shelf now. */
  free: number;
}
/** What a batch would be, if it were begun now in the best place. */
export class BatchPreview {
  ingredients: BatchIngredientDto[];
  /** Null: none can be given; the findings say why. */
  budAt: string | null;
  budText: string | null;
  /** Whether a pharmacist must decide on stability, and sign. */
  needsStabilityDecision: boolean;
  findings: FindingDto[];
}
export class StockBatchRequest {
  @IsOptional() @IsUUID() id?: string;
  @IsUUID() formulationVersionId: string;
  @IsUUID() productId: string;
  @IsInt() @Min(1) @Max(100) containers: number;
  /** When it should be ready. */
  @IsOptional() @IsISO8601({ strict: true }) neededAt?: string;
  /** Codes of the soft findings that were read. */
  @IsArray() @ArrayMaxSize(20) @IsString({ each: true }) acknowledged: string[];
  @IsOptional() @IsObject() @ValidateNested() @Type(() => BatchStabilityDto) stabilityDecision?: BatchStabilityDto;
  /** With a stability decision. */
  @IsOptional() @IsString() @Length(1, 200) password?: string;
}
export class InHouseProductListRequest {
  @IsOptional() @IsUUID() formulaId?: string;
}
export class StockBatchListRequest extends PageRequest {
  @IsOptional() @IsUUID() productId?: string;
}
export class ToStockRequest {
  @IsUUID() locationId: string;
}
export class StockBatchRow {
  worksheetId: string;
  number: string;
  state: string;
  productId: string;
  productName: string;
  containers: number;
  madeAt: string | null;
  budAt: string | null;
  lotId: string | null;
  lotState: string | null;
  /** Whole containers left on shelves. */
  left: number | null;
}
export class InHouseProductList {
  items: InHouseProductResponse[];
}
export class StockBatchList {
  items: StockBatchRow[];
  next: string | null;
}
