import { Injectable } from '@nestjs/common';
import { eventOfReceipt, PURCHASE_ORDER_MACHINE } from '#domain/purchase-order';
import { Decimal, Quantity } from '#domain/quantity';
import { next } from '#domain/state-machine';
import { moveStock } from '#domain/stock';
import { formatInstant, type Instant, type LocalDate } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Problem } from '../../platform/http/problem.js';
import { orderLines } from '../purchasing/orders.queries.js';
import type { LotId, MovementId } from '../stock/ids.js';
import { StockBooks } from '../stock/stock-books.js';
import { TransactionRecords } from './transaction-records.js';
import { holdLots, raiseExceptions, type Raised } from './raise.js';
import { linesToPost, type PostingLine, type ReceiptRow } from './receipt-rows.js';

/** Existing lots stay as they are: what arrives again does not end a quarantine. */
const INSERT_LOTS = `
  insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, state_reason, received_at)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
  on conflict on constraint lot_identity_unique do nothing`;

/** A lot that was merged into another is received as that one. */
const LOTS_OF_IDENTITY = `
  with recursive named as (
    select l.id, l.product_id, l.lot_number, l.expires_on from lot l
    join unnest($1::uuid[], $2::text[], $3::date[]) as t(product_id, lot_number, expires_on)
      on (l.product_id, l.lot_number, l.expires_on) = (t.product_id, t.lot_number, t.expires_on)),
  heir(first, id) as (
    select id, id from named
    union select h.first, m.into_lot_id from heir h join lot_merge m on m.from_lot_id = h.id)
  select distinct n.product_id as "productId", n.lot_number as "lotNumber", n.expires_on as "expiresOn", h.id
  from named n join heir h on h.first = n.id
  where not exists (select 1 from lot_merge m where m.from_lot_id = h.id)`;

/** A serial that this product has had already is not taken again. */
const INSERT_SERIALS = `
  insert into package_serial (product_id, serial, lot_id, receipt_line_id, received_at)
  select t.product_id, t.serial, t.lot_id, t.line_id, $5
  from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) as t(product_id, serial, lot_id, line_id)
  on conflict on constraint package_serial_seen_once do nothing
  returning product_id as "productId", serial`;

interface Posted {
  readonly lotIds: readonly LotId[];
  readonly movementId: MovementId | null;
}

const keyOf = (it: { readonly productId: string; readonly lotNumber: string; readonly expiresOn: LocalDate }): string =>
  `${it.productId} ${it.lotNumber} ${it.expiresOn}`;

/** The only writer that brings stock in: lots, one movement from the supplier to the shelves, the order's counts, serials. */
@Injectable()
export class ReceiptWriter {
  constructor(
    private readonly stock: StockBooks,
    private readonly records: TransactionRecords,
    private readonly feed: Feed,
  ) {}

  /**
   * Takes the lines of a receipt into stock that are not yet; only one of them where it is named. The caller holds the order
   * and the receipt. @throws Problem `lot.expired` when a line expired while it waited for its review
   */
  async post(tx: Tx, actor: Actor, receipt: ReceiptRow, lineId: string | null = null): Promise<Posted> {
    const now = this.stock.clock.now();
    const lines = await linesToPost(tx, receipt.id, lineId);
    await this.refuseLate(tx, lines);
    await this.stock.allocations.lockGates(
      tx,
      lines.map((l) => l.productId),
    );
    const coming = lines.filter((line) => line.packages > 0);
    const lotOf = await this.lots(tx, coming, now);
    const seen = await this.serials(tx, coming, lotOf, now);
    const movementId = await this.move(tx, actor, receipt, coming, lotOf, now);
    await this.mark(tx, coming, lotOf, movementId);
    await this.countOnOrder(tx, receipt, coming);
    const lotOrNone = (line: PostingLine): LotId | null => (line.packages > 0 ? lotOf(line) : null);
    const about = seen.map((one) => ({ ...one, receiptId: receipt.id, supplierId: receipt.supplierId }));
    const raised = [...about, ...lines.flatMap((line) => lineExceptions(receipt, line, lotOrNone(line)))];
    await raiseExceptions(tx, { personId: actor.personId, at: now, ids: this.stock.ids }, raised);
    await holdLots(tx, [
      ...coming.flatMap((l) => (l.holdReason === null ? [] : [{ id: lotOf(l), why: l.holdReason }])),
      ...coming
        .filter((l) => l.strangerState !== null)
        .map((l) => ({ id: lotOf(l), why: 'identified after its code was unknown' })),
      ...seen.map((one) => ({ id: one.lotId ?? '', why: one.message })),
    ]);
    await this.records.match(tx, actor, receipt.id);
    for (const productId of new Set(lines.map((l) => l.productId))) this.feed.changed(tx, 'stock', productId);
    return { lotIds: [...new Set(coming.map(lotOf))], movementId };
  }

