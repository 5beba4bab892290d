export { gs1CheckDigit, hasValidCheckDigit, toGtin14 } from '#domain/ndc';
export {
  looksLikeShortNumber,
  parseShortNumber,
  SHORT_NUMBER_PREFIXES,
  shortNumber,
  type ShortNumber,
  type ShortNumberPrefix,
} from './check-character.js';
export { elementString } from './element-string.js';
export { readCode } from './read-code.js';
export type { CodeKind, ReadOptions, ScannedCode, ScannedElement, ScannedFields } from './scanned-code.js';
