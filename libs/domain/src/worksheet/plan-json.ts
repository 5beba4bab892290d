import { Quantity, type QuantityJson } from '#domain/quantity';
import type { PlannedLine, PlannedStep, WorksheetPlan } from './planned.js';

export interface PlannedLineJson extends Omit<PlannedLine, 'quantity'> {
  readonly quantity: QuantityJson;
}
export interface PlannedStepJson extends Omit<PlannedStep, 'plannedVolume' | 'plannedQuantity'> {
  readonly plannedVolume: QuantityJson | null;
  readonly plannedQuantity: QuantityJson | null;
}
/** As stored in `worksheet.plan`. */
export interface WorksheetPlanJson {
  readonly lines: readonly PlannedLineJson[];
  readonly steps: readonly PlannedStepJson[];
}

export const planJson = (plan: WorksheetPlan): WorksheetPlanJson => ({
  lines: plan.lines.map((line) => ({ ...line, quantity: line.quantity.toJSON() })),
  steps: plan.steps.map((step) => ({
    ...step,
    plannedVolume: step.plannedVolume?.toJSON() ?? null,
    plannedQuantity: step.plannedQuantity?.toJSON() ?? null,
  })),
});

/** The inverse of `planJson`. @throws RangeError for a malformed quantity: the record was written by `planJson`. */
export const parsePlan = (json: WorksheetPlanJson): WorksheetPlan => ({
  lines: json.lines.map((line) => ({ ...line, quantity: Quantity.parse(line.quantity) })),
  steps: json.steps.map((step) => ({
    ...step,
    plannedVolume: step.plannedVolume && Quantity.parse(step.plannedVolume),
    plannedQuantity: step.plannedQuantity && Quantity.parse(step.plannedQuantity),
  })),
});
