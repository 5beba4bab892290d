import { Decimal, type Quantity } from '#domain/quantity';

/** Vials hold a little more than their label says; up to a tenth of the content more is taken for that (CS-09). */
export const OVERFILL_SHARE = Decimal.of('0.1');

/** What is left in a container, as measured, beside what the books say. */
export type ResidueAnswer =
  | { readonly kind: 'agrees' }
  /** More than the books say, within what a vial is overfilled by: written into the books as found. */
  | { readonly kind: 'overfill'; readonly difference: Quantity }
  /** Less, or more than overfill explains: written into the books, and for a controlled substance a discrepancy. */
  | { readonly kind: 'discrepancy'; readonly difference: Quantity };

/**
 * Compares a measured residue with the books, so that in = preparations + waste + residue (CS-09).
 * @throws RangeError below zero or above content and overfill: no container holds that
 */
export function judgeResidue(facts: {
  readonly measured: Quantity;
  readonly remaining: Quantity;
  readonly content: Quantity;
}): ResidueAnswer {
  const { measured, remaining, content } = facts;
  if (measured.isNegative()) throw new RangeError('A residue is not below zero');
  const overfill = content.times(OVERFILL_SHARE);
  if (measured.minus(content.plus(overfill)).isPositive())
    throw new RangeError('A residue is not more than the container holds');
  const difference = measured.minus(remaining);
  if (difference.isZero()) return { kind: 'agrees' };
  const explained = difference.isPositive() && !difference.minus(overfill).isPositive();
  return { kind: explained ? 'overfill' : 'discrepancy', difference };
}
