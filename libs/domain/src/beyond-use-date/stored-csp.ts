import type { Category } from '#domain/category';
import type { Finding } from '#domain/finding';
import type { Instant, ZoneId } from '#domain/time';
import type { Bound } from './answer.js';
import type { StabilityDecision, StabilityEvidence, StabilityPreparation, StorageCondition } from './evidence.js';
import type { DockingProductFacts } from './facts.js';
import type { LimitRow } from './rules.js';

/** A preparation in storage: enough of the answer to decide what a move does to its date. */
export interface StoredCsp {
  readonly startedAt: Instant;
  readonly zone: ZoneId;
  readonly storage: StorageCondition;
  readonly beyondUseDate: Instant;
  /** `null` for what the tables do not govern (docked, allergenic). */
  readonly row: LimitRow | null;
  readonly category: Category | null;
  /** Was frozen and has left the freezer. */
  readonly thawed: boolean;
  readonly hazardous?: boolean;
  readonly homeDispensed?: boolean;
  readonly docked?: { readonly product: DockingProductFacts; readonly activatedAt?: Instant };
  readonly stability?: {
    readonly preparations: readonly StabilityPreparation[];
    readonly evidence: readonly StabilityEvidence[];
    readonly decisions?: readonly StabilityDecision[];
  };
}

export type StorageEvent =
  | {
      readonly kind: 'move';
      readonly to: StorageCondition;
      readonly at: Instant;
      /** Of a frozen one: how it thaws. */
      readonly thaw?: 'refrigerator' | 'room' | 'warm-water' | 'microwave';
      /** The label names this way of thawing. */
      readonly thawPerLabel?: boolean;
    }
  | { readonly kind: 'activate'; readonly at: Instant; readonly storage: StorageCondition }
  | { readonly kind: 'excursion'; readonly at: Instant; readonly detail: string; readonly integrityDoubtful: boolean }
  | {
      readonly kind: 'return';
      readonly at: Instant;
      readonly sealIntact: boolean;
      readonly storageProven: boolean;
    };

export interface MoveAnswer {
  readonly accepted: boolean;
  /** The state afterwards; unchanged when refused. */
  readonly csp: StoredCsp;
  readonly beyondUseDate: Instant;
  readonly beyondUseDateText: string;
  readonly bounds: readonly Bound[];
  readonly findings: readonly Finding[];
  /** BUD-46: the date is now earlier, so the old label must go. */
  readonly replaceLabel: boolean;
  readonly quarantine: boolean;
}
