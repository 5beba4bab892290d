import { Quantity } from '#domain/quantity';
import { moveStock, type AccountRef, type MovementRequest } from '#domain/stock';
import { parsePlan, stockTaken, type WorksheetPlanJson } from '#domain/worksheet';
import { refuseIfBlocked } from '../../platform/http/problem.js';
import { cspOfStep, lineOf, remainingIn } from './bench-facts.js';
import type { BenchContainer, BenchFacts, BenchStep } from './bench.queries.js';
import type { StoredPlan } from './worksheet-rows.js';

/** What a measured step does to stock, and which containers it works with. */
export interface StepStock {
  readonly source: BenchContainer | null;
  /** The package that a diluent goes into. */
  readonly into: BenchContainer | null;
  readonly lotId: string;
  readonly cspId: string | null;
  readonly reason: MovementRequest['reason'];
  readonly from: AccountRef;
  readonly to: AccountRef;
  /** Whether it goes into what is made, and so belongs in the trace. */
  readonly goesIn: boolean;
}

/** Null for steps that move nothing: the inspection, the photo, and what its scan has moved already. */
export function stepStock(bench: BenchFacts, step: BenchStep, plan: StoredPlan, worksheetId: string): StepStock | null {
  if (step.kind === 'remove-diluent') return removed(bench, step);
  if (step.kind !== 'draw' && step.kind !== 'fill-diluent' && step.kind !== 'reconstitute') return null;
  const source = bench.containers.find((c) => c.id === step.openContainerId);
  if (!source) return null; // not scanned yet: refused by what decides on recording
  const shared = { source, lotId: source.lotId, from: container(source), goesIn: true };
  if (step.kind === 'reconstitute')
    return {
      ...shared,
      into: reconstituted(bench, step, plan),
      cspId: null,
      reason: 'reconstituted',
      to: { kind: 'worksheet', subjectId: worksheetId },
    };
  const cspId = cspOfStep(bench, step);
  return { ...shared, into: null, cspId, reason: 'withdrawn', to: { kind: 'csp', subjectId: cspId } };
}

const container = (c: BenchContainer): AccountRef => ({ kind: 'open-container', subjectId: c.id });

/** Base solution taken out of the bag again: of the lot that was scanned as this preparation's base. */
function removed(bench: BenchFacts, step: BenchStep): StepStock | null {
  const base = bench.steps.find((s) => s.kind === 'base' && s.cspPosition === step.cspPosition && s.state === 'done');
  if (!base || base.lotId === null) return null;
  const cspId = cspOfStep(bench, step);
  return {
    source: null,
    into: null,
    lotId: base.lotId,
    cspId,
    reason: 'wasted',
    from: { kind: 'csp', subjectId: cspId },
    to: { kind: 'waste', subjectId: null },
    goesIn: false,
  };
}

/** Which opened package the plan lets this diluent go into; only the plan knows. */
function reconstituted(bench: BenchFacts, step: BenchStep, stored: StoredPlan): BenchContainer {
  const plan = parsePlan(stored.plan as unknown as WorksheetPlanJson);
  const into = plan.steps.find((s) => s.position === step.position)?.into;
  const line = bench.lines.find((x) => x.position === into?.line);
  const vial = bench.containers.find((c) => c.lineId === line?.id && c.packageIndex === into?.packageIndex);
  if (!vial) throw new TypeError(`step ${step.position} reconstitutes a package that was not opened`);
  return vial;
}

/** @throws Problem when the books have clearly less than what was measured */
export function amountOf(bench: BenchFacts, step: BenchStep, stock: StepStock, recorded: Quantity): Quantity {
  const { plannedVolumeMl, plannedQuantity, unit } = step;
  const line = lineOf(bench, step);
  // What is taken out of the bag again is planned as a volume alone: the base is kept in its volume.
  if (stock.source === null || plannedQuantity === null || unit === null || plannedVolumeMl === null)
    return recorded.in(Quantity.of(line.content, line.unit).unit);
  const taken = stockTaken({
    plannedVolume: Quantity.of(plannedVolumeMl, 'mL'),
    plannedQuantity: Quantity.of(plannedQuantity, unit),
    recorded,
    remaining: remainingIn(stock.source),
    content: Quantity.of(line.content, line.unit),
  });
  refuseIfBlocked(taken.findings, { code: 'worksheet.step-refused' });
  if (!('quantity' in taken)) throw new TypeError('nothing was taken, and nothing refused it');
  return taken.quantity;
}

export const movementOf = (
  step: BenchStep,
  stock: StepStock,
  quantity: Quantity,
  effectiveAt: MovementRequest['effectiveAt'],
): ReturnType<typeof moveStock> =>
  moveStock({
    reason: stock.reason,
    reference: { kind: 'worksheet-step', id: step.id },
    effectiveAt,
    transfers: [{ lotId: stock.lotId, quantity, from: stock.from, to: stock.to }],
  });
