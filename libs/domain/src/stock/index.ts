export {
  LOT_MACHINE,
  OPEN_CONTAINER_MACHINE,
  type LotEvent,
  type LotState,
  type OpenContainerState,
} from './lot-states.js';
export {
  ACCOUNT_KINDS,
  MOVEMENT_REASONS,
  type AccountKind,
  type AccountRef,
  type Movement,
  type MovementReason,
  type StockEntry,
  type Transfer,
} from './movement.js';
export type { LotCandidate, LotFacts, PickedLot, PickPlan, PickRequest, RejectedLot } from './candidate.js';
export { EXITS, HINDRANCES, VERDICTS, type Exit, type Hindrance, type Verdict } from './exits.js';
export { earliestInDate, mayLeave, type Leaving } from './may-leave.js';
export { lastUse } from './last-use.js';
export { moveStock, reverseOf, type MovementRequest } from './move.js';
export { freePackages, pickLots } from './pick.js';
export { judgeCount, type CountEntry, type CountJudgement } from './count.js';
export { mayMerge, mergedExpiry, type MergeSide } from './merge.js';
export { judgeResidue, OVERFILL_SHARE, type ResidueAnswer } from './residue.js';
