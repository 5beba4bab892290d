import { Decimal, Quantity } from '#domain/quantity';
import { moveStock, type Movement } from '#domain/stock';
import { formatInstant, type Instant, type ZoneId } from '#domain/time';
import type { Tx } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { Problem } from '../../../platform/http/problem.js';
import type { Allocations } from '../allocations.js';
import type { LotId } from '../ids.js';
import type { TakenPromise } from './excursions.dto.js';

/** A balance that was in the place during the window, wherever it lies now. */
export interface Affected {
  readonly lotId: string;
  readonly productId: string;
  readonly locationId: string;
  readonly quantity: string;
  readonly unit: string;
}

/**
 * Lots that were there at any moment of the window: on hand when it began, or moved in before it ended. Of those what is still
 * there, and as much of what was taken to other places since as is still there; never what lies in the quarantine place already.
 */
const AFFECTED = `
  with place as (select id from stock_account where kind = 'location' and subject_id = $1),
  there as materialized (
    select b.lot_id
    from place x join stock_balance b on b.account_id = x.id
    where coalesce((select e.balance_after from stock_entry e where e.account_id = b.account_id and e.lot_id = b.lot_id
        and e.recorded_at <= $2::timestamptz order by e.recorded_at desc, e.seq desc limit 1), 0) > 0
      or exists (select 1 from stock_entry e where e.account_id = b.account_id and e.lot_id = b.lot_id
        and e.recorded_at > $2::timestamptz and e.recorded_at <= $3::timestamptz and e.quantity > 0)),
  taken as (
    select o.account_id, o.lot_id, sum(o.quantity) as quantity
    from there t join place x on true
      join stock_entry e on e.account_id = x.id and e.lot_id = t.lot_id and e.quantity < 0 and e.recorded_at > $2::timestamptz
      join stock_movement m on m.id = e.movement_id and m.reason = 'transferred'
      join stock_entry o on o.movement_id = e.movement_id and o.lot_id = e.lot_id and o.quantity > 0
    group by o.account_id, o.lot_id)
  select f.lot_id as "lotId", l.product_id as "productId", a.subject_id as "locationId", trim_scale(f.quantity)::text as quantity, b.unit
  from (
    select x.id as account_id, t.lot_id, b.on_hand as quantity
    from there t join place x on true join stock_balance b on b.account_id = x.id and b.lot_id = t.lot_id
    union all
    select k.account_id, k.lot_id, least(k.quantity, b.on_hand)
    from taken k join stock_balance b on b.account_id = k.account_id and b.lot_id = k.lot_id) f
    join stock_account a on a.id = f.account_id and a.kind = 'location' and a.subject_id <> $4
    join stock_balance b on b.account_id = f.account_id and b.lot_id = f.lot_id
    join lot l on l.id = f.lot_id
  where f.quantity > 0
  order by f.lot_id, a.subject_id`;

export const affectedBy = (
  tx: Tx,
  it: { readonly locationId: string; readonly from: Instant; readonly until: Instant; readonly quarantineId: string },
): Promise<Affected[]> =>
  rows<Affected>(tx, AFFECTED, [it.locationId, formatInstant(it.from), formatInstant(it.until), it.quarantineId]);

export const setAside = (
  affected: readonly Affected[],
  it: { readonly id: string; readonly quarantineId: string; readonly at: Instant; readonly note: string },
): Movement =>
  moveStock({
    reason: 'transferred',
    reference: { kind: 'excursion', id: it.id },
    effectiveAt: it.at,
    note: it.note,
    transfers: affected.map((a) => ({
      lotId: a.lotId,
      quantity: Quantity.of(a.quantity, a.unit),
      from: { kind: 'location', subjectId: a.locationId },
      to: { kind: 'location', subjectId: it.quarantineId },
    })),
  });

interface PromiseRow {
  readonly lineId: string;
  readonly lotId: string;
  readonly productId: string;
  readonly worksheetNumber: string;
  readonly packages: number;
  readonly usableUntil: Instant | null;
}

const PROMISES = `
  select a.worksheet_line_id as "lineId", a.lot_id as "lotId", l.product_id as "productId", w.number as "worksheetNumber",
    w.needs_bud_until as "usableUntil", floor(sum(a.quantity - a.used) / max(p.content))::int as packages
  from unnest($1::uuid[], $2::uuid[]) as f(lot_id, location_id)
    join stock_account k on k.kind = 'location' and k.subject_id = f.location_id
    join allocation a on a.lot_id = f.lot_id and a.account_id = k.id and a.state = 'active'
    join lot l on l.id = a.lot_id
    join product p on p.id = l.product_id
    join worksheet_line n on n.id = a.worksheet_line_id
    join worksheet w on w.id = n.worksheet_id
  group by a.worksheet_line_id, a.lot_id, l.product_id, w.number, w.needs_bud_until
  order by w.number, a.worksheet_line_id`;

export const promisesOn = (tx: Tx, affected: readonly Affected[]): Promise<PromiseRow[]> =>
  rows<PromiseRow>(tx, PROMISES, [affected.map((a) => a.lotId), affected.map((a) => a.locationId)]);

/** What was promised cannot be set aside: promises are given back first. */
export async function takeBack(
  tx: Tx,
  allocations: Allocations,
  promises: readonly PromiseRow[],
  at: Instant,
): Promise<void> {
  for (const { lineId, lotId } of promises)
    await allocations.release(tx, { lineIds: [lineId], lotId: lotId as LotId, at });
}

/** Promises other stock instead, line by line, where there is some; a line that goes without is told. */
export async function promiseAnew(
  tx: Tx,
  allocations: Allocations,
  promises: readonly PromiseRow[],
  when: { readonly at: Instant; readonly zone: ZoneId },
): Promise<ReadonlyMap<string, TakenPromise[]>> {
  const told = new Map<string, TakenPromise[]>();
  for (const p of promises) {
    const replaced = p.packages > 0 && (await promised(tx, allocations, p, when));
    const taken = { worksheetNumber: p.worksheetNumber, packages: Decimal.of(p.packages).toString(), replaced };
    told.set(p.lotId, [...(told.get(p.lotId) ?? []), taken]);
  }
  return told;
}

/** A shortage is found before anything is written, so the transaction goes on after it. */
async function promised(
  tx: Tx,
  allocations: Allocations,
  { lineId, productId, packages, usableUntil }: PromiseRow,
  when: { readonly at: Instant; readonly zone: ZoneId },
): Promise<boolean> {
  const need = { lineId, productId, packages, ...(usableUntil !== null && { usableUntil }) };
  try {
    await allocations.allocate(tx, { needs: [need], ...when });
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'stock.not-enough') return false;
    throw error;
  }
}
