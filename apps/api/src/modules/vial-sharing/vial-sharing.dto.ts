import { ArrayMaxSize, IsArray, IsInt, IsNumber, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { FindingDto, PersonRef, QuantityDto } from '../../platform/http/shapes.dto.js';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

export class SharingPlanRequest {
  /** A day at the site. */
  @Matches(DAY) day: string;
  /** Only these; else all that are waiting and needed by the end of the day, or at no set time. */
  @IsOptional() @IsArray() @ArrayMaxSize(200) @IsUUID('all', { each: true }) worksheetIds?: string[];
  /** When work begins, site time; 07:00 when left out. Never before now. */
  @IsOptional() @Matches(/^([01]\d|2[0-3]):[0-5]\d$/) startsAt?: string;
  /** To set up and clear the hood for each worksheet. */
  @IsOptional() @IsInt() @Min(0) @Max(240) minutesPerWorksheet?: number;
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(60) minutesPerStep?: number;
}

export class SharingDayRequest {
  @Matches(DAY) day: string;
}

export class SharingJobDto {
  worksheetId: string;
  number: string;
  title: string;
  hazardous: boolean;
  position: number;
  startsAt: string;
  endsAt: string;
  minutes: number;
  neededAt: string | null;
  late: boolean;
  /** Numbers of the worksheets with which it shares a vial. */
  sharesWith: string[];
}
export class SharingHoodDto {
  id: string;
  name: string;
  jobs: SharingJobDto[];
}
export class SharingDrawDto {
  worksheetId: string;
  number: string;
  worksheetLineId: string;
  packageIndex: number;
  amount: QuantityDto;
  at: string;
}
export class SharingVialDto {
  /** From 1, as drawn. */
  vial: number;
  productId: string;
  productName: string;
  drugName: string;
  hoodId: string;
  hoodName: string;
  openedAt: string;
  until: string | null;
  content: QuantityDto;
  /** In the order of work; the first opens it. */
  draws: SharingDrawDto[];
  leftover: QuantityDto;
  restIsKept: boolean;
  why: string;
}
export class SharingSavingDto {
  drugName: string;
  /** What the figures count: dollars, the drug itself (in `stockUnit`), or packages. */
  unit: 'USD' | 'amount' | 'packages';
  stockUnit: string;
  draws: number;
  baseline: string;
  cost: string;
  saved: string;
  /** What a better order of work could still save at most; 0: proven best. */
  gap: string;
  method: 'exact' | 'first-fit';
}
export class SharingNotMadeDto {
  worksheetId: string;
  number: string;
  title: string;
  why: FindingDto[];
}
/** The day as it was planned; kept whole, so that an old plan reads as it did. */
export class SharingAnswerDto {
  startsAt: string;
  minutesPerWorksheet: number;
  minutesPerStep: number;
  hoods: SharingHoodDto[];
  vials: SharingVialDto[];
  savings: SharingSavingDto[];
  /** Dollars of all drugs with known prices, and packages fewer in all. */
  savedUsd: string;
  packagesSaved: number;
  notMade: SharingNotMadeDto[];
}
export class SharingPlanResponse extends SharingAnswerDto {
  id: string;
  day: string;
  state: 'computed' | 'accepted' | 'replaced';
  madeAt: string;
  madeBy: PersonRef;
  acceptedAt: string | null;
  acceptedBy: PersonRef | null;
  /** Worksheets that were begun, changed or ended since it was made. */
  changedSince: string[];
}
export class SharingDayResponse {
  day: string;
  /** Worksheets that wait and could be planned. */
  waiting: number;
  accepted: SharingPlanResponse | null;
  /** The last that was computed after the accepted one. */
  proposed: SharingPlanResponse | null;
}
export class SharingOffer {
  /** The step at which a package would be opened. */
  stepId: string;
  vial: number;
  /** Of the container that is open already; null: this worksheet opens it, or nobody has yet. */
  containerNumber: string | null;
  inUseUntil: string | null;
  /** Who opens it by the plan. */
  opener: string;
  /** All who draw from it, in the order of work. */
  worksheets: string[];
}
