import type { Instant, LocalDate } from '#domain/time';

/** CRT 20 to 25 C, REF 2 to 8 C, FRZ -25 to -10 C (USP <659>, USP <797> section 14; domain-rules 1.5). */
export const STORAGE_CONDITIONS = ['CRT', 'REF', 'FRZ'] as const;
export type StorageCondition = (typeof STORAGE_CONDITIONS)[number];

/** A container: its kind (`bag`, `syringe`, `elastomeric infusor`, ...) and what it is made of (`PVC`, `polyolefin`, ...). */
export interface ContainerMaterial {
  readonly kind: string;
  /** In evidence, absent: the study does not say. */
  readonly material?: string;
}

/**
 * One row of stability evidence (USP <797> section 14.3; BUD-11). Empty means that the source does not say, and never "any":
 * such a row does not fit by itself.
 */
export interface StabilityEvidence {
  readonly id: string;
  readonly drug: string;
  /** Exact decimals. */
  readonly concentrationMin?: string;
  readonly concentrationMax?: string;
  /** For example `mg/mL`, `[iU]/mL`. */
  readonly concentrationUnit?: string;
  /** `undiluted` where the drug is used as it comes. */
  readonly diluents: readonly string[];
  readonly containers: readonly ContainerMaterial[];
  readonly temperatureMinC?: number;
  readonly temperatureMaxC?: number;
  /** `true`: holds only when protected from light. */
  readonly lightProtected?: boolean;
  readonly limitHours?: number;
  /** What the clock runs from: the start of preparation (first dilution) or reconstitution. */
  readonly clock: 'start' | 'reconstitution';
  readonly citation: string;
  readonly status: 'unconfirmed' | 'confirmed';
  readonly reviewedBy?: string;
  readonly reviewedOn?: LocalDate;
  readonly note?: string;
  /** As the source prints it, for the pharmacist who reads a row that could not be normalized. */
  readonly printed?: Readonly<Record<'concentration' | 'diluent' | 'container' | 'temperature' | 'duration', string>>;
}

/** What is being made, as far as evidence must fit it: one of these for each active ingredient. */
export interface StabilityPreparation {
  readonly drug: string;
  readonly concentration: { readonly value: string; readonly unit: string };
  /** Name of the diluent, or `undiluted`. */
  readonly diluent: string;
  readonly container: ContainerMaterial;
  readonly storage: StorageCondition;
  readonly lightProtected?: boolean;
  /** First reconstitution of this ingredient, when that came before the preparation began. */
  readonly reconstitutedAt?: Instant;
}

export interface StabilityMatch {
  /** Rows that fit in every respect, the strictest first; an unconfirmed one bounds nothing until a pharmacist confirms it. */
  readonly fits: readonly StabilityEvidence[];
  /** Rows for the same drug that do not fit, each with every reason. */
  readonly nearMisses: readonly { readonly evidence: StabilityEvidence; readonly why: readonly string[] }[];
}

/** A pharmacist's own limit where no confirmed evidence fits: signed, with the reason and where it comes from. */
export interface StabilityDecision {
  /** The drug it is for; absent: the preparation as a whole. */
  readonly drug?: string;
  readonly limitHours: number;
  readonly storage: StorageCondition;
  /** Absent: from reconstitution where that came first, which is the safer reading. */
  readonly clock?: 'start' | 'reconstitution';
  /** First reconstitution, where no preparation tells it (the calculator). */
  readonly reconstitutedAt?: Instant;
  readonly reason: string;
  readonly citation: string;
  readonly decidedBy: string;
}
