import { addToReach, dilute, mix, percentOf, percentStrength, ratioStrength } from '#domain/dose';
import { Concentration, Quantity, roundToDrawnVolume } from '#domain/quantity';
import { alligation } from '#domain/reconstitution';
import type { ConcentrationDto, FigureDto } from './calculation-parts.dto.js';
import type { CalculationAnswer, DilutionRequest } from './calculations.dto.js';
import { calculate, concentrationFigure, concentrationOf, figure, needs, quantityFigure, Work } from './figures.js';

/** Strengths and volumes of solutions. */
export const calculateDilution = (input: DilutionRequest): CalculationAnswer =>
  calculate(() => {
    const work = new Work();
    const figures = KINDS[input.kind](input, work);
    return { figures, derivation: work.derivation, findings: work.findings };
  });

const mL = (value: string): Quantity => Quantity.of(value, 'mL');

/** A volume with what a syringe can measure of it. */
const drawn = (label: string, volume: Quantity): FigureDto =>
  quantityFigure(label, volume, volume.isPositive() ? roundToDrawnVolume(volume).rounded : undefined);

const KINDS: Record<DilutionRequest['kind'], (input: DilutionRequest, work: Work) => FigureDto[]> = {
  dilute(input, work) {
    const { stock, target, finalVolumeMl } = needs(input, 'stock', 'target', 'finalVolumeMl');
    const found = work.of(dilute({ ...strengths(stock, target), finalVolume: mL(finalVolumeMl) }));
    return found ? [drawn('Stock', found.stockVolume), drawn('Diluent', found.diluentVolume)] : [];
  },
  add(input, work) {
    const { stock, target, baseVolumeMl } = needs(input, 'stock', 'target', 'baseVolumeMl');
    const found = work.of(addToReach({ ...strengths(stock, target), base: mL(baseVolumeMl) }));
    return found ? [drawn('Stock to add', found.stockVolume), drawn('Final volume', found.finalVolume)] : [];
  },
  mix(input, work) {
    const { parts } = needs(input, 'parts');
    const found = work.of(
      mix(
        parts.map((part, index) => ({
          concentration: concentrationOf(part.concentration, `parts.${index}.concentration`),
          volume: mL(part.volumeMl),
        })),
      ),
    );
    return [
      concentrationFigure('Concentration', found.concentration),
      quantityFigure('Final volume', found.finalVolume),
    ];
  },
  alligation(input, work) {
    const { stock, target } = needs(input, 'stock', 'target');
    const { stock: high, target: wanted } = strengths(stock, target);
    const { unit } = high.amount;
    const low = input.weaker ? concentrationOf(input.weaker, 'weaker').per(unit, 'mL') : '0';
    const total = input.finalVolumeMl === undefined ? {} : { total: mL(input.finalVolumeMl) };
    const found = work.of(alligation({ high: high.per(unit, 'mL'), low, target: wanted.per(unit, 'mL'), ...total }));
    if (!found) return [];
    return [
      { label: 'Stronger to weaker', exact: found.ratio, value: found.ratio, unit: '', text: found.ratio },
      ...(found.high ? [drawn('Stronger', found.high)] : []),
      ...(found.low ? [drawn(input.weaker ? 'Weaker' : 'Diluent', found.low)] : []),
    ];
  },
  percent: (input) => strengthFigures(percentStrength(needs(input, 'percent').percent)),
  ratio: (input) => strengthFigures(ratioStrength(needs(input, 'ratio').ratio)),
};

const strengths = (
  stock: ConcentrationDto,
  target: ConcentrationDto,
): { stock: Concentration; target: Concentration } => ({
  stock: concentrationOf(stock, 'stock'),
  target: concentrationOf(target, 'target'),
});

/** The same strength in milligrams per milliliter and in percent. */
function strengthFigures(strength: Concentration): FigureDto[] {
  const perMl = Concentration.of(strength.amount.in('mg'), strength.volume);
  return [concentrationFigure('Strength', perMl), figure('Percent (w/v)', percentOf(strength), '%')];
}
