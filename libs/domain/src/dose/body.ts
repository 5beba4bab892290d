import type { Finding } from '#domain/finding';
import { Decimal, Quantity, requireDimension } from '#domain/quantity';
import type { Calculation } from './derivation.js';
import { numberText, quantityText, requirePositive, Trace } from './trace.js';

export type Sex = 'female' | 'male';

const AREA_STEP = Quantity.of('0.01', 'm2');
const WEIGHT_STEP = Quantity.of('0.1', 'kg');

/** Outside these a figure is more likely a slip of the keyboard (pounds for kilograms, inches for centimeters) than a patient. */
const PLAUSIBLE = {
  height: { low: Quantity.of('30', 'cm'), high: Quantity.of('230', 'cm') },
  weight: { low: Quantity.of('0.4', 'kg'), high: Quantity.of('300', 'kg') },
} as const;

function plausibility(field: keyof typeof PLAUSIBLE, value: Quantity): Finding[] {
  const { low, high } = PLAUSIBLE[field];
  if (value.gte(low) && value.lte(high)) return [];
  return [
    {
      code: 'dose.implausible',
      severity: 'soft',
      message: `A ${field} of ${quantityText(value)} is unusual: check number and unit`,
      facts: { usual: `${quantityText(low)} to ${quantityText(high)}` },
      source: 'plausibility limit of this product',
      field,
    },
  ];
}

function checked(height: Quantity, weight?: Quantity): { cm: Decimal; kg: Decimal; findings: Finding[] } {
  const cm = requireDimension(height, 'length').in('cm');
  requirePositive(cm, 'Height');
  const findings = plausibility('height', cm);
  if (!weight) return { cm: cm.value, kg: Decimal.ZERO, findings };
  const kg = requireDimension(weight, 'mass').in('kg');
  requirePositive(kg, 'Weight');
  return { cm: cm.value, kg: kg.value, findings: [...findings, ...plausibility('weight', kg)] };
}

function wholePower(base: Decimal, exponent: number): Decimal {
  let power = Decimal.ONE;
  for (let i = 0; i < exponent; i++) power = power.times(base);
  return power;
}

/** The 40th root, correct to 30 decimals, rounded down: for exponents in steps of 0.025. */
function fortiethRoot(value: Decimal): Decimal {
  const scaled = value.times(10n ** 1200n).floor();
  let x = 1n << BigInt(Math.ceil(scaled.toString(2).length / 40));
  for (;;) {
    const y = (39n * x + scaled / x ** 39n) / 40n;
    if (y >= x) return Decimal.of(x).dividedBy(10n ** 30n);
    x = y;
  }
}

/**
 * Body surface area in m², to 30 digits, and rounded to 0.01 m².
 * Mosteller, N Engl J Med 1987;317:1098 (domain-rules 9.7), or Du Bois, Arch Intern Med 1916;17:863.
 * @throws RangeError for a height or weight that is not positive, TypeError for another dimension.
 */
export function bodySurfaceArea(input: {
  readonly height: Quantity;
  readonly weight: Quantity;
  readonly formula?: 'mosteller' | 'dubois';
}): Calculation<{ readonly area: Quantity; readonly rounded: Quantity }> {
  const { cm, kg, findings } = checked(input.height, input.weight);
  const trace = new Trace();
  const label = 'Body surface area';
  const area =
    input.formula === 'dubois'
      ? trace.quantity(
          `${label} (Du Bois)`,
          '0.007184 × weight kg ^ 0.425 × height cm ^ 0.725, to 30 digits',
          `0.007184 × ${numberText(kg)} ^ 0.425 × ${numberText(cm)} ^ 0.725`,
          Quantity.of(Decimal.of('0.007184').times(fortiethRoot(wholePower(kg, 17).times(wholePower(cm, 29)))), 'm2'),
          'Du Bois 1916',
        )
      : trace.quantity(
          `${label} (Mosteller)`,
          '√(height cm × weight kg ÷ 3,600), to 30 digits',
          `√(${numberText(cm)} × ${numberText(kg)} ÷ 3,600)`,
          Quantity.of(cm.times(kg).dividedBy(3600).sqrt(30), 'm2'),
          'Mosteller 1987; domain-rules 9.7',
        );
  const rounded = trace.roundQuantity(label, area, AREA_STEP, 'half-up');
  return { result: { area, rounded }, derivation: trace.steps, findings };
}

