import { Injectable } from '@nestjs/common';
import { Decimal } from '#domain/quantity';
import { judgeCount, type CountJudgement } from '#domain/stock';
import { formatInstant } from '#domain/time';
import type { Actor } from '../../../platform/auth/actor.js';
import type { Tx } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { Commands, type Command } from '../../../platform/http/commands.js';
import { notFound, Problem } from '../../../platform/http/problem.js';
import { invalid } from '../../../platform/http/validation.js';
import { Numbers } from '../../../platform/numbers.js';
import type { CountedRequest, CountResponse, FoundLotRequest, StartCountRequest } from './counts.dto.js';
import { CountsQueries } from './counts.queries.js';
import { ShelfTools } from './shelf-tools.js';

const LINES_AT_MOST = 500;

/** The sheet: what the books know at the places, without a figure. */
const SHEET = `
  insert into stock_count_line (id, stock_count_id, position, location_id, lot_id, two_persons, state)
  select gen_random_uuid(), $1, row_number() over (order by lower(o.name), lower(p.name), l.expires_on, l.lot_number, l.id), o.id, l.id,
    p.schedule is not null, 'to-count'
  from location o
    join stock_account a on a.kind = 'location' and a.subject_id = o.id
    join stock_balance b on b.account_id = a.id and b.on_hand > 0
    join lot l on l.id = b.lot_id
    join product p on p.id = l.product_id
  where ($2::uuid is null or o.id = $2) and ($3::uuid[] is null or p.id = any($3)) and (not $4 or p.schedule is not null)
  returning id`;

interface LineRow {
  readonly state: string;
  readonly locationId: string;
  readonly lotId: string;
  readonly controlled: boolean;
  readonly content: string;
  readonly unit: string;
  readonly rounds: number;
  readonly lastBy: string | null;
  readonly entries: readonly { packages: number; expected: string }[];
}

const LINE = `
  select n.state, n.location_id as "locationId", n.lot_id as "lotId", p.schedule is not null as controlled, p.content::text as content,
    p.stock_unit as unit,
    (select count(*) from stock_count_entry e where e.line_id = n.id)::int as rounds,
    (select w.printed_name from stock_count_entry e join person w on w.id = e.counted_by where e.line_id = n.id order by e.round desc limit 1) as "lastBy",
    coalesce((select json_agg(json_build_object('packages', e.packages, 'expected', e.expected::text) order by e.round)
      from stock_count_entry e where e.line_id = n.id), '[]') as entries
  from stock_count_line n join lot l on l.id = n.lot_id join product p on p.id = l.product_id
  where n.id = $2 and n.stock_count_id = $1`;

/** What the books say now, with the ledger position, while nothing of the balance moves. */
const BOOKS = `
  select b.on_hand::text as expected,
    (select e.seq from stock_entry e where e.account_id = b.account_id and e.lot_id = b.lot_id
     order by e.recorded_at desc, e.seq desc limit 1)::text as seq
  from stock_balance b
  where b.lot_id = $2 and b.account_id = (select id from stock_account where kind = 'location' and subject_id = $1)
  for no key update of b`;

/** Counting: blind, resumed at any time, a difference counted again (domain-rules 7.5; CS-10). */
@Injectable()
export class CountsService {
  constructor(
    private readonly commands: Commands,
    private readonly tools: ShelfTools,
    private readonly queries: CountsQueries,
    private readonly numbers: Numbers,
  ) {}

