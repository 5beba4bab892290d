import { Injectable } from '@nestjs/common';
import { parseInstant, showInstant } from '#domain/time';
import { paper } from '#labels';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/http/problem.js';
import { Labels } from '../labels/label-renderer.provider.js';
import { csv } from './csv.js';
import { OrderView } from './order-view.js';
import { PurchasingBooks } from './purchasing-books.js';
import type { PurchaseOrderResponse } from './purchasing.dto.js';

/** An order to be handed or sent to the supplier. */
@Injectable()
export class OrderPapers {
  constructor(
    private readonly db: Database,
    private readonly view: OrderView,
    private readonly books: PurchasingBooks,
    private readonly labels: Labels,
  ) {}

  async csv(id: string): Promise<{ text: string; number: string }> {
    const order = await this.view.order(this.db.reader, id);
    const heading = ['Order', 'Line', 'NDC', 'Product', 'Manufacturer', 'Supplier item', 'Packs', 'Packages in a pack'];
    const text = csv(
      [...heading, 'Packages', 'Price of a pack (USD)', 'Total (USD)', 'Expected'],
      order.lines.map((l) => [
        order.number,
        l.position,
        l.ndc,
        l.productName,
        l.manufacturer,
        l.supplierItem,
        l.packs,
        l.packPackages,
        l.orderedPackages,
        l.price,
        l.total.replaceAll(',', ''),
        l.expectedOn ?? order.expectedOn,
      ]),
    );
    return { text, number: order.number };
  }

  async pdf(id: string): Promise<{ bytes: Uint8Array; number: string }> {
    const order = await this.view.order(this.db.reader, id);
    const site = await this.books.sites.current(this.db.reader);
    const made = paper({
      title: 'Purchase order',
      number: order.number,
      subject: order.supplier.name,
      zone: site.zone,
      pharmacyName: site.name,
      printedAt: this.books.clock.now(),
      summary: summaryOf(order, [...site.addressLines, site.phone ?? ''], (at) =>
        showInstant(parseInstant(at), site.zone),
      ),
      tables: [
        {
          heading: 'Lines',
          columns: [
            { title: '#', share: 0.04 },
            { title: 'NDC', share: 0.15 },
            { title: 'Product', share: 0.35 },
            { title: 'Item', share: 0.12 },
            { title: 'Packs', share: 0.08 },
            { title: 'of', share: 0.06 },
            { title: 'Price USD', share: 0.1 },
            { title: 'Total USD', share: 0.1 },
          ],
          rows: order.lines.map((l) => [
            String(l.position),
            l.ndc,
            `${l.productName}, ${l.manufacturer}${l.schedule === null ? '' : ` (${l.schedule})`}`,
            l.supplierItem ?? '',
            String(l.packs),
            String(l.packPackages),
            l.price,
            l.total,
          ]),
        },
      ],
      notes: [`Total: USD ${order.total}`, ...(order.note === '' ? [] : [order.note])],
      signatures: ['Ordered by'],
    });
    if (!made.document)
      throw new Problem('label.cannot-be-made', {
        detail: made.findings.map((f) => f.message).join(' '),
        findings: made.findings,
      });
    return { bytes: await this.labels.renderer.render(made.document), number: order.number };
  }
}

function summaryOf(
  order: PurchaseOrderResponse,
  address: readonly string[],
  show: (at: string) => string,
): { label: string; value: string }[] {
  return [
    { label: 'Supplier', value: order.supplier.name },
    { label: 'Account', value: order.supplier.accountNumber ?? '' },
    { label: 'Deliver to', value: address.filter((line) => line !== '').join(', ') },
    { label: 'Expected', value: order.expectedOn ?? '' },
    { label: 'Sent', value: order.sentAt === null ? 'not yet' : show(order.sentAt) },
    { label: 'DEA Form 222 or CSOS', value: order.deaOrderNumber ?? '' },
    { label: 'Ordered by', value: order.createdBy.name },
    { label: 'State', value: order.state },
  ].filter(({ value }) => value !== '');
}
