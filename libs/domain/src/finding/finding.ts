/**
 * What a rule has to say. `stop`: never. `hard`: a pharmacist may override with a reason. `soft`: to be acknowledged.
 * `info`: to be known.
 */
export type Severity = 'stop' | 'hard' | 'soft' | 'info';

/** A statement of a rule about facts: stable code, text for people, where it comes from. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly facts?: Readonly<Record<string, string>>;
  /** Standard and rule id, for example `USP <797> Table 13; BUD-10`. */
  readonly source?: string;
  /** The input that it is about, so that a screen can show it there. */
  readonly field?: string;
}

const ORDER: readonly Severity[] = ['stop', 'hard', 'soft', 'info'];

/** Worst first; equal ones keep their order. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

export const blocks = (finding: Finding): boolean => finding.severity === 'stop' || finding.severity === 'hard';
