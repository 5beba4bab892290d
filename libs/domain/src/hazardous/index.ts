export { hazardOf, strictestHazard } from './hazard.js';
export type { AssessmentOfRisk, HazardAnswer, HazardFacts, HazardousDrug } from './hazard-types.js';
export { HAZARDOUS_DRUGS } from './list.js';
