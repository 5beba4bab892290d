import type { Finding } from '#domain/finding';
import { Decimal, Quantity, requireDimension } from '#domain/quantity';
import type { Sex } from './body.js';
import type { Calculation } from './derivation.js';
import { numberText, requirePositive, Trace } from './trace.js';

const RULES = 'domain-rules 9.7';
const ML_PER_MIN = 'mL/min';
/** Serum creatinine below this overstates clearance; many policies raise it to here. */
const USUAL_FLOOR = '0.7';
const USUAL_GFR_CAP = '125';
/** AUC 6 at the capped filtration rate: 6 × (125 + 25). */
const CARBOPLATIN_MAXIMUM = Quantity.of('900', 'mg');

/**
 * Creatinine clearance after Cockcroft and Gault (Nephron 1976;16:31), in mL/min, and rounded to 0.1.
 * `serumCreatinine` in mg/dL as decimal text; one below `creatinineFloor` is raised to it, visibly.
 * @throws RangeError for an age that is not a whole number from 0 to 130, or figures that are not positive.
 */
export function creatinineClearance(input: {
  readonly ageYears: number;
  readonly weight: Quantity;
  readonly serumCreatinine: string;
  readonly sex: Sex;
  readonly creatinineFloor?: string;
}): Calculation<{ readonly clearance: Decimal; readonly rounded: Decimal }> {
  const { ageYears, sex, creatinineFloor } = input;
  if (!Number.isInteger(ageYears) || ageYears < 0 || ageYears > 130) throw new RangeError(`Age in years: ${ageYears}`);
  const kg = requireDimension(input.weight, 'mass').in('kg');
  const measured = Decimal.of(input.serumCreatinine);
  requirePositive(kg, 'Weight');
  requirePositive(measured, 'Serum creatinine');
  const trace = new Trace();
  const floored = creatinineFloor !== undefined && measured.lt(creatinineFloor);
  const used = floored
    ? trace.figure(
        'Serum creatinine used',
        'the larger of measured value and floor',
        `max(${numberText(measured)}, ${creatinineFloor})`,
        Decimal.of(creatinineFloor),
        'mg/dL',
        RULES,
      )
    : measured;
  const years = Math.max(0, 140 - ageYears);
  const clearance = trace.figure(
    'Creatinine clearance (Cockcroft-Gault)',
    `(140 − age) × weight kg ÷ (72 × serum creatinine)${sex === 'female' ? ' × 0.85' : ''}`,
    `(140 − ${ageYears}) × ${numberText(kg.value)} ÷ (72 × ${numberText(used)})${sex === 'female' ? ' × 0.85' : ''}`,
    Decimal.of(years)
      .times(kg.value)
      .dividedBy(used.times(72))
      .times(sex === 'female' ? '0.85' : '1'),
    ML_PER_MIN,
    `Cockcroft-Gault 1976; ${RULES}`,
  );
  const rounded = trace.roundFigure('Creatinine clearance', clearance, 1, 'half-up', ML_PER_MIN);
  return { result: { clearance, rounded }, derivation: trace.steps, findings: renalFindings(ageYears, used) };
}

function renalFindings(ageYears: number, creatinine: Decimal): Finding[] {
  const findings: Finding[] = [];
  if (ageYears < 18)
    findings.push({
      code: 'dose.formula-range',
      severity: 'hard',
      message: 'Cockcroft-Gault holds for adults only',
      source: RULES,
      field: 'ageYears',
    });
  if (creatinine.lt(USUAL_FLOOR))
    findings.push({
      code: 'dose.low-creatinine',
      severity: 'soft',
      message: `Serum creatinine is below ${USUAL_FLOOR} mg/dL, which overstates clearance: consider the floor`,
      source: RULES,
      field: 'serumCreatinine',
    });
  if (creatinine.gt(20))
    findings.push({
      code: 'dose.implausible',
      severity: 'soft',
      message: 'Serum creatinine above 20 mg/dL is unusual: check the unit (µmol/L?)',
      source: 'plausibility limit of this product',
      field: 'serumCreatinine',
    });
  return findings;
}

/**
 * Carboplatin dose after Calvert: target AUC × (GFR + 25), with GFR in mL/min capped at 125 unless another cap or `null` is given.
 * `dose` is the capped one, `rounded` to 0.1 mg. A dose above 900 mg, or a GFR above 125 without cap, is a hard finding.
 */
export function calvert(input: {
  readonly auc: string;
  readonly gfr: Decimal | string;
  readonly gfrCap?: string | null;
}): Calculation<{
  readonly dose: Quantity;
  readonly uncapped: Quantity;
  readonly capped: boolean;
  readonly rounded: Quantity;
}> {
  const auc = Decimal.of(input.auc);
  const gfr = Decimal.of(input.gfr);
  const cap = input.gfrCap === undefined ? USUAL_GFR_CAP : input.gfrCap;
  requirePositive(auc, 'Target AUC');
  if (gfr.isNegative()) throw new RangeError('GFR has to be zero or more');
  if (cap !== null) requirePositive(Decimal.of(cap), 'GFR cap');
  const trace = new Trace();
  const capped = cap !== null && gfr.gt(cap);
  const used = capped
    ? trace.figure(
        'GFR used',
        'the smaller of estimate and cap',
        `min(${numberText(gfr)}, ${cap})`,
        Decimal.of(cap),
        ML_PER_MIN,
        RULES,
      )
    : gfr;
  const at = (rate: Decimal): Quantity => Quantity.of(auc.times(rate.plus(25)), 'mg');
  const dose = trace.quantity(
    'Carboplatin dose (Calvert)',
    'AUC × (GFR + 25)',
    `${numberText(auc)} × (${numberText(used)} + 25)`,
    at(used),
    `Calvert 1989; ${RULES}`,
  );
  const rounded = trace.roundQuantity('Carboplatin dose', dose, Quantity.of('0.1', 'mg'), 'half-up');
  const findings: Finding[] = [];
  if (cap === null && gfr.gt(USUAL_GFR_CAP))
    findings.push({
      code: 'dose.gfr-not-capped',
      severity: 'hard',
      message: `GFR is above ${USUAL_GFR_CAP} mL/min and is not capped`,
      facts: { capped: at(Decimal.of(USUAL_GFR_CAP)).value.toFixed(1, 'half-up') },
      source: RULES,
      field: 'gfr',
    });
  if (dose.gt(CARBOPLATIN_MAXIMUM))
    findings.push({
      code: 'dose.above-maximum',
      severity: 'hard',
      message: 'Carboplatin above 900 mg, the most that AUC 6 at a GFR of 125 mL/min gives',
      source: RULES,
      field: 'auc',
    });
  return { result: { dose, uncapped: at(gfr), capped, rounded }, derivation: trace.steps, findings };
}
