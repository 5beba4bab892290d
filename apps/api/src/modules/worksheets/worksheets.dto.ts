import {
  ArrayMaxSize,
  IsArray,
  IsObject,
  ValidateNested,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Type } from 'class-transformer';
import { DECIMAL } from '../../platform/http/patterns.js';
import { FindingDto, PersonRef, QuantityDto } from '../../platform/http/shapes.dto.js';

export class PlanRequest {
  @IsOptional() @IsUUID() id?: string;
  @IsUUID() orderId: string;
  /** How many of the order's containers to make now; all that are still to make when left out. */
  @IsOptional() @IsInt() @Min(1) @Max(100) containers?: number;
}
export class ClaimRequest {
  @IsUUID() hoodId: string;
  /** Identifies the tablet; only it may record while it holds the claim. */
  @IsString() @Length(8, 64) station: string;
  /** Take the worksheet over from another tablet of the same person. */
  @IsOptional() @IsIn([true]) takeOver?: true;
}
export class StationRequest {
  @IsString() @Length(8, 64) station: string;
}
export class ScanRequest {
  @IsString() @Length(8, 64) station: string;
  /** Exactly as the scanner or camera gave it, group separators included. */
  @IsString() @Length(1, 200) code: string;
  @IsOptional() @IsIn(['scanned', 'camera', 'keyed']) entry?: 'scanned' | 'camera' | 'keyed';
  /** Only when the code carries none: keyed from the package. */
  @IsOptional() @IsString() @Length(1, 20) lotNumber?: string;
  @IsOptional() @Matches(/^\d{4}-\d{2}(-\d{2})?$/) expiry?: string;
}
export class StepCompletionRequest {
  @IsString() @Length(8, 64) station: string;
  /** Measured volume in mL where the step has one. */
  @IsOptional() @Matches(DECIMAL) volumeMl?: string;
  /** Inspection: how many pass. */
  @IsOptional() @IsInt() @Min(0) @Max(100) passed?: number;
  @IsOptional() @IsString() @MaxLength(300) note?: string;
}
export class VerificationOverrideDto {
  @IsString() @Length(1, 120) code: string;
  @IsString() @Length(3, 500) reason: string;
}
export class VerificationRequest {
  @IsInt() revision: number;
  /** Codes of the soft findings that were read. */
  @IsString({ each: true }) acknowledged: string[];
  /** Hard findings that the pharmacist overrides, each with the reason. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => VerificationOverrideDto)
  overrides?: VerificationOverrideDto[];
  @IsString() @Length(1, 200) password: string;
}
export class RejectionRequest {
  @IsInt() revision: number;
  @IsIn(['rework', 'waste']) outcome: 'rework' | 'waste';
  @IsString() @Length(3, 500) reason: string;
  @IsString() @Length(1, 200) password: string;
}
export class LabelRequest {
  /** Only these preparations; all when left out. */
  @IsOptional() @IsUUID('all', { each: true }) cspIds?: string[];
  /** Needed to print again: the old label becomes void. */
  @IsOptional() @IsString() @Length(3, 300) reprintReason?: string;
}
export class ActivationRequest {
  /** The scanned code of the label on the container. */
  @IsString() @Length(1, 200) code: string;
}
export class WorksheetReasonRequest {
  @IsString() @Length(3, 500) reason: string;
}

