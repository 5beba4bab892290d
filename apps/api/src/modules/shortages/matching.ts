import { drugFinder, nameKey, type FormularyDrug, type Ingredients } from '#domain/shortage';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

export type MatchedBy = 'ndc' | 'hand' | 'product-ndc' | 'ingredient';

interface ItemToMatch {
  readonly id: string;
  readonly ndc11: string | null;
  readonly generic_name: string;
  readonly ingredients: Ingredients;
  readonly injected: boolean;
  readonly product_id: string | null;
  readonly drug_id: string | null;
  readonly matched_by: MatchedBy | null;
}

interface Match {
  readonly productId: string | null;
  readonly drugId: string | null;
  readonly matchedBy: MatchedBy | null;
}

const NONE: Match = { productId: null, drugId: null, matchedBy: null };
/** Labeler and product of an 11-digit NDC; the last two digits are the package. */
const PRODUCT_DIGITS = 9;

/**
 * Which of our products and drugs each listed package is, by the formulary as it is now. In this order: the very package by
 * NDC; what a person decided for its name; another package of a product of ours; the same ingredients.
 */
export async function matchAll(tx: Tx): Promise<void> {
  const items = await rows<ItemToMatch>(
    tx,
    `select id, ndc11, generic_name, facts->'ingredients' as ingredients, (facts->>'injected')::boolean as injected,
       product_id, drug_id, matched_by from shortage_item order by id for update`,
  );
  const match = await matcher(tx);
  const changed = items
    .map((item) => ({ item, now: match(item) }))
    .filter(
      ({ item, now }) =>
        item.product_id !== now.productId || item.drug_id !== now.drugId || item.matched_by !== now.matchedBy,
    );
  await tx.query(
    `update shortage_item i set product_id = m.product_id, drug_id = m.drug_id, matched_by = m.matched_by
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) m(id, product_id, drug_id, matched_by) where i.id = m.id`,
    [
      changed.map(({ item }) => item.id),
      changed.map(({ now }) => now.productId),
      changed.map(({ now }) => now.drugId),
      changed.map(({ now }) => now.matchedBy),
    ],
  );
}

async function matcher(tx: Tx): Promise<(item: ItemToMatch) => Match> {
  const drugs = await rows<FormularyDrug>(tx, 'select id, name from drug where active');
  const products = await rows<{ id: string; drug_id: string; ndc11: string }>(
    tx,
    // What is made here has no NDC: no labeler's list names it.
    'select id, drug_id, ndc11 from product where ndc11 is not null',
  );
  const decided = await rows<{ name_key: string; drug_id: string | null }>(
    tx,
    'select name_key, drug_id from shortage_mapping',
  );
  const byNdc = new Map(products.map((product) => [product.ndc11, product]));
  const byProduct = new Map<string, Set<string>>();
  for (const { ndc11, drug_id } of products) {
    const digits = ndc11.slice(0, PRODUCT_DIGITS);
    byProduct.set(digits, (byProduct.get(digits) ?? new Set()).add(drug_id));
  }
  const byHand = new Map(decided.map((row) => [row.name_key, row.drug_id]));
  const find = drugFinder(drugs);
  return (item) => {
    const product = item.ndc11 === null ? undefined : byNdc.get(item.ndc11);
    if (product) return { productId: product.id, drugId: product.drug_id, matchedBy: 'ndc' };
    const hand = byHand.get(nameKey(item.generic_name));
    if (hand !== undefined) return hand === null ? NONE : { productId: null, drugId: hand, matchedBy: 'hand' };
    const family = [...((item.ndc11 && byProduct.get(item.ndc11.slice(0, PRODUCT_DIGITS))) || [])];
    if (family.length === 1 && family[0]) return { productId: null, drugId: family[0], matchedBy: 'product-ndc' };
    const drugId = find(item);
    return drugId === undefined ? NONE : { productId: null, drugId, matchedBy: 'ingredient' };
  };
}
