import { Injectable } from '@nestjs/common';
import { hasValidCheckDigit } from '#domain/barcode';
import { type LocalDate } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Reader, Tx } from '../../platform/database/database.js';
import { affected, rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { dateField } from '../../platform/http/dates.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { invalid } from '../../platform/http/validation.js';
import type {
  SupplierProductRequest,
  SupplierProductResponse,
  SupplierRequest,
  SupplierResponse,
} from './purchasing.dto.js';
import { PurchasingBooks } from './purchasing-books.js';
import { supplierById, supplierProducts } from './suppliers.queries.js';

@Injectable()
export class SuppliersService {
  constructor(
    private readonly commands: Commands,
    private readonly books: PurchasingBooks,
    private readonly audit: Audit,
    private readonly feed: Feed,
  ) {}

  create(command: Command, input: SupplierRequest): Promise<SupplierResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const id = this.books.ids.next();
      await tx.query(
        `insert into supplier (id, name, kind, account_number, phone, gln, license_checked_until, lead_days_min,
           lead_days_typical, lead_days_max, active) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, ...columnsOf(input)],
      );
      await this.audit.record(tx, actor, 'supplier.added', { kind: 'supplier', id }, { after: { ...input } });
      this.feed.changed(tx, 'purchase', id);
      return this.one(tx, id);
    });
  }

  change(command: Command, id: string, input: SupplierRequest): Promise<SupplierResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = await this.one(tx, id);
      const changed = await affected(
        tx,
        `update supplier set name = $2, kind = $3, account_number = $4, phone = $5, gln = $6, license_checked_until = $7,
           lead_days_min = $8, lead_days_typical = $9, lead_days_max = $10, active = $11, revision = revision + 1
         where id = $1 and revision = $12`,
        [id, ...columnsOf(input), input.revision ?? 0],
      );
      if (changed === 0)
        throw new Problem('supplier.changed-meanwhile', {
          detail: 'Somebody else has changed this supplier. Look at it again.',
        });
      await this.audit.record(tx, actor, 'supplier.changed', { kind: 'supplier', id }, { before, after: { ...input } });
      this.feed.changed(tx, 'purchase', id);
      return this.one(tx, id);
    });
  }

  /** Adds a price, or changes the one for the same product in the same pack. */
  price(command: Command, supplierId: string, input: SupplierProductRequest): Promise<SupplierProductResponse[]> {
    return this.commands.run(command, async (tx, actor) => {
      await this.one(tx, supplierId);
      const before = await rows(
        tx,
        `select trim_scale(price)::text as price, contract, valid_until, active from supplier_product
         where supplier_id = $1 and product_id = $2 and pack_packages = $3 for update`,
        [supplierId, input.productId, input.packPackages],
      );
      await tx.query(
        `insert into supplier_product (id, supplier_id, product_id, supplier_item, pack_packages, price, contract, valid_until, active)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict on constraint supplier_product_pack_unique do update
           set supplier_item = excluded.supplier_item, price = excluded.price, contract = excluded.contract,
             valid_until = excluded.valid_until, active = excluded.active`,
        [
          this.books.ids.next(),
          supplierId,
          input.productId,
          input.supplierItem?.trim() ?? '',
          input.packPackages,
          input.price,
          input.contract ?? false,
          input.validUntil === undefined ? null : dateField('validUntil', input.validUntil),
          input.active ?? true,
        ],
      );
      const data = { before: before[0] ?? null, after: { ...input } };
      await this.audit.record(tx, actor, 'supplier.priced', { kind: 'supplier', id: supplierId }, data);
      this.feed.changed(tx, 'purchase', supplierId);
      return supplierProducts(tx, supplierId, await this.books.today(tx));
    });
  }

  async products(reader: Reader, id: string): Promise<SupplierProductResponse[]> {
    await this.one(reader, id);
    return supplierProducts(reader, id, await this.books.today(reader));
  }

  async one(reader: Reader | Tx, id: string): Promise<SupplierResponse> {
    const found = await supplierById(reader, id, await this.books.today(reader));
    if (!found) throw notFound('supplier', id);
    return found;
  }
}

function columnsOf(input: SupplierRequest): unknown[] {
  if (input.gln !== undefined && !hasValidCheckDigit(input.gln))
    throw invalid([{ field: 'gln', message: 'has a wrong check digit', accepted: '13 digits' }]);
  const license: LocalDate | null =
    input.licenseCheckedUntil === undefined ? null : dateField('licenseCheckedUntil', input.licenseCheckedUntil);
  return [
    input.name.trim(),
    input.kind,
    input.accountNumber?.trim() ?? null,
    input.phone?.trim() ?? null,
    input.gln ?? null,
    license,
    input.leadDaysMin,
    input.leadDaysTypical,
    input.leadDaysMax,
    input.active ?? true,
  ];
}
