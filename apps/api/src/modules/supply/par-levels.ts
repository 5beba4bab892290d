import type { Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

/** Days of stock to keep. */
export interface Par {
  readonly minDays: number;
  readonly targetDays: number;
  /** False: nobody set it, the pharmacy's default holds. */
  readonly own: boolean;
}

export interface ParRow extends Par {
  readonly drugId: string;
  readonly setBy: string;
  readonly setAt: Instant;
  readonly revision: number;
}

export const DEFAULT_PAR: Par = { minDays: 7, targetDays: 21, own: false };

export async function parLevels(
  reader: Pick<Reader, 'query'>,
  drugIds: readonly string[],
): Promise<ReadonlyMap<string, ParRow>> {
  const found = await rows<ParRow>(
    reader,
    `select l.drug_id as "drugId", l.min_days as "minDays", l.target_days as "targetDays", true as own, p.printed_name as "setBy",
       l.set_at as "setAt", l.revision
     from par_level l join person p on p.id = l.set_by where l.drug_id = any($1::uuid[])`,
    [drugIds],
  );
  return new Map(found.map((row) => [row.drugId, row]));
}

export const parOf = (pars: ReadonlyMap<string, Par>, drugId: string): Par => pars.get(drugId) ?? DEFAULT_PAR;
