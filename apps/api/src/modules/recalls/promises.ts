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

interface GivenBack {
  readonly recallId: string;
  readonly number: string;
  /** As `lockToGiveBack` told. */
  readonly worksheets: readonly string[];
  readonly at: Instant;
  readonly zone: ZoneId;
}

interface ShortRow {
  readonly id: string;
  readonly worksheet_id: string;
  readonly product_id: string;
  readonly packages: number;
  readonly needs_bud_until: Instant | null;
}

interface LineRow {
  readonly id: string;
  readonly product_id: string;
  readonly content: string;
  readonly needs_bud_until: Instant | null;
  readonly held: boolean;
}

/**
 * Lines that recalls took promises from, and that have fewer packages promised than they still take from the shelf: the packages of
 * the steps to come. Of the worksheets of the recall $1, and of others that lack its products: an earlier recall of the same lots
 * took their promises and had none to give back. Not those that another recall holds: it gives back when it is withdrawn.
 */
const SHORT = `
  select n.id, n.worksheet_id, n.product_id, (t.packages - h.packages)::int as packages, w.needs_bud_until
  from worksheet w join worksheet_line n on n.worksheet_id = w.id join product p on p.id = n.product_id
    cross join lateral (select count(*) as packages from worksheet_step s
      where s.line_id = n.id and s.kind in ('open', 'base', 'container') and s.state = 'pending') t
    cross join lateral (select coalesce(sum(floor((a.quantity - a.used) / p.content)), 0) as packages from allocation a
      where a.worksheet_line_id = n.id and a.state = 'active') h
  where w.state in ('allocated', 'staged', 'compounding') and t.packages > h.packages and ($2::uuid[] is null or w.id = any($2))
    and (exists (select 1 from recall_worksheet k where k.recall_id = $1 and k.worksheet_id = w.id)
      or exists (select 1 from recall_lot k join lot l on l.id = k.lot_id where k.recall_id = $1 and l.product_id = n.product_id))
    and exists (select 1 from allocation a join recall_lot k on k.lot_id = a.lot_id join recall r on r.id = k.recall_id
      where a.worksheet_line_id = n.id and a.state = 'released' and a.resolved_at = r.opened_at)
    and not exists (select 1 from recall_worksheet o
      where o.worksheet_id = w.id and o.recall_id <> $1 and o.held and o.released_at is null)
  order by w.needed_at nulls last, n.worksheet_id, n.position`;

const LOCK_WORKSHEETS = `
  select 1 from worksheet where id = any($2::uuid[]) or id in (select worksheet_id from recall_worksheet where recall_id = $1)
  order by id for update`;

/** In the order of all commands: the gates of the products, then the balances that promises may be made of. */
const LOCK_STOCK: readonly string[] = [
  'select 1 from product_gate where product_id = any($1::uuid[]) order by product_id for no key update',
  `select 1 from stock_balance where account_kind = 'location' and lot_id in (select id from lot where product_id = any($1::uuid[]))
   order by account_id, lot_id for no key update`,
];

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

  /**
   * Before the lots are let go: locks the worksheets of the recall and what `giveBack` needs, all of which comes before lots in the
   * order of locks.
   * @returns the worksheets that lack a promise which a recall took
   */
  async lockToGiveBack(tx: Tx, recallId: string): Promise<string[]> {
    const short = await rows<ShortRow>(tx, SHORT, [recallId, null]);
    const worksheets = [...new Set(short.map((line) => line.worksheet_id))];
    await tx.query(LOCK_WORKSHEETS, [recallId, worksheets]);
    for (const sql of LOCK_STOCK) await tx.query(sql, [[...new Set(short.map((line) => line.product_id))]]);
    return worksheets;
  }

  /**
   * After the lots are let go: promises again what was taken, of the same lots or of others. A worksheet for which there is not
   * enough any more says so.
   * @returns the worksheets that have all they need again
   */
  async giveBack(tx: Tx, { recallId, number, worksheets, at, zone }: GivenBack): Promise<string[]> {
    const short = await rows<ShortRow>(tx, SHORT, [recallId, worksheets]);
    const without = new Set<string>();
    for (const line of short) if (!(await this.promise(tx, line, { at, zone }))) without.add(line.worksheet_id);
    const whole = [...new Set(short.map((line) => line.worksheet_id))].filter((id) => !without.has(id));
    await tx.query(
      `update worksheet set revision = revision + 1, state_reason = case when id = any($2::uuid[]) then $3 else '' end
       where id = any($1::uuid[]) or id = any($2::uuid[])`,
      [
        whole,
        [...without],
        `Needs other lots: ${number} was withdrawn, but there is too little to promise what recalls took. Cancel it and plan it again when there is stock.`,
      ],
    );
    await tx.query('update recall_worksheet set needs_lots = false where worksheet_id = any($1::uuid[])', [whole]);
    return whole;
  }

  private promiseAgain(tx: Tx, line: LineRow, rest: Decimal, when: TakenBack): Promise<boolean> {
    return this.promise(tx, { ...line, packages: Number(rest.dividedBy(line.content).toFixed(0, 'up')) }, when);
  }

  private async promise(
    tx: Tx,
    line: Omit<ShortRow, 'worksheet_id'>,
    { at, zone }: Pick<GivenBack, 'at' | 'zone'>,
  ): Promise<boolean> {
    if (line.packages === 0) return true;
    const need = {
      lineId: line.id,
      productId: line.product_id,
      packages: line.packages,
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
