import { allowedCategory, type Category, type Placement } from '#domain/category';
import type { Finding } from '#domain/finding';
import type { PreparationFacts, Provision } from './facts.js';
import type { LimitRow } from './rules.js';

/** Which category, and with it which row of which table, a preparation gets. */
export interface CategoryDecision {
  readonly assigned: Category | null;
  readonly maximum: Category | null;
  readonly row: LimitRow | null;
  readonly why: readonly string[];
  readonly findings: readonly Finding[];
}

export const hasNonsterileStart = (facts: PreparationFacts): boolean => facts.components.some((c) => !c.sterile);
export const sterilityPassed = (facts: PreparationFacts): boolean => facts.testResults?.sterility === 'passed';
export const isTestedRow = (row: LimitRow | null): boolean => row !== null && row.endsWith('-tested');
export const wantsCategory3 = ({ provision }: PreparationFacts): boolean =>
  provision.kind === 'category' && provision.requested === 3;

/**
 * The category by room, hood and hazard, then by what was asked for, then by what is proven (domain-rules 1.3, 1.17): until the
 * pass of a sterility test is recorded the untested row holds (BUD-18). A lower category only shortens the date.
 */
export function decideCategory(
  facts: PreparationFacts,
  provision: Extract<Provision, { kind: 'category' }>,
): CategoryDecision {
  const place: Placement = facts.placement
    ? allowedCategory(facts.placement)
    : { maximum: null, why: [], findings: [noPlace], source: 'BUD-10' };
  const { maximum } = place;
  if (maximum === null) return { assigned: null, maximum, row: null, why: place.why, findings: place.findings };

  const why = [...place.why];
  const findings = [...place.findings];
  const wanted = provision.requested ?? (maximum === 1 ? 1 : 2);
  let assigned: Category = wanted < maximum ? wanted : maximum;
  if (assigned < wanted) {
    why.push(`Category ${wanted} was asked for; this place allows Category ${assigned}`);
    findings.push(lowered(wanted, `this room and hood allow Category ${assigned}`, place.source));
  }
  if (assigned === 3) {
    const missing = category3Misses(facts, provision);
    if (missing.length > 0) {
      assigned = 2;
      why.push(`Category 3 is not reached: ${missing.join('; ')}`);
      findings.push(lowered(3, missing.join('; '), 'USP <797> section 14.4; domain-rules 1.14, BUD-18'));
    }
  }
  return { assigned, maximum, row: rowFor(assigned, facts), why, findings };
}

function rowFor(category: Category, facts: PreparationFacts): LimitRow {
  if (category === 1) return 'cat1';
  if (category === 3) return facts.method === 'terminal' ? 'cat3.terminal-tested' : 'cat3.aseptic-tested';
  if (facts.method === 'terminal') return sterilityPassed(facts) ? 'cat2.terminal-tested' : 'cat2.terminal-untested';
  if (sterilityPassed(facts)) return 'cat2.aseptic-tested';
  return hasNonsterileStart(facts) ? 'cat2.aseptic-nonsterile-untested' : 'cat2.aseptic-sterile-untested';
}

function category3Misses(facts: PreparationFacts, provision: Extract<Provision, { kind: 'category' }>): string[] {
  const c3 = provision.category3;
  const claims: readonly [boolean | undefined, string][] = [
    [sterilityPassed(facts), 'no passed sterility test'],
    [c3?.stabilityIndicatingAssay, 'no stability-indicating assay on this formula and container'],
    [c3?.madeExactlyAsStudied, 'not made exactly as studied'],
    [c3?.monitoringCycleKept, 'monitoring and cleaning not on the Category 3 cycle'],
    [c3?.personnelCycleKept, 'personnel not on the Category 3 cycle'],
    [c3?.sterileGarb, 'sterile garb not worn'],
  ];
  return claims.filter(([held]) => held !== true).map(([, words]) => words);
}

const lowered = (wanted: Category, why: string, source: string): Finding => ({
  code: 'category.lowered',
  severity: 'soft',
  message: `Category ${wanted} was asked for, a lower one applies: ${why}`,
  source,
  field: 'category',
});

const noPlace: Finding = {
  code: 'placement.unknown',
  severity: 'stop',
  message: 'The room and the hood decide the category: state both',
  source: 'USP <797> section 4.2; domain-rules 1.4',
  field: 'room',
};
