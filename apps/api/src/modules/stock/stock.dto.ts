import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { LOCAL_DATE } from '../../platform/http/patterns.js';

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
  @ValidateNested({ each: true })
  @Type(() => ReceiptLineRequest)
  lines: ReceiptLineRequest[];
}
export class ReceiptResponse {
  movementId: string;
  lots: LotResponse[];
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