export class WorksheetStockDto {
  productId: string;
  /** `PRD-000012-K`. */
  code: string;
  name: string;
  /** The lot that came of it, and the shelf with most of it. */
  lotId: string | null;
  locationName: string | null;
}
export class WorksheetTurnDto {
  /** In its hood, from 1. */
  position: number;
  hood: string;
  startsAt: string;
  /** Numbers of the worksheets with which it shares a vial. */
  sharesWith: string[];
}
export class WorksheetCard {
  id: string;
  number: string;
  state: string;
  stateReason: string;
  /** What is made, for a glance from a metre: cefTRIAXone 2 g in sodium chloride 0.9 % 100 mL. */
  title: string;
  /** `For stock` where there is none. */
  patient: string;
  /** Empty where it is made for stock. */
  orderNumber: string;
  /** What it makes for stock; null: it is made for an order. */
  stock: WorksheetStockDto | null;
  containers: number;
  hazardous: boolean;
  neededAt: string | null;
  budAt: string | null;
  claimedBy: PersonRef | null;
  station: string | null;
  stepsDone: number;
  stepsTotal: number;
  completedAt: string | null;
  reworks: number;
  /** Made for an older version of the prescription. */
  stale: boolean;
  allowed: string[];
  /** Its turn by the day plan that was accepted; null where none says. */
  turn: WorksheetTurnDto | null;
}
export class WorksheetBoard {
  items: WorksheetCard[];
  next: string | null;
  counts: Record<string, number>;
}
export class WorksheetAllocationDto {
  lotId: string;
  lotNumber: string;
  expiresOn: string;
  locationName: string;
  packages: string;
  usedPackages: string;
  state: string;
}
export class WorksheetLineDto {
  id: string;
  position: number;
  role: string;
  drugId: string;
  drugName: string;
  productId: string;
  productName: string;
  /** Of what is made here its own code. */
  ndc: string;
  inHouse: boolean;
  strengthText: string;
  quantity: QuantityDto;
  packages: number;
  hazardous: boolean;
  allocations: WorksheetAllocationDto[];
}
export class WorksheetStepDto {
  id: string;
  position: number;
  kind:
    'open' | 'reconstitute' | 'base' | 'remove-diluent' | 'draw' | 'fill-diluent' | 'container' | 'inspect' | 'photo';
  cspPosition: number | null;
  lineId: string | null;
  packageIndex: number | null;
  /** One plain imperative sentence. */
  instruction: string;
  needsScan: boolean;
  /** What to scan, for people. */
  scanTarget: string | null;
  needsVolume: boolean;
  plannedVolumeMl: string | null;
  state: 'pending' | 'scanned' | 'done';
  /** The step that is next; there is at most one. */
  current: boolean;
  lotNumber: string | null;
  expiresOn: string | null;
  openContainerNumber: string | null;
  volumeMl: string | null;
  scannedAt: string | null;
  doneAt: string | null;
  doneBy: PersonRef | null;
  note: string;
}
export class WorksheetLabelDto {
  id: string;
  number: string;
  copy: number;
  printedAt: string;
  printedBy: string;
  matches: boolean;
  voidedAt: string | null;
  voidReason: string | null;
}
export class WorksheetCspDto {
  id: string;
  number: string;
  position: number;
  state: string;
  budAt: string | null;
  labels: WorksheetLabelDto[];
  activatedAt: string | null;
}
export class WorksheetPhotoDto {
  id: string;
  stepId: string | null;
  takenAt: string;
  takenBy: string;
  url: string;
}
export class WorksheetEventDto {
  at: string;
  who: string;
  kind: string;
  text: string;
}
/** The whole record of one worksheet, in one request: what Bench and Verify show. */
export class WorksheetRecord extends WorksheetCard {
  revision: number;
  storage: string;
  /** Null: made for stock. */
  order: {
    id: string;
    number: string;
    version: number;
    directions: string;
    prescriber: string;
    route: string;
    schedule: string;
    durationMinutes: number;
    intervalMinutes: number | null;
    storage: string;
    device: string;
    daysSupply: number | null;
  } | null;
  patientDetail: {
    id: string;
    number: string;
    name: string;
    birthDate: string;
    mrn: string | null;
    allergies: string[];
    weightKg: string | null;
    bodySurfaceM2: string | null;
  } | null;
  formula: {
    id: string;
    number: string;
    name: string;
    version: number;
    appearance: string;
    precautions: string[];
    storage: string;
  };
  place: { room: string; hood: string; category: number; explanation: string[] } | null;
  startedAt: string | null;
  finalVolume: QuantityDto;
  strengthText: string;
  derivation: { label: string; formula: string; substitution: string; value: string; unit: string; source?: string }[];
  lines: WorksheetLineDto[];
  steps: WorksheetStepDto[];
  csps: WorksheetCspDto[];
  photos: WorksheetPhotoDto[];
  events: WorksheetEventDto[];
  /** The engine's whole answer once assigned: every bound, its arithmetic, its source, which governs. */
  bud: Record<string, unknown> | null;
  needsBudUntil: string | null;
  /** What the pharmacist must see before signing; computed anew at each request. */
  findings: FindingDto[];
  madeBy: PersonRef | null;
  verifiedBy: PersonRef | null;
  verifiedAt: string | null;
  signature: { name: string; meaning: string; at: string; matches: boolean } | null;
}
export class ScanResponse {
  accepted: boolean;
  /** A linear code carries no lot or expiry: ask for them, then send the scan again with both. */
  needs: 'lot-and-expiry' | null;
  findings: FindingDto[];
  record: WorksheetRecord;
}
