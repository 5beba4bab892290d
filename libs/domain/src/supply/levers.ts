import { Decimal } from '#domain/quantity';
import { microText, type Micro } from './amount.js';
import type { Day, Inbound, ScheduledDose, SupplyFacts, SupplyUnit } from './facts.js';
import type { Sharing } from './simulate.js';

/** What a pharmacy can do to make a drug last. */
export type Lever =
  | { readonly kind: 'share-vials' }
  | { readonly kind: 'batch-times' }
  /** Each dose is rounded down to whole packages where that takes off no more than so many percent. */
  | { readonly kind: 'round-doses'; readonly percent: string }
  | { readonly kind: 'other-strength' }
  /** A product that a pharmacist keeps as an alternative is used as well; its dose is `factor` times the original. */
  | { readonly kind: 'alternative-product'; readonly key: string; readonly units: readonly SupplyUnit[] }
  /** Doses of these indications (all where none is named) are made with another drug or base solution. */
  | { readonly kind: 'alternative-drug' | 'other-diluent'; readonly key: string; readonly indication: string }
  /** Only these indications go on. */
  | { readonly kind: 'restrict'; readonly indications: readonly string[] }
  | { readonly kind: 'split-buy' | 'outsourced' | 'transfer'; readonly key: string; readonly inbound: Inbound };

export type LeverKind = Lever['kind'];

export interface LeveredFacts {
  readonly facts: SupplyFacts;
  readonly sharing: Sharing;
}

/** The facts as they would be with all of the levers together; the order in which they are named does not matter. */
export function pullLevers(base: SupplyFacts, levers: readonly Lever[]): LeveredFacts {
  const stronger = levers.some(({ kind }) => kind === 'other-strength');
  const units = levers.flatMap((lever) => (lever.kind === 'alternative-product' ? lever.units : []));
  const inbound = levers.flatMap((lever) => ('inbound' in lever ? [lever.inbound] : []));
  const usable = <U extends SupplyUnit>(all: readonly U[]): U[] =>
    all.filter((unit) => stronger || !unit.otherStrength);
  const stock = [...usable(base.stock), ...units];
  const facts = {
    ...base,
    stock,
    inbound: [...usable(base.inbound), ...inbound],
    doses: remaining(base.doses, levers),
  };
  const rounding = levers.find((lever) => lever.kind === 'round-doses');
  return {
    facts: rounding
      ? { ...facts, doses: rounded(facts.doses, packageSizes(facts), Decimal.of(rounding.percent)) }
      : facts,
    sharing: levers.some(({ kind }) => kind === 'share-vials')
      ? 'all'
      : levers.some(({ kind }) => kind === 'batch-times')
        ? 'day'
        : 'none',
  };
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function remaining(doses: readonly ScheduledDose[], levers: readonly Lever[]): readonly ScheduledDose[] {
  return levers.reduce<readonly ScheduledDose[]>((kept, lever) => {
    if (lever.kind === 'restrict')
      return kept.filter((dose) => lever.indications.some((indication) => same(indication, dose.indication)));
    if (lever.kind === 'alternative-drug' || lever.kind === 'other-diluent')
      return kept.filter((dose) => !goesTo(lever, dose));
    return kept;
  }, doses);
}

/** Whether a dose would be made with the alternative. */
export const goesTo = (lever: { readonly indication: string }, dose: ScheduledDose): boolean =>
  lever.indication === '' || same(lever.indication, dose.indication);

const packageSizes = (facts: SupplyFacts): Micro[] => [
  ...new Set([...facts.stock, ...facts.inbound].filter((unit) => !unit.shared).map((unit) => unit.content)),
];

/**
 * Rounds down only, to whole packages of a size that is on hand or on order: rounding up would save nothing. A dose that no
 * package comes near enough stays as ordered.
 */
function rounded(doses: readonly ScheduledDose[], sizes: readonly Micro[], percent: Decimal): ScheduledDose[] {
  if (percent.isNegative() || percent.gt(10)) throw new RangeError('Doses are rounded by 0 to 10 percent');
  const memory = new Map<Micro, Micro>();
  return doses.map((dose) => {
    if (dose.bag !== null) return dose;
    const known = memory.get(dose.amount) ?? roundedDose(dose.amount, sizes, percent);
    memory.set(dose.amount, known);
    return known === dose.amount ? dose : { ...dose, amount: known };
  });
}

/**
 * The least whole number of packages of one size that is not more than the dose and takes off at most `percent` of it; else the
 * dose. The least, so that another size on the shelf can only save more.
 */
export function roundedDose(dose: Micro, sizes: readonly Micro[], percent: Decimal): Micro {
  const least = Decimal.of(100).minus(percent).times(BigInt(dose)).dividedBy(100);
  const near = sizes
    .map((size) => Math.floor(dose / size) * size)
    .filter((whole) => whole > 0 && least.lte(BigInt(whole)));
  return Math.min(dose, ...near);
}

/** A hypothetical arrival: something that could be bought or borrowed. */
export function hypotheticalInbound(of: {
  readonly id: string;
  readonly label: string;
  readonly supplier: string;
  readonly product: Pick<SupplyUnit, 'productId' | 'productName' | 'content' | 'shared'>;
  readonly packages: number;
  readonly early: Day;
  readonly typical: Day;
  readonly late: Day;
  readonly packagePrice: string | null;
}): Inbound {
  if (!Number.isSafeInteger(of.packages) || of.packages < 1)
    throw new RangeError(`Not a number of packages: ${of.packages}`);
  const { product, ...rest } = of;
  return {
    kind: 'inbound',
    ...product,
    ...rest,
    amount: of.packages * product.content,
    lastDay: Number.MAX_SAFE_INTEGER,
    expiresOn: null,
    otherStrength: false,
  };
}

/** For people: thousands apart, and no more than thousandths of the unit. */
export function amountText(amount: Micro, unit: string): string {
  const [whole = '0', fraction] = Decimal.of(microText(amount)).toFixed(3, 'half-up').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`} ${unit === '[iU]' ? 'units' : unit}`;
}
