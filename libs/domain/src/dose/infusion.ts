import type { Finding } from '#domain/finding';
import { Concentration, Decimal, DoseRate, Quantity, Rate, requireDimension, UNITS, type Unit } from '#domain/quantity';
import type { Calculation } from './derivation.js';
import { numberText, perText, quantityText, requirePositive, Trace } from './trace.js';

const ML_PER_HOUR = 'mL/h';
/** Pumps take tenths of a milliliter per hour; the largest rate that common large-volume pumps take. */
const RATE_DECIMALS = 1;
const USUAL_HIGHEST_RATE = 1200;
const LARGE_ROUNDING_PERCENT = 5;

/** A pump rate as worked out, and in tenths of mL/h. */
export interface PumpRate {
  readonly rate: Rate;
  /** mL/h. */
  readonly rounded: Decimal;
}

function concentrationText(c: Concentration): string {
  return `${numberText(c.per(c.amount.unit, 'mL'))} ${perText(c.amount.unit, 'mL')}`;
}

function rateFindings(exact: Decimal, rounded: Decimal): Finding[] {
  if (rounded.isZero())
    return [
      {
        code: 'dose.rate-zero',
        severity: 'stop',
        message: 'The rate is less than a pump can be set to',
        field: 'rate',
      },
    ];
  const findings: Finding[] = [];
  const change = rounded.dividedBy(exact).minus(1).times(100).abs();
  if (change.gt(LARGE_ROUNDING_PERCENT))
    findings.push({
      code: 'dose.large-rounding',
      severity: 'soft',
      message: `Rounding to 0.1 mL/h changes the rate by ${numberText(change.rounded(1, 'half-up'))} %: use a weaker concentration or a finer pump`,
      field: 'rate',
    });
  if (exact.gt(USUAL_HIGHEST_RATE))
    findings.push({
      code: 'dose.implausible',
      severity: 'soft',
      message: `More than ${USUAL_HIGHEST_RATE} mL/h is beyond common pumps: check volume, time and unit`,
      source: 'plausibility limit of this product',
      field: 'rate',
    });
  return findings;
}

function finish(trace: Trace, rate: Rate): Calculation<PumpRate> {
  const exact = rate.per('mL', 'h');
  const rounded = trace.roundFigure('Pump rate', exact, RATE_DECIMALS, 'half-up', ML_PER_HOUR);
  return { result: { rate, rounded }, derivation: trace.steps, findings: rateFindings(exact, rounded) };
}

function checkedVolumeAndTime(volume: Quantity, over: Quantity): void {
  requirePositive(requireDimension(volume, 'volume'), 'Volume');
  requirePositive(requireDimension(over, 'time'), 'Time');
}

/** Rate of a volume over a time, mL/h. */
export function infusionRate(input: { readonly volume: Quantity; readonly over: Quantity }): Calculation<PumpRate> {
  checkedVolumeAndTime(input.volume, input.over);
  const rate = Rate.of(input.volume, input.over);
  const trace = new Trace();
  trace.figure(
    'Rate',
    'volume mL ÷ time h',
    `${quantityText(input.volume.in('mL'))} ÷ ${quantityText(input.over.in('h'))}`,
    rate.per('mL', 'h'),
    ML_PER_HOUR,
  );
  return finish(trace, rate);
}

/** How long a volume runs at a rate, and rounded to whole minutes. */
export function infusionTime(input: {
  readonly volume: Quantity;
  readonly rate: Rate;
}): Calculation<{ readonly time: Quantity; readonly rounded: Quantity }> {
  const { volume, rate } = input;
  requirePositive(requireDimension(volume, 'volume'), 'Volume');
  requirePositive(rate.volume, 'Rate');
  const trace = new Trace();
  const time = trace.quantity(
    'Time',
    'volume mL ÷ rate mL/h',
    `${quantityText(volume.in('mL'))} ÷ ${numberText(rate.per('mL', 'h'))} mL/h`,
    rate.timeFor(volume).in('h'),
  );
  const rounded = trace.roundQuantity('Time', time, Quantity.of(1, 'min'), 'half-up');
  return { result: { time, rounded }, derivation: trace.steps, findings: [] };
}

/** The rate that gives a dose rate, per kg or m² where it says so, from a concentration. mcg/kg/min to mL/h. */
export function pumpRate(input: {
  readonly doseRate: DoseRate;
  readonly concentration: Concentration;
  readonly body?: Quantity;
}): Calculation<PumpRate> {
  const { doseRate, concentration, body } = input;
  requirePositive(doseRate.amount, 'Dose rate');
  const trace = new Trace();
  const plain = doseRate.forBody(body);
  const { unit } = doseRate.amount;
  const amount = plain.amount.in(unit).value;
  const hours = plain.time.in('h').value;
  if (doseRate.per && body)
    trace.figure(
      'Dose rate of this patient',
      `dose rate × ${doseRate.per === 'kg' ? 'body weight' : 'body surface area'}`,
      `${quantityText(doseRate.amount)}/${UNITS[doseRate.per].display}/${timeText(doseRate.time)} × ${quantityText(body.in(doseRate.per))}`,
      amount.dividedBy(plain.time.value),
      perText(unit, plain.time.unit),
    );
  const hourly = trace.figure(
    'Dose per hour',
    'dose rate × 60 min/h (or as its time unit needs)',
    `${numberText(amount)} ${UNITS[unit].display} ÷ ${numberText(hours)} h`,
    amount.dividedBy(hours),
    perText(unit, 'h'),
  );
  const rate = doseRate.through(concentration, body);
  trace.figure(
    'Rate',
    'dose per hour ÷ concentration',
    `${numberText(hourly)} ${perText(unit, 'h')} ÷ ${concentrationText(concentration)}`,
    rate.per('mL', 'h'),
    ML_PER_HOUR,
  );
  return finish(trace, rate);
}

