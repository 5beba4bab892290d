import { Injectable } from '@nestjs/common';
import { outstandingPackages } from '#domain/purchase-order';
import { needsReview, receivingPolicy, STRANGER_MACHINE } from '#domain/receiving';
import { next } from '#domain/state-machine';
import { formatInstant, type LocalDate } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import { Database } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import type { Photo } from '../../platform/http/photo.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { orderLines } from '../purchasing/orders.queries.js';
import { StockBooks } from '../stock/stock-books.js';
import { coveredProducts, readArrivals } from './delivery.js';
import { ReceiptView } from './receipt-view.js';
import { ReceiptWriter } from './receipt-writer.js';
import { lockReceipt, type ReceiptRow } from './receipt-rows.js';
import { ReceivingTools } from './receiving-tools.js';
import type { IdentifyStrangerRequest, StrangerResponse } from './receiving.dto.js';

/** A package is looked at from all sides, not filmed. */
const PHOTOS_LIMIT = 10;

interface StrangerLine {
  readonly id: string;
  readonly receiptId: string;
  readonly state: string;
  readonly packages: number;
  readonly code: string;
}

/** Packages whose code nobody knows: never stock until a pharmacist has said what they are (domain-rules 7.5). */
@Injectable()
export class StrangersService {
  constructor(
    private readonly commands: Commands,
    private readonly stock: StockBooks,
    private readonly writer: ReceiptWriter,
    private readonly view: ReceiptView,
    private readonly tools: ReceivingTools,
    private readonly db: Database,
  ) {}

