import { Transform, Type } from 'class-transformer';
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
  Min,
  ValidateNested,
} from 'class-validator';
import { PageRequest } from '../../platform/http/page.dto.js';
import { ScopeRequest } from '../trace/scope.dto.js';
import { NamedCount } from '../trace/trace.dto.js';

export const RECALL_KINDS = ['class-1', 'class-2', 'class-3', 'market-withdrawal', 'own'] as const;
export type RecallKind = (typeof RECALL_KINDS)[number];

/** What the person who opens it has seen: when it has become more or less meanwhile, they look again. */
export class ExpectedReach {
  @IsInt() @Min(0) lots: number;
  @IsInt() @Min(0) csps: number;
}
export class OpenRecallRequest {
  @IsIn(RECALL_KINDS) kind: RecallKind;
  @IsString() @Length(3, 500) reason: string;
  /** Recall number, letter or telephone call. */
  @IsOptional() @IsString() @Length(1, 200) sourceReference?: string;
  @IsObject() @ValidateNested() @Type(() => ScopeRequest) scope: ScopeRequest;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ExpectedReach) expected?: ExpectedReach;
  /** Matches of FDA notices that this recall answers. */
  @IsOptional() @IsArray() @ArrayMaxSize(200) @IsUUID('all', { each: true }) matchIds?: string[];
}
export class RecallRow {
  id: string;
  number: string;
  state: 'open' | 'closed' | 'withdrawn';
  kind: RecallKind;
  reason: string;
  scopeText: string;
  openedAt: string;
  openedBy: string;
  lots: number;
  csps: number;
  patients: number;
  itemsOpen: number;
  itemsTotal: number;
  certifiedAt: string | null;
  endedAt: string | null;
}
export class RecallListRequest extends PageRequest {
  @IsOptional() @IsIn(['open', 'closed', 'withdrawn']) state?: string;
}
export class RecallPage {
  items: RecallRow[];
  next: string | null;
}
export class RecallWorkCount {
  kind: string;
  open: number;
  done: number;
  cannot: number;
}
export class RecallLotDto {
  lotId: string;
  lotNumber: string;
  productName: string;
  expiresOn: string;
  state: string;
  depth: number;
}
export class RecallWorksheetDto {
  worksheetId: string;
  number: string;
  state: string;
  /** True: something of the recall is in it. False: only what was promised to it was taken back. */
  held: boolean;
  needsLots: boolean;
}
export class RecallCertificateException {
  kind: 'no-lot-link' | 'step-without-lot' | 'keyed-code';
  /** Of what: preparation or worksheet and step. */
  what: string;
}
export class RecallCertificate {
  from: string;
  to: string;
  /** Preparations that were begun in the period and come to something. */
  csps: number;
  linked: number;
  exceptions: RecallCertificateException[];
  /** All of them, also where the list above is cut. */
  exceptionCounts: NamedCount[];
  note: string;
}
export class RecallResponse extends RecallRow {
  sourceReference: string;
  noticeKey: string | null;
  work: RecallWorkCount[];
  lotList: RecallLotDto[];
  worksheets: RecallWorksheetDto[];
  certificate: RecallCertificate | null;
  certifiedBy: string | null;
  endedBy: string | null;
  endReason: string;
  revision: number;
}
const list = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.split(',') : value);
export class RecallItemsRequest extends PageRequest {
  @IsOptional() @Transform(list) @IsArray() @IsIn(['open', 'done', 'cannot'], { each: true }) state?: string[];
  @IsOptional() @IsIn(['segregate', 'retrieve', 'notify-patient', 'notify-prescriber', 'replace']) kind?: string;
}
export class RecallItemDto {
  id: string;
  kind: 'segregate' | 'retrieve' | 'notify-patient' | 'notify-prescriber' | 'replace';
  place: 'pharmacy' | 'patient';
  detail: string;
  lotNumber: string | null;
  productName: string | null;
  locationName: string | null;
  cspNumber: string | null;
  cspState: string | null;
  title: string;
  where: string;
  mayBeInfused: boolean;
  patientId: string | null;
  patientNumber: string | null;
  patientName: string | null;
  patientPhone: string | null;
  orderNumber: string | null;
  orderId: string | null;
  prescriber: string | null;
  state: 'open' | 'done' | 'cannot';
  note: string;
  closedBy: string | null;
  closedAt: string | null;
}
export class RecallItemPage {
  items: RecallItemDto[];
  next: string | null;
}
export class CloseItemsRequest {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @IsUUID('all', { each: true }) itemIds: string[];
  @IsIn(['done', 'cannot']) outcome: 'done' | 'cannot';
  /** How, or for `cannot` why not (then it is needed). */
  @IsOptional() @IsString() @Length(1, 500) note?: string;
}
export class CertifyRequest {
  @IsString() @Length(1, 200) password: string;
  @IsOptional() @IsString() @Length(1, 500) note?: string;
}
export class EndRecallRequest {
  @IsString() @Length(1, 200) password: string;
  @IsString() @Length(3, 500) reason: string;
}
export class RecallDrillRequest {
  @IsObject() @ValidateNested() @Type(() => ScopeRequest) scope: ScopeRequest;
  @IsOptional() @IsString() @Length(1, 500) note?: string;
}
export class RecallDrillResponse {
  id: string;
  scopeText: string;
  askedBy: string;
  askedAt: string;
  /** Milliseconds until counts and the first page were there. */
  firstAnswerMs: number;
  /** Milliseconds until every preparation and patient was named and the links were checked. */
  completeMs: number;
  lots: number;
  csps: number;
  patients: number;
  byPlace: NamedCount[];
  completeness: RecallCertificate;
  note: string;
}
