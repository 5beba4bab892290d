import { Injectable } from '@nestjs/common';
import { Decimal } from '#domain/quantity';
import { workListOf, type HeldCsp, type HeldOnShelf, type WorkItem } from '#domain/recall';
import { formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { affectedIds, cspRows } from '../trace/affected.js';
import { readScope } from '../trace/scope.js';
import type { ScopeRequest } from '../trace/scope.dto.js';
import {
  HOLD_CSPS,
  HOLD_LOTS,
  HOLD_WORKSHEETS,
  HOLDABLE,
  ITEMS,
  lockHeld,
  RULES,
  SHELVES,
  type Held,
} from './holding.js';
import { Promises } from './promises.js';
import { RecallTools } from './recall-tools.js';
import { recallById } from './recalls.queries.js';
import type { OpenRecallRequest, RecallResponse } from './recalls.dto.js';

const CHUNK = 1_000;

/** Opens recalls: everything is held in the transaction that says so, or nothing is. */
@Injectable()
export class OpeningService {
  constructor(
    private readonly commands: Commands,
    private readonly promises: Promises,
    private readonly tools: RecallTools,
  ) {}

  /**
   * Holds the lots and everything made of them, takes back what of them was promised, and writes the work list. From the moment
   * this is committed nothing of it is verified, labeled, dispensed, moved or used.
   * @throws Problem `recall.nothing-found` when nothing on record is meant; `recall.scope-changed` when it is no longer what was shown
   */
  open(command: Command, input: OpenRecallRequest): Promise<RecallResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const { zone } = await this.tools.sites.current(tx);
      const held = await lockHeld(tx, () => readScope(tx, input.scope, zone));
      const { reach, scope } = held;
      if (reach.lots.size === 0 && reach.worksheetIds.length === 0 && scope.rules.length === 0)
        throw new Problem('recall.nothing-found', {
          detail: `Nothing on record is meant by this. ${scope.text}: no lot and no preparation was found.`,
        });
      const cspIds = (await affectedIds(tx, reach)).map((csp) => csp.id);
      refuseOther(input, { lots: reach.lots.size, csps: cspIds.length });
      const now = this.tools.clock.now();
      const id = this.tools.ids.next();
      const number = await this.tools.numbers.next(tx, 'RCL');
      await this.insert(tx, actor, { id, number, at: now }, input, held);
      await this.hold(tx, { id, number }, input, held, cspIds);
      await this.promises.takeBack(tx, { recallId: id, number, promises: held.promises, at: now, zone });
      await this.writeWork(tx, id, reach.lots.size > 0 ? [...reach.lots.keys()] : [], cspIds, now);
      await this.answerMatches(tx, actor, id, input.matchIds ?? [], now);
      await this.tell(tx, actor, { id, number }, input, held, cspIds.length);
      return recallById(tx, id);
    });
  }

  private async insert(
    tx: Tx,
    actor: Actor,
    recall: { id: string; number: string; at: Instant },
    input: OpenRecallRequest,
    { scope }: Held,
  ): Promise<void> {
    await tx.query(
      `insert into recall (id, number, state, kind, reason, source_reference, notice_id, scope, scope_text, opened_by, opened_at)
       values ($1, $2, 'open', $3, $4, $5, (select notice_id from recall_notice_match where id = any($6::uuid[]) limit 1), $7, $8, $9, $10)`,
      [
        recall.id,
        recall.number,
        input.kind,
        input.reason.trim(),
        input.sourceReference?.trim() ?? '',
        input.matchIds ?? [],
        JSON.stringify(plain(input.scope)),
        scope.text,
        actor.personId,
        formatInstant(recall.at),
      ],
    );
    const { rules } = scope;
    await tx.query(RULES, [recall.id, rules.map((r) => r.productId), rules.map((r) => r.lotNumber)]);
  }

  private async hold(
    tx: Tx,
    recall: { id: string; number: string },
    input: OpenRecallRequest,
    { reach, worksheets }: Held,
    cspIds: readonly string[],
  ): Promise<void> {
    const reason = `${recall.number}: ${input.reason.trim()}`;
    await tx.query(HOLD_LOTS, [recall.id, [...reach.lots.keys()], [...reach.lots.values()], reason]);
    await tx.query(HOLD_WORKSHEETS, [recall.id, worksheets]);
    await tx.query(HOLD_CSPS, [recall.id, cspIds, HOLDABLE]);
  }

  private async writeWork(
    tx: Tx,
    recallId: string,
    lotIds: readonly string[],
    cspIds: readonly string[],
    now: Instant,
  ): Promise<void> {
    const shelves = (await rows<ShelfRow>(tx, SHELVES, [lotIds])).map(shelfOf);
    const csps: HeldCsp[] = [];
    for (let from = 0; from < cspIds.length; from += CHUNK)
      for (const row of await cspRows(tx, cspIds.slice(from, from + CHUNK)))
        csps.push({
          cspId: row.csp_id,
          number: row.csp_number,
          state: row.state,
          patientId: row.patient_id,
          orderId: row.order_id,
          orderState: row.order_state,
          prescriber: row.prescriber,
          budAt: row.bud_at,
        });
    const work = workListOf(shelves, csps, now);
    for (let from = 0; from < work.length; from += CHUNK)
      await this.insertItems(tx, recallId, work.slice(from, from + CHUNK));
  }

  private async insertItems(tx: Tx, recallId: string, items: readonly WorkItem[]): Promise<void> {
    await tx.query(ITEMS, [
      recallId,
      items.map(() => this.tools.ids.next()),
      items.map((i) => i.kind),
      items.map((i) => i.place),
      items.map((i) => i.lotId),
      items.map((i) => i.locationId),
      items.map((i) => i.cspId),
      items.map((i) => i.patientId),
      items.map((i) => i.orderId),
      items.map((i) => i.prescriber),
      items.map((i) => i.detail),
    ]);
  }

  private async answerMatches(
    tx: Tx,
    actor: Actor,
    recallId: string,
    matchIds: readonly string[],
    now: Instant,
  ): Promise<void> {
    if (matchIds.length === 0) return;
    const answered = await rows(
      tx,
      `update recall_notice_match set state = 'opened', recall_id = $2, decided_by = $3, decided_at = $4
       where id = any($1::uuid[]) and state = 'waiting' returning id`,
      [matchIds, recallId, actor.personId, formatInstant(now)],
    );
    if (answered.length !== new Set(matchIds).size)
      throw new Problem('recall.changed-meanwhile', {
        detail: 'Somebody has decided on this notice meanwhile. Look at it again.',
      });
  }

  private async tell(
    tx: Tx,
    actor: Actor,
    recall: { id: string; number: string },
    input: OpenRecallRequest,
    { reach, worksheets, scope }: Held,
    csps: number,
  ): Promise<void> {
    await this.tools.audit.record(
      tx,
      actor,
      'recall.opened',
      { kind: 'recall', id: recall.id },
      {
        number: recall.number,
        kind: input.kind,
        reason: input.reason,
        scope: plain(input.scope),
        scopeText: scope.text,
        lots: reach.lots.size,
        csps,
      },
    );
    this.tools.feed.changed(tx, 'recall', recall.id);
    for (const worksheetId of worksheets.slice(0, CHUNK)) this.tools.feed.changed(tx, 'worksheet', worksheetId);
    const products = await rows<{ id: string }>(
      tx,
      'select distinct product_id as id from lot where id = any($1::uuid[])',
      [[...reach.lots.keys()]],
    );
    for (const product of products) this.tools.feed.changed(tx, 'stock', product.id);
  }
}

