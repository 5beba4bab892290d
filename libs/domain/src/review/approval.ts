import type { StabilityDecision } from '#domain/beyond-use-date';
import type { Finding } from '#domain/finding';
import type { Missing, Override } from './facts.js';
import { STABILITY_MISSING } from './order-checks.js';
import { findingKey } from './review.js';

export interface ApprovalRequest {
  readonly findings: readonly Finding[];
  /** `findingKey` of each. */
  readonly acknowledgements: readonly string[];
  readonly overrides: readonly Override[];
  readonly stabilityDecision: Pick<StabilityDecision, 'limitHours' | 'reason' | 'citation'> | null;
}

/**
 * What still stands between an order and its approval; empty: it may be approved. `stop` is never overridden, `hard` needs a reason,
 * `soft` an acknowledgement (a reason counts as one). Missing stability evidence needs a decision with limit, reason and source, and the
 * findings are worked out with that decision: while it is still found, the decision does not cover the preparation (BUD-11).
 */
export function decideApproval(request: ApprovalRequest): Missing[] {
  return request.findings.flatMap((finding) => missing(finding, request) ?? []);
}

function missing(finding: Finding, request: ApprovalRequest): Missing | null {
  const key = findingKey(finding);
  const override = request.overrides.find((o) => o.key === key);
  const reasoned = override !== undefined && override.reason.trim() !== '';
  const lacks = (kind: Missing['kind'], message: string): Missing => ({ key, kind, message, finding });
  switch (finding.severity) {
    case 'info':
      return null;
    case 'soft':
      return reasoned || request.acknowledgements.includes(key)
        ? null
        : lacks('acknowledgement', `Acknowledge: ${finding.message}`);
    case 'hard':
      if (finding.code === STABILITY_MISSING)
        return lacks(
          'stability-decision',
          isDecided(request.stabilityDecision)
            ? 'The limit that was set is for another drug or storage: set one for this preparation as it is stored'
            : 'Set the stability limit in hours, with the reason and its source',
        );
      if (reasoned) return null;
      return override
        ? lacks('reason', `Give the reason to override: ${finding.message}`)
        : lacks('override', `Override with a reason, or resolve: ${finding.message}`);
    case 'stop':
      return lacks('never', finding.message);
  }
}

const isDecided = (decision: ApprovalRequest['stabilityDecision']): boolean =>
  decision !== null &&
  Number.isFinite(decision.limitHours) &&
  decision.limitHours > 0 &&
  decision.reason.trim() !== '' &&
  decision.citation.trim() !== '';
