import type { Category, Hazard, PecKind, RoomKind } from '#domain/category';
import type { LotFacts } from '#domain/stock';
import type { Instant, LocalDate, ZoneId } from '#domain/time';
import type { StepFacts } from './scan-facts.js';

/** USP <797> section 2, USP <800> section 9: what a person must have passed, and until when it holds. */
export const COMPETENCIES = ['core-knowledge', 'garbing', 'aseptic-manipulation', 'hazardous-drugs'] as const;
export type Competency = (typeof COMPETENCIES)[number];

export interface ClaimFacts {
  readonly state: string;
  /** Null: nobody has claimed it. */
  readonly claimedBy: string | null;
  readonly actor: {
    readonly personId: string;
    readonly name: string;
    /** The latest date of each; the last day counts. */
    readonly qualifications: readonly { readonly competency: string; readonly validUntil: LocalDate }[];
  };
  readonly room: {
    readonly name: string;
    readonly kind: RoomKind;
    readonly certifiedUntil: LocalDate;
    readonly categoryLimit: Category | null;
    readonly categoryLimitReason: string | null;
    readonly active: boolean;
  };
  readonly hood: {
    readonly name: string;
    readonly kind: PecKind;
    readonly certifiedUntil: LocalDate;
    readonly inRoom: boolean;
    readonly active: boolean;
  };
  readonly hazard: Hazard;
  /** Until when the beyond-use date must reach; tells early that this place cannot give it. */
  readonly needsBudUntil: Instant | null;
  readonly storage: 'CRT' | 'REF' | 'FRZ';
  readonly at: Instant;
  readonly zone: ZoneId;
}

/** A lot that went into it. */
export interface UsedLot extends LotFacts {
  readonly drugName: string;
}

export interface CompletionFacts {
  readonly state: string;
  readonly actorId: string;
  readonly claimedBy: string | null;
  readonly steps: readonly (StepFacts & { readonly doneBy: string | null })[];
  /** Preparations planned and counted at the inspection. */
  readonly containers: number;
  readonly inspected: number | null;
  readonly photos: number;
  readonly lots: readonly UsedLot[];
  readonly at: Instant;
  readonly zone: ZoneId;
}

export interface VerificationFacts extends CompletionFacts {
  readonly completedBy: string | null;
  readonly budAt: Instant | null;
  /** The order's current version, and the one that this was made from; null: made for stock. */
  readonly orderVersion: { readonly current: number; readonly made: number; readonly state: string } | null;
}

export interface ActivationFacts {
  readonly cspState: string;
  readonly cspNumber: string;
  /** What the scan of the printed label gave; null: not scanned. */
  readonly scannedNumber: string | null;
  readonly label: { readonly number: string; readonly matches: boolean; readonly voided: boolean } | null;
  readonly budAt: Instant | null;
  readonly lots: readonly UsedLot[];
  readonly at: Instant;
  readonly zone: ZoneId;
}

/** Before what was made without a patient becomes a lot on a shelf. */
export interface StockingFacts extends Pick<ActivationFacts, 'budAt' | 'lots' | 'at' | 'zone'> {
  readonly worksheetState: string;
  readonly csps: readonly { readonly number: string; readonly state: string; readonly labelMatches: boolean }[];
  readonly storage: 'CRT' | 'REF' | 'FRZ';
  readonly shelf: {
    readonly name: string;
    readonly kind: string;
    readonly storage: 'CRT' | 'REF' | 'FRZ';
    readonly active: boolean;
  };
  readonly hazardous: boolean;
}

export interface DispenseFacts {
  readonly worksheetState: string;
  readonly csps: readonly { readonly number: string; readonly state: string; readonly labelMatches: boolean }[];
  readonly budAt: Instant | null;
  /** The last planned start of what is delivered (PKG-05). */
  readonly neededUntil: Instant | null;
  /** The order's current version, and the one that this was made from. */
  readonly orderVersion: VerificationFacts['orderVersion'];
  readonly lots: readonly UsedLot[];
  readonly at: Instant;
  readonly zone: ZoneId;
}
