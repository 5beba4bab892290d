import type { LocalDate } from '#domain/time';

/** I: serious harm or death is likely enough; II: temporary or reversible harm; III: harm is not likely (domain-rules 7.4). */
export const RECALL_CLASSES = ['class-1', 'class-2', 'class-3', 'unclassified'] as const;
export type RecallClass = (typeof RECALL_CLASSES)[number];

/** What a notice says about lots, in the order in which it says it. Text that cannot be read is kept, never dropped. */
export type LotClaim =
  | { readonly kind: 'lot'; readonly lot: string; readonly expiry: LocalDate | null }
  | { readonly kind: 'range'; readonly from: string; readonly to: string; readonly expiry: LocalDate | null }
  | { readonly kind: 'all' }
  | { readonly kind: 'unread'; readonly text: string };

export interface RecallProduct {
  readonly description: string;
  /** As printed: of a package (three parts or 11 digits) or of a product (two parts). */
  readonly ndcs: readonly string[];
  readonly lots: readonly LotClaim[];
}

/** One recall as it was published. */
export interface RecallNotice {
  /** The recall number where there is one; else the id of the source. */
  readonly key: string;
  readonly source: string;
  readonly firm: string;
  readonly classification: RecallClass;
  readonly status: string;
  readonly reason: string;
  readonly initiatedOn: LocalDate | null;
  readonly products: readonly RecallProduct[];
}

/** A row of a file that could not be taken, and why. Row 1 is the first record. */
export interface RefusedRow {
  readonly row: number;
  readonly reason: string;
}

export interface ReadNotices {
  readonly notices: readonly RecallNotice[];
  readonly refused: readonly RefusedRow[];
}
