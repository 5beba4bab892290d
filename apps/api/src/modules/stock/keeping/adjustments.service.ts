import { Injectable } from '@nestjs/common';
import { Decimal } from '#domain/quantity';
import { moveStock, type AccountRef } from '#domain/stock';
import { Commands, type Command } from '../../../platform/http/commands.js';
import { notFound, Problem } from '../../../platform/http/problem.js';
import type { LotId } from '../ids.js';
import type { AdjustmentRequest, LotResponse } from '../stock.dto.js';
import { actContent, writeAct } from './acts.js';
import { onShelf, placesOf, ShelfTools } from './shelf-tools.js';

/** A correction outside a count, with its reason; of a controlled substance before a second person. */
@Injectable()
export class AdjustmentsService {
  constructor(
    private readonly commands: Commands,
    private readonly tools: ShelfTools,
  ) {}

  /** Whole packages found or missing. @throws Problem `stock.not-enough` below zero or below what is promised, `stock.witness-needed`, `access.denied` in quarantine */
  adjust(command: Command, input: AdjustmentRequest): Promise<LotResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const { books, audit, feed, queries, witnesses } = this.tools;
      const held = await onShelf(tx, input.lotId);
      await books.allocations.lockGates(tx, [held.lot.productId]);
      const place = (await placesOf(tx, [input.locationId])).get(input.locationId);
      if (!place?.active) throw notFound('location', input.locationId);
      // Written off here and found on a shelf, stock would leave quarantine without a pharmacist (QE-07).
      if (place.kind === 'quarantine' && !actor.permissions.has('stock.release'))
        throw new Problem('access.denied', { detail: 'What lies in quarantine is decided on by a pharmacist.' });
      const packages = Decimal.of(input.packages);
      if (packages.isZero()) throw new Problem('request.invalid', { detail: 'A count that agrees changes nothing.' });
      const shelf: AccountRef = { kind: 'location', subjectId: input.locationId };
      const difference: AccountRef = { kind: 'count-difference', subjectId: null };
      const [id, at] = [books.ids.next<string>(), books.clock.now()];
      const quantity = held.product.content.times(packages.abs());
      const reason = input.reason.trim();
      const loss = packages.isNegative();
      const movement = moveStock({
        reason: 'adjusted',
        reference: { kind: 'adjustment', id },
        effectiveAt: at,
        note: reason,
        transfers: [{ lotId: input.lotId, quantity, from: loss ? shelf : difference, to: loss ? difference : shelf }],
      });
      const movementId = await books.ledger.post(tx, movement, { actor });
      const data = { movementId, locationId: input.locationId, packages: packages.toString(), reason };
      await audit.record(tx, actor, 'stock.adjusted', { kind: 'lot', id: input.lotId }, data);
      const act = {
        id,
        kind: 'adjustment',
        lotId: input.lotId,
        locationId: input.locationId,
        quantity: (loss ? quantity.negated() : quantity).value.toString(),
        unit: quantity.unit,
        reason: 'adjusted',
        note: reason,
        costUsd: null,
        doneBy: actor.personId,
        at,
      } as const;
      const witnessedBy = await witnesses.forControlled(tx, actor, {
        controlled: held.controlled,
        witness: input.witness,
        subjectKind: 'stock-act',
        subjectId: id,
        content: actContent(act),
      });
      await writeAct(tx, { ...act, movementId, witnessedBy });
      feed.changed(tx, 'stock', held.lot.productId);
      const [after] = await queries.lots(tx, [input.lotId as LotId]);
      if (!after) throw notFound('lot', input.lotId);
      return after;
    });
  }
}
