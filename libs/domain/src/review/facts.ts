import type { Finding } from '#domain/finding';
import type { FormulaCandidate, FormulaContent, ScaledFormula } from '#domain/formula';
import type { Device, DoseBasis, Route, Schedule } from '#domain/order';
import type { Quantity } from '#domain/quantity';
import type { Instant, LocalDate, ZoneId } from '#domain/time';

export interface ReviewedDrug {
  readonly id: string;
  readonly name: string;
  readonly kind: 'drug' | 'base-solution' | 'diluent' | 'container';
  readonly hazard: 'none' | 'NIOSH24-T1' | 'NIOSH24-T2' | 'facility';
  readonly antineoplastic: boolean;
  readonly highAlert: boolean;
  /** For example `beta-lactam`, `cephalosporin`. */
  readonly allergyClasses: readonly string[];
  /** For example `{ value: '10', unit: 'mg/min', source: '...' }`. */
  readonly maximumRate: { readonly value: string; readonly unit: string; readonly source: string } | null;
}

export interface ReviewedLine {
  readonly position: number;
  readonly role: 'additive' | 'base';
  readonly drug: ReviewedDrug;
  /** Each container: drug of an additive, volume of a base. */
  readonly dose: Quantity;
  readonly basis: DoseBasis;
  /** Drug per kg or per m2; null for a flat dose. */
  readonly basisDose: Quantity | null;
  /** The kg or m2 that the prescriber used; null for a flat dose. */
  readonly body: Quantity | null;
}

/** Where a screen shows what is found about a line. */
export const lineField = (line: Pick<ReviewedLine, 'position'>): string => `lines.${line.position}`;

/** As stored in `patient.allergies`. */
export interface Allergy {
  readonly substance: string;
  readonly reaction?: string;
}

export interface ReviewFacts {
  readonly order: {
    readonly id: string;
    readonly route: Route;
    readonly schedule: Schedule;
    readonly durationMinutes: number;
    readonly intervalMinutes: number | null;
    readonly containers: number;
    readonly daysSupply: number | null;
    readonly storage: 'CRT' | 'REF' | 'FRZ';
    readonly device: Device;
    readonly directions: string;
    readonly lines: readonly ReviewedLine[];
  };
  readonly patient: {
    readonly weight: Quantity | null;
    readonly height: Quantity | null;
    readonly measuredOn: LocalDate | null;
    readonly allergiesReviewed: boolean;
    readonly allergies: readonly Allergy[];
  };
  /** The patient's other orders that are received, in review, approved or on hold. */
  readonly otherOrders: readonly {
    readonly number: string;
    readonly drugIds: readonly string[];
    readonly state: string;
  }[];
  /** Candidates of `matchFormula`; the chosen one among them. */
  readonly formulas: readonly FormulaCandidate[];
  readonly formula: { readonly versionId: string; readonly content: FormulaContent } | null;
  /** Of the chosen formula; its findings are part of the review. */
  readonly scaled: ScaledFormula | null;
  /** Findings of scaling when it gave nothing. */
  readonly scaleFindings?: readonly Finding[];
  /** What a beyond-use date from now would be, as far as known; null: not worked out. */
  readonly budPreview: {
    readonly decision: 'assigned' | 'needs-pharmacist' | 'refused' | 'not-compounding';
    readonly until: Instant | null;
  } | null;
  /** `budNeededUntil(...)`. */
  readonly neededUntil: Instant | null;
  readonly at: Instant;
  readonly zone: ZoneId;
}

export interface Override {
  /** `findingKey(finding)`. */
  readonly key: string;
  readonly reason: string;
}

/** What still stands between the order and its approval. */
export interface Missing {
  readonly key: string;
  readonly kind: 'never' | 'override' | 'acknowledgement' | 'stability-decision' | 'reason';
  readonly message: string;
  readonly finding: Finding;
}
