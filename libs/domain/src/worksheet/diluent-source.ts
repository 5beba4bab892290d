import { Quantity } from '#domain/quantity';
import type { ProductFacts } from '#domain/formula';

/** One pour out of one diluent package. */
export interface Pour {
  readonly packageIndex: number;
  readonly volume: Quantity;
  /** The first pour out of this package: it must be opened before. */
  readonly opens: boolean;
}

/**
 * Deals pours out to packages of one diluent: each pour comes whole from the first open package that still holds it, else from a
 * new one; only a pour larger than a package is split. An ampul is used once and never kept (USP <797> section 15;
 * domain-rules 1.10). Whether an open package is still in its in-use time is decided at the scan, not here.
 */
export class DiluentSource {
  private readonly rest: Quantity[] = [];

  constructor(readonly product: ProductFacts) {
    if (product.form !== 'solution' || product.content.dimension !== 'volume')
      throw new RangeError(`${product.name} cannot be poured from`);
  }

  get packages(): number {
    return this.rest.length;
  }

  pour(volume: Quantity): Pour[] {
    if (!volume.isPositive()) throw new RangeError('A pour is above zero');
    const kept = this.product.containerKind === 'ampul' ? -1 : this.rest.findIndex((rest) => rest.gte(volume));
    if (kept >= 0) return [this.take(kept, volume, false)];
    const pours: Pour[] = [];
    for (let left = volume; left.isPositive();) {
      const part = left.min(this.product.content);
      this.rest.push(this.product.content);
      pours.push(this.take(this.rest.length - 1, part, true));
      left = left.minus(part);
    }
    return pours;
  }

  private take(index: number, volume: Quantity, opens: boolean): Pour {
    this.rest[index] = (this.rest[index] ?? Quantity.zero('mL')).minus(volume);
    return { packageIndex: index + 1, volume: volume.in('mL'), opens };
  }
}
