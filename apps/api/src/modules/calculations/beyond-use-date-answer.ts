import type { BeyondUseDateAnswer, Bound, MoveAnswer } from '#domain/beyond-use-date';
import { formatInstant, showInstant, type Instant, type ZoneId } from '#domain/time';
import type { BeyondUseDateAnswerDto, BudBoundDto, BudMoveAnswerDto, BudMoveRequest } from './beyond-use-date.dto.js';
import { findingDto } from './figures.js';

/** The engine's whole answer; moments in UTC, and as the clock on the wall shows them. */
export function beyondUseDateAnswer(answer: BeyondUseDateAnswer, moves: BudMoveAnswerDto[]): BeyondUseDateAnswerDto {
  const { zone, category, release } = answer;
  const iso = (at: Instant | null): string | null => (at === null ? null : formatInstant(at));
  return {
    decision: answer.decision,
    beyondUseDate: iso(answer.beyondUseDate),
    beyondUseDateText: answer.beyondUseDateText,
    ceiling: iso(answer.ceiling),
    ceilingText: answer.ceiling === null ? null : showInstant(answer.ceiling, zone),
    startedAt: formatInstant(answer.startedAt),
    startedAtText: showInstant(answer.startedAt, zone),
    zone,
    storage: answer.storage,
    category: category.assigned === null ? null : String(category.assigned),
    categoryMaximum: category.maximum,
    categoryRow: category.row,
    categoryWhy: [...category.why],
    gates: answer.gates.map(({ code, claim, passed, source, findings }) => ({
      code,
      claim,
      passed,
      source,
      findings: findings.map(findingDto),
    })),
    bounds: answer.bounds.map((b) => boundDto(b, zone)),
    governing: [...answer.governing],
    tests: release.tests.map(({ units, ...test }) => ({ ...test, units: units ?? null })),
    dispensableAtMost: release.dispensableAtMost,
    quarantine: release.quarantine,
    beginByStatement: answer.beginBy?.statement ?? null,
    infuseCompleteByStatement: answer.infuseCompleteBy?.statement ?? null,
    afterPunctureStatement: answer.afterPuncture?.statement ?? null,
    rulePacks: answer.rulePacks.map((pack) => `${pack.id} ${pack.version}`),
    moves,
    findings: answer.findings.map(findingDto),
  };
}

export const moveAnswer = (move: BudMoveRequest, at: Instant, answer: MoveAnswer, zone: ZoneId): BudMoveAnswerDto => ({
  to: move.to,
  at: formatInstant(at),
  accepted: answer.accepted,
  beyondUseDate: formatInstant(answer.beyondUseDate),
  beyondUseDateText: answer.beyondUseDateText,
  bounds: answer.bounds.map((b) => boundDto(b, zone)),
  findings: answer.findings.map(findingDto),
  replaceLabel: answer.replaceLabel,
  quarantine: answer.quarantine,
});

const boundDto = (bound: Bound, zone: ZoneId): BudBoundDto => ({
  code: bound.code,
  label: bound.label,
  until: formatInstant(bound.until),
  untilText: showInstant(bound.until, zone),
  arithmetic: bound.arithmetic,
  source: bound.source,
  citation: bound.citation,
  rulePack: bound.rulePack ? `${bound.rulePack.id} ${bound.rulePack.version}` : null,
  confirm: bound.confirm ?? false,
  governs: bound.governs,
});
