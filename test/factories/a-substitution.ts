import { stableId } from '../../apps/api/src/seed/stable-id.js';
import type { TestApp } from '../setup/app.js';

export const drug = (name: string): string => stableId('drug', name);
export const product = (ndc: string): string => stableId('product', ndc);
/** Vials of vancomycin. */
export const ONE_GRAM = product('0409-6533-01');
export const HALF_GRAM = product('0409-4332-01');

export const BASE = {
  kind: 'base',
  drugId: drug('sodium chloride 0.9 %'),
  toDrugId: drug('dextrose 5 %'),
  reason: 'Sodium chloride bags are short',
};
export const PRODUCT = {
  kind: 'product',
  drugId: drug('vancomycin'),
  fromProductId: ONE_GRAM,
  toProductId: HALF_GRAM,
  reason: 'The 1 g vial is short',
};
export const STABILITY = {
  limitHours: 336,
  storage: 'REF',
  reason: 'Labeling names dextrose 5 % as well',
  citation: 'Vancomycin labeling, storage after dilution',
};

const SUPPLIER = stableId('test-supplier', 'prices');

/** One supplier sells every product but one: ten packages for 25 dollars. */
export const pricesWithout = (app: TestApp, productId: string): Promise<void> =>
  app.database.transaction(async (tx) => {
    await tx.query('delete from supplier_product');
    await tx.query(`insert into supplier (id, name, kind) values ($1, 'Price Test Co.', 'wholesaler')`, [SUPPLIER]);
    await tx.query(
      `insert into supplier_product (id, supplier_id, product_id, pack_packages, price)
       select gen_random_uuid(), $1, id, 10, 25 from product where id <> $2`,
      [SUPPLIER, productId],
    );
  });

/** The same supplier offers it three for 4 dollars and one for 1.50. */
export const offers = (app: TestApp, productId: string): Promise<unknown> =>
  app.database.transaction((tx) =>
    tx.query(
      `insert into supplier_product (id, supplier_id, product_id, pack_packages, price)
       values (gen_random_uuid(), $1, $2, 3, 4), (gen_random_uuid(), $1, $2, 1, 1.5)`,
      [SUPPLIER, productId],
    ),
  );

/** On the kept list, and nothing else: cefazolin for ceftriaxone. @returns its id */
export async function cefazolinForCeftriaxone(
  app: TestApp,
  keptBy: string,
  { factor, indication }: { factor: string | null; indication: string },
): Promise<string> {
  const id = stableId('test-alternative', `${factor ?? ''}${indication}`);
  await app.database.transaction(async (tx) => {
    await tx.query('update drug_alternative set active = false');
    await tx.query(
      `insert into drug_alternative (id, drug_id, kind, alternative_drug_id, dose_factor, indication, note, kept_by, kept_on)
       values ($1,$2,'drug',$3,$4,$5,'By the committee',$6,'2026-03-01')`,
      [id, drug('ceftriaxone'), drug('cefazolin'), factor, indication, keptBy],
    );
  });
  return id;
}

/** An approved formula of cefazolin that is like the demo's of ceftriaxone. */
export const cefazolinFormula = (app: TestApp): Promise<unknown> =>
  app.database.transaction((tx) =>
    tx.query(
      `with copied as (insert into formulation (id, number, name) values ($1, 'MFR-TEST', 'Cefazolin, 100 mL bag') returning id)
       insert into formulation_version (id, formulation_id, version, state, content, content_text, additive_drug_ids, base_drug_id, author_id, written_at,
         approved_by, approved_at, signature_id)
       select $2, $1, 1, 'approved', replace(replace(replace(content::text, $3, $4), '"ceftriaxone"', '"cefazolin"'), $5, $6)::jsonb, '-',
         array[$4::uuid], base_drug_id, author_id, written_at, approved_by, approved_at, signature_id
       from formulation_version where state = 'approved' and additive_drug_ids = array[$3::uuid]`,
      [
        stableId('test-formulation', 'cefazolin'),
        stableId('test-formulation-version', 'cefazolin'),
        drug('ceftriaxone'),
        drug('cefazolin'),
        product('25021-107-20'),
        product('0409-0805-01'),
      ],
    ),
  );
