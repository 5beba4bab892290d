import { Injectable } from '@nestjs/common';
import type { StabilityDecision } from '#domain/beyond-use-date';
import { decideApproval, reviewOrder } from '#domain/review';
import { orderApprovalText } from '#domain/signature';
import { formatInstant, type Instant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Signatures } from '../../platform/auth/signatures.js';
import { Clock } from '../../platform/clock.js';
import { Database, type Reader, type Tx } from '../../platform/database/database.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Sites, type Site } from '../../platform/site/site.js';
import { PatientsQueries } from '../patients/patients.queries.js';
import { prescriptionFields, writeApproval } from './order-approval.js';
import { reviewBasis, type ReviewBasis, type ReviewWish } from './order-review-facts.js';
import { budPreview, formulaCandidates, preparation, stabilityRows } from './order-review-view.js';
import { lockOrder, orderRow, type OrderRow } from './order-rows.js';
import type {
  ApprovalRequest,
  OrderReviewResponse,
  OrderResponse,
  ReviewPreviewRequest,
  StabilityDecisionDto,
} from './orders.dto.js';
import { OrdersService } from './orders.service.js';

/** What the review needs of the platform. */
@Injectable()
export class ReviewTools {
  constructor(
    readonly ids: Ids,
    readonly clock: Clock,
    readonly sites: Sites,
    readonly audit: Audit,
  ) {}
}

/** The pharmacist's review: findings first, then approval by signature, a question back, or rejection. */
@Injectable()
export class OrderReviewService {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly orders: OrdersService,
    private readonly patients: PatientsQueries,
    private readonly signatures: Signatures,
    private readonly tools: ReviewTools,
  ) {}

  /** Everything to decide on, in one request. Changes nothing. */
  async review(actor: Actor, id: string, input: ReviewPreviewRequest = {}): Promise<OrderReviewResponse> {
    const reader = this.db.reader;
    const [row, site] = await Promise.all([orderRow(reader, id), this.tools.sites.current(reader)]);
    const at = this.tools.clock.now();
    const basis = await reviewBasis(reader, row, wishOf(input, actor), at, site.zone);
    const [order, patient] = await Promise.all([
      this.orders.get(actor, id),
      this.patients.show(reader, row.patient_id),
    ]);
    return {
      order,
      patient: { ...patient },
      findings: reviewOrder(basis.facts).map((f) => ({ ...f })),
      formulas: formulaCandidates(basis),
      chosenFormulationVersionId: basis.chosen?.versionId ?? null,
      preparation: basis.scale?.scaled ? preparation(basis.scale.scaled) : null,
      bud: budPreview(basis),
      stability: stabilityRows(basis),
    };
  }

  start(command: Command, id: string): Promise<OrderResponse> {
    return this.orders.move(command, id, 'start-review', '');
  }

  /**
   * Approves this version by signature. Every stop is gone, every hard finding has a reason, every soft one was read, and
   * where no confirmed evidence fits the pharmacist has decided on stability; the findings are worked out anew, here.
   */
  approve(command: Command, id: string, input: ApprovalRequest): Promise<OrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const order = await lockOrder(tx, id);
      if (order.version !== input.version)
        throw new Problem('order.changed-meanwhile', {
          detail: `${order.number} was changed meanwhile and is at version ${order.version}. Review it again.`,
        });
      const at = this.tools.clock.now();
      const site = await this.tools.sites.current(tx);
      const basis = await reviewBasis(tx, order, wishOf(input, actor), at, site.zone);
      if (basis.chosen?.versionId !== input.formulationVersionId)
        throw new Problem('order.formula-not-approved', {
          detail: 'The formula that was chosen is not an approved one for these drugs. Choose another.',
        });
      const findings = reviewOrder(basis.facts);
      const decision = wishOf(input, actor).stabilityDecision ?? null;
      const missing = decideApproval({
        findings,
        acknowledgements: input.acknowledged,
        overrides: input.overrides.map(({ code, reason }) => ({ key: code, reason })),
        stabilityDecision: decision,
      });
      if (missing.length > 0)
        throw new Problem('order.findings-open', {
          detail: missing.map((m) => m.message).join(' '),
          findings: missing.map((m) => m.finding),
        });
      await this.orders.step(tx, actor, order, 'approve', '');
      await this.insertApproval(tx, actor, { order, lines: basis.lines, input, findings, decision, at });
      return this.orders.get(actor, id, tx);
    });
  }

  /** Asks the prescriber (`ask`) or rejects (`reject`), with the reason that will be read. */
  sendBack(command: Command, id: string, event: 'ask' | 'reject', reason: string): Promise<OrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const order = await lockOrder(tx, id);
      await this.orders.step(tx, actor, order, event, reason);
      const findings = reviewOrder(await this.facts(tx, order));
      await tx.query(
        `insert into order_review (id, order_id, version_id, decision, reason, findings, reviewed_by, reviewed_at) values ($1,$2,$3,$4,$5,$6,$7,$8)`,
        [
          this.tools.ids.next(),
          id,
          order.version_id,
          event === 'ask' ? 'clarification' : 'rejected',
          reason,
          JSON.stringify(findings),
          actor.personId,
          formatInstant(this.tools.clock.now()),
        ],
      );
      return this.orders.get(actor, id, tx);
    });
  }

  private async facts(reader: Reader, order: OrderRow): Promise<ReviewBasis['facts']> {
    const site: Site = await this.tools.sites.current(reader);
    return (await reviewBasis(reader, order, {}, this.tools.clock.now(), site.zone)).facts;
  }

  private async insertApproval(
    tx: Tx,
    actor: Actor,
    approval: {
      order: OrderRow;
      lines: ReviewBasis['lines'];
      input: ApprovalRequest;
      findings: ReturnType<typeof reviewOrder>;
      decision: StabilityDecision | null;
      at: Instant;
    },
  ): Promise<void> {
    const { order, lines, input, findings, decision, at } = approval;
    const reviewId = this.tools.ids.next();
    const overrides = input.overrides.map(({ code, reason }) => ({ key: code, reason }));
    const signature = await this.signatures.sign(tx, actor, {
      password: input.password,
      meaning: 'approved',
      subjectKind: 'order-review',
      subjectId: reviewId,
      content: orderApprovalText({
        orderNumber: order.number,
        version: order.version,
        patientId: order.patient_id,
        prescription: prescriptionFields(order, lines),
        formulationVersionId: input.formulationVersionId,
        findings: findings.map(({ code, severity, field }) => ({ code, severity, ...(field && { field }) })),
        acknowledgements: input.acknowledged,
        overrides,
        stabilityDecision: decision && { ...decision },
      }),
    });
    await writeApproval(tx, {
      reviewId,
      order,
      findings,
      overrides,
      stabilityDecision: decision,
      formulationVersionId: input.formulationVersionId,
      reviewedBy: actor.personId,
      at,
      signatureId: signature.id,
    });
    await this.tools.audit.record(
      tx,
      actor,
      'order.approval-signed',
      { kind: 'order', id: order.id },
      { version: order.version, overrides, stabilityDecision: decision, signature: signature.id },
    );
  }
}

function wishOf(
  input: { formulationVersionId?: string; stabilityDecision?: StabilityDecisionDto },
  actor: Actor,
): ReviewWish {
  return {
    ...(input.formulationVersionId && { formulationVersionId: input.formulationVersionId }),
    ...(input.stabilityDecision && { stabilityDecision: { ...input.stabilityDecision, decidedBy: actor.name } }),
  };
}
