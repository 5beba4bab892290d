import { Injectable } from '@nestjs/common';
import { Decimal, Quantity } from '#domain/quantity';
import { moveStock, type AccountRef } from '#domain/stock';
import { formatInstant } from '#domain/time';
import type { Actor } from '../../../platform/auth/actor.js';
import { Signatures } from '../../../platform/auth/signatures.js';
import type { Tx } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { Commands, type Command } from '../../../platform/http/commands.js';
import { notFound, Problem } from '../../../platform/http/problem.js';
import type { CountDecisionRequest, CountResponse } from './counts.dto.js';
import { CountsQueries } from './counts.queries.js';
import { lockCount } from './counts.service.js';
import { ShelfTools } from './shelf-tools.js';

interface Variance {
  readonly state: string;
  readonly locationId: string;
  readonly lotId: string;
  readonly productId: string;
  readonly controlled: boolean;
  readonly counters: readonly string[];
  readonly content: string;
  readonly unit: string;
  readonly packages: number;
  readonly expected: string;
}

const VARIANCE = `
  select n.state, n.location_id as "locationId", n.lot_id as "lotId", l.product_id as "productId", p.schedule is not null as controlled,
    n.counters, p.content::text as content, p.stock_unit as unit, e.packages, e.expected::text as expected
  from stock_count_line n
    join lot l on l.id = n.lot_id
    join product p on p.id = l.product_id
    join lateral (select * from stock_count_entry where line_id = n.id order by round desc limit 1) e on true
  where n.id = $2 and n.stock_count_id = $1
  for no key update of n`;

/** What becomes of a difference: decided by somebody who did not count (CS-10: of a controlled substance by a pharmacist). */
@Injectable()
export class CountDecisionsService {
  constructor(
    private readonly commands: Commands,
    private readonly tools: ShelfTools,
    private readonly queries: CountsQueries,
    private readonly signatures: Signatures,
  ) {}

  /**
   * Accepts a difference, and the books follow by as much, whatever moved since; or refuses it, and they stay.
   * @throws Problem `count.own-decision`, `access.denied`, `count.wrong-state`, `stock.not-enough`
   */
  decide(command: Command, id: string, lineId: string, input: CountDecisionRequest): Promise<CountResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await lockCount(tx, id, 'submitted');
      const [line] = await rows<Variance>(tx, VARIANCE, [id, lineId]);
      if (!line) throw notFound('counted line of this count', lineId);
      refuseWho(actor, line, id);
      const { books, audit } = this.tools;
      const at = books.clock.now();
      const reason = input.reason.trim();
      const difference = Decimal.of(line.content).times(line.packages).minus(line.expected);
      const movementId =
        input.decision === 'accept' ? await this.post(tx, actor, lineId, line, difference, reason) : null;
      await tx.query(
        `update stock_count_line set state = $2, decided_by = $3, decided_at = $4, reason = $5, movement_id = $6 where id = $1`,
        [
          lineId,
          input.decision === 'accept' ? 'accepted' : 'refused',
          actor.personId,
          formatInstant(at),
          reason,
          movementId,
        ],
      );
      await tx.query(
        `update stock_count set state = 'closed', closed_at = $2
         where id = $1 and not exists (select 1 from stock_count_line where stock_count_id = $1 and state = 'variance')`,
        [id, formatInstant(at)],
      );
      const data = {
        lineId,
        lotId: line.lotId,
        difference: difference.toString(),
        unit: line.unit,
        reason,
        movementId,
      };
      const action = input.decision === 'accept' ? 'count.variance-accepted' : 'count.variance-refused';
      await audit.record(tx, actor, action, { kind: 'stock-count', id }, data);
      await this.signatures.sign(tx, actor, {
        password: input.password,
        meaning: 'approved',
        subjectKind: 'stock-count-line',
        subjectId: lineId,
        content: [
          input.decision,
          line.lotId,
          line.locationId,
          `${difference.toString()} ${line.unit}`,
          reason,
          formatInstant(at),
        ].join('\n'),
      });
      this.tools.feed.changed(tx, 'stock', line.productId);
      return this.queries.count(tx, actor, id);
    });
  }

  private post(
    tx: Tx,
    actor: Actor,
    lineId: string,
    line: Variance,
    difference: Decimal,
    note: string,
  ): Promise<string> {
    const shelf: AccountRef = { kind: 'location', subjectId: line.locationId };
    const between: AccountRef = { kind: 'count-difference', subjectId: null };
    const loss = difference.isNegative();
    const movement = moveStock({
      reason: 'counted',
      reference: { kind: 'stock-count-line', id: lineId },
      effectiveAt: this.tools.books.clock.now(),
      note,
      transfers: [
        {
          lotId: line.lotId,
          quantity: Quantity.of(difference.abs(), line.unit),
          from: loss ? shelf : between,
          to: loss ? between : shelf,
        },
      ],
    });
    return this.tools.books.ledger.post(tx, movement, { actor });
  }
}

function refuseWho(actor: Actor, line: Variance, countId: string): void {
  if (line.state !== 'variance')
    throw new Problem('count.wrong-state', { detail: 'There is no open difference on this line.' });
  if (line.counters.includes(actor.personId))
    throw new Problem('count.own-decision', {
      detail: 'Who counted it does not decide on the difference. Ask another person.',
      audit: { action: 'count.own-decision-refused', subject: { kind: 'stock-count', id: countId } },
    });
  if (line.controlled && !actor.permissions.has('controlled.manage'))
    throw new Problem('access.denied', {
      detail: 'A difference of a controlled substance is decided on by a pharmacist.',
    });
}
