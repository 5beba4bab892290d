import type { Instant, LocalDate, ZoneId } from '#domain/time';
import type { Unit } from '#domain/quantity';
import type { Micro } from './amount.js';

/** Days counted from today, which is 0. */
export type Day = number;

/** Past the end of any projection: what has no expiry within it. */
export const NEVER: Day = Number.MAX_SAFE_INTEGER;

/** The days of a projection on the pharmacy's clock; made once, for zones are slow to ask. */
export interface Calendar {
  readonly today: LocalDate;
  readonly zone: ZoneId;
  readonly now: Instant;
  readonly days: number;
  /** When each day begins, and when the last one ends: one more than `days`. */
  readonly starts: readonly Instant[];
}

/** Free packages of a lot that may leave, or what is left in an open container. */
export interface SupplyUnit {
  readonly kind: 'lot' | 'open-container' | 'inbound';
  readonly id: string;
  /** Lot number, vial tag or purchase order. */
  readonly label: string;
  readonly productId: string;
  readonly productName: string;
  readonly amount: Micro;
  /** What one package holds. */
  readonly content: Micro;
  /** What is drawn from it is not rounded to packages: a bulk package, a multiple-dose vial, an open container. */
  readonly shared: boolean;
  /** The last day on which it may be used; `NEVER` where nothing limits it within sight. */
  readonly lastDay: Day;
  readonly expiresOn: LocalDate | null;
  /** A product that no approved formula names: only the lever "other strength or size" may use it. */
  readonly otherStrength: boolean;
  /** Dollars of one package, decimal text; null where no price is on file. */
  readonly packagePrice: string | null;
}

/** What is on order. A day is null where it cannot be counted on in that case. */
export interface Inbound extends SupplyUnit {
  readonly supplier: string;
  readonly packages: number;
  readonly early: Day | null;
  readonly typical: Day | null;
  readonly late: Day | null;
}

/** One dose of an approved order that is still to be made. */
export interface ScheduledDose {
  readonly day: Day;
  readonly at: Instant;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly indication: string;
  readonly amount: Micro;
  /** The package size that serves it, where sizes cannot stand in for each other (`SupplyFacts.bySize`); else null. */
  readonly bag: Micro | null;
}

/** Stock that left the shelf for preparations on a past day, and how long before that its order was known. */
export interface PastUse {
  /** 1 is yesterday. */
  readonly daysAgo: number;
  /** Days from the order's arrival to the use; 0 for what no order announced. */
  readonly knownBefore: number;
  readonly amount: Micro;
  /** Size of the packages used; null where any size would have done. */
  readonly bag: Micro | null;
}

export interface UseHistory {
  /** How many past days were looked at; 0: none. */
  readonly days: number;
  readonly uses: readonly PastUse[];
}

/** Everything a projection of one drug stands on. */
export interface SupplyFacts {
  readonly drugId: string;
  readonly drugName: string;
  readonly unit: Unit;
  /** Base solutions: a bag of 100 mL is no substitute for one of 250 mL, so each size is a supply of its own. */
  readonly bySize: boolean;
  readonly calendar: Calendar;
  readonly stock: readonly SupplyUnit[];
  readonly inbound: readonly Inbound[];
  readonly doses: readonly ScheduledDose[];
  readonly history: UseHistory;
}
