import { Injectable } from '@nestjs/common';
import { assignBeyondUseDate, type BeyondUseDateAnswer, type PreparationFacts } from '#domain/beyond-use-date';
import { parseExpiry } from '#domain/in-use-time';
import { formatInstant, parseInstant, showInstant, type Instant, type ZoneId } from '#domain/time';
import { decideComplete, preparationMade, type ComponentUsed, type MadeFacts } from '#domain/worksheet';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { rulesAt } from '../facility/rules.js';
import { evidenceFor } from '../stability/evidence.js';
import { StockLedger } from '../stock/stock-ledger.js';
import { inUseFacts } from './bench-facts.js';
import { BenchTools } from './bench-tools.js';
import { benchFacts, type BenchFacts } from './bench.queries.js';
import type { StoredPlacement } from './claims.service.js';
import { discardLeftovers } from './leftovers.js';
import { datedBefore, madeBasis, usedComponents, type UsedRow } from './made.queries.js';
import { verificationFacts } from './record-facts.js';
import { moveOn } from './transitions.js';
import { lockWorksheet, refuseOtherStation, type WorksheetRow } from './worksheet-rows.js';
import { WorksheetRecords } from './worksheet-records.js';
import type { WorksheetRecord } from './worksheets.dto.js';

interface Dated {
  readonly facts: PreparationFacts;
  readonly answer: BeyondUseDateAnswer;
}

/** The maker says that it is done, and it gets its date. */
@Injectable()
export class CompletionService {
  constructor(
    private readonly commands: Commands,
    private readonly ledger: StockLedger,
    private readonly records: WorksheetRecords,
    private readonly tools: BenchTools,
  ) {}

  /**
   * Completes the record and assigns the beyond-use date from the actual start, of what was really used, where it was really made.
   * What is left in single-dose containers is thrown away.
   * @throws Problem `worksheet.cannot-complete`; `worksheet.no-beyond-use-date` with the engine's findings: nothing is dated by guess
   */
  complete(command: Command, id: string, station: string): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockWorksheet(tx, id);
      refuseOtherStation(worksheet, actor.personId, station);
      const site = await this.tools.sites.current(tx);
      const at = this.tools.clock.now();
      const row = await this.records.row(tx, id);
      refuseIfBlocked(decideComplete(verificationFacts(row, actor.personId, at, site.zone)), {
        code: 'worksheet.cannot-complete',
      });
      const to = moveOn(worksheet, 'complete');
      const bench = await benchFacts(tx, id);
      const { facts, answer } = await this.date(tx, worksheet, bench, site.zone);
      const budAt = dateOrRefusal(worksheet, answer);
      await tx.query(
        `with made as (
           update csp set state = 'compounded', bud_at = $5 where worksheet_id = $1 and state = 'compounding' returning id)
         update worksheet set state = $2, state_reason = '', completed_by = $3, completed_at = $4, bud_at = $5, bud_answer = $6, bud_facts = $7,
           revision = revision + 1 where id = $1`,
        [
          id,
          to,
          actor.personId,
          formatInstant(at),
          formatInstant(budAt),
          JSON.stringify(answer),
          JSON.stringify(facts),
        ],
      );
      const note = `Left over when ${worksheet.number} was complete`;
      const { containers } = bench;
      const discarded = await discardLeftovers(tx, this.ledger, {
        worksheetId: id,
        containers,
        actor,
        at,
        zone: site.zone,
        note,
      });
      await this.tell(tx, actor, worksheet, `Complete. Beyond-use date ${showInstant(budAt, site.zone)}`, {
        budAt: formatInstant(budAt),
        governing: answer.governing,
        discarded,
      });
      return this.records.show(await this.records.row(tx, id), actor, site.zone);
    });
  }

  /** The date and the facts it was worked out from: both are stored, so that it can be recomputed under the rules of its day. */
  private async date(tx: Tx, worksheet: WorksheetRow, bench: BenchFacts, zone: ZoneId): Promise<Dated> {
    const { started_at: startedAt, plan } = worksheet;
    const placement = await placementOf(tx, worksheet.id);
    if (startedAt === null || placement === null) throw new TypeError(`${worksheet.number} was never begun`);
    const basis = await madeBasis(tx, worksheet.id);
    const used = await usedComponents(tx, worksheet.id);
    const assignedBefore = worksheet.reworks === 0 ? null : await datedBefore(tx, worksheet.id);
    const rules = await rulesAt(tx, startedAt, zone);
    const made: MadeFacts = {
      startedAt,
      zone,
      storage: worksheet.storage,
      placement: placement.facts,
      components: used.map((row) => component(row, bench, zone)),
      reconstituted: reconstitutions(used, bench),
      stability: {
        preparations: plan.stability,
        evidence: await evidenceFor(tx, basis.additiveDrugIds),
        decision: basis.stabilityDecision,
      },
      formula: {
        id: basis.formulaId,
        version: String(basis.formulaVersion),
        maximumHours: basis.maximumHours ?? {},
      },
      ...(assignedBefore !== null && { assignedBefore }),
      containers: worksheet.containers,
      hazard: plan.hazard,
      schedule: basis.schedule,
    };
    const facts = preparationMade(made);
    return { facts, answer: assignBeyondUseDate(facts, rules) };
  }

  private async tell(
    tx: Tx,
    actor: Actor,
    worksheet: WorksheetRow,
    text: string,
    data: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.tools.tell(tx, actor, worksheet.id, { kind: 'completed', text, data });
    if (worksheet.order_id !== null) this.tools.feed.changed(tx, 'order', worksheet.order_id);
  }
}

async function placementOf(tx: Tx, id: string): Promise<StoredPlacement | null> {
  const [found] = await rows<{ placement: StoredPlacement | null }>(
    tx,
    'select placement from worksheet where id = $1',
    [id],
  );
  return found?.placement ?? null;
}

const component = (row: UsedRow, bench: BenchFacts, zone: ZoneId): ComponentUsed => ({
  lineId: row.lineId,
  name: row.name,
  lotNumber: row.lotNumber,
  ...(row.usableUntil === null
    ? { expiry: parseExpiry(row.expiryPrinted) }
    : { beyondUseDate: parseInstant(row.usableUntil) }),
  lotState: row.lotState,
  withdrawals: row.draws.flatMap(({ containerId, at }) => {
    const container = bench.containers.find((c) => c.id === containerId);
    return container ? [{ container: inUseFacts(container, zone), at: parseInstant(at) }] : [];
  }),
});

/** When each powder that was used was reconstituted. */
const reconstitutions = (used: readonly UsedRow[], bench: BenchFacts): MadeFacts['reconstituted'] =>
  used.flatMap(({ drug, draws }) =>
    draws.flatMap(({ containerId }) => {
      const since = bench.containers.find((c) => c.id === containerId)?.reconstitutedAt;
      return since ? [{ drug, at: parseInstant(since) }] : [];
    }),
  );

function dateOrRefusal(worksheet: WorksheetRow, answer: BeyondUseDateAnswer): Instant {
  if (answer.decision === 'assigned' && answer.beyondUseDate !== null) return answer.beyondUseDate;
  const why = answer.findings.filter((f) => f.severity === 'stop' || f.severity === 'hard').map((f) => f.message);
  throw new Problem('worksheet.no-beyond-use-date', {
    detail: `${worksheet.number} has no beyond-use date. ${why.join(' ')}`,
    findings: answer.findings,
    audit: {
      action: 'worksheet.completion-refused',
      subject: { kind: 'worksheet', id: worksheet.id },
      data: { decision: answer.decision, findings: answer.findings.map((f) => f.code) },
    },
  });
}
