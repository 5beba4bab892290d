import { Injectable } from '@nestjs/common';
import {
  formulaProductIds,
  scaleFormula,
  stabilityPreparations,
  type FormulaContent,
  type ScaledFormula,
} from '#domain/formula';
import { dateIn, formatInstant, type Instant } from '#domain/time';
import { planJson, planWorksheet, type WorksheetPlan } from '#domain/worksheet';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { Feed } from '../../platform/feed/feed.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Numbers } from '../../platform/numbers.js';
import { Sites } from '../../platform/site/site.js';
import { productsById } from '../formulary/product-facts.js';
import { lineFacts, lineRows, lockOrder, type OrderLineRow, type OrderRow } from '../orders/order-rows.js';
import { Allocations } from '../stock/allocations.js';
import { freePackages } from './free-packages.js';
import { approvedFormula, containersToMake, hazardOfLines, neededUntilOf, summary } from './plan-sources.js';
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
      const { content, versionId } = await approvedFormula(tx, order);
      const containers = await containersToMake(tx, order, input.containers);
      const at = this.tools.clock.now();
      const site = await this.tools.sites.current(tx);
      const lines = await lineRows(tx, [order.version_id]);
      const scaled = await this.scale(tx, { content, lines, containers, at });
      const plan = planWorksheet(scaled, {
        qualityChecks: content.qualityChecks,
        extraSteps: content.extraSteps,
      });
      const neededUntil = neededUntilOf(order, containers, at);
      const id = input.id ?? this.tools.ids.next();
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
      const lineIds = await this.insertLines(tx, id, plan);
      await this.insertSteps(tx, id, plan, lineIds);
      await this.insertCsps(tx, id, order.patient_id, containers);
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
      return this.records.record(tx, actor, id);
    });
  }

  private async scale(
    tx: Tx,
    input: { content: FormulaContent; lines: readonly OrderLineRow[]; containers: number; at: Instant },
  ): Promise<ScaledFormula> {
    const productIds = formulaProductIds(input.content);
    const [products, free] = await Promise.all([productsById(tx, productIds), freePackages(tx, productIds, input.at)]);
    const facts = input.lines.map(lineFacts);
    const base = facts.find((line) => line.role === 'base');
    const answer = scaleFormula({
      content: input.content,
      doses: facts.filter((l) => l.role === 'additive').map((l) => ({ drugId: l.drug.id, dose: l.dose })),
      ...(base && { base: { drugId: base.drug.id, volume: base.dose } }),
      containers: input.containers,
      products: [...products.values()].map((p) => p.facts),
      freePackages: free,
    });
    // Hard findings were overridden with a reason when the order was approved; what must never be is refused again here.
    refuseIfBlocked(
      answer.findings.filter((f) => f.severity === 'stop'),
      { code: 'worksheet.cannot-be-made' },
    );
    if (!answer.scaled)
      throw new Problem('worksheet.cannot-be-made', {
        detail: answer.findings.map((f) => f.message).join(' '),
        findings: answer.findings,
      });
    return answer.scaled;
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

  private async insertLines(tx: Tx, worksheetId: string, plan: WorksheetPlan): Promise<Map<number, string>> {
    const ids = new Map(plan.lines.map((line) => [line.position, this.tools.ids.next()]));
    const l = plan.lines;
    await tx.query(
      `insert into worksheet_line (worksheet_id, id, position, role, drug_id, product_id, quantity, unit, packages)
       select $1, t.* from unnest($2::uuid[], $3::smallint[], $4::text[], $5::uuid[], $6::uuid[], $7::numeric[], $8::text[], $9::int[]) t`,
      [
        worksheetId,
        l.map((x) => ids.get(x.position)),
        l.map((x) => x.position),
        l.map((x) => x.role),
        l.map((x) => x.drugId),
        l.map((x) => x.productId),
        l.map((x) => x.quantity.value.toFixed(6, 'half-even')),
        l.map((x) => x.quantity.unit),
        l.map((x) => x.packages),
      ],
    );
    return ids;
  }

  private async insertSteps(
    tx: Tx,
    worksheetId: string,
    plan: WorksheetPlan,
    lineIds: ReadonlyMap<number, string>,
  ): Promise<void> {
    const s = plan.steps;
    await tx.query(
      `insert into worksheet_step (worksheet_id, state, id, position, kind, csp_position, line_id, package_index, instruction, planned_volume_ml, planned_quantity, unit)
       select $1, 'pending', t.* from unnest($2::uuid[], $3::smallint[], $4::text[], $5::smallint[], $6::uuid[], $7::smallint[], $8::text[], $9::numeric[], $10::numeric[], $11::text[]) t`,
      [
        worksheetId,
        s.map(() => this.tools.ids.next()),
        s.map((x) => x.position),
        s.map((x) => x.kind),
        s.map((x) => x.cspPosition),
        s.map((x) => (x.line === null ? null : lineIds.get(x.line))),
        s.map((x) => x.packageIndex),
        s.map((x) => x.instruction),
        s.map((x) => x.plannedVolume?.in('mL').value.toFixed(6, 'half-even') ?? null),
        s.map((x) => x.plannedQuantity?.value.toFixed(6, 'half-even') ?? null),
        s.map((x) => x.plannedQuantity?.unit ?? null),
      ],
    );
  }

  private async insertCsps(tx: Tx, worksheetId: string, patientId: string, containers: number): Promise<void> {
    const positions = Array.from({ length: containers }, (_, i) => i + 1);
    const numbers = await this.tools.numbers.several(tx, 'CSP', containers);
    await tx.query(
      `insert into csp (worksheet_id, patient_id, state, id, number, position)
       select $1, $2, 'planned', t.* from unnest($3::uuid[], $4::text[], $5::smallint[]) t`,
      [worksheetId, patientId, positions.map(() => this.tools.ids.next()), numbers, positions],
    );
  }
}
