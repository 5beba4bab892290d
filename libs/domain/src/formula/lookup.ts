import { canonicalJson } from '#domain/signature';
import type { FormulaContent } from './content.js';

/** Text of a formula for storing, comparing and signing: the same for the same content, whatever the order of its fields. */
export const canonicalText = (content: FormulaContent): string =>
  `infusion-pharmacy formula v${content.schema}\n${canonicalJson({ toJSON: () => ({ ...content }) })}`;

/** The drugs by which formulas are found. */
export const formulaDrugs = (
  content: FormulaContent,
): { readonly additiveDrugIds: readonly string[]; readonly baseDrugId: string | null } => ({
  additiveDrugIds: content.additives.map((a) => a.drugId).sort(),
  baseDrugId: content.base?.drugId ?? content.diluent?.drugId ?? null,
});

/** Every product that the formula names, to be loaded before scaling. */
export const formulaProductIds = (content: FormulaContent): string[] => [
  ...new Set(
    [
      ...content.additives,
      ...(content.base ? [content.base] : []),
      ...(content.diluent ? [content.diluent] : []),
      ...(content.emptyContainer ? [content.emptyContainer] : []),
      ...content.reconstitution,
    ].flatMap((part) => part.products.map((p) => p.productId)),
  ),
];
