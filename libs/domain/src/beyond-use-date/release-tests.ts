import type { ReleaseRequirements, ReleaseTest } from './answer.js';
import { hasNonsterileStart, isTestedRow, wantsCategory3 } from './category-row.js';
import type { PreparationFacts, TestCode } from './facts.js';
import type { LimitRow } from './rules.js';

/**
 * Units for a sterility test of a batch: 10 %, rounded up, below 40 units (USP <797> section 12.2); from 40 on the table of USP
 * <71> for parenterals. @throws RangeError unless a whole number of at least 1.
 */
export function sterilitySample(batchUnits: number, largeVolume = false): number {
  if (!Number.isInteger(batchUnits) || batchUnits < 1) throw new RangeError(`Not a batch size: ${batchUnits}`);
  // Integer arithmetic: 10 % of 30 as a binary fraction must not round up to 4.
  const tenth = Math.ceil(batchUnits / 10);
  if (batchUnits < 40) return tenth;
  if (batchUnits <= 100) return Math.max(tenth, 4);
  if (batchUnits <= 500) return 10;
  return largeVolume ? 10 : Math.min(Math.ceil(batchUnits / 50), 20);
}

/** The date rests on a sterility test: one of the tested rows, Category 3, or a test that is planned (1.13). */
export const needsSterilityTest = (facts: PreparationFacts, row: LimitRow | null): boolean =>
  isTestedRow(row) || wantsCategory3(facts) || facts.sterilityTestPlanned === true;

interface TestRule {
  readonly code: TestCode;
  readonly source: string;
  readonly detail: string;
  readonly required: (facts: PreparationFacts, row: LimitRow | null) => boolean;
}

/** When each test is required (domain-rules 1.13). */
const TESTS: readonly TestRule[] = [
  {
    code: 'visual-inspection',
    source: 'USP <797> section 12.1; domain-rules 2.6',
    detail: 'Every unit at completion; again before release on a later day',
    required: () => true,
  },
  {
    code: 'sterility',
    source: 'USP <797> section 12.2, USP <71>; domain-rules 1.13',
    detail: 'About 14 d incubation',
    required: needsSterilityTest,
  },
  {
    code: 'endotoxin',
    source: 'USP <797> section 12.3, USP <85>; domain-rules 1.13',
    detail: 'Monograph limit, else by route: 5 EU/kg/h IV, 0.2 intrathecal',
    required: (facts, row) => needsSterilityTest(facts, row) && hasNonsterileStart(facts) && facts.injectable !== false,
  },
  {
    code: 'particulates',
    source: 'USP <797> section 14.4, USP <788>; domain-rules 1.13',
    detail: 'Once per formula',
    required: wantsCategory3,
  },
  {
    code: 'container-integrity',
    source: 'USP <797> section 14.4, USP <1207>; domain-rules 1.13',
    detail: 'Once per formula and container size',
    required: wantsCategory3,
  },
  {
    code: 'antimicrobial-effectiveness',
    source: 'USP <797> section 14.5, USP <51>; domain-rules 1.12',
    detail: 'Once per formula and container',
    required: (facts) => facts.multipleDose?.aqueous === true,
  },
  {
    code: 'filter-integrity',
    source: 'USP <797> section 10.2; domain-rules 1.13',
    detail: 'After each sterilizing filtration (0.22 micron or smaller)',
    required: (facts) => facts.sterilizedBy === 'filtration',
  },
  {
    code: 'sterilization-indicator',
    source: 'USP <797> section 10; domain-rules 1.13',
    detail: 'Biological indicator and cycle record of each load',
    required: (facts) => facts.sterilizedBy === 'steam' || facts.sterilizedBy === 'dry-heat',
  },
];

/** Which tests stand between the finished batch and its release, how many units they use, and which records it needs. */
export function releaseRequirements(facts: PreparationFacts, row: LimitRow | null): ReleaseRequirements {
  const sample = needsSterilityTest(facts, row) ? sterilitySample(facts.batchUnits, facts.largeVolume) : 0;
  const tests = TESTS.map(({ code, source, detail, required }): ReleaseTest => ({
    code,
    required: required(facts, row),
    ...(code === 'sterility' && sample > 0 ? { units: sample } : {}),
    result: facts.testResults?.[code] ?? 'none',
    detail,
    source,
  }));
  const severalPatients = (facts.patients ?? 1) > 1;
  const { kind } = facts.provision;
  return {
    tests,
    dispensableAtMost: Math.max(0, facts.batchUnits - sample),
    quarantine: tests.some((t) => t.required && t.code !== 'visual-inspection' && t.result !== 'passed'),
    records: {
      masterFormulationRecord: hasNonsterileStart(facts) || severalPatients,
      compoundingRecord: kind === 'immediate-use' ? severalPatients : kind !== 'conventional',
    },
  };
}
