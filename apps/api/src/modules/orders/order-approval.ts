import type { StabilityDecision } from '#domain/beyond-use-date';
import type { Finding } from '#domain/finding';
import type { Override } from '#domain/review';
import type { SignedOrderApproval } from '#domain/signature';
import { formatInstant, type Instant } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import type { OrderLineRow, OrderRow } from './order-rows.js';

/** The prescription as it is signed: every field that was entered, doses as decimal text. */
export const prescriptionFields = (
  order: OrderRow,
  lines: readonly OrderLineRow[],
): SignedOrderApproval['prescription'] => ({
  versionId: order.version_id,
  route: order.route,
  schedule: order.schedule,
  durationMinutes: order.duration_minutes,
  intervalMinutes: order.interval_minutes,
  containers: order.containers,
  daysSupply: order.days_supply,
  storage: order.storage,
  device: order.device,
  neededAt: order.needed_at === null ? null : formatInstant(order.needed_at),
  prescriber: order.prescriber,
  indication: order.indication,
  directions: order.directions,
  lines: lines.map((line) => ({
    position: line.position,
    role: line.role,
    drugId: line.drug_id,
    drug: line.drug_name,
    dose: { value: line.dose_value, unit: line.dose_unit },
    basis: line.basis,
    basisDose: line.basis_value === null ? null : { value: line.basis_value, unit: line.basis_unit },
    bodyMeasure: line.body_value,
  })),
});

export interface OrderApproval {
  readonly reviewId: string;
  /** With the version that is approved as its current one. */
  readonly order: Pick<OrderRow, 'id' | 'version_id'>;
  readonly findings: readonly Finding[];
  readonly overrides: readonly Override[];
  readonly stabilityDecision: StabilityDecision | null;
  readonly formulationVersionId: string;
  readonly reviewedBy: string;
  readonly at: Instant;
  readonly signatureId: string;
}

/** The approval of one version, as planning reads it. Whoever calls has checked the findings and has the signature. */
export async function writeApproval(tx: Tx, approval: OrderApproval): Promise<void> {
  const { order, stabilityDecision: decision } = approval;
  await tx.query(
    `insert into order_review (id, order_id, version_id, decision, findings, overrides, stability_decision, formulation_version_id, reviewed_by, reviewed_at, signature_id)
     values ($1,$2,$3,'approved',$4,$5,$6,$7,$8,$9,$10)`,
    [
      approval.reviewId,
      order.id,
      order.version_id,
      JSON.stringify(approval.findings),
      JSON.stringify(approval.overrides),
      decision === null ? null : JSON.stringify(decision),
      approval.formulationVersionId,
      approval.reviewedBy,
      formatInstant(approval.at),
      approval.signatureId,
    ],
  );
}
