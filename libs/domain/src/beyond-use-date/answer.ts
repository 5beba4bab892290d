import type { Category } from '#domain/category';
import type { Finding } from '#domain/finding';
import type { Instant, ZoneId } from '#domain/time';
import type { StorageCondition } from './evidence.js';
import type { TestCode } from './facts.js';
import type { LimitRow } from './rules.js';

export type BoundCode =
  | 'table'
  | 'immediate-use'
  | 'stability'
  | 'device'
  | 'component-expiry'
  | 'component-bud'
  | 'master-formulation'
  | 'cap'
  | 'no-extension'
  | 'docked'
  | 'activated'
  | 'allergenic'
  | 'product-label'
  | 'original'
  | 'move';

/** One limit. The date is the earliest of all. */
export interface Bound {
  readonly code: BoundCode;
  /** What it is, in words: `Category 2, aseptic, sterile start, untested, refrigerator: 10 d`. */
  readonly label: string;
  readonly until: Instant;
  /** `2026-03-02 09:00 MST + 10 d = 2026-03-12 09:00 MST`. */
  readonly arithmetic: string;
  /** Rule id, for example `BUD-10`. */
  readonly source: string;
  readonly citation: string;
  /** The pack that set it; absent for a bound that comes from the facts. */
  readonly rulePack?: { readonly id: string; readonly version: string };
  /** The figure must be compared with the standard by a pharmacist. */
  readonly confirm?: boolean;
  /** Within a minute of the earliest. */
  readonly governs: boolean;
}

/** A claim that must hold. A failed one refuses the date; it never shortens it. */
export interface Gate {
  readonly code: string;
  readonly claim: string;
  readonly passed: boolean;
  readonly findings: readonly Finding[];
  readonly source: string;
}

export interface ReleaseTest {
  readonly code: TestCode;
  readonly required: boolean;
  /** Units that the test consumes. */
  readonly units?: number;
  readonly result: 'none' | 'pending' | 'passed' | 'failed';
  readonly detail: string;
  readonly source: string;
}

export interface ReleaseRequirements {
  readonly tests: readonly ReleaseTest[];
  /** No more than this many units can be dispensed: made, less units for the sterility test (endotoxin samples come off too). */
  readonly dispensableAtMost: number;
  readonly quarantine: boolean;
  readonly records: { readonly masterFormulationRecord: boolean; readonly compoundingRecord: boolean };
}

/**
 * The whole answer, plain JSON: store it. `beyondUseDate` is the date; `ceiling` is the earliest bound even where a
 * pharmacist must still decide, and must not be printed.
 */
export interface BeyondUseDateAnswer {
  readonly decision: 'assigned' | 'needs-pharmacist' | 'refused' | 'not-compounding';
  readonly beyondUseDate: Instant | null;
  /** `2026-03-12 09:00 MST`. */
  readonly beyondUseDateText: string | null;
  readonly ceiling: Instant | null;
  readonly startedAt: Instant;
  readonly zone: ZoneId;
  readonly storage: StorageCondition;
  readonly category: {
    readonly assigned: Category | 'immediate-use' | 'docked' | 'allergenic' | 'conventional' | null;
    readonly maximum: Category | null;
    readonly row: LimitRow | null;
    readonly why: readonly string[];
  };
  readonly gates: readonly Gate[];
  readonly bounds: readonly Bound[];
  /** Labels of the bounds that govern. */
  readonly governing: readonly string[];
  /** Everything found, worst first. */
  readonly findings: readonly Finding[];
  readonly release: ReleaseRequirements;
  /** BUD-32, BUD-36: the statement for the label. */
  readonly beginBy: { readonly at: Instant; readonly statement: string } | null;
  /** BUD-37. `at` is the latest end, or the exact end when the start is known. */
  readonly infuseCompleteBy: {
    readonly withinHours: number;
    readonly at: Instant;
    readonly statement: string;
    readonly citation: string;
  } | null;
  /** After first puncture of a multiple-dose preparation (BUD-17). */
  readonly afterPuncture: { readonly hours: number; readonly statement: string; readonly confirm: boolean } | null;
  readonly rulePacks: readonly { readonly id: string; readonly kind: string; readonly version: string }[];
}
