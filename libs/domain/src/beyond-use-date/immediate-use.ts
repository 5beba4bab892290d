import { showInstant } from '#domain/time';
import type { Gate } from './answer.js';
import { hoursBound, type UnrankedBound } from './bounds.js';
import type { ImmediateUseFacts, PreparationFacts } from './facts.js';
import { gate, stop } from './gates.js';
import { IMMEDIATE_USE_PRODUCTS } from './limits.js';
import type { RulesInForce } from './rules.js';

const SECTION = 'USP <797> section 1.3';

/** IMM-06: a limit on the start of administration, from the start of preparation; the infusion may run past it. */
export function immediateUseBounds(facts: PreparationFacts, rules: RulesInForce): UnrankedBound[] {
  const from = { at: facts.startedAt, zone: facts.zone };
  return rules.packs.flatMap((pack) =>
    pack.immediateUseHours === undefined
      ? []
      : [
          hoursBound('immediate-use', 'Immediate use, start of administration', from, pack.immediateUseHours, {
            source: 'IMM-06',
            citation: SECTION,
            pack,
          }),
        ],
  );
}

/** IMM-01 to IMM-09; when one fails the preparation is Category 1, 2 or 3. */
export function immediateUseGates(facts: PreparationFacts, c: ImmediateUseFacts, rules: RulesInForce): Gate[] {
  const limits = immediateUseBounds(facts, rules).map((b) => b.until);
  const begins = c.administrationBeginsAt;
  const late = begins !== undefined && limits.some((limit) => begins > limit);
  const begun = begins === undefined ? '' : showInstant(begins, facts.zone);
  return CONDITIONS.map(({ id, claim, holds, otherwise }) => {
    const source = `${SECTION}; ${id}`;
    const failed = id === 'IMM-06' ? late : !holds(c);
    const message = id === 'IMM-06' ? `Administration at ${begun} is too late: discard` : otherwise;
    return gate(`immediate-use.${id}`, claim, source, failed ? [stop('immediate-use.refused', message, source)] : []);
  });
}

interface Condition {
  readonly id: string;
  readonly claim: string;
  readonly holds: (c: ImmediateUseFacts) => boolean;
  /** What to say when it does not hold. */
  readonly otherwise: string;
}

const CONDITIONS: readonly Condition[] = [
  {
    id: 'IMM-01',
    claim: 'Aseptic technique by written procedure',
    holds: (c) => c.asepticTechniqueBySop,
    otherwise: 'Needs aseptic technique by a written procedure',
  },
  {
    id: 'IMM-02',
    claim: 'Preparer trained and competent',
    holds: (c) => c.preparerCompetent,
    otherwise: 'The preparer must be trained and competent for this task',
  },
  {
    id: 'IMM-03',
    claim: 'Compatibility evidenced',
    holds: (c) => c.compatibilityEvidenced,
    otherwise: 'Needs evidence of physical and chemical compatibility',
  },
  {
    id: 'IMM-04',
    claim: `At most ${IMMEDIATE_USE_PRODUCTS} different sterile products`,
    holds: (c) => c.differentProducts <= IMMEDIATE_USE_PRODUCTS,
    otherwise: `Immediate use allows ${IMMEDIATE_USE_PRODUCTS} different sterile products. Make it as Category 1 or 2`,
  },
  {
    id: 'IMM-05',
    claim: 'Single-dose rest discarded, one patient each',
    holds: (c) => c.singleDoseRestDiscarded,
    otherwise: 'The rest of a single-dose container is discarded and never serves a second patient',
  },
  // Decided by the clock, above.
  { id: 'IMM-06', claim: 'Administration begins within the limit', holds: () => true, otherwise: '' },
  {
    id: 'IMM-07',
    claim: 'Labelled, or given by the preparer',
    holds: (c) => c.labelledOrGivenByPreparer,
    otherwise:
      'Label it with active ingredients and amounts, preparer and the time limit, unless the preparer gives it',
  },
  {
    id: 'IMM-08',
    claim: 'Not for anticipated need',
    holds: (c) => !c.forAnticipatedNeed,
    otherwise: 'Immediate use is not for stock or anticipated need',
  },
  {
    id: 'IMM-09',
    claim: 'No antineoplastic that needs containment',
    holds: (c) => !c.antineoplasticNeedingContainment,
    otherwise: 'An antineoplastic that needs a containment hood is not made for immediate use',
  },
];
