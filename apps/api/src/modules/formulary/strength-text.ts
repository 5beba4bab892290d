import { displayConcentration, displayQuantity, strengthLine } from '#domain/display';
import type { ProductFacts } from '#domain/formula';
import { Quantity } from '#domain/quantity';

/** What is in one container, as a label says it (LBL-09). */
export function strengthText({ form, content, strength }: Pick<ProductFacts, 'form' | 'content' | 'strength'>): string {
  if (form === 'empty') return 'empty';
  if (form === 'powder') return `${displayQuantity(large(content))} powder`;
  if (!strength) return displayQuantity(content);
  const amount = strength.amountIn(content);
  // A strength that has no exact amount per container is said per milliliter alone.
  return amount.value.isExact()
    ? strengthLine(amount, content)
    : `${displayQuantity(content)} (${displayConcentration(strength)})`;
}

/** What to add to a powder and what comes of it, as its label says. */
export function reconstitutionText({ reconstitution, strength }: ProductFacts, diluent: string | null): string | null {
  if (!reconstitution) return null;
  const add = `Add ${displayQuantity(reconstitution.volume)} ${diluent ?? 'diluent'}`;
  return strength ? `${add}: ${displayConcentration(strength)}` : add;
}

/** 10,000 mg reads 10 g: fewer zeros to count. */
const large = (content: Quantity): Quantity => {
  const grams = content.dimension === 'mass' && content.in('g').value.gte(2) ? content.in('g') : content;
  return grams.value.isExact() ? grams : content;
};
