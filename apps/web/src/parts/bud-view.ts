import type { BeyondUseDateAnswer } from '#domain/beyond-use-date';
import type { Finding } from '#domain/finding';
import { toInstant, type Moment } from '../format.js';

/** What a beyond-use date tree shows, from whichever answer it comes. */
export interface BudView {
  decision: BeyondUseDateAnswer['decision'];
  until: number | null;
  ceiling: number | null;
  startedAt: number;
  storage: string;
  category: string | null;
  why: readonly string[];
  gates: readonly { code: string; claim: string; passed: boolean; source: string; findings: readonly Finding[] }[];
  bounds: readonly BudViewBound[];
  statements: readonly string[];
  findings: readonly Finding[];
  rulePacks: readonly string[];
}

export interface BudViewBound {
  label: string;
  until: number;
  arithmetic: string;
  source: string;
  citation: string;
  rulePack: string | null;
  confirm: boolean;
  governs: boolean;
}

/** The answer of `/calculations/beyond-use-date`, as far as it is shown. */
export interface BudAnswerDto {
  decision: BeyondUseDateAnswer['decision'];
  beyondUseDate: string | null;
  ceiling: string | null;
  startedAt: string;
  storage: string;
  category: string | null;
  categoryWhy: string[];
  gates: { code: string; claim: string; passed: boolean; source: string; findings: Finding[] }[];
  bounds: {
    label: string;
    until: string;
    arithmetic: string;
    source: string;
    citation: string;
    rulePack: string | null;
    confirm: boolean;
    governs: boolean;
  }[];
  beginByStatement: string | null;
  infuseCompleteByStatement: string | null;
  afterPunctureStatement: string | null;
  rulePacks: string[];
  findings: Finding[];
}

const moment = (at: Moment | null): number | null => (at === null ? null : toInstant(at));
const present = (texts: readonly (string | null | undefined)[]): string[] =>
  texts.filter((t) => t !== null && t !== undefined);

export const budOfCalculation = (answer: BudAnswerDto): BudView => ({
  decision: answer.decision,
  until: moment(answer.beyondUseDate),
  ceiling: moment(answer.ceiling),
  startedAt: toInstant(answer.startedAt),
  storage: answer.storage,
  category: answer.category,
  why: answer.categoryWhy,
  gates: answer.gates,
  bounds: answer.bounds.map((bound) => ({ ...bound, until: toInstant(bound.until) })),
  statements: present([answer.beginByStatement, answer.infuseCompleteByStatement, answer.afterPunctureStatement]),
  findings: answer.findings,
  rulePacks: answer.rulePacks,
});

/** The stored answer of a worksheet (`WorksheetRecord.bud`): the engine's own, as JSON. Null for what is not one. */
export function budOfRecord(bud: Readonly<Record<string, unknown>> | null): BudView | null {
  if (bud === null || !Array.isArray(bud.bounds) || !Array.isArray(bud.gates)) return null;
  const answer = bud as unknown as BeyondUseDateAnswer;
  return {
    decision: answer.decision,
    until: answer.beyondUseDate,
    ceiling: answer.ceiling,
    startedAt: answer.startedAt,
    storage: answer.storage,
    category: answer.category.assigned === null ? null : String(answer.category.assigned),
    why: answer.category.why,
    gates: answer.gates,
    bounds: answer.bounds.map((bound) => ({
      ...bound,
      rulePack: bound.rulePack ? bound.rulePack.version : null,
      confirm: bound.confirm ?? false,
    })),
    statements: present([
      answer.beginBy?.statement,
      answer.infuseCompleteBy?.statement,
      answer.afterPuncture?.statement,
    ]),
    findings: answer.findings,
    rulePacks: answer.rulePacks.map(({ version }) => version),
  };
}

/** Share of a bound's bar, 0 to 1, and whether it goes on beyond the picture, which ends a little after the date. */
export function barOf(view: BudView, bound: BudViewBound): { share: number; beyond: boolean } {
  const governing = view.bounds.filter(({ governs }) => governs).map(({ until }) => until - view.startedAt);
  const shortest = Math.max(1, governing.length ? Math.min(...governing) : 1);
  const longest = Math.max(shortest, ...view.bounds.map(({ until }) => until - view.startedAt));
  const width = Math.min(longest, shortest * 2.5);
  const share = Math.max(0, (bound.until - view.startedAt) / width);
  return { share: Math.min(1, share), beyond: share > 1 };
}
