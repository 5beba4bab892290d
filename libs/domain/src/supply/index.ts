export { fromMicro, microText, toMicro, type Micro } from './amount.js';
export { expectedUse, type ExpectedUse } from './baseline.js';
export { calendarFrom, dateOf, dayOf, daysBetween } from './calendar.js';
export { dosesOfTherapy, remainingDoses, type OrderedTherapy } from './demand.js';
export type { DerivationLine } from './derivation.js';
export {
  NEVER,
  type Calendar,
  type Day,
  type Inbound,
  type PastUse,
  type ScheduledDose,
  type SupplyFacts,
  type SupplyUnit,
  type UseHistory,
} from './facts.js';
export {
  answerOf,
  prepare,
  rangeOf,
  runCase,
  supplyHorizon,
  type Case,
  type ExpiringUnused,
  type PatientHit,
  type Prepared,
  type Runs,
  type SeriesPoint,
  type SupplyAnswer,
} from './horizon.js';
export { arrivalOf, type Arrival, type LeadDays } from './inbound.js';
export { goesTo, hypotheticalInbound, roundedDose, type Lever, type LeverKind } from './levers.js';
export { noticesBetween, type SupplyChange, type SupplyStanding } from './notices.js';
export { bestOffer, suggestOrder, suggestOrders, type Offer, type OrderSuggestion } from './reorder.js';
export { simulate, type Course, type Run, type Sharing } from './simulate.js';