const timeText = (time: Quantity): string => (time.value.eq(1) ? UNITS[time.unit].display : quantityText(time));

/** What a pump rate delivers, in the units asked for, per kg or m² where asked for; rounded to three decimals. */
export function doseRateOf(input: {
  readonly rate: Rate;
  readonly concentration: Concentration;
  readonly per?: 'kg' | 'm2';
  readonly body?: Quantity;
  readonly amountUnit: Unit;
  readonly timeUnit: Unit;
}): Calculation<{ readonly doseRate: DoseRate; readonly value: Decimal; readonly rounded: Decimal }> {
  const { rate, concentration, per, body, amountUnit, timeUnit } = input;
  if (per && !body) throw new TypeError(`A dose rate per ${per} needs a body measure`);
  requirePositive(rate.volume, 'Rate');
  const trace = new Trace();
  const plain = trace.figure(
    'Dose rate',
    'rate × concentration',
    `${numberText(rate.per('mL', timeUnit))} ${perText('mL', timeUnit)} × ${concentrationText(concentration)}`,
    rate.per('mL', timeUnit).times(concentration.per(amountUnit, 'mL')),
    perText(amountUnit, timeUnit),
  );
  const unit = per ? perText(amountUnit, per, timeUnit) : perText(amountUnit, timeUnit);
  let value = plain;
  if (per && body) {
    requirePositive(body, 'Body measure');
    value = trace.figure(
      'Dose rate of this patient',
      per === 'kg' ? 'dose rate ÷ body weight' : 'dose rate ÷ body surface area',
      `${numberText(plain)} ÷ ${quantityText(body.in(per))}`,
      plain.dividedBy(body.in(per).value),
      unit,
    );
  }
  const doseRate = DoseRate.of(Quantity.of(value, amountUnit), Quantity.of(1, timeUnit), per);
  const rounded = trace.roundFigure('Dose rate', value, 3, 'half-up', unit);
  return { result: { doseRate, value, rounded }, derivation: trace.steps, findings: [] };
}

/** Volume that holds a dose, and the rate that gives it over a time. */
export function doseOverTime(input: {
  readonly dose: Quantity;
  readonly concentration: Concentration;
  readonly over: Quantity;
}): Calculation<PumpRate & { readonly volume: Quantity }> {
  const { dose, concentration, over } = input;
  requirePositive(dose, 'Dose');
  requirePositive(requireDimension(over, 'time'), 'Time');
  const trace = new Trace();
  const volume = trace.quantity(
    'Volume of the dose',
    'dose ÷ concentration',
    `${quantityText(dose.in(concentration.amount.unit))} ÷ ${concentrationText(concentration)}`,
    concentration.volumeFor(dose).in('mL'),
  );
  const rate = Rate.of(volume, over);
  trace.figure(
    'Rate',
    'volume mL ÷ time h',
    `${quantityText(volume)} ÷ ${quantityText(over.in('h'))}`,
    rate.per('mL', 'h'),
    ML_PER_HOUR,
  );
  const { result, derivation, findings } = finish(trace, rate);
  return { result: { ...result, volume }, derivation, findings };
}

/** Drops per minute of a gravity set, and rounded to whole drops. `dropsPerMl` is printed on the set: 10, 15, 20 or 60. */
export function dripRate(input: {
  readonly volume: Quantity;
  readonly over: Quantity;
  readonly dropsPerMl: string;
}): Calculation<{ readonly dropsPerMinute: Decimal; readonly rounded: Decimal }> {
  const { volume, over } = input;
  checkedVolumeAndTime(volume, over);
  const factor = Decimal.of(input.dropsPerMl);
  requirePositive(factor, 'Drops per mL');
  const trace = new Trace();
  const dropsPerMinute = trace.figure(
    'Drip rate',
    'volume mL × drops/mL ÷ time min',
    `${numberText(volume.in('mL').value)} × ${numberText(factor)} ÷ ${numberText(over.in('min').value)}`,
    volume.in('mL').value.times(factor).dividedBy(over.in('min').value),
    'drops/min',
  );
  const rounded = trace.roundFigure('Drip rate', dropsPerMinute, 0, 'half-up', 'drops/min');
  const findings: Finding[] = rounded.isZero()
    ? [{ code: 'dose.rate-zero', severity: 'stop', message: 'Less than one drop in two minutes: use a pump' }]
    : [];
  return { result: { dropsPerMinute, rounded }, derivation: trace.steps, findings };
}