/** The request's fields as plain data. */
export const plain = (scope: ScopeRequest): Record<string, unknown> => ({ ...scope });

function refuseOther({ expected }: OpenRecallRequest, found: { lots: number; csps: number }): void {
  if (expected === undefined || (expected.lots === found.lots && expected.csps === found.csps)) return;
  throw new Problem('recall.scope-changed', {
    detail: `You saw ${expected.lots} lots and ${expected.csps} preparations; now it is ${found.lots} and ${found.csps}. Look again, then open the recall.`,
  });
}

interface ShelfRow {
  readonly lotId: string;
  readonly locationId: string | null;
  readonly lot_number: string;
  readonly product: string;
  readonly location: string | null;
  readonly on_hand: string;
  readonly unit: string;
  readonly content: string;
  readonly places: string;
}

function shelfOf(row: ShelfRow): HeldOnShelf {
  const packages = Decimal.of(row.on_hand)
    .dividedBy(row.content)
    .toFixed(2, 'half-up')
    .replace(/\.?0+$/, '');
  const amount =
    row.locationId === null
      ? `${row.places} opened, ${Decimal.of(row.on_hand).toString()} ${row.unit} left`
      : `${packages} packages on ${row.location ?? ''}`;
  return { lotId: row.lotId, locationId: row.locationId, detail: `${row.product}, lot ${row.lot_number}: ${amount}` };
}
