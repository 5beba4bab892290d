import { Injectable } from '@nestjs/common';
import { possible } from '#domain/state-machine';
import { LOT_MACHINE, mayLeave, type LotEvent } from '#domain/stock';
import { Audit } from '../../platform/audit/audit.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { notFound, Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import type { LotId } from './ids.js';
import { lockLot, lotsById, type LotRecord } from './lot-facts.js';
import { StockBooks } from './stock-books.js';
import type { LotResponse } from './stock.dto.js';
import { StockQueries } from './stock.queries.js';

@Injectable()
export class StockService {
  constructor(
    private readonly commands: Commands,
    private readonly stock: StockBooks,
    private readonly queries: StockQueries,
    private readonly audit: Audit,
    private readonly feed: Feed,
  ) {}

  /** Nothing of the lot is promised, opened or used from now on; what was promised already is refused at its scan. */
  quarantine(command: Command, id: LotId, reason: string): Promise<LotResponse> {
    return this.changeState(command, id, 'quarantine', reason);
  }

  /** A named person's decision that a lot may be used after all (QE-07). Never of one that has expired, nor of suspect product (DS-06). */
  release(command: Command, id: LotId, reason: string): Promise<LotResponse> {
    return this.changeState(command, id, 'release', reason);
  }

  private changeState(command: Command, id: LotId, event: LotEvent, reason: string): Promise<LotResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = await this.lockGated(tx, id);
      const transition = possible(LOT_MACHINE, before.state).find((t) => t.event === event);
      if (!transition)
        throw new Problem('lot.wrong-state', {
          detail: `Lot ${before.lotNumber} is ${before.state}: it cannot be changed so.`,
        });
      if (event === 'release') {
        await this.refuseExpired(tx, before);
        await refuseSuspect(tx, before);
      }
      await tx.query('update lot set state = $2, state_reason = $3 where id = $1', [id, transition.to, reason.trim()]);
      const data = {
        before: { state: before.state, reason: before.stateReason },
        after: { state: transition.to, reason },
      };
      const action = event === 'release' ? 'lot.released' : 'lot.quarantined';
      await this.audit.record(tx, actor, action, { kind: 'lot', id }, data);
      return this.tell(tx, before);
    });
  }

  private async refuseExpired(tx: Tx, lot: LotRecord): Promise<void> {
    const { zone } = await this.stock.sites.current(tx);
    const thing = { kind: 'lot', lot: { ...lot, state: 'available' } } as const;
    refuseIfBlocked(mayLeave({ thing, exit: 'compound' }, this.stock.clock.now(), zone), { code: 'lot.expired' });
  }

  /** The product's gate before the lot: an allocation that is under way ends first, the next one sees the new state. */
  private async lockGated(tx: Tx, id: LotId): Promise<LotRecord> {
    const [found] = [...(await lotsById(tx, [id])).values()];
    if (!found) throw notFound('lot', id);
    await this.stock.allocations.lockGates(tx, [found.productId]);
    const locked = await lockLot(tx, id);
    return { ...found, state: locked?.state ?? found.state };
  }

  private async tell(tx: Tx, lot: LotRecord): Promise<LotResponse> {
    this.feed.changed(tx, 'stock', lot.productId);
    const [after] = await this.queries.lots(tx, [lot.lotId]);
    if (!after) throw notFound('lot', lot.lotId);
    return after;
  }
}

/** Suspect product is investigated and cleared before it is released, and illegitimate product never is (DS-06, DS-07). */
async function refuseSuspect(tx: Tx, lot: LotRecord): Promise<void> {
  const [suspicion] = await rows<{ message: string; state: string }>(tx, SUSPICION, [lot.lotId]);
  if (suspicion)
    throw new Problem('lot.wrong-state', {
      detail:
        suspicion.state === 'illegitimate'
          ? `Lot ${lot.lotNumber} was found illegitimate and is never released. ${suspicion.message}`
          : `Lot ${lot.lotNumber} is suspect product. Investigate and clear it at the exception desk first. ${suspicion.message}`,
      audit: { action: 'lot.release-refused', subject: { kind: 'lot', id: lot.lotId } },
    });
}

/** What speaks of the seller and of no lot makes all that came with that delivery suspect. */
const SUSPICION = `
  select e.message, e.state from receiving_exception e
  where e.suspect and e.state <> 'cleared' and (e.lot_id = $1 or (e.lot_id is null and exists (
    select 1 from receipt_line n where n.receipt_id = e.receipt_id and n.lot_id = $1)))
  order by e.state <> 'illegitimate', e.opened_at limit 1`;
