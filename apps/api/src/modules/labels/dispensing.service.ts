import { Injectable } from '@nestjs/common';
import { next } from '#domain/state-machine';
import { formatInstant, parseInstant } from '#domain/time';
import { decideDispense, WORKSHEET_MACHINE } from '#domain/worksheet';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { OrdersService } from '../orders/orders.service.js';
import { StockLedger } from '../stock/stock-ledger.js';
import { moveContents } from '../worksheets/contents.js';
import { writeEvent } from '../worksheets/events.js';
import { orderVersionOf, usedLotsOf } from '../worksheets/record-facts.js';
import type { RecordRow } from '../worksheets/record-rows.js';
import { lockOrderAndWorksheet } from '../worksheets/worksheet-rows.js';
import { WorksheetRecords } from '../worksheets/worksheet-records.js';
import type { WorksheetRecord } from '../worksheets/worksheets.dto.js';
import { LabelTools } from './label-tools.js';

/** The preparations leave the pharmacy for their patient. */
@Injectable()
export class DispensingService {
  constructor(
    private readonly commands: Commands,
    private readonly records: WorksheetRecords,
    private readonly orders: OrdersService,
    private readonly ledger: StockLedger,
    private readonly tools: LabelTools,
  ) {}

  /**
   * Dispenses all preparations of a worksheet. Refuses one whose label was not read back, whose beyond-use date is past, or in
   * which a lot was recalled or quarantined since; a hard finding (the date does not reach the last dose) needs a pharmacist's reason.
   */
  dispense(command: Command, id: string, overrideReason?: string): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockOrderAndWorksheet(tx, id);
      const [row, site] = [await this.records.row(tx, id), await this.tools.sites.current(tx)];
      const { order } = row;
      if (!order) throw madeForStock(row);
      const at = this.tools.clock.now();
      const findings = decideDispense({
        worksheetState: row.state,
        csps: (row.csps ?? []).map((csp) => ({
          number: csp.number,
          state: csp.state,
          labelMatches: csp.labels?.some((l) => l.matches && l.voided_at === null) ?? false,
        })),
        budAt: row.bud_at === null ? null : parseInstant(row.bud_at),
        neededUntil: row.needs_bud_until === null ? null : parseInstant(row.needs_bud_until),
        orderVersion: orderVersionOf(row),
        lots: usedLotsOf(row),
        at,
        zone: site.zone,
      });
      const mayOverride = overrideReason !== undefined && actor.permissions.has('worksheet.verify');
      refuseIfBlocked(findings, {
        code: 'worksheet.cannot-dispense',
        overridden: new Set(mayOverride ? findings.map((f) => f.code) : []),
        audit: { action: 'worksheet.dispensing-refused', subject: { kind: 'worksheet', id } },
      });
      const step = next(WORKSHEET_MACHINE, worksheet.state, 'dispense');
      if (!step.allowed)
        throw new Problem('worksheet.wrong-state', {
          detail: `${row.number}: ${step.finding.message}`,
          findings: [step.finding],
        });
      await moveContents(tx, this.ledger, {
        worksheetId: id,
        reason: 'dispensed',
        to: { kind: 'patient', subjectId: worksheet.patient_id },
        note: overrideReason ?? '',
        actor,
        at,
      });
      await tx.query(
        `update worksheet set state = $2, dispensed_by = $3, dispensed_at = $4, revision = revision + 1 where id = $1`,
        [id, step.to, actor.personId, formatInstant(at)],
      );
      await tx.query(`update csp set state = 'dispensed' where worksheet_id = $1 and state = 'active'`, [id]);
      await writeEvent(tx, this.tools.ids, {
        worksheetId: id,
        kind: 'dispensed',
        text: `Dispensed${overrideReason ? `, with the reason: ${overrideReason}` : ''}`,
        actor,
        at,
      });
      await this.tools.audit.record(tx, actor, 'worksheet.dispensed', { kind: 'worksheet', id }, { overrideReason });
      this.tools.feed.changed(tx, 'worksheet', id);
      if (await nothingLeft(tx, order.id)) await this.orders.completed(tx, actor, order.id);
      return this.records.record(tx, actor, id);
    });
  }
}

const madeForStock = (row: RecordRow): Problem =>
  new Problem('worksheet.cannot-dispense', {
    detail: `${row.number} was made for stock: put it on its shelf. A patient gets what is made from it for an order.`,
  });

async function nothingLeft(tx: Tx, orderId: string): Promise<boolean> {
  const [found] = await rows<{ left: string }>(
    tx,
    `select v.containers - coalesce((select sum(w.containers) from worksheet w where w.order_version_id = v.id and w.state = 'dispensed'), 0) as left
     from infusion_order o join infusion_order_version v on v.order_id = o.id and v.version = o.version where o.id = $1`,
    [orderId],
  );
  return found !== undefined && Number(found.left) <= 0;
}
