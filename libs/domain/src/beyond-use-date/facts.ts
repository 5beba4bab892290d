import type { Category, PlacementFacts } from '#domain/category';
import type { ContainerFacts, Expiry } from '#domain/in-use-time';
import type { Instant, ZoneId } from '#domain/time';
import type { StabilityDecision, StabilityEvidence, StabilityPreparation, StorageCondition } from './evidence.js';

/** One ingredient as used. */
export interface ComponentFacts {
  /** The worksheet's line, so that a finding can be shown there. */
  readonly id: string;
  readonly name: string;
  /** `outsourcing-facility`: made under 503B, treated as conventionally manufactured (DOC-07). */
  readonly origin: 'conventional' | 'outsourcing-facility' | 'compounded';
  readonly sterile: boolean;
  /** As printed; required of a conventional component. */
  readonly expiry?: Expiry;
  /** Required of a compounded component; an outsourcing facility's product has this or an expiry. */
  readonly beyondUseDate?: Instant;
  /** BUD-14: a documented reason why a compounded component's date does not bound, for example a pH-adjusting solution. */
  readonly justifiedException?: { readonly reason: string; readonly decidedBy: string };
  readonly lotStatus?: 'available' | 'quarantined' | 'recalled';
  /** Each withdrawal from an open container (BUD-19): a gate at that moment, never a bound. */
  readonly withdrawals?: readonly { readonly container: ContainerFacts; readonly at: Instant }[];
}

export const TEST_CODES = [
  'visual-inspection',
  'sterility',
  'endotoxin',
  'particulates',
  'container-integrity',
  'antimicrobial-effectiveness',
  'filter-integrity',
  'sterilization-indicator',
] as const;
export type TestCode = (typeof TEST_CODES)[number];
export type TestResult = 'pending' | 'passed' | 'failed';

/** IMM-01 to IMM-08, as the preparer states them. */
export interface ImmediateUseFacts {
  /** Different sterile products; several vials of one product count once. */
  readonly differentProducts: number;
  readonly asepticTechniqueBySop: boolean;
  readonly preparerCompetent: boolean;
  readonly compatibilityEvidenced: boolean;
  readonly singleDoseRestDiscarded: boolean;
  readonly labelledOrGivenByPreparer: boolean;
  readonly forAnticipatedNeed: boolean;
  readonly patients: number;
  readonly antineoplasticNeedingContainment: boolean;
  /** When the infusion starts, if known. */
  readonly administrationBeginsAt?: Instant;
}

/** A maker's data for a bag-and-vial system (DOC-04). */
export interface DockingProductFacts {
  readonly product: string;
  readonly notActivatedHours: number;
  readonly activatedHours: Partial<Record<StorageCondition, number>>;
  readonly citation: string;
}

/** Under which provision it is made. */
export type Provision =
  | { readonly kind: 'category'; readonly requested?: Category; readonly category3?: Category3Facts }
  | { readonly kind: 'immediate-use'; readonly conditions: ImmediateUseFacts }
  | {
      readonly kind: 'docked';
      readonly product: DockingProductFacts;
      /** DOC-01: docked and activated at once for one patient: not compounding. DOC-02: docked for later. */
      readonly purpose: 'immediate-administration' | 'later-activation';
      readonly activatedAt?: Instant;
    }
  | { readonly kind: 'allergenic'; readonly inDedicatedArea: boolean; readonly licensedExtractsOnly: boolean }
  | {
      /** DOC-05, DOC-06: a maker's or outsourcing facility's product, kept whole: its own date, plus the label's limits. */
      readonly kind: 'conventional';
      readonly limits?: readonly {
        readonly event: string;
        readonly at: Instant;
        readonly hours: number;
        readonly citation: string;
      }[];
    };

/** Every one must be true for Category 3 (USP <797> section 14.4; domain-rules 1.14). */
export interface Category3Facts {
  readonly stabilityIndicatingAssay: boolean;
  readonly madeExactlyAsStudied: boolean;
  readonly monitoringCycleKept: boolean;
  readonly personnelCycleKept: boolean;
  readonly sterileGarb: boolean;
}

/** Everything the date depends on. Instants are moments; an expiry is a day or a month. */
export interface PreparationFacts {
  /** First manipulation for this preparation or batch (BUD-30). */
  readonly startedAt: Instant;
  /** The site's zone: all days and times are read and printed in it. */
  readonly zone: ZoneId;
  readonly storage: StorageCondition;
  readonly provision: Provision;
  /** Required of everything but immediate use, immediate docking and whole products. */
  readonly placement?: PlacementFacts;
  readonly method: 'aseptic' | 'terminal';
  readonly sterilizedBy?: 'filtration' | 'steam' | 'dry-heat' | 'irradiation';
  /** A solution with a nonsterile start is sterilized within 6 h of being made. */
  readonly nonsterileSolution?: { readonly madeAt: Instant; readonly sterilizedAt?: Instant };
  readonly components: readonly ComponentFacts[];
  readonly stability: {
    readonly preparations: readonly StabilityPreparation[];
    readonly evidence: readonly StabilityEvidence[];
    readonly decisions?: readonly StabilityDecision[];
  };
  /** BUD-12: what the maker of the device or container allows. */
  readonly device?: { readonly name: string; readonly limitHours: number; readonly citation: string };
  /** BUD-15. */
  readonly masterFormulation?: {
    readonly id: string;
    readonly version: string;
    readonly maximumHours?: Partial<Record<StorageCondition, number>>;
  };
  readonly batchUnits: number;
  readonly patients?: number;
  /** Large-volume parenteral: decides the sample of a sterility test above 500 units. */
  readonly largeVolume?: boolean;
  readonly injectable?: boolean;
  readonly testResults?: Partial<Record<TestCode, TestResult>>;
  /** A sterility test is planned: the sample is taken and the batch waits in quarantine. */
  readonly sterilityTestPlanned?: boolean;
  readonly multipleDose?: {
    readonly aqueous: boolean;
    readonly preserved: boolean;
    readonly use: 'parenteral' | 'topical-ophthalmic';
  };
  readonly hazardous?: boolean;
  /** BUD-20: the date already given, if any. */
  readonly alreadyAssigned?: { readonly beyondUseDate: Instant; readonly allUnitsInQuarantine: boolean };
  /** BUD-37: `withinHours` only where stability in use or a hang time limits how long it may run once started. */
  readonly infusion?: {
    readonly withinHours?: number;
    readonly citation?: string;
    readonly continuous?: boolean;
    readonly begunAt?: Instant;
  };
}
