import type { Client } from 'pg';

export interface FefoFaults {
  readonly allocations: number;
  /** Promised from a lot while one that expires earlier still had a package. */
  readonly notEarliest: number;
  /** Lots of which more is promised than there is. */
  readonly overAllocated: number;
}

interface Made {
  readonly product_id: string;
  readonly lot_id: string;
  readonly packages: number;
}
interface Shelf {
  readonly product_id: string;
  readonly lot_id: string;
  readonly packages: number;
}

/**
 * Replays every promise of these products in the order in which it was committed (the server keeps that time), and picks by brute
 * force what should have been picked. For products that were only ever promised, never used or released.
 */
export async function checkFefo(db: Client, productIds: readonly string[]): Promise<FefoFaults> {
  const { rows: made } = await db.query<Made>(
    `select l.product_id, a.lot_id, (a.quantity / p.content)::int as packages
     from allocation a join lot l on l.id = a.lot_id join product p on p.id = l.product_id
     where l.product_id = any($1::uuid[])
     order by l.product_id, pg_xact_commit_timestamp(a.xmin), l.expires_on, l.received_at, l.id`,
    [productIds],
  );
  const { rows: shelves } = await db.query<Shelf>(
    `select l.product_id, b.lot_id, (b.on_hand / p.content)::int as packages
     from stock_balance b join lot l on l.id = b.lot_id join product p on p.id = l.product_id
     where l.product_id = any($1::uuid[]) and b.account_kind = 'location'
     order by l.product_id, l.expires_on, l.received_at, l.id`,
    [productIds],
  );
  const left = new Map<string, { lotId: string; packages: number }[]>();
  for (const { product_id: id, lot_id: lotId, packages } of shelves)
    left.set(id, [...(left.get(id) ?? []), { lotId, packages }]);
  let notEarliest = 0;
  for (const { product_id: id, lot_id: lotId, packages } of made) {
    const lots = left.get(id) ?? [];
    if (lots.find((lot) => lot.packages > 0)?.lotId !== lotId) notEarliest += 1;
    const lot = lots.find((l) => l.lotId === lotId);
    if (lot) lot.packages -= packages;
  }
  const overAllocated = [...left.values()].flat().filter(({ packages }) => packages < 0).length;
  return { allocations: made.length, notEarliest, overAllocated };
}
