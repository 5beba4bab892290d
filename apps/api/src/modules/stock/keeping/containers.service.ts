import { Injectable } from '@nestjs/common';
import { Decimal, Quantity } from '#domain/quantity';
import { judgeResidue, moveStock, type AccountRef, type ResidueAnswer } from '#domain/stock';
import { formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../../platform/auth/actor.js';
import type { Tx } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { Commands, type Command } from '../../../platform/http/commands.js';
import { notFound, Problem } from '../../../platform/http/problem.js';
import { invalid } from '../../../platform/http/validation.js';
import type { OpenContainerId } from '../ids.js';
import type { OpenContainerResponse } from '../stock.dto.js';
import { actContent, writeAct } from './acts.js';
import type { DiscardRequest } from './keeping.dto.js';
import { ShelfTools } from './shelf-tools.js';

interface Container {
  readonly state: 'open' | 'discarded';
  readonly lotId: string;
  readonly productId: string;
  readonly controlled: boolean;
  readonly content: string;
  readonly unit: string;
}

const LOCKED = `
  select c.state, c.lot_id as "lotId", l.product_id as "productId", p.schedule is not null as controlled, p.content, p.stock_unit as unit
  from open_container c join lot l on l.id = c.lot_id join product p on p.id = l.product_id
  where c.id = $1 for no key update of c`;

/** Opened containers, to their end. */
@Injectable()
export class ContainersService {
  constructor(
    private readonly commands: Commands,
    private readonly tools: ShelfTools,
  ) {}

  /**
   * Throws the rest away. What was measured in it is written into the books first, more or less (CS-09); of a controlled
   * substance it is measured before a witness (CS-08), and what overfill does not explain stays open as a discrepancy (CS-10).
   * @throws Problem `open-container.discarded`, `stock.witness-needed`
   */
  discard(command: Command, id: OpenContainerId, input: DiscardRequest): Promise<OpenContainerResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const [container] = await rows<Container>(tx, LOCKED, [id]);
      if (!container) throw notFound('opened container', id);
      if (container.state === 'discarded')
        throw new Problem('open-container.discarded', { detail: 'This container has already been discarded.' });
      const { books, movements, audit, feed } = this.tools;
      const at = books.clock.now();
      const before = await movements.container(tx, id);
      const remaining = Quantity.of(before?.remaining ?? '0', container.unit);
      const rest = await this.measured(tx, actor, { id, container, remaining, input, at });
      const movementId = rest.isPositive()
        ? await books.ledger.post(
            tx,
            moveStock({
              reason: 'discarded',
              reference: { kind: 'open-container', id },
              effectiveAt: at,
              note: input.reason,
              transfers: [{ lotId: container.lotId, quantity: rest, from: opened(id), to: WASTE }],
            }),
            { actor },
          )
        : null;
      await tx.query(`update open_container set state = 'discarded', discarded_at = $2 where id = $1`, [
        id,
        formatInstant(at),
      ]);
      const data = { reason: input.reason, rest: rest.toJSON(), books: remaining.toJSON() };
      await audit.record(tx, actor, 'open-container.discarded', { kind: 'open-container', id }, data);
      await this.sign(tx, actor, { id, container, rest, movementId, input, at });
      feed.changed(tx, 'stock', container.productId);
      const after = await movements.container(tx, id);
      if (!after) throw notFound('opened container', id);
      return after;
    });
  }

  /** What is in it: as measured, with the difference to the books posted; else what the books say. */
  private async measured(
    tx: Tx,
    actor: Actor,
    it: {
      readonly id: string;
      readonly container: Container;
      readonly remaining: Quantity;
      readonly input: DiscardRequest;
      readonly at: Instant;
    },
  ): Promise<Quantity> {
    const { container, remaining, input } = it;
    if (input.residue === undefined) {
      if (!container.controlled) return remaining;
      throw invalid([{ field: 'residue', message: 'is needed: measure what is left of a controlled substance' }]);
    }
    const measured = Quantity.of(input.residue, container.unit);
    const answer = judged(measured, remaining, Quantity.of(container.content, container.unit));
    if (answer.kind === 'agrees') return measured;
    const gain = answer.difference.isPositive();
    const movementId = await this.tools.books.ledger.post(
      tx,
      moveStock({
        reason: 'counted',
        reference: { kind: 'open-container', id: it.id },
        effectiveAt: it.at,
        note: answer.kind === 'overfill' ? 'Overfill, measured' : `Measured: ${input.reason}`,
        transfers: [
          {
            lotId: container.lotId,
            quantity: gain ? answer.difference : answer.difference.negated(),
            from: gain ? DIFFERENCE : opened(it.id),
            to: gain ? opened(it.id) : DIFFERENCE,
          },
        ],
      }),
      { actor },
    );
    if (container.controlled && answer.kind === 'discrepancy')
      await tx.query(
        `insert into controlled_discrepancy (id, lot_id, open_container_id, difference, unit, movement_id, found_by, found_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          this.tools.books.ids.next(),
          container.lotId,
          it.id,
          answer.difference.value.toString(),
          container.unit,
          movementId,
          actor.personId,
          formatInstant(it.at),
        ],
      );
    return measured;
  }

  private async sign(
    tx: Tx,
    actor: Actor,
    it: {
      readonly id: string;
      readonly container: Container;
      readonly rest: Quantity;
      readonly movementId: string | null;
      readonly input: DiscardRequest;
      readonly at: Instant;
    },
  ): Promise<void> {
    const act = {
      id: this.tools.books.ids.next<string>(),
      kind: 'discard',
      lotId: it.container.lotId,
      openContainerId: it.id,
      quantity: it.rest.value.toString(),
      unit: it.rest.unit,
      reason: 'discarded',
      note: it.input.reason.trim(),
      costUsd: null,
      doneBy: actor.personId,
      at: it.at,
    } as const;
    const witnessedBy = await this.tools.witnesses.forControlled(tx, actor, {
      controlled: it.container.controlled,
      witness: it.input.witness,
      subjectKind: 'stock-act',
      subjectId: act.id,
      content: actContent(act),
    });
    await writeAct(tx, { ...act, movementId: it.movementId, witnessedBy });
  }
}

const WASTE: AccountRef = { kind: 'waste', subjectId: null };
const DIFFERENCE: AccountRef = { kind: 'count-difference', subjectId: null };
const opened = (id: string): AccountRef => ({ kind: 'open-container', subjectId: id });

function judged(measured: Quantity, remaining: Quantity, content: Quantity): ResidueAnswer {
  try {
    return judgeResidue({ measured, remaining, content });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const most = content.times(Decimal.of('1.1'));
    throw invalid([
      {
        field: 'residue',
        message: 'is more than the container holds',
        accepted: `0 to ${most.value.toString()} ${most.unit}`,
      },
    ]);
  }
}
