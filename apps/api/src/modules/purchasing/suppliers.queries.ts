import { licenseFindings } from '#domain/purchase-order';
import type { LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { SupplierProductResponse, SupplierResponse } from './purchasing.dto.js';

type Sql = Pick<Reader, 'query'>;
type SupplierRow = Omit<SupplierResponse, 'findings' | 'licenseCheckedUntil'> & {
  readonly licenseCheckedUntil: LocalDate | null;
};

const SUPPLIERS = `
  select s.id, s.name, s.kind, s.account_number as "accountNumber", s.phone, s.gln,
    s.license_checked_until as "licenseCheckedUntil", s.lead_days_min as "leadDaysMin",
    s.lead_days_typical as "leadDaysTypical", s.lead_days_max as "leadDaysMax", s.active, s.revision,
    (select count(distinct product_id)::int from supplier_product where supplier_id = s.id and active) as products,
    (select count(*)::int from purchase_order where supplier_id = s.id and state in ('sent','partly-received')) as "openOrders"
  from supplier s`;

const shown =
  (today: LocalDate) =>
  (row: SupplierRow): SupplierResponse => ({
    ...row,
    findings: licenseFindings(row, today).map((f) => ({
      code: f.code,
      severity: f.severity,
      message: f.message,
      ...(f.source !== undefined && { source: f.source }),
    })),
  });

export const suppliers = async (reader: Sql, today: LocalDate): Promise<SupplierResponse[]> =>
  (await rows<SupplierRow>(reader, `${SUPPLIERS} order by s.active desc, lower(s.name)`)).map(shown(today));

export async function supplierById(reader: Sql, id: string, today: LocalDate): Promise<SupplierResponse | null> {
  const [row] = await rows<SupplierRow>(reader, `${SUPPLIERS} where s.id = $1`, [id]);
  return row ? shown(today)(row) : null;
}

const PRODUCTS = `
  select x.id, x.product_id as "productId", p.name as "productName", p.ndc, p.schedule, x.supplier_item as "supplierItem",
    x.pack_packages as "packPackages", trim_scale(x.price)::text as price, x.contract, x.valid_until as "validUntil",
    coalesce(x.valid_until < $2::date, false) as lapsed, x.active
  from supplier_product x join product p on p.id = x.product_id
  where x.supplier_id = $1`;

/** Prices that hold come first; of these the contract's. */
export const supplierProducts = (
  reader: Sql,
  supplierId: string,
  today: LocalDate,
): Promise<SupplierProductResponse[]> =>
  rows<SupplierProductResponse>(reader, `${PRODUCTS} order by p.name, lapsed, x.contract desc, x.pack_packages, x.id`, [
    supplierId,
    today,
  ]);

/** Which pack sizes suppliers sell a product in; of one supplier where one is given. */
export async function packSizes(reader: Sql, productId: string, supplierId: string | null): Promise<number[]> {
  const found = await rows<{ size: number }>(
    reader,
    `select distinct pack_packages as size from supplier_product
     where product_id = $1 and active and ($2::uuid is null or supplier_id = $2) order by 1`,
    [productId, supplierId],
  );
  return found.map(({ size }) => size);
}
