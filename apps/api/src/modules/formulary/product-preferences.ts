import type { ProductPreference } from '#domain/substitution';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

export interface PreferenceInForce extends ProductPreference {
  /** Orders that a person left out of the substitution: they are made as they always were. */
  readonly leftOut: readonly string[];
}

/** What approved substitutions ask of the choice of products, now. */
export const preferencesInForce = (reader: Pick<Reader, 'query'>): Promise<PreferenceInForce[]> =>
  rows<PreferenceInForce>(
    reader,
    `select p.drug_id as "drugId", p.prefer_product_id as "preferProductId", p.avoid_product_id as "avoidProductId",
       array(select x.order_id::text from substitution_order x where x.substitution_id = p.substitution_id and x.left_out) as "leftOut"
     from product_preference p where p.active order by p.made_at, p.id`,
  );

/** Those that hold for one order. For `preferProducts`, wherever its formula is scaled. */
export const productPreferences = async (
  reader: Pick<Reader, 'query'>,
  orderId: string,
): Promise<ProductPreference[]> => preferencesFor(await preferencesInForce(reader), orderId);

export const preferencesFor = (all: readonly PreferenceInForce[], orderId: string): ProductPreference[] =>
  all.filter((preference) => !preference.leftOut.includes(orderId));
