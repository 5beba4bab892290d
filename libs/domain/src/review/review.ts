import { bySeverity, type Finding } from '#domain/finding';
import { checkAllergies } from './allergy.js';
import { checkCompatibility } from './compatibility.js';
import { checkDoses } from './dose.js';
import type { ReviewFacts } from './facts.js';
import {
  checkBeyondUseDate,
  checkDirections,
  checkDuplicates,
  checkFormula,
  checkHandling,
  checkSupply,
} from './order-checks.js';
import { checkRates } from './rate.js';

const CHECKS: readonly ((facts: ReviewFacts) => readonly Finding[])[] = [
  checkAllergies,
  checkDoses,
  checkRates,
  checkCompatibility,
  checkFormula,
  checkBeyondUseDate,
  checkDuplicates,
  checkSupply,
  checkHandling,
  checkDirections,
];

/** Everything that the rules have to say about an order, worst first, each thing once. */
export function reviewOrder(facts: ReviewFacts): Finding[] {
  const seen = new Set<string>();
  return bySeverity(
    CHECKS.flatMap((check) => check(facts)).filter((finding) => {
      const same = `${findingKey(finding)} ${finding.message}`;
      return !seen.has(same) && Boolean(seen.add(same));
    }),
  );
}

/** What an acknowledgement or override refers to: the code, and the place where there is one. */
export const findingKey = (finding: Finding): string =>
  finding.field === undefined ? finding.code : `${finding.code}@${finding.field}`;
