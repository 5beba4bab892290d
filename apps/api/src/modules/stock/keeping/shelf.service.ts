import { Injectable } from '@nestjs/common';
import { Decimal } from '#domain/quantity';
import { moveStock, type AccountRef, type MovementRequest } from '#domain/stock';
import { dateIn } from '#domain/time';
import type { Actor } from '../../../platform/auth/actor.js';
import type { Tx } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { Commands, type Command } from '../../../platform/http/commands.js';
import { notFound, Problem } from '../../../platform/http/problem.js';
import type { LotId } from '../ids.js';
import type { LotResponse } from '../stock.dto.js';
import { actContent, writeAct, type StockAct } from './acts.js';
import type { ReturnRequest, TransferRequest, WasteRequest, WitnessRequest } from './keeping.dto.js';
import { onShelf, packagePrice, placesOf, ShelfTools, type OnShelf } from './shelf-tools.js';

/** Hard findings that a pharmacist allows by giving a reason: what becomes of stock in quarantine (QE-07). */
const BY_PHARMACIST: ReadonlySet<string> = new Set(['lot.set-aside', 'lot.quarantined']);

interface Removal {
  readonly kind: 'waste' | 'return';
  readonly lotId: string;
  readonly locationId: string;
  readonly packages: number;
  readonly reason: string;
  readonly note: string;
  readonly supplierId?: string;
  readonly witness: WitnessRequest | undefined;
}

/** What a technician does at a shelf: put somewhere else, send back, throw away. Whole packages that nobody was promised. */
@Injectable()
export class ShelfService {
  constructor(
    private readonly commands: Commands,
    private readonly tools: ShelfTools,
  ) {}

