import type { components } from './schema.js';

type Schemas = components['schemas'];

export type SubstitutionRow = Schemas['SubstitutionSummary'];
export type Substitution = Schemas['SubstitutionResponse'];
export type SubstitutedOrder = Schemas['SubstitutedOrderDto'];
export type SubstitutionSums = Schemas['SubstitutionSumsDto'];
export type SubstitutionQuestion = Schemas['SubstitutionMissingDto'];
export type ComparedRow = Schemas['ComparedRowDto'];
