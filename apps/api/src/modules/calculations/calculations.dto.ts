import { Type } from 'class-transformer';
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
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { DECIMAL } from '../../platform/http/patterns.js';
import { FindingDto, QuantityDto } from '../../platform/http/shapes.dto.js';
import { ProductResponse } from '../formulary/formulary.dto.js';
import { ConcentrationDto, FigureDto, StepDto } from './calculation-parts.dto.js';

const NUMBER = { message: '$property must be a plain decimal number such as 1250 or 0.5' };

export class DoseRequest {
  /** What is worked out beside the body measures; none: only those. `auc` is the Calvert formula for carboplatin. */
  @IsIn(['none', 'flat', 'per-kg', 'per-m2', 'auc']) basis: 'none' | 'flat' | 'per-kg' | 'per-m2' | 'auc';
  /** The dose, the dose per kg or per m², or the target AUC in mg/mL·min. */
  @IsOptional() @Matches(DECIMAL, NUMBER) dose?: string;
  @IsOptional() @IsString() @Length(1, 10) unit?: string;
  @IsOptional() @IsIn(['female', 'male']) sex?: 'female' | 'male';
  @IsOptional() @IsInt() @Min(1) @Max(120) ageYears?: number;
  @IsOptional() @Matches(DECIMAL, NUMBER) height?: string;
  @IsOptional() @IsIn(['cm', 'm', '[in_i]']) heightUnit?: 'cm' | 'm' | '[in_i]';
  @IsOptional() @Matches(DECIMAL, NUMBER) weight?: string;
  @IsOptional() @IsIn(['kg', 'g', '[lb_av]']) weightUnit?: 'kg' | 'g' | '[lb_av]';
  /** Which weight a dose per kg and the creatinine clearance refer to; actual when left out. */
  @IsOptional() @IsIn(['actual', 'ideal', 'adjusted']) weightUsed?: 'actual' | 'ideal' | 'adjusted';
  @IsOptional() @IsIn(['mosteller', 'dubois']) surfaceFormula?: 'mosteller' | 'dubois';
  /** mg/dL. */
  @IsOptional() @Matches(DECIMAL, NUMBER) serumCreatinine?: string;
  /** mg/dL: lower values count as this one. */
  @IsOptional() @Matches(DECIMAL, NUMBER) creatinineFloor?: string;
  /** mL/min, where it was measured; else the creatinine clearance is used. */
  @IsOptional() @Matches(DECIMAL, NUMBER) gfr?: string;
  /** mL/min; 125 when left out. */
  @IsOptional() @Matches(DECIMAL, NUMBER) gfrCap?: string;
  /** Highest dose, in the unit of the dose. */
  @IsOptional() @Matches(DECIMAL, NUMBER) maximum?: string;
  /** Round the dose to a multiple of this, in the unit of the dose. */
  @IsOptional() @Matches(DECIMAL, NUMBER) roundTo?: string;
  /** Content of a vial in the unit of the dose: shows the dose rounded to whole vials, if that changes it little enough. */
  @IsOptional() @Matches(DECIMAL, NUMBER) vial?: string;
}
export class CalculationAnswer {
  /** The figures asked for, most important first. */
  figures: FigureDto[];
  derivation: StepDto[];
  findings: FindingDto[];
}
export class DoseAnswer extends CalculationAnswer {
  /** Body surface, ideal and adjusted weight, body mass index, creatinine clearance: each where the data allow it. */
  body: FigureDto[];
  dose: QuantityDto | null;
  /** The maximum dose or the cap of the filtration rate was applied. */
  capped: boolean;
}

export class MixPartRequest {
  @IsObject() @ValidateNested() @Type(() => ConcentrationDto) concentration: ConcentrationDto;
  /** mL */
  @Matches(DECIMAL, NUMBER) volumeMl: string;
}
export class DilutionRequest {
  /**
   * dilute: stock, target, finalVolumeMl. add: stock, target, baseVolumeMl (how much stock to add to a bag). mix: parts.
   * alligation: stock (stronger), weaker (left out: plain diluent), target, finalVolumeMl (optional).
   * percent: percent (w/v). ratio: ratio such as 1:1000.
   */
  @IsIn(['dilute', 'add', 'mix', 'alligation', 'percent', 'ratio'])
  kind: 'dilute' | 'add' | 'mix' | 'alligation' | 'percent' | 'ratio';
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ConcentrationDto) stock?: ConcentrationDto;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ConcentrationDto) weaker?: ConcentrationDto;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ConcentrationDto) target?: ConcentrationDto;
  @IsOptional() @Matches(DECIMAL, NUMBER) finalVolumeMl?: string;
  @IsOptional() @Matches(DECIMAL, NUMBER) baseVolumeMl?: string;
  @IsOptional()
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => MixPartRequest)
  parts?: MixPartRequest[];
  @IsOptional() @Matches(DECIMAL, NUMBER) percent?: string;
  @IsOptional() @Matches(/^1:\d{1,7}$/, { message: '$property must be a ratio such as 1:1000' }) ratio?: string;
}

