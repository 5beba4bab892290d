import { earliest, endOfDay, type Instant, type ZoneId } from '#domain/time';
import type { LotFacts } from './candidate.js';

/**
 * The last moment at which a lot may be used: the end of its expiry date on the pharmacy's clock (BUD-34); of one that was made here,
 * the instant of its beyond-use date where that comes first (BUD-14).
 */
export function lastUse(
  { expiresOn, usableUntil }: Pick<LotFacts, 'expiresOn' | 'usableUntil'>,
  zone: ZoneId,
): Instant {
  const end = endOfDay(expiresOn, zone);
  return usableUntil === undefined || usableUntil === null ? end : earliest(end, usableUntil);
}
