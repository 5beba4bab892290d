import type { Finding } from '#domain/finding';
import { Concentration, Decimal, Quantity, requireDimension } from '#domain/quantity';
import type { Calculation } from './derivation.js';
import { numberText, perText, quantityText, requirePositive, Trace } from './trace.js';

const strengthText = (c: Concentration): string =>
  `${numberText(c.per(c.amount.unit, 'mL'))} ${perText(c.amount.unit, 'mL')}`;

/** Percent weight in volume: grams in 100 mL. @throws RangeError unless from above 0 to 100. */
export function percentStrength(percent: string): Concentration {
  const value = Decimal.of(percent);
  if (!value.isPositive() || value.gt(100)) throw new RangeError(`Percent strength: ${percent}`);
  return Concentration.of(Quantity.of(value, 'g'), Quantity.of(100, 'mL'));
}

/** Ratio strength, `1:1000` is 1 g in 1,000 mL. Read only: it is never printed (LBL-08). @throws RangeError for another form. */
export function ratioStrength(ratio: string): Concentration {
  const m = /^1\s*:\s*([1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,8})$/.exec(ratio.trim());
  if (!m?.[1]) throw new RangeError(`Not a ratio strength: "${ratio.slice(0, 20)}"; for example 1:1000`);
  return Concentration.of(Quantity.of(1, 'g'), Quantity.of(m[1].replaceAll(',', ''), 'mL'));
}

/** Grams in 100 mL. @throws TypeError for a drug that is not measured by mass. */
export const percentOf = (c: Concentration): Decimal => c.per('g', 'mL').times(100);

/** The x of 1:x, milliliters that hold one gram. */
export const ratioOf = (c: Concentration): Decimal => Decimal.ONE.dividedBy(c.per('g', 'mL'));

export interface Dilution {
  readonly stockVolume: Quantity;
  readonly diluentVolume: Quantity;
}

function tooStrong(stock: Concentration, target: Concentration): Finding[] {
  return [
    {
      code: 'dose.target-stronger-than-stock',
      severity: 'stop',
      message: `${strengthText(target)} cannot be made from ${strengthText(stock)} by dilution`,
      field: 'target',
    },
  ];
}

/**
 * Stock and diluent for a final volume: C1 × V1 = C2 × V2, volumes taken as additive.
 * Null with a stop finding when the target is stronger than the stock.
 */
export function dilute(input: {
  readonly stock: Concentration;
  readonly target: Concentration;
  readonly finalVolume: Quantity;
}): Calculation<Dilution | null> {
  const { stock, target, finalVolume } = input;
  requirePositive(requireDimension(finalVolume, 'volume'), 'Final volume');
  requirePositive(target.amount, 'Target');
  const trace = new Trace();
  if (target.compare(stock) > 0) return { result: null, derivation: [], findings: tooStrong(stock, target) };
  const stockVolume = trace.quantity(
    'Volume of stock',
    'target strength × final volume ÷ stock strength',
    `${strengthText(target)} × ${quantityText(finalVolume)} ÷ ${strengthText(stock)}`,
    stock.volumeFor(target.amountIn(finalVolume)).in(finalVolume.unit),
  );
  const diluentVolume = trace.quantity(
    'Volume of diluent',
    'final volume − volume of stock',
    `${quantityText(finalVolume)} − ${quantityText(stockVolume)}`,
    finalVolume.minus(stockVolume),
  );
  return { result: { stockVolume, diluentVolume }, derivation: trace.steps, findings: [] };
}

/** Stock to be added to a base that holds none of the drug so that the mixture reaches the target: base × C2 ÷ (C1 − C2). */
export function addToReach(input: {
  readonly stock: Concentration;
  readonly base: Quantity;
  readonly target: Concentration;
}): Calculation<{ readonly stockVolume: Quantity; readonly finalVolume: Quantity } | null> {
  const { stock, base, target } = input;
  requirePositive(requireDimension(base, 'volume'), 'Base volume');
  requirePositive(target.amount, 'Target');
  const trace = new Trace();
  if (target.compare(stock) >= 0) return { result: null, derivation: [], findings: tooStrong(stock, target) };
  const unit = stock.amount.unit;
  const [c1, c2] = [stock.per(unit, 'mL'), target.per(unit, 'mL')];
  const stockVolume = trace.quantity(
    'Volume of stock to add',
    'base volume × target ÷ (stock − target)',
    `${quantityText(base)} × ${numberText(c2)} ÷ (${numberText(c1)} − ${numberText(c2)})`,
    base.times(c2).dividedBy(c1.minus(c2)),
  );
  const finalVolume = trace.quantity(
    'Final volume',
    'base + stock',
    `${quantityText(base)} + ${quantityText(stockVolume)}`,
    base.plus(stockVolume),
  );
  return { result: { stockVolume, finalVolume }, derivation: trace.steps, findings: [] };
}

/** One liquid of a mixture; `concentration` absent for a diluent without the drug. */
export interface MixturePart {
  readonly concentration?: Concentration;
  readonly volume: Quantity;
}

/** The concentration of a mixture, volumes taken as additive. @throws RangeError when none of the parts holds the drug. */
export function mix(
  parts: readonly MixturePart[],
): Calculation<{ readonly concentration: Concentration; readonly finalVolume: Quantity }> {
  const trace = new Trace();
  const unit = parts.find((p) => p.concentration)?.concentration?.amount.unit;
  if (!unit) throw new RangeError('No part of the mixture holds the drug');
  for (const { volume } of parts) requirePositive(requireDimension(volume, 'volume'), 'Volume');
  const amounts = parts.flatMap((p) => (p.concentration ? [p.concentration.amountIn(p.volume).in(unit)] : []));
  const amount = trace.quantity(
    'Drug in all parts',
    'sum of strength × volume',
    parts
      .filter((p) => p.concentration)
      .map((p) => `${p.concentration ? strengthText(p.concentration) : ''} × ${quantityText(p.volume)}`)
      .join(' + '),
    Quantity.sum(amounts, unit),
  );
  const finalVolume = trace.quantity(
    'Final volume',
    'sum of volumes',
    parts.map((p) => quantityText(p.volume)).join(' + '),
    Quantity.sum(
      parts.map((p) => p.volume),
      'mL',
    ),
  );
  const concentration = Concentration.of(amount, finalVolume);
  trace.figure(
    'Final strength',
    'drug ÷ final volume',
    `${quantityText(amount)} ÷ ${quantityText(finalVolume)}`,
    concentration.per(unit, 'mL'),
    perText(unit, 'mL'),
  );
  return { result: { concentration, finalVolume }, derivation: trace.steps, findings: [] };
}
