export { canonicalJson, type Signable } from './canonical.js';
export { canonicalText, SIGNATURE_PURPOSES, type SignaturePurpose } from './purpose.js';
export {
  formulaApprovalText,
  orderApprovalText,
  rejectionText,
  stabilityText,
  verificationText,
  type SignedFormulaApproval,
  type SignedOrderApproval,
  type SignedPreparation,
  type SignedRejection,
  type SignedStability,
} from './records.js';
