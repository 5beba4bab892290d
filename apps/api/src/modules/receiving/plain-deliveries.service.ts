import { Injectable } from '@nestjs/common';
import { needsReview, receivingPolicy } from '#domain/receiving';
import { rows } from '../../platform/database/sql.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { StockBooks } from '../stock/stock-books.js';
import type { ReceiptRequest, ReceiptResponse } from '../stock/stock.dto.js';
import { StockQueries } from '../stock/stock.queries.js';
import type { Arrival } from './arrivals.js';
import { coveredProducts, insertReceipt, lookAgain, readArrivals } from './delivery.js';
import type { NewLine } from './receipt-rows.js';
import { ReceiptWriter } from './receipt-writer.js';
import { ReceivingTools } from './receiving-tools.js';
import { sortGiven, type Given } from './recording.js';

@Injectable()
export class PlainDeliveriesService {
  constructor(
    private readonly commands: Commands,
    private readonly stock: StockBooks,
    private readonly writer: ReceiptWriter,
    private readonly queries: StockQueries,
    private readonly tools: ReceivingTools,
  ) {}

  /**
   * A delivery of a supplier by name, without order, scans or temperatures: for systems that count themselves.
   * @throws Problem `receipt.review-required` where the site asks for a second person
   */
  take(command: Command, input: ReceiptRequest): Promise<ReceiptResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const now = this.stock.clock.now();
      const site = await this.stock.sites.current(tx);
      const given = sortGiven(input.lines);
      const arriving = await readArrivals(tx, given, now, site);
      const covered = await coveredProducts(tx, given);
      if (needsReview(receivingPolicy(site.settings), [...covered.values()]))
        throw new Problem('receipt.review-required', {
          detail: 'This delivery is reviewed by a second person: record it under Receive.',
        });
      const id = input.id ?? this.stock.ids.next();
      const findings = await lookAgain(tx, arriving);
      const [supplier] = await rows<{ id: string }>(
        tx,
        'select id from supplier where lower(btrim(name)) = lower(btrim($1))',
        [input.supplier],
      );
      const source = {
        supplierId: supplier?.id ?? null,
        supplierName: input.supplier.trim(),
        orderId: null,
        order: [],
      };
      const lines = given.map((one) => plainLine(one, arriving.get(one.index), this.stock.ids.next()));
      const request = { note: input.note, id, source, now, findings, review: false, lines };
      const receipt = await insertReceipt(tx, actor, request, { ids: this.stock.ids, numbers: this.tools.numbers });
      const { lotIds, movementId } = await this.writer.post(tx, actor, receipt);
      const data = { supplier: input.supplier, note: input.note ?? '', lines: input.lines, lotIds, findings };
      await this.tools.audit.record(tx, actor, 'stock.received', { kind: 'receipt', id }, data);
      this.tools.feed.changed(tx, 'purchase', id);
      return {
        movementId: movementId ?? id,
        lots: await this.queries.lots(tx, lotIds),
        findings: findings.map(({ facts, ...f }) => ({ ...f, ...(facts && { facts: { ...facts } }) })),
      };
    });
  }
}

function plainLine({ known }: Given, arrival: Arrival | undefined, id: string): NewLine {
  if (!known || !arrival) throw notFound('product', known?.productId ?? '');
  return {
    id,
    productId: known.productId,
    lotNumber: arrival.lotNumber,
    expiresOn: arrival.expiresOn,
    expiryPrinted: arrival.expiryPrinted,
    packages: known.packages,
    damagedPackages: 0,
    orderLineId: null,
    overPackages: 0,
    overReason: null,
    shortDatedReason: null,
    temperature: null,
    temperatureOk: null,
    holdReason: null,
    locationId: arrival.place.id,
    code: null,
    place: null,
    given: {},
  };
}