  /**
   * From one place to another of the storage condition that the product needs; into quarantine always.
   * @throws Problem `lot.wrong-storage`, `stock.may-not-leave`, `stock.not-enough`
   */
  transfer(command: Command, input: TransferRequest): Promise<LotResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const { lotId, locationId, toLocationId, packages } = input;
      const held = await onShelf(tx, lotId);
      const places = await placesOf(tx, [locationId, toLocationId]);
      const to = places.get(toLocationId);
      if (!to?.active) throw notFound('location in use', toLocationId);
      if (locationId === toLocationId)
        throw new Problem('request.invalid', { detail: 'It lies there already. Choose another place.' });
      if (to.kind !== 'quarantine' && to.storage !== held.storage)
        throw new Problem('lot.wrong-storage', {
          detail: `${held.product.name} is kept at ${held.storage}; ${to.name} is ${to.storage}.`,
          fields: [{ field: 'toLocationId', message: `is ${to.storage}`, accepted: `a place at ${held.storage}` }],
        });
      const reason = input.reason?.trim() ?? '';
      const movementId = await this.move(tx, actor, held, {
        reason: 'transferred',
        quantity: packages,
        from: shelf(locationId),
        to: shelf(toLocationId),
        note: reason,
        id: this.tools.books.ids.next(),
      });
      const data = { movementId, from: locationId, to: toLocationId, packages, reason };
      await this.tools.audit.record(tx, actor, 'stock.transferred', { kind: 'lot', id: lotId }, data);
      return this.tell(tx, held);
    });
  }

  /** Throws whole packages away, with reason and cost; a controlled substance before a witness (CS-08). */
  waste(command: Command, input: WasteRequest): Promise<LotResponse> {
    const { lotId, locationId, packages, reason, witness } = input;
    const note = noteOf(input);
    return this.commands.run(command, (tx, actor) =>
      this.remove(tx, actor, { kind: 'waste', lotId, locationId, packages, reason, note, witness }),
    );
  }

  /** Sends whole packages back to whom they came from: expired and recalled ones too, never to another pharmacy's shelf. */
  sendBack(command: Command, input: ReturnRequest): Promise<LotResponse> {
    const { lotId, locationId, packages, reason, supplierId, witness } = input;
    const note = noteOf(input);
    return this.commands.run(command, async (tx, actor) => {
      const [supplier] = await rows<{ name: string; kind: string }>(
        tx,
        'select name, kind from supplier where id = $1',
        [supplierId],
      );
      if (!supplier) throw notFound('supplier', supplierId);
      if (supplier.kind === 'pharmacy')
        throw new Problem('stock.may-not-leave', {
          detail: `${supplier.name} is a pharmacy. A return goes to a wholesaler, a manufacturer or an outsourcing facility.`,
        });
      return this.remove(tx, actor, { kind: 'return', lotId, locationId, packages, reason, note, supplierId, witness });
    });
  }

  private async remove(tx: Tx, actor: Actor, it: Removal): Promise<LotResponse> {
    const held = await onShelf(tx, it.lotId);
    await placesOf(tx, [it.locationId]);
    const { books, witnesses, audit } = this.tools;
    const at = books.clock.now();
    const id = books.ids.next<string>();
    const quantity = held.quantity(it.packages);
    const movementId = await this.move(tx, actor, held, {
      reason: it.kind === 'waste' ? 'wasted' : 'returned',
      quantity: it.packages,
      from: shelf(it.locationId),
      to: { kind: it.kind === 'waste' ? 'waste' : 'supplier', subjectId: null },
      note: [it.reason, it.note].filter(Boolean).join(': '),
      id,
    });
    const act: Omit<StockAct, 'witnessedBy'> = {
      id,
      kind: it.kind,
      movementId,
      lotId: it.lotId,
      locationId: it.locationId,
      ...(it.supplierId !== undefined && { supplierId: it.supplierId }),
      quantity: quantity.value.toString(),
      unit: quantity.unit,
      reason: it.reason,
      note: it.note,
      costUsd: await this.cost(tx, held, it.packages),
      doneBy: actor.personId,
      at,
    };
    const data = { movementId, locationId: it.locationId, packages: it.packages, reason: it.reason, note: it.note };
    await audit.record(tx, actor, `stock.${it.kind === 'waste' ? 'wasted' : 'returned'}`, subject(it.lotId), data);
    const witnessedBy = await witnesses.forControlled(tx, actor, {
      controlled: held.controlled,
      witness: it.witness,
      subjectKind: 'stock-act',
      subjectId: id,
      content: actContent(act),
    });
    await writeAct(tx, { ...act, witnessedBy });
    return this.tell(tx, held);
  }

  private async cost(tx: Tx, held: OnShelf, packages: number): Promise<string | null> {
    const { books } = this.tools;
    const { zone } = await books.sites.current(tx);
    const price = await packagePrice(tx, held.lot.productId, dateIn(books.clock.now(), zone));
    return price === null ? null : Decimal.of(price.slice(0, 30)).times(packages).toFixed(4, 'half-even');
  }

  private move(
    tx: Tx,
    actor: Actor,
    held: OnShelf,
    it: {
      readonly reason: MovementRequest['reason'];
      readonly quantity: number;
      readonly from: AccountRef;
      readonly to: AccountRef;
      readonly note: string;
      readonly id: string;
    },
  ): Promise<string> {
    const { books } = this.tools;
    const movement = moveStock({
      reason: it.reason,
      reference: { kind: 'stock-act', id: it.id },
      effectiveAt: books.clock.now(),
      note: it.note,
      transfers: [{ lotId: held.lot.lotId, quantity: held.quantity(it.quantity), from: it.from, to: it.to }],
    });
    const allowed = actor.permissions.has('stock.release') && it.note.length >= 3 ? BY_PHARMACIST : new Set<string>();
    return books.ledger.post(tx, movement, { actor, allowed });
  }

  private async tell(tx: Tx, { lot }: OnShelf): Promise<LotResponse> {
    this.tools.feed.changed(tx, 'stock', lot.productId);
    const [after] = await this.tools.queries.lots(tx, [lot.lotId as LotId]);
    if (!after) throw notFound('lot', lot.lotId);
    return after;
  }
}

const shelf = (id: string): AccountRef => ({ kind: 'location', subjectId: id });
const subject = (id: string): { kind: string; id: string } => ({ kind: 'lot', id });

/** @throws Problem when the reason `other` is not explained */
function noteOf({ reason, note }: { readonly reason: string; readonly note?: string }): string {
  const text = note?.trim() ?? '';
  if (reason === 'other' && text.length < 3)
    throw new Problem('request.invalid', {
      detail: 'Say what the other reason is.',
      fields: [{ field: 'note', message: 'is needed', accepted: 'at least three letters' }],
    });
  return text;
}
