export type { Allergy, Missing, Override, ReviewedDrug, ReviewedLine, ReviewFacts } from './facts.js';
