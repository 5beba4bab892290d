import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Allocations } from '../stock/allocations.js';
import { StockLedger } from '../stock/stock-ledger.js';
import { BenchTools } from './bench-tools.js';
import { benchFacts } from './bench.queries.js';
import { moveContents } from './contents.js';
import { discardLeftovers } from './leftovers.js';
import { moveOn } from './transitions.js';
import { lockOrderAndWorksheet, type WorksheetRow } from './worksheet-rows.js';
import { WorksheetRecords } from './worksheet-records.js';
import type { WorksheetRecord } from './worksheets.dto.js';

/** The two ways in which a worksheet comes to nothing: before anything was taken, and after. */
@Injectable()
export class EndingsService {
  constructor(
    private readonly commands: Commands,
    private readonly allocations: Allocations,
    private readonly ledger: StockLedger,
    private readonly records: WorksheetRecords,
    private readonly tools: BenchTools,
  ) {}

  /** Before the first scan: all that was set aside is free again, and the order can be planned anew. */
  cancel(command: Command, id: string, reason: string): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockOrderAndWorksheet(tx, id, { evenRecalled: true });
      await this.cancelIn(tx, actor, worksheet, reason);
      return this.records.record(tx, actor, id);
    });
  }

  /** The same inside a transaction that holds the locks of the order and the worksheet. */
  async cancelIn(tx: Tx, actor: Actor, worksheet: WorksheetRow, reason: string): Promise<void> {
    const to = moveOn(worksheet, 'cancel');
    const freed = await this.release(tx, worksheet);
    await this.end(tx, worksheet.id, to, reason, `state = 'planned'`);
    await this.tell(tx, actor, worksheet, 'cancelled', reason, { freed });
  }

  /** What was made of it, what is left in its containers and what stayed promised: waste, waste and free again. */
  waste(command: Command, id: string, reason: string): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockOrderAndWorksheet(tx, id, { evenRecalled: true });
      const to = moveOn(worksheet, 'waste');
      const at = this.tools.clock.now();
      const { zone } = await this.tools.sites.current(tx);
      const { containers } = await benchFacts(tx, id);
      const freed = await this.release(tx, worksheet);
      await moveContents(tx, this.ledger, {
        worksheetId: id,
        reason: 'wasted',
        to: { kind: 'waste', subjectId: null },
        note: reason,
        actor,
        at,
      });
      const discarded = await discardLeftovers(tx, this.ledger, {
        worksheetId: id,
        containers,
        actor,
        at,
        zone,
        note: reason,
      });
      await this.end(tx, id, to, reason, 'true');
      await this.tell(tx, actor, worksheet, 'wasted', reason, { freed, discarded });
      return this.records.record(tx, actor, id);
    });
  }

  private async release(tx: Tx, worksheet: WorksheetRow): Promise<number> {
    const { lines } = await benchFacts(tx, worksheet.id);
    const freed = await this.allocations.release(tx, {
      lineIds: lines.map((line) => line.id),
      at: this.tools.clock.now(),
    });
    return freed.length;
  }

  /** The preparations share what becomes of the worksheet. */
  private async end(
    tx: Tx,
    id: string,
    to: string,
    reason: string,
    which: `state = 'planned'` | 'true',
  ): Promise<void> {
    await tx.query(
      `with ended as (update csp set state = $2 where worksheet_id = $1 and ${which} returning id)
       update worksheet set state = $2, state_reason = $3, revision = revision + 1 where id = $1`,
      [id, to, reason.trim()],
    );
  }

  private async tell(
    tx: Tx,
    actor: Actor,
    worksheet: WorksheetRow,
    kind: 'cancelled' | 'wasted',
    reason: string,
    data: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const text = `${kind === 'cancelled' ? 'Cancelled' : 'Wasted'}: ${reason.trim()}`;
    await this.tools.tell(tx, actor, worksheet.id, { kind, text, data: { reason, ...data } });
    if (worksheet.order_id !== null) this.tools.feed.changed(tx, 'order', worksheet.order_id);
  }
}
