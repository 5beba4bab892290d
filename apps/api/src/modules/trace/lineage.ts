import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

/** What a trace starts from: lots, worksheets as a whole, or both. */
export interface Roots {
  readonly lotIds: readonly string[];
  readonly worksheetIds?: readonly string[];
}

/** Everything that came of it. */
export interface Reach {
  /** Lot to depth: 0 what was asked for, n made here from something of depth n - 1. Lots merged into one have one depth. */
  readonly lots: ReadonlyMap<string, number>;
  /** Worksheet to depth, of those that are reached as a whole: all their preparations are meant. */
  readonly whole: ReadonlyMap<string, number>;
  /** Single preparations of the other worksheets, with their worksheet and depth. */
  readonly single: ReadonlyMap<string, { readonly worksheetId: string; readonly depth: number }>;
}

/** So many lots or worksheets in one statement. */
const CHUNK = 5_000;

interface UseRow {
  readonly worksheet_id: string;
  readonly whole: boolean;
  readonly csp_ids: string[] | null;
}

/**
 * Follows lots through worksheets into the lots that were made in them, level by level, each level by index; a lot is looked at
 * once, so circles end. One recursive statement would let the planner guess wrong (performance finding 5). What was used
 * for a whole worksheet, such as a reconstitution diluent, counts for each of its preparations; any use in a batch counts
 * for the whole lot that the batch became.
 */
export async function reachOf(reader: Pick<Reader, 'query'>, roots: Roots): Promise<Reach> {
  const lots = new Map<string, number>();
  const whole = new Map<string, number>();
  const single = new Map<string, { worksheetId: string; depth: number }>();
  const enter = (worksheetIds: readonly string[], depth: number): void => {
    for (const id of worksheetIds) if (!whole.has(id)) whole.set(id, depth);
  };
  enter(roots.worksheetIds ?? [], 0);
  let made = await madeIn(reader, roots.worksheetIds ?? []);
  let level = [...new Set(roots.lotIds)];
  for (let depth = 0; level.length > 0 || made.length > 0; depth += 1) {
    // What was made in the worksheets that were asked for is one level below them.
    const fresh = await withMerged(reader, level, lots);
    for (const id of fresh) lots.set(id, depth);
    const uses = await inChunks(fresh, (ids) => rows<UseRow>(reader, USES, [ids]));
    enter(
      uses.filter((use) => use.whole).map((use) => use.worksheet_id),
      depth,
    );
    for (const use of uses.filter(({ whole: all }) => !all))
      for (const id of use.csp_ids ?? []) if (!single.has(id)) single.set(id, { worksheetId: use.worksheet_id, depth });
    const next = await madeIn(reader, [...new Set(uses.map((use) => use.worksheet_id))]);
    level = [...new Set([...next, ...made])].filter((id) => !lots.has(id));
    made = [];
  }
  for (const [id, { worksheetId }] of single) if (whole.has(worksheetId)) single.delete(id);
  return { lots, whole, single };
}

/** Every worksheet that is reached, as a whole or in part, ascending. */
export const worksheetsOf = (reach: Reach): string[] =>
  [...new Set([...reach.whole.keys(), ...[...reach.single.values()].map((s) => s.worksheetId)])].sort();

const USES = `
  select worksheet_id, bool_or(csp_id is null) as whole, array_agg(distinct csp_id) filter (where csp_id is not null) as csp_ids
  from consumption where lot_id = any($1::uuid[]) group by worksheet_id`;

const madeIn = (reader: Pick<Reader, 'query'>, worksheetIds: readonly string[]): Promise<string[]> =>
  inChunks(worksheetIds, async (ids) =>
    (await rows<{ id: string }>(reader, 'select id from lot where made_in_worksheet_id = any($1::uuid[])', [ids])).map(
      ({ id }) => id,
    ),
  );

/** Those not seen yet, and the lots that were merged with them, over any number of merges: they count as one. */
export async function withMerged(
  reader: Pick<Reader, 'query'>,
  lotIds: readonly string[],
  seen: ReadonlyMap<string, unknown> = new Map(),
): Promise<string[]> {
  const found = new Set(lotIds.filter((id) => !seen.has(id)));
  for (let round = [...found]; round.length > 0;) {
    const partners = await inChunks(round, (ids) =>
      rows<{ id: string }>(
        reader,
        `select into_lot_id as id from lot_merge where from_lot_id = any($1::uuid[])
         union select from_lot_id from lot_merge where into_lot_id = any($1::uuid[])`,
        [ids],
      ),
    );
    round = partners.map(({ id }) => id).filter((id) => !found.has(id) && !seen.has(id));
    for (const id of round) found.add(id);
  }
  return [...found];
}

async function inChunks<T>(ids: readonly string[], read: (ids: readonly string[]) => Promise<T[]>): Promise<T[]> {
  const found: T[] = [];
  for (let at = 0; at < ids.length; at += CHUNK) found.push(...(await read(ids.slice(at, at + CHUNK))));
  return found;
}
