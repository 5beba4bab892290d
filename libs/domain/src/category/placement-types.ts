import type { Finding } from '#domain/finding';
import type { Instant } from '#domain/time';

/** USP <797> section 1.5. Category 3 gives the longest dates and asks for the most. */
export type Category = 1 | 2 | 3;

/**
 * `iso7-buffer`: positive ISO 7 buffer room with an anteroom. `iso8`: positive ISO 8 room. `sca`: segregated compounding
 * area. `c-sec`: negative ISO 7 buffer room with an ISO 7 anteroom, for hazardous drugs. `c-sca`: negative, unclassified,
 * for hazardous drugs. `unclassified`: any other room.
 */
export const ROOM_KINDS = ['iso7-buffer', 'iso8', 'sca', 'c-sec', 'c-sca', 'unclassified'] as const;
export type RoomKind = (typeof ROOM_KINDS)[number];

/** Kinds of primary engineering control (hood). Those that begin with `c-pec` are vented outside, for hazardous drugs. */
export const PEC_KINDS = [
  'lafw',
  'ivlfz',
  'bsc',
  'rabs-cai',
  'rabs-caci',
  'isolator',
  'c-pec-bsc-a2',
  'c-pec-bsc-b',
  'c-pec-caci',
  'c-pec-class3',
] as const;
export type PecKind = (typeof PEC_KINDS)[number];

/**
 * What USP <800> asks for this preparation. `containment`: full containment. `assessed`: a current assessment of risk allows
 * other handling. `none`: not hazardous.
 */
export type Hazard = 'none' | 'assessed' | 'containment';

/** CAT-09: a room or hood held to a lower category for a time, for example while its pressure is out of limits. */
export interface Downgrade {
  readonly maximum: Category;
  readonly reason: string;
  readonly from: Instant;
  /** Absent: until further notice. The downgrade no longer holds at this moment. */
  readonly until?: Instant;
}

export interface PlacementFacts {
  readonly room: { readonly kind: RoomKind; readonly name?: string; readonly downgrades?: readonly Downgrade[] };
  readonly pec: { readonly kind: PecKind; readonly name?: string; readonly downgrades?: readonly Downgrade[] };
  readonly hazard: Hazard;
  /** When the work is done; decides which downgrades hold. */
  readonly at: Instant;
  /** Nonhazardous work in a hood for hazardous drugs: wrapped and labelled as if handled there (USP <800> section 5). */
  readonly wrappedAsHazardous?: boolean;
}

export interface Placement {
  /** The highest category allowed here and now; `null`: must not be made here at all (immediate use apart). */
  readonly maximum: Category | null;
  /** What each rule said, in order, in words. */
  readonly why: readonly string[];
  readonly findings: readonly Finding[];
  readonly source: string;
}
