import type { Finding } from '#domain/finding';
import { earliest, type Instant, type ZoneId } from '#domain/time';
import { hoursBound, type UnrankedBound } from './bounds.js';
import type { StabilityDecision, StabilityEvidence, StabilityPreparation, StorageCondition } from './evidence.js';
import type { PreparationFacts } from './facts.js';
import { STORAGE_WORDS } from './limits.js';
import { matchStability } from './match.js';

const SOURCE = 'BUD-11';
const CITATION = 'USP <797> section 14.3';

export interface StabilityOutcome {
  readonly bounds: readonly UnrankedBound[];
  readonly findings: readonly Finding[];
}

/**
 * What chemical and physical stability allows in one storage: a bound from every confirmed row that fits and from every decision
 * that a pharmacist signed; the strictest governs. With neither for an ingredient, a finding that needs a pharmacist and no bound.
 * @param clock gives the moment that a limit counts from
 */
export function stabilityOutcome(
  stability: PreparationFacts['stability'],
  storage: StorageCondition,
  zone: ZoneId,
  clock: (kind: 'start' | 'reconstitution', preparation: Reconstituted | null) => Instant,
): StabilityOutcome {
  const bounds: UnrankedBound[] = [];
  const findings: Finding[] = [];
  const decisions = (stability.decisions ?? []).filter((d) => d.storage === storage);
  for (const decision of decisions) {
    const about = stability.preparations.filter((p) => isAbout(decision, p));
    // Where nothing is known of the preparation, the decision itself says when it was reconstituted.
    for (const preparation of about.length > 0 ? about : [decision])
      bounds.push(decisionBound(decision, clock(decision.clock ?? 'reconstitution', preparation), zone));
  }
  for (const stated of stability.preparations) {
    const preparation = { ...stated, storage };
    const { fits, nearMisses } = matchStability(stability.evidence, preparation);
    const confirmed = fits.filter((e) => e.status === 'confirmed');
    for (const row of confirmed) {
      const label = `Stability of ${row.drug} (${row.id})`;
      const from = { at: clock(row.clock, preparation), zone };
      bounds.push(
        hoursBound('stability', label, from, row.limitHours ?? 0, { source: SOURCE, citation: row.citation }),
      );
    }
    if (confirmed.length === 0 && !decisions.some((d) => isAbout(d, preparation)))
      findings.push(noEvidence(preparation, fits.length, nearMisses.length));
    const decided = decisions.filter((d) => isAbout(d, preparation));
    findings.push(...fits.filter((e) => e.status === 'unconfirmed').map((row) => unconfirmed(row, decided)));
  }
  if (stability.preparations.length === 0 && decisions.length === 0) findings.push(noEvidence(null, 0, 0));
  if (stability.preparations.length > 1 && !decisions.some((d) => d.drug === undefined))
    findings.push(mixture(stability.preparations));
  return { bounds, findings };
}

type Reconstituted = Pick<StabilityPreparation, 'reconstitutedAt'>;

/** From first dilution or reconstitution of the ingredient, whichever the evidence counts from; never later than the start. */
export const preparationClock =
  (startedAt: Instant) =>
  (kind: 'start' | 'reconstitution', preparation: Reconstituted | null): Instant =>
    kind === 'reconstitution' && preparation?.reconstitutedAt !== undefined
      ? earliest(preparation.reconstitutedAt, startedAt)
      : startedAt;

const sameDrug = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
const isAbout = (decision: StabilityDecision, preparation: StabilityPreparation): boolean =>
  decision.drug === undefined || sameDrug(decision.drug, preparation.drug);

const decisionBound = (decision: StabilityDecision, at: Instant, zone: ZoneId): UnrankedBound =>
  hoursBound(
    'stability',
    `Stability${decision.drug ? ` of ${decision.drug}` : ''}, decided by ${decision.decidedBy}`,
    { at, zone },
    decision.limitHours,
    { source: SOURCE, citation: `${decision.citation} (${decision.reason})` },
  );

/** To be acknowledged where a pharmacist decided for longer than the row says. */
function unconfirmed(row: StabilityEvidence, decided: readonly StabilityDecision[]): Finding {
  const limit = row.limitHours ?? 0;
  return {
    code: 'stability.unconfirmed',
    severity: decided.some((d) => d.limitHours > limit) ? 'soft' : 'info',
    message: `${row.id} fits (${limit} h, ${row.citation}) but no pharmacist has confirmed it: it bounds nothing yet`,
    source: `${CITATION}; ${SOURCE}`,
  };
}

/** A row of evidence is about one drug by itself; what two do to each other in one container it does not say. */
const mixture = (preparations: readonly StabilityPreparation[]): Finding => ({
  code: 'stability.mixture',
  severity: 'hard',
  message: `Evidence for each drug alone does not cover ${preparations.map((p) => p.drug).join(' with ')} in one container. A pharmacist decides on the mixture and signs`,
  source: `${CITATION}; ${SOURCE}`,
  field: 'stability',
});

function noEvidence(preparation: StabilityPreparation | null, unconfirmed: number, near: number): Finding {
  const what = preparation
    ? `${preparation.drug} ${preparation.concentration.value} ${preparation.concentration.unit} in ${preparation.diluent}, ${preparation.container.kind}, ${STORAGE_WORDS[preparation.storage]}`
    : 'this preparation';
  const studies = (n: number): string => (n === 1 ? '1 study' : `${n} studies`);
  const tail =
    unconfirmed > 0
      ? `${studies(unconfirmed)} would fit and no pharmacist has confirmed ${unconfirmed === 1 ? 'it' : 'them'} yet`
      : near > 0
        ? `${studies(near)} come near`
        : 'none on file comes near';
  return {
    code: 'stability.no-evidence',
    severity: 'hard',
    message: `No confirmed stability evidence fits ${what}; ${tail}. A pharmacist decides and signs`,
    source: `${CITATION}; ${SOURCE}`,
    field: 'stability',
  };
}
