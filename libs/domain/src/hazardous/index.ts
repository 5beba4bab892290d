export type { AssessmentOfRisk, HazardAnswer, HazardFacts, HazardousDrug } from './hazard-types.js';
