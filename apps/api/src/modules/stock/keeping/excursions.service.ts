import { Injectable } from '@nestjs/common';
import { Quantity } from '#domain/quantity';
import { moveStock } from '#domain/stock';
import { formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../../platform/auth/actor.js';
import type { Tx } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { Commands, type Command } from '../../../platform/http/commands.js';
import { notFound, Problem } from '../../../platform/http/problem.js';
import { invalid } from '../../../platform/http/validation.js';
import { Numbers } from '../../../platform/numbers.js';
import { actContent, writeAct } from './acts.js';
import { affectedBy, promiseAnew, promisesOn, setAside, takeBack, type Affected } from './excursion-stock.js';
import type { ExcursionDecisionRequest, ExcursionRequest, ExcursionResponse, TakenPromise } from './excursions.dto.js';
import { ExcursionsQueries } from './excursions.queries.js';
import { momentOf } from './moments.js';
import { placesOf, ShelfTools } from './shelf-tools.js';

const WRITE = `
  insert into excursion (id, number, location_id, quarantine_id, from_at, until_at, read_min, read_max, reason, movement_id, recorded_by, recorded_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;
const WRITE_LOTS = `
  insert into excursion_lot (excursion_id, lot_id, location_id, quantity, unit, promises, state)
  select $1, l.lot_id, l.location_id, l.quantity, l.unit, l.promises, 'held'
  from unnest($2::uuid[], $3::uuid[], $4::numeric[], $5::text[], $6::jsonb[]) as l(lot_id, location_id, quantity, unit, promises)`;

/** A place was too warm or too cold: what was there is set aside until a pharmacist decides, and nothing else is (QE-07). */
@Injectable()
export class ExcursionsService {
  constructor(
    private readonly commands: Commands,
    private readonly tools: ShelfTools,
    private readonly queries: ExcursionsQueries,
    private readonly numbers: Numbers,
  ) {}

  /**
   * Moves every balance that was in the place during the window to a quarantine place. Promises on it go to other stock where
   * there is some, and are told.
   */
  record(command: Command, input: ExcursionRequest): Promise<ExcursionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const { books, audit, feed } = this.tools;
      const at = books.clock.now();
      const window = windowOf(input, at);
      const places = await placesOf(tx, [input.locationId, input.quarantineId]);
      if (places.get(input.quarantineId)?.kind !== 'quarantine')
        throw invalid([{ field: 'quarantineId', message: 'is not a quarantine place', accepted: 'one of that kind' }]);
      const where = { locationId: input.locationId, quarantineId: input.quarantineId, ...window };
      // Gates first: nothing of these products is promised anew until all of it is set aside. Then what is there is looked at again.
      const products = (await affectedBy(tx, where)).map((a) => a.productId);
      await books.allocations.lockGates(tx, products);
      const affected = await affectedBy(tx, where);
      const promises = await promisesOn(tx, affected);
      await takeBack(tx, books.allocations, promises, at);
      const id = books.ids.next<string>();
      const reason = input.reason.trim();
      const movement = { id, quarantineId: input.quarantineId, at, note: reason };
      const movementId =
        affected.length === 0 ? null : await books.ledger.post(tx, setAside(affected, movement), { actor });
      const { zone } = await books.sites.current(tx);
      const taken = await promiseAnew(tx, books.allocations, promises, { at, zone });
      await tx.query(WRITE, [
        id,
        await this.numbers.next(tx, 'EXC'),
        input.locationId,
        input.quarantineId,
        formatInstant(window.from),
        formatInstant(window.until),
        input.readMin ?? null,
        input.readMax ?? null,
        reason,
        movementId,
        actor.personId,
        formatInstant(at),
      ]);
      await writeLots(tx, id, affected, taken);
      const data = { ...input, movementId, lots: affected };
      await audit.record(tx, actor, 'excursion.recorded', { kind: 'excursion', id }, data);
      for (const productId of new Set(products)) feed.changed(tx, 'stock', productId);
      return this.queries.excursion(tx, id);
    });
  }

  /** A pharmacist's decision on what was held of a lot: back to where it was, or thrown away. */
  decide(command: Command, id: string, input: ExcursionDecisionRequest): Promise<ExcursionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const held = await lockHeld(tx, id, input);
      const { books, audit, feed } = this.tools;
      const at = books.clock.now();
      const reason = input.reason.trim();
      const waste = input.decision === 'waste';
      const quantity = Quantity.of(held.quantity, held.unit);
      const movement = moveStock({
        reason: waste ? 'wasted' : 'transferred',
        reference: { kind: 'excursion', id },
        effectiveAt: at,
        note: reason,
        transfers: [
          {
            lotId: input.lotId,
            quantity,
            from: { kind: 'location', subjectId: held.quarantineId },
            to: waste ? { kind: 'waste', subjectId: null } : { kind: 'location', subjectId: input.locationId },
          },
        ],
      });
      const movementId = await books.ledger.post(tx, movement, { actor, allowed: new Set(['lot.set-aside']) });
      await tx.query(
        `update excursion_lot set state = $4, decided_by = $5, decided_at = $6, reason = $7, movement_id = $8
         where excursion_id = $1 and lot_id = $2 and location_id = $3`,
        [
          id,
          input.lotId,
          input.locationId,
          waste ? 'wasted' : 'released',
          actor.personId,
          formatInstant(at),
          reason,
          movementId,
        ],
      );
      const action = waste ? 'excursion.lot-wasted' : 'excursion.lot-released';
      await audit.record(tx, actor, action, { kind: 'excursion', id }, { ...input, witness: undefined, movementId });
      if (waste) await this.wasted(tx, actor, { held, quantity, input, movementId, reason, at });
      feed.changed(tx, 'stock', held.productId);
      return this.queries.excursion(tx, id);
    });
  }

  private async wasted(
    tx: Tx,
    actor: Actor,
    it: {
      readonly held: Held;
      readonly quantity: Quantity;
      readonly input: ExcursionDecisionRequest;
      readonly movementId: string;
      readonly reason: string;
      readonly at: Instant;
    },
  ): Promise<void> {
    const act = {
      id: this.tools.books.ids.next<string>(),
      kind: 'waste',
      lotId: it.input.lotId,
      locationId: it.held.quarantineId,
      quantity: it.quantity.value.toString(),
      unit: it.quantity.unit,
      reason: 'temperature',
      note: it.reason,
      costUsd: null,
      doneBy: actor.personId,
      at: it.at,
    } as const;
    const witnessedBy = await this.tools.witnesses.forControlled(tx, actor, {
      controlled: it.held.controlled,
      witness: it.input.witness,
      subjectKind: 'stock-act',
      subjectId: act.id,
      content: actContent(act),
    });
    await writeAct(tx, { ...act, movementId: it.movementId, witnessedBy });
  }
}

interface Held {
  readonly quantity: string;
  readonly unit: string;
  readonly quarantineId: string;
  readonly productId: string;
  readonly controlled: boolean;
}

async function lockHeld(tx: Tx, id: string, input: ExcursionDecisionRequest): Promise<Held> {
  const [held] = await rows<Held & { state: string }>(
    tx,
    `select h.quantity::text as quantity, h.unit, h.state, x.quarantine_id as "quarantineId", l.product_id as "productId",
       p.schedule is not null as controlled
     from excursion_lot h join excursion x on x.id = h.excursion_id join lot l on l.id = h.lot_id join product p on p.id = l.product_id
     where h.excursion_id = $1 and h.lot_id = $2 and h.location_id = $3 for no key update of h`,
    [id, input.lotId, input.locationId],
  );
  if (!held) throw notFound('lot of this excursion', input.lotId);
  if (held.state !== 'held')
    throw new Problem('excursion.wrong-state', { detail: `This was decided already: ${held.state}.` });
  return held;
}

function windowOf(input: ExcursionRequest, now: Instant): { readonly from: Instant; readonly until: Instant } {
  const [from, until] = [momentOf(input.from, 'from'), momentOf(input.until, 'until')];
  if (from > until || until > now)
    throw invalid([
      { field: 'until', message: 'is not after the beginning, or not yet', accepted: 'a window that is over' },
    ]);
  if (input.readMin === undefined && input.readMax === undefined)
    throw invalid([{ field: 'readMax', message: 'is needed, or the lowest: what was read' }]);
  return { from, until };
}

const writeLots = async (
  tx: Tx,
  id: string,
  affected: readonly Affected[],
  taken: ReadonlyMap<string, readonly TakenPromise[]>,
): Promise<void> =>
  void (await tx.query(WRITE_LOTS, [
    id,
    affected.map((a) => a.lotId),
    affected.map((a) => a.locationId),
    affected.map((a) => a.quantity),
    affected.map((a) => a.unit),
    affected.map((a) => JSON.stringify(taken.get(a.lotId) ?? [])),
  ]));
