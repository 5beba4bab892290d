import type { WorksheetPhoto, WorksheetRecord, WorksheetStep } from '../../api/types.js';

/**
 * What a tablet shows of a worksheet: gather and claim; make; take over from another tablet; watch another person; complete; what
 * became of it.
 */
export type Stage = 'not-ready' | 'gather' | 'make' | 'elsewhere' | 'other-person' | 'complete' | 'made' | 'ended';

export function stageOf(record: WorksheetRecord, personId: string, station: string): Stage {
  if (record.state === 'planned') return 'not-ready';
  if (record.state === 'allocated') return 'gather';
  if (record.state === 'staged' || record.state === 'compounding') {
    if (record.claimedBy === null) return 'gather';
    if (record.claimedBy.id !== personId) return 'other-person';
    if (record.station !== station) return 'elsewhere';
    return currentStep(record) ? 'make' : 'complete';
  }
  return ['compounded', 'testing', 'verified', 'dispensed', 'stocked'].includes(record.state) ? 'made' : 'ended';
}

export const currentStep = (record: WorksheetRecord): WorksheetStep | undefined =>
  record.steps.find((step) => step.current);

/** The step that an undo takes back: the latest recorded one, where this person recorded it. */
export function undoable(record: WorksheetRecord, personId: string): WorksheetStep | undefined {
  if (record.state !== 'compounding') return undefined;
  const last = record.steps.filter((step) => step.state === 'done').at(-1);
  return last?.doneBy?.id === personId ? last : undefined;
}

/** Accepted by scan, with nothing to measure: it is done by that, and nobody has to press anything. */
export const doneByScan = (step: WorksheetStep): boolean =>
  step.state === 'scanned' && step.needsScan && !step.needsVolume;

/** The photos that count for this step: taken for it, and after the step before it was done (again, after a rework). */
export function photosOf(record: WorksheetRecord, step: WorksheetStep): WorksheetPhoto[] {
  const before = record.steps.filter((other) => other.position < step.position).at(-1)?.doneAt ?? null;
  return record.photos.filter(
    (photo) => photo.stepId === step.id && (before === null || Date.parse(photo.takenAt) >= Date.parse(before)),
  );
}

/** Nothing was taken from the shelf yet, so the worksheet can go back for somebody else. */
export const nothingScanned = (record: WorksheetRecord): boolean =>
  record.steps.every((step) => step.state === 'pending' && step.scannedAt === null);
