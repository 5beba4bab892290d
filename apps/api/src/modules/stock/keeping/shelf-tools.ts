import { Injectable } from '@nestjs/common';
import type { Quantity } from '#domain/quantity';
import type { ProductFacts } from '#domain/formula';
import type { Tx } from '../../../platform/database/database.js';
import { Audit } from '../../../platform/audit/audit.js';
import { rows } from '../../../platform/database/sql.js';
import { Feed } from '../../../platform/feed/feed.js';
import { notFound } from '../../../platform/http/problem.js';
import { productsById } from '../../formulary/product-facts.js';
import { lotsById, type LotRecord } from '../lot-facts.js';
import { MovementsQueries } from '../movements.queries.js';
import { StockBooks } from '../stock-books.js';
import { StockQueries } from '../stock.queries.js';
import { Witnesses } from './witnesses.js';

/** What every act at the shelf works with. */
@Injectable()
export class ShelfTools {
  constructor(
    readonly books: StockBooks,
    readonly queries: StockQueries,
    readonly movements: MovementsQueries,
    readonly witnesses: Witnesses,
    readonly audit: Audit,
    readonly feed: Feed,
  ) {}
}

export interface ShelfPlace {
  readonly id: string;
  readonly name: string;
  readonly storage: 'CRT' | 'REF' | 'FRZ';
  readonly kind: 'shelf' | 'hazardous' | 'quarantine';
  readonly active: boolean;
}

/** A lot at the shelf with its product. */
export interface OnShelf {
  readonly lot: LotRecord;
  readonly product: ProductFacts;
  readonly storage: 'CRT' | 'REF' | 'FRZ';
  readonly controlled: boolean;
  quantity(packages: number): Quantity;
}

/** @throws Problem `request.not-found` */
export async function onShelf(tx: Tx, lotId: string): Promise<OnShelf> {
  const lot = (await lotsById(tx, [lotId])).get(lotId);
  if (!lot) throw notFound('lot', lotId);
  const product = (await productsById(tx, [lot.productId])).get(lot.productId);
  const [row] = await rows<{ controlled: boolean }>(
    tx,
    'select schedule is not null as controlled from product where id = $1',
    [lot.productId],
  );
  if (!product || !row) throw notFound('product', lot.productId);
  const { facts, storage } = product;
  return {
    lot,
    product: facts,
    storage,
    controlled: row.controlled,
    quantity: (packages) => facts.content.times(packages),
  };
}

/** @throws Problem `request.not-found` for a place that does not exist or is closed */
export async function placesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, ShelfPlace>> {
  const found = await rows<ShelfPlace>(
    tx,
    'select id, name, storage, kind, active from location where id = any($1::uuid[])',
    [ids],
  );
  const places = new Map(found.map((place) => [place.id, place]));
  for (const id of ids) if (!places.has(id)) throw notFound('location', id);
  return places;
}

/** US dollars for one package by the supplier's price in force, a contract first; null: nobody has entered one. */
export async function packagePrice(tx: Tx, productId: string, today: string): Promise<string | null> {
  const [found] = await rows<{ price: string }>(
    tx,
    `select (price / pack_packages)::text as price from supplier_product
     where product_id = $1 and active and (valid_until is null or valid_until >= $2::date)
     order by contract desc, price / pack_packages limit 1`,
    [productId, today],
  );
  return found?.price ?? null;
}
