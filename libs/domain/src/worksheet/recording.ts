import { bySeverity, type Finding } from '#domain/finding';
import type { ContainerFacts } from '#domain/in-use-time';
import type { Quantity } from '#domain/quantity';
import { next } from '#domain/state-machine';
import type { LotFacts } from '#domain/stock';
import type { Instant, ZoneId } from '#domain/time';
import { containerCondition } from './container-condition.js';
import { SCANNED_KINDS, VOLUME_KINDS } from './planned.js';
import type { StepFacts } from './scan-facts.js';
import { WORKSHEET_MACHINE } from './states.js';
import { decideStepOrder } from './step-order.js';
import { decideVolume } from './volume.js';

/** A container that is drawn from or filled at this step. */
export interface WorkedContainer {
  readonly lot: LotFacts;
  readonly inUse: ContainerFacts;
}

export interface RecordingFacts {
  readonly state: string;
  readonly step: StepFacts & { readonly plannedVolume: Quantity | null };
  readonly steps: readonly StepFacts[];
  /** What was measured; null: nothing. */
  readonly volume: Quantity | null;
  /** Counted as good at the inspection, and planned. */
  readonly passed: number | null;
  readonly containers: number;
  /** Photos of this step, taken since the step before was done. */
  readonly photos: number;
  /** Drawn from, and filled; both must be fit at this moment, not only when they were scanned. */
  readonly worked: readonly WorkedContainer[];
  readonly now: Instant;
  readonly zone: ZoneId;
  readonly tolerancePercent?: string;
}

/** Whether a step may be recorded as done: in its turn, proven by its scan, with a volume that fits, a count or a photo. */
export function decideRecording(facts: RecordingFacts): Finding[] {
  const { step, volume } = facts;
  // Whatever is recorded, is recorded while it is made: the same state in which it could be completed.
  const begun = next(WORKSHEET_MACHINE, facts.state, 'complete');
  if (!begun.allowed) return [stop('worksheet.not-compounding', `Nothing is recorded while it is ${facts.state}`)];
  const turn = decideStepOrder(step, facts.steps);
  if (turn.length > 0) return turn;
  if (SCANNED_KINDS.includes(step.kind) && step.state !== 'scanned')
    return [stop('worksheet.scan-first', `Scan the ingredient of step ${step.position} first`, 'INS-04')];
  const findings = facts.worked.flatMap(({ lot, inUse }) =>
    containerCondition({ lot, inUse, now: facts.now, zone: facts.zone }),
  );
  if (step.plannedVolume !== null && VOLUME_KINDS.includes(step.kind))
    findings.push(...measured(facts, step.plannedVolume));
  else if (volume !== null)
    findings.push(stop('worksheet.no-volume', 'This step has no volume to record', 'INS-05', 'volumeMl'));
  if (step.kind === 'inspect') findings.push(...counted(facts));
  if (step.kind === 'photo' && facts.photos === 0)
    findings.push(stop('worksheet.no-photo', 'Take a photo of what was made first', 'domain-rules 8.4'));
  return bySeverity(findings);
}

function measured({ step, volume, tolerancePercent }: RecordingFacts, planned: Quantity): Finding[] {
  if (volume === null)
    return [stop('worksheet.volume-missing', 'Give the measured volume in mL', 'INS-05', 'volumeMl')];
  return decideVolume({
    kind: step.kind,
    planned,
    recorded: volume,
    ...(tolerancePercent !== undefined && { tolerancePercent }),
  }).map((f) => (f.field === 'volume' ? { ...f, field: 'volumeMl' } : f));
}

/** What did not pass is not hidden in a count: the pharmacist rejects or wastes it, and the rest is planned anew. */
function counted({ passed, containers }: RecordingFacts): Finding[] {
  if (passed === containers) return [];
  const message =
    passed === null
      ? 'Count how many passed the inspection'
      : `${containers} were made and ${passed} passed. Set them aside and call a pharmacist.`;
  return [stop('worksheet.count-differs', message, 'INS-01; INS-07', 'passed')];
}

const stop = (code: string, message: string, source = 'P11-08', field?: string): Finding => ({
  code,
  severity: 'stop',
  message,
  source,
  ...(field !== undefined && { field }),
});

export interface ReopeningFacts {
  readonly state: string;
  readonly actorId: string;
  readonly step: StepFacts;
  readonly steps: readonly (StepFacts & { readonly doneBy: string | null })[];
  /** Numbers of the worksheets that draw from the container which this step opened or filled. */
  readonly sharedWith?: readonly string[];
}

/**
 * Whether a recorded step may be taken back: the latest one that is done, by whoever did it, while it is still being made. It corrects
 * what was recorded; the history keeps both.
 */
export function decideReopening(facts: ReopeningFacts): Finding[] {
  if (!next(WORKSHEET_MACHINE, facts.state, 'complete').allowed)
    return [stop('worksheet.not-compounding', `Nothing is taken back while it is ${facts.state}`)];
  const done = facts.steps.filter((s) => s.state === 'done');
  const latest = done.reduce<(typeof done)[number] | null>((a, b) => (a && a.position > b.position ? a : b), null);
  if (!latest || latest.id !== facts.step.id)
    return [stop('worksheet.not-the-latest-step', 'Only the step that was recorded last can be taken back')];
  if (latest.doneBy !== facts.actorId)
    return [stop('worksheet.not-your-step', 'Only the person who recorded a step takes it back', 'P11-09')];
  const others = facts.sharedWith ?? [];
  if (others.length > 0)
    return [stop('worksheet.shared-meanwhile', `${others.join(', ')} draws from this container: it stays as it is`)];
  return [];
}
