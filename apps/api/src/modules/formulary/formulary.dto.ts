import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { DECIMAL } from '../../platform/http/patterns.js';

export class DrugRequest {
  @IsString() @Length(1, 120) name: string;
  @IsIn(['drug', 'base-solution', 'diluent', 'container']) kind: 'drug' | 'base-solution' | 'diluent' | 'container';
  @IsIn(['none', 'NIOSH24-T1', 'NIOSH24-T2', 'facility']) hazard: 'none' | 'NIOSH24-T1' | 'NIOSH24-T2' | 'facility';
  @IsBoolean() antineoplastic: boolean;
  @IsBoolean() highAlert: boolean;
  @IsArray() @ArrayMaxSize(20) @IsString({ each: true }) allergyClasses: string[];
}
export class DrugResponse {
  id: string;
  /** Search name. */
  name: string;
  /** With tall-man letters, for screens and labels. */
  displayName: string;
  kind: string;
  hazard: string;
  antineoplastic: boolean;
  highAlert: boolean;
  allergyClasses: string[];
  active: boolean;
}
export class ProductRequest {
  @IsUUID() drugId: string;
  @IsString() @Length(1, 160) name: string;
  @IsString() @Length(1, 120) manufacturer: string;
  /** With hyphens, as printed. */
  @IsString() @Length(10, 14) ndc: string;
  @IsIn([
    'single-dose-vial',
    'multiple-dose-vial',
    'pharmacy-bulk-package',
    'ampul',
    'bag',
    'bottle',
    'syringe',
    'empty-container',
  ])
  containerKind: string;
  @IsIn(['powder', 'solution', 'empty']) form: 'powder' | 'solution' | 'empty';
  @IsIn(['mg', 'mL', '[iU]', 'mmol', 'meq', '1']) stockUnit: string;
  @Matches(DECIMAL) content: string;
  @IsOptional() @Matches(DECIMAL) strengthValue?: string;
  @IsOptional() @IsString() strengthUnit?: string;
  @IsOptional() @Matches(DECIMAL) strengthPerMl?: string;
  @IsOptional() @IsUUID() reconstitutionDrugId?: string;
  @IsOptional() @Matches(DECIMAL) reconstitutionVolumeMl?: string;
  @IsOptional() @Matches(DECIMAL) displacementMl?: string;
  @IsIn(['CRT', 'REF', 'FRZ']) storage: 'CRT' | 'REF' | 'FRZ';
  @IsOptional() @Matches(DECIMAL) inUseHours?: string;
  @IsOptional() @Matches(DECIMAL) reconstitutedStabilityHours?: string;
  @IsOptional() @IsString() @Length(1, 60) containerMaterial?: string;
  @IsBoolean() protectFromLight: boolean;
  @IsBoolean() dscsaExempt: boolean;
  @IsString() @Length(3, 300) source: string;
}
export class ProductResponse {
  id: string;
  drugId: string;
  drugName: string;
  name: string;
  manufacturer: string;
  /** As printed; of what is made here its own code, `PRD-000012-K`. */
  ndc: string;
  ndc11: string | null;
  gtin: string | null;
  /** Made by this pharmacy, as stock for later preparations. */
  inHouse: boolean;
  containerKind: string;
  form: string;
  stockUnit: string;
  content: string;
  /** For people: 10 g powder, reconstitute with 95 mL to 100 mg/mL. */
  strengthText: string;
  reconstitutionText: string | null;
  storage: string;
  hazardous: boolean;
  active: boolean;
}
export class DrugPage {
  items: DrugResponse[];
  next: string | null;
}
export class ProductPage {
  items: ProductResponse[];
  next: string | null;
}
