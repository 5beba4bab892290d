import { displayQuantity } from '#domain/display';
import type { Finding } from '#domain/finding';
import { Decimal, Quantity, roundToStored } from '#domain/quantity';
import { DEFAULT_TOLERANCE_PERCENT } from './volume.js';

export interface TakenFacts {
  /** Planned for the step: the volume, and what it holds in the product's stock unit. */
  readonly plannedVolume: Quantity;
  readonly plannedQuantity: Quantity;
  readonly recorded: Quantity;
  /** What the books have in the container, and what one full container holds; stock unit. */
  readonly remaining: Quantity;
  readonly content: Quantity;
  readonly tolerancePercent?: string;
}

/**
 * What a recorded volume takes out of a container on the books, in the product's stock unit: through the strength that was planned,
 * rounded to what is stored. Makers fill more than they print, so the last draw may measure a little more than the books have: then
 * all that is left is taken. More than the tolerance of a whole container beyond that is no overfill: something was recorded wrong.
 */
export function stockTaken(
  facts: TakenFacts,
): { readonly quantity: Quantity; readonly findings: readonly Finding[] } | { readonly findings: readonly Finding[] } {
  const { plannedQuantity, plannedVolume, recorded, remaining, content } = facts;
  const wanted = roundToStored(plannedQuantity.times(recorded.ratioTo(plannedVolume))).rounded;
  if (wanted.compare(remaining) <= 0) return { quantity: wanted, findings: [] };
  const beyond = wanted.minus(remaining);
  const tolerance = Decimal.of(facts.tolerancePercent ?? DEFAULT_TOLERANCE_PERCENT);
  if (remaining.isPositive() && beyond.compare(content.times(tolerance.dividedBy(100))) <= 0)
    return {
      quantity: remaining,
      findings: [
        {
          code: 'worksheet.overfill',
          severity: 'info',
          message: `Measured ${displayQuantity(beyond)} more than is on the books: taken as the maker's overfill`,
          source: 'domain-rules 8.4',
        },
      ],
    };
  return {
    findings: [
      {
        code: 'worksheet.more-than-there-is',
        severity: 'stop',
        message: `Only ${displayQuantity(remaining, { allowZero: true })} is left in this package on the books, ${displayQuantity(wanted)} would be taken. Check the earlier steps.`,
        source: 'INS-05; domain-rules 8.4',
        field: 'volume',
      },
    ],
  };
}
