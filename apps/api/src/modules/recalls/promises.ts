import { Injectable } from '@nestjs/common';
import { Decimal } from '#domain/quantity';
import { type Instant, type ZoneId } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem } from '../../platform/http/problem.js';
import { Allocations } from '../stock/allocations.js';
import type { LotId } from '../stock/ids.js';
import type { Promised } from './holding.js';

interface TakenBack {
  readonly recallId: string;
  readonly number: string;
  readonly promises: readonly Promised[];
  readonly at: Instant;
  readonly zone: ZoneId;
}

interface LineRow {
  readonly id: string;
  readonly product_id: string;
  readonly content: string;
  readonly needs_bud_until: Instant | null;
  readonly held: boolean;
}

/** What was promised of a recalled lot and not used yet. */
@Injectable()
export class Promises {
  constructor(private readonly allocations: Allocations) {}

  /**
   * Gives the promises back and makes new ones of other lots where there are enough; a worksheet for which there are not is
   * marked, so that somebody finds it before the bench does. A worksheet that the recall holds gets nothing new.
   */
  async takeBack(tx: Tx, taken: TakenBack): Promise<void> {
    const lineIds = [...new Set(taken.promises.map((p) => p.line_id))].sort();
    if (lineIds.length === 0) return;
    const rests = new Map<string, Decimal>();
    for (const { line_id: lineId, lot_id: lotId } of taken.promises)
      for (const freed of await this.allocations.release(tx, {
        lineIds: [lineId],
        lotId: lotId as LotId,
        at: taken.at,
      }))
        rests.set(lineId, (rests.get(lineId) ?? Decimal.ZERO).plus(Decimal.of(freed.rest)));
    const lines = await rows<LineRow>(
      tx,
      `select n.id, n.product_id, r.content, w.needs_bud_until,
         exists (select 1 from recall_worksheet k where k.worksheet_id = w.id and k.held and k.released_at is null) as held
       from worksheet_line n join worksheet w on w.id = n.worksheet_id join product r on r.id = n.product_id where n.id = any($1::uuid[])
       order by w.needed_at nulls last, n.worksheet_id, n.position`,
      [lineIds],
    );
    const without: string[] = [];
    for (const line of lines)
      if (!line.held && !(await this.promiseAgain(tx, line, rests.get(line.id) ?? Decimal.ZERO, taken)))
        without.push(line.id);
    await tx.query(
      `insert into recall_worksheet (recall_id, worksheet_id, state_before, held, needs_lots)
       select $1, w.id, w.state, false, bool_or(n.id = any($3::uuid[])) from worksheet_line n join worksheet w on w.id = n.worksheet_id
       where n.id = any($2::uuid[]) group by w.id
       on conflict on constraint recall_worksheet_pk do nothing`,
      [taken.recallId, lineIds, without],
    );
    await tx.query(
      `update worksheet set state_reason = $2, revision = revision + 1
       where id in (select worksheet_id from worksheet_line where id = any($1::uuid[]))`,
      [
        without,
        `Needs other lots: what was promised was recalled (${taken.number}). Cancel it and plan it again when there is stock.`,
      ],
    );
  }

  private async promiseAgain(tx: Tx, line: LineRow, rest: Decimal, { at, zone }: TakenBack): Promise<boolean> {
    const packages = Number(rest.dividedBy(line.content).toFixed(0, 'up'));
    if (packages === 0) return true;
    const need = {
      lineId: line.id,
      productId: line.product_id,
      packages,
      ...(line.needs_bud_until !== null && { usableUntil: line.needs_bud_until }),
    };
    try {
      await this.allocations.allocate(tx, { needs: [need], at, zone });
      return true;
    } catch (error) {
      // Refused before anything was written: the statement that promises is all or nothing.
      if (error instanceof Problem && error.code === 'stock.not-enough') return false;
      throw error;
    }
  }
}
