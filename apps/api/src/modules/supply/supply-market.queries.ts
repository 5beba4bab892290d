import type { Instant, LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

type Sql = Pick<Reader, 'query'>;

interface Lead {
  readonly leadMin: number;
  readonly leadTypical: number;
  readonly leadMax: number;
}

export interface OnOrderRow extends Lead {
  readonly lineId: string;
  readonly purchaseOrderId: string;
  readonly number: string;
  readonly supplier: string;
  readonly productId: string;
  readonly packages: number;
  readonly sentAt: Instant;
  readonly expectedOn: LocalDate | null;
}

/** What is still to come of orders that were sent. */
export const onOrder = (reader: Sql, productIds: readonly string[]): Promise<OnOrderRow[]> =>
  rows<OnOrderRow>(
    reader,
    `select li.id as "lineId", po.id as "purchaseOrderId", po.number, s.name as supplier, li.product_id as "productId",
       li.packs * li.pack_packages - li.received_packages - li.cancelled_packages as packages, po.sent_at as "sentAt",
       coalesce(li.expected_on, po.expected_on) as "expectedOn",
       s.lead_days_min as "leadMin", s.lead_days_typical as "leadTypical", s.lead_days_max as "leadMax"
     from purchase_order_line li
       join purchase_order po on po.id = li.purchase_order_id and po.state in ('sent','partly-received')
       join supplier s on s.id = po.supplier_id
     where li.product_id = any($1::uuid[]) and li.packs * li.pack_packages > li.received_packages + li.cancelled_packages
     order by po.sent_at, li.position`,
    [productIds],
  );

export interface OfferRow extends Lead {
  readonly id: string;
  readonly supplierId: string;
  readonly supplier: string;
  readonly supplierKind: string;
  readonly productId: string;
  readonly packPackages: number;
  readonly price: string;
  readonly contract: boolean;
}

/** What suppliers in use offer today. */
export const offersOf = (reader: Sql, productIds: readonly string[], today: LocalDate): Promise<OfferRow[]> =>
  rows<OfferRow>(
    reader,
    `select sp.id, s.id as "supplierId", s.name as supplier, s.kind as "supplierKind", sp.product_id as "productId",
       sp.pack_packages as "packPackages", sp.price::text as price, sp.contract,
       s.lead_days_min as "leadMin", s.lead_days_typical as "leadTypical", s.lead_days_max as "leadMax"
     from supplier_product sp join supplier s on s.id = sp.supplier_id and s.active
     where sp.active and sp.product_id = any($1::uuid[]) and (sp.valid_until is null or sp.valid_until >= $2::date)
     order by sp.id`,
    [productIds, today],
  );

/** Products of ours of which the shortage list says that nobody delivers them now. */
export async function undeliverable(reader: Sql, productIds: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await rows<{ id: string }>(
    reader,
    `select distinct product_id as id from shortage_item
     where product_id = any($1::uuid[]) and gone_at is null and standing = 'unavailable'`,
    [productIds],
  );
  return new Set(found.map(({ id }) => id));
}

export interface AlternativeRow {
  readonly id: string;
  readonly drugId: string;
  readonly kind: 'product' | 'drug' | 'base';
  readonly alternativeDrugId: string | null;
  readonly alternativeProductId: string | null;
  readonly name: string;
  readonly doseFactor: string | null;
  readonly indication: string;
  readonly note: string;
  readonly source: string;
  readonly keptBy: string;
  readonly keptOn: LocalDate;
  readonly revision: number;
}

/** The pharmacists' list. */
export const alternativesOf = (reader: Sql, drugIds: readonly string[]): Promise<AlternativeRow[]> =>
  rows<AlternativeRow>(
    reader,
    `select a.id, a.drug_id as "drugId", a.kind, a.alternative_drug_id as "alternativeDrugId",
       a.alternative_product_id as "alternativeProductId", coalesce(d.name, p.name) as name, trim_scale(a.dose_factor)::text as "doseFactor",
       a.indication, a.note, a.source, k.printed_name as "keptBy", a.kept_on as "keptOn", a.revision
     from drug_alternative a
       join person k on k.id = a.kept_by
       left join drug d on d.id = a.alternative_drug_id
       left join product p on p.id = a.alternative_product_id
     where a.active and a.drug_id = any($1::uuid[]) order by lower(coalesce(d.name, p.name)), a.id`,
    [drugIds],
  );
