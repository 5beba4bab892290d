export {
  EXCEPTION_MACHINE,
  RECEIPT_MACHINE,
  STRANGER_MACHINE,
  type ExceptionEvent,
  type ExceptionState,
  type ReceiptState,
  type StrangerState,
} from './states.js';
export { EXCEPTION_KINDS, FDA_NOTICE_HOURS, type ExceptionKind } from './exceptions.js';
export {
  DEFAULT_RECEIVING_POLICY,
  isShortDated,
  needsReview,
  RECEIVING_REVIEWS,
  receivingPolicy,
  type ReceivingPolicy,
  type ReceivingReview,
} from './policy.js';
export { judgeArrival, type ArrivalFacts, type ArrivalJudgement } from './arrival.js';
export { matchToOrder, type ExpectedLine, type MatchedPackages } from './order-match.js';
export { packagingLevel, type PackagingLevel } from './carton.js';
