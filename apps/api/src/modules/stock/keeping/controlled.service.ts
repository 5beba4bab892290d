import { Injectable } from '@nestjs/common';
import { formatInstant } from '#domain/time';
import { Signatures } from '../../../platform/auth/signatures.js';
import { rows } from '../../../platform/database/sql.js';
import { Commands, type Command } from '../../../platform/http/commands.js';
import { notFound, Problem } from '../../../platform/http/problem.js';
import type {
  CloseDiscrepancyRequest,
  DiscrepancyResponse,
  ScheduleRequest,
  ScheduleResponse,
} from './controlled.dto.js';
import { ControlledQueries } from './controlled.queries.js';
import { ShelfTools } from './shelf-tools.js';

/** What a pharmacist answers for (CS-10). */
@Injectable()
export class ControlledService {
  constructor(
    private readonly commands: Commands,
    private readonly tools: ShelfTools,
    private readonly queries: ControlledQueries,
    private readonly signatures: Signatures,
  ) {}

  /** Whether and under which schedule a product is controlled; from now on its acts need a witness, its counts two persons. */
  schedule(command: Command, productId: string, input: ScheduleRequest): Promise<ScheduleResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const [before] = await rows<{ schedule: string | null }>(
        tx,
        'select schedule from product where id = $1 for no key update',
        [productId],
      );
      if (!before) throw notFound('product', productId);
      const schedule = input.schedule === 'none' ? null : input.schedule;
      await tx.query('update product set schedule = $2 where id = $1', [productId, schedule]);
      const data = { before: before.schedule, after: schedule };
      await this.tools.audit.record(tx, actor, 'product.schedule-changed', { kind: 'product', id: productId }, data);
      this.tools.feed.changed(tx, 'stock', productId);
      return { productId, schedule };
    });
  }

  /** Closes a discrepancy with the reason; never who found it. @throws Problem `discrepancy.own-decision`, `signature.refused` */
  close(command: Command, id: string, input: CloseDiscrepancyRequest): Promise<DiscrepancyResponse[]> {
    return this.commands.run(command, async (tx, actor) => {
      const [found] = await rows<{
        productId: string;
        closed: boolean;
        difference: string;
        unit: string;
        foundBy: string;
      }>(
        tx,
        `select l.product_id as "productId", d.closed_at is not null as closed, d.difference::text as difference, d.unit, d.found_by as "foundBy"
         from controlled_discrepancy d join lot l on l.id = d.lot_id where d.id = $1 for no key update of d`,
        [id],
      );
      if (!found) throw notFound('discrepancy', id);
      if (found.closed) throw new Problem('discrepancy.wrong-state', { detail: 'This discrepancy is closed already.' });
      if (found.foundBy === actor.personId)
        throw new Problem('discrepancy.own-decision', {
          detail: 'Another person than the one who found it closes a discrepancy.',
        });
      const at = formatInstant(this.tools.books.clock.now());
      const reason = input.reason.trim();
      await tx.query('update controlled_discrepancy set closed_by = $2, closed_at = $3, reason = $4 where id = $1', [
        id,
        actor.personId,
        at,
        reason,
      ]);
      await this.tools.audit.record(tx, actor, 'discrepancy.closed', { kind: 'discrepancy', id }, { reason });
      await this.signatures.sign(tx, actor, {
        password: input.password,
        meaning: 'reviewed',
        subjectKind: 'discrepancy',
        subjectId: id,
        content: [id, `${found.difference} ${found.unit}`, reason, at].join('\n'),
      });
      this.tools.feed.changed(tx, 'stock', found.productId);
      return this.queries.discrepancies(tx, { productId: found.productId });
    });
  }
}
