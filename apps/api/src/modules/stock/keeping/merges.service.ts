import { Injectable } from '@nestjs/common';
import { Quantity } from '#domain/quantity';
import { mayMerge, mergedExpiry, moveStock, type MergeSide, type Movement, type Transfer } from '#domain/stock';
import { formatInstant, type Instant } from '#domain/time';
import { Signatures } from '../../../platform/auth/signatures.js';
import type { Tx } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { Commands, type Command } from '../../../platform/http/commands.js';
import { notFound, refuseIfBlocked } from '../../../platform/http/problem.js';
import type { LotId } from '../ids.js';
import { lockLot, lotsById, type LotRecord } from '../lot-facts.js';
import type { LotResponse } from '../stock.dto.js';
import type { MergeRequest } from './keeping.dto.js';
import { ShelfTools } from './shelf-tools.js';

/** Two entries of the same physical lot, made one. The old one stays on record, and a trace of either shows both. */
@Injectable()
export class MergesService {
  constructor(
    private readonly commands: Commands,
    private readonly tools: ShelfTools,
    private readonly signatures: Signatures,
  ) {}

  /**
   * Moves everything on the shelves of a lot to another of the same product, which keeps the earlier expiry of both.
   * @throws Problem `lot.cannot-merge`, `signature.refused`
   */
  merge(command: Command, fromId: LotId, input: MergeRequest): Promise<LotResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const intoId = input.intoLotId as LotId;
      const [from, into] = await this.lock(tx, fromId, intoId);
      refuseIfBlocked(mayMerge(from, into), { code: 'lot.cannot-merge' });
      const { books, audit, feed, queries } = this.tools;
      const at = books.clock.now();
      const id = books.ids.next<string>();
      const reason = input.reason.trim();
      const expiresOn = mergedExpiry(from, into);
      const movement = await movementOf(tx, { id, from, into, reason, at });
      const movementId = movement && (await books.ledger.post(tx, movement, { actor }));
      await tx.query('update lot set expires_on = $2 where id = $1 and expires_on <> $2', [intoId, expiresOn]);
      const signature = await this.signatures.sign(tx, actor, {
        password: input.password,
        meaning: 'approved',
        subjectKind: 'lot-merge',
        subjectId: id,
        content: ['merge', sideText(from), sideText(into), `keeps ${expiresOn}`, reason, formatInstant(at)].join('\n'),
      });
      await tx.query(
        `insert into lot_merge (id, from_lot_id, into_lot_id, from_expires_on, into_expires_on, reason, movement_id, signature_id, merged_by, merged_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          fromId,
          intoId,
          from.expiresOn,
          into.expiresOn,
          reason,
          movementId,
          signature.id,
          actor.personId,
          formatInstant(at),
        ],
      );
      const data = { into: intoId, movementId, reason, before: [from.expiresOn, into.expiresOn], after: expiresOn };
      await audit.record(tx, actor, 'lot.merged', { kind: 'lot', id: fromId }, data);
      feed.changed(tx, 'stock', into.productId);
      const [after] = await queries.lots(tx, [intoId]);
      if (!after) throw notFound('lot', intoId);
      return after;
    });
  }

  /** The product's gate first, so that nothing of either is promised meanwhile; then both lots in ascending id. */
  private async lock(tx: Tx, fromId: LotId, intoId: LotId): Promise<readonly [MergeSide, MergeSide]> {
    const before = await lotsById(tx, [fromId, intoId]);
    for (const id of [fromId, intoId]) if (!before.has(id)) throw notFound('lot', id);
    await this.tools.books.allocations.lockGates(
      tx,
      [...before.values()].map((lot) => lot.productId),
    );
    for (const id of [fromId, intoId].sort()) await lockLot(tx, id);
    const lots = await lotsById(tx, [fromId, intoId]);
    const counts = new Map(
      (
        await rows<{ id: string; promises: number; opened: number; merged: boolean }>(tx, AGAINST, [[fromId, intoId]])
      ).map((row) => [row.id, row]),
    );
    const side = (id: LotId): MergeSide => {
      const lot: LotRecord | undefined = lots.get(id);
      const against = counts.get(id);
      if (!lot || !against) throw notFound('lot', id);
      return {
        ...lot,
        activePromises: against.promises,
        openContainers: against.opened,
        mergedAway: against.merged,
      };
    };
    return [side(fromId), side(intoId)];
  }
}

const AGAINST = `
  select l.id, (select count(*) from allocation a where a.lot_id = l.id and a.state = 'active')::int as promises,
    (select count(*) from open_container c where c.lot_id = l.id and c.state = 'open')::int as opened,
    exists (select 1 from lot_merge m where m.from_lot_id = l.id) as merged
  from lot l where l.id = any($1::uuid[])`;

const HELD = `
  select a.subject_id as "locationId", b.on_hand as quantity, b.unit
  from stock_balance b join stock_account a on a.id = b.account_id
  where b.lot_id = $1 and b.account_kind = 'location' and b.on_hand > 0 order by a.subject_id`;

/**
 * Each balance out of the one lot and into the other at the same place. A movement sums to zero per lot, so what goes over passes
 * through the account of differences, where the two cancel out. Null when nothing is left to move.
 */
async function movementOf(
  tx: Tx,
  it: {
    readonly id: string;
    readonly from: MergeSide;
    readonly into: MergeSide;
    readonly reason: string;
    readonly at: Instant;
  },
): Promise<Movement | null> {
  const held = await rows<{ locationId: string; quantity: string; unit: string }>(tx, HELD, [it.from.lotId]);
  const transfers = held.flatMap((row): Transfer[] => {
    const quantity = Quantity.of(row.quantity, row.unit);
    const place = { kind: 'location', subjectId: row.locationId } as const;
    const between = { kind: 'count-difference', subjectId: null } as const;
    return [
      { lotId: it.from.lotId, quantity, from: place, to: between },
      { lotId: it.into.lotId, quantity, from: between, to: place },
    ];
  });
  if (transfers.length === 0) return null;
  return moveStock({
    reason: 'merged',
    reference: { kind: 'lot-merge', id: it.id },
    effectiveAt: it.at,
    note: it.reason,
    transfers,
  });
}

const sideText = (lot: MergeSide): string => `${lot.lotId} ${lot.lotNumber} ${lot.expiresOn}`;
