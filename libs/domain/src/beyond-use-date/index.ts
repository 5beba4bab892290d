export type { BeyondUseDateAnswer, Bound, BoundCode, Gate, ReleaseRequirements, ReleaseTest } from './answer.js';
export {
  STORAGE_CONDITIONS,
  type ContainerMaterial,
  type StabilityDecision,
  type StabilityEvidence,
  type StabilityMatch,
  type StabilityPreparation,
  type StorageCondition,
} from './evidence.js';
export {
  TEST_CODES,
  type Category3Facts,
  type ComponentFacts,
  type DockingProductFacts,
  type ImmediateUseFacts,
  type PreparationFacts,
  type Provision,
  type TestCode,
  type TestResult,
} from './facts.js';
export type { Cap, LimitCell, LimitRow, RulePack, RulesInForce } from './rules.js';
export type { MoveAnswer, StorageEvent, StoredCsp } from './stored-csp.js';
