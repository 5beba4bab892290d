import { shortNumber } from '#domain/barcode';
import { formatInstant, type Instant } from '#domain/time';
import type { Tx } from '../platform/database/database.js';
import { rows } from '../platform/database/sql.js';
import { DEMO_FORMULAS } from './demo-formulas.js';
import { demoPersonId } from './demo-people.js';
import { stableId } from './stable-id.js';

/** What the demo pharmacy makes ahead: a ceftriaxone bag of the usual dose, by its own formula. Nothing of it is in stock yet. */
const NAME = 'Ceftriaxone 2 g in 100 mL stock bag';

export const demoInHouseProductId = (): string => stableId('product', NAME);

export async function insertInHouseProducts(tx: Tx, at: Instant): Promise<void> {
  const formula = DEMO_FORMULAS.find((f) => f.name.startsWith('Ceftriaxone'));
  const [additive] = formula?.additives ?? [];
  if (!formula || !additive) throw new TypeError('the demo pharmacy has no formula of ceftriaxone');
  const [sequence] = await rows<{ n: string }>(tx, `select nextval('short_number_prd') as n`);
  await tx.query(
    `insert into product (id, drug_id, name, manufacturer, in_house, code, container_kind, form, stock_unit, content, strength_value,
       strength_unit, strength_per_ml, storage, container_material, dscsa_exempt, source)
     select $1, $2, $3, s.name, true, $4, 'bag', 'solution', 'mL', 100, 2, 'g', 100, $5, $6, true, 'Made here by its formula' from site s limit 1`,
    [
      demoInHouseProductId(),
      additive.drugId,
      NAME,
      shortNumber('PRD', BigInt(sequence?.n ?? 1)),
      formula.storage,
      formula.container.material,
    ],
  );
  await tx.query(
    'insert into in_house_product (product_id, formulation_id, created_by, created_at) values ($1, $2, $3, $4)',
    [demoInHouseProductId(), stableId('formulation', formula.name), demoPersonId('maya'), formatInstant(at)],
  );
}
