import type { FormulaContent } from '#domain/formula';

/** What an approved substitution asks of the choice of a product of one drug. */
export interface ProductPreference {
  readonly drugId: string;
  readonly preferProductId: string;
  /** Taken only where nothing else has enough; null: none is spared. */
  readonly avoidProductId: string | null;
}

/**
 * The formula with its products in the order of the preferences. Nothing is added and nothing is taken away: only what the
 * approved formula names is ever used, under the conditions that it sets (`fromContainers`), and where the preferred product does
 * not reach, the next one is taken as without the preference.
 */
export function preferProducts(content: FormulaContent, preferences: readonly ProductPreference[]): FormulaContent {
  if (preferences.length === 0) return content;
  const inOrder = <C extends { readonly productId: string }>(choices: readonly C[]): readonly C[] => {
    const prefer = choices.filter((c) => preferences.some((p) => p.preferProductId === c.productId));
    const avoid = choices.filter((c) => preferences.some((p) => p.avoidProductId === c.productId));
    if (prefer.length === 0 && avoid.length === 0) return choices;
    const rest = choices.filter((c) => !prefer.includes(c) && !avoid.includes(c));
    return [...prefer, ...rest, ...avoid];
  };
  return {
    ...content,
    additives: content.additives.map((a) => ({ ...a, products: inOrder(a.products) })),
    base: content.base && { ...content.base, products: inOrder(content.base.products) },
    diluent: content.diluent && { ...content.diluent, products: inOrder(content.diluent.products) },
    reconstitution: content.reconstitution.map((d) => ({ ...d, products: inOrder(d.products) })),
  };
}
