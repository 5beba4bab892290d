import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { DECIMAL, LOCAL_DATE } from '../../platform/http/patterns.js';

export class AllergyDto {
  /** Drug, class or other substance. */
  @IsString() @Length(1, 80) substance: string;
  @IsString() @MaxLength(120) reaction: string;
}

export class PatientRequest {
  /** Made by the client (UUIDv7), so that a lost reply is found again. */
  @IsOptional() @IsUUID() id?: string;
  @IsString() @Length(1, 80) familyName: string;
  @IsString() @Length(1, 80) givenName: string;
  @Matches(LOCAL_DATE) birthDate: string;
  @IsIn(['female', 'male', 'other', 'unknown']) sex: 'female' | 'male' | 'other' | 'unknown';
  @IsOptional() @IsString() @Length(1, 40) mrn?: string;
  @IsIn(['home', 'hospital', 'clinic']) careSetting: 'home' | 'hospital' | 'clinic';
  @IsOptional() @Matches(DECIMAL) weightKg?: string;
  @IsOptional() @Matches(DECIMAL) heightCm?: string;
  /** The day that weight and height were measured. */
  @IsOptional() @Matches(LOCAL_DATE) measuredOn?: string;
  /** True when someone asked the patient: an empty list then means no known allergies. */
  @IsBoolean() allergiesReviewed: boolean;
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AllergyDto)
  allergies: AllergyDto[];
  @IsOptional() @IsString() @MaxLength(40) phone?: string;
  @IsOptional() @IsString() @MaxLength(300) address?: string;
  @IsOptional() @IsString() @MaxLength(1000) notes?: string;
  /** The revision that was edited; refused when somebody else saved meanwhile. Not for a new patient. */
  @IsOptional() @IsInt() revision?: number;
}

export class PatientResponse {
  id: string;
  /** Short number with check character, for example PT-000012-K. */
  number: string;
  familyName: string;
  givenName: string;
  birthDate: string;
  sex: string;
  mrn: string | null;
  careSetting: string;
  weightKg: string | null;
  heightCm: string | null;
  measuredOn: string | null;
  /** Mosteller, m², to two decimals; null while weight or height is missing. */
  bodySurfaceM2: string | null;
  allergiesReviewed: boolean;
  allergies: AllergyDto[];
  phone: string;
  address: string;
  notes: string;
  revision: number;
}

export class PatientPage {
  items: PatientResponse[];
  next: string | null;
}
