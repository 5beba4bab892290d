export { compareSides, type ComparedRow, type Cost, type ShownFinding, type Side, type SideLine } from './compare.js';
export { stockLasts, type Lasting, type OpenDoses } from './lasting.js';
export { preferProducts, type ProductPreference } from './prefer.js';
export { replaceLines, type DoseStep, type PrescribedLine, type ReplacedLines, type Replacement } from './replace.js';
export { restOfTherapy, type Therapy } from './rest.js';
export { SUBSTITUTION_MACHINE, type SubstitutionEvent, type SubstitutionState } from './states.js';
export {
  reversalText,
  substitutionText,
  type ReplannedWorksheet,
  type SignedReversal,
  type SignedSubstitutedOrder,
  type SignedSubstitution,
} from './text.js';
