import { IsIn, IsISO8601, IsOptional, IsString, IsUUID, Length } from 'class-validator';

export class ScheduleRequest {
  @IsIn(['CII', 'CIII', 'CIV', 'CV', 'none']) schedule: 'CII' | 'CIII' | 'CIV' | 'CV' | 'none';
}
export class ScheduleResponse {
  productId: string;
  schedule: string | null;
}
export class CloseDiscrepancyRequest {
  @IsString() @Length(3, 300) reason: string;
  @IsString() @Length(1, 200) password: string;
}
export class ControlledProduct {
  productId: string;
  productName: string;
  ndc: string | null;
  schedule: string;
  /** In the stock unit, shelves and opened containers together. */
  onHand: string;
  unit: string;
  packages: string;
  openContainers: number;
  openDiscrepancies: number;
  /** The last count that two persons finished. */
  lastCountedAt: string | null;
}
export class PerpetualEntry {
  movementId: string;
  at: string;
  reason: string;
  note: string;
  referenceKind: string;
  /** The number of the record, where it has one. */
  record: string | null;
  who: string;
  witness: string | null;
  lots: string;
  /** What went in or out of the pharmacy's own stock; 0 for a move inside. */
  change: string;
  balance: string;
}
export class ReconciliationResponse {
  from: string;
  until: string;
  unit: string;
  opening: string;
  received: string;
  intoPreparations: string;
  wasted: string;
  residueDiscarded: string;
  returned: string;
  /** Found or missed by counts and measurements, overfill among it. */
  counted: string;
  adjusted: string;
  merged: string;
  closing: string;
  /** Closing less everything above: 0 when all of it is accounted for. */
  unexplained: string;
}
export class DiscrepancyResponse {
  id: string;
  productName: string;
  lotNumber: string;
  where: string;
  difference: string;
  unit: string;
  foundBy: string;
  foundAt: string;
  closedBy: string | null;
  reason: string | null;
}
export class PerpetualResponse {
  product: ControlledProduct;
  entries: PerpetualEntry[];
  reconciliation: ReconciliationResponse;
}
export class PeriodRequest {
  @IsOptional() @IsISO8601({ strict: true }) from?: string;
  @IsOptional() @IsISO8601({ strict: true }) until?: string;
}
export class InventoryRequest {
  @IsOptional() @IsISO8601({ strict: true }) at?: string;
}
export class InventoryLine {
  productId: string;
  productName: string;
  ndc: string | null;
  schedule: string;
  lotNumber: string;
  place: string;
  quantity: string;
  unit: string;
  packages: string | null;
}
/** What 21 CFR 1304.11 asks for every two years (CS-04), as of a moment. */
export class InventoryResponse {
  at: string;
  siteName: string;
  siteAddress: string[];
  lines: InventoryLine[];
  /** Two years after the last finished count of all controlled substances; null: there was none. */
  nextDueOn: string | null;
}
export class DiscrepancyListRequest {
  @IsOptional() @IsIn(['open', 'closed']) state?: 'open' | 'closed';
  @IsOptional() @IsUUID() productId?: string;
}
