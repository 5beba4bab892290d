export { Decimal, type DecimalInput, type Rounding } from './decimal.js';
export { UNITS, dimensionOf, isUnit, parseUnit, type Dimension, type Unit } from './unit.js';
export { Quantity, requireDimension, type QuantityJson } from './quantity.js';
export { BodyDose, Concentration, DoseRate, Rate } from './rates.js';
export {
  roundToDrawnVolume,
  roundToSignificant,
  roundToStep,
  roundToStored,
  syringeMark,
  type Rounded,
} from './round.js';
