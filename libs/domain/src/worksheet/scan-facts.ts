import type { ScannedCode } from '#domain/barcode';
import type { Finding } from '#domain/finding';
import type { ContainerFacts } from '#domain/in-use-time';
import type { LocalDate, Instant, ZoneId } from '#domain/time';
import type { LotFacts } from '#domain/stock';
import type { ProductFacts } from '#domain/formula';
import type { StepKind } from './planned.js';

export type StepState = 'pending' | 'scanned' | 'done';

export interface StepFacts {
  readonly id: string;
  readonly position: number;
  readonly kind: StepKind;
  readonly state: StepState;
  readonly lineId: string | null;
  readonly packageIndex: number | null;
  readonly cspPosition: number | null;
}

export interface LotOfProduct extends LotFacts {
  readonly productId: string;
}

/** Stock promised to a line of this worksheet. */
export interface AllocationFacts {
  readonly id: string;
  readonly lineId: string;
  readonly lotId: string;
  readonly accountId: string;
  readonly state: 'active' | 'used' | 'released';
  /** Whole containers promised and not yet taken. */
  readonly packagesLeft: number;
}

/** A container that was opened for a line of this worksheet. */
export interface OpenContainerFacts {
  readonly id: string;
  /** `VIAL-000123-K`, as on its tag. */
  readonly number: string;
  readonly lotId: string;
  readonly productId: string;
  readonly lineId: string | null;
  readonly packageIndex: number | null;
  readonly serial: string | null;
  readonly state: 'open' | 'discarded';
  /** For the in-use clock. */
  readonly inUse: ContainerFacts;
}

/** A container that was made here and put into stock, named by the number on its label (`CSP-000123-K`). */
export interface MadeContainer {
  readonly number: string;
  readonly productId: string;
  readonly lotId: string;
  /** Taken for a preparation before. */
  readonly taken: boolean;
}

export interface ScanFacts {
  readonly step: StepFacts;
  /** All steps of the worksheet. */
  readonly steps: readonly StepFacts[];
  /** What the step needs. */
  readonly product: ProductFacts;
  readonly scanned: ScannedCode;
  /** Keyed beside a code that carries none (a linear UPC or NDC). */
  readonly keyed?: { readonly lot: string; readonly expiry: LocalDate };
  /** Products that `productLookup(scanned)` finds, the needed one included when it matches. */
  readonly known: readonly ProductFacts[];
  /** Lots of the needed product. */
  readonly lots: readonly LotOfProduct[];
  readonly allocations: readonly AllocationFacts[];
  /** What the scanned number names, when it is a container made here. */
  readonly made?: MadeContainer | null;
  /** Opened for this worksheet, and any other that the scanned number names or that has the scanned serial. */
  readonly openContainers: readonly OpenContainerFacts[];
  readonly now: Instant;
  readonly zone: ZoneId;
}

export type ScanDecision =
  | {
      readonly kind: 'accept';
      readonly lotId: string;
      /** `open`, `base`, `container`: the allocation that the package is taken from. */
      readonly allocationId: string | null;
      readonly accountId: string | null;
      /** `reconstitute`, `draw`, `fill-diluent`: what is drawn from. */
      readonly openContainerId: string | null;
      readonly serial: string | null;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'needs-lot-expiry'; readonly findings: readonly Finding[] }
  | { readonly kind: 'refuse'; readonly findings: readonly Finding[] };
