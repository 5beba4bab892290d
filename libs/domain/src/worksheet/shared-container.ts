import type { PecKind } from '#domain/category';
import { displayQuantity } from '#domain/display';
import type { Finding } from '#domain/finding';
import { inUseUntil, mayWithdraw } from '#domain/in-use-time';
import { Decimal, type Quantity } from '#domain/quantity';
import { mayLeave, type LotFacts } from '#domain/stock';
import { showInstant, type Instant, type ZoneId } from '#domain/time';
import { refusal } from './identify.js';
import type { OpenContainerFacts } from './scan-facts.js';
import { decideStepOrder } from './step-order.js';
import type { StepFacts } from './scan-facts.js';
import { DEFAULT_TOLERANCE_PERCENT } from './volume.js';

/** A step with the package that its diluent goes into, and how much it is planned to take. */
export interface ShareStep extends StepFacts {
  readonly into: { readonly lineId: string; readonly packageIndex: number } | null;
  /** In mL. */
  readonly plannedVolume: Quantity | null;
  /** In the stock unit of what is drawn from. */
  readonly plannedQuantity: Quantity | null;
}

/** What an open container would stand in for. */
export interface ShareTarget {
  /** The `open` step that need not open anything. */
  readonly step: ShareStep;
  /** Opening and adding of diluent that a container which is reconstituted already makes needless, in their order. */
  readonly needless: readonly ShareStep[];
  /** All that the worksheet draws from the package, stock unit; null: nothing. */
  readonly draws: Quantity | null;
  /** Diluent planned into the package; null: none. */
  readonly diluent: Quantity | null;
}

/**
 * Which package of the worksheet an open container of `productId` can stand in for, when it is scanned at `current`: the one that is
 * to be opened now; or the next, where all that stands before it only opens diluent for that package alone. Null: none.
 */
export function shareTarget(
  current: StepFacts,
  steps: readonly ShareStep[],
  productOf: (lineId: string) => string | null,
  productId: string,
): ShareTarget | null {
  const rest = steps.filter((s) => s.position >= current.position).toSorted((a, b) => a.position - b.position);
  const before: ShareStep[] = [];
  for (const step of rest) {
    if (step.kind !== 'open' || step.state !== 'pending' || step.lineId === null) return null;
    if (productOf(step.lineId) === productId) {
      const onlyForIt = before.every((opening) => poursOnlyInto(opening, step, steps));
      return onlyForIt ? targetOf(step, before, steps) : null;
    }
    before.push(step);
  }
  return null;
}

const isOf = (step: { readonly lineId: string | null; readonly packageIndex: number | null }, of: StepFacts): boolean =>
  step.lineId === of.lineId && step.packageIndex === of.packageIndex;

function poursOnlyInto(opening: ShareStep, target: ShareStep, steps: readonly ShareStep[]): boolean {
  const uses = steps.filter((s) => s.id !== opening.id && isOf(s, opening));
  return uses.length > 0 && uses.every((s) => s.kind === 'reconstitute' && s.into !== null && isOf(s.into, target));
}

function targetOf(step: ShareStep, before: readonly ShareStep[], steps: readonly ShareStep[]): ShareTarget {
  const adding = steps.filter((s) => s.kind === 'reconstitute' && s.into !== null && isOf(s.into, step));
  const taken = steps.filter((s) => s.id !== step.id && isOf(s, step)).flatMap((s) => s.plannedQuantity ?? []);
  const poured = adding.flatMap((s) => s.plannedVolume ?? []);
  return { step, needless: [...before, ...adding], draws: sum(taken), diluent: sum(poured) };
}

const sum = (parts: readonly Quantity[]): Quantity | null =>
  parts.reduce<Quantity | null>((all, part) => (all === null ? part : all.plus(part)), null);

export interface ShareFacts {
  /** The step at which it was scanned. */
  readonly current: StepFacts;
  readonly steps: readonly StepFacts[];
  readonly target: ShareTarget | null;
  readonly container: OpenContainerFacts;
  readonly lot: LotFacts;
  /** On the books, and of that planned by other worksheets that hold it; stock unit. */
  readonly remaining: Quantity;
  readonly promised: Quantity;
  /** In the container; null: nothing was added. */
  readonly diluent: Quantity | null;
  /** Where it was opened, and where it is wanted now. */
  readonly openedIn: PecKind | null;
  readonly wantedIn: PecKind;
  readonly now: Instant;
  readonly zone: ZoneId;
}

