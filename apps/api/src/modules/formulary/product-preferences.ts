import type { ProductPreference } from '#domain/substitution';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

/** What approved substitutions ask of the choice of products, now. For `preferProducts`, wherever a formula is scaled. */
export const productPreferences = (reader: Pick<Reader, 'query'>): Promise<ProductPreference[]> =>
  rows<ProductPreference>(
    reader,
    `select drug_id as "drugId", prefer_product_id as "preferProductId", avoid_product_id as "avoidProductId"
     from product_preference where active order by made_at, id`,
  );
