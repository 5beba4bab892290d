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
export { assignBeyondUseDate } from './assign.js';
export { USP_797_2023 } from './limits.js';
export { matchStability } from './match.js';
export { moveStorage, storedCsp } from './move-storage.js';
export { parseRulePack } from './rule-pack-json.js';
export { rulesInForce } from './rules.js';
export { parseStabilityCsv } from './stability-csv.js';
