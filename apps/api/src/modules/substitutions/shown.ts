import type { Missing } from '#domain/review';
import type { ReplannedWorksheet, Side } from '#domain/substitution';

export type Standing = 'ready' | 'answers-missing' | 'cannot';

/** One order as it is shown: stored as it was, signed as it is stored. */
export interface ShownOrder {
  readonly orderId: string;
  readonly number: string;
  readonly version: number;
  readonly state: string;
  readonly patientId: string;
  readonly patientName: string;
  /** Containers still to be made, those of worksheets not begun among them. */
  readonly containers: number;
  /** Containers that were made or begun as prescribed: they stay as they are. */
  readonly begun: number;
  /** Null where the formula that it was approved with is no longer in force. */
  readonly before: Side | null;
  readonly after: Side | null;
  readonly worksheets: readonly ReplannedWorksheet[];
  /** Why it cannot be, and what to do. */
  readonly why: readonly string[];
  /** What a pharmacist has to answer. */
  readonly missing: readonly { readonly key: string; readonly kind: Missing['kind']; readonly message: string }[];
  /** How a new dose came about. */
  readonly doseSteps: readonly { readonly label: string; readonly formula: string; readonly value: string }[];
}

export interface Lasts {
  /** Whole days until the first known dose that cannot be made; null: all of them can. */
  readonly days: number | null;
  readonly missed: number;
}

export interface Sums {
  readonly ready: number;
  readonly answersMissing: number;
  readonly cannot: number;
  readonly leftOut: number;
  readonly patients: number;
  readonly containers: number;
  readonly begun: number;
  /** Dollars and cents; null where a price is not known. */
  readonly costBefore: string | null;
  readonly costAfter: string | null;
  readonly costDifference: string | null;
  /** How long the free stock of what is short serves the known doses; null where it cannot be counted in one unit. */
  readonly lasts: {
    readonly what: string;
    readonly before: Lasts;
    readonly after: Lasts;
    readonly gained: number | null;
  } | null;
  /** What the orders that are ready take in all, and what is free now. */
  readonly needs: readonly { readonly product: string; readonly packages: number; readonly free: number }[];
}
