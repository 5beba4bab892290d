import type { Finding } from '#domain/finding';
import { BodyDose, Decimal, Quantity, roundToStep, UNITS, type Rounding } from '#domain/quantity';
import type { Calculation } from './derivation.js';
import { numberText, quantityText, requirePositive, Trace } from './trace.js';

/** The dose of one patient: what was worked out, and what is given after maximum and rounding. */
export interface PatientDose {
  readonly calculated: Quantity;
  readonly dose: Quantity;
  readonly capped: boolean;
}

/**
 * A flat dose, or one per kg or per m², with the maximum and the rounding of the order. Nothing is rounded unless asked for.
 * @throws TypeError when a dose per kg or m² comes without the body measure of its kind; RangeError for a dose not above zero.
 */
export function doseFor(input: {
  readonly order: Quantity | BodyDose;
  readonly body?: Quantity;
  readonly maximum?: Quantity;
  readonly roundTo?: { readonly step: Quantity; readonly rounding: Rounding };
}): Calculation<PatientDose> {
  const { order, body, maximum, roundTo } = input;
  const trace = new Trace();
  const calculated = order instanceof Quantity ? flat(order, trace) : perBody(order, body, trace);
  requirePositive(calculated, 'Dose');
  const capped = maximum !== undefined && calculated.gt(maximum);
  const limited = capped
    ? trace.quantity(
        'Dose after maximum',
        'the smaller of calculated dose and maximum',
        `min(${quantityText(calculated)}, ${quantityText(maximum)})`,
        maximum,
      )
    : calculated;
  const dose = roundTo ? trace.roundQuantity('Dose', limited, roundTo.step, roundTo.rounding) : limited;
  const findings: Finding[] = [];
  if (capped)
    findings.push({
      code: 'dose.capped',
      severity: 'info',
      message: `The calculated ${quantityText(calculated)} is above the maximum of ${quantityText(maximum)}`,
    });
  if (maximum !== undefined && dose.gt(maximum))
    findings.push({
      code: 'dose.above-maximum',
      severity: 'hard',
      message: `Rounding brings the dose above the maximum of ${quantityText(maximum)}`,
    });
  if (!dose.isPositive())
    findings.push({
      code: 'dose.zero',
      severity: 'stop',
      message: 'Rounding leaves nothing of the dose: use a smaller step',
    });
  return { result: { calculated, dose, capped }, derivation: trace.steps, findings };
}

const flat = (dose: Quantity, trace: Trace): Quantity => trace.quantity('Dose', 'as ordered', quantityText(dose), dose);

function perBody(order: BodyDose, body: Quantity | undefined, trace: Trace): Quantity {
  if (!body) throw new TypeError(`A dose per ${order.per} needs a body measure`);
  requirePositive(body, order.per === 'kg' ? 'Weight' : 'Body surface area');
  const unit = UNITS[order.per].display;
  const measure = order.per === 'kg' ? 'body weight' : 'body surface area';
  return trace.quantity(
    'Dose',
    `dose per ${unit} × ${measure}`,
    `${quantityText(order.amount)}/${unit} × ${quantityText(body.in(order.per))}`,
    order.for(body),
    'domain-rules 9.7',
  );
}

/**
 * Rounds a dose to whole vials (or another step) where that changes it by no more than the limit, 10 % unless the policy says less
 * (domain-rules 9.7). Otherwise the dose stays as it is and a finding says so.
 */
export function roundDoseToVial(input: {
  readonly dose: Quantity;
  readonly vial: Quantity;
  readonly limitPercent?: string;
}): Calculation<{ readonly dose: Quantity; readonly applied: boolean; readonly changePercent: Decimal }> {
  const { dose, vial, limitPercent = '10' } = input;
  requirePositive(dose, 'Dose');
  requirePositive(vial, 'Vial content');
  const trace = new Trace();
  const { rounded } = roundToStep(dose, vial, 'half-up');
  const change = trace.figure(
    'Change by rounding to whole vials',
    '(rounded − dose) ÷ dose × 100',
    `(${quantityText(rounded)} − ${quantityText(dose)}) ÷ ${quantityText(dose)} × 100`,
    rounded.ratioTo(dose).minus(1).times(100),
    '%',
    'domain-rules 9.7',
  );
  const applied = rounded.isPositive() && change.abs().lte(limitPercent);
  const findings: Finding[] = applied
    ? []
    : [
        {
          code: 'dose.rounding-beyond-limit',
          severity: 'info',
          message: `Whole vials would change the dose by ${numberText(change.rounded(1, 'half-up'))} %, more than ${limitPercent} %: not rounded`,
          source: 'domain-rules 9.7',
        },
      ];
  const result = applied ? trace.roundQuantity('Dose', dose, vial, 'half-up', 'domain-rules 9.7') : dose;
  return { result: { dose: result, applied, changePercent: change }, derivation: trace.steps, findings };
}