export class InfusionRateRequest {
  /**
   * volume-over-time: volumeMl, overMinutes. time-for-rate: volumeMl, rateMlPerHour. drip: volumeMl, overMinutes, dropsPerMl.
   * dose-rate: doseRate, doseUnit, doseTime, dosePer, body, concentration -> pump rate.
   * pump-rate: rateMlPerHour, concentration, doseUnit, doseTime, dosePer, body -> dose rate. dose-over-time: dose, concentration,
   * overMinutes.
   */
  @IsIn(['volume-over-time', 'time-for-rate', 'drip', 'dose-rate', 'pump-rate', 'dose-over-time'])
  kind: 'volume-over-time' | 'time-for-rate' | 'drip' | 'dose-rate' | 'pump-rate' | 'dose-over-time';
  @IsOptional() @Matches(DECIMAL, NUMBER) volumeMl?: string;
  @IsOptional() @Matches(DECIMAL, NUMBER) overMinutes?: string;
  @IsOptional() @Matches(DECIMAL, NUMBER) rateMlPerHour?: string;
  @IsOptional() @Matches(DECIMAL, NUMBER) dropsPerMl?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => QuantityDto) dose?: QuantityDto;
  @IsOptional() @Matches(DECIMAL, NUMBER) doseRate?: string;
  @IsOptional() @IsString() @Length(1, 10) doseUnit?: string;
  @IsOptional() @IsIn(['min', 'h', 'd']) doseTime?: 'min' | 'h' | 'd';
  @IsOptional() @IsIn(['kg', 'm2']) dosePer?: 'kg' | 'm2';
  /** kg or m², whichever the dose rate is per. */
  @IsOptional() @Matches(DECIMAL, NUMBER) body?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ConcentrationDto) concentration?: ConcentrationDto;
}

export class VialRequest {
  /** A product of the formulary; or what follows. */
  @IsOptional() @IsUUID() productId?: string;
  @IsOptional() @IsString() @Length(1, 120) name?: string;
  /** Drug in one vial. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => QuantityDto) content?: QuantityDto;
  /** Of a solution, or of a powder once reconstituted as its label says. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ConcentrationDto) concentration?: ConcentrationDto;
  /** Diluent added to a powder. */
  @IsOptional() @Matches(DECIMAL, NUMBER) diluentMl?: string;
  /** Volume that the powder itself takes. */
  @IsOptional() @Matches(DECIMAL, NUMBER) displacementMl?: string;
  /** Volume after reconstitution, where the label says it. */
  @IsOptional() @Matches(DECIMAL, NUMBER) finalVolumeMl?: string;
  /** Vials at hand; no limit when left out. */
  @IsOptional() @IsInt() @Min(0) @Max(1000) available?: number;
}
export class VialsRequest {
  @IsObject() @ValidateNested() @Type(() => QuantityDto) dose: QuantityDto;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => VialRequest)
  vials: VialRequest[];
}
export class ReconstitutedVialDto {
  /** Position in the request, from 0. */
  index: number;
  name: string;
  /** Null where it cannot be worked out; a finding says what is missing. */
  concentration: string | null;
  finalVolume: string | null;
  diluentVolume: string | null;
  displacement: string | null;
}
export class VialDrawDto {
  index: number;
  name: string;
  vials: number;
  from: 'whole' | 'partial';
  /** From each of these vials. */
  amount: string;
  volume: string;
  /** As a syringe can measure it. */
  drawn: string;
}
export class VialsAnswer extends CalculationAnswer {
  reconstituted: ReconstitutedVialDto[];
  draws: VialDrawDto[];
  vials: number | null;
}

export class CodeRequest {
  /** Exactly as the scanner gave it; or keyed. */
  @IsString() @Length(1, 200) code: string;
  @IsOptional() @IsIn(['scanned', 'keyed']) entry?: 'scanned' | 'keyed';
}
export class NdcDto {
  ndc: string;
  format: string;
  ndc11: string | null;
  gtin: string | null;
}
export class CodeElementDto {
  ai: string;
  value: string;
  title: string;
}
export class CodeAnswer {
  kind: 'gs1' | 'gtin' | 'ndc' | 'internal' | 'refused';
  symbology: string | null;
  gtin: string | null;
  /** Null while it can be several. */
  ndc: NdcDto | null;
  ndcCandidates: NdcDto[];
  lot: string | null;
  expiry: string | null;
  serial: string | null;
  productionDate: string | null;
  /** One of our own numbers. */
  internal: string | null;
  elements: CodeElementDto[];
  /** Other readings of a code that lost its separators. */
  alternatives: number;
  product: ProductResponse | null;
  findings: FindingDto[];
}
