import type { Hazard } from '#domain/category';
import type { Finding } from '#domain/finding';
import type { LocalDate } from '#domain/time';

/** One row of a list of hazardous drugs. */
export interface HazardousDrug {
  readonly drug: string;
  /** Other names under which it is ordered or sold. */
  readonly aliases?: readonly string[];
  readonly list: 'NIOSH24_T1' | 'NIOSH24_T2' | 'facility';
  readonly antineoplastic: boolean;
  /** Only a developmental or reproductive hazard. */
  readonly reproductiveOnly?: boolean;
  readonly note?: string;
  /** Mark and key of the source, for example `V:S16`. */
  readonly mark: string;
  /** A pharmacist must compare this row with the list itself before relying on it. */
  readonly confirm: boolean;
}

/** A documented assessment of risk for one drug and dosage form (USP <800> section 2). */
export interface AssessmentOfRisk {
  readonly id: string;
  readonly reviewedOn: LocalDate;
  readonly strategy: string;
}

export interface HazardFacts {
  readonly drug: string;
  /** `api`: powder or other bulk substance. `manipulated`: reconstituted, diluted or drawn up. `intact`: not opened. */
  readonly form: 'api' | 'manipulated' | 'intact';
  readonly on: LocalDate;
  /** `false`: a solid dosage form; anything else is taken to be liquid. */
  readonly liquid?: boolean;
  readonly assessment?: AssessmentOfRisk;
  /** The facility's own rows; a row here wins over the list when it is stricter. */
  readonly facilityList?: readonly HazardousDrug[];
  /** NIOSH list by default. */
  readonly list?: readonly HazardousDrug[];
}

export interface HazardAnswer {
  /** The row that applies; `null`: on no list. */
  readonly listed: HazardousDrug | null;
  /** What placement needs to know. */
  readonly hazard: Hazard;
  readonly why: string;
  readonly findings: readonly Finding[];
  /** For sterile compounding; empty for a drug that is not hazardous. */
  readonly protectiveEquipment: readonly string[];
  /** What the label must say (HD-24). */
  readonly labelStatements: readonly string[];
  /** How it may travel (HD-25, HD-26). */
  readonly transport: { readonly pneumaticTube: boolean; readonly rules: readonly string[] };
  readonly source: string;
}
