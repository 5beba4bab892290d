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

/** Which tests stand between the finished batch and its release, how many units they use, and which records it needs. */
export function releaseRequirements(facts: PreparationFacts, row: LimitRow | null): ReleaseRequirements {
  const sterility = needsSterilityTest(facts, row);
  const sample = sterility ? sterilitySample(facts.batchUnits, facts.largeVolume) : 0;
  const nonsterile = hasNonsterileStart(facts);
  const endotoxin = sterility && nonsterile && facts.injectable !== false;
  const by = facts.sterilizedBy;
  const test = (code: TestCode, required: boolean, detail: string, source: string, units?: number): ReleaseTest => ({
    code,
    required,
    ...(units === undefined ? {} : { units }),
    result: facts.testResults?.[code] ?? 'none',
    detail,
    source,
  });
  const c3 = wantsCategory3(facts);
  const tests: ReleaseTest[] = [
    test(
      'visual-inspection',
      true,
      'Every unit at completion; again before release on a later day',
      'USP <797> section 12.1; domain-rules 2.6',
    ),
    test(
      'sterility',
      sterility,
      sterility ? `${sample} of ${facts.batchUnits} units, about 14 d incubation` : 'Not required in this row',
      'USP <797> section 12.2, USP <71>; domain-rules 1.13',
      sterility ? sample : undefined,
    ),
    test(
      'endotoxin',
      endotoxin,
      endotoxin ? 'Monograph limit, else by route: 5 EU/kg/h IV, 0.2 intrathecal' : 'Not required',
      'USP <797> section 12.3, USP <85>; domain-rules 1.13',
    ),
    test('particulates', c3, 'Once per formula', 'USP <797> section 14.4, USP <788>; domain-rules 1.13'),
    test(
      'container-integrity',
      c3,
      'Once per formula and container size',
      'USP <797> section 14.4, USP <1207>; domain-rules 1.13',
    ),
    test(
      'antimicrobial-effectiveness',
      facts.multipleDose?.aqueous === true,
      'Once per formula and container',
      'USP <797> section 14.5, USP <51>; domain-rules 1.12',
    ),
    test(
      'filter-integrity',
      by === 'filtration',
      'After each sterilizing filtration (0.22 micron or smaller)',
      'USP <797> section 10.2; domain-rules 1.13',
    ),
    test(
      'sterilization-indicator',
      by === 'steam' || by === 'dry-heat',
      'Biological indicator and cycle record of each load',
      'USP <797> section 10; domain-rules 1.13',
    ),
  ];
  const waiting = tests.some((t) => t.required && t.code !== 'visual-inspection' && t.result !== 'passed');
  const immediate = facts.provision.kind === 'immediate-use';
  const severalPatients = (facts.patients ?? 1) > 1;
  return {
    tests,
    dispensableAtMost: Math.max(0, facts.batchUnits - sample),
    quarantine: waiting,
    records: {
      masterFormulationRecord: nonsterile || severalPatients,
      compoundingRecord: immediate ? severalPatients : facts.provision.kind !== 'conventional',
    },
  };
}
