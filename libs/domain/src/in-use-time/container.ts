import type { Finding } from '#domain/finding';
import type { Instant, ZoneId } from '#domain/time';
import type { Expiry } from './expiry.js';

export const CONTAINER_KINDS = [
  'single-dose-vial',
  'multiple-dose-vial',
  'pharmacy-bulk-package',
  'ampul',
  'bag',
  'bottle',
  'syringe',
  'compounded-single-dose',
  'compounded-multiple-dose',
] as const;
export type ContainerKind = (typeof CONTAINER_KINDS)[number];

/** The air in which a container was first entered: ISO 5 or cleaner, or anything worse. */
export type EntryAir = 'iso5' | 'other';

/** One container of an ingredient, opened or not, as far as its in-use time depends on it. */
export interface ContainerFacts {
  readonly kind: ContainerKind;
  readonly zone: ZoneId;
  readonly air: EntryAir;
  /** Absent: not yet entered. */
  readonly firstPuncturedAt?: Instant;
  /** The maker's date. Compounded containers have none. */
  readonly expiry?: Expiry;
  /** Of a compounded container, or of one bought from an outsourcing facility. */
  readonly compoundedBud?: Instant;
  /** In-use hours printed by the maker; required for a pharmacy bulk package. */
  readonly labelHours?: number;
  /** Chemical stability of the reconstituted drug; its clock runs from reconstitution, not from the first puncture. */
  readonly reconstituted?: { readonly at: Instant; readonly limitHours: number; readonly citation: string };
  readonly status?: 'available' | 'quarantined' | 'recalled';
}

/** One limit on the use of a container. */
export interface InUseBound {
  readonly code: 'in-use' | 'label' | 'stability' | 'expiry' | 'beyond-use-date';
  readonly until: Instant;
  /** For example `2026-03-02 06:00 MST + 12 h = 2026-03-02 18:00 MST`. */
  readonly arithmetic: string;
  readonly source: string;
  readonly governs: boolean;
}

export interface InUse {
  /** The last moment of use; `null`: use at once and discard the rest, nothing may be kept. */
  readonly until: Instant | null;
  readonly bounds: readonly InUseBound[];
  /** Codes of the bounds that give `until`. */
  readonly governing: readonly InUseBound['code'][];
  readonly findings: readonly Finding[];
}
