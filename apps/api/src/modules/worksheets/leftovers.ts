import { Quantity } from '#domain/quantity';
import { moveStock } from '#domain/stock';
import { formatInstant, type Instant, type ZoneId } from '#domain/time';
import { afterWork } from '#domain/worksheet';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { StockLedger } from '../stock/stock-ledger.js';
import { inUseFacts } from './bench-facts.js';
import type { BenchContainer } from './bench.queries.js';
import { wantedElsewhere } from './shared-containers.queries.js';

interface Rest {
  readonly id: string;
  readonly number: string;
  readonly lot_id: string;
  readonly on_hand: string;
  readonly unit: string;
}

/**
 * Throws away what is left in containers that may not be kept; the others stay open with their clock. What is left of a controlled
 * substance stays too: it is measured and discarded before a witness (CS-08). @returns their numbers
 */
export async function discardLeftovers(
  tx: Tx,
  ledger: StockLedger,
  work: {
    readonly worksheetId: string;
    readonly containers: readonly BenchContainer[];
    readonly actor: Actor;
    readonly at: Instant;
    readonly zone: ZoneId;
    readonly note: string;
  },
): Promise<string[]> {
  const over = await notWanted(tx, work);
  const gone = await close(
    tx,
    over.map((c) => c.id),
    work.at,
  );
  const full = gone
    .map((c) => ({ ...c, quantity: Quantity.of(c.on_hand, c.unit) }))
    .filter((c) => c.quantity.isPositive());
  if (full.length > 0)
    await ledger.post(
      tx,
      moveStock({
        reason: 'discarded',
        reference: { kind: 'worksheet', id: work.worksheetId },
        effectiveAt: work.at,
        note: work.note,
        transfers: full.map((c) => ({
          lotId: c.lot_id,
          quantity: c.quantity,
          from: { kind: 'open-container', subjectId: c.id },
          to: { kind: 'waste', subjectId: null },
        })),
      }),
      { actor: work.actor },
    );
  return gone.map((c) => c.number);
}

/**
 * Containers are locked before their balances (lock order); whether other work wants them, and what is in them, is read under the
 * lock: a worksheet that scans one at this moment has it, or finds it discarded.
 */
async function notWanted(
  tx: Tx,
  work: Pick<Parameters<typeof discardLeftovers>[2], 'worksheetId' | 'containers' | 'at' | 'zone'>,
): Promise<BenchContainer[]> {
  const open = work.containers.filter((c) => c.lineId !== null && c.state === 'open');
  if (open.length === 0) return [];
  const ids = open.map((c) => c.id);
  await tx.query('select 1 from open_container where id = any($1::uuid[]) order by id for no key update', [ids]);
  const witnessed = new Set((await rows<{ id: string }>(tx, CONTROLLED_REST, [ids])).map((c) => c.id));
  const wanted = new Set((await wantedElsewhere(tx, ids, work.worksheetId)).map((c) => c.id));
  return open.filter(
    (c) =>
      !witnessed.has(c.id) &&
      afterWork(inUseFacts(c, work.zone), { wanted: wanted.has(c.id), at: work.at }) === 'discard',
  );
}

const CONTROLLED_REST = `
  select c.id from open_container c join lot l on l.id = c.lot_id join product p on p.id = l.product_id and p.schedule is not null
    join stock_account k on k.kind = 'open-container' and k.subject_id = c.id
    join stock_balance b on b.account_id = k.id and b.lot_id = c.lot_id and b.on_hand > 0
  where c.id = any($1::uuid[])`;

async function close(tx: Tx, ids: readonly string[], at: Instant): Promise<Rest[]> {
  if (ids.length === 0) return [];
  return rows<Rest>(
    tx,
    `update open_container c set state = 'discarded', discarded_at = $2
     from open_container o join lot l on l.id = o.lot_id join product p on p.id = l.product_id
       left join stock_account k on k.kind = 'open-container' and k.subject_id = o.id
       left join stock_balance b on b.account_id = k.id and b.lot_id = o.lot_id
     where o.id = c.id and c.id = any($1::uuid[]) and c.state = 'open'
     returning c.id, c.number, c.lot_id, coalesce(b.on_hand, 0)::text as on_hand, p.stock_unit as unit`,
    [ids, formatInstant(at)],
  );
}
