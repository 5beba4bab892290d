import { Injectable } from '@nestjs/common';
import type { StabilityDecision } from '#domain/beyond-use-date';
import { tallMan } from '#domain/display';
import type { Finding } from '#domain/finding';
import { stabilityText } from '#domain/signature';
import { formatInstant, parseInstant, showInstant, type Instant } from '#domain/time';
import { planJson, planWorksheet } from '#domain/worksheet';
import type { Actor } from '../../platform/auth/actor.js';
import { Signatures } from '../../platform/auth/signatures.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { Allocations } from '../stock/allocations.js';
import { summary } from '../worksheets/plan-sources.js';
import { writePlan } from '../worksheets/plan-writes.js';
import type { StoredPlan } from '../worksheets/worksheet-rows.js';
import { WorksheetRecords } from '../worksheets/worksheet-records.js';
import type { WorksheetRecord } from '../worksheets/worksheets.dto.js';
import { batchBasis, type BatchBasis, type BatchWish } from './batch-basis.js';
import { BatchTools } from './batch-tools.js';
import { stockBatches } from './stock-batches.queries.js';
import type { BatchPreview, BatchPreviewRequest, StockBatchList, StockBatchRequest } from './stock-batches.dto.js';

/** Stock made ahead: from an approved formula to a worksheet without a patient, whose ingredients are set aside. */
@Injectable()
export class BatchesService {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly allocations: Allocations,
    private readonly signatures: Signatures,
    private readonly records: WorksheetRecords,
    private readonly tools: BatchTools,
  ) {}

  list(page: { productId?: string; cursor?: string; limit: number }): Promise<StockBatchList> {
    return stockBatches(this.db.reader, page);
  }

  /** What a batch would take and until when it would be good; changes nothing. */
  async preview(actor: Actor, input: BatchPreviewRequest): Promise<BatchPreview> {
    const reader = this.db.reader;
    const { zone } = await this.tools.sites.current(reader);
    const basis = await batchBasis(reader, wishOf(input, actor), this.tools.clock.now(), zone);
    const { beyondUseDate } = basis.bud;
    return {
      ingredients: ingredients(basis),
      budAt: beyondUseDate === null ? null : formatInstant(beyondUseDate),
      budText: beyondUseDate === null ? null : showInstant(beyondUseDate, zone),
      needsStabilityDecision: basis.bud.decision === 'needs-pharmacist',
      findings: basis.findings.map((f) => ({ ...f })),
    };
  }

  /**
   * Plans a batch and allocates first-expired-first-out, all or nothing. What no date could be given to is not begun; where evidence is
   * missing a pharmacist decides on stability and signs (BUD-11).
   * @throws Problem `worksheet.cannot-be-made`, `worksheet.findings-open`, `stock.not-enough`
   */
  plan(command: Command, input: StockBatchRequest): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const at = this.tools.clock.now();
      const { zone } = await this.tools.sites.current(tx);
      if (input.stabilityDecision && !actor.permissions.has('order.review'))
        throw new Problem('access.denied', { detail: 'A pharmacist decides on stability.' });
      const basis = await batchBasis(tx, wishOf(input, actor), at, zone);
      const { decision } = basis;
      refuseUndated(basis);
      refuseUnread(basis.findings, input.acknowledged);
      const neededAt = input.neededAt === undefined ? null : parseInstant(input.neededAt);
      if (neededAt !== null && neededAt < at)
        throw invalid([{ field: 'neededAt', message: 'has passed', accepted: 'a time to come' }]);
      const id = input.id ?? this.tools.ids.next<string>();
      const number = await this.write(tx, actor, { id, input, basis, at, neededAt });
      const plan = planWorksheet(basis.scaled, basis.version.content);
      const lineIds = await writePlan(tx, this.tools, {
        worksheetId: id,
        plan,
        patientId: null,
        containers: input.containers,
      });
      await this.allocations.allocate(tx, {
        needs: plan.lines.map((line) => ({
          lineId: lineIds.get(line.position) ?? '',
          productId: line.productId,
          packages: line.packages,
          ...(neededAt !== null && { usableUntil: neededAt }),
        })),
        at,
        zone,
      });
      const data = {
        number,
        containers: input.containers,
        product: basis.product.code,
        acknowledged: input.acknowledged,
      };
      await this.tools.audit.record(tx, actor, 'worksheet.planned', { kind: 'worksheet', id }, data);
      this.tools.feed.changed(tx, 'worksheet', id);
      if (decision) await this.signDecision(tx, actor, { id, number, input, decision });
      return this.records.record(tx, actor, id);
    });
  }

  private async write(
    tx: Tx,
    actor: Actor,
    it: {
      readonly id: string;
      readonly input: StockBatchRequest;
      readonly basis: BatchBasis;
      readonly at: Instant;
      readonly neededAt: Instant | null;
    },
  ): Promise<string> {
    const { product, version, scaled, stability, hazard } = it.basis;
    const stored: StoredPlan = {
      ...summary(scaled),
      plan: { ...planJson(planWorksheet(scaled, version.content)) },
      stability,
      hazard,
      ...(it.basis.decision && { stabilityDecision: it.basis.decision }),
    };
    const number = await this.tools.numbers.next(tx, 'WS');
    await tx.query(
      `insert into worksheet (id, number, stock_product_id, formulation_version_id, state, containers, storage, plan, needed_at, needs_bud_until, planned_by, planned_at)
       values ($1,$2,$3,$4,'allocated',$5,$6,$7,$8,$8,$9,$10)`,
      [
        it.id,
        number,
        product.id,
        version.id,
        it.input.containers,
        product.storage,
        JSON.stringify(stored),
        it.neededAt === null ? null : formatInstant(it.neededAt),
        actor.personId,
        formatInstant(it.at),
      ],
    );
    return number;
  }

  private async signDecision(
    tx: Tx,
    actor: Actor,
    it: { id: string; number: string; input: StockBatchRequest; decision: StabilityDecision },
  ): Promise<void> {
    const { decision } = it;
    if (it.input.password === undefined)
      throw invalid([{ field: 'password', message: 'is needed to sign the stability decision' }]);
    await this.signatures.sign(tx, actor, {
      password: it.input.password,
      meaning: 'reviewed',
      subjectKind: 'worksheet',
      subjectId: it.id,
      content: stabilityText({
        orderNumber: null,
        worksheetNumber: it.number,
        version: 1,
        limitHours: String(decision.limitHours),
        storage: decision.storage,
        clock: 'reconstitution',
        reason: decision.reason,
        citation: decision.citation,
      }),
    });
  }
}

