import type { FormulaContent } from '#domain/formula';
import type { components } from './schema.js';

type Schemas = components['schemas'];

/** The content of a version is the domain's own record, which the description knows only as an object. */
export type FormulaVersion = Omit<Schemas['FormulaVersionResponse'], 'content' | 'approvedBy'> & {
  content: FormulaContent;
  approvedBy: Schemas['PersonRef'] | null;
};
export type FormulaSummary = Schemas['FormulaSummary'];
export type Formula = FormulaSummary & { versions: FormulaVersion[] };

export type StabilityEvidence = Schemas['StabilityEvidenceResponse'];
export type Person = Schemas['PersonResponse'];
export type Qualification = Schemas['QualificationResponse'];