  private async refuseLate(tx: Tx, lines: readonly PostingLine[]): Promise<void> {
    const { zone } = await this.stock.sites.current(tx);
    const [today] = await rows<{ day: LocalDate }>(tx, 'select ($1::timestamptz at time zone $2)::date as day', [
      formatInstant(this.stock.clock.now()),
      zone,
    ]);
    const late = lines.filter((l) => today !== undefined && l.expiresOn < today.day);
    if (late.length > 0)
      throw new Problem('lot.expired', {
        detail: `${late.map((l) => `${l.productName}, lot ${l.lotNumber}`).join('; ')}: expired meanwhile. Refuse the receipt.`,
      });
  }

  private async lots(tx: Tx, lines: readonly PostingLine[], now: Instant): Promise<(line: PostingLine) => LotId> {
    const fresh = [...new Map(lines.map((l) => [keyOf(l), l])).values()];
    const reason = (l: PostingLine): string =>
      l.holdReason ?? (l.locationKind === 'quarantine' ? `received into ${l.locationName}` : '');
    await tx.query(INSERT_LOTS, [
      fresh.map(() => this.stock.ids.next()),
      fresh.map((l) => l.productId),
      fresh.map((l) => l.lotNumber),
      fresh.map((l) => l.expiresOn),
      fresh.map((l) => l.expiryPrinted),
      fresh.map((l) => (reason(l) === '' ? 'available' : 'quarantine')),
      fresh.map(reason),
      fresh.map(() => formatInstant(now)),
    ]);
    const found = await rows<{ productId: string; lotNumber: string; expiresOn: LocalDate; id: LotId }>(
      tx,
      LOTS_OF_IDENTITY,
      [fresh.map((l) => l.productId), fresh.map((l) => l.lotNumber), fresh.map((l) => l.expiresOn)],
    );
    const byKey = new Map(found.map((lot) => [keyOf(lot), lot.id]));
    return (line) => {
      const id = byKey.get(keyOf(line));
      if (!id) throw new TypeError(`no lot of ${keyOf(line)}`);
      return id;
    };
  }

  /** Keeps the serials; those that were here before make their lot suspect (domain-rules 7.3). */
  private async serials(
    tx: Tx,
    lines: readonly PostingLine[],
    lotOf: (line: PostingLine) => LotId,
    now: Instant,
  ): Promise<Raised[]> {
    const all = lines.flatMap((line) => (line.given.serials ?? []).map((serial) => ({ line, serial })));
    if (all.length === 0) return [];
    const kept = await rows<{ productId: string; serial: string }>(tx, INSERT_SERIALS, [
      all.map(({ line }) => line.productId),
      all.map(({ serial }) => serial),
      all.map(({ line }) => lotOf(line)),
      all.map(({ line }) => line.id),
      formatInstant(now),
    ]);
    const fresh = new Set(kept.map((k) => `${k.productId} ${k.serial}`));
    return all
      .filter(({ line, serial }) => !fresh.has(`${line.productId} ${serial}`))
      .map(({ line, serial }) => ({
        kind: 'serial-seen',
        about: `${line.id} ${serial}`,
        message: `${line.productName}, serial ${serial}, lot ${line.lotNumber}: a package with this serial number was received before. Suspect product.`,
        lineId: line.id,
        productId: line.productId,
        lotId: lotOf(line),
        facts: { serial },
      }));
  }

