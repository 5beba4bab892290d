import { endOfDay, formatInstant, fromZoned, type Instant, type ZoneId } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { dateField } from '../../platform/http/dates.js';
import { Problem } from '../../platform/http/problem.js';
import { invalid } from '../../platform/http/validation.js';
import type { Roots } from './lineage.js';
import type { ScopeKind, ScopeRequest } from './scope.dto.js';

/** A scope that was read: where to begin, and what to call it. */
export interface Scope extends Roots {
  /** For people, with every name in it: "Lot AB1205 of ceftriaxone 2 g vial". */
  readonly text: string;
  /** Of goods: the lot numbers that are recalled when they arrive later. No number: every lot of the product. */
  readonly rules: readonly { readonly productId: string; readonly lotNumber: string | null }[];
}

interface Period {
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly text: string;
}

interface Start {
  readonly lotIds: readonly string[];
  readonly worksheetIds?: readonly string[];
  readonly text: string;
  readonly everyLotOf?: string;
}

type Sql = Pick<Reader, 'query'>;

/** More lots than any recall names; a question so wide is asked in parts. */
const LOT_LIMIT = 20_000;

/**
 * Where a scope begins. What is on no record gives an empty beginning, not an error.
 * @throws Problem `request.invalid` when the scope lacks what its kind needs, or a date does not exist
 */
export async function readScope(reader: Sql, scope: ScopeRequest, zone: ZoneId): Promise<Scope> {
  const period = periodOf(scope, zone);
  const start = await STARTS[scope.kind](reader, scope, period);
  if (start.lotIds.length > LOT_LIMIT)
    throw new Problem('request.invalid', { detail: `This is more than ${LOT_LIMIT} lots. Ask for less at a time.` });
  const text = `${start.text}${period.text}`;
  return { ...start, text, rules: await rulesOf(reader, scope, start) };
}

function periodOf(scope: ScopeRequest, zone: ZoneId): Period {
  const from = scope.from === undefined ? null : dateField('from', scope.from);
  const to = scope.to === undefined ? null : dateField('to', scope.to);
  if (from !== null && to !== null && to < from) throw invalid([{ field: 'to', message: 'is before "from"' }]);
  const words = [from === null ? '' : ` from ${from}`, to === null ? '' : ` to ${to}`].join('');
  return {
    from: from === null ? null : fromZoned({ date: from, hour: 0, minute: 0 }, zone),
    to: to === null ? null : endOfDay(to, zone),
    text: words === '' ? '' : `,${words}`,
  };
}

const at = (instant: Instant | null): string | null => (instant === null ? null : formatInstant(instant));

function needed(scope: ScopeRequest, field: 'subjectId' | 'text'): string {
  const value = scope[field]?.trim();
  if (!value) throw invalid([{ field, message: `is needed for a scope of kind "${scope.kind}"` }]);
  return value;
}

const PERIOD = `($2::timestamptz is null or l.received_at >= $2) and ($3::timestamptz is null or l.received_at <= $3)`;

async function lotsWhere(reader: Sql, condition: string, value: unknown, period: Period): Promise<string[]> {
  const found = await rows<{ id: string }>(
    reader,
    `select l.id from lot l join product r on r.id = l.product_id where ${condition} and ${PERIOD} order by l.id limit ${LOT_LIMIT + 1}`,
    [value, at(period.from), at(period.to)],
  );
  return found.map(({ id }) => id);
}

/**
 * A recall goes by product and lot number: the same number that was once entered with another expiry is meant too, as it is when it
 * arrives later (`rulesOf`).
 */
const SAME_NUMBER = `l.id in (select s.id from lot n join lot s on s.product_id = n.product_id and s.lot_number = n.lot_number
  where n.id = any($1::uuid[]))`;

/** Worksheets that were begun in the period, by one of the indexes on (who or where, started_at). */
async function workWhere(reader: Sql, scope: ScopeRequest, period: Period, sql: string): Promise<string[]> {
  if (period.from === null || period.to === null)
    throw invalid([
      { field: period.from === null ? 'from' : 'to', message: 'is needed: work is asked for over a period' },
    ]);
  const found = await rows<{ id: string }>(reader, sql, [needed(scope, 'subjectId'), at(period.from), at(period.to)]);
  return found.map(({ id }) => id);
}

const begun = (column: string): string =>
  `select id from worksheet where ${column} = $1 and started_at between $2 and $3`;

/** A person's hand is in what they made, checked, or did any step of: the history has a line for each act. */
const BY_PERSON = `
  ${begun('completed_by')} union ${begun('verified_by')}
  union select w.id from worksheet w join worksheet_event e on e.worksheet_id = w.id
    where e.actor_id = $1 and e.at >= $2 and w.started_at between $2 and $3`;

async function nameOf(reader: Sql, sql: string, id: string, otherwise: string): Promise<string> {
  const [found] = await rows<{ name: string }>(reader, sql, [id]);
  return found?.name ?? otherwise;
}

