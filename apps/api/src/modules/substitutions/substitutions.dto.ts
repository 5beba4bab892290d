import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { PageRequest } from '../../platform/http/page.dto.js';
import { OverrideDto, StabilityDecisionDto } from '../orders/orders.dto.js';

export class SubstitutionRequest {
  @IsOptional() @IsUUID() id?: string;
  /** `product`: another product of the same drug. `base`: another base solution. `drug`: another drug, from the kept list only. */
  @IsIn(['product', 'base', 'drug']) kind: 'product' | 'base' | 'drug';
  /** What is short: a drug or a base solution. */
  @IsUUID('all') drugId: string;
  /** For `product`: what is spared; absent: whatever else is used now. */
  @IsOptional() @IsUUID('all') fromProductId?: string;
  /** For `product`. */
  @IsOptional() @IsUUID('all') toProductId?: string;
  /** For `base`. */
  @IsOptional() @IsUUID('all') toDrugId?: string;
  /** For `drug`: a row of the kept list of alternatives. */
  @IsOptional() @IsUUID('all') alternativeId?: string;
  @IsString() @Length(3, 500) reason: string;
  /** Row of the imported shortage list that is the reason (domain-rules 7.8). */
  @IsOptional() @IsUUID('all') shortageItemId?: string;
  /** Reference in words where no row is: a supplier's letter, the prescriber's statement. */
  @IsOptional() @IsString() @MaxLength(300) shortageReference?: string;
}

export class LeaveOutRequest {
  /** All orders that are left out; an order that is not named takes part. */
  @IsArray() @ArrayMaxSize(200) @IsUUID('all', { each: true }) leftOut: string[];
}

export class AnswersRequest {
  /** Keys of hard findings and the reason why the substitution goes ahead all the same; for every order that has the finding. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => OverrideDto)
  overrides: OverrideDto[];
  /** The limit where no confirmed evidence fits the preparation as it becomes. Absent: none. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => StabilityDecisionDto)
  stabilityDecision?: StabilityDecisionDto;
}

export class SubstitutionApprovalRequest {
  /** `shownHash` of what was looked at. */
  @Matches(/^[0-9a-f]{64}$/) shown: string;
  /** Own password, at this moment: the signature. */
  @IsString() @Length(1, 200) password: string;
}

export class SubstitutionReversalRequest {
  @IsString() @Length(3, 500) reason: string;
  /** Own password, at this moment: the signature. */
  @IsString() @Length(1, 200) password: string;
}

export class SubstitutionFilterRequest extends PageRequest {
  @IsOptional() @IsIn(['draft', 'proposed', 'approved', 'declined', 'reversed']) state?: string;
  @IsOptional() @IsUUID('all') drugId?: string;
}

export class SubstitutionSummary {
  id: string;
  number: string;
  kind: 'product' | 'base' | 'drug';
  state: string;
  drugId: string;
  from: string;
  to: string;
  reason: string;
  /** Orders that take part. */
  ready: number;
  createdAt: string;
  createdBy: string;
}

export class SubstitutionPage {
  items: SubstitutionSummary[];
  next: string | null;
}

export class SubstitutionLastsDto {
  days: number | null;
  missed: number;
}

export class SubstitutionGainDto {
  what: string;
  before: SubstitutionLastsDto;
  after: SubstitutionLastsDto;
  gained: number | null;
}

export class SubstitutionNeedDto {
  product: string;
  packages: number;
  free: number;
}

export class SubstitutionSumsDto {
  ready: number;
  answersMissing: number;
  cannot: number;
  leftOut: number;
  patients: number;
  containers: number;
  begun: number;
  costBefore: string | null;
  costAfter: string | null;
  costDifference: string | null;
  lasts: SubstitutionGainDto | null;
  needs: SubstitutionNeedDto[];
}

export class ComparedRowDto {
  key: string;
  name: string;
  before: string[];
  after: string[];
  differs: boolean;
}

export class ReplannedWorksheetDto {
  number: string;
  containers: number;
  products: SubstitutionPackagesDto[];
}

export class SubstitutionPackagesDto {
  product: string;
  packages: number;
}

export class SubstitutionMissingDto {
  key: string;
  kind: string;
  message: string;
}

export class SubstitutionStepDto {
  label: string;
  formula: string;
  value: string;
}

export class SubstitutedOrderDto {
  orderId: string;
  number: string;
  version: number;
  state: string;
  patientId: string;
  /** Null for whoever may not read patients. */
  patientName: string | null;
  /** Still to be made. */
  containers: number;
  /** Made or begun as they were prescribed: they stay the old one. */
  begun: number;
  standing: 'ready' | 'answers-missing' | 'cannot';
  leftOut: boolean;
  titleBefore: string;
  titleAfter: string;
  rows: ComparedRowDto[];
  worksheets: ReplannedWorksheetDto[];
  why: string[];
  missing: SubstitutionMissingDto[];
  doseSteps: SubstitutionStepDto[];
  afterVersion: number | null;
  outcome: string | null;
  outcomeNote: string;
}

export class SubstitutionActDto {
  what: string;
  who: string;
  at: string;
  note: string;
}

export class SubstitutionResponse extends SubstitutionSummary {
  fromProductId: string | null;
  toProductId: string | null;
  toDrugId: string | null;
  doseFactor: string | null;
  shortageReference: string;
  overrides: OverrideDto[];
  stabilityDecision: StabilityDecisionDto | null;
  sums: SubstitutionSumsDto;
  shownAt: string;
  /** Names what is shown: an approval says it back. */
  shownHash: string;
  /** What a pharmacist has still to answer, each once whatever the number of orders. */
  questions: SubstitutionMissingDto[];
  /** Orders left out, for the whole list and not only this page. */
  leftOut: string[];
  /** Events that this person may cause now. */
  allowed: string[];
  acts: SubstitutionActDto[];
  /** While approved: how many orders still have the prescription of this substitution. */
  reversible: number;
  orders: SubstitutedOrderDto[];
  nextOrders: string | null;
}
