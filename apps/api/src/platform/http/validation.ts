import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { Problem, type FieldProblem } from './problem.js';

/** Documents that are kept as they were given: their nulls are theirs. */
const AS_GIVEN: ReadonlySet<string> = new Set(['content']);

/** `null` says the same as leaving a field out: what follows knows one way of having nothing, not two. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(given.map(([name, part]) => [name, AS_GIVEN.has(name) ? part : withoutNulls(part)]));
}

class RequestPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const plain = metadata.type === 'body' && !Buffer.isBuffer(value);
    return super.transform(plain ? withoutNulls(value) : value, metadata);
  }
}

/** Well-formed or not: unknown fields are refused, and the answer names every field that is wrong. */
export const validationPipe = (): ValidationPipe =>
  new RequestPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalid(fieldProblems(errors)),
  });

export const invalid = (fields: readonly FieldProblem[]): Problem =>
  new Problem('request.invalid', {
    detail:
      fields.length === 1 && fields[0]
        ? `${fields[0].field} ${fields[0].message}.`
        : `${fields.length} fields are not right.`,
    fields,
  });

function fieldProblems(errors: readonly ValidationError[], path = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = path === '' ? error.property : `${path}.${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      field,
      ...wording(rule, message, error.property),
    }));
    return [...own, ...fieldProblems(error.children ?? [], field)];
  });
}

/** class-validator says "limit must not be greater than 200": the same without the name, and as what is accepted. */
function wording(rule: string, message: string, property: string): Omit<FieldProblem, 'field'> {
  if (rule === 'whitelistValidation') return { message: 'is not a field of this request', accepted: 'no such field' };
  const rest = message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
  const accepted = /^(?:each value in \w+ )?must (?:be |match )?(.+)$/.exec(rest)?.[1];
  return { message: rest, ...(accepted !== undefined && { accepted }) };
}
