import { rulesInForce, USP_797_2023, type RulesInForce } from '#domain/beyond-use-date';
import type { Instant, ZoneId } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';

/**
 * The rules that a beyond-use date is assigned under, on the day of `at`: so far the 2023 revision of USP <797>. State and
 * site packs join here; whoever asks for rules asks this function, and passes a reader for that day.
 */
export function rulesAt(_reader: Pick<Reader, 'query'>, at: Instant, zone: ZoneId): Promise<RulesInForce> {
  return Promise.resolve(rulesInForce([USP_797_2023], at, zone));
}
