import type { ProblemCode } from '../../http/problem.js';

export interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
}
/** Constraint name to what a person is told. */
export type Refusals = Readonly<Record<string, Refusal>>;

/** Constraints that are told by the same code, each in its own words. */
export const refused = (code: ProblemCode, details: Readonly<Record<string, string>>): Refusals =>
  Object.fromEntries(Object.entries(details).map(([name, detail]) => [name, { code, detail }]));
