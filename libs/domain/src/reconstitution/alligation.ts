import type { Calculation } from '#domain/dose';
import { numberText, requirePositive, Trace } from '#domain/dose';
import { Decimal, type DecimalInput, type Quantity, UNITS } from '#domain/quantity';

/** Parts of a strong and a weak stock that together have the strength wanted. */
export interface Alligation {
  /** Target − low. */
  readonly highParts: Decimal;
  /** High − target. */
  readonly lowParts: Decimal;
  /** The same in smallest whole numbers, for example `1:4`. */
  readonly ratio: string;
  readonly high?: Quantity;
  readonly low?: Quantity;
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

function wholeRatio(a: Decimal, b: Decimal): string {
  let scale = 1n;
  while (!a.times(scale).isInteger() || !b.times(scale).isInteger()) scale *= 10n;
  const [x, y] = [a.times(scale).floor(), b.times(scale).floor()];
  const divisor = gcd(x, y);
  return `${x / divisor}:${y / divisor}`;
}

/**
 * Alligation of two stocks of one drug. Strengths as numbers of one and the same unit (percent, mg/mL); `low` is 0 for a diluent.
 * With `total`, a volume or a mass, also how much of each; volumes are taken as additive. Null with a stop finding when the target
 * does not lie between the two.
 * @throws RangeError for a negative strength, a target of zero or a total that is not positive.
 */
export function alligation(input: {
  readonly high: DecimalInput;
  readonly low: DecimalInput;
  readonly target: DecimalInput;
  readonly total?: Quantity;
}): Calculation<Alligation | null> {
  const [high, low, target] = [Decimal.of(input.high), Decimal.of(input.low), Decimal.of(input.target)];
  requirePositive(target, 'Target strength');
  if (low.isNegative()) throw new RangeError('A strength is not negative');
  for (const strength of [high, low, target]) {
    if (!strength.isExact()) throw new RangeError('Give strengths as decimals');
  }
  if (target.gt(high) || target.lt(low) || high.eq(low)) return outside(target, low, high);
  const trace = new Trace();
  const highParts = trace.figure(
    'Parts of the stronger',
    'target − weaker',
    `${numberText(target)} − ${numberText(low)}`,
    target.minus(low),
    'parts',
  );
  const lowParts = trace.figure(
    'Parts of the weaker',
    'stronger − target',
    `${numberText(high)} − ${numberText(target)}`,
    high.minus(target),
    'parts',
  );
  const ratio = wholeRatio(highParts, lowParts);
  if (!input.total) return { result: { highParts, lowParts, ratio }, derivation: trace.steps, findings: [] };
  requirePositive(input.total, 'Total');
  const { total } = input;
  const share = (label: string, parts: Decimal): Quantity =>
    trace.quantity(
      label,
      'total × parts ÷ all parts',
      `${numberText(total.value)} ${UNITS[total.unit].display} × ${numberText(parts)} ÷ ${numberText(high.minus(low))}`,
      total.times(parts).dividedBy(high.minus(low)),
    );
  return {
    result: {
      highParts,
      lowParts,
      ratio,
      high: share('Of the stronger', highParts),
      low: share('Of the weaker', lowParts),
    },
    derivation: trace.steps,
    findings: [],
  };
}

function outside(target: Decimal, low: Decimal, high: Decimal): Calculation<null> {
  const message = `${target.toString()} does not lie between ${low.toString()} and ${high.toString()}`;
  return {
    result: null,
    derivation: [],
    findings: [{ code: 'reconstitution.target-outside', severity: 'stop', message, field: 'target' }],
  };
}
