import { Injectable } from '@nestjs/common';
import type { Finding } from '#domain/finding';
import { needsReview, RECEIPT_MACHINE, receivingPolicy } from '#domain/receiving';
import { canonicalJson, type Signable } from '#domain/signature';
import { next } from '#domain/state-machine';
import { dateIn, formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { lockOrder, orderLines } from '../purchasing/orders.queries.js';
import { StockBooks } from '../stock/stock-books.js';
import { coveredProducts, insertReceipt, lookAgain, readArrivals, type Source } from './delivery.js';
import { ReceiptView } from './receipt-view.js';
import { ReceivingTools } from './receiving-tools.js';
import { lockReceipt } from './receipt-rows.js';
import { judgeLines, sortGiven } from './recording.js';
import { ReceiptWriter } from './receipt-writer.js';
import type { RecordedReceiptResponse, RecordReceiptRequest, ReviewReceiptRequest } from './receiving.dto.js';

/** Deliveries: recorded as they are unpacked, reviewed by a second person where the site asks for it, then stock. */
@Injectable()
export class ReceivingService {
  constructor(
    private readonly commands: Commands,
    private readonly stock: StockBooks,
    private readonly writer: ReceiptWriter,
    private readonly view: ReceiptView,
    private readonly tools: ReceivingTools,
  ) {}

  /** Takes a delivery in, against an order or without one. Where a review is due, nothing of it is stock before. */
  record(command: Command, input: RecordReceiptRequest): Promise<RecordedReceiptResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const now = this.stock.clock.now();
      const site = await this.stock.sites.current(tx);
      const policy = receivingPolicy(site.settings);
      const source = await this.source(tx, input);
      const given = sortGiven(input.lines);
      const arriving = await readArrivals(tx, given, now, site);
      const covered = await coveredProducts(tx, given);
      const today = dateIn(now, site.zone);
      const context = { arrivals: arriving, covered, order: source.order, policy, today };
      const judged = judgeLines(given, { ...context, newId: () => this.stock.ids.next() });
      const seen = await lookAgain(tx, arriving);
      const findings = [...judged.findings, ...seen];
      refuseIfBlocked(findings, { code: findings.some(isOver) ? 'receipt.over' : 'receipt.blocked' });
      const review = needsReview(policy, [...covered.values()]);
      const made = { ...input, source, now, findings, review, lines: judged.lines };
      const receipt = await insertReceipt(tx, actor, made, { ids: this.stock.ids, numbers: this.tools.numbers });
      if (!review) await this.writer.post(tx, actor, receipt);
      await this.tools.audit.record(
        tx,
        actor,
        review ? 'receipt.recorded' : 'stock.received',
        { kind: 'receipt', id: receipt.id },
        { supplier: source.supplierName, order: source.orderId, lines: input.lines, findings, review },
      );
      this.tools.feed.changed(tx, 'purchase', receipt.id);
      if (source.orderId !== null) this.tools.feed.changed(tx, 'purchase', source.orderId);
      return this.view.receipt(tx, receipt.id);
    });
  }

  /** By another person than the receiver, who signs what was counted. */
  review(command: Command, id: string, input: ReviewReceiptRequest): Promise<RecordedReceiptResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const receipt = await lockReceipt(tx, id);
      const step = next(RECEIPT_MACHINE, receipt.state, input.decision);
      if (!step.allowed)
        throw new Problem('receipt.wrong-state', { detail: `${receipt.number} is ${receipt.state} already.` });
      if (receipt.receivedBy === actor.personId)
        throw new Problem('receipt.own-review', {
          detail: 'Whoever received it does not review it. Ask another person.',
          audit: { action: 'receipt.own-review-refused', subject: { kind: 'receipt', id } },
        });
      if (input.decision === 'refuse' && input.reason === undefined)
        throw new Problem('request.invalid', {
          detail: 'Say why the delivery is refused.',
          fields: [{ field: 'reason', message: 'is needed' }],
        });
      const before = await this.view.receipt(tx, id);
      // Whoever looks at it after this stands on the state that the signer saw.
      const content = reviewText(before, input.decision, input.reason ?? null);
      const signature = await this.tools.signatures.sign(tx, actor, {
        password: input.password,
        meaning: input.decision === 'accept' ? 'reviewed' : 'rejected',
        subjectKind: 'receipt',
        subjectId: id,
        content,
      });
      await tx.query(
        `update receipt set state = $2, reviewed_at = $3, reviewed_by = $4, review_reason = $5, signature_id = $6 where id = $1`,
        [id, step.to, formatInstant(signature.signedAt), actor.personId, input.reason?.trim() ?? null, signature.id],
      );
      if (step.to === 'posted') await this.writer.post(tx, actor, receipt);
      else await sendBackStrangers(tx, id, actor, signature.signedAt, input.reason ?? '');
      const action = step.to === 'posted' ? 'stock.received' : 'receipt.refused';
      await this.tools.audit.record(tx, actor, action, { kind: 'receipt', id }, { reason: input.reason ?? '' });
      this.tools.feed.changed(tx, 'purchase', id);
      if (receipt.purchaseOrderId !== null) this.tools.feed.changed(tx, 'purchase', receipt.purchaseOrderId);
      return this.view.receipt(tx, id);
    });
  }

  private async source(tx: Tx, input: RecordReceiptRequest): Promise<Source> {
    if (input.purchaseOrderId !== undefined) {
      const order = await lockOrder(tx, input.purchaseOrderId);
      if (order.state !== 'sent' && order.state !== 'partly-received')
        throw new Problem('purchase-order.wrong-state', {
          detail: `${order.number} is ${order.state}: nothing is received against it. Record the delivery without an order.`,
        });
      const { supplierId, supplierName } = order;
      return { supplierId, supplierName, orderId: order.id, order: await orderLines(tx, order.id) };
    }
    const [supplier] = await rows<{ name: string }>(tx, 'select name from supplier where id = $1', [
      input.supplierId ?? null,
    ]);
    if (!supplier || input.supplierId === undefined)
      throw new Problem('request.invalid', {
        detail: 'Say which order or which supplier this delivery is of.',
        fields: [{ field: 'supplierId', message: 'is needed without an order' }],
      });
    return { supplierId: input.supplierId, supplierName: supplier.name, orderId: null, order: [] };
  }
}

const isOver = (f: Finding): boolean => f.code === 'receipt.over' && f.severity === 'stop';

/** What the second person signs: the delivery as it was counted (P11-02). */
const reviewText = (receipt: RecordedReceiptResponse, decision: string, reason: string | null): string =>
  `infusion-pharmacy receipt-${decision} v1\n${canonicalJson({
    number: receipt.number,
    supplier: receipt.supplierName,
    order: receipt.purchaseOrderNumber,
    receivedAt: receipt.receivedAt,
    receivedBy: receipt.receivedBy.id,
    reason,
    lines: receipt.lines.map((line): Signable => ({ ...line })),
  })}`;

async function sendBackStrangers(tx: Tx, receiptId: string, actor: Actor, at: Instant, reason: string): Promise<void> {
  await tx.query(
    `update receipt_line set stranger_state = 'sent-back', decided_at = $2, decided_by = $3, decided_reason = $4
     where receipt_id = $1 and stranger_state = 'waiting'`,
    [receiptId, formatInstant(at), actor.personId, reason],
  );
}
