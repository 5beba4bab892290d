import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { PAGE_DEFAULT, PAGE_LIMIT } from '../../platform/database/keyset.js';
import { ScopeRequest } from './scope.dto.js';

/** A preparation that a trace reached, and where it is now. */
export class AffectedCsp {
  cspId: string;
  cspNumber: string;
  worksheetId: string;
  worksheetNumber: string;
  title: string;
  state: string;
  place: 'in-process' | 'pharmacy' | 'stock' | 'patient' | 'gone';
  /** Hood and room in which it was made. */
  where: string;
  /** It has left, and the time at which it was needed has come: it may be in the patient. */
  mayBeInfused: boolean;
  budAt: string | null;
  madeAt: string | null;
  neededAt: string | null;
  dispensedAt: string | null;
  orderNumber: string;
  prescriber: string;
  /** Null for what was made without a patient. */
  patientId: string | null;
  patientNumber: string;
  patientName: string;
  /** 0: the lot itself is in it. 1: a lot is in it that was made here with it, and so on. */
  depth: number;
}
export class TracedCsp extends AffectedCsp {
  /** How much of the lot that was asked for is in it; empty where it came through a lot made here, or for a whole worksheet. */
  quantity: string;
  unit: string;
  /** True where the lot went into the worksheet as a whole (a reconstitution diluent), not into one preparation alone. */
  shared: boolean;
}
export class NamedCount {
  name: string;
  count: number;
}
export class AffectedCounts {
  csps: number;
  patients: number;
  lots: number;
  /** Of the lots, those that were made here. */
  madeLots: number;
  byState: NamedCount[];
  byPlace: NamedCount[];
}
/** A lot on the way: the one that was asked for, and those that were made here with it. */
export class ChainLot {
  lotId: string;
  lotNumber: string;
  productName: string;
  expiresOn: string;
  state: string;
  depth: number;
  /** The worksheet that it was made in; null for what was bought. */
  madeInWorksheetId: string | null;
  madeInWorksheetNumber: string | null;
}
export class LotTrace {
  lotId: string;
  lotNumber: string;
  productName: string;
  ndc: string;
  expiresOn: string;
  state: string;
  counts: AffectedCounts;
  /** The lots on the way by depth, at most 60. */
  chain: ChainLot[];
  csps: TracedCsp[];
  patients: number;
  next: string | null;
}
export class TracedLot {
  lotId: string;
  lotNumber: string;
  expiresOn: string;
  productName: string;
  manufacturer: string;
  ndc: string;
  openContainerNumber: string | null;
  quantity: string;
  unit: string;
  scannedBy: string;
  scannedAt: string;
  shared: boolean;
  /** 1: in the preparation itself. 2: in a lot made here that is in it, and so on. */
  level: number;
  /** For level 2 and more: the worksheet of the batch in which it was used. */
  usedInWorksheetNumber: string | null;
  /** For a lot that was made here: the worksheet of its batch. */
  madeInWorksheetNumber: string | null;
  receipts: { at: string; supplier: string; packages: string }[];
}
export class CspTrace {
  csp: TracedCsp;
  lots: TracedLot[];
}
export class TraceHit {
  kind: 'lot' | 'csp' | 'worksheet' | 'order' | 'patient' | 'open-container';
  id: string;
  number: string;
  title: string;
}
export class BlastRadiusRequest extends ScopeRequest {
  /** The `next` of the page before; nothing for the first page. */
  @IsOptional() @IsString() @MaxLength(500) cursor?: string;
  /** Rows on a page, 1 to 200. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(PAGE_LIMIT) limit: number = PAGE_DEFAULT;
}
export class BlastRadius {
  /** What was asked, in words. */
  scopeText: string;
  counts: AffectedCounts;
  chain: ChainLot[];
  csps: AffectedCsp[];
  next: string | null;
}
