import { Injectable } from '@nestjs/common';
import { Decimal, Quantity } from '#domain/quantity';
import { possible } from '#domain/state-machine';
import { LOT_MACHINE, mayLeave, moveStock, type AccountRef, type LotEvent } from '#domain/stock';
import { formatInstant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { notFound, Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { productsById } from '../formulary/product-facts.js';
import type { LotId, OpenContainerId } from './ids.js';
import { lockLot, lotsById, type LotRecord } from './lot-facts.js';
import { MovementsQueries } from './movements.queries.js';
import { StockBooks } from './stock-books.js';
import type { AdjustmentRequest, LotResponse, OpenContainerResponse } from './stock.dto.js';
import { StockQueries } from './stock.queries.js';

@Injectable()
export class StockService {
  constructor(
    private readonly commands: Commands,
    private readonly stock: StockBooks,
    private readonly queries: StockQueries,
    private readonly movements: MovementsQueries,
    private readonly audit: Audit,
    private readonly feed: Feed,
  ) {}

  /** Nothing of the lot is promised, opened or used from now on; what was promised already is refused at its scan. */
  quarantine(command: Command, id: LotId, reason: string): Promise<LotResponse> {
    return this.changeState(command, id, 'quarantine', reason);
  }

  /** A named person's decision that a lot may be used after all (QE-07). Never of one that has expired. */
  release(command: Command, id: LotId, reason: string): Promise<LotResponse> {
    return this.changeState(command, id, 'release', reason);
  }

  /** What a count found or missed, in whole packages. @throws Problem `stock.not-enough` below zero or below what is promised */
  adjust(command: Command, input: AdjustmentRequest): Promise<LotResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const lot = await this.lockGated(tx, input.lotId as LotId);
      const product = (await productsById(tx, [lot.productId])).get(lot.productId);
      const [place] = await rows(tx, 'select 1 from location where id = $1 and active', [input.locationId]);
      if (!product || !place) throw notFound('location', input.locationId);
      const packages = Decimal.of(input.packages);
      if (packages.isZero()) throw new Problem('request.invalid', { detail: 'A count that agrees changes nothing.' });
      const shelf: AccountRef = { kind: 'location', subjectId: input.locationId };
      const difference: AccountRef = { kind: 'count-difference', subjectId: null };
      const id = this.stock.ids.next();
      const movement = moveStock({
        reason: 'adjusted',
        reference: { kind: 'adjustment', id },
        effectiveAt: this.stock.clock.now(),
        note: input.reason.trim(),
        transfers: [
          {
            lotId: input.lotId,
            quantity: product.facts.content.times(packages.abs()),
            from: packages.isNegative() ? shelf : difference,
            to: packages.isNegative() ? difference : shelf,
          },
        ],
      });
      const movementId = await this.stock.ledger.post(tx, movement, { actor });
      const data = { movementId, locationId: input.locationId, packages: packages.toString(), reason: input.reason };
      await this.audit.record(tx, actor, 'stock.adjusted', { kind: 'lot', id: input.lotId }, data);
      return this.tell(tx, lot);
    });
  }

  /** Throws the rest of an opened container away. */
  discard(command: Command, id: OpenContainerId, reason: string): Promise<OpenContainerResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const [container] = await rows<{ state: string; lotId: LotId; productId: string }>(
        tx,
        `select c.state, c.lot_id as "lotId", l.product_id as "productId"
         from open_container c join lot l on l.id = c.lot_id where c.id = $1 for no key update of c`,
        [id],
      );
      if (!container) throw notFound('opened container', id);
      if (container.state === 'discarded')
        throw new Problem('open-container.discarded', { detail: 'This container has already been discarded.' });
      const now = this.stock.clock.now();
      const before = await this.movements.container(tx, id);
      if (before && Decimal.of(before.remaining).isPositive()) {
        const rest = Quantity.of(before.remaining, before.unit);
        const from: AccountRef = { kind: 'open-container', subjectId: id };
        const movement = moveStock({
          reason: 'discarded',
          reference: { kind: 'open-container', id },
          effectiveAt: now,
          note: reason,
          transfers: [{ lotId: container.lotId, quantity: rest, from, to: { kind: 'waste', subjectId: null } }],
        });
        await this.stock.ledger.post(tx, movement, { actor });
      }
      await tx.query(`update open_container set state = 'discarded', discarded_at = $2 where id = $1`, [
        id,
        formatInstant(now),
      ]);
      const data = { reason, rest: before?.remaining, unit: before?.unit };
      await this.audit.record(tx, actor, 'open-container.discarded', { kind: 'open-container', id }, data);
      this.feed.changed(tx, 'stock', container.productId);
      const after = await this.movements.container(tx, id);
      if (!after) throw notFound('opened container', id);
      return after;
    });
  }

  private changeState(command: Command, id: LotId, event: LotEvent, reason: string): Promise<LotResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = await this.lockGated(tx, id);
      const transition = possible(LOT_MACHINE, before.state).find((t) => t.event === event);
      if (!transition)
        throw new Problem('lot.wrong-state', {
          detail: `Lot ${before.lotNumber} is ${before.state}: it cannot be changed so.`,
        });
      if (event === 'release') await this.refuseExpired(tx, before);
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
    refuseIfBlocked(mayLeave({ ...lot, state: 'available' }, this.stock.clock.now(), zone), { code: 'lot.expired' });
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
