import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

type Sql = Pick<Reader, 'query'>;

/** What a trace starts from: lots, worksheets as a whole, or both. */
export interface Roots {
  readonly lotIds: readonly string[];
  readonly worksheetIds?: readonly string[];
}

/** Everything on the way. What came of it is asked of the database when it is needed: of a popular lot that is tens of thousands of rows. */
export interface Reach {
  /** Lot to depth: 0 what was asked for, n made here from something of depth n - 1. Lots merged into one have one depth. */
  readonly lots: ReadonlyMap<string, number>;
  /** The worksheets that were asked for: all their preparations are meant. */
  readonly worksheetIds: readonly string[];
}

/** So many lots or worksheets in one statement. */
const CHUNK = 5_000;

/**
 * Follows lots through worksheets into the lots that were made in them, level by level, each level by index; a lot is looked at
 * once, so circles end. One recursive statement would let the planner guess wrong (performance finding 5). What was used
 * for a whole worksheet, such as a reconstitution diluent, counts for each of its preparations; any use in a batch counts
 * for the whole lot that the batch became.
 */
export async function reachOf(reader: Sql, roots: Roots): Promise<Reach> {
  const lots = new Map<string, number>();
  const worksheetIds = [...new Set(roots.worksheetIds ?? [])];
  // What was made in the worksheets that were asked for is one level below them.
  let next = new Set(await madeIn(reader, worksheetIds));
  let level = new Set(roots.lotIds);
  for (let depth = 0; level.size > 0 || next.size > 0; depth += 1) {
    // Merged lots are one lot: they have the depth of their partners, over any number of merges.
    for (let fresh = unseen(level, lots); fresh.length > 0;) {
      for (const id of fresh) lots.set(id, depth);
      const found = await inChunks(fresh, (ids) => rows<{ id: string; made: boolean }>(reader, STEP, [ids]));
      for (const { id, made } of found) if (made) next.add(id);
      fresh = unseen(new Set(found.filter(({ made }) => !made).map(({ id }) => id)), lots);
    }
    level = next;
    next = new Set();
  }
  return { lots, worksheetIds };
}

const unseen = (ids: ReadonlySet<string>, seen: ReadonlyMap<string, unknown>): string[] =>
  [...ids].filter((id) => !seen.has(id));

/** From some lots to those that they were merged with, and to those that were made with them. */
const STEP = `
  with used as materialized (select distinct worksheet_id from consumption where lot_id = any($1::uuid[]))
  select into_lot_id as id, false as made from lot_merge where from_lot_id = any($1::uuid[])
  union all select from_lot_id, false from lot_merge where into_lot_id = any($1::uuid[])
  union all select l.id, true from used u join lot l on l.made_in_worksheet_id = u.worksheet_id`;

const madeIn = async (reader: Sql, worksheetIds: readonly string[]): Promise<string[]> => {
  const found = await inChunks(worksheetIds, (ids) =>
    rows<{ id: string }>(reader, 'select id from lot where made_in_worksheet_id = any($1::uuid[])', [ids]),
  );
  return found.map(({ id }) => id);
};

/** Every worksheet that is reached, as a whole or in part, ascending. */
export async function worksheetsOf(reader: Sql, reach: Reach): Promise<string[]> {
  const used = await inChunks([...reach.lots.keys()], (ids) =>
    rows<{ id: string }>(reader, 'select distinct worksheet_id as id from consumption where lot_id = any($1::uuid[])', [
      ids,
    ]),
  );
  return [...new Set([...reach.worksheetIds, ...used.map(({ id }) => id)])].sort();
}

/** These lots, and those that were merged with them, over any number of merges: they count as one. */
export async function withMerged(reader: Sql, lotIds: readonly string[]): Promise<string[]> {
  const found = new Set(lotIds);
  for (let round = [...found]; round.length > 0;) {
    const partners = await inChunks(round, (ids) =>
      rows<{ id: string }>(
        reader,
        `select into_lot_id as id from lot_merge where from_lot_id = any($1::uuid[])
         union select from_lot_id from lot_merge where into_lot_id = any($1::uuid[])`,
        [ids],
      ),
    );
    round = [...new Set(partners.map(({ id }) => id))].filter((id) => !found.has(id));
    for (const id of round) found.add(id);
  }
  return [...found];
}

async function inChunks<T>(ids: readonly string[], read: (ids: readonly string[]) => Promise<T[]>): Promise<T[]> {
  const found: T[] = [];
  for (let at = 0; at < ids.length; at += CHUNK)
    for (const row of await read(ids.slice(at, at + CHUNK))) found.push(row);
  return found;
}
