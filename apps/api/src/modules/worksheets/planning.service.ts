import { Injectable } from '@nestjs/common';
import { stabilityPreparations } from '#domain/formula';
import { dateIn, formatInstant, type Instant } from '#domain/time';
import { planJson, planWorksheet } from '#domain/worksheet';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { Feed } from '../../platform/feed/feed.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Ids } from '../../platform/ids.js';
import { Numbers } from '../../platform/numbers.js';
import { Sites } from '../../platform/site/site.js';
import { lineRows, lockOrder, type OrderRow } from '../orders/order-rows.js';
import { Allocations } from '../stock/allocations.js';
import { writePlan } from './plan-writes.js';
import { approvedFormula, containersToMake, hazardOfLines, neededUntilOf, summary } from './plan-sources.js';
import { scaleForPlanning } from './scale-order.js';
import type { StoredPlan } from './worksheet-rows.js';
import type { PlanRequest, WorksheetRecord } from './worksheets.dto.js';
import { WorksheetRecords } from './worksheet-records.js';

/** What planning needs of the platform. */
@Injectable()
export class PlanningTools {
  constructor(
    readonly ids: Ids,
    readonly numbers: Numbers,
    readonly clock: Clock,
    readonly sites: Sites,
  ) {}
}

/** From an approved order to a worksheet whose stock is set aside. */
@Injectable()
export class PlanningService {
  constructor(
    private readonly commands: Commands,
    private readonly allocations: Allocations,
    private readonly records: WorksheetRecords,
    private readonly audit: Audit,
    private readonly feed: Feed,
    private readonly tools: PlanningTools,
  ) {}

  /**
   * Plans from the formula that was approved with the order, and allocates first-expired-first-out, all or nothing. Refuses more
   * containers than the order still lacks, and names how much of what is missing when stock does not reach.
   */
  plan(command: Command, input: PlanRequest): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const order = await lockOrder(tx, input.orderId);
      const id = await this.planOrder(tx, actor, order, { id: input.id, containers: input.containers });
      return this.records.record(tx, actor, id);
    });
  }

  /** The same inside a transaction that holds the order's lock. @returns the worksheet's id */
  async planOrder(
    tx: Tx,
    actor: Actor,
    order: OrderRow,
    asked: { readonly id?: string | undefined; readonly containers?: number | undefined },
  ): Promise<string> {
    const { content, versionId } = await approvedFormula(tx, order);
    const containers = await containersToMake(tx, order, asked.containers);
    const at = this.tools.clock.now();
    const site = await this.tools.sites.current(tx);
    const lines = await lineRows(tx, [order.version_id]);
    const scaled = await scaleForPlanning(tx, { orderId: order.id, content, lines, containers, at });
    const plan = planWorksheet(scaled, {
      qualityChecks: content.qualityChecks,
      extraSteps: content.extraSteps,
    });
    const neededUntil = neededUntilOf(order, containers, at);
    const id = asked.id ?? this.tools.ids.next();
    const stored: StoredPlan = {
      ...summary(scaled),
      plan: { ...planJson(plan) },
      stability: stabilityPreparations(scaled, content, order.storage),
      hazard: await hazardOfLines(tx, lines, dateIn(at, site.zone)),
    };
    const number = await this.insertWorksheet(tx, actor, {
      id,
      order,
      versionId,
      containers,
      stored,
      neededUntil,
      at,
    });
    const lineIds = await writePlan(tx, this.tools, {
      worksheetId: id,
      plan,
      patientId: order.patient_id,
      containers,
    });
    await this.allocations.allocate(tx, {
      needs: plan.lines.map((line) => ({
        lineId: lineIds.get(line.position) ?? '',
        productId: line.productId,
        packages: line.packages,
        usableUntil: neededUntil,
      })),
      at,
      zone: site.zone,
    });
    await this.audit.record(tx, actor, 'worksheet.planned', { kind: 'worksheet', id }, { number, containers });
    this.feed.changed(tx, 'worksheet', id);
    this.feed.changed(tx, 'order', order.id);
    return id;
  }

  private async insertWorksheet(
    tx: Tx,
    actor: Actor,
    w: {
      id: string;
      order: OrderRow;
      versionId: string;
      containers: number;
      stored: StoredPlan;
      neededUntil: Instant;
      at: Instant;
    },
  ): Promise<string> {
    const number = await this.tools.numbers.next(tx, 'WS');
    await tx.query(
      `insert into worksheet (id, number, order_id, order_version_id, formulation_version_id, state, containers, storage, plan, needed_at, needs_bud_until, planned_by, planned_at)
       values ($1,$2,$3,$4,$5,'allocated',$6,$7,$8,$9,$10,$11,$12)`,
      [
        w.id,
        number,
        w.order.id,
        w.order.version_id,
        w.versionId,
        w.containers,
        w.order.storage,
        JSON.stringify(w.stored),
        w.order.needed_at === null ? null : formatInstant(w.order.needed_at),
        formatInstant(w.neededUntil),
        actor.personId,
        formatInstant(w.at),
      ],
    );
    return number;
  }
}
