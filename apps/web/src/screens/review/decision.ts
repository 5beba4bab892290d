import type { Finding } from '#domain/finding';
import { decideApproval, findingKey, STABILITY_MISSING, type Missing } from '#domain/review';
import type { OrderReview, StabilityDecision, Storage } from '../../api/types.js';
import { readDecimal } from '../../parts/decimal-text.js';

/** What the pharmacist has filled in so far. */
export interface Draft {
  /** Keys of soft findings that were read. */
  acknowledged: readonly string[];
  /** Reasons by the key of a hard finding. */
  overrides: Readonly<Record<string, string>>;
  /** Chosen instead of what the server chose. */
  formulationVersionId: string | undefined;
  stability: StabilityDraft;
}

export interface StabilityDraft {
  limit: string;
  limitUnit: 'h' | 'd';
  storage: Storage;
  reason: string;
  citation: string;
}

export const emptyDraft = (storage: Storage): Draft => ({
  acknowledged: [],
  overrides: {},
  formulationVersionId: undefined,
  stability: { limit: '', limitUnit: 'h', storage, reason: '', citation: '' },
});

const MOST_HOURS = 4320;

/** Whole hours, as the decision is stored; undefined while it is none. */
export function limitHours({ limit, limitUnit }: StabilityDraft): number | undefined {
  const read = readDecimal(limit);
  if (!read.ok || !/^\d+$/.test(read.value)) return undefined;
  const hours = Number(read.value) * (limitUnit === 'd' ? 24 : 1);
  return hours >= 1 && hours <= MOST_HOURS ? hours : undefined;
}

/** The decision, once every part of it is there. */
export function stabilityDecision(draft: StabilityDraft): StabilityDecision | undefined {
  const hours = limitHours(draft);
  const [reason, citation] = [draft.reason.trim(), draft.citation.trim()];
  if (hours === undefined || reason.length < 3 || citation.length < 3) return undefined;
  return { limitHours: hours, storage: draft.storage, reason, citation };
}

/** Reasons that are long enough to be sent. */
export const givenOverrides = (draft: Draft): { code: string; reason: string }[] =>
  Object.entries(draft.overrides)
    .map(([code, reason]) => ({ code, reason: reason.trim() }))
    .filter(({ reason }) => reason.length >= 3);

/** What still stands between the order and its approval, by the rule that the server uses. */
export function openPoints(review: OrderReview, draft: Draft): Missing[] {
  return decideApproval({
    findings: review.findings,
    acknowledgements: draft.acknowledged,
    overrides: givenOverrides(draft).map(({ code, reason }) => ({ key: code, reason })),
    stabilityDecision: stabilityDecision(draft.stability) ?? null,
  });
}

/** `1 finding to acknowledge, 1 override`; empty when nothing is open. */
export function openText(open: readonly Missing[]): string {
  const words: readonly (readonly [kinds: readonly Missing['kind'][], one: string, many: string])[] = [
    [['never'], 'stop to resolve', 'stops to resolve'],
    [['override', 'reason'], 'override to give a reason for', 'overrides to give reasons for'],
    [['stability-decision'], 'stability decision', 'stability decisions'],
    [['acknowledgement'], 'caution to acknowledge', 'cautions to acknowledge'],
  ];
  return words
    .map(([kinds, one, many]) => ({ n: open.filter(({ kind }) => kinds.includes(kind)).length, one, many }))
    .filter(({ n }) => n > 0)
    .map(({ n, one, many }) => `${n} ${n === 1 ? one : many}`)
    .join(', ');
}

/** What a finding asks for in its own place. */
export function askOf(finding: Finding): 'nothing' | 'acknowledge' | 'override' | 'stability' {
  if (finding.severity === 'soft') return 'acknowledge';
  if (finding.severity !== 'hard') return 'nothing';
  return finding.code === STABILITY_MISSING ? 'stability' : 'override';
}

/** What is signed along with the order: only what still belongs to a finding that is there. */
export function approvalOf(review: OrderReview, draft: Draft): Record<string, unknown> {
  const keys = new Set(review.findings.map(findingKey));
  const decision = stabilityDecision(draft.stability);
  return {
    version: review.order.version,
    formulationVersionId: review.chosenFormulationVersionId,
    acknowledged: draft.acknowledged.filter((key) => keys.has(key)),
    overrides: givenOverrides(draft).filter(({ code }) => keys.has(code)),
    ...(decision && { stabilityDecision: decision }),
  };
}
