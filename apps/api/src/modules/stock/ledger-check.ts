import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

export interface Mismatch {
  readonly check: string;
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
}

export interface LedgerReport {
  readonly movements: number;
  readonly entries: number;
  readonly balances: number;
  readonly allocations: number;
  /** At most this many of each kind; an intact ledger has none. */
  readonly mismatches: readonly Mismatch[];
}

const LIMIT = 100;

/** Each recomputes from entries and promises what is kept beside them; a row is a difference. */
const CHECKS: Readonly<Record<string, string>> = {
  'on hand equals the sum of entries': `
    with summed as (select account_id, lot_id, sum(quantity) as quantity from stock_entry group by 1, 2)
    select coalesce(s.account_id, b.account_id) || ' ' || coalesce(s.lot_id, b.lot_id) as subject,
      coalesce(s.quantity, 0)::text as expected, coalesce(b.on_hand, 0)::text as found
    from summed s full join stock_balance b on b.account_id = s.account_id and b.lot_id = s.lot_id
    where coalesce(s.quantity, 0) <> coalesce(b.on_hand, 0)`,
  'allocated equals what is promised and not yet used': `
    with promised as (
      select account_id, lot_id, sum(quantity - used) as quantity from allocation where state = 'active' group by 1, 2)
    select coalesce(p.account_id, b.account_id) || ' ' || coalesce(p.lot_id, b.lot_id) as subject,
      coalesce(p.quantity, 0)::text as expected, coalesce(b.allocated, 0)::text as found
    from promised p full join stock_balance b on b.account_id = p.account_id and b.lot_id = p.lot_id
    where coalesce(p.quantity, 0) <> coalesce(b.allocated, 0)`,
  'every movement sums to zero per lot and unit': `
    select movement_id || ' ' || lot_id as subject, '0' as expected, sum(quantity)::text as found
    from stock_entry group by movement_id, lot_id, unit having sum(quantity) <> 0`,
  'every movement has entries': `
    select m.id::text as subject, 'at least two' as expected, 'none' as found
    from stock_movement m where not exists (select 1 from stock_entry e where e.movement_id = m.id)`,
  // Each entry begins where another of its balance ended: the balances form one chain from nothing to what is there now.
  'balances after each entry form a chain': `
    with steps as (
      select account_id, lot_id, balance_after as at, 1 as n from stock_entry
      union all select account_id, lot_id, balance_after - quantity, -1 from stock_entry
      union all select account_id, lot_id, 0, 1 from stock_balance
      union all select account_id, lot_id, on_hand, -1 from stock_balance)
    select account_id || ' ' || lot_id as subject, 'one chain' as expected, 'broken at ' || at as found
    from steps group by account_id, lot_id, at having sum(n) <> 0`,
  'a reversal mirrors what it takes back': `
    with mirrored as (
      select m.id, e.account_id, e.lot_id, sum(e.quantity) as quantity
      from stock_movement m join stock_entry e on e.movement_id in (m.id, m.reverses_id)
      where m.reverses_id is not null group by 1, 2, 3)
    select id || ' ' || account_id || ' ' || lot_id as subject, '0' as expected, quantity::text as found
    from mirrored where quantity <> 0`,
  'a balance carries the marks of its account and the unit of its product': `
    select b.account_id || ' ' || b.lot_id as subject, a.kind || ' ' || a.may_be_negative || ' ' || p.stock_unit as expected,
      b.account_kind || ' ' || b.may_be_negative || ' ' || b.unit as found
    from stock_balance b
      join stock_account a on a.id = b.account_id
      join lot l on l.id = b.lot_id
      join product p on p.id = l.product_id
    where (b.account_kind, b.may_be_negative, b.unit) is distinct from (a.kind, a.may_be_negative, p.stock_unit)`,
  'nothing is below zero that may not be': `
    select account_id || ' ' || lot_id as subject, 'not below zero' as expected, on_hand || ', promised ' || allocated as found
    from stock_balance where (not may_be_negative and on_hand < 0) or allocated < 0 or (allocated > 0 and allocated > on_hand)`,
  'a depleted lot has nothing left': `
    select l.id::text as subject, 'available' as expected, l.state as found
    from lot l
      cross join lateral (select exists (
        select 1 from stock_balance b
        where b.lot_id = l.id and b.account_kind in ('location', 'open-container') and b.on_hand > 0) as held) h
    where l.state = 'depleted' and h.held`,
};

const COUNTS = `
  select (select count(*) from stock_movement)::int as movements, (select count(*) from stock_entry)::int as entries,
    (select count(*) from stock_balance)::int as balances, (select count(*) from allocation)::int as allocations`;

/** Recomputes the whole ledger. Expected to find nothing, at any moment, under any load. */
export async function checkLedger(reader: Pick<Reader, 'query'>): Promise<LedgerReport> {
  const mismatches: Mismatch[] = [];
  const [counts] = await rows<Omit<LedgerReport, 'mismatches'>>(reader, COUNTS);
  for (const [check, sql] of Object.entries(CHECKS)) {
    const found = await rows<Omit<Mismatch, 'check'>>(reader, `${sql} limit ${LIMIT}`);
    mismatches.push(...found.map((row) => ({ check, ...row })));
  }
  return { movements: 0, entries: 0, balances: 0, allocations: 0, ...counts, mismatches };
}