  start(command: Command, input: StartCountRequest): Promise<CountResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const { scope, locationId, productIds } = input;
      if (scope === 'location' && locationId === undefined)
        throw invalid([{ field: 'locationId', message: 'is needed: which place is counted' }]);
      if (scope === 'products' && productIds === undefined)
        throw invalid([{ field: 'productIds', message: 'are needed: which products are counted' }]);
      const { books, audit } = this.tools;
      const id = books.ids.next<string>();
      await tx.query(
        `insert into stock_count (id, number, scope, location_id, state, note, started_by, started_at) values ($1, $2, $3, $4, 'open', $5, $6, $7)`,
        [
          id,
          await this.numbers.next(tx, 'CNT'),
          scope,
          locationId ?? null,
          input.note?.trim() ?? '',
          actor.personId,
          formatInstant(books.clock.now()),
        ],
      );
      const lines = await rows(tx, SHEET, [id, locationId ?? null, productIds ?? null, scope === 'controlled']);
      if (lines.length > LINES_AT_MOST)
        throw new Problem('request.invalid', {
          detail: `These are ${lines.length} lines. Count at most ${LINES_AT_MOST} at a time: a place, or some products.`,
        });
      await audit.record(tx, actor, 'count.started', { kind: 'stock-count', id }, { ...input, lines: lines.length });
      return this.tell(tx, actor, id);
    });
  }

  /** A lot that lies there and is not on the sheet. */
  found(command: Command, id: string, input: FoundLotRequest): Promise<CountResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await lockCount(tx, id, 'open');
      const added = await rows(
        tx,
        `insert into stock_count_line (id, stock_count_id, position, location_id, lot_id, two_persons, state)
         select $2, $1, coalesce((select max(position) from stock_count_line where stock_count_id = $1), 0) + 1, $3, l.id,
           p.schedule is not null, 'to-count'
         from lot l join product p on p.id = l.product_id where l.id = $4 returning id`,
        [id, this.tools.books.ids.next(), input.locationId, input.lotId],
      );
      if (added.length === 0) throw notFound('lot', input.lotId);
      return this.tell(tx, actor, id);
    });
  }

  /**
   * Takes one count of a line in and compares it with the books of this moment. Nobody is told how it compares.
   * @throws Problem `count.counted-already` when somebody else was quicker, `count.second-person`, `count.wrong-state`
   */
  counted(command: Command, id: string, lineId: string, input: CountedRequest): Promise<CountResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await lockCount(tx, id, 'open');
      const line = await lockLine(tx, id, lineId);
      if (input.round !== line.rounds + 1)
        throw new Problem('count.counted-already', {
          detail: `${line.lastBy ?? 'Somebody'} has just counted this line. Go on with the next one.`,
        });
      if (line.state !== 'to-count' && line.state !== 'recount')
        throw new Problem('count.wrong-state', { detail: 'This line needs no more counting.' });
      const [books] = await rows<{ expected: string; seq: string | null }>(tx, BOOKS, [line.locationId, line.lotId]);
      const expected = books?.expected ?? '0';
      await tx.query(
        `insert into stock_count_entry (line_id, round, two_persons, counted_by, counted_at, packages, expected, unit, ledger_seq)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          lineId,
          input.round,
          line.controlled,
          actor.personId,
          formatInstant(this.tools.books.clock.now()),
          input.packages,
          expected,
          line.unit,
          books?.seq ?? null,
        ],
      );
      const judged = judge([...line.entries, { packages: input.packages, expected }], line);
      await tx.query('update stock_count_line set state = $2 where id = $1', [lineId, judged.kind]);
      return this.tell(tx, actor, id);
    });
  }

  /** Ends the counting: figures are shown from now on. Without a difference the count is closed. */
  submit(command: Command, id: string): Promise<CountResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await lockCount(tx, id, 'open');
      const [left] = await rows<{ open: number; variances: number }>(
        tx,
        `select (count(*) filter (where state in ('to-count','recount')))::int as open,
           (count(*) filter (where state = 'variance'))::int as variances from stock_count_line where stock_count_id = $1`,
        [id],
      );
      if (left && left.open > 0)
        throw new Problem('count.wrong-state', {
          detail: `${left.open} ${left.open === 1 ? 'line is' : 'lines are'} still to be counted.`,
        });
      await this.end(tx, id, left && left.variances > 0 ? 'submitted' : 'closed');
      await this.tools.audit.record(tx, actor, 'count.submitted', { kind: 'stock-count', id }, { ...left });
      return this.tell(tx, actor, id);
    });
  }

  cancel(command: Command, id: string, reason: string): Promise<CountResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await lockCount(tx, id, 'open', 'submitted');
      await this.end(tx, id, 'cancelled');
      await this.tools.audit.record(tx, actor, 'count.cancelled', { kind: 'stock-count', id }, { reason });
      return this.tell(tx, actor, id);
    });
  }

  private async end(tx: Tx, id: string, state: 'submitted' | 'closed' | 'cancelled'): Promise<void> {
    const closedAt = state === 'submitted' ? null : formatInstant(this.tools.books.clock.now());
    await tx.query('update stock_count set state = $2, closed_at = $3 where id = $1', [id, state, closedAt]);
  }

  private async tell(tx: Tx, actor: Actor, id: string): Promise<CountResponse> {
    this.tools.feed.changed(tx, 'stock', id);
    return this.queries.count(tx, actor, id);
  }
}

/** @throws Problem `count.wrong-state` */
export async function lockCount(tx: Tx, id: string, ...states: readonly string[]): Promise<void> {
  const [count] = await rows<{ state: string }>(tx, 'select state from stock_count where id = $1 for no key update', [
    id,
  ]);
  if (!count) throw notFound('count', id);
  if (!states.includes(count.state))
    throw new Problem('count.wrong-state', { detail: `This count is ${count.state}.` });
}

/** Locked first, then read: what another counter wrote meanwhile is seen. */
async function lockLine(tx: Tx, countId: string, lineId: string): Promise<LineRow> {
  await tx.query('select 1 from stock_count_line where id = $1 for no key update', [lineId]);
  const [line] = await rows<LineRow>(tx, LINE, [countId, lineId]);
  if (!line) throw notFound('line of this count', lineId);
  return line;
}

const judge = (
  entries: readonly { readonly packages: number; readonly expected: string }[],
  line: Pick<LineRow, 'content' | 'controlled'>,
): CountJudgement =>
  judgeCount(
    entries.map((e) => ({ counted: Decimal.of(line.content).times(e.packages), expected: Decimal.of(e.expected) })),
    line.controlled,
  );
