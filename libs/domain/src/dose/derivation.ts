import type { Finding } from '#domain/finding';

/** One line of a derivation, as a pharmacist would write it on paper. */
export interface Step {
  /** What is worked out, for example `Body surface area`. */
  readonly label: string;
  /** The formula in words or symbols, for example `√(height × weight ÷ 3,600)`. */
  readonly formula: string;
  /** The same with the numbers in it. */
  readonly substitution: string;
  /** Decimal text; ends in `…` where digits go on that are kept but not shown. */
  readonly value: string;
  /** As people read it (`mg`, `mL/h`, `m²`); empty for a pure number. */
  readonly unit: string;
  /** Standard or reference and rule id. */
  readonly source?: string;
  /** True where digits were given up: only by a named rounding, never silently. */
  readonly rounding?: true;
}

/** A figure with how it came about and what there is to say about it. */
export interface Calculation<R> {
  readonly result: R;
  readonly derivation: readonly Step[];
  readonly findings: readonly Finding[];
}
