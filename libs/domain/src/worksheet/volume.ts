import { displayQuantity, displayRounded } from '#domain/display';
import type { Finding } from '#domain/finding';
import { Decimal, type Quantity } from '#domain/quantity';
import { VOLUME_KINDS, type StepKind } from './planned.js';

/** A common site setting, no figure of a standard (domain-rules 8.4). */
export const DEFAULT_TOLERANCE_PERCENT = '5';

/**
 * Whether the volume that was recorded may stand for the one planned.
 * @param facts.tolerancePercent decimal text; a site's own, else 5.
 */
export function decideVolume(facts: {
  readonly kind: StepKind;
  readonly planned: Quantity;
  readonly recorded: Quantity;
  readonly tolerancePercent?: string;
}): Finding[] {
  const { planned, recorded } = facts;
  const tolerance = Decimal.of(facts.tolerancePercent ?? DEFAULT_TOLERANCE_PERCENT);
  const stop = (code: string, message: string): Finding[] => [
    { code, severity: 'stop', message, source: 'INS-05; domain-rules 8.4', field: 'volume' },
  ];
  if (!VOLUME_KINDS.includes(facts.kind)) return stop('worksheet.no-volume', 'This step has no volume to record');
  if (recorded.dimension !== 'volume') return stop('worksheet.volume-unit', 'Give a volume in mL');
  if (!recorded.isPositive()) return stop('worksheet.volume-not-positive', 'Give a volume above 0 mL');
  const percent = recorded.minus(planned).ratioTo(planned).times(100);
  if (percent.abs().lte(tolerance)) return [];
  const [lowest, highest] = [-1, 1].map((sign) =>
    displayRounded(planned.times(Decimal.ONE.plus(tolerance.dividedBy(100).times(sign))), 2, sign < 0 ? 'up' : 'down'),
  );
  return stop(
    'worksheet.volume-outside-tolerance',
    `${displayQuantity(recorded)} is ${percent.abs().toFixed(1, 'half-up')} % ${percent.isNegative() ? 'less' : 'more'} than ${displayQuantity(planned)}. Accepted: ${lowest} to ${highest}.`,
  );
}
