import { doseOverTime, doseRateOf, dripRate, infusionRate, infusionTime, pumpRate } from '#domain/dose';
import { displayDoseRate } from '#domain/display';
import { DoseRate, Quantity, Rate, UNITS, type Decimal } from '#domain/quantity';
import type { FigureDto } from './calculation-parts.dto.js';
import type { CalculationAnswer, InfusionRateRequest } from './calculations.dto.js';
import { calculate, concentrationOf, figure, needs, quantityFigure, unitOf, Work } from './figures.js';

/** Rates, times and drops. */
export const calculateInfusionRate = (input: InfusionRateRequest): CalculationAnswer =>
  calculate(() => {
    const work = new Work();
    const figures = KINDS[input.kind](input, work);
    return { figures, derivation: work.derivation, findings: work.findings };
  });

const mL = (value: string): Quantity => Quantity.of(value, 'mL');
const minutes = (value: string): Quantity => Quantity.of(value, 'min');
const perHour = (rate: string): Rate => Rate.of(mL(rate), Quantity.of('1', 'h'));
const pump = ({ rate, rounded }: { readonly rate: Rate; readonly rounded: Decimal }): FigureDto =>
  figure('Pump rate', rate.per('mL', 'h'), 'mL/h', rounded);

const KINDS: Record<InfusionRateRequest['kind'], (input: InfusionRateRequest, work: Work) => FigureDto[]> = {
  'volume-over-time'(input, work) {
    const { volumeMl, overMinutes } = needs(input, 'volumeMl', 'overMinutes');
    return [pump(work.of(infusionRate({ volume: mL(volumeMl), over: minutes(overMinutes) })))];
  },
  'time-for-rate'(input, work) {
    const { volumeMl, rateMlPerHour } = needs(input, 'volumeMl', 'rateMlPerHour');
    const { time, rounded } = work.of(infusionTime({ volume: mL(volumeMl), rate: perHour(rateMlPerHour) }));
    return [quantityFigure('Time', time.in('min'), rounded)];
  },
  drip(input, work) {
    const { volumeMl, overMinutes, dropsPerMl } = needs(input, 'volumeMl', 'overMinutes', 'dropsPerMl');
    const found = work.of(dripRate({ volume: mL(volumeMl), over: minutes(overMinutes), dropsPerMl }));
    return [figure('Drip rate', found.dropsPerMinute, 'drops/min', found.rounded)];
  },
  'dose-rate'(input, work) {
    const { doseRate, doseUnit, doseTime, concentration } = needs(
      input,
      'doseRate',
      'doseUnit',
      'doseTime',
      'concentration',
    );
    const amount = Quantity.of(doseRate, unitOf(doseUnit, 'doseUnit'));
    const found = work.of(
      pumpRate({
        doseRate: DoseRate.of(amount, Quantity.of('1', doseTime), input.dosePer),
        concentration: concentrationOf(concentration, 'concentration'),
        ...bodyOf(input),
      }),
    );
    return [pump(found)];
  },
  'pump-rate'(input, work) {
    const { rateMlPerHour, concentration, doseUnit, doseTime } = needs(
      input,
      'rateMlPerHour',
      'concentration',
      'doseUnit',
      'doseTime',
    );
    const amountUnit = unitOf(doseUnit, 'doseUnit');
    const found = work.of(
      doseRateOf({
        rate: perHour(rateMlPerHour),
        concentration: concentrationOf(concentration, 'concentration'),
        amountUnit,
        timeUnit: doseTime,
        ...(input.dosePer !== undefined && { per: input.dosePer }),
        ...bodyOf(input),
      }),
    );
    const per = input.dosePer === undefined ? '' : `/${UNITS[input.dosePer].display}`;
    const shown = figure('Dose rate', found.value, `${UNITS[amountUnit].display}${per}/${doseTime}`, found.rounded);
    return [{ ...shown, text: displayDoseRate(found.doseRate) }];
  },
  'dose-over-time'(input, work) {
    const { dose, concentration, overMinutes } = needs(input, 'dose', 'concentration', 'overMinutes');
    const found = work.of(
      doseOverTime({
        dose: Quantity.of(dose.value, unitOf(dose.unit, 'dose.unit')),
        concentration: concentrationOf(concentration, 'concentration'),
        over: minutes(overMinutes),
      }),
    );
    return [pump(found), quantityFigure('Volume of the dose', found.volume)];
  },
};

function bodyOf(input: InfusionRateRequest): { body?: Quantity } {
  if (input.dosePer === undefined) return {};
  return { body: Quantity.of(needs(input, 'body').body, input.dosePer) };
}
