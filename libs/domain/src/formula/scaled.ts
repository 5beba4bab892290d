import type { Finding } from '#domain/finding';
import type { Concentration, Quantity } from '#domain/quantity';
import type { FormulaContent, VolumeMethod } from './content.js';
import type { ProductFacts } from './product.js';

export interface ScaleRequest {
  readonly content: FormulaContent;
  /** Drug in each container, from the order's additive lines. */
  readonly doses: readonly { readonly drugId: string; readonly dose: Quantity }[];
  /** The order's base line; absent: the formula's first base product. */
  readonly base?: { readonly drugId: string; readonly volume: Quantity };
  readonly containers: number;
  /** Every product that the formula names. */
  readonly products: readonly ProductFacts[];
  /** Unopened packages free to use, by product: a product without enough gives way to the next; absent: not considered. */
  readonly freePackages?: ReadonlyMap<string, number>;
}

/** One line of the calculation, as a pharmacist would write it. */
export interface ScaleStep {
  readonly label: string;
  readonly formula: string;
  readonly value: string;
  readonly rounding?: true;
}

export interface ScaledReconstitution {
  readonly diluent: ProductFacts;
  /** Into each package. */
  readonly volume: Quantity;
  readonly displacement: Quantity | null;
  /** What each package then holds. */
  readonly finalVolume: Quantity;
}

export interface ScaledAdditive {
  readonly drugId: string;
  readonly drugName: string;
  readonly product: ProductFacts;
  readonly concentration: Concentration;
  readonly dose: Quantity;
  /** For each container, exact. */
  readonly exactVolume: Quantity;
  /** For each container, as it is drawn up. */
  readonly volume: Quantity;
  /** `volume` less `exactVolume`. */
  readonly rounding: Quantity;
  /** What one package gives, rounded down to 0.1 mL. */
  readonly packageVolume: Quantity;
  readonly packages: number;
  readonly reconstitution: ScaledReconstitution | null;
}

export interface ScaledBase {
  readonly product: ProductFacts;
  /** As labeled, each. */
  readonly volume: Quantity;
  /** `replace`: taken out of each before the drug goes in. */
  readonly remove: Quantity | null;
}

export interface ScaledFill {
  /** Null: a supply that is not kept in stock by lot; then no step scans it. */
  readonly container: ProductFacts | null;
  readonly diluent: ProductFacts | null;
  /** Into each; null where the drug alone makes the final volume. */
  readonly diluentVolume: Quantity | null;
}

export interface ScaledFormula {
  readonly containers: number;
  readonly volumeMethod: VolumeMethod;
  readonly additives: readonly ScaledAdditive[];
  readonly base: ScaledBase | null;
  readonly fill: ScaledFill | null;
  /** In each container. */
  readonly finalVolume: Quantity;
  readonly concentrations: readonly {
    readonly drugId: string;
    readonly drugName: string;
    readonly dose: Quantity;
    readonly concentration: Concentration;
  }[];
  readonly derivation: readonly ScaleStep[];
  readonly findings: readonly Finding[];
}

/** What the base solution or the empty container comes to. */
export type Vehicle = Pick<ScaledFormula, 'base' | 'fill' | 'finalVolume'>;

/** `scaled` is null when something is missing without which there is nothing to calculate; the findings say what. */
export interface ScaleAnswer {
  readonly scaled: ScaledFormula | null;
  readonly findings: readonly Finding[];
}