const STARTS: Readonly<Record<ScopeKind, (reader: Sql, scope: ScopeRequest, period: Period) => Promise<Start>>> = {
  async lots(reader, scope, period) {
    if (!scope.lotIds?.length) throw invalid([{ field: 'lotIds', message: 'is needed for a scope of kind "lots"' }]);
    const lotIds = await lotsWhere(reader, SAME_NUMBER, scope.lotIds, period);
    const named = await rows<{ name: string }>(
      reader,
      `select l.lot_number || ' of ' || r.name as name from lot l join product r on r.id = l.product_id where l.id = any($1::uuid[]) order by 1 limit 4`,
      [lotIds],
    );
    const names = named.slice(0, 3).map(({ name }) => name);
    const more = lotIds.length - names.length;
    return {
      lotIds,
      text: `${lotIds.length === 1 ? 'Lot' : 'Lots'} ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    };
  },
  async product(reader, scope, period) {
    const id = needed(scope, 'subjectId');
    const name = await nameOf(reader, 'select name from product where id = $1', id, 'an unknown product');
    const lotIds = await lotsWhere(reader, 'l.product_id = $1', id, period);
    return {
      lotIds,
      text: `Every lot of ${name}`,
      ...(period.from === null && period.to === null && { everyLotOf: id }),
    };
  },
  async manufacturer(reader, scope, period) {
    const name = needed(scope, 'text');
    return {
      lotIds: await lotsWhere(reader, 'lower(r.manufacturer) = lower($1)', name, period),
      text: `Everything from ${name}`,
    };
  },
  async received(reader, _scope, period) {
    if (period.from === null || period.to === null)
      throw invalid([{ field: period.from === null ? 'from' : 'to', message: 'is needed: which days of receiving' }]);
    return { lotIds: await lotsWhere(reader, '$1::int = 1', 1, period), text: 'Every lot that first arrived' };
  },
  async serial(reader, scope, period) {
    const serial = needed(scope, 'text');
    const found = await rows<{ lot_id: string }>(
      reader,
      'select lot_id from open_container where serial = $1 union select lot_id from package_serial where serial = $1',
      [serial],
    );
    const ids = found.map((row) => row.lot_id);
    return {
      lotIds: await lotsWhere(reader, SAME_NUMBER, ids, period),
      text: `The lot of serial ${serial}`,
    };
  },
  async receipt(reader, scope, period) {
    const id = needed(scope, 'subjectId');
    const found = await rows<{ lot_id: string; number: string | null }>(
      reader,
      `select distinct e.lot_id, (select c.number from receipt c where c.id = $1) as number
       from stock_movement m join stock_entry e on e.movement_id = m.id
       where m.reason = 'received' and m.reference_kind = 'receipt' and m.reference_id = $1
       union select l.lot_id, c.number from receipt_line l join receipt c on c.id = l.receipt_id where c.id = $1 and l.lot_id is not null`,
      [id],
    );
    const ids = found.map((row) => row.lot_id);
    return {
      lotIds: await lotsWhere(reader, 'l.id = any($1::uuid[])', ids, period),
      text: `Every lot of receipt ${found[0]?.number ?? id}`,
    };
  },
  async person(reader, scope, period) {
    const worksheetIds = await workWhere(reader, scope, period, BY_PERSON);
    const name = await nameOf(
      reader,
      'select printed_name as name from person where id = $1',
      needed(scope, 'subjectId'),
      'an unknown person',
    );
    return { lotIds: [], worksheetIds, text: `Everything that ${name} prepared, scanned or verified` };
  },
  async room(reader, scope, period) {
    const worksheetIds = await workWhere(reader, scope, period, begun('room_id'));
    return {
      lotIds: [],
      worksheetIds,
      text: `Everything made in ${await nameOf(reader, 'select name from room where id = $1', needed(scope, 'subjectId'), 'an unknown room')}`,
    };
  },
  async hood(reader, scope, period) {
    const worksheetIds = await workWhere(reader, scope, period, begun('hood_id'));
    return {
      lotIds: [],
      worksheetIds,
      text: `Everything made in ${await nameOf(reader, 'select name from hood where id = $1', needed(scope, 'subjectId'), 'an unknown hood')}`,
    };
  },
  async formula(reader, scope, period) {
    const worksheetIds = await workWhere(reader, scope, period, begun('formulation_version_id'));
    const name = await nameOf(
      reader,
      `select f.name || ', version ' || v.version as name from formulation_version v join formulation f on f.id = v.formulation_id where v.id = $1`,
      needed(scope, 'subjectId'),
      'an unknown formula',
    );
    return { lotIds: [], worksheetIds, text: `Everything made by ${name}` };
  },
};

/** Named lots come again under the same number; a whole product comes again under any. A delivery is over. */
async function rulesOf(reader: Sql, scope: ScopeRequest, start: Start): Promise<Scope['rules']> {
  if (start.everyLotOf !== undefined) return [{ productId: start.everyLotOf, lotNumber: null }];
  if (scope.kind !== 'lots' && scope.kind !== 'serial') return [];
  return rows(
    reader,
    `select distinct product_id as "productId", lot_number as "lotNumber" from lot where id = any($1::uuid[]) and made_in_worksheet_id is null`,
    [start.lotIds],
  );
}
