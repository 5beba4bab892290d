import { Decimal } from './decimal.js';
import { Quantity, requireDimension } from './quantity.js';
import { dimensionOf, type Unit } from './unit.js';

const DRUG = ['mass', 'amount', 'equivalents', 'activity'] as const;

/** Drug per volume. Mass, amount, equivalents and activity stay apart. */
export class Concentration {
  private constructor(
    readonly amount: Quantity,
    readonly volume: Quantity,
  ) {}
  /**
   * @throws TypeError when `amount` is no drug amount or `volume` no volume; RangeError for a negative amount or a volume that is
   * not positive.
   */
  static of(amount: Quantity, volume: Quantity): Concentration {
    if (requireDimension(amount, ...DRUG).isNegative()) throw new RangeError('A concentration is never negative');
    if (!requireDimension(volume, 'volume').isPositive())
      throw new RangeError('A concentration needs a positive volume');
    return new Concentration(amount, volume);
  }
  amountIn(volume: Quantity): Quantity {
    return this.amount.times(requireDimension(volume, 'volume').ratioTo(this.volume));
  }
  /** @throws RangeError when there is no drug in it. */
  volumeFor(amount: Quantity): Quantity {
    return this.volume.times(amount.ratioTo(this.amount));
  }
  /** The number in front of `amountUnit/volumeUnit`. */
  per(amountUnit: Unit, volumeUnit: Unit): Decimal {
    return this.amount.in(amountUnit).value.dividedBy(this.volume.in(volumeUnit).value);
  }
  compare(other: Concentration): -1 | 0 | 1 {
    return this.per(this.amount.unit, 'mL').compare(other.per(this.amount.unit, 'mL'));
  }
}

/** Volume per time: what a pump is told. */
export class Rate {
  private constructor(
    readonly volume: Quantity,
    readonly time: Quantity,
  ) {}
  static of(volume: Quantity, time: Quantity): Rate {
    requireDimension(volume, 'volume');
    if (!requireDimension(time, 'time').isPositive()) throw new RangeError('A rate needs a positive time');
    return new Rate(volume, time);
  }
  per(volumeUnit: Unit, timeUnit: Unit): Decimal {
    return this.volume.in(volumeUnit).value.dividedBy(this.time.in(timeUnit).value);
  }
  timeFor(volume: Quantity): Quantity {
    return this.time.times(volume.ratioTo(this.volume));
  }
}

/** Body measure that a dose refers to: kilograms of body weight or square meters of body surface. */
export type BodyMeasure = Quantity;

/** Drug per kilogram of body weight or per m² of body surface; never mixes with a plain amount. */
export class BodyDose {
  private constructor(
    readonly amount: Quantity,
    readonly per: 'kg' | 'm2',
  ) {}
  static of(amount: Quantity, per: 'kg' | 'm2'): BodyDose {
    requireDimension(amount, ...DRUG);
    return new BodyDose(amount, per);
  }
  /** The dose for this body. @throws TypeError when given a weight for a per-m² dose or a surface for a per-kg dose. */
  for(body: BodyMeasure): Quantity {
    requireDimension(body, dimensionOf(this.per));
    return this.amount.times(body.in(this.per).value);
  }
}

/** Drug per time, per kg or per m² where said. */
export class DoseRate {
  private constructor(
    readonly amount: Quantity,
    readonly time: Quantity,
    readonly per?: 'kg' | 'm2',
  ) {}
  static of(amount: Quantity, time: Quantity, per?: 'kg' | 'm2'): DoseRate {
    requireDimension(amount, ...DRUG);
    if (!requireDimension(time, 'time').isPositive()) throw new RangeError('A dose rate needs a positive time');
    return new DoseRate(amount, time, per);
  }
  /** Drug per time for this body; a plain dose rate needs none. @throws TypeError when the body measure is missing or of the wrong kind. */
  forBody(body?: BodyMeasure): DoseRate {
    if (!this.per) return this;
    if (!body) throw new TypeError(`This dose rate is per ${this.per}: a body measure is needed`);
    return new DoseRate(BodyDose.of(this.amount, this.per).for(body), this.time);
  }
  /** The pump rate that delivers this from `concentration`. */
  through(concentration: Concentration, body?: BodyMeasure): Rate {
    const plain = this.forBody(body);
    return Rate.of(concentration.volumeFor(plain.amount), plain.time);
  }
}
