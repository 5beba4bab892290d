export { decideApproval, type ApprovalRequest } from './approval.js';
export { lineField } from './facts.js';
export type { Allergy, Missing, Override, ReviewedDrug, ReviewedLine, ReviewFacts } from './facts.js';
export { STABILITY_MISSING } from './order-checks.js';
export { findingKey, reviewOrder } from './review.js';
export { requiredWarnings } from './label-warnings.js';
