import type { Quantity } from '#domain/quantity';
import type { Instant } from '#domain/time';

export const ACCOUNT_KINDS = [
  'location',
  'open-container',
  'supplier',
  'worksheet',
  'csp',
  'patient',
  'waste',
  'count-difference',
  'made',
] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/**
 * Where stock is or went. `subjectId` is the location, open container, CSP, ...; null where there is one account of the kind.
 * `made`: what went into stock made here, and, below zero, the lots that came of it.
 */
export interface AccountRef {
  readonly kind: AccountKind;
  readonly subjectId: string | null;
}

export const MOVEMENT_REASONS = [
  'received',
  'opened',
  'withdrawn',
  'reconstituted',
  'base-used',
  'container-used',
  'transferred',
  'dispensed',
  'stocked',
  'wasted',
  'discarded',
  'counted',
  'adjusted',
  'returned',
  'merged',
  'reversed',
] as const;
export type MovementReason = (typeof MOVEMENT_REASONS)[number];

/** One signed line: positive into the account, negative out of it. */
export interface StockEntry {
  readonly account: AccountRef;
  readonly lotId: string;
  readonly quantity: Quantity;
}

/** What happened, when and for which record; entries sum to zero per lot and unit (promise 1). */
export interface Movement {
  readonly reason: MovementReason;
  readonly reference: { readonly kind: string; readonly id: string };
  readonly effectiveAt: Instant;
  readonly note: string;
  /** The movement that this one takes back. */
  readonly reversesId: string | null;
  readonly entries: readonly StockEntry[];
}

/** An amount of one lot that goes from one account to another. */
export interface Transfer {
  readonly lotId: string;
  readonly quantity: Quantity;
  readonly from: AccountRef;
  readonly to: AccountRef;
}
