import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { LOCAL_DATE } from '../../platform/http/patterns.js';

export class RoomRequest {
  @IsString() @Length(1, 60) name: string;
  @IsIn(['iso7-buffer', 'iso8', 'sca', 'c-sec', 'c-sca', 'unclassified']) kind: string;
  @Matches(LOCAL_DATE) certifiedUntil: string;
  /** The designated person's downgrade, with its reason (CAT-09). */
  @IsOptional() @IsIn([1, 2, 3]) categoryLimit?: 1 | 2 | 3;
  @IsOptional() @IsString() @Length(3, 300) categoryLimitReason?: string;
  @IsBoolean() active: boolean;
}
export class HoodRequest {
  @IsUUID() roomId: string;
  @IsString() @Length(1, 60) name: string;
  @IsIn([
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
  ])
  kind: string;
  @Matches(LOCAL_DATE) certifiedUntil: string;
  @IsBoolean() active: boolean;
}
export class LocationRequest {
  @IsString() @Length(1, 60) name: string;
  @IsIn(['CRT', 'REF', 'FRZ']) storage: 'CRT' | 'REF' | 'FRZ';
  @IsIn(['shelf', 'hazardous', 'quarantine']) kind: 'shelf' | 'hazardous' | 'quarantine';
  @IsBoolean() active: boolean;
}
export class HoodResponse {
  id: string;
  roomId: string;
  name: string;
  kind: string;
  certifiedUntil: string;
  certificationCurrent: boolean;
  active: boolean;
  /** Highest category that this hood in its room allows today for a non-hazardous and for a hazardous drug; null = not allowed, with why. */
  category: number | null;
  categoryHazardous: number | null;
  why: string[];
}
export class RoomResponse {
  id: string;
  name: string;
  kind: string;
  certifiedUntil: string;
  certificationCurrent: boolean;
  categoryLimit: number | null;
  categoryLimitReason: string | null;
  active: boolean;
  hoods: HoodResponse[];
}
export class LocationResponse {
  id: string;
  name: string;
  storage: 'CRT' | 'REF' | 'FRZ';
  kind: string;
  active: boolean;
}
