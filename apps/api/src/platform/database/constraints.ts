import { Problem } from '../http/problem.js';
import { FACILITY } from './constraints/facility.js';
import { FORMULARY } from './constraints/formulary.js';
import { KEEPING } from './constraints/keeping.js';
import { ORDERS } from './constraints/orders.js';
import { PEOPLE } from './constraints/people.js';
import { PLATFORM } from './constraints/platform.js';
import { PURCHASING } from './constraints/purchasing.js';
import { RECALLS } from './constraints/recalls.js';
import { SHORTAGES } from './constraints/shortages.js';
import { STOCK } from './constraints/stock.js';
import { SUBSTITUTIONS } from './constraints/substitutions.js';
import { SUPPLY } from './constraints/supply.js';
import { WORKSHEETS } from './constraints/worksheets.js';
import type { Refusals } from './constraints/refusal.js';

/**
 * What the database refuses, in words a person can act on: constraint name to problem. Every CHECK, UNIQUE, foreign key
 * and exclusion has a line; `constraints-are-mapped.medium-spec.ts` fails on one that has none.
 */
export const CONSTRAINTS: Refusals = {
  ...FACILITY,
  ...FORMULARY,
  ...KEEPING,
  ...ORDERS,
  ...PEOPLE,
  ...PLATFORM,
  ...PURCHASING,
  ...RECALLS,
  ...SHORTAGES,
  ...STOCK,
  ...SUBSTITUTIONS,
  ...SUPPLY,
  ...WORKSHEETS,
};

/** The Problem for a constraint that was violated; `undefined` when the error is something else or the name is unknown. */
export function constraintProblem(error: unknown): Problem | undefined {
  const { constraint, driverError } = Object(error) as {
    constraint?: unknown;
    driverError?: { constraint?: unknown };
  };
  const name = driverError?.constraint ?? constraint;
  const refusal = typeof name === 'string' ? CONSTRAINTS[name] : undefined;
  return refusal && new Problem(refusal.code, { detail: refusal.detail, cause: error });
}
