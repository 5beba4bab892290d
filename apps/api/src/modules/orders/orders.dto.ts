import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
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
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { DECIMAL } from '../../platform/http/patterns.js';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { FindingDto, QuantityDto } from '../../platform/http/shapes.dto.js';

export class OrderLineRequest {
  @IsIn(['additive', 'base']) role: 'additive' | 'base';
  @IsUUID() drugId: string;
  /** Dose of an additive in one container, volume of the base solution. */
  @IsObject() @ValidateNested() @Type(() => QuantityDto) dose: QuantityDto;
  @IsIn(['flat', 'per-kg', 'per-m2']) basis: 'flat' | 'per-kg' | 'per-m2';
  /** With a basis: the dose per kg or m², for example 2,400 mg. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => QuantityDto) basisDose?: QuantityDto;
  /** With a basis: the weight in kg or the surface in m² that was used. */
  @IsOptional() @Matches(DECIMAL) bodyMeasure?: string;
}

export class OrderRequest {
  @IsOptional() @IsUUID() id?: string;
  @IsUUID() patientId: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => OrderLineRequest)
  lines: OrderLineRequest[];
  @IsIn(['IV', 'SUBCUT', 'IM', 'EPIDURAL', 'INTRATHECAL']) route: 'IV' | 'SUBCUT' | 'IM' | 'EPIDURAL' | 'INTRATHECAL';
  @IsIn(['intermittent', 'continuous', 'once']) schedule: 'intermittent' | 'continuous' | 'once';
  /** How long one container runs. */
  @IsInt() @Min(1) @Max(14400) durationMinutes: number;
  /** Only and always for an intermittent schedule. */
  @IsOptional() @IsInt() @Min(1) @Max(43200) intervalMinutes?: number;
  @IsInt() @Min(1) @Max(100) containers: number;
  @IsOptional() @IsInt() @Min(1) @Max(120) daysSupply?: number;
  @IsIn(['CRT', 'REF', 'FRZ']) storage: 'CRT' | 'REF' | 'FRZ';
  @IsIn(['gravity', 'stationary-pump', 'ambulatory-pump', 'elastomeric', 'syringe-pump', 'push'])
  device: 'gravity' | 'stationary-pump' | 'ambulatory-pump' | 'elastomeric' | 'syringe-pump' | 'push';
  @IsOptional() @IsISO8601({ strict: true }) neededAt?: string;
  @IsString() @Length(1, 120) prescriber: string;
  @IsOptional() @IsString() @MaxLength(200) indication?: string;
  @IsOptional() @IsString() @MaxLength(500) directions?: string;
}

export class OrderChangeRequest extends OrderRequest {
  /** Why the prescription changed. */
  @IsString() @Length(3, 500) changeReason: string;
  /** The version that was edited. */
  @IsInt() version: number;
}

export class OrderLineResponse {
  position: number;
  role: 'additive' | 'base';
  drugId: string;
  /** With tall-man letters. */
  drugName: string;
  hazardous: boolean;
  dose: QuantityDto;
  /** As a label would print it. */
  doseText: string;
  basis: 'flat' | 'per-kg' | 'per-m2';
  basisDose: QuantityDto | null;
  bodyMeasure: string | null;
}

export class OrderPatientDto {
  id: string;
  number: string;
  familyName: string;
  givenName: string;
  birthDate: string;
  careSetting: string;
}

export class OrderSummary {
  id: string;
  number: string;
  state: string;
  stateReason: string;
  version: number;
  patient: OrderPatientDto;
  /** One line for people: vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL, IV every 12 h over 90 min. */
  title: string;
  hazardous: boolean;
  containers: number;
  neededAt: string | null;
  receivedAt: string;
  /** What may happen next for the person who asks: review, approve, hold, resume, discontinue, change, plan. */
  allowed: string[];
}

export class OrderPage {
  items: OrderSummary[];
  next: string | null;
  /** Orders in each state, for the tabs. */
  counts: Record<string, number>;
}

