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
  MadeContainer,
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
  type StockingFacts,
  type UsedLot,
  type VerificationFacts,
} from './decision-facts.js';
export { budNeededUntil, budReachFindings, type UseSchedule } from './needs.js';
export { planWorksheet } from './plan.js';
export {
  parsePlan,
  planJson,
  type PlannedLineJson,
  type PlannedStepJson,
  type WorksheetPlanJson,
} from './plan-json.js';
export { decideClaim, requiredCompetencies } from './claim.js';
export { decideActivate, decideComplete, decideDispense, decideReject, decideVerify } from './decisions.js';
export { madeAheadFindings, USE_WINDOW_DAYS, type MadeAheadFacts } from './made-ahead.js';
export { decideStock } from './stocking.js';
export { productLookup } from './identify.js';
export { decideScan } from './scan.js';
export { decideStepOrder } from './step-order.js';
export { decideVolume, DEFAULT_TOLERANCE_PERCENT } from './volume.js';
export { afterWork } from './leftover.js';
export { decideStart, decideStockStart, type OrderStanding } from './order-standing.js';
export { preparationMade, type ComponentUsed, type MadeFacts } from './preparation-made.js';
export { decideRecording, decideReopening, type RecordingFacts, type WorkedContainer } from './recording.js';
export { stockTaken, type TakenFacts } from './stock-taken.js';
export {
  decideShare,
  shareReason,
  shareTarget,
  type ShareFacts,
  type ShareStep,
  type ShareTarget,
} from './shared-container.js';
export { resolveReading } from './resolve-reading.js';
