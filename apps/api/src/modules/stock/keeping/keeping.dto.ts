import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsISO8601,
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

export const WASTE_REASONS = [
  'expired',
  'recalled',
  'damaged',
  'contaminated',
  'temperature',
  'spilled',
  'compounding-error',
  'not-needed',
  'other',
] as const;
export type WasteReason = (typeof WASTE_REASONS)[number];
export const RETURN_REASONS = ['expired', 'recalled', 'damaged', 'overstock', 'wrong-item', 'other'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

export class WitnessRequest {
  @IsString() @Length(2, 64) login: string;
  @IsString() @Length(1, 200) password: string;
}
class PackagesAtPlace {
  @IsUUID() lotId: string;
  @IsUUID() locationId: string;
  @IsInt() @Min(1) @Max(100000) packages: number;
}
export class TransferRequest extends PackagesAtPlace {
  @IsUUID() toLocationId: string;
  /** Needed to take stock out of a quarantine place, which a pharmacist decides. */
  @IsOptional() @IsString() @Length(3, 300) reason?: string;
}
export class WasteRequest extends PackagesAtPlace {
  @IsIn(WASTE_REASONS) reason: WasteReason;
  /** Needed with the reason `other`. */
  @IsOptional() @IsString() @Length(0, 300) note?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => WitnessRequest) witness?: WitnessRequest;
}
export class ReturnRequest extends PackagesAtPlace {
  @IsUUID() supplierId: string;
  @IsIn(RETURN_REASONS) reason: ReturnReason;
  @IsOptional() @IsString() @Length(0, 300) note?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => WitnessRequest) witness?: WitnessRequest;
}
export class DiscardRequest {
  @IsString() @Length(3, 500) reason: string;
  /** What was measured in it, in the stock unit; nothing: what the books say. A controlled substance is measured. */
  @IsOptional() @Matches(/^\d{1,12}(\.\d{1,6})?$/) residue?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => WitnessRequest) witness?: WitnessRequest;
}
export class MergeRequest {
  @IsUUID() intoLotId: string;
  @IsString() @Length(3, 300) reason: string;
  @IsString() @Length(1, 200) password: string;
}
export class StockActResponse {
  id: string;
  kind: string;
  productName: string;
  lotNumber: string;
  place: string;
  quantity: string;
  unit: string;
  packages: string | null;
  reason: string;
  note: string;
  /** US dollars; null: no price of the product is known. */
  costUsd: string | null;
  supplierName: string | null;
  doneBy: string;
  witnessedBy: string | null;
  doneAt: string;
}
export class StockActListRequest {
  @IsOptional() @IsUUID() productId?: string;
  @IsOptional() @IsIn(['waste', 'return', 'discard', 'adjustment']) kind?: string;
}
export class PlaceResponse {
  id: string;
  name: string;
  storage: string;
  kind: string;
  active: boolean;
  products: number;
  lots: number;
  packages: string;
  /** Lots there that may not leave: expired, quarantined, recalled. */
  blockedLots: number;
}
export class HeldLotResponse {
  lotId: string;
  productId: string;
  productName: string;
  lotNumber: string;
  expiresOn: string;
  state: string;
  controlled: boolean;
  packages: string;
  promisedPackages: string;
  blocked: string | null;
}
export class AsOfRequest {
  /** The moment: what was on record then. */
  @IsISO8601({ strict: true }) at: string;
  @IsOptional() @IsUUID() productId?: string;
  @IsOptional() @IsUUID() lotId?: string;
  @IsOptional() @IsUUID() locationId?: string;
}
export class AsOfRow {
  lotId: string;
  productId: string;
  productName: string;
  lotNumber: string;
  expiresOn: string;
  /** location, open-container, and of one lot also csp, worksheet, patient, waste, ... */
  kind: string;
  place: string;
  quantity: string;
  unit: string;
  /** Null for what is not kept in whole packages. */
  packages: string | null;
}
export class AsOfResponse {
  at: string;
  rows: AsOfRow[];
  /** More than are shown. */
  more: boolean;
}
export class MergedLotResponse {
  lotId: string;
  lotNumber: string;
  expiresOn: string;
  mergedInto: string | null;
  mergedIntoNumber: string | null;
  mergedBy: string | null;
  mergedAt: string | null;
  reason: string | null;
}
