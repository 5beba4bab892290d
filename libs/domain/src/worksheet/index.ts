export { WORKSHEET_MACHINE, type WorksheetEvent, type WorksheetState } from './states.js';
export { CSP_MACHINE, type CspEvent, type CspState } from './csp-states.js';
export {
  LINE_ROLES,
  SCANNED_KINDS,
  STEP_KINDS,
  VOLUME_KINDS,
  type LineRole,
  type PlannedLine,
  type PlannedStep,
  type StepKind,
  type WorksheetPlan,
} from './planned.js';
export type {
  AllocationFacts,
  LotOfProduct,
  OpenContainerFacts,
  ScanDecision,
  ScanFacts,
  StepFacts,
  StepState,
} from './scan-facts.js';
export {
  COMPETENCIES,
  type ActivationFacts,
  type ClaimFacts,
  type Competency,
  type CompletionFacts,
  type DispenseFacts,
  type UsedLot,
  type VerificationFacts,
} from './decision-facts.js';
