import type { Finding } from '#domain/finding';
import type { WorksheetCard, WorksheetRecord } from '../../api/types.js';

/** What waits for a pharmacist. */
export const QUEUE = '/worksheets?state=compounded,testing&limit=100';

/** The code of the finding that the reader took part in the making (promise 4). */
export const MAKER = 'worksheet.maker-is-verifier';

export const tookPart = (record: Pick<WorksheetRecord, 'findings'>): boolean =>
  record.findings.some(({ code }) => code === MAKER);

/** What the pharmacist has read and overridden so far, by code of the finding. */
export interface Answers {
  acknowledged: readonly string[];
  reasons: Readonly<Record<string, string>>;
}

export const NO_ANSWERS: Answers = { acknowledged: [], reasons: {} };
const SHORTEST_REASON = 3;

/** Why it cannot be signed yet, in words; undefined when it can. The server decides again. */
export function verifyBlocked(findings: readonly Finding[], answers: Answers): string | undefined {
  const stop = findings.find(({ severity }) => severity === 'stop');
  if (stop) return stop.message;
  const unread = findings.filter(({ severity, code }) => severity === 'soft' && !answers.acknowledged.includes(code));
  if (unread.length > 0)
    return unread.length === 1 ? 'Acknowledge the caution first' : 'Acknowledge the cautions first';
  const open = findings.filter(
    ({ severity, code }) => severity === 'hard' && (answers.reasons[code] ?? '').trim().length < SHORTEST_REASON,
  );
  return open.length > 0 ? 'Give a reason for each override first' : undefined;
}

/** What goes with the signature: only what the record shows now. */
export function verification(
  record: Pick<WorksheetRecord, 'revision' | 'findings'>,
  answers: Answers,
): { revision: number; acknowledged: string[]; overrides: { code: string; reason: string }[] } {
  const of = (severity: Finding['severity']): string[] => [
    ...new Set(record.findings.filter((finding) => finding.severity === severity).map(({ code }) => code)),
  ];
  return {
    revision: record.revision,
    acknowledged: of('soft').filter((code) => answers.acknowledged.includes(code)),
    overrides: of('hard').map((code) => ({ code, reason: (answers.reasons[code] ?? '').trim() })),
  };
}

/** Who waits longest, or is needed first, comes first; what is overdue stands before all. */
export const inOrder = (cards: readonly WorksheetCard[]): WorksheetCard[] =>
  [...cards].sort((a, b) => at(a) - at(b) || a.number.localeCompare(b.number));

const at = (card: WorksheetCard): number => Date.parse(card.neededAt ?? card.completedAt ?? '') || Infinity;

/** The one to check after this one: not made by the reader, who may not verify that. */
export const nextToVerify = (
  cards: readonly WorksheetCard[],
  personId: string,
  not: string,
): WorksheetCard | undefined => inOrder(cards).find((card) => card.id !== not && card.claimedBy?.id !== personId);
