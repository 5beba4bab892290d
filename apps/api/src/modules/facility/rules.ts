import { rulesInForce, USP_797_2023, type RulesInForce } from '#domain/beyond-use-date';
import type { Instant, ZoneId } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { storedPacks } from '../rule-packs/stored-packs.js';

/** The rules that a beyond-use date is assigned under, on the day of `at`: the edition of USP <797> with every pack of state, payer and site. */
export async function rulesAt(reader: Pick<Reader, 'query'>, at: Instant, zone: ZoneId): Promise<RulesInForce> {
  const stored = await storedPacks(reader);
  return rulesInForce([USP_797_2023, ...stored.map(({ pack }) => pack)], at, zone);
}