  private async move(
    tx: Tx,
    actor: Actor,
    receipt: ReceiptRow,
    lines: readonly PostingLine[],
    lotOf: (line: PostingLine) => LotId,
    now: Instant,
  ): Promise<MovementId | null> {
    if (lines.length === 0) return null;
    const id = (receipt.movementId === null ? receipt.id : this.stock.ids.next()) as MovementId;
    const movement = moveStock({
      reason: 'received',
      reference: { kind: 'receipt', id: receipt.id },
      effectiveAt: now,
      note: [receipt.supplierName.trim(), receipt.note.trim()].filter(Boolean).join(': '),
      transfers: lines.map((line) => ({
        lotId: lotOf(line),
        quantity: Quantity.of(line.content, line.unit).times(Decimal.of(line.packages)),
        from: { kind: 'supplier', subjectId: null },
        to: { kind: 'location', subjectId: line.locationId },
      })),
    });
    await this.stock.ledger.post(tx, movement, { actor, id });
    await tx.query('update receipt set movement_id = coalesce(movement_id, $2) where id = $1', [receipt.id, id]);
    return id;
  }

  private async mark(
    tx: Tx,
    lines: readonly PostingLine[],
    lotOf: (line: PostingLine) => LotId,
    movementId: MovementId | null,
  ): Promise<void> {
    await tx.query(
      `update receipt_line set lot_id = t.lot_id, movement_id = $3
       from unnest($1::uuid[], $2::uuid[]) as t(id, lot_id) where receipt_line.id = t.id`,
      [lines.map((l) => l.id), lines.map(lotOf), movementId],
    );
  }

  /** What was over stays apart, so that what an order expects never falls below zero. */
  private async countOnOrder(tx: Tx, receipt: ReceiptRow, lines: readonly PostingLine[]): Promise<void> {
    const orderId = receipt.purchaseOrderId;
    if (orderId === null) return;
    const counted = lines.filter((l) => l.purchaseOrderLineId !== null);
    await tx.query(
      `update purchase_order_line l
       set received_packages = l.received_packages + t.taken, over_packages = l.over_packages + t.over
       from (select id, sum(taken)::int as taken, sum(over)::int as over
             from unnest($1::uuid[], $2::int[], $3::int[]) as x(id, taken, over) group by id) t
       where l.id = t.id`,
      [
        counted.map((l) => l.purchaseOrderLineId),
        counted.map((l) => l.packages - l.overPackages),
        counted.map((l) => l.overPackages),
      ],
    );
    const [order] = await rows<{ state: string }>(tx, 'select state from purchase_order where id = $1', [orderId]);
    const event = eventOfReceipt(await orderLines(tx, orderId));
    const step = next(PURCHASE_ORDER_MACHINE, order?.state ?? '', event);
    // An order that has ended meanwhile stays ended: a stranger of it may be identified weeks later.
    if (step.allowed && counted.length > 0)
      await tx.query('update purchase_order set state = $2, revision = revision + 1 where id = $1', [orderId, step.to]);
    this.feed.changed(tx, 'purchase', orderId);
  }
}

function lineExceptions(receipt: ReceiptRow, line: PostingLine, lotId: string | null): Raised[] {
  const what = `${line.productName}, lot ${line.lotNumber}`;
  const common = {
    about: line.id,
    supplierId: receipt.supplierId,
    receiptId: receipt.id,
    lineId: line.id,
    productId: line.productId,
    lotId,
  };
  const raised: Raised[] = [];
  if (line.damagedPackages > 0)
    raised.push({
      ...common,
      kind: 'damaged',
      message: `${what}: ${line.damagedPackages} arrived damaged. Claim them from ${receipt.supplierName}.`,
    });
  if (line.overPackages > 0)
    raised.push({
      ...common,
      kind: 'over',
      message: `${what}: ${line.overPackages} more than ordered. Accepted: ${line.overReason ?? ''}`,
    });
  if (line.holdReason !== null && lotId !== null)
    raised.push({ ...common, kind: 'temperature', message: `${what}: ${line.holdReason}. In quarantine.` });
  return raised;
}