/**
 * Ideal body weight (Devine 1974): 50 kg for a man, 45.5 kg for a woman, and 2.3 kg for each inch over 60 inches.
 * Below 60 inches the formula was never meant to be used: the answer then carries a finding.
 */
export function idealBodyWeight(input: {
  readonly height: Quantity;
  readonly sex: Sex;
}): Calculation<{ readonly weight: Quantity; readonly rounded: Quantity }> {
  const { cm, findings } = checked(input.height);
  const trace = new Trace();
  const inches = cm.dividedBy('2.54');
  const base = input.sex === 'male' ? '50' : '45.5';
  const weight = trace.quantity(
    'Ideal body weight',
    `${base} kg + 2.3 kg × (height in inches − 60)`,
    `${base} + 2.3 × (${numberText(inches)} − 60)`,
    Quantity.of(Decimal.of(base).plus(inches.minus(60).times('2.3')), 'kg'),
    'Devine 1974',
  );
  const short: Finding[] = inches.gte(60)
    ? []
    : [
        {
          code: 'dose.formula-range',
          severity: 'soft',
          message: 'The formula for ideal body weight does not hold below 60 inches (152.4 cm)',
          source: 'Devine 1974',
          field: 'height',
        },
      ];
  if (!weight.isPositive()) throw new RangeError('No ideal body weight for this height');
  const rounded = trace.roundQuantity('Ideal body weight', weight, WEIGHT_STEP, 'half-up');
  return { result: { weight, rounded }, derivation: trace.steps, findings: [...findings, ...short] };
}

/** Adjusted body weight: ideal + factor × (actual − ideal), for a body mass index of 25 to 30 and above, per policy. */
export function adjustedBodyWeight(input: {
  readonly ideal: Quantity;
  readonly actual: Quantity;
  /** Default 0.4 (domain-rules 9.7). */
  readonly factor?: string;
}): Calculation<{ readonly weight: Quantity; readonly rounded: Quantity }> {
  const { ideal, actual, factor = '0.4' } = input;
  requirePositive(requireDimension(ideal, 'mass'), 'Ideal weight');
  requirePositive(requireDimension(actual, 'mass'), 'Actual weight');
  const kg = ideal.in('kg');
  const trace = new Trace();
  const weight = trace.quantity(
    'Adjusted body weight',
    `ideal + ${factor} × (actual − ideal)`,
    `${numberText(kg.value)} + ${factor} × (${numberText(actual.in('kg').value)} − ${numberText(kg.value)})`,
    kg.plus(actual.minus(kg).in('kg').times(factor)),
    'domain-rules 9.7',
  );
  const rounded = trace.roundQuantity('Adjusted body weight', weight, WEIGHT_STEP, 'half-up');
  const findings: Finding[] = actual.gt(ideal)
    ? []
    : [
        {
          code: 'dose.formula-range',
          severity: 'soft',
          message: 'The patient is not heavier than ideal: dose by actual weight',
          source: 'domain-rules 9.7',
          field: 'actual',
        },
      ];
  return { result: { weight, rounded }, derivation: trace.steps, findings };
}

/** Body mass index, kg/m², and rounded to 0.1. */
export function bodyMassIndex(input: {
  readonly height: Quantity;
  readonly weight: Quantity;
}): Calculation<{ readonly kgPerM2: Decimal; readonly rounded: Decimal }> {
  const { cm, kg, findings } = checked(input.height, input.weight);
  const meters = cm.dividedBy(100);
  const trace = new Trace();
  const kgPerM2 = trace.figure(
    'Body mass index',
    'weight kg ÷ (height m)²',
    `${numberText(kg)} ÷ ${numberText(meters)}²`,
    kg.dividedBy(meters.times(meters)),
    'kg/m²',
  );
  const rounded = trace.roundFigure('Body mass index', kgPerM2, 1, 'half-up', 'kg/m²');
  return { result: { kgPerM2, rounded }, derivation: trace.steps, findings };
}
