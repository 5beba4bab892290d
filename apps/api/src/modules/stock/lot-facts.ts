import type { LotFacts, LotState } from '#domain/stock';
import type { Instant, LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

export interface LotRecord extends LotFacts {
  readonly productId: string;
  readonly receivedAt: Instant;
  readonly stateReason: string;
}

type Sql = Pick<Reader, 'query'>;

const LOT_COLUMNS = `l.id as "lotId", l.product_id as "productId", l.lot_number as "lotNumber", l.expires_on as "expiresOn",
  l.usable_until as "usableUntil", l.state, l.state_reason as "stateReason", l.received_at as "receivedAt"`;

export async function lotsById(reader: Sql, ids: readonly string[]): Promise<Map<string, LotRecord>> {
  if (ids.length === 0) return new Map();
  const found = await rows<LotRecord>(reader, `select ${LOT_COLUMNS} from lot l where l.id = any($1::uuid[])`, [ids]);
  return new Map(found.map((lot) => [lot.lotId, lot]));
}

/** All that bear the number, as printed or in capitals: the same number can have two expiries. A merged lot answers as the one it went into. */
export function lotByNumber(
  reader: Sql,
  of: { readonly productIds: readonly string[]; readonly lotNumber: string; readonly expiresOn?: LocalDate },
): Promise<LotRecord[]> {
  return rows<LotRecord>(
    reader,
    `select ${LOT_COLUMNS} from lot l
     where l.id in (
       with recursive heir(id) as (
         select n.id from lot n
         where n.lot_number = $2 and n.product_id = any($1::uuid[]) and ($3::date is null or n.expires_on = $3)
         union select m.into_lot_id from heir h join lot_merge m on m.from_lot_id = h.id)
       select h.id from heir h where not exists (select 1 from lot_merge m where m.from_lot_id = h.id))
     order by l.expires_on, l.id`,
    [of.productIds, normalLotNumber(of.lotNumber), of.expiresOn ?? null],
  );
}

/**
 * Locks a lot before its state is decided on, after everything that is leaving of it has left (see exits.ts). Gates of products come
 * first: see `Allocations.lockGates`.
 */
export async function lockLot(
  tx: Sql,
  id: string,
): Promise<{ readonly state: LotState; readonly productId: string } | null> {
  const [found] = await rows<{ state: LotState; productId: string }>(
    tx,
    `select state, product_id as "productId" from lot where id = $1 for update`,
    [id],
  );
  return found ?? null;
}

export const normalLotNumber = (text: string): string => text.trim().toUpperCase();
