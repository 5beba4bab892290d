import { Injectable } from '@nestjs/common';
import type { StabilityDecision } from '#domain/beyond-use-date';
import type { Finding } from '#domain/finding';
import type { Override } from '#domain/review';
import { formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { writeApproval } from '../orders/order-approval.js';
import { orderRow, type OrderLineRow, type OrderRow } from '../orders/order-rows.js';
import type { OrderRequest } from '../orders/orders.dto.js';
import { OrdersService } from '../orders/orders.service.js';
import { EndingsService } from '../worksheets/endings.service.js';
import { PlanningService } from '../worksheets/planning.service.js';
import { lockWorksheet } from '../worksheets/worksheet-rows.js';
import type { WaitingWorksheet } from './affected.queries.js';
import type { Compared } from './comparison.js';
import { restOf } from './hypothetical.js';
import type { SubstitutionRow } from './substitution-rows.js';

/** A version that is reviewed and approved by a signature that stands for several. */
export interface NewVersion {
  /** As it is in force now, with the containers, the time and the days of supply that the new version is for. */
  readonly rest: OrderRow;
  readonly lines: readonly OrderLineRow[];
  readonly reason: string;
  readonly formulationVersionId: string;
  readonly findings: readonly Finding[];
  readonly overrides: readonly Override[];
  readonly stabilityDecision: StabilityDecision | null;
  readonly signatureId: string;
  readonly at: Instant;
}

/** What a substitution does to one order, inside a transaction that holds its lock and those of its worksheets. */
@Injectable()
export class OrderChanges {
  constructor(
    private readonly orders: OrdersService,
    private readonly planning: PlanningService,
    private readonly endings: EndingsService,
    private readonly ids: Ids,
  ) {}

  /** Cancels what is not begun, writes and approves the new version where the prescription changes, and plans anew. */
  async substitute(
    tx: Tx,
    actor: Actor,
    work: {
      readonly row: SubstitutionRow;
      readonly order: Compared;
      readonly at: Instant;
      readonly signatureId: string;
    },
  ): Promise<void> {
    const { row, order: compared, at, signatureId } = work;
    const { order, after, shown, worksheets } = compared;
    if (!after) throw new TypeError('an order that cannot be substituted was not left alone');
    const reason = `Substitution ${row.number}: ${row.reason}`.slice(0, 500);
    await this.cancel(tx, actor, worksheets, reason);
    const version =
      row.kind === 'product'
        ? order.version
        : await this.newVersion(tx, actor, {
            rest: restOf(order, order.begun),
            reason,
            ...after,
            stabilityDecision: row.stability_decision,
            signatureId,
            at,
          });
    if (order.state === 'approved')
      for (const worksheet of shown.worksheets) await this.planAnew(tx, actor, order.id, worksheet);
    await tx.query(
      `update substitution_order set after_version = $3, outcome = 'substituted', outcome_note = $4 where substitution_id = $1 and order_id = $2`,
      [
        row.id,
        order.id,
        version,
        order.begun > 0 ? `Still the old one: ${order.begun} ${order.begun === 1 ? 'container' : 'containers'}` : '',
      ],
    );
  }

  async cancel(
    tx: Tx,
    actor: Actor,
    worksheets: readonly Pick<WaitingWorksheet, 'id'>[],
    reason: string,
  ): Promise<void> {
    for (const { id } of worksheets)
      await this.endings.cancelIn(tx, actor, await lockWorksheet(tx, id, { evenRecalled: true }), reason);
  }

  /**
   * Through every state of the machine, as by hand: changed, in review, approved, and on hold again where it was. @returns the
   * version's number
   */
  async newVersion(tx: Tx, actor: Actor, it: NewVersion): Promise<number> {
    const { id, state, state_reason: held } = it.rest;
    const version = await this.orders.revise(tx, actor, it.rest, requestOf(it.rest, it.lines), it.reason);
    await this.orders.step(tx, actor, await orderRow(tx, id), 'start-review', '');
    await this.orders.step(tx, actor, await orderRow(tx, id), 'approve', '');
    const current = await orderRow(tx, id);
    await writeApproval(tx, {
      reviewId: this.ids.next(),
      order: current,
      findings: it.findings,
      overrides: it.overrides,
      stabilityDecision: it.stabilityDecision,
      formulationVersionId: it.formulationVersionId,
      reviewedBy: actor.personId,
      at: it.at,
      signatureId: it.signatureId,
    });
    if (state === 'on-hold') await this.orders.step(tx, actor, current, 'hold', held);
    return version;
  }

  /** Planned as shown, or not at all: other packages than those that were signed for are a difference. */
  async planAnew(
    tx: Tx,
    actor: Actor,
    orderId: string,
    wanted: {
      readonly number: string;
      readonly containers: number;
      readonly products?: readonly { product: string; packages: number }[];
    },
  ): Promise<void> {
    const id = await this.plan(tx, actor, orderId, wanted);
    if (!wanted.products) return;
    const planned = await rows<{ product: string; packages: number }>(
      tx,
      'select p.name as product, l.packages from worksheet_line l join product p on p.id = l.product_id where l.worksheet_id = $1 order by l.position',
      [id],
    );
    const same =
      planned.length === wanted.products.length &&
      wanted.products.every(
        ({ product, packages }, i) => planned[i]?.product === product && planned[i]?.packages === packages,
      );
    if (!same)
      throw new Problem('substitution.shown-differs', {
        detail: `${wanted.number} would now be planned with other packages than were shown, because stock was taken meanwhile. Nothing was changed. Look at it again, then approve.`,
      });
  }

  /** Names the worksheet where stock does not reach, so that a person knows which order to leave out. */
  private async plan(
    tx: Tx,
    actor: Actor,
    orderId: string,
    { number, containers }: { readonly number: string; readonly containers: number },
  ): Promise<string> {
    try {
      return await this.planning.planOrder(tx, actor, await orderRow(tx, orderId), { containers });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'stock.not-enough') throw error;
      throw new Problem('stock.not-enough', {
        detail: `${number} cannot be planned anew: ${error.message} Nothing was changed. Receive stock, or leave the order out.`,
        ...(error.options.findings && { findings: error.options.findings }),
        cause: error,
      });
    }
  }
}

const requestOf = (order: OrderRow, lines: readonly OrderLineRow[]): OrderRequest => ({
  patientId: order.patient_id,
  route: order.route,
  schedule: order.schedule,
  durationMinutes: order.duration_minutes,
  ...(order.interval_minutes !== null && { intervalMinutes: order.interval_minutes }),
  containers: order.containers,
  ...(order.days_supply !== null && { daysSupply: order.days_supply }),
  storage: order.storage,
  device: order.device,
  ...(order.needed_at !== null && { neededAt: formatInstant(order.needed_at) }),
  prescriber: order.prescriber,
  indication: order.indication,
  directions: order.directions,
  lines: lines.map((line) => ({
    role: line.role,
    drugId: line.drug_id,
    dose: { value: line.dose_value, unit: line.dose_unit },
    basis: line.basis,
    ...(line.basis_value !== null &&
      line.basis_unit !== null && { basisDose: { value: line.basis_value, unit: line.basis_unit } }),
    ...(line.body_value !== null && { bodyMeasure: line.body_value }),
  })),
});
