import { Injectable } from '@nestjs/common';
import {
  outstandingPackages,
  PURCHASE_ORDER_MACHINE,
  sendingFindings,
  type PurchaseOrderEvent,
} from '#domain/purchase-order';
import { next } from '#domain/state-machine';
import { formatInstant, type LocalDate } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { dateField } from '../../platform/http/dates.js';
import { notFound, Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { lockOrder, orderLines, pricesNow, type OrderLineRow, type OrderRow } from './orders.queries.js';
import { OrderView } from './order-view.js';
import { PurchasingBooks } from './purchasing-books.js';
import type {
  CancelLineRequest,
  ChangePurchaseOrderRequest,
  PurchaseOrderRequest,
  PurchaseOrderResponse,
} from './purchasing.dto.js';
import { supplierById } from './suppliers.queries.js';

const INSERT_LINES = `
  insert into purchase_order_line (id, purchase_order_id, position, product_id, packs, pack_packages, price, expected_on)
  select id, $1, position, product_id, packs, pack_packages, price, expected_on
  from unnest($2::uuid[], $3::int[], $4::uuid[], $5::int[], $6::int[], $7::numeric[], $8::date[])
    as t(id, position, product_id, packs, pack_packages, price, expected_on)`;

@Injectable()
export class PurchaseOrdersService {
  constructor(
    private readonly commands: Commands,
    private readonly books: PurchasingBooks,
    private readonly view: OrderView,
    private readonly audit: Audit,
    private readonly feed: Feed,
  ) {}

  create(command: Command, input: PurchaseOrderRequest): Promise<PurchaseOrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const id = this.books.ids.next();
      const number = await this.books.numbers.next(tx, 'PO');
      const now = formatInstant(this.books.clock.now());
      await tx.query(
        `insert into purchase_order (id, number, supplier_id, state, expected_on, note, dea_order_number, created_by, created_at)
         values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8)`,
        [id, number, ...headOf(input), actor.personId, now],
      );
      await this.insertLines(tx, id, input);
      return this.tell(tx, actor, id, 'purchase-order.drafted', { after: { ...input } });
    });
  }

  change(command: Command, id: string, input: ChangePurchaseOrderRequest): Promise<PurchaseOrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const order = await lockOrder(tx, id);
      moveOn(order, 'change');
      if (order.revision !== input.revision) throw changedMeanwhile();
      const before = await orderLines(tx, id);
      await tx.query(
        `update purchase_order set supplier_id = $2, expected_on = $3, note = $4, dea_order_number = $5,
           revision = revision + 1 where id = $1`,
        [id, ...headOf(input)],
      );
      await tx.query('delete from purchase_order_line where purchase_order_id = $1', [id]);
      await this.insertLines(tx, id, input);
      const data = { before: { order, lines: before }, after: { ...input } };
      return this.tell(tx, actor, id, 'purchase-order.changed', data);
    });
  }

  /** The supplier has it: from now on it may be received. */
  send(command: Command, id: string, deaOrderNumber: string | undefined): Promise<PurchaseOrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const order = await lockOrder(tx, id);
      const to = moveOn(order, 'send');
      const today = await this.books.today(tx);
      const [lines, supplier] = [await orderLines(tx, id), await supplierById(tx, order.supplierId, today)];
      if (!supplier) throw notFound('supplier', order.supplierId);
      const dea = deaOrderNumber?.trim() ?? order.deaOrderNumber;
      const standing = { ...supplier, licenseCheckedUntil: supplier.licenseCheckedUntil as LocalDate | null };
      const findings = sendingFindings({ lines, deaOrderNumber: dea, supplier: standing }, today);
      refuseIfBlocked(findings, { code: 'purchase-order.blocked' });
      await tx.query(
        `update purchase_order set state = $2, sent_at = $3, sent_by = $4, dea_order_number = $5, revision = revision + 1
         where id = $1`,
        [id, to, formatInstant(this.books.clock.now()), actor.personId, dea],
      );
      const data = { deaOrderNumber: dea, findings: findings.map((f) => f.code) };
      return this.tell(tx, actor, id, 'purchase-order.sent', data);
    });
  }

  /** Before anything came. */
  cancel(command: Command, id: string, reason: string): Promise<PurchaseOrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const order = await lockOrder(tx, id);
      const to = moveOn(order, 'cancel');
      const lines = await orderLines(tx, id);
      refusePending(lines);
      if (lines.some((l) => l.receivedPackages > 0 || l.overPackages > 0))
        throw wrongState('Something of this order has come already. Close it short instead.');
      await this.end(tx, actor, id, to, reason);
      return this.tell(tx, actor, id, 'purchase-order.cancelled', { reason });
    });
  }

  /** Nothing more is expected, although less came than was ordered. */
  closeShort(command: Command, id: string, reason: string): Promise<PurchaseOrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const order = await lockOrder(tx, id);
      const to = moveOn(order, 'close');
      const lines = await orderLines(tx, id);
      refusePending(lines);
      await tx.query(
        `update purchase_order_line set cancelled_packages = packs * pack_packages - received_packages, cancelled_reason = $2
         where purchase_order_id = $1 and packs * pack_packages > received_packages + cancelled_packages`,
        [id, reason.trim()],
      );
      await this.end(tx, actor, id, to, reason);
      const short = lines.map((l) => ({ product: l.productName, packages: outstandingPackages(l) }));
      return this.tell(tx, actor, id, 'purchase-order.closed-short', { reason, short });
    });
  }

  /** The rest of a line, or a part of it, will not come. The order ends when nothing is outstanding any more. */
  cancelLine(command: Command, id: string, lineId: string, input: CancelLineRequest): Promise<PurchaseOrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const order = await lockOrder(tx, id);
      if (order.state !== 'sent' && order.state !== 'partly-received')
        throw wrongState(`${order.number} is ${order.state}: change or cancel the order itself.`);
      const lines = await orderLines(tx, id);
      const line = lines.find((one) => one.id === lineId);
      if (!line) throw notFound('line of this order', lineId);
      const left = outstandingPackages(line) - line.pendingPackages;
      const packages = input.packages ?? left;
      if (left <= 0 || packages > left)
        throw new Problem('purchase-order.line-settled', {
          detail: `Of ${line.productName} ${Math.max(0, left)} can be cancelled: the rest has come or waits for review.`,
        });
      await tx.query(
        'update purchase_order_line set cancelled_packages = cancelled_packages + $2, cancelled_reason = $3 where id = $1',
        [lineId, packages, input.reason.trim()],
      );
      await this.settle(tx, actor, id, input.reason);
      const data = { line: line.productName, packages, reason: input.reason };
      return this.tell(tx, actor, id, 'purchase-order.line-cancelled', data);
    });
  }

  private async settle(tx: Tx, actor: Actor, id: string, reason: string): Promise<void> {
    const lines = await orderLines(tx, id);
    if (lines.some((line) => outstandingPackages(line) > 0)) return;
    const came = lines.some((line) => line.receivedPackages > 0 || line.overPackages > 0);
    await this.end(tx, actor, id, came ? 'closed' : 'cancelled', reason);
  }

  private async end(tx: Tx, actor: Actor, id: string, to: string, reason: string): Promise<void> {
    await tx.query(
      `update purchase_order set state = $2, ended_at = $3, ended_by = $4, ended_reason = $5, revision = revision + 1
       where id = $1`,
      [id, to, formatInstant(this.books.clock.now()), actor.personId, reason.trim()],
    );
  }

  private async insertLines(tx: Tx, id: string, input: PurchaseOrderRequest): Promise<void> {
    const products = input.lines.map((l) => l.productId);
    const twice = products.findIndex((product, i) => products.indexOf(product) !== i);
    if (twice >= 0)
      throw invalid([{ field: `lines.${twice}.productId`, message: 'stands on another line of this order already' }]);
    const prices = await pricesNow(tx, input.supplierId, products, await this.books.today(tx));
    const priced = input.lines.map((line, i) => {
      const known = prices.find(
        (p) => p.productId === line.productId && (line.packPackages ?? p.packPackages) === p.packPackages,
      );
      const packPackages = line.packPackages ?? known?.packPackages;
      const price = line.price ?? known?.price;
      if (packPackages === undefined)
        throw invalid([{ field: `lines.${i}.packPackages`, message: 'is needed: this supplier has no price for it' }]);
      if (price === undefined)
        throw invalid([{ field: `lines.${i}.price`, message: 'is needed: this supplier has no price for this pack' }]);
      return { ...line, packPackages, price };
    });
    await tx.query(INSERT_LINES, [
      id,
      priced.map(() => this.books.ids.next()),
      priced.map((_, i) => i + 1),
      products,
      priced.map((l) => l.packs),
      priced.map((l) => l.packPackages),
      priced.map((l) => l.price),
      priced.map((l, i) => (l.expectedOn === undefined ? null : dateField(`lines.${i}.expectedOn`, l.expectedOn))),
    ]);
  }

  private async tell(
    tx: Tx,
    actor: Actor,
    id: string,
    action: string,
    data: Record<string, unknown>,
  ): Promise<PurchaseOrderResponse> {
    await this.audit.record(tx, actor, action, { kind: 'purchase-order', id }, data);
    this.feed.changed(tx, 'purchase', id);
    return this.view.order(tx, id);
  }
}

/** Where the event leads. @throws Problem `purchase-order.wrong-state` */
export function moveOn(order: Pick<OrderRow, 'number' | 'state'>, event: PurchaseOrderEvent): string {
  const step = next(PURCHASE_ORDER_MACHINE, order.state, event);
  if (!step.allowed) throw wrongState(`${order.number} is ${order.state}: that is not possible any more.`);
  return step.to;
}

const headOf = (input: PurchaseOrderRequest): unknown[] => [
  input.supplierId,
  input.expectedOn === undefined ? null : dateField('expectedOn', input.expectedOn),
  input.note?.trim() ?? '',
  input.deaOrderNumber?.trim() ?? null,
];

const wrongState = (detail: string): Problem => new Problem('purchase-order.wrong-state', { detail });

const changedMeanwhile = (): Problem =>
  new Problem('purchase-order.changed-meanwhile', {
    detail: 'Somebody else has changed this order. Look at it again.',
  });

function refusePending(lines: readonly OrderLineRow[]): void {
  if (lines.some((line) => line.pendingPackages > 0))
    throw wrongState('A delivery of this order waits for its review. Review it first.');
}
