import { HttpStatus } from '@nestjs/common';
import type { Finding } from '#domain/finding';
import type { AttemptKind } from '../auth/sign-in-attempt.entity.js';

/**
 * Every refusal the API knows, and its status. A code is `area.what`, for ever: screens and integrations rely on it; text
 * is for people and may change. A code that is not here cannot be thrown, because it does not compile.
 */
export const PROBLEMS = {
  // the request itself
  'request.invalid': HttpStatus.BAD_REQUEST,
  'request.unreadable': HttpStatus.BAD_REQUEST,
  'request.not-found': HttpStatus.NOT_FOUND,
  'request.conflict': HttpStatus.CONFLICT,
  'request.refers-to-nothing': HttpStatus.UNPROCESSABLE_ENTITY,
  'request.too-large': HttpStatus.PAYLOAD_TOO_LARGE,
  'request.wrong-media-type': HttpStatus.UNSUPPORTED_MEDIA_TYPE,
  'request.too-many': HttpStatus.TOO_MANY_REQUESTS,
  'request.key-missing': HttpStatus.BAD_REQUEST,
  'request.key-reused': HttpStatus.UNPROCESSABLE_ENTITY,
  'server.failed': HttpStatus.INTERNAL_SERVER_ERROR,
  'server.unavailable': HttpStatus.SERVICE_UNAVAILABLE,
  // who is asking
  'session.missing': HttpStatus.UNAUTHORIZED,
  'session.ended': HttpStatus.UNAUTHORIZED,
  'session.locked': HttpStatus.LOCKED,
  'session.refused': HttpStatus.UNAUTHORIZED,
  'session.too-many-attempts': HttpStatus.TOO_MANY_REQUESTS,
  'session.password-must-change': HttpStatus.FORBIDDEN,
  'session.forged': HttpStatus.FORBIDDEN,
  'access.denied': HttpStatus.FORBIDDEN,
  'signature.refused': HttpStatus.FORBIDDEN,
  // people and site
  'person.not-found': HttpStatus.NOT_FOUND,
  'person.login-taken': HttpStatus.CONFLICT,
  'person.own-access': HttpStatus.FORBIDDEN,
  'person.last-administrator': HttpStatus.CONFLICT,
  'person.password-too-weak': HttpStatus.UNPROCESSABLE_ENTITY,
  'person.changed-meanwhile': HttpStatus.CONFLICT,
  'person.not-active': HttpStatus.CONFLICT,
  'qualification.not-found': HttpStatus.NOT_FOUND,
  'site.exists': HttpStatus.CONFLICT,
  'site.missing': HttpStatus.CONFLICT,
  // facility, formulary, stability evidence
  'facility.name-taken': HttpStatus.CONFLICT,
  'facility.in-use': HttpStatus.CONFLICT,
  'drug.name-taken': HttpStatus.CONFLICT,
  'product.ndc-taken': HttpStatus.CONFLICT,
  'product.ndc-ambiguous': HttpStatus.UNPROCESSABLE_ENTITY,
  'product.in-use': HttpStatus.CONFLICT,
  'stability.changed-meanwhile': HttpStatus.CONFLICT,
  'stability.wrong-state': HttpStatus.CONFLICT,
  'stability.incomplete': HttpStatus.UNPROCESSABLE_ENTITY,
  // patients
  'patient.mrn-taken': HttpStatus.CONFLICT,
  'patient.changed-meanwhile': HttpStatus.CONFLICT,
  // stock
  'stock.not-enough': HttpStatus.CONFLICT,
  'stock.never-below-zero': HttpStatus.CONFLICT,
  'stock.promised': HttpStatus.CONFLICT,
  'stock.not-allocated': HttpStatus.CONFLICT,
  'stock.already-reversed': HttpStatus.CONFLICT,
  'stock.not-reversible': HttpStatus.CONFLICT,
  'stock.out-of-balance': HttpStatus.INTERNAL_SERVER_ERROR,
  'lot.expired': HttpStatus.UNPROCESSABLE_ENTITY,
  'lot.wrong-storage': HttpStatus.UNPROCESSABLE_ENTITY,
  'lot.wrong-state': HttpStatus.CONFLICT,
  'open-container.discarded': HttpStatus.CONFLICT,
  // keeping stock: what may leave, acts with a witness, counts, excursions, merged lots
  'stock.may-not-leave': HttpStatus.UNPROCESSABLE_ENTITY,
  'stock.witness-needed': HttpStatus.UNPROCESSABLE_ENTITY,
  'stock.own-witness': HttpStatus.FORBIDDEN,
  'count.wrong-state': HttpStatus.CONFLICT,
  'count.counted-already': HttpStatus.CONFLICT,
  'count.second-person': HttpStatus.FORBIDDEN,
  'count.own-decision': HttpStatus.FORBIDDEN,
  'lot.cannot-merge': HttpStatus.CONFLICT,
  'excursion.wrong-state': HttpStatus.CONFLICT,
  'discrepancy.wrong-state': HttpStatus.CONFLICT,
  'discrepancy.own-decision': HttpStatus.FORBIDDEN,
  // calculations
  'calculation.incomplete': HttpStatus.UNPROCESSABLE_ENTITY,
  'calculation.refused': HttpStatus.UNPROCESSABLE_ENTITY,
  // formulas and orders
  'formula.invalid': HttpStatus.UNPROCESSABLE_ENTITY,
  'formula.name-taken': HttpStatus.CONFLICT,
  'formula.own-approval': HttpStatus.FORBIDDEN,
  'formula.wrong-state': HttpStatus.CONFLICT,
  'formula.frozen': HttpStatus.CONFLICT,
  'order.invalid': HttpStatus.UNPROCESSABLE_ENTITY,
  'order.wrong-state': HttpStatus.CONFLICT,
  'order.changed-meanwhile': HttpStatus.CONFLICT,
  'order.other-patient': HttpStatus.UNPROCESSABLE_ENTITY,
  'order.findings-open': HttpStatus.UNPROCESSABLE_ENTITY,
  'order.formula-not-approved': HttpStatus.UNPROCESSABLE_ENTITY,
  // worksheets
  'worksheet.cannot-be-made': HttpStatus.UNPROCESSABLE_ENTITY,
  'worksheet.order-not-approved': HttpStatus.CONFLICT,
  'worksheet.formula-not-approved': HttpStatus.CONFLICT,
  'worksheet.nothing-left-to-make': HttpStatus.CONFLICT,
  'worksheet.not-claimed': HttpStatus.CONFLICT,
  'worksheet.claimed-by-other': HttpStatus.CONFLICT,
  'worksheet.claimed-elsewhere': HttpStatus.CONFLICT,
  'worksheet.claim-refused': HttpStatus.UNPROCESSABLE_ENTITY,
  'worksheet.scan-refused': HttpStatus.UNPROCESSABLE_ENTITY,
  'worksheet.step-refused': HttpStatus.UNPROCESSABLE_ENTITY,
  'worksheet.cannot-complete': HttpStatus.UNPROCESSABLE_ENTITY,
  'worksheet.no-beyond-use-date': HttpStatus.UNPROCESSABLE_ENTITY,
  'worksheet.too-many-photos': HttpStatus.CONFLICT,
  // verification, labels, dispensing
  'worksheet.cannot-verify': HttpStatus.CONFLICT,
  'worksheet.wrong-state': HttpStatus.CONFLICT,
  'worksheet.changed-meanwhile': HttpStatus.CONFLICT,
  'worksheet.findings-open': HttpStatus.UNPROCESSABLE_ENTITY,
  'worksheet.cannot-dispense': HttpStatus.CONFLICT,
  'sharing.nothing-to-plan': HttpStatus.CONFLICT,
  'sharing.stale': HttpStatus.CONFLICT,
  'sharing.unsound': HttpStatus.UNPROCESSABLE_ENTITY,
  'worksheet.cannot-stock': HttpStatus.CONFLICT,
  'label.cannot-be-made': HttpStatus.UNPROCESSABLE_ENTITY,
  'label.unknown-code': HttpStatus.UNPROCESSABLE_ENTITY,
  'label.cannot-activate': HttpStatus.CONFLICT,
  'label.renderer-busy': HttpStatus.SERVICE_UNAVAILABLE,
  'label.printed-already': HttpStatus.CONFLICT,
  'label.not-verified': HttpStatus.CONFLICT,
  // substitutions
  'substitution.wrong-state': HttpStatus.CONFLICT,
  'substitution.invalid': HttpStatus.UNPROCESSABLE_ENTITY,
  'substitution.shown-differs': HttpStatus.CONFLICT,
  'substitution.nothing-to-do': HttpStatus.UNPROCESSABLE_ENTITY,
  'substitution.answers-missing': HttpStatus.UNPROCESSABLE_ENTITY,
  'substitution.too-many-orders': HttpStatus.UNPROCESSABLE_ENTITY,
  'substitution.preference-exists': HttpStatus.CONFLICT,
  // recalls
  'lot.recalled': HttpStatus.CONFLICT,
  'worksheet.recalled': HttpStatus.CONFLICT,
  'recall.nothing-found': HttpStatus.UNPROCESSABLE_ENTITY,
  'recall.scope-changed': HttpStatus.CONFLICT,
  'recall.wrong-state': HttpStatus.CONFLICT,
  'recall.changed-meanwhile': HttpStatus.CONFLICT,
  'recall.not-finished': HttpStatus.CONFLICT,
  'recall-notice.unreadable': HttpStatus.UNPROCESSABLE_ENTITY,
  // rule packs
  'rule-pack.invalid': HttpStatus.UNPROCESSABLE_ENTITY,
  'rule-pack.exists': HttpStatus.CONFLICT,
  'rule-pack.ended-already': HttpStatus.CONFLICT,
  'rule-pack.frozen': HttpStatus.CONFLICT,
  // purchasing and receiving
  'supplier.name-taken': HttpStatus.CONFLICT,
  'supplier.changed-meanwhile': HttpStatus.CONFLICT,
  'purchase-order.wrong-state': HttpStatus.CONFLICT,
  'purchase-order.changed-meanwhile': HttpStatus.CONFLICT,
  'purchase-order.blocked': HttpStatus.UNPROCESSABLE_ENTITY,
  'purchase-order.line-settled': HttpStatus.CONFLICT,
  'receipt.blocked': HttpStatus.UNPROCESSABLE_ENTITY,
  'receipt.over': HttpStatus.UNPROCESSABLE_ENTITY,
  'receipt.own-review': HttpStatus.FORBIDDEN,
  'receipt.wrong-state': HttpStatus.CONFLICT,
  'receipt.review-required': HttpStatus.CONFLICT,
  'stranger.wrong-state': HttpStatus.CONFLICT,
  'dscsa.document-invalid': HttpStatus.UNPROCESSABLE_ENTITY,
  'exception.wrong-state': HttpStatus.CONFLICT,
  // supply
  'supply.alternative-exists': HttpStatus.CONFLICT,
  'supply.changed-meanwhile': HttpStatus.CONFLICT,
  'supply.lever-not-possible': HttpStatus.UNPROCESSABLE_ENTITY,
  'supply.nothing-to-order': HttpStatus.UNPROCESSABLE_ENTITY,
  // shortages
  'shortage.not-a-feed': HttpStatus.UNPROCESSABLE_ENTITY,
  'shortage.older': HttpStatus.CONFLICT,
  'shortage.busy': HttpStatus.SERVICE_UNAVAILABLE,
  'shortage.no-address': HttpStatus.CONFLICT,
  'shortage.no-sample': HttpStatus.CONFLICT,
} as const satisfies Record<string, HttpStatus>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Refusals that are audit entries too, written after the rollback by whoever answers: somebody tried. */
export const AUDITED_PROBLEMS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'access.denied',
  'session.refused',
  'session.too-many-attempts',
  'session.forged',
  'signature.refused',
  'person.own-access',
  'formula.own-approval',
  'worksheet.claim-refused',
  'worksheet.scan-refused',
  'worksheet.no-beyond-use-date',
  'worksheet.cannot-verify',
  'worksheet.cannot-dispense',
  'worksheet.cannot-stock',
  'label.cannot-activate',
  'receipt.own-review',
  'worksheet.recalled',
  'lot.recalled',
]);

