import { Problem, type ProblemCode } from '../http/problem.js';

interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
}

/**
 * What the database refuses, in words a person can act on: constraint name to problem. Every CHECK, UNIQUE, foreign key
 * and exclusion has a line; `constraints-are-mapped.medium-spec.ts` fails on one that has none.
 */
export const CONSTRAINTS: Readonly<Record<string, Refusal>> = {
  // site
  site_only_one: { code: 'site.exists', detail: 'There is already a site; change that one.' },
  site_name_given: { code: 'request.invalid', detail: 'A site needs a name.' },
  // people and sessions
  person_login_unique: { code: 'person.login-taken', detail: 'Someone already signs in with this name.' },
  person_login_is_plain: {
    code: 'request.invalid',
    detail: 'A sign-in name has 2 to 64 letters, digits, dots or dashes.',
  },
  person_name_given: { code: 'request.invalid', detail: 'A person needs a printed name.' },
  person_roles_are_known: { code: 'request.invalid', detail: 'One of the roles does not exist.' },
  session_person_fk: { code: 'request.refers-to-nothing', detail: 'The person does not exist.' },
  session_token_unique: { code: 'request.conflict', detail: 'Sign in again.' },
  sign_in_attempt_kind_is_known: { code: 'request.invalid', detail: 'No such kind of attempt.' },
  qualification_person_fk: { code: 'request.refers-to-nothing', detail: 'The person does not exist.' },
  qualification_recorded_by_fk: { code: 'request.refers-to-nothing', detail: 'The recorder does not exist.' },
  qualification_revoked_by_fk: {
    code: 'request.refers-to-nothing',
    detail: 'The person who revoked it does not exist.',
  },
  qualification_kind_is_known: { code: 'request.invalid', detail: 'No such kind of qualification.' },
  qualification_ends_after_it_begins: {
    code: 'request.invalid',
    detail: 'A qualification ends on or after the day it was earned.',
  },
  qualification_revocation_is_whole: { code: 'request.invalid', detail: 'A revocation names who, when and why.' },
  signature_person_fk: { code: 'request.refers-to-nothing', detail: 'The signer does not exist.' },
  signature_meaning_is_known: { code: 'request.invalid', detail: 'No such meaning of a signature.' },
  signature_hash_is_whole: { code: 'request.invalid', detail: 'The hash of a signature has 64 hexadecimal digits.' },
  // idempotency, audit, outbox
  idempotency_key_person_fk: { code: 'request.refers-to-nothing', detail: 'The person does not exist.' },
  audit_entry_block_is_whole: { code: 'request.conflict', detail: 'A sealed entry has a block and a place in it.' },
  audit_block_chain_unique: { code: 'request.conflict', detail: 'Another sealer was quicker.' },
  outbox_message_attempts_not_negative: { code: 'request.invalid', detail: 'Attempts are counted from zero.' },
  schedule_every_is_positive: { code: 'request.invalid', detail: 'A schedule repeats after at least a second.' },
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