/**
 * Whether a worksheet may draw from a container that other work left open, instead of opening a package of its own: the same product
 * in the same strength, still there, in its in-use time (USP <797> section 15; domain-rules 1.10), opened in ISO 5 air and never
 * moved between hoods with and without containment, and with enough in it that nobody else is promised. Empty: it may.
 */
export function decideShare(facts: ShareFacts): Finding[] {
  const { container, target, now, zone } = facts;
  const turn = decideStepOrder(facts.current, facts.steps);
  if (turn.length > 0) return turn;
  if (container.lineId !== null)
    return [refusal('share.already-here', `${container.number} is a package of this worksheet already`)];
  if (!target)
    return [
      refusal('share.not-wanted', `${container.number} is not what is opened here. Scan the package that is needed.`),
    ];
  if (container.state === 'discarded')
    return [refusal('scan.container-discarded', `${container.number} was discarded`)];
  const findings = [...mayLeave(facts.lot, now, zone), ...inWindow(facts), ...sameHoods(facts)];
  return [...findings, ...sameStrength(facts, target), ...enough(facts, target)];
}

const IN_USE = 'USP <797> section 15; domain-rules 1.10';
const stop = (code: string, message: string, source: string): Finding => ({ code, severity: 'stop', message, source });

function inWindow({ container, now }: ShareFacts): Finding[] {
  if (container.inUse.air !== 'iso5')
    return [stop('share.air', `${container.number} was not opened in ISO 5 air: it is not used for others`, IN_USE)];
  if (inUseUntil(container.inUse).until === null)
    return [stop('share.at-once', `${container.number} is for one use at once; the rest is discarded`, IN_USE)];
  return mayWithdraw(container.inUse, now).filter((f) => f.severity === 'stop');
}

const contains = (kind: PecKind): boolean => kind.startsWith('c-pec-');

function sameHoods({ container, openedIn, wantedIn }: ShareFacts): Finding[] {
  if (openedIn !== null && contains(openedIn) === contains(wantedIn)) return [];
  const message = `${container.number} does not go between hoods for hazardous drugs and other hoods. Open a package here.`;
  return [stop('share.other-hood', message, 'USP <800> section 5.3; domain-rules 5.4')];
}

/** What was measured into it may differ from the plan as much as any recorded volume may. */
function sameStrength({ container, diluent }: ShareFacts, target: ShareTarget): Finding[] {
  if (target.diluent === null && diluent === null) return [];
  if (diluent === null)
    return [
      refusal('share.not-reconstituted', `Nothing was added to ${container.number} yet. Wait, or open a package.`),
    ];
  const planned = target.diluent;
  const tolerance = Decimal.of(DEFAULT_TOLERANCE_PERCENT).dividedBy(100);
  const off = planned && diluent.minus(planned);
  const allowed = planned?.times(tolerance);
  if (off && allowed && off.compare(allowed) <= 0 && off.negated().compare(allowed) <= 0) return [];
  const message = `${container.number} was made up with ${displayQuantity(diluent)}, planned here is ${planned ? displayQuantity(planned) : 'none'}: another strength.`;
  return [refusal('share.other-strength', message)];
}

function enough({ container, remaining, promised }: ShareFacts, target: ShareTarget): Finding[] {
  if (target.draws === null) return [];
  const free = remaining.minus(promised);
  if (target.draws.compare(free) <= 0) return [];
  const left = displayQuantity(free.isPositive() ? free : free.minus(free), { allowZero: true });
  const held = promised.isPositive() ? `, ${displayQuantity(promised)} of what is in it is for other work` : '';
  return [
    refusal(
      'share.not-enough',
      `${left} is free in ${container.number}${held}; ${displayQuantity(target.draws)} is needed. Open a package.`,
    ),
  ];
}

/** One line for the record: why another worksheet's container was used. */
export function shareReason(facts: Pick<ShareFacts, 'container' | 'zone'>): string {
  const { until, bounds } = inUseUntil(facts.container.inUse);
  const rule = bounds.find((b) => b.governs)?.source ?? IN_USE;
  return until === null ? rule : `in its in-use time until ${showInstant(until, facts.zone)} (${rule})`;
}
