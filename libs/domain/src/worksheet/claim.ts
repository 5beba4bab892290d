import { allowedCategory, type Hazard, type Placement } from '#domain/category';
import { bySeverity, type Finding } from '#domain/finding';
import { next } from '#domain/state-machine';
import { dateIn, HOUR_MS, showInstant, type LocalDate } from '#domain/time';
import { COMPETENCIES, type ClaimFacts, type Competency } from './decision-facts.js';
import { WORKSHEET_MACHINE } from './states.js';

/** USP <797> section 2; for hazardous drugs also USP <800> section 9. */
export const requiredCompetencies = (hazard: Hazard): readonly Competency[] =>
  hazard === 'none' ? COMPETENCIES.filter((c) => c !== 'hazardous-drugs') : COMPETENCIES;

const COMPETENCY_NAMES: Record<Competency, string> = {
  'core-knowledge': 'core knowledge and skills',
  garbing: 'garbing and hand hygiene',
  'aseptic-manipulation': 'aseptic manipulation',
  'hazardous-drugs': 'handling of hazardous drugs',
};

/**
 * Whether this person may make this worksheet in this room and hood now, and up to which category (promise 5). Everything that is
 * missing or out of date is named. Dates count to the end of their day at the site.
 */
export function decideClaim(facts: ClaimFacts): {
  readonly placement: Placement;
  readonly findings: readonly Finding[];
} {
  const today = dateIn(facts.at, facts.zone);
  const placement = place(facts);
  const findings = [
    ...free(facts),
    ...requiredCompetencies(facts.hazard).flatMap((c) => competency(c, facts, today)),
    ...certified(facts, today),
    ...placement.findings,
  ];
  if (placement.maximum === null && !placement.findings.some((f) => f.severity === 'stop'))
    findings.push(stop('worksheet.place-not-allowed', placement.why.join('; '), placement.source));
  return { placement, findings: bySeverity([...findings, ...reach(facts, placement)]) };
}

const stop = (code: string, message: string, source: string): Finding => ({ code, severity: 'stop', message, source });

function free(facts: ClaimFacts): Finding[] {
  if (facts.claimedBy !== null && facts.claimedBy !== facts.actor.personId)
    return [stop('worksheet.claimed-by-another', 'Another person has claimed this worksheet', 'P11-09')];
  const answer = next(WORKSHEET_MACHINE, facts.state, 'claim');
  return answer.allowed ? [] : [answer.finding];
}

function competency(needed: Competency, { actor }: ClaimFacts, today: LocalDate): Finding[] {
  const source = needed === 'hazardous-drugs' ? 'USP <800> section 9' : 'USP <797> section 2; domain-rules 3.1';
  const dates = actor.qualifications.filter((q) => q.competency === needed).map((q) => q.validUntil);
  const [latest] = dates.sort().reverse();
  const what = COMPETENCY_NAMES[needed];
  if (latest === undefined) return [stop('worksheet.not-qualified', `${actor.name} has not passed ${what}`, source)];
  if (latest >= today) return [];
  return [stop('worksheet.qualification-expired', `${actor.name}: ${what} was valid until ${latest}`, source)];
}

function certified({ room, hood }: ClaimFacts, today: LocalDate): Finding[] {
  const findings: Finding[] = [];
  const source = 'USP <797> section 5; domain-rules 4.2';
  for (const place of [room, hood]) {
    if (!place.active) findings.push(stop('worksheet.place-not-in-use', `${place.name} is not in use`, source));
    if (place.certifiedUntil < today)
      findings.push(
        stop(
          'worksheet.certification-expired',
          `The certification of ${place.name} ended on ${place.certifiedUntil}`,
          source,
        ),
      );
  }
  if (!hood.inRoom)
    findings.push(stop('worksheet.hood-not-in-room', `${hood.name} does not stand in ${room.name}`, source));
  return findings;
}

function place({ room, hood, hazard, at }: ClaimFacts): Placement {
  const downgrades =
    room.categoryLimit === null
      ? []
      : [{ maximum: room.categoryLimit, reason: room.categoryLimitReason ?? 'limited', from: at }];
  return allowedCategory({
    room: { kind: room.kind, name: room.name, downgrades },
    pec: { kind: hood.kind, name: hood.name },
    hazard,
    at,
  });
}

/** USP <797> Table 12: all that Category 1 can give, in hours. */
const CATEGORY_1_HOURS = { CRT: 12, REF: 24, FRZ: 0 } as const;

/** Told before the work, not after it: Category 1 cannot give the date that is needed. */
function reach(facts: ClaimFacts, placement: Placement): Finding[] {
  const { needsBudUntil, at, storage, zone } = facts;
  if (placement.maximum !== 1 || needsBudUntil === null) return [];
  const most = CATEGORY_1_HOURS[storage];
  if (needsBudUntil - at <= most * HOUR_MS) return [];
  return [
    {
      code: 'worksheet.category-too-low',
      severity: 'hard',
      message: `Category 1 gives at most ${most} h at ${storage}, but it is needed until ${showInstant(needsBudUntil, zone)}. Take a room and hood that allow Category 2.`,
      source: 'USP <797> Table 12; BUD-10',
    },
  ];
}
