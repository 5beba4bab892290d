import type { ApiProblem } from '../../api/problem.js';

/** What is wrong with a field or something inside it: `lines.0.dose` also hears of `lines.0.dose.value`. */
export function fieldError(problem: ApiProblem | undefined, field: string): string | undefined {
  if (!problem) return undefined;
  const inside = problem.fields.find(({ field: name }) => name.startsWith(`${field}.`));
  return problem.field(field) ?? (inside && problem.field(inside.field));
}
