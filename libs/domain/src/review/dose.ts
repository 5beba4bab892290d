import { displayNumber, displayQuantity } from '#domain/display';
import { bodySurfaceArea } from '#domain/dose';
import type { Finding } from '#domain/finding';
import { shown } from '#domain/formula';
import { BodyDose, type Quantity } from '#domain/quantity';
import { dateIn, parseLocalDate, addCalendarDays } from '#domain/time';
import { lineField, type ReviewedLine, type ReviewFacts } from './facts.js';

/** A prescriber's rounding up to this far off needs a reason; beyond it the order contradicts itself (domain-rules 9.7). */
const ROUNDING_PERCENT = 5;
/** A weight or surface that differs by more than this is told, by more than the second needs a reason (domain-rules 9.7: recheck above 5 to 10 %). */
const BODY_PERCENT = 5;
const BODY_HARD_PERCENT = 10;
/** A body measure older than this is told. Not from a standard. */
const MEASURE_DAYS = 30;

const SOURCE = 'domain-rules 9.7';

/** Doses by weight or surface worked out again, and the body measures that they rest on. */
export function checkDoses(facts: ReviewFacts): Finding[] {
  const byBody = facts.order.lines.filter((line) => line.basis !== 'flat');
  return [
    ...byBody.flatMap((line) => [...recompute(line), ...body(line, facts)]),
    ...measures(facts, byBody.length > 0),
  ];
}

const percentOff = (value: Quantity, of: Quantity): ReturnType<Quantity['ratioTo']> =>
  value.ratioTo(of).minus(1).times(100).abs();

function recompute(line: ReviewedLine): Finding[] {
  const { basisDose, body: measure, dose } = line;
  const field = lineField(line);
  if (!basisDose || !measure)
    return [
      {
        code: 'review.basis-incomplete',
        severity: 'stop',
        message: `${line.drug.name}: dose per body without both figures`,
        source: SOURCE,
        field,
      },
    ];
  const per = line.basis === 'per-kg' ? 'kg' : 'm2';
  const expected = BodyDose.of(basisDose, per).for(measure);
  if (expected.dimension !== dose.dimension)
    return [
      {
        code: 'review.dose-disagrees',
        severity: 'stop',
        message: `${line.drug.name}: dose and dose per body are in different kinds of unit`,
        source: SOURCE,
        field,
      },
    ];
  const percent = percentOff(dose, expected);
  if (percent.isZero()) return [];
  const unit = per === 'kg' ? 'kg' : 'm²';
  const arithmetic = `${displayQuantity(basisDose)}/${unit} × ${displayNumber(measure.in(per).value)} ${unit} = ${shown(expected)}`;
  const message = `${line.drug.name}: ${arithmetic}, but ${shown(dose)} is ordered (${percent.toFixed(1, 'half-up')} % off)`;
  const severity = percent.gt(ROUNDING_PERCENT) ? 'stop' : 'hard';
  return [
    {
      code: severity === 'stop' ? 'review.dose-disagrees' : 'review.dose-rounded',
      severity,
      message,
      source: SOURCE,
      field,
    },
  ];
}

/** Pounds for kilograms, or the figure of another patient, is far above the second. */
const differing = (percent: ReturnType<typeof percentOff>): Finding['severity'] =>
  percent.gt(BODY_HARD_PERCENT) ? 'hard' : 'soft';

/** The weight or surface that the prescriber used against the one on record. */
function body(line: ReviewedLine, { patient }: ReviewFacts): Finding[] {
  const used = line.body;
  if (!used) return [];
  const field = lineField(line);
  if (line.basis === 'per-kg') {
    if (!patient.weight) return [];
    const percent = percentOff(used, patient.weight);
    if (percent.lte(BODY_PERCENT)) return [];
    const message = `${line.drug.name}: the order uses ${displayQuantity(used)}, the record says ${displayQuantity(patient.weight)}`;
    return [{ code: 'review.weight-differs', severity: differing(percent), message, source: SOURCE, field }];
  }
  if (!patient.weight || !patient.height) return [];
  const { area, rounded } = bodySurfaceArea({ height: patient.height, weight: patient.weight }).result;
  const percent = percentOff(used, area);
  if (percent.lte(BODY_PERCENT)) return [];
  const message = `${line.drug.name}: the order uses ${displayQuantity(used)}, height and weight on record give ${displayQuantity(rounded)}`;
  return [{ code: 'review.surface-differs', severity: differing(percent), message, source: SOURCE, field }];
}

function measures({ patient, order, at, zone }: ReviewFacts, byBody: boolean): Finding[] {
  const findings: Finding[] = [];
  const miss = (code: string, what: string, needed: boolean, field: string): void => {
    const message = `The ${what} of this patient is not on record`;
    findings.push({ code, severity: needed ? 'hard' : 'soft', message, source: SOURCE, field });
  };
  const bySurface = order.lines.some((line) => line.basis === 'per-m2');
  if (!patient.weight) miss('review.weight-missing', 'weight', byBody, 'patient.weight');
  if (!patient.height && bySurface) miss('review.height-missing', 'height', true, 'patient.height');
  if (byBody && patient.weight && patient.measuredOn === null)
    findings.push({
      code: 'review.measurement-undated',
      severity: 'soft',
      message: 'Nobody recorded when this weight was measured',
      source: SOURCE,
      field: 'patient.measuredOn',
    });
  if (byBody && patient.measuredOn !== null) {
    const oldest = addCalendarDays(dateIn(at, zone), -MEASURE_DAYS);
    if (parseLocalDate(patient.measuredOn) < oldest)
      findings.push({
        code: 'review.measurement-old',
        severity: 'soft',
        message: `Weight and height were measured on ${patient.measuredOn}, more than ${MEASURE_DAYS} days ago`,
        source: SOURCE,
        field: 'patient.measuredOn',
      });
  }
  return findings;
}
