import { displayConcentration, displayQuantity } from '#domain/display';
import type { Calculation, Step } from '#domain/dose';
import type { Finding } from '#domain/finding';
import { Concentration, Decimal, isUnit, Quantity, roundToSignificant, UNITS, type Unit } from '#domain/quantity';
import { Problem } from '../../platform/http/problem.js';
import type { FindingDto } from '../../platform/http/shapes.dto.js';
import type { ConcentrationDto, FigureDto, StepDto } from './calculation-parts.dto.js';

/** Digits of a derived figure that ends nowhere and has no rounding of its own; the derivation keeps it exact. */
const SHOWN_DIGITS = 6;

/** A number as a screen shows it. `rounded`: as it is to be used, by the named rounding of its calculator. */
export function figure(label: string, exact: Decimal, unit: string, rounded?: Decimal): FigureDto {
  const value = rounded ?? (exact.isExact() ? exact : roundToSignificant(exact, SHOWN_DIGITS));
  const text = value.toString();
  return {
    label,
    exact: exact.isExact() ? exact.toString() : null,
    value: text,
    unit,
    text: `${grouped(text)} ${unit}`.trim(),
  };
}

export function quantityFigure(label: string, exact: Quantity, rounded?: Quantity): FigureDto {
  const shown = figure(label, exact.value, UNITS[exact.unit].display, rounded?.in(exact.unit).value);
  return { ...shown, text: displayQuantity(Quantity.of(shown.value, exact.unit), { allowZero: true }) };
}

export function concentrationFigure(label: string, concentration: Concentration): FigureDto {
  const { unit } = concentration.amount;
  const perMl = concentration.per(unit, 'mL');
  return { ...figure(label, perMl, `${UNITS[unit].display}/mL`), text: displayConcentration(concentration) };
}

const grouped = (text: string): string => {
  const [whole = '', fraction] = text.split('.');
  const commas = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? commas : `${commas}.${fraction}`;
};

/** Gathers what several calculators had to say, in the order in which they were asked. */
export class Work {
  private readonly steps: Step[] = [];
  private readonly found: Finding[] = [];

  /** The calculator's result; its derivation and findings are kept. */
  of<R>(calculation: Calculation<R>): R {
    this.steps.push(...calculation.derivation);
    this.found.push(...calculation.findings);
    return calculation.result;
  }

  say(finding: Finding): void {
    this.found.push(finding);
  }

  get derivation(): StepDto[] {
    return this.steps.map((step) => ({ ...step }));
  }

  /** Each once: two calculators may warn of the same height. */
  get findings(): FindingDto[] {
    const seen = new Map(this.found.map((f) => [`${f.code} ${f.message}`, f]));
    return [...seen.values()].map(findingDto);
  }
}

export const findingDto = ({ facts, ...finding }: Finding): FindingDto => ({
  ...finding,
  ...(facts && { facts: { ...facts } }),
});

type Present<T, K extends keyof T> = T & { readonly [P in K]-?: NonNullable<T[P]> };

/** The input with these fields. @throws Problem `calculation.incomplete` that names every one that is missing */
export function needs<T extends object, const K extends keyof T & string>(input: T, ...fields: K[]): Present<T, K> {
  const missing = fields.filter((field) => input[field] === undefined);
  if (missing.length > 0)
    throw new Problem('calculation.incomplete', {
      detail: `Needed as well: ${missing.join(', ')}.`,
      fields: missing.map((field) => ({ field, message: 'is needed' })),
    });
  return input as Present<T, K>;
}

export function unitOf(code: string, field: string): Unit {
  if (isUnit(code)) return code;
  throw new Problem('request.invalid', {
    detail: `${code} is not a unit.`,
    fields: [{ field, message: 'is not a unit', accepted: Object.keys(UNITS).join(' ') }],
  });
}

export const concentrationOf = (dto: ConcentrationDto, field: string): Concentration =>
  Concentration.of(Quantity.of(dto.amount, unitOf(dto.unit, `${field}.unit`)), Quantity.of(dto.perMl ?? '1', 'mL'));

/**
 * Runs a calculation on what a person has keyed. The domain throws where a question has no answer (a volume of nothing, a mass
 * that is to be a volume); here that is the person's input, so it is told as such.
 * @throws Problem `calculation.refused`
 */
export function calculate<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const aboutInput = error instanceof RangeError || (error instanceof TypeError && DIMENSION.test(error.message));
    if (!aboutInput) throw error;
    throw new Problem('calculation.refused', { detail: `${error.message}.`, cause: error });
  }
}

/** How #domain/quantity and #domain/dose say that two kinds of quantity do not mix; any other TypeError is a defect. */
const DIMENSION = /\((mass|volume|amount|equivalents|activity|time|length|area|count)\)|; needed: |body measure/;