  /** It becomes an ordinary line of its receipt; the lot stays in quarantine until it is released. */
  identify(command: Command, lineId: string, input: IdentifyStrangerRequest): Promise<StrangerResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const { receipt, line } = await this.lock(tx, lineId, 'identify');
      if (receipt.state !== 'posted')
        throw new Problem('stranger.wrong-state', { detail: `${receipt.number} waits for its review first.` });
      const site = await this.stock.sites.current(tx);
      const known = { ...input, packages: line.packages };
      const given = [{ index: 0, line: known, known }];
      const arrival = (await readArrivals(tx, given, this.stock.clock.now(), site)).get(0);
      if (!arrival) throw notFound('product', input.productId);
      if (line.packages === 0)
        throw new Problem('stranger.wrong-state', { detail: 'All of it arrived damaged. Send it back.' });
      const covered = await coveredProducts(tx, given);
      if (needsReview(receivingPolicy(site.settings), [...covered.values()]) && receipt.receivedBy === actor.personId)
        throw new Problem('receipt.own-review', {
          detail: 'This product is reviewed by a second person: whoever received it does not identify it.',
        });
      const { orderLineId, over } = await this.expected(tx, receipt, input.productId, line.packages);
      await tx.query(
        `update receipt_line set product_id = $2, lot_number = $3, expires_on = $4, expiry_printed = $5, location_id = $6,
           purchase_order_line_id = $7, over_packages = $8, over_reason = case when $8::int > 0 then $9::text end,
           stranger_state = 'identified', decided_at = $10, decided_by = $11, decided_reason = $9
         where id = $1`,
        [
          lineId,
          input.productId,
          arrival.lotNumber,
          arrival.expiresOn satisfies LocalDate,
          input.expiry,
          input.locationId,
          orderLineId,
          over,
          input.reason.trim(),
          formatInstant(this.stock.clock.now()),
          actor.personId,
        ],
      );
      await this.writer.post(tx, actor, receipt, lineId);
      const data = { receipt: receipt.number, code: line.code, as: { ...input } };
      await this.tools.audit.record(tx, actor, 'stranger.identified', { kind: 'receipt-line', id: lineId }, data);
      return this.answer(tx, lineId, receipt.id);
    });
  }

  sendBack(command: Command, lineId: string, reason: string): Promise<StrangerResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const { receipt, line } = await this.lock(tx, lineId, 'send-back');
      await tx.query(
        `update receipt_line set stranger_state = 'sent-back', decided_at = $2, decided_by = $3, decided_reason = $4 where id = $1`,
        [lineId, formatInstant(this.stock.clock.now()), actor.personId, reason.trim()],
      );
      const data = { receipt: receipt.number, code: line.code, reason };
      await this.tools.audit.record(tx, actor, 'stranger.sent-back', { kind: 'receipt-line', id: lineId }, data);
      return this.answer(tx, lineId, receipt.id);
    });
  }

  /** A picture of what came, for whoever is to say what it is. */
  photograph(command: Command, lineId: string, photo: Photo): Promise<{ id: string }> {
    return this.commands.run(command, async (tx, actor) => {
      const [line] = await rows<{ receiptId: string; photos: string }>(
        tx,
        `select receipt_id as "receiptId", (select count(*) from receipt_photo where receipt_line_id = l.id) as photos
         from receipt_line l where id = $1 for update`,
        [lineId],
      );
      if (!line) throw notFound('line of a receipt', lineId);
      if (Number(line.photos) >= PHOTOS_LIMIT)
        throw new Problem('request.conflict', { detail: `There are ${PHOTOS_LIMIT} photos already.` });
      const id = this.stock.ids.next();
      await tx.query(
        `insert into receipt_photo (id, receipt_line_id, media_type, bytes, sha256, taken_by, taken_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, lineId, photo.mediaType, photo.bytes, photo.sha256, actor.personId, formatInstant(this.stock.clock.now())],
      );
      const data = { photoId: id, sha256: photo.sha256 };
      await this.tools.audit.record(tx, actor, 'receipt.photographed', { kind: 'receipt-line', id: lineId }, data);
      this.tools.feed.changed(tx, 'purchase', line.receiptId);
      return { id };
    });
  }

  async photo(id: string): Promise<{ mediaType: string; bytes: Buffer }> {
    const [photo] = await rows<{ mediaType: string; bytes: Buffer }>(
      this.db.reader,
      'select media_type as "mediaType", bytes from receipt_photo where id = $1',
      [id],
    );
    if (!photo) throw notFound('photo', id);
    return photo;
  }

  private async lock(
    tx: Tx,
    lineId: string,
    event: 'identify' | 'send-back',
  ): Promise<{ receipt: ReceiptRow; line: StrangerLine }> {
    const [found] = await rows<{ receiptId: string }>(
      tx,
      `select receipt_id as "receiptId" from receipt_line where id = $1 and stranger_state is not null`,
      [lineId],
    );
    if (!found) throw notFound('stranger', lineId);
    const receipt = await lockReceipt(tx, found.receiptId);
    const [line] = await rows<StrangerLine>(
      tx,
      `select id, receipt_id as "receiptId", stranger_state as state, packages, coalesce(code, '') as code
       from receipt_line where id = $1`,
      [lineId],
    );
    const step = next(STRANGER_MACHINE, line?.state ?? '', event);
    if (!line || !step.allowed)
      throw new Problem('stranger.wrong-state', { detail: 'It has been decided on already.' });
    return { receipt, line };
  }

  /** More than the order expects is accepted with the pharmacist's reason. */
  private async expected(
    tx: Tx,
    receipt: ReceiptRow,
    productId: string,
    packages: number,
  ): Promise<{ orderLineId: string | null; over: number }> {
    if (receipt.purchaseOrderId === null) return { orderLineId: null, over: 0 };
    const line = (await orderLines(tx, receipt.purchaseOrderId)).find((one) => one.productId === productId);
    if (!line) return { orderLineId: null, over: packages };
    const left = Math.max(0, outstandingPackages(line) - line.pendingPackages);
    return { orderLineId: line.id, over: Math.max(0, packages - left) };
  }

  private async answer(tx: Tx, lineId: string, receiptId: string): Promise<StrangerResponse> {
    this.tools.feed.changed(tx, 'purchase', receiptId);
    const [after] = await this.view.strangers(tx, lineId);
    if (!after) throw notFound('stranger', lineId);
    return after;
  }
}
