export { findErrorProneAbbreviations } from './abbreviations.js';
export {
  displayConcentration,
  displayDose,
  displayDoseRate,
  displayNumber,
  displayQuantity,
  displayRate,
  displayRounded,
  parseDisplayed,
  strengthLine,
} from './numbers.js';
export { TALL_MAN, tallMan, type TallManName } from './tall-man.js';
