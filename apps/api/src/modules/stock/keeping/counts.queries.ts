import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { Decimal } from '#domain/quantity';
import { formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../../platform/auth/actor.js';
import type { Reader } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { notFound } from '../../../platform/http/problem.js';
import type { CountEntryResponse, CountLineResponse, CountResponse, CountSummary } from './counts.dto.js';

const COUNTS_SHOWN = 100;

interface SummaryRow extends Omit<CountSummary, 'startedAt' | 'closedAt'> {
  readonly startedAt: Instant;
  readonly closedAt: Instant | null;
}

const SUMMARIES = `
  select c.id, c.number, c.scope, o.name as "locationName", c.state, c.note, w.printed_name as "startedBy", c.started_at as "startedAt",
    c.closed_at as "closedAt", count(n.id)::int as lines,
    (count(n.id) filter (where n.state not in ('to-count','recount')))::int as counted,
    (count(n.id) filter (where n.state = 'variance' and c.state <> 'open'))::int as "openVariances"
  from stock_count c
    join person w on w.id = c.started_by
    left join location o on o.id = c.location_id
    left join stock_count_line n on n.stock_count_id = c.id
  where ($1::uuid is null or c.id = $1) and ($2::text is null or c.state = $2)
  group by c.id, o.name, w.printed_name order by c.started_at desc, c.id desc limit ${COUNTS_SHOWN}`;

interface LineRow {
  readonly id: string;
  readonly position: number;
  readonly locationId: string;
  readonly locationName: string;
  readonly lotId: string;
  readonly productName: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly controlled: boolean;
  readonly state: string;
  readonly content: string;
  readonly counters: readonly string[];
  readonly names: readonly string[];
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly entries: readonly {
    round: number;
    countedBy: string;
    countedAt: string;
    packages: number;
    expected: string;
  }[];
}

const LINES = `
  select n.id, n.position, n.location_id as "locationId", o.name as "locationName", n.lot_id as "lotId", p.name as "productName",
    l.lot_number as "lotNumber", l.expires_on as "expiresOn", n.two_persons as controlled, n.state, p.content::text as content, n.counters,
    array(select w.printed_name from stock_count_entry e join person w on w.id = e.counted_by where e.line_id = n.id order by e.round) as names,
    d.printed_name as "decidedBy", n.reason,
    coalesce((select json_agg(json_build_object('round', e.round, 'countedBy', w.printed_name, 'countedAt', to_char(e.counted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'packages', e.packages,
      'expected', e.expected::text) order by e.round) from stock_count_entry e join person w on w.id = e.counted_by where e.line_id = n.id), '[]') as entries
  from stock_count_line n
    join location o on o.id = n.location_id
    join lot l on l.id = n.lot_id
    join product p on p.id = l.product_id
    left join person d on d.id = n.decided_by
  where n.stock_count_id = $1 order by n.position`;

/** Counts as their counters and approvers may see them: blind until they are submitted. */
@Injectable()
export class CountsQueries {
  async list(reader: Reader, state?: string): Promise<CountSummary[]> {
    return (await rows<SummaryRow>(reader, SUMMARIES, [null, state ?? null])).map(summary);
  }

  async count(reader: Reader, actor: Actor, id: string): Promise<CountResponse> {
    const [found] = await rows<SummaryRow>(reader, SUMMARIES, [id, null]);
    if (!found) throw notFound('count', id);
    const lines = await rows<LineRow>(reader, LINES, [id]);
    return { ...summary(found), sheet: lines.map((row) => line(row, found.state, actor)) };
  }
}

const summary = (row: SummaryRow): CountSummary => ({
  ...row,
  startedAt: formatInstant(row.startedAt),
  closedAt: row.closedAt === null ? null : formatInstant(row.closedAt),
});

/** Open counts give away no figure: not what was expected, not what another counted, not whether it agreed. */
function line(row: LineRow, countState: string, actor: Actor): CountLineResponse {
  const open = countState === 'open';
  const entries = open ? [] : row.entries.map((entry) => entryOf(entry, row.content));
  const blind = row.state === 'to-count' || row.state === 'recount' ? row.state : 'counted';
  const { counters, names, content: _, entries: __, ...shown } = row;
  return {
    ...shown,
    productName: tallMan(row.productName),
    state: open ? blind : row.state,
    round: row.entries.length + 1,
    countedBy: [...names],
    entries,
    difference: entries.at(-1)?.difference ?? null,
    youMayDecide:
      row.state === 'variance' &&
      countState === 'submitted' &&
      !counters.includes(actor.personId) &&
      actor.permissions.has(row.controlled ? 'controlled.manage' : 'stock.adjust'),
  };
}

function entryOf(entry: LineRow['entries'][number], content: string): CountEntryResponse {
  const expected = Decimal.of(entry.expected).dividedBy(content);
  return {
    round: entry.round,
    countedBy: entry.countedBy,
    countedAt: entry.countedAt,
    packages: entry.packages,
    expected: shown(expected),
    difference: shown(Decimal.of(entry.packages).minus(expected)),
  };
}

/** Shelves hold whole packages, so these are whole; a sum of exact divisions is cut at the millionth. */
const shown = (value: Decimal): string => Decimal.of(value.toFixed(6, 'half-even')).toString();
