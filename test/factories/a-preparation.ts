import {
  rulesInForce,
  USP_797_2023,
  type ComponentFacts,
  type PreparationFacts,
  type RulePack,
  type RulesInForce,
  type StabilityDecision,
  type StabilityEvidence,
  type StorageCondition,
} from '#domain/beyond-use-date';
import type { PlacementFacts } from '#domain/category';
import { parseExpiry } from '#domain/in-use-time';
import { fromZoned, parseLocalDate, zoneId, type Instant } from '#domain/time';

export const PHOENIX = zoneId('America/Phoenix');

/** A wall clock time in Phoenix: `phoenix('2026-03-02', 9)`. */
export const phoenix = (date: string, hour = 0, minute = 0): Instant =>
  fromZoned({ date: parseLocalDate(date), hour, minute }, PHOENIX);

/** `t0` of the worked examples (domain-rules part 10). */
export const T0 = phoenix('2026-03-02', 9);

export const CLEANROOM: PlacementFacts = {
  room: { kind: 'iso7-buffer' },
  pec: { kind: 'lafw' },
  hazard: 'none',
  at: T0,
};
export const SCA: PlacementFacts = { ...CLEANROOM, room: { kind: 'sca' } };

export const uspRules = (...more: readonly RulePack[]): RulesInForce =>
  rulesInForce([USP_797_2023, ...more], T0, PHOENIX);

/** Confirmed evidence for the preparation below; test data, not a drug fact. */
export function someEvidence(changes: Partial<StabilityEvidence> = {}): StabilityEvidence {
  return {
    id: 'TEST-1',
    drug: 'vancomycin',
    concentrationMin: '1',
    concentrationMax: '10',
    concentrationUnit: 'mg/mL',
    diluents: ['sodium chloride 0.9%'],
    containers: [{ kind: 'bag', material: 'PVC' }],
    temperatureMinC: 2,
    temperatureMaxC: 8,
    limitHours: 14 * 24,
    clock: 'reconstitution',
    citation: 'test data',
    status: 'confirmed',
    ...changes,
  };
}

/** A pharmacist's decision with room to spare, so that another limit governs. */
export const ampleStability = (storage: StorageCondition, limitHours = 400 * 24): StabilityDecision => ({
  limitHours,
  storage,
  reason: 'test data',
  citation: 'test data',
  decidedBy: 'P. Tester',
});

export const aComponent = (changes: Partial<ComponentFacts> = {}): ComponentFacts => ({
  id: 'vial',
  name: 'vancomycin 1.5 g vial',
  origin: 'conventional',
  sterile: true,
  expiry: parseExpiry('2026-12'),
  ...changes,
});

/** Worked example 1 without its stability: made in the cleanroom from sterile products, refrigerated, ample stability. */
export function aPreparation(changes: Partial<PreparationFacts> = {}): PreparationFacts {
  const storage = changes.storage ?? 'REF';
  return {
    startedAt: T0,
    zone: PHOENIX,
    storage,
    provision: { kind: 'category' },
    placement: CLEANROOM,
    method: 'aseptic',
    components: [
      aComponent(),
      aComponent({ id: 'bag', name: 'sodium chloride 0.9 % bag', expiry: parseExpiry('2027-01') }),
    ],
    stability: { preparations: [], evidence: [], decisions: [ampleStability(storage)] },
    batchUnits: 1,
    ...changes,
  };
}

/** Stability of the drug of {@link aPreparation} by evidence, reconstituted at `at`. */
export function stabilityOf(
  evidence: readonly StabilityEvidence[],
  reconstitutedAt?: Instant,
): PreparationFacts['stability'] {
  return {
    preparations: [
      {
        drug: 'vancomycin',
        concentration: { value: '6', unit: 'mg/mL' },
        diluent: 'sodium chloride 0.9%',
        container: { kind: 'bag', material: 'PVC' },
        storage: 'REF',
        ...(reconstitutedAt === undefined ? {} : { reconstitutedAt }),
      },
    ],
    evidence,
  };
}
