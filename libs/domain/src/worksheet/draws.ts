import type { ScaledAdditive } from '#domain/formula';
import { Quantity } from '#domain/quantity';

/** One draw from one package into one preparation. */
export interface Draw {
  readonly packageIndex: number;
  readonly volume: Quantity;
}

/**
 * Deals the draws of an additive out to its packages, one after the other: what is left in one goes into the next preparation, so
 * that 25 mL may be 20 mL of the first vial and 5 mL of the second.
 */
export class PackageSequence {
  private index = 1;
  private left: Quantity;

  constructor(private readonly additive: ScaledAdditive) {
    this.left = additive.packageVolume;
  }

  next(): Draw[] {
    const draws: Draw[] = [];
    for (let need = this.additive.volume; need.isPositive();) {
      if (!this.left.isPositive()) {
        this.index += 1;
        this.left = this.additive.packageVolume;
      }
      const volume = need.min(this.left);
      draws.push({ packageIndex: this.index, volume });
      this.left = this.left.minus(volume);
      need = need.minus(volume);
    }
    if (this.index > this.additive.packages)
      throw new RangeError(`More packages of ${this.additive.drugName} than planned`);
    return draws;
  }
}

/** What a drawn volume holds, in the product's stock unit: drug of a powder, volume of a solution. */
export const stockOf = (additive: ScaledAdditive, volume: Quantity): Quantity =>
  additive.product.content.dimension === 'volume'
    ? volume.in(additive.product.content.unit)
    : additive.concentration.amountIn(volume).in(additive.product.content.unit);
