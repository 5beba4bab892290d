import { canonicalText } from './purpose.js';
import type { Signable } from './canonical.js';

type Fields = Readonly<Record<string, Signable | undefined>>;

/** All that an approval rests on: the prescription as entered, what was found, and what the pharmacist said to it. */
export interface SignedOrderApproval {
  readonly orderNumber: string;
  readonly version: number;
  readonly patientId: string;
  /** Every field of the version, doses as decimal text. */
  readonly prescription: Fields;
  readonly formulationVersionId: string;
  readonly findings: readonly { readonly code: string; readonly severity: string; readonly field?: string }[];
  readonly acknowledgements: readonly string[];
  readonly overrides: readonly { readonly key: string; readonly reason: string }[];
  readonly stabilityDecision: Fields | null;
}
/** Lists whose order means nothing are sorted, so that it does not change the text. */
export const orderApprovalText = (record: SignedOrderApproval): string =>
  canonicalText('order-approved', {
    ...record,
    findings: sorted(record.findings.map((f) => ({ ...f }))),
    acknowledgements: [...record.acknowledgements].sort(),
    overrides: sorted(record.overrides.map((o) => ({ ...o }))),
  });

export interface SignedFormulaApproval {
  readonly formulaNumber: string;
  readonly version: number;
  readonly authorId: string;
  /** `canonicalText` of `#domain/formula`, as stored beside the content. */
  readonly contentText: string;
}
export const formulaApprovalText = (record: SignedFormulaApproval): string =>
  canonicalText('formula-approved', { ...record });

/** The compounding record as the verifier saw it (USP <797> section 11.2; domain-rules 2.2). */
export interface SignedPreparation {
  readonly worksheetNumber: string;
  /** Null, as the version is: made for stock, as `stockProduct`. */
  readonly orderNumber: string | null;
  readonly orderVersion: number | null;
  readonly stockProduct?: string;
  readonly formulationVersionId: string;
  readonly preparations: readonly string[];
  readonly room: string;
  readonly hood: string;
  readonly category: number | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly completedAt: string;
  readonly makers: readonly string[];
  readonly storage: string;
  readonly budAt: string;
  readonly steps: readonly {
    readonly position: number;
    readonly kind: string;
    readonly lot: string | null;
    readonly expiresOn: string | null;
    readonly openContainer: string | null;
    /** Decimal text. */
    readonly plannedVolumeMl: string | null;
    readonly volumeMl: string | null;
    readonly doneBy: string | null;
    readonly doneAt: string | null;
  }[];
  /** SHA-256 of each. */
  readonly photos: readonly string[];
}
export const verificationText = (record: SignedPreparation): string =>
  canonicalText('preparation-verified', preparation(record));

export interface SignedRejection extends SignedPreparation {
  readonly reason: string;
  readonly disposition: 'rework' | 'waste';
}
export const rejectionText = (record: SignedRejection): string =>
  canonicalText('preparation-rejected', {
    ...preparation(record),
    reason: record.reason,
    disposition: record.disposition,
  });

export interface SignedStability {
  /** Null: of a batch for stock, `worksheetNumber`. */
  readonly orderNumber: string | null;
  readonly worksheetNumber?: string;
  readonly version: number;
  readonly drug?: string;
  /** Decimal text, hours. */
  readonly limitHours: string;
  readonly storage: string;
  readonly clock: string;
  readonly reason: string;
  readonly citation: string;
}
export const stabilityText = (record: SignedStability): string => canonicalText('stability-confirmed', { ...record });

function preparation(record: SignedPreparation): Fields {
  const steps = [...record.steps].sort((a, b) => a.position - b.position).map((step) => ({ ...step }));
  return {
    ...record,
    steps,
    preparations: [...record.preparations].sort(),
    makers: [...record.makers].sort(),
    photos: [...record.photos].sort(),
  };
}

function sorted(rows: readonly Fields[]): Fields[] {
  const key = (row: Fields): string => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
