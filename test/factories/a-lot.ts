import { Quantity } from '#domain/quantity';
import { moveStock } from '#domain/stock';
import { parseInstant, type Instant } from '#domain/time';
import type { PersonId } from '../../apps/api/src/platform/brand.js';
import type { Database } from '../../apps/api/src/platform/database/database.js';
import { Ids } from '../../apps/api/src/platform/ids.js';
import type { LotId } from '../../apps/api/src/modules/stock/ids.js';
import type { StockLedger } from '../../apps/api/src/modules/stock/stock-ledger.js';

const ids = new Ids();
let serial = 0;

export interface StockOf {
  readonly database: Database;
  readonly ledger: StockLedger;
  readonly personId: PersonId;
}

/** A lot that is on the shelf: received through the ledger, like every other. */
export async function aLot(
  world: StockOf,
  it: {
    productId: string;
    locationId: string;
    quantity: string;
    unit?: string;
    expiresOn?: string;
    lotNumber?: string;
    state?: string;
    receivedAt?: Instant;
  },
): Promise<LotId> {
  const id = ids.next<LotId>();
  serial += 1;
  const lotNumber = it.lotNumber ?? `LOT${serial}`;
  const at = it.receivedAt ?? parseInstant('2026-03-01T15:00:00Z');
  const expiresOn = it.expiresOn ?? '2027-01-31';
  await world.database.transaction(async (tx) => {
    await tx.query(
      `insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, received_at)
       values ($1, $2, $3, $4::date, $4::date::text, $5, $6)`,
      [id, it.productId, lotNumber, expiresOn, it.state ?? 'available', new Date(at).toISOString()],
    );
    const movement = moveStock({
      reason: 'received',
      reference: { kind: 'receipt', id: ids.next() },
      effectiveAt: at,
      transfers: [
        {
          lotId: id,
          quantity: Quantity.of(it.quantity, it.unit ?? 'mL'),
          from: { kind: 'supplier', subjectId: null },
          to: { kind: 'location', subjectId: it.locationId },
        },
      ],
    });
    await world.ledger.post(tx, movement, { actor: { personId: world.personId } });
  });
  return id;
}
