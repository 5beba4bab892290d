import type { Finding } from '#domain/finding';
import type { WorksheetCsp, WorksheetLabel, WorksheetRecord } from '../../api/types.js';

/** The label that holds now; earlier ones are void. */
export const currentLabel = (csp: WorksheetCsp): WorksheetLabel | undefined =>
  csp.labels.filter((label) => label.voidedAt === null).at(-1);

export const isActive = (csp: WorksheetCsp): boolean => csp.activatedAt !== null && currentLabel(csp) !== undefined;

/** What is next after verification: print, read each label back, dispense or put into stock; or it is over, or not verified. */
export type LabelStage = 'not-verified' | 'print' | 'read-back' | 'dispense' | 'stock' | 'dispensed' | 'stocked';

export function labelStage(record: WorksheetRecord): LabelStage {
  if (record.state === 'dispensed' || record.state === 'stocked') return record.state;
  if (record.state !== 'verified') return 'not-verified';
  if (record.csps.some((csp) => !currentLabel(csp))) return 'print';
  if (!record.csps.every(isActive)) return 'read-back';
  return record.stock ? 'stock' : 'dispense';
}

/** A refusal that a pharmacist may override with a reason: every finding that blocks is a hard one. */
export const overridable = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'hard') && findings.every(({ severity }) => severity !== 'stop');
