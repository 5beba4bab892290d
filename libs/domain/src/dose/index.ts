export { adjustedBodyWeight, bodyMassIndex, bodySurfaceArea, idealBodyWeight, type Sex } from './body.js';
export type { Calculation, Step } from './derivation.js';
export { doseFor, roundDoseToVial, type PatientDose } from './drug-dose.js';
export { convertElectrolyte, IONS, SALTS, type Electrolyte, type IonName, type SaltName } from './electrolytes.js';
export { doseOverTime, doseRateOf, dripRate, infusionRate, infusionTime, pumpRate, type PumpRate } from './infusion.js';
export { calvert, creatinineClearance } from './renal.js';
export {
  addToReach,
  dilute,
  mix,
  percentOf,
  percentStrength,
  ratioOf,
  ratioStrength,
  type Dilution,
  type MixturePart,
} from './strength.js';
export { daysOfSupply, dosesInSupply } from './supply.js';
export { numberText, quantityText, requirePositive, Trace } from './trace.js';