export interface FieldProblem {
  /** Path of the field, `lines.0.dose`. */
  readonly field: string;
  readonly message: string;
  /** What would have been accepted. */
  readonly accepted?: string;
}

export interface ProblemOptions {
  /** For people: what is wrong and what to do about it. Never a password, never more about a patient than they asked for. */
  readonly detail: string;
  readonly fields?: readonly FieldProblem[];
  readonly accepted?: string;
  readonly findings?: readonly Finding[];
  /** Seconds until asking again makes sense. */
  readonly retryAfterSeconds?: number;
  /** What the audit entry of this refusal says; see AUDITED_PROBLEMS. */
  readonly audit?: {
    readonly action: string;
    readonly subject: { readonly kind: string; readonly id: string };
    readonly data?: Readonly<Record<string, unknown>>;
  };
  /** A wrong password, to be counted after the rollback. */
  readonly attempt?: { readonly login: string; readonly address: string; readonly kind: AttemptKind };
  readonly cause?: unknown;
}

/** A refusal. Thrown, so that the transaction it was found in is rolled back. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: HttpStatus;

  constructor(
    readonly code: ProblemCode,
    readonly options: ProblemOptions,
  ) {
    super(options.detail, { cause: options.cause });
    this.status = PROBLEMS[code];
  }
}

/** RFC 9457, plus `code`, `fields`, `accepted` and `findings`. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  const { detail, fields, accepted, findings } = problem.options;
  return {
    type: `urn:problem:${problem.code}`,
    title: titleOf(problem.status),
    status: problem.status,
    code: problem.code,
    detail,
    instance: `urn:request:${requestId}`,
    ...(fields && { fields }),
    ...(accepted !== undefined && { accepted }),
    ...(findings && { findings }),
  };
}

/** NOT_FOUND reads "Not found". */
function titleOf(status: HttpStatus): string {
  const words = (HttpStatus[status] ?? 'PROBLEM').toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const notFound = (kind: string, id: string): Problem =>
  new Problem('request.not-found', { detail: `There is no ${kind} ${id}.` });

/**
 * Throws when a finding blocks: `stop` always, `hard` unless its code is among the overridden ones. The problem carries all
 * findings, so that a screen shows each beside what it is about.
 */
export function refuseIfBlocked(
  findings: readonly Finding[],
  refusal: {
    readonly code: ProblemCode;
    readonly overridden?: ReadonlySet<string>;
    readonly audit?: ProblemOptions['audit'];
  },
): void {
  const blocking = findings.filter(
    (f) => f.severity === 'stop' || (f.severity === 'hard' && !refusal.overridden?.has(f.code)),
  );
  if (blocking.length === 0) return;
  throw new Problem(refusal.code, {
    detail: blocking.map((f) => f.message).join(' '),
    findings,
    ...(refusal.audit && { audit: refusal.audit }),
  });
}
