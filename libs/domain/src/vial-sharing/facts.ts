import type { Finding } from '#domain/finding';
import type { ContainerKind } from '#domain/in-use-time';
import type { Decimal, Quantity } from '#domain/quantity';
import type { Instant, LocalDate, ZoneId } from '#domain/time';

/** A product that can be opened for a draw. */
export interface PlanProduct {
  readonly id: string;
  readonly name: string;
  readonly drugName: string;
  readonly kind: ContainerKind;
  /** Of one package, stock unit. */
  readonly content: Quantity;
  readonly inUseHours: number | null;
  /** Of the reconstituted drug; null: not reconstituted, or not on record. */
  readonly reconstitutedHours: number | null;
  /** USD for one package; null: not known. */
  readonly price: Decimal | null;
  /** Packages on the shelf that are promised to nobody, and the earliest date among them. */
  readonly free: number;
  readonly freeExpiresOn: LocalDate | null;
}

/** All that a worksheet takes out of one package: it comes whole from one vial. */
export interface PlanDraw {
  readonly id: string;
  readonly worksheetId: string;
  readonly lineId: string;
  readonly packageIndex: number;
  /** The product that the worksheet was planned with; one package of it is set aside. */
  readonly productId: string;
  /** Products that may be opened instead, of the same strength. */
  readonly alternatives: readonly string[];
  /** Draws of one family may share a vial: one drug in one strength. */
  readonly family: string;
  readonly amount: Quantity;
  /** The earliest date among the lots that are set aside. */
  readonly expiresOn: LocalDate;
}

export interface PlanWorksheet {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly minutes: number;
  readonly neededAt: Instant | null;
  /** Its date must reach here: nothing that expires before goes in (BUD-13). */
  readonly neededUntil: Instant | null;
  /** Hoods in which it may be made today. */
  readonly hoodIds: readonly string[];
  /** Why there is none. */
  readonly whyNot: readonly Finding[];
  readonly draws: readonly PlanDraw[];
}

export interface DayRequest {
  readonly zone: ZoneId;
  readonly startsAt: Instant;
  readonly hoods: readonly { readonly id: string; readonly name: string }[];
  readonly products: ReadonlyMap<string, PlanProduct>;
  readonly worksheets: readonly PlanWorksheet[];
}

/** One worksheet in its turn. */
export interface PlanJob {
  readonly worksheetId: string;
  readonly hoodId: string;
  /** In its hood, from 1. */
  readonly position: number;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** It cannot be ready when it is needed, whatever the order. */
  readonly late: boolean;
}

export interface PlannedVial {
  readonly productId: string;
  readonly hoodId: string;
  readonly family: string;
  readonly openedAt: Instant;
  /** The end of its in-use time; null: used at once. */
  readonly until: Instant | null;
  /** In the order of work; the first opens it. */
  readonly drawIds: readonly string[];
  readonly leftover: Quantity;
  /** Of a container that may be kept past the day: its rest is not thrown away. */
  readonly restIsKept: boolean;
  /** Why it may serve more than one; empty where it serves one. */
  readonly why: string;
}

/** What costs are counted in: dollars where every price is known, else the drug itself; packages where nothing is thrown away. */
export type CostUnit = 'USD' | 'amount' | 'packages';

export interface FamilyAnswer {
  readonly family: string;
  readonly drugName: string;
  readonly draws: number;
  readonly unit: CostUnit;
  /** In the stock unit; what `amount` counts. */
  readonly stockUnit: string;
  /** Of the vials opened, and of one vial for each draw as the worksheets were planned. */
  readonly cost: Decimal;
  readonly baseline: Decimal;
  /** No plan of the day costs less than this. */
  readonly bound: Decimal;
  readonly method: 'exact' | 'first-fit';
}

export interface DayPlan {
  readonly jobs: readonly PlanJob[];
  readonly vials: readonly PlannedVial[];
  readonly families: readonly FamilyAnswer[];
  readonly notMade: readonly { readonly worksheetId: string; readonly why: readonly Finding[] }[];
}
