import { addDaysStrict, DAY_MS, HOUR_MS, instant, showInstant, type Instant, type ZoneId } from '#domain/time';

/** A limit in words: `10 d`, `12 h`, `30 min`. */
export function showHours(hours: number): string {
  if (hours > 24 && hours % 24 === 0) return `${hours / 24} d`;
  if (hours < 1) return `${Math.floor(hours * 60)} min`;
  return `${Number(hours.toFixed(4))} h`;
}

/**
 * `hours` after `at`. Whole days in it are added by the earlier of 24 h each and the same wall clock (BUD-33), the rest by
 * elapsed time; never rounded up (BUD-35).
 * @throws RangeError unless `hours` is a positive finite number.
 */
export function addLimit(at: Instant, hours: number, zone: ZoneId): { until: Instant; arithmetic: string } {
  if (!Number.isFinite(hours) || hours <= 0) throw new RangeError(`Not a limit in hours: ${hours}`);
  // A thousandth of a millisecond undoes binary fractions: 47.28 h is 170,208,000 ms, not a millisecond less.
  const total = Math.floor(hours * HOUR_MS + 0.001);
  const days = Math.floor(total / DAY_MS);
  const until = instant((days > 0 ? addDaysStrict(at, days, zone) : at) + (total - days * DAY_MS));
  return { until, arithmetic: `${showInstant(at, zone)} + ${showHours(hours)} = ${showInstant(until, zone)}` };
}
