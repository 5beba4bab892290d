export { stabilityPreparations } from './stability-facts.js';
export { scaleForStock, type StockBatchRequest } from './stock-batch.js';
export {
  PRODUCT_CONTAINER_KINDS,
  productCode,
  type ProductContainerKind,
  type ProductFacts,
  type ProductForm,
} from './product.js';
export {
  VOLUME_METHODS,
  type ConcentrationLimits,
  type FormulaAdditive,
  type FormulaContent,
  type FormulaDiluent,
  type FormulaProductChoice,
  type FormulaRateLimit,
  type VolumeMethod,
} from './content.js';
export { FORMULA_MACHINE, type FormulaEvent, type FormulaState } from './states.js';
export type { FormulaCandidate, FormulaVersionFacts, OrderForFormula } from './match.js';
export type {
  ScaleAnswer,
  ScaledAdditive,
  ScaledBase,
  ScaledFill,
  ScaledFormula,
  ScaledReconstitution,
  ScaleRequest,
  ScaleStep,
} from './scaled.js';
export { parseDoseRate } from './dose-rate.js';
export { canonicalText, formulaDrugs, formulaProductIds } from './lookup.js';
export { matchFormula } from './match-formula.js';
export { parseFormulaContent } from './parse.js';
export { productFacts, type ProductRow } from './product-row.js';
export { scaleFormula } from './scale.js';
export { shown, shownConcentration } from './shown.js';
