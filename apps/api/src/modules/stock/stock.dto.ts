import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
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
  Min,
  ValidateNested,
} from 'class-validator';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { PageRequest } from '../../platform/http/page.dto.js';
import { FindingDto } from '../../platform/http/shapes.dto.js';
import { ProductResponse } from '../formulary/formulary.dto.js';
import { WitnessRequest } from './keeping/keeping.dto.js';

export class ReceiptLineRequest {
  @IsUUID() productId: string;
  @IsString() @Length(1, 20) lotNumber: string;
  /** YYYY-MM-DD, or YYYY-MM where only month and year are printed (then the last day of the month). */
  @Matches(/^\d{4}-\d{2}(-\d{2})?$/) expiry: string;
  @IsInt() @Min(1) @Max(100000) packages: number;
  @IsUUID() locationId: string;
}
export class ReceiptRequest {
  @IsOptional() @IsUUID() id?: string;
  @IsString() @Length(1, 120) supplier: string;
  @IsOptional() @IsString() @Length(1, 200) note?: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ReceiptLineRequest)
  lines: ReceiptLineRequest[];
}
export class ReceiptResponse {
  movementId: string;
  lots: LotResponse[];
  /** To be looked at: the same lot number with another expiry, a hazardous drug on an ordinary shelf. */
  findings: FindingDto[];
}
export class LotPlaceDto {
  locationId: string;
  locationName: string;
  onHandPackages: string;
  allocatedPackages: string;
}
export class LotResponse {
  id: string;
  productId: string;
  productName: string;
  ndc: string;
  lotNumber: string;
  expiresOn: string;
  state: string;
  stateReason: string;
  daysToExpiry: number;
  places: LotPlaceDto[];
  /** Schedule II to V: acts need a witness. */
  controlled: boolean;
  /** Why it may not leave, if so: expired, quarantined, recalled. */
  blocked: string | null;
}
export class StockRow {
  productId: string;
  productName: string;
  drugName: string;
  ndc: string;
  strengthText: string;
  storage: string;
  hazardous: boolean;
  /** Whole packages that may leave: not expired, quarantined or recalled. */
  usablePackages: string;
  allocatedPackages: string;
  blockedPackages: string;
  earliestExpiry: string | null;
  lots: number;
}
export class StockPage {
  items: StockRow[];
  next: string | null;
}
export class OpenContainerResponse {
  id: string;
  number: string;
  productName: string;
  lotNumber: string;
  expiresOn: string;
  openedAt: string;
  openedBy: string;
  inUseUntil: string | null;
  remaining: string;
  unit: string;
  state: string;
  worksheetNumber: string | null;
  /** Minutes until it must be discarded; negative when overdue. */
  minutesLeft: number | null;
  /** What is left is measured, and a second person witnesses the discard. */
  controlled: boolean;
}
export class MovementResponse {
  id: string;
  reason: string;
  note: string;
  referenceKind: string;
  referenceId: string;
  effectiveAt: string;
  who: string;
  reversed: boolean;
  entries: { account: string; lotNumber: string; quantity: string; unit: string; balanceAfter: string }[];
}
export class MovementPage {
  items: MovementResponse[];
  next: string | null;
}

export class StockListRequest extends SearchPageRequest {}
export class MovementListRequest extends PageRequest {
  @IsOptional() @IsUUID() lotId?: string;
  @IsOptional() @IsUUID() productId?: string;
}
export class OpenContainerListRequest {
  @IsOptional() @IsIn(['open', 'discarded']) state?: 'open' | 'discarded';
}
export class AdjustmentRequest {
  @IsUUID() lotId: string;
  @IsUUID() locationId: string;
  /** Whole packages found (2) or missing (-2). */
  @Matches(/^-?\d{1,6}(\.0{1,6})?$/, { message: '$property must be a whole number of packages such as 2 or -2' })
  packages: string;
  @IsString() @Length(3, 300) reason: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => WitnessRequest) witness?: WitnessRequest;
}
export class StockLookupRequest {
  /** Exactly as the scanner gave it. */
  @IsString() @Length(1, 200) code: string;
}
export class ScannedDto {
  kind: 'gs1' | 'gtin' | 'ndc' | 'internal' | 'refused';
  gtin: string | null;
  ndc: string | null;
  /** When the code leaves open which package it is. */
  ndcCandidates: string[];
  lotNumber: string | null;
  expiry: string | null;
  serial: string | null;
  /** One of our own numbers. */
  internal: string | null;
}
export class StockLookupResponse {
  scanned: ScannedDto;
  product: ProductResponse | null;
  /** The lot that is named, where we have it. */
  lot: LotResponse | null;
  findings: FindingDto[];
}
