import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { Decimal } from '#domain/quantity';
import { suggestOrders } from '#domain/supply';
import { formatInstant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { PurchasingBooks } from '../purchasing/purchasing-books.js';
import { parLevels, parOf } from './par-levels.js';
import { Projections, usualOffers } from './projection.js';
import type { ReorderedOrder, ReorderProposal, ReorderProposalLine, ReorderResponse } from './supply.dto.js';
import type { ReorderRequest } from './supply-requests.dto.js';
import { supplyOf, type DrugSupply } from './supply-facts.js';

interface Priced {
  readonly supplierProductId: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly productId: string;
  readonly packPackages: number;
  readonly price: string;
  readonly packs: number;
}

/** From days on hand to draft purchase orders. */
@Injectable()
export class ReorderService {
  constructor(
    private readonly commands: Commands,
    private readonly db: Database,
    private readonly projections: Projections,
    private readonly books: PurchasingBooks,
    private readonly audit: Audit,
    private readonly feed: Feed,
  ) {}

  /** What to order of some drugs, worked out now. */
  async propose(drugIds: readonly string[]): Promise<ReorderProposal> {
    const calendar = await this.projections.calendar();
    const [supplies, pars] = await Promise.all([
      supplyOf(this.db.reader, drugIds, calendar),
      parLevels(this.db.reader, drugIds),
    ]);
    const proposed = supplies.map((supply) => ({ supply, lines: linesOf(supply, parOf(pars, supply.drug.id)) }));
    return {
      lines: proposed.flatMap(({ lines }) => lines),
      without: proposed
        .filter(({ lines }) => lines.length === 0)
        .map(({ supply }) => ({
          drugId: supply.drug.id,
          drugName: supply.drug.displayName,
          reason:
            usualOffers(supply).length === 0
              ? 'No supplier has a price on file for it.'
              : 'What is here and on order serves the least that is to be kept.',
        })),
    };
  }

  /** One draft a supplier. The same request sent again is answered with the same drafts. */
  order(command: Command, input: ReorderRequest): Promise<ReorderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const lines = await this.priced(tx, input);
      const suppliers = [...new Set(lines.map(({ supplierId }) => supplierId))].sort();
      const orders: ReorderedOrder[] = [];
      for (const supplierId of suppliers)
        orders.push(
          await this.draft(
            tx,
            actor,
            supplierId,
            lines.filter((line) => line.supplierId === supplierId),
          ),
        );
      return { orders };
    });
  }

  private async priced(tx: Tx, input: ReorderRequest): Promise<Priced[]> {
    const found = await rows<Omit<Priced, 'packs'>>(
      tx,
      `select sp.id as "supplierProductId", s.id as "supplierId", s.name as "supplierName", sp.product_id as "productId",
         sp.pack_packages as "packPackages", sp.price::text as price
       from supplier_product sp join supplier s on s.id = sp.supplier_id and s.active
       where sp.active and sp.id = any($1::uuid[]) and (sp.valid_until is null or sp.valid_until >= $2::date)`,
      [input.lines.map(({ supplierProductId }) => supplierProductId), await this.books.today(tx)],
    );
    const priced = input.lines.map(({ supplierProductId, packs }) => {
      const offer = found.find((row) => row.supplierProductId === supplierProductId);
      return offer && { ...offer, packs };
    });
    if (priced.some((line) => line === undefined))
      throw new Problem('supply.nothing-to-order', {
        detail: 'An offer is no longer in force. Look at the proposal again.',
        fields: priced.flatMap((line, i) =>
          line ? [] : [{ field: `lines.${i}.supplierProductId`, message: 'is no offer in force' }],
        ),
      });
    return priced.flatMap((line) => line ?? []);
  }

  private async draft(tx: Tx, actor: Actor, supplierId: string, lines: readonly Priced[]): Promise<ReorderedOrder> {
    const id = this.books.ids.next();
    const number = await this.books.numbers.next(tx, 'PO');
    const note = 'From the supply table';
    await tx.query(
      `insert into purchase_order (id, number, supplier_id, state, note, created_by, created_at) values ($1, $2, $3, 'draft', $4, $5, $6)`,
      [id, number, supplierId, note, actor.personId, formatInstant(this.books.clock.now())],
    );
    await tx.query(
      `insert into purchase_order_line (id, purchase_order_id, position, product_id, packs, pack_packages, price)
       select id, $1, position, product_id, packs, pack_packages, price
       from unnest($2::uuid[], $3::int[], $4::uuid[], $5::int[], $6::int[], $7::numeric[]) as t(id, position, product_id, packs, pack_packages, price)`,
      [
        id,
        lines.map(() => this.books.ids.next()),
        lines.map((_, i) => i + 1),
        lines.map((line) => line.productId),
        lines.map((line) => line.packs),
        lines.map((line) => line.packPackages),
        lines.map((line) => line.price),
      ],
    );
    const after = {
      supplierId,
      note,
      lines: lines.map(({ productId, packs, packPackages, price }) => ({ productId, packs, packPackages, price })),
    };
    await this.audit.record(tx, actor, 'purchase-order.drafted', { kind: 'purchase-order', id }, { after });
    this.feed.changed(tx, 'purchase', id);
    const dollars = lines.reduce((sum, { price, packs }) => sum.plus(Decimal.of(price).times(packs)), Decimal.ZERO);
    return {
      id,
      number,
      supplierName: lines[0]?.supplierName ?? '',
      lines: lines.length,
      dollars: dollars.toFixed(2, 'half-even'),
    };
  }
}

function linesOf(
  supply: DrugSupply,
  par: { readonly minDays: number; readonly targetDays: number },
): ReorderProposalLine[] {
  return suggestOrders(supply.facts, par, usualOffers(supply)).map(({ offer, packs, daysNow, reasons }) => ({
    drugId: supply.drug.id,
    drugName: supply.drug.displayName,
    supplierProductId: offer.supplierProductId,
    supplierId: offer.supplierId,
    supplierName: offer.supplierName,
    productName: tallMan(offer.product.productName),
    packPackages: offer.packPackages,
    price: offer.price,
    contract: offer.contract,
    available: offer.available,
    packs,
    daysNow,
    reasons: [...reasons],
  }));
}
