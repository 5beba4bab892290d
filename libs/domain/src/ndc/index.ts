export { gs1CheckDigit, hasValidCheckDigit, toGtin14 } from './check-digit.js';
export {
  Ndc,
  ndcCandidates,
  ndcsFromGtin,
  readNdc,
  resolveNdc,
  tenDigitForms,
  type NdcFormat,
  type NdcReading,
  type NdcResolution,
} from './ndc.js';