export class OrderEventDto {
  at: string;
  who: string;
  what: string;
  detail: string;
}

export class OrderWorksheetDto {
  id: string;
  number: string;
  state: string;
  containers: number;
  /** True when it was made for an earlier version of the prescription. */
  stale: boolean;
}

export class OrderResponse extends OrderSummary {
  lines: OrderLineResponse[];
  route: string;
  schedule: string;
  durationMinutes: number;
  intervalMinutes: number | null;
  daysSupply: number | null;
  storage: 'CRT' | 'REF' | 'FRZ';
  device: string;
  prescriber: string;
  indication: string;
  directions: string;
  history: OrderEventDto[];
  worksheets: OrderWorksheetDto[];
}

export class FormulaCandidateDto {
  formulationId: string;
  formulationVersionId: string;
  number: string;
  name: string;
  version: number;
  fits: boolean;
  whyNot: string[];
}

export class BudPreviewDto {
  /** Null while stability evidence is missing and no pharmacist has decided. */
  beyondUseDate: string | null;
  category: number;
  summary: string;
  /** The last planned start of administration of what is delivered together. */
  neededUntil: string | null;
  /** The whole answer of the engine, as the Calculators page shows it. */
  answer: Record<string, unknown>;
}

export class StabilityRowDto {
  id: string;
  text: string;
  citation: string;
  status: string;
  whyNot: string | null;
}

/** Everything that a pharmacist needs to decide on an order, in one request; findings first. */
export class OrderReviewResponse {
  order: OrderResponse;
  patient: Record<string, unknown>;
  findings: FindingDto[];
  formulas: FormulaCandidateDto[];
  chosenFormulationVersionId: string | null;
  /** Amounts in one container and derivation, from the chosen formula. */
  preparation: PreparationPreviewDto | null;
  bud: BudPreviewDto | null;
  stability: { fits: StabilityRowDto[]; nearMisses: StabilityRowDto[]; decisionNeeded: boolean };
}

export class PreparationPreviewDto {
  finalVolume: QuantityDto;
  concentrationText: string;
  strengthText: string;
  lines: { drugName: string; productName: string; packages: number; perContainerText: string; note: string }[];
  derivation: { label: string; formula: string; substitution: string; value: string; unit: string; source?: string }[];
}

export class OverrideDto {
  @IsString() @Length(1, 120) code: string;
  @IsString() @Length(3, 500) reason: string;
}

export class StabilityDecisionDto {
  @IsInt() @Min(1) @Max(4320) limitHours: number;
  @IsIn(['CRT', 'REF', 'FRZ']) storage: 'CRT' | 'REF' | 'FRZ';
  @IsString() @Length(3, 500) reason: string;
  @IsString() @Length(3, 500) citation: string;
}

/** What if: another formula, or a stability decision that is not signed yet. */
export class ReviewPreviewRequest {
  @IsOptional() @IsUUID('all') formulationVersionId?: string;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => StabilityDecisionDto)
  stabilityDecision?: StabilityDecisionDto;
}

export class OrderFilterRequest extends SearchPageRequest {
  /** States, separated by commas. */
  @IsOptional() @IsString() @MaxLength(200) state?: string;
  @IsOptional() @IsUUID('all') patientId?: string;
}

export class ApprovalRequest {
  @IsInt() version: number;
  @IsUUID() formulationVersionId: string;
  /** Codes of the soft findings that were read. */
  @IsArray() @ArrayMaxSize(100) @IsString({ each: true }) acknowledged: string[];
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => OverrideDto)
  overrides: OverrideDto[];
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => StabilityDecisionDto)
  stabilityDecision?: StabilityDecisionDto;
  /** Own password, at this moment: the signature. */
  @IsString() @Length(1, 200) password: string;
}

export class ReasonRequest {
  @IsString() @Length(3, 500) reason: string;
}
