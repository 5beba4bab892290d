import { Injectable } from '@nestjs/common';
import { inUseUntil } from '#domain/in-use-time';
import { Quantity } from '#domain/quantity';
import { moveStock, type AccountRef, type MovementRequest } from '#domain/stock';
import { formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import type { Site } from '../../platform/site/site.js';
import { StockLedger } from '../stock/stock-ledger.js';
import { BenchTools } from './bench-tools.js';
import { cspOfStep, inUseFacts, lineOf } from './bench-facts.js';
import type { BenchFacts, BenchStep } from './bench.queries.js';
import { writeConsumption } from './step-writes.js';
import type { WorksheetRow } from './worksheet-rows.js';

interface Taking {
  readonly worksheet: WorksheetRow;
  readonly site: Site;
  readonly bench: BenchFacts;
  readonly step: BenchStep;
  readonly now: Instant;
  readonly accepted: { readonly lotId: string; readonly allocationId: string | null; readonly serial: string | null };
}

/** Which movement a whole package makes, by the step that takes it. */
const WHOLE = { base: 'base-used', container: 'container-used' } as const;

/** A package taken from the shelf: opened with its in-use clock, or used whole as a preparation's base or container. */
@Injectable()
export class PackagesOpened {
  constructor(
    private readonly ledger: StockLedger,
    private readonly tools: BenchTools,
  ) {}

  /** Takes what the step takes from the shelf. @returns the container that was opened; null where none was */
  async take(tx: Tx, actor: Actor, taking: Taking): Promise<{ readonly id: string; readonly number: string } | null> {
    const { kind } = taking.step;
    if (kind === 'open') return this.open(tx, actor, taking);
    if (kind === 'base' || kind === 'container') await this.useWhole(tx, actor, taking, WHOLE[kind]);
    return null;
  }

  private async open(tx: Tx, actor: Actor, taking: Taking): Promise<{ readonly id: string; readonly number: string }> {
    const { now, accepted, worksheet, site, step, bench } = taking;
    const id = this.tools.ids.next();
    const number = await this.tools.numbers.next(tx, 'VIAL');
    const line = lineOf(bench, step);
    const lot = bench.lots.find((l) => l.lotId === accepted.lotId);
    if (!lot) throw new TypeError(`lot ${accepted.lotId} was accepted but is not on record`);
    const fresh = {
      ...line,
      ...lot,
      lotState: lot.state,
      air: 'iso5',
      openedAt: formatInstant(now),
      reconstitutedAt: null,
    } as const;
    const use = inUseUntil(inUseFacts(fresh, site.zone));
    await tx.query(
      `insert into open_container (id, number, lot_id, serial, state, opened_at, opened_by, hood_id, air, in_use_until, in_use_answer)
       values ($1, $2, $3, $4, 'open', $5, $6, $7, 'iso5', $8, $9)`,
      [
        id,
        number,
        accepted.lotId,
        accepted.serial,
        formatInstant(now),
        actor.personId,
        worksheet.hood_id,
        use.until === null ? null : formatInstant(use.until),
        JSON.stringify(use),
      ],
    );
    await this.post(tx, actor, taking, { reason: 'opened', to: { kind: 'open-container', subjectId: id } });
    this.tools.feed.changed(tx, 'stock', line.productId);
    return { id, number };
  }

  private async useWhole(
    tx: Tx,
    actor: Actor,
    taking: Taking,
    reason: (typeof WHOLE)[keyof typeof WHOLE],
  ): Promise<void> {
    const { worksheet, bench, step, now, accepted } = taking;
    const cspId = cspOfStep(bench, step);
    const { movementId, quantity } = await this.post(tx, actor, taking, {
      reason,
      to: { kind: 'csp', subjectId: cspId },
    });
    await writeConsumption(tx, this.tools.ids, {
      worksheetId: worksheet.id,
      cspId,
      lotId: accepted.lotId,
      openContainerId: null,
      stepId: step.id,
      movementId,
      quantity,
      at: now,
    });
  }

  /** One whole package from the shelf, out of what was promised to the line. */
  private async post(
    tx: Tx,
    actor: Actor,
    { bench, step, now, accepted }: Taking,
    move: { readonly reason: MovementRequest['reason']; readonly to: AccountRef },
  ): Promise<{ readonly movementId: string; readonly quantity: Quantity }> {
    const line = lineOf(bench, step);
    const allocation = bench.allocations.find((a) => a.id === accepted.allocationId);
    if (!allocation) throw new TypeError(`step ${step.position} takes a package that was not allocated`);
    const quantity = Quantity.of(line.content, line.unit);
    const movement = moveStock({
      reason: move.reason,
      reference: { kind: 'worksheet-step', id: step.id },
      effectiveAt: now,
      transfers: [
        {
          lotId: accepted.lotId,
          quantity,
          from: { kind: 'location', subjectId: allocation.locationId },
          to: move.to,
        },
      ],
    });
    return { movementId: await this.ledger.post(tx, movement, { actor, forLine: line.id }), quantity };
  }
}
