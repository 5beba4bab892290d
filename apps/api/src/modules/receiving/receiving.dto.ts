import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
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
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { FindingDto, PersonRef } from '../../platform/http/shapes.dto.js';
import { LotResponse, ScannedDto } from '../stock/stock.dto.js';

const EXPIRY = /^\d{4}-\d{2}(-\d{2})?$/;
const TEMPERATURE = /^-?\d{1,3}(\.\d)?$/;

export class ReceivingScanRequest {
  /** Exactly as the scanner gave it. */
  @IsString() @Length(1, 512) code: string;
  @IsOptional() @IsIn(['scanned', 'camera', 'keyed']) entry?: 'scanned' | 'camera' | 'keyed';
  @IsOptional() @IsUUID() purchaseOrderId?: string;
  @IsOptional() @IsUUID() supplierId?: string;
  /** Which of the candidates it is, where the code leaves that open. */
  @IsOptional() @IsUUID() productId?: string;
}
export class ReceivingProductDto {
  id: string;
  name: string;
  drugName: string;
  ndc: string;
  manufacturer: string;
  storage: 'CRT' | 'REF' | 'FRZ';
  schedule: string | null;
  hazardous: boolean;
  dscsaExempt: boolean;
}
export class ExpectedLineDto {
  id: string;
  position: number;
  orderedPackages: number;
  receivedPackages: number;
  pendingPackages: number;
  outstandingPackages: number;
}
export class ReceivingScanResponse {
  scanned: ScannedDto;
  product: ReceivingProductDto | null;
  /** Where the code leaves open which product it is: choose. */
  candidates: ReceivingProductDto[];
  /** The line of the order that it belongs to. */
  orderLine: ExpectedLineDto | null;
  /** It is not on the order that is being received. */
  notOrdered: boolean;
  /** Packages that this code counts as; null: count what is inside. */
  packages: number | null;
  /** A carton: the number is to be confirmed. */
  carton: boolean;
  serialSeen: boolean;
  /** No product has this code: it is kept apart for a pharmacist. */
  stranger: boolean;
  findings: FindingDto[];
}

export class CartonDto {
  @Matches(/^\d{14}$/) gtin: string;
  @IsString() @Length(1, 20) serial: string;
  @IsInt() @Min(1) @Max(10000) packages: number;
}
export class ReceivingLineRequest {
  /** Left out for a stranger, which is kept by its code. */
  @IsOptional() @IsUUID() productId?: string;
  @IsOptional() @IsString() @Length(1, 20) lotNumber?: string;
  /** YYYY-MM-DD, or YYYY-MM where only month and year are printed. */
  @IsOptional() @Matches(EXPIRY) expiry?: string;
  /** Fit for stock. */
  @IsInt() @Min(0) @Max(100000) packages: number;
  /** Broken ones: counted, never put on a shelf. */
  @IsOptional() @IsInt() @Min(0) @Max(100000) damagedPackages?: number;
  @IsOptional() @IsUUID() locationId?: string;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2000)
  @IsString({ each: true })
  @Length(1, 20, { each: true })
  serials?: string[];
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CartonDto)
  cartons?: CartonDto[];
  @IsOptional() @IsString() @Length(3, 300) overReason?: string;
  @IsOptional() @IsString() @Length(3, 300) shortDatedReason?: string;
  /** Degrees Celsius on arrival. */
  @IsOptional() @Matches(TEMPERATURE) temperature?: string;
  @IsOptional() @IsBoolean() temperatureOk?: boolean;
  /** Exactly as scanned. */
  @IsOptional() @IsString() @Length(1, 512) code?: string;
  /** Of a stranger: where it is put, in words. */
  @IsOptional() @IsString() @MaxLength(120) place?: string;
}
export class RecordReceiptRequest {
  @IsOptional() @IsUUID() id?: string;
  /** The order that is received, or the supplier of a delivery without one. */
  @IsOptional() @IsUUID() purchaseOrderId?: string;
  @IsOptional() @IsUUID() supplierId?: string;
  @IsOptional() @IsString() @MaxLength(300) note?: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ReceivingLineRequest)
  lines: ReceivingLineRequest[];
}
export class ReviewReceiptRequest {
  @IsIn(['accept', 'refuse']) decision: 'accept' | 'refuse';
  @IsOptional() @IsString() @Length(3, 300) reason?: string;
  @IsString() @Length(1, 200) password: string;
}
export class ReceiptListRequest extends SearchPageRequest {
  @IsOptional() @IsIn(['awaiting-review', 'posted', 'refused']) state?: 'awaiting-review' | 'posted' | 'refused';
  @IsOptional() @IsUUID() supplierId?: string;
}
export class RecordedLineDto {
  id: string;
  position: number;
  productId: string | null;
  productName: string | null;
  ndc: string | null;
  lotId: string | null;
  lotNumber: string | null;
  expiresOn: string | null;
  packages: number;
  damagedPackages: number;
  overPackages: number;
  overReason: string | null;
  shortDatedReason: string | null;
  temperature: string | null;
  temperatureOk: boolean | null;
  holdReason: string | null;
  locationName: string | null;
  purchaseOrderLineId: string | null;
  serials: number;
  dscsaExempt: boolean | null;
  code: string | null;
  place: string | null;
  strangerState: string | null;
  photos: string[];
}
export class RecordedReceiptResponse {
  id: string;
  number: string;
  supplierId: string | null;
  supplierName: string;
  purchaseOrderId: string | null;
  purchaseOrderNumber: string | null;
  note: string;
  receivedAt: string;
  receivedBy: PersonRef;
  state: string;
  reviewedAt: string | null;
  reviewedBy: PersonRef | null;
  reviewReason: string | null;
  movementId: string | null;
  /** not-needed: all outside DSCSA; waiting: no transaction information yet; matched; exception. */
  dscsaState: string;
  lines: RecordedLineDto[];
  lots: LotResponse[];
  exceptions: { id: string; kind: string; state: string; message: string }[];
  findings: FindingDto[];
}
export class RecordedReceiptRow {
  id: string;
  number: string;
  supplierName: string;
  purchaseOrderNumber: string | null;
  receivedAt: string;
  receivedBy: string;
  state: string;
  dscsaState: string;
  packages: number;
  products: string[];
}
export class RecordedReceiptPage {
  items: RecordedReceiptRow[];
  next: string | null;
}

export class StrangerResponse {
  id: string;
  receiptId: string;
  receiptNumber: string;
  supplierName: string;
  receivedAt: string;
  receivedBy: string;
  code: string;
  place: string;
  packages: number;
  state: string;
  photos: string[];
}
export class IdentifyStrangerRequest {
  @IsUUID() productId: string;
  @IsString() @Length(1, 20) lotNumber: string;
  @Matches(EXPIRY) expiry: string;
  @IsUUID() locationId: string;
  @IsString() @Length(3, 300) reason: string;
}
export class ReceivingSettings {
  /** Which deliveries a second person reviews before anything of them is stock. */
  @IsIn(['none', 'controlled', 'all']) receivingReview: 'none' | 'controlled' | 'all';
  /** What expires within so many days needs a reason. */
  @IsInt() @Min(0) @Max(365) shortDatedDays: number;
}
