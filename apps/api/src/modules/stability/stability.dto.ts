import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { DECIMAL } from '../../platform/http/patterns.js';

export class StabilityEvidenceRequest {
  @IsUUID() drugId: string;
  @IsOptional() @Matches(DECIMAL) concentrationMin?: string;
  @IsOptional() @Matches(DECIMAL) concentrationMax?: string;
  @IsOptional() @IsString() concentrationUnit?: string;
  @IsArray() @ArrayMaxSize(10) @IsString({ each: true }) diluents: string[];
  /** Kind, or kind and material: `bag:PVC`, `elastomeric infusor`. */
  @IsArray() @ArrayMaxSize(10) @IsString({ each: true }) containers: string[];
  @IsOptional() @Matches(/^-?\d{1,3}(\.\d)?$/) temperatureMin?: string;
  @IsOptional() @Matches(/^-?\d{1,3}(\.\d)?$/) temperatureMax?: string;
  @IsOptional() @Matches(DECIMAL) limitHours?: string;
  @IsIn(['start', 'reconstitution']) clock: 'start' | 'reconstitution';
  @IsOptional() @IsBoolean() protectFromLight?: boolean;
  @IsString() @Length(3, 500) citation: string;
  @IsString() @MaxLength(500) note: string;
  @IsOptional() @IsInt() revision?: number;
}
export class ConfirmationRequest {
  @IsInt() revision: number;
  @IsString() @Length(1, 200) password: string;
}
export class StabilityEvidenceResponse {
  id: string;
  drugId: string | null;
  drugName: string;
  concentrationMin: string | null;
  concentrationMax: string | null;
  concentrationUnit: string | null;
  diluents: string[];
  containers: string[];
  temperatureMin: string | null;
  temperatureMax: string | null;
  limitHours: string | null;
  clock: string;
  protectFromLight: boolean | null;
  citation: string;
  note: string;
  /** The source's own words where it has no machine form. */
  printed: Record<string, string>;
  status: 'unconfirmed' | 'confirmed' | 'withdrawn';
  reviewedBy: string | null;
  reviewedOn: string | null;
  revision: number;
}
export class StabilityEvidencePage {
  items: StabilityEvidenceResponse[];
  next: string | null;
}