const wishOf = (
  input: Pick<StockBatchRequest, 'productId' | 'containers' | 'stabilityDecision'> & { formulationVersionId?: string },
  actor: Actor,
): BatchWish => ({
  productId: input.productId,
  containers: input.containers,
  ...(input.formulationVersionId !== undefined && { formulationVersionId: input.formulationVersionId }),
  ...(input.stabilityDecision && { decided: { ...input.stabilityDecision, decidedBy: actor.name } }),
});

const ingredients = ({ scaled, version, free }: BatchBasis): BatchPreview['ingredients'] => {
  const { lines } = planWorksheet(scaled, version.content);
  const products = [
    ...scaled.additives.flatMap((a) => [a.product, ...(a.reconstitution ? [a.reconstitution.diluent] : [])]),
    ...[scaled.base?.product, scaled.fill?.container, scaled.fill?.diluent].flatMap((p) => p ?? []),
  ];
  return lines.flatMap((line) => {
    const product = products.find((p) => p.id === line.productId);
    return product
      ? [{ name: tallMan(product.name), ndc: product.ndc, packages: line.packages, free: free.get(product.id) ?? 0 }]
      : [];
  });
};

/** Nothing is begun that could get no date at the end (BUD-10, BUD-11). */
function refuseUndated({ bud, product }: BatchBasis): void {
  if (bud.decision === 'assigned') return;
  const why = bud.findings.filter((f) => f.severity === 'stop' || f.severity === 'hard');
  throw new Problem('worksheet.cannot-be-made', {
    detail: `${product.name} would get no beyond-use date. ${why.map((f) => f.message).join(' ')}`,
    findings: why,
  });
}

function refuseUnread(findings: readonly Finding[], acknowledged: readonly string[]): void {
  const unread = findings.filter((f) => f.severity === 'soft' && !acknowledged.includes(f.code));
  if (unread.length > 0)
    throw new Problem('worksheet.findings-open', {
      detail: `Read and acknowledge: ${unread.map((f) => f.message).join(' ')}`,
      findings: unread,
    });
}
