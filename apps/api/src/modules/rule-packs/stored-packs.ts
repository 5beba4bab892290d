import { parseRulePack, type RulePack } from '#domain/beyond-use-date';
import type { LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

export interface StoredPack {
  readonly id: string;
  readonly pack: RulePack;
}

/** Every pack of state, payer and site, those that have ended too; the last day is the row's, because it is set later. */
export async function storedPacks(reader: Pick<Reader, 'query'>): Promise<StoredPack[]> {
  const found = await rows<{ id: string; content: Record<string, unknown>; in_force_until: LocalDate | null }>(
    reader,
    'select id, content, in_force_until from rule_pack order by in_force_from, pack, version',
  );
  return found.map((row) => ({
    id: row.id,
    pack: parseRulePack({
      ...row.content,
      ...(row.in_force_until !== null && { inForceUntil: row.in_force_until }),
    }),
  }));
}
