import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
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
import { FindingDto } from '../../platform/http/shapes.dto.js';

/** A moment: 2026-03-02T09:00 on the clock of the zone, or with Z or an offset. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;
const AT = { message: '$property must be a moment such as 2026-03-02T09:00' };
const EXPIRY = /^\d{4}-\d{2}(-\d{2})?$/;
const STORAGE = ['CRT', 'REF', 'FRZ'] as const;
const MAX_HOURS = 24 * 366 * 5;
const ROOMS = ['iso7-buffer', 'iso8', 'sca', 'c-sec', 'c-sca', 'unclassified'] as const;
const HOODS = [
  'lafw',
  'ivlfz',
  'bsc',
  'rabs-cai',
  'rabs-caci',
  'isolator',
  'c-pec-bsc-a2',
  'c-pec-bsc-b',
  'c-pec-caci',
  'c-pec-class3',
] as const;
const CONTAINERS = [
  'single-dose-vial',
  'multiple-dose-vial',
  'pharmacy-bulk-package',
  'ampul',
  'bag',
  'bottle',
  'syringe',
  'compounded-single-dose',
  'compounded-multiple-dose',
] as const;

export class BudComponentRequest {
  @IsString() @Length(1, 120) name: string;
  /** As printed, YYYY-MM-DD or YYYY-MM; of what a maker or an outsourcing facility sells. */
  @IsOptional() @Matches(EXPIRY) expiry?: string;
  /** Of a compounded component. */
  @IsOptional() @Matches(MOMENT, AT) beyondUseDate?: string;
  @IsOptional()
  @IsIn(['conventional', 'outsourcing-facility', 'compounded'])
  origin?: 'conventional' | 'outsourcing-facility' | 'compounded';
  /** Sterile when left out. */
  @IsOptional() @IsBoolean() nonsterile?: boolean;
  @IsOptional() @IsIn(CONTAINERS) containerKind?: (typeof CONTAINERS)[number];
  /** First puncture of the container it comes from; needs containerKind. */
  @IsOptional() @Matches(MOMENT, AT) openedAt?: string;
  /** The air in which it was opened; ISO 5 when left out. */
  @IsOptional() @IsIn(['iso5', 'other']) air?: 'iso5' | 'other';
  /** When it was drawn from; the start of preparation when left out. */
  @IsOptional() @Matches(MOMENT, AT) withdrawnAt?: string;
  /** In-use hours printed by the maker. */
  @IsOptional() @IsNumber() @Min(0.01) @Max(MAX_HOURS) labelHours?: number;
  @IsOptional() @Matches(MOMENT, AT) reconstitutedAt?: string;
  /** How long the reconstituted drug is stable, with reconstitutedAt. */
  @IsOptional() @IsNumber() @Min(0.01) @Max(MAX_HOURS) reconstitutedHours?: number;
  @IsOptional() @IsIn(['available', 'quarantined', 'recalled']) lotStatus?: 'available' | 'quarantined' | 'recalled';
}
export class BudStabilityRequest {
  /** The drug it is for; the whole preparation when left out. */
  @IsOptional() @IsString() @Length(1, 120) drug?: string;
  @IsNumber() @Min(0.01) @Max(MAX_HOURS) hours: number;
  @IsIn(['start', 'reconstitution']) clock: 'start' | 'reconstitution';
  @IsOptional() @IsString() @Length(1, 300) citation?: string;
}
export class BudCategory3Request {
  @IsBoolean() stabilityIndicatingAssay: boolean;
  @IsBoolean() madeExactlyAsStudied: boolean;
  @IsBoolean() monitoringCycleKept: boolean;
  @IsBoolean() personnelCycleKept: boolean;
  @IsBoolean() sterileGarb: boolean;
}
export class BudImmediateUseRequest {
  @IsInt() @Min(1) @Max(50) differentProducts: number;
  @IsBoolean() asepticTechniqueBySop: boolean;
  @IsBoolean() preparerCompetent: boolean;
  @IsBoolean() compatibilityEvidenced: boolean;
  @IsBoolean() singleDoseRestDiscarded: boolean;
  @IsBoolean() labelledOrGivenByPreparer: boolean;
  @IsBoolean() forAnticipatedNeed: boolean;
  @IsInt() @Min(1) @Max(100) patients: number;
  @IsBoolean() antineoplasticNeedingContainment: boolean;
  @IsOptional() @Matches(MOMENT, AT) administrationBeginsAt?: string;
}
export class BudDockingRequest {
  @IsString() @Length(1, 120) product: string;
  @IsIn(['immediate-administration', 'later-activation']) purpose: 'immediate-administration' | 'later-activation';
  @IsNumber() @Min(0.01) @Max(MAX_HOURS) notActivatedHours: number;
  @IsOptional() @IsNumber() @Min(0.01) @Max(MAX_HOURS) activatedHoursCrt?: number;
  @IsOptional() @IsNumber() @Min(0.01) @Max(MAX_HOURS) activatedHoursRef?: number;
  @IsOptional() @Matches(MOMENT, AT) activatedAt?: string;
  @IsString() @Length(1, 300) citation: string;
}
export class BudMoveRequest {
  @IsIn(STORAGE) to: (typeof STORAGE)[number];
  @Matches(MOMENT, AT) at: string;
  @IsOptional()
  @IsIn(['refrigerator', 'room', 'warm-water', 'microwave'])
  thaw?: 'refrigerator' | 'room' | 'warm-water' | 'microwave';
  @IsOptional() @IsBoolean() thawPerLabel?: boolean;
}
export class BudMultipleDoseRequest {
  @IsBoolean() aqueous: boolean;
  @IsBoolean() preserved: boolean;
  @IsIn(['parenteral', 'topical-ophthalmic']) use: 'parenteral' | 'topical-ophthalmic';
}
export class BeyondUseDateRequest {
  /** First manipulation for this preparation or batch. */
  @Matches(MOMENT, AT) start: string;
  /** IANA zone; the site's when left out. */
  @IsOptional() @IsString() @Length(1, 60) zone?: string;
  @IsIn(STORAGE) storage: (typeof STORAGE)[number];
  @IsIn(['category', 'immediate-use', 'docked', 'allergenic', 'conventional'])
  provision: 'category' | 'immediate-use' | 'docked' | 'allergenic' | 'conventional';
  /** The category that is wanted; the highest that place and method allow when left out. */
  @IsOptional() @IsIn([1, 2, 3]) category?: 1 | 2 | 3;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => BudCategory3Request) category3?: BudCategory3Request;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => BudImmediateUseRequest) immediateUse?: BudImmediateUseRequest;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => BudDockingRequest) docking?: BudDockingRequest;
  /** Allergenic extracts. */
  @IsOptional() @IsBoolean() inDedicatedArea?: boolean;
  @IsOptional() @IsBoolean() licensedExtractsOnly?: boolean;
  /** A hood of this pharmacy; or its kind and its room's. */
  @IsOptional() @IsUUID() hoodId?: string;
  @IsOptional() @IsIn(ROOMS) roomKind?: (typeof ROOMS)[number];
  @IsOptional() @IsIn(HOODS) pecKind?: (typeof HOODS)[number];
  /** Looked up on the list of hazardous drugs. */
  @IsOptional() @IsString() @Length(1, 120) drug?: string;
  /** Set where it is known; else the list decides by the drug's name. */
  @IsOptional() @IsBoolean() hazardous?: boolean;
  @IsOptional() @IsIn(['aseptic', 'terminal']) method?: 'aseptic' | 'terminal';
  @IsOptional()
  @IsIn(['filtration', 'steam', 'dry-heat', 'irradiation'])
  sterilizedBy?: 'filtration' | 'steam' | 'dry-heat' | 'irradiation';
  /** A solution that began nonsterile: when it was made, and sterilized. */
  @IsOptional() @Matches(MOMENT, AT) nonsterileMadeAt?: string;
  @IsOptional() @Matches(MOMENT, AT) sterilizedAt?: string;
  /** passed: the longer row may be used; pending: a test is planned. */
  @IsOptional() @IsIn(['none', 'pending', 'passed', 'failed']) sterilityTest?: 'none' | 'pending' | 'passed' | 'failed';
  @IsOptional() @IsIn(['none', 'pending', 'passed', 'failed']) endotoxinTest?: 'none' | 'pending' | 'passed' | 'failed';
  @IsOptional() @IsInt() @Min(1) @Max(10000) batchUnits?: number;
  @IsArray()
  @ArrayMaxSize(30)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => BudComponentRequest)
  components: BudComponentRequest[];
  @IsArray()
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => BudStabilityRequest)
  stability: BudStabilityRequest[];
  /** The maker's limit for the device or container (elastomeric pump, cassette). */
  @IsOptional() @IsString() @Length(1, 120) deviceName?: string;
  @IsOptional() @IsNumber() @Min(0.01) @Max(MAX_HOURS) deviceHours?: number;
  /** The longest that the master formulation allows in this storage. */
  @IsOptional() @IsNumber() @Min(0.01) @Max(MAX_HOURS) formulationHours?: number;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => BudMultipleDoseRequest) multipleDose?: BudMultipleDoseRequest;
  /** How long it may run once begun. */
  @IsOptional() @IsNumber() @Min(0.01) @Max(MAX_HOURS) infuseWithinHours?: number;
  /** What happens to it afterwards, in order. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => BudMoveRequest)
  moves?: BudMoveRequest[];
}

export class BudBoundDto {
  code: string;
  /** Category 2, aseptic, sterile start, untested, refrigerator: 10 d */
  label: string;
  until: string;
  untilText: string;
  /** 2026-03-02 09:00 MST + 10 d = 2026-03-12 09:00 MST */
  arithmetic: string;
  source: string;
  citation: string;
  rulePack: string | null;
  /** A pharmacist must compare the figure with the standard. */
  confirm: boolean;
  governs: boolean;
}
export class BudGateDto {
  code: string;
  claim: string;
  passed: boolean;
  source: string;
  findings: FindingDto[];
}
export class BudTestDto {
  code: string;
  required: boolean;
  units: number | null;
  result: string;
  detail: string;
  source: string;
}
export class BudMoveAnswerDto {
  to: string;
  at: string;
  accepted: boolean;
  beyondUseDate: string;
  beyondUseDateText: string;
  bounds: BudBoundDto[];
  findings: FindingDto[];
  replaceLabel: boolean;
  quarantine: boolean;
}
export class BeyondUseDateAnswerDto {
  decision: 'assigned' | 'needs-pharmacist' | 'refused' | 'not-compounding';
  beyondUseDate: string | null;
  /** 2026-03-12 09:00 MST */
  beyondUseDateText: string | null;
  /** The earliest limit even where a pharmacist must still decide; never to be printed. */
  ceiling: string | null;
  ceilingText: string | null;
  startedAt: string;
  startedAtText: string;
  zone: string;
  storage: string;
  /** 1, 2, 3, immediate-use, docked, allergenic or conventional. */
  category: string | null;
  categoryMaximum: number | null;
  /** Row of the tables of USP <797>. */
  categoryRow: string | null;
  categoryWhy: string[];
  gates: BudGateDto[];
  bounds: BudBoundDto[];
  governing: string[];
  tests: BudTestDto[];
  dispensableAtMost: number;
  quarantine: boolean;
  beginByStatement: string | null;
  infuseCompleteByStatement: string | null;
  afterPunctureStatement: string | null;
  rulePacks: string[];
  moves: BudMoveAnswerDto[];
  /** Everything found, worst first. */
  findings: FindingDto[];
}
