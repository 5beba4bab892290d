import type { Quantity } from '#domain/quantity';

export const LINE_ROLES = ['additive', 'base', 'diluent', 'container'] as const;
export type LineRole = (typeof LINE_ROLES)[number];

/** One row of `worksheet_line`: a product and how much of it the whole worksheet uses. */
export interface PlannedLine {
  /** From 1. */
  readonly position: number;
  readonly role: LineRole;
  readonly drugId: string;
  readonly productId: string;
  /** Used in all, in the product's stock unit. */
  readonly quantity: Quantity;
  /** Whole packages to allocate. */
  readonly packages: number;
}

export const STEP_KINDS = [
  'open',
  'reconstitute',
  'base',
  'remove-diluent',
  'draw',
  'fill-diluent',
  'container',
  'inspect',
  'photo',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** Kinds whose ingredient is proven by a scan before anything is recorded (promise 6). */
export const SCANNED_KINDS: readonly StepKind[] = ['open', 'reconstitute', 'base', 'draw', 'fill-diluent', 'container'];
/** Kinds for which a volume is recorded. */
export const VOLUME_KINDS: readonly StepKind[] = ['reconstitute', 'remove-diluent', 'draw', 'fill-diluent'];

/**
 * One row of `worksheet_step`. `line` and `packageIndex` name what is scanned and drawn from: of a `reconstitute` step that is the
 * diluent, and `into` names the package it goes into.
 */
export interface PlannedStep {
  /** From 1; steps are done in this order. */
  readonly position: number;
  readonly kind: StepKind;
  /** From 1; null: for the whole batch. */
  readonly cspPosition: number | null;
  /** Position of the line. */
  readonly line: number | null;
  /** From 1, within the line. */
  readonly packageIndex: number | null;
  readonly into: { readonly line: number; readonly packageIndex: number } | null;
  readonly instruction: string;
  /** In mL. */
  readonly plannedVolume: Quantity | null;
  /** In the product's stock unit (`inspect`: count of containers). */
  readonly plannedQuantity: Quantity | null;
}

export interface WorksheetPlan {
  readonly lines: readonly PlannedLine[];
  readonly steps: readonly PlannedStep[];
}
