import {
  adjustedBodyWeight,
  bodyMassIndex,
  bodySurfaceArea,
  calvert,
  creatinineClearance,
  doseFor,
  idealBodyWeight,
  roundDoseToVial,
  type PatientDose,
} from '#domain/dose';
import { BodyDose, Decimal, Quantity, type Unit } from '#domain/quantity';
import type { FigureDto } from './calculation-parts.dto.js';
import type { DoseAnswer, DoseRequest } from './calculations.dto.js';
import { calculate, figure, needs, quantityFigure, unitOf, Work } from './figures.js';

interface Body {
  readonly height: Quantity | null;
  readonly weight: Quantity | null;
  readonly surface: Quantity | null;
  /** The weight that was asked for: actual, ideal or adjusted. */
  readonly weightUsed: Quantity | null;
  readonly clearance: Decimal | null;
  readonly figures: FigureDto[];
}

/** Body measures, and the dose that follows from them. */
export const calculateDose = (input: DoseRequest): DoseAnswer => calculate(() => answer(input));

function answer(input: DoseRequest): DoseAnswer {
  const work = new Work();
  const body = bodyOf(input, work);
  const figures: FigureDto[] = [];
  const found = input.basis === 'none' ? null : doseOf(input, body, work, figures);
  return {
    figures: input.basis === 'none' ? body.figures : figures,
    body: body.figures,
    dose: found && found.dose.value.isExact() ? found.dose.toJSON() : null,
    capped: found?.capped ?? false,
    derivation: work.derivation,
    findings: work.findings,
  };
}

function bodyOf(input: DoseRequest, work: Work): Body {
  const height = input.height === undefined ? null : Quantity.of(input.height, input.heightUnit ?? 'cm');
  const weight = input.weight === undefined ? null : Quantity.of(input.weight, input.weightUnit ?? 'kg');
  const figures: FigureDto[] = [];
  const note = (label: string, exact: Quantity, rounded: Quantity): Quantity => {
    figures.push(quantityFigure(label, exact, rounded));
    return exact;
  };
  let surface: Quantity | null = null;
  if (height && weight) {
    const formula = input.surfaceFormula ?? 'mosteller';
    const { area, rounded } = work.of(bodySurfaceArea({ height, weight, formula }));
    note('Body surface area', area, rounded);
    surface = rounded;
    const index = work.of(bodyMassIndex({ height, weight }));
    figures.push(figure('Body mass index', index.kgPerM2, 'kg/m²', index.rounded));
  }
  const weightUsed = weightFor(input, { height, weight }, work, note);
  const clearance = clearanceOf(input, weightUsed, work, figures);
  return { height, weight, surface, weightUsed, clearance, figures };
}

function weightFor(
  input: DoseRequest,
  { height, weight }: Pick<Body, 'height' | 'weight'>,
  work: Work,
  note: (label: string, exact: Quantity, rounded: Quantity) => Quantity,
): Quantity | null {
  const used = input.weightUsed ?? 'actual';
  let ideal: Quantity | null = null;
  let adjusted: Quantity | null = null;
  if (height && input.sex) {
    const found = work.of(idealBodyWeight({ height, sex: input.sex }));
    ideal = note('Ideal body weight', found.weight, found.rounded);
  }
  if (ideal && weight) {
    const found = work.of(adjustedBodyWeight({ ideal, actual: weight }));
    adjusted = note('Adjusted body weight', found.weight, found.rounded);
  }
  if (used === 'ideal' && !ideal) needs(input, 'height', 'sex');
  if (used === 'adjusted' && !adjusted) needs(input, 'height', 'weight', 'sex');
  return { actual: weight, ideal, adjusted }[used];
}

function clearanceOf(input: DoseRequest, weight: Quantity | null, work: Work, figures: FigureDto[]): Decimal | null {
  const { ageYears, sex, serumCreatinine, creatinineFloor } = input;
  if (ageYears === undefined || sex === undefined || serumCreatinine === undefined || !weight) return null;
  const found = work.of(
    creatinineClearance({
      ageYears,
      sex,
      serumCreatinine,
      weight,
      ...(creatinineFloor !== undefined && { creatinineFloor }),
    }),
  );
  figures.push(figure('Creatinine clearance', found.clearance, 'mL/min', found.rounded));
  return found.clearance;
}

function doseOf(
  input: DoseRequest,
  body: Body,
  work: Work,
  figures: FigureDto[],
): { readonly dose: Quantity; readonly capped: boolean } {
  const { dose } = needs(input, 'dose');
  if (input.basis === 'auc') return aucDose(input, dose, body, work, figures);
  const unit = unitOf(needs(input, 'unit').unit, 'unit');
  const found = work.of(doseFor({ ...orderOf(input, Quantity.of(dose, unit), body), ...limitsOf(input, unit) }));
  figures.push(quantityFigure('Dose', found.dose));
  if (found.capped) figures.push(quantityFigure('Dose before the maximum', found.calculated));
  wholeVials(input, found.dose, unit, work, figures);
  return { dose: found.dose, capped: found.capped };
}

function orderOf(input: DoseRequest, amount: Quantity, body: Body): { order: Quantity | BodyDose; body?: Quantity } {
  if (input.basis === 'flat') return { order: amount };
  const measure = input.basis === 'per-kg' ? body.weightUsed : body.surface;
  if (!measure) needs(input, ...(input.basis === 'per-kg' ? (['weight'] as const) : (['height', 'weight'] as const)));
  const order = BodyDose.of(amount, input.basis === 'per-kg' ? 'kg' : 'm2');
  return measure ? { order, body: measure } : { order };
}

function limitsOf(input: DoseRequest, unit: Unit): Pick<Parameters<typeof doseFor>[0], 'maximum' | 'roundTo'> {
  return {
    ...(input.maximum !== undefined && { maximum: Quantity.of(input.maximum, unit) }),
    ...(input.roundTo !== undefined && { roundTo: { step: Quantity.of(input.roundTo, unit), rounding: 'half-up' } }),
  };
}

function wholeVials(input: DoseRequest, dose: PatientDose['dose'], unit: Unit, work: Work, figures: FigureDto[]): void {
  if (input.vial === undefined) return;
  const rounded = work.of(roundDoseToVial({ dose, vial: Quantity.of(input.vial, unit) }));
  if (rounded.applied) figures.push(quantityFigure('Dose in whole vials', rounded.dose));
  figures.push(
    figure(
      'Change by rounding to whole vials',
      rounded.changePercent,
      '%',
      rounded.changePercent.rounded(1, 'half-up'),
    ),
  );
}

function aucDose(
  input: DoseRequest,
  auc: string,
  body: Body,
  work: Work,
  figures: FigureDto[],
): { readonly dose: Quantity; readonly capped: boolean } {
  const gfr = input.gfr ?? body.clearance;
  if (gfr === null) {
    needs(input, 'ageYears', 'sex', 'weight', 'serumCreatinine');
    throw new TypeError('a clearance could be calculated and was not');
  }
  const found = work.of(calvert({ auc, gfr, ...(input.gfrCap !== undefined && { gfrCap: input.gfrCap }) }));
  figures.push(quantityFigure('Carboplatin dose (Calvert)', found.dose, found.rounded));
  if (found.capped) figures.push(quantityFigure('Dose without the cap of the filtration rate', found.uncapped));
  return { dose: found.rounded, capped: found.capped };
}
