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
import { LOCAL_DATE } from '../../platform/http/patterns.js';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { FindingDto, PersonRef } from '../../platform/http/shapes.dto.js';

/** USD: at most 8 digits before and 4 after the point. */
const PRICE = /^\d{1,8}(\.\d{1,4})?$/;
const SUPPLIER_KINDS = ['wholesaler', 'manufacturer', '503b', 'pharmacy'] as const;
type SupplierKind = (typeof SUPPLIER_KINDS)[number];

export class SupplierRequest {
  @IsString() @Length(1, 120) name: string;
  @IsIn(SUPPLIER_KINDS) kind: SupplierKind;
  @IsOptional() @IsString() @Length(1, 60) accountNumber?: string;
  @IsOptional() @IsString() @Length(3, 40) phone?: string;
  /** Global location number, 13 digits: who a DSCSA document says has sold. */
  @IsOptional() @Matches(/^\d{13}$/) gln?: string;
  /** Until when its license is known to be good (DS-01). */
  @IsOptional() @Matches(LOCAL_DATE) licenseCheckedUntil?: string;
  @IsInt() @Min(0) @Max(365) leadDaysMin: number;
  @IsInt() @Min(0) @Max(365) leadDaysTypical: number;
  @IsInt() @Min(0) @Max(365) leadDaysMax: number;
  @IsOptional() @IsBoolean() active?: boolean;
  /** The revision that was looked at; needed to change one. */
  @IsOptional() @IsInt() @Min(1) revision?: number;
}
export class SupplierResponse {
  id: string;
  name: string;
  kind: string;
  accountNumber: string | null;
  phone: string | null;
  gln: string | null;
  licenseCheckedUntil: string | null;
  leadDaysMin: number;
  leadDaysTypical: number;
  leadDaysMax: number;
  active: boolean;
  revision: number;
  products: number;
  openOrders: number;
  /** A license that nobody has looked up, or that has run out. */
  findings: FindingDto[];
}
export class SupplierProductRequest {
  @IsUUID() productId: string;
  @IsOptional() @IsString() @MaxLength(60) supplierItem?: string;
  /** Product packages in one orderable pack. */
  @IsInt() @Min(1) @Max(10000) packPackages: number;
  /** USD for one pack. */
  @Matches(PRICE, { message: '$property must be a price such as 12.5 or 104.9925' }) price: string;
  @IsOptional() @IsBoolean() contract?: boolean;
  @IsOptional() @Matches(LOCAL_DATE) validUntil?: string;
  @IsOptional() @IsBoolean() active?: boolean;
}
export class SupplierProductResponse {
  id: string;
  productId: string;
  productName: string;
  ndc: string;
  schedule: string | null;
  supplierItem: string;
  packPackages: number;
  /** USD, decimal text, for one pack. */
  price: string;
  contract: boolean;
  validUntil: string | null;
  /** The price no longer holds. */
  lapsed: boolean;
  active: boolean;
}

export class PurchaseOrderLineRequest {
  @IsUUID() productId: string;
  @IsInt() @Min(1) @Max(100000) packs: number;
  /** Product packages in one pack; from the supplier's prices where it is left out. */
  @IsOptional() @IsInt() @Min(1) @Max(10000) packPackages?: number;
  /** USD for one pack; from the supplier's prices where it is left out. */
  @IsOptional() @Matches(PRICE, { message: '$property must be a price such as 12.5 or 104.9925' }) price?: string;
  @IsOptional() @Matches(LOCAL_DATE) expectedOn?: string;
}
export class PurchaseOrderRequest {
  @IsUUID() supplierId: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PurchaseOrderLineRequest)
  lines: PurchaseOrderLineRequest[];
  @IsOptional() @Matches(LOCAL_DATE) expectedOn?: string;
  @IsOptional() @IsString() @MaxLength(500) note?: string;
  @IsOptional() @IsString() @Length(1, 60) deaOrderNumber?: string;
}
export class ChangePurchaseOrderRequest extends PurchaseOrderRequest {
  @IsInt() @Min(1) revision: number;
}
export class SendPurchaseOrderRequest {
  /** Number of the DEA Form 222 or CSOS order; schedule II is not sent without one (CS-02). */
  @IsOptional() @IsString() @Length(1, 60) deaOrderNumber?: string;
}
export class CancelLineRequest {
  /** All that is outstanding where it is left out. */
  @IsOptional() @IsInt() @Min(1) @Max(1000000) packages?: number;
  @IsString() @Length(3, 300) reason: string;
}
export class PurchaseOrderListRequest extends SearchPageRequest {
  @IsOptional() @IsIn(['draft', 'open', 'done']) tab?: 'draft' | 'open' | 'done';
  @IsOptional() @IsUUID() supplierId?: string;
  @IsOptional() @IsUUID() productId?: string;
}

export class PurchaseOrderLineResponse {
  id: string;
  position: number;
  productId: string;
  productName: string;
  drugName: string;
  ndc: string;
  manufacturer: string;
  schedule: string | null;
  dscsaExempt: boolean;
  supplierItem: string | null;
  packs: number;
  packPackages: number;
  price: string;
  /** USD, dollars and cents. */
  total: string;
  expectedOn: string | null;
  orderedPackages: number;
  receivedPackages: number;
  overPackages: number;
  cancelledPackages: number;
  cancelledReason: string | null;
  outstandingPackages: number;
  /** Counted in receipts that wait for a second person. */
  pendingPackages: number;
  damagedPackages: number;
}
export class PurchaseOrderReceiptRef {
  id: string;
  number: string;
  receivedAt: string;
  receivedBy: string;
  state: string;
}
export class PurchaseOrderResponse {
  id: string;
  number: string;
  supplier: SupplierResponse;
  state: string;
  sentAt: string | null;
  sentBy: PersonRef | null;
  expectedOn: string | null;
  note: string;
  deaOrderNumber: string | null;
  endedAt: string | null;
  endedReason: string | null;
  createdAt: string;
  createdBy: PersonRef;
  revision: number;
  lines: PurchaseOrderLineResponse[];
  /** USD, dollars and cents. */
  total: string;
  receipts: PurchaseOrderReceiptRef[];
  /** Of a draft: what stands against sending it. */
  findings: FindingDto[];
}
export class PurchaseOrderRow {
  id: string;
  number: string;
  supplierId: string;
  supplierName: string;
  state: string;
  createdAt: string;
  sentAt: string | null;
  expectedOn: string | null;
  /** Expected before today and not all here. */
  overdue: boolean;
  lines: number;
  products: string[];
  outstandingPackages: number;
  total: string;
}
export class PurchaseOrderPage {
  items: PurchaseOrderRow[];
  next: string | null;
}
