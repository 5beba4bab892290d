import { HOUR_MS, showInstant } from '#domain/time';
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
  const claim = (id: string, words: string, holds: boolean, message: string): Gate =>
    gate(
      `immediate-use.${id}`,
      words,
      `${SECTION}; ${id}`,
      holds ? [] : [stop('immediate-use.refused', message, `${SECTION}; ${id}`)],
    );
  const limits = immediateUseBounds(facts, rules).map((b) => b.until);
  const last = limits.length > 0 ? Math.min(...limits) : facts.startedAt + 4 * HOUR_MS;
  const begins = c.administrationBeginsAt;
  const late = begins !== undefined && begins > last;
  const products = Math.max(c.differentProducts, 0);
  return [
    claim(
      'IMM-01',
      'Aseptic technique by written procedure',
      c.asepticTechniqueBySop,
      'Needs aseptic technique by a written procedure',
    ),
    claim(
      'IMM-02',
      'Preparer trained and competent',
      c.preparerCompetent,
      'The preparer must be trained and competent for this task',
    ),
    claim(
      'IMM-03',
      'Compatibility evidenced',
      c.compatibilityEvidenced,
      'Needs evidence of physical and chemical compatibility',
    ),
    claim(
      'IMM-04',
      'At most 3 different sterile products',
      products <= IMMEDIATE_USE_PRODUCTS,
      `${products} different sterile products; immediate use allows ${IMMEDIATE_USE_PRODUCTS}. Make it as Category 1 or 2`,
    ),
    claim(
      'IMM-05',
      'Single-dose rest discarded, one patient each',
      c.singleDoseRestDiscarded,
      'The rest of a single-dose container is discarded and never serves a second patient',
    ),
    claim(
      'IMM-06',
      'Administration begins within the limit',
      !late,
      late ? `Administration at ${showInstant(begins, facts.zone)} is too late: discard` : '',
    ),
    claim(
      'IMM-07',
      'Labelled, or given by the preparer',
      c.labelledOrGivenByPreparer,
      'Label it with active ingredients and amounts, preparer and the time limit, unless the preparer gives it',
    ),
    claim(
      'IMM-08',
      'Not for anticipated need',
      !c.forAnticipatedNeed,
      'Immediate use is not for stock or anticipated need',
    ),
    claim(
      'IMM-09',
      'No antineoplastic that needs containment',
      !c.antineoplasticNeedingContainment,
      'An antineoplastic that needs a containment hood is not made for immediate use',
    ),
  ];
}
