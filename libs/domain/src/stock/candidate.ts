import type { Finding } from '#domain/finding';
import type { Quantity } from '#domain/quantity';
import type { Instant, LocalDate, ZoneId } from '#domain/time';
import type { LotState } from './lot-states.js';

/** What decides whether anything of a lot may leave. */
export interface LotFacts {
  readonly lotId: string;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
  readonly state: LotState;
  /** The beyond-use date of a lot that was made here, to the instant; it counts where it is before the end of `expiresOn`. */
  readonly usableUntil?: Instant | null;
}

/** One lot at one place. */
export interface LotCandidate extends LotFacts {
  readonly accountId: string;
  readonly storage: 'CRT' | 'REF' | 'FRZ';
  readonly receivedAt: Instant;
  /** In the product's stock unit. */
  readonly onHand: Quantity;
  readonly allocated: Quantity;
  /** What one unopened container holds, in the same unit. */
  readonly content: Quantity;
}

export interface PickRequest {
  readonly need: { readonly packages: number } | { readonly quantity: Quantity };
  readonly candidates: readonly LotCandidate[];
  readonly at: Instant;
  readonly zone: ZoneId;
  /** Until when the preparation must be usable: an earlier expiry would cut its beyond-use date short (BUD-13). */
  readonly usableUntil?: Instant;
  /** Lots that a pharmacist allows although they cut the beyond-use date short; nothing else can be overridden. */
  readonly shortDatedAllowed?: ReadonlySet<string>;
}

export interface PickedLot {
  readonly lotId: string;
  readonly accountId: string;
  readonly packages: number;
  /** `packages` times what one holds. */
  readonly quantity: Quantity;
}

export interface RejectedLot {
  readonly lotId: string;
  readonly accountId: string;
  /** `severity` `hard`: a pharmacist may allow it with a reason. */
  readonly finding: Finding;
}

export interface PickPlan {
  readonly lots: readonly PickedLot[];
  readonly rejected: readonly RejectedLot[];
  /** What cannot be filled; null: all of it can. Nothing is to be allocated from a plan that misses something. */
  readonly missing: { readonly packages: number; readonly quantity: Quantity | null } | null;
}
