import type { Route } from '#domain/order';
import type { QuantityJson } from '#domain/quantity';

/** Domain-rules 1.5. */
export const STORAGES = ['CRT', 'REF', 'FRZ'] as const;
export type Storage = (typeof STORAGES)[number];

/**
 * How the drug's volume is dealt with. `add`: it comes on top, the total grows. `replace`: the same volume of base solution is
 * taken out first, the total stays. `fill`: drug into an empty container, diluent to the final volume.
 */
export const VOLUME_METHODS = ['add', 'replace', 'fill'] as const;
export type VolumeMethod = (typeof VOLUME_METHODS)[number];

export interface FormulaProductChoice {
  readonly productId: string;
  /** Preferred only for at least this many containers: a bulk package is not opened for two bags. */
  readonly fromContainers?: number;
}

/** Limits of the finished preparation, drug per mL. */
export interface ConcentrationLimits {
  readonly min?: string;
  readonly max?: string;
  /** For example `mg/mL`. */
  readonly unit: string;
  readonly source: string;
}

export interface FormulaAdditive {
  readonly drugId: string;
  readonly drugName: string;
  /** In order of preference. */
  readonly products: readonly FormulaProductChoice[];
  readonly limits: ConcentrationLimits | null;
}

export interface FormulaDiluent {
  readonly drugId: string;
  readonly drugName: string;
  readonly products: readonly FormulaProductChoice[];
}

/** How fast the preparation may run. */
export interface FormulaRateLimit {
  /** For example `{ value: '10', unit: 'mg/min' }`. */
  readonly maximum?: QuantityJson;
  readonly minimumMinutes?: number;
  readonly source: string;
}

/**
 * Master formulation record (USP <797> section 11.1; domain-rules 2.1), as stored: plain JSON, quantities as decimal text with a
 * UCUM code. Amounts come from the order; the record says from what, how and within which limits.
 */
export interface FormulaContent {
  readonly schema: 1;
  readonly name: string;
  readonly dosageForm: string;
  readonly routes: readonly Route[];
  readonly container: {
    readonly description: string;
    /** As in stability evidence: `bag`, `syringe`, `cassette`, `elastomeric infusor`, ... */
    readonly kind: string;
    readonly material: string;
    /** What it can hold in all. */
    readonly capacity: QuantityJson | null;
  };
  readonly additives: readonly FormulaAdditive[];
  readonly base: {
    readonly drugId: string;
    readonly drugName: string;
    readonly products: readonly { readonly productId: string; readonly volume: QuantityJson }[];
  } | null;
  /** For `fill`: what brings it to the final volume; null where the drug alone fills it. */
  readonly diluent: FormulaDiluent | null;
  /** For `fill`: null where the container is a supply whose lot is not kept. */
  readonly emptyContainer: { readonly drugId: string; readonly products: readonly FormulaProductChoice[] } | null;
  /** Preferred packages of the diluents used for reconstitution. */
  readonly reconstitution: readonly FormulaDiluent[];
  readonly volumeMethod: VolumeMethod;
  /** For `fill`. */
  readonly finalVolume: QuantityJson | null;
  readonly method: 'aseptic';
  readonly storage: Storage;
  /** BUD-15: may only be shorter than the standard's table. */
  readonly maximumBudHours: Partial<Record<Storage, number>>;
  readonly stabilityReference: string;
  readonly qualityChecks: readonly { readonly check: string; readonly expected: string }[];
  readonly appearance: string;
  readonly equipment: readonly string[];
  readonly precautions: readonly string[];
  readonly extraSteps: readonly string[];
  readonly rateLimit: FormulaRateLimit | null;
  readonly filter: string | null;
  readonly lightProtection: boolean;
  readonly overfillNote: string;
  readonly labelWarnings: readonly string[];
}
