import { Injectable } from '@nestjs/common';
import type { Finding } from '#domain/finding';
import { moveStock, type Transfer } from '#domain/stock';
import { formatInstant, type Instant, type LocalDate } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Sites } from '../../platform/site/site.js';
import { productsById } from '../formulary/product-facts.js';
import { Allocations } from './allocations.js';
import type { LotId, MovementId } from './ids.js';
import { arrivalKey, arrivals, unpackingFindings, type Arrival, type Place } from './receiving.js';
import type { ReceiptRequest, ReceiptResponse } from './stock.dto.js';
import { StockLedger } from './stock-ledger.js';
import { StockQueries } from './stock.queries.js';

interface KnownLot {
  readonly id: LotId;
  readonly productId: string;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
}

/** Existing lots stay as they are: what arrives again does not end a quarantine. */
const INSERT_LOTS = `
  insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, state_reason, received_at)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
  on conflict on constraint lot_identity_unique do nothing`;

const LOTS_OF_NUMBERS = `
  select id, product_id as "productId", lot_number as "lotNumber", expires_on as "expiresOn"
  from lot where product_id = any($1::uuid[]) and lot_number = any($2::text[])`;

/** What receiving, counting and discarding all write with. */
@Injectable()
export class StockBooks {
  constructor(
    readonly ledger: StockLedger,
    readonly allocations: Allocations,
    readonly sites: Sites,
    readonly clock: Clock,
    readonly ids: Ids,
  ) {}
}

@Injectable()
export class ReceivingService {
  constructor(
    private readonly commands: Commands,
    private readonly stock: StockBooks,
    private readonly queries: StockQueries,
    private readonly audit: Audit,
    private readonly feed: Feed,
  ) {}

  /** Takes a delivery in: lots by product, number and expiry, and one movement from the supplier to the shelves. */
  receive(command: Command, input: ReceiptRequest): Promise<ReceiptResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const now = this.stock.clock.now();
      const taken = await this.arrivals(tx, input, now);
      await this.stock.allocations.lockGates(
        tx,
        input.lines.map((l) => l.productId),
      );
      const before = await lotsOfNumbers(tx, taken);
      const lotOf = await this.lots(tx, taken, now);
      const movementId = await this.post(tx, actor, input, taken, lotOf, now);
      const lotIds = [...new Set(taken.map((a) => lotOf.get(keyOf(a)) ?? ''))];
      const findings = unpackingFindings(taken, expiriesOf(before));
      const data = { supplier: input.supplier, note: input.note ?? '', lines: input.lines, lotIds, findings };
      await this.audit.record(tx, actor, 'stock.received', { kind: 'receipt', id: movementId }, data);
      for (const productId of new Set(input.lines.map((l) => l.productId))) this.feed.changed(tx, 'stock', productId);
      return { movementId, lots: await this.queries.lots(tx, lotIds), findings: findings.map((f) => findingDto(f)) };
    });
  }

  private async arrivals(tx: Tx, input: ReceiptRequest, at: Instant): Promise<Arrival[]> {
    const { zone } = await this.stock.sites.current(tx);
    const products = await productsById(tx, [...new Set(input.lines.map((l) => l.productId))]);
    const places = await rows<Place>(
      tx,
      'select id, name, storage, kind, active from location where id = any($1::uuid[])',
      [input.lines.map((l) => l.locationId)],
    );
    return arrivals(input.lines, { products, places: new Map(places.map((p) => [p.id, p])), at, zone });
  }

  private async lots(tx: Tx, taken: readonly Arrival[], now: Instant): Promise<Map<string, LotId>> {
    const fresh = [...new Map(taken.map((a) => [keyOf(a), a])).values()];
    await tx.query(INSERT_LOTS, [
      fresh.map(() => this.stock.ids.next()),
      fresh.map((a) => a.product.facts.id),
      fresh.map((a) => a.lotNumber),
      fresh.map((a) => a.expiresOn),
      fresh.map((a) => a.expiryPrinted),
      fresh.map((a) => a.state),
      fresh.map((a) => (a.state === 'quarantine' ? `received into ${a.place.name}` : '')),
      fresh.map(() => formatInstant(now)),
    ]);
    return new Map((await lotsOfNumbers(tx, taken)).map((lot) => [arrivalKey(lot), lot.id]));
  }

  private async post(
    tx: Tx,
    actor: Actor,
    input: ReceiptRequest,
    taken: readonly Arrival[],
    lotOf: ReadonlyMap<string, LotId>,
    now: Instant,
  ): Promise<MovementId> {
    const id = (input.id ?? this.stock.ids.next()) as MovementId;
    const [known] = await rows(tx, 'select 1 from stock_movement where id = $1', [id]);
    if (known) throw new Problem('request.conflict', { detail: 'This receipt has already been taken in.' });
    const transfers = taken.map((a): Transfer => ({
      lotId: lotOf.get(keyOf(a)) ?? '',
      quantity: a.quantity,
      from: { kind: 'supplier', subjectId: null },
      to: { kind: 'location', subjectId: a.place.id },
    }));
    const note = [input.supplier.trim(), input.note?.trim()].filter(Boolean).join(': ');
    const movement = moveStock({
      reason: 'received',
      reference: { kind: 'receipt', id },
      effectiveAt: now,
      note,
      transfers,
    });
    return this.stock.ledger.post(tx, movement, { actor, id });
  }
}

const keyOf = (a: Arrival): string => arrivalKey({ productId: a.product.facts.id, ...a });

const lotsOfNumbers = (tx: Tx, taken: readonly Arrival[]): Promise<KnownLot[]> =>
  rows<KnownLot>(tx, LOTS_OF_NUMBERS, [taken.map((a) => a.product.facts.id), taken.map((a) => a.lotNumber)]);

function expiriesOf(lots: readonly KnownLot[]): ReadonlyMap<string, readonly LocalDate[]> {
  const found = new Map<string, LocalDate[]>();
  for (const { productId, lotNumber, expiresOn } of lots) {
    const key = `${productId} ${lotNumber}`;
    found.set(key, [...(found.get(key) ?? []), expiresOn]);
  }
  return found;
}

const findingDto = ({ facts, ...finding }: Finding): Finding => ({ ...finding, ...(facts && { facts: { ...facts } }) });
