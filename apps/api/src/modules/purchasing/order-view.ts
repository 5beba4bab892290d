import { Injectable } from '@nestjs/common';
import {
  lineTotal,
  orderedPackages,
  orderTotal,
  outstandingPackages,
  sendingFindings,
  showUsd,
} from '#domain/purchase-order';
import { tallMan } from '#domain/display';
import { Decimal } from '#domain/quantity';
import { formatInstant, type Instant, type LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { notFound } from '../../platform/http/problem.js';
import { containing } from '../formulary/search-text.js';
import { listOrders, orderLines, orderRow, receiptsOfOrder, type OrderLineRow } from './orders.queries.js';
import { PurchasingBooks } from './purchasing-books.js';
import type {
  PurchaseOrderLineResponse,
  PurchaseOrderListRequest,
  PurchaseOrderPage,
  PurchaseOrderResponse,
} from './purchasing.dto.js';
import { supplierById } from './suppliers.queries.js';

const text = (at: Instant | null): string | null => (at === null ? null : formatInstant(at));

/** Orders as screens, papers and other modules see them. */
@Injectable()
export class OrderView {
  constructor(private readonly books: PurchasingBooks) {}

  async order(reader: Reader, id: string): Promise<PurchaseOrderResponse> {
    const row = await orderRow(reader, id);
    const today = await this.books.today(reader);
    const [lines, supplier, receipts] = [
      await orderLines(reader, id),
      await supplierById(reader, row.supplierId, today),
      await receiptsOfOrder(reader, id),
    ];
    if (!supplier) throw notFound('supplier', row.supplierId);
    const standing = { ...supplier, licenseCheckedUntil: supplier.licenseCheckedUntil as LocalDate | null };
    const findings =
      row.state === 'draft'
        ? sendingFindings({ lines, deaOrderNumber: row.deaOrderNumber, supplier: standing }, today)
        : [];
    const { supplierId: _id, supplierName: _name, ...head } = row;
    return {
      ...head,
      supplier,
      sentAt: text(row.sentAt),
      endedAt: text(row.endedAt),
      createdAt: formatInstant(row.createdAt),
      lines: lines.map(lineResponse),
      total: showUsd(orderTotal(lines)),
      receipts: receipts.map((r) => ({ ...r, receivedAt: formatInstant(r.receivedAt) })),
      findings: findings.map(({ facts, ...f }) => ({ ...f, ...(facts && { facts: { ...facts } }) })),
    };
  }

  async list(reader: Reader, page: PurchaseOrderListRequest): Promise<PurchaseOrderPage> {
    const after = decodeCursor(page.cursor, ['instant', 'uuid']);
    const today = await this.books.today(reader);
    const { tab, supplierId, productId, limit } = page;
    const part = containing(page.q);
    const found = await listOrders(reader, { tab, supplierId, productId, part, after, limit: limit + 1 });
    return pageOf(
      found,
      limit,
      (row) => [row.createdAtText, row.id],
      ({ createdAtText: _text, outstanding, ...row }) => ({
        ...row,
        createdAt: formatInstant(row.createdAt),
        sentAt: text(row.sentAt),
        outstandingPackages: outstanding,
        overdue: outstanding > 0 && row.expectedOn !== null && row.expectedOn < today,
        total: showUsd(Decimal.of(row.total)),
      }),
    );
  }
}

function lineResponse({ productActive: _active, ...line }: OrderLineRow): PurchaseOrderLineResponse {
  return {
    ...line,
    drugName: tallMan(line.drugName),
    total: showUsd(lineTotal(line)),
    orderedPackages: orderedPackages(line),
    outstandingPackages: outstandingPackages(line),
  };
}
