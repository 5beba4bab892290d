import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../database/database.js';
import { rows } from '../database/sql.js';
import { blockHash, GENESIS } from './seal.js';

export interface AuditFault {
  readonly block: number | null;
  readonly entry?: string;
  readonly what: string;
}

export interface AuditReport {
  readonly blocks: number;
  readonly entries: number;
  /** Entries not sealed yet: nothing in the chain proves that none of these is missing. */
  readonly unsealed: number;
  readonly oldestUnsealed: Instant | null;
  /** Hash of the last block. Kept elsewhere, it proves later that the chain was not cut or made again. */
  readonly head: string;
  readonly faults: readonly AuditFault[];
}

interface BlockRow {
  readonly number: number;
  readonly sealed_at: Instant;
  readonly entries: number;
  readonly previous_hash: string;
  readonly hash: string;
}
interface EntryRow {
  readonly id: string;
  readonly place: number;
  readonly content: string;
  readonly agrees: boolean;
}

// The columns repeat the text; one that says something else was changed behind it.
const AGREES = `
  (content::jsonb ->> 'id') = id::text and (content::jsonb ->> 'at')::timestamptz = at
  and (content::jsonb ->> 'action') = action
  and (content::jsonb -> 'actor' ->> 'id') is not distinct from actor_id::text
  and (content::jsonb -> 'subject' ->> 'kind') = subject_kind and (content::jsonb -> 'subject' ->> 'id') = subject_id
  and (content::jsonb -> 'data') = data`;

/**
 * Recomputes the whole chain: altered texts, altered columns, missing, added and moved entries, missing blocks.
 *
 * @param expectedHead a head noted earlier; when it is no longer in the chain, the chain was cut or made again
 */
export async function verifyAudit(reader: Reader, expectedHead?: string): Promise<AuditReport> {
  const faults: AuditFault[] = [];
  let [previous, number, entries, seen] = [GENESIS, 0, 0, expectedHead === undefined];
  for (;;) {
    const [block] = await rows<BlockRow>(
      reader,
      'select number, sealed_at, entries, previous_hash, hash from audit_block where number > $1 order by number limit 1',
      [number],
    );
    if (!block) break;
    const found = await rows<EntryRow>(
      reader,
      `select id, place, content, (${AGREES}) as agrees from audit_entry where block = $1 order by place`,
      [block.number],
    );
    faults.push(...blockFaults(block, found, number, previous));
    [number, previous] = [block.number, block.hash];
    entries += found.length;
    seen ||= block.hash === expectedHead;
  }
  const [orphans] = await rows<{ n: number }>(
    reader,
    'select count(*)::int as n from audit_entry e where block is not null and not exists (select 1 from audit_block b where b.number = e.block)',
  );
  if (orphans && orphans.n > 0)
    faults.push({ block: null, what: `${orphans.n} entries belong to blocks that are gone` });
  if (!seen) faults.push({ block: null, what: 'the head noted earlier is not in the chain: it was cut or made again' });
  const tail = await unsealedTail(reader);
  faults.push(...tail.faults);
  return { blocks: number, entries, unsealed: tail.count, oldestUnsealed: tail.oldest, head: previous, faults };
}

function blockFaults(block: BlockRow, found: readonly EntryRow[], before: number, previous: string): AuditFault[] {
  const at = block.number;
  const faults: AuditFault[] = [];
  if (at !== before + 1) faults.push({ block: at, what: `blocks ${before + 1} to ${at - 1} are missing` });
  if (block.previous_hash !== previous) faults.push({ block: at, what: 'does not follow the block before it' });
  if (found.length !== block.entries)
    faults.push({ block: at, what: `holds ${found.length} entries where ${block.entries} were sealed` });
  const missing = found.findIndex((entry, index) => entry.place !== index + 1);
  if (missing >= 0) faults.push({ block: at, what: `the entry in place ${missing + 1} is missing` });
  for (const entry of found.filter((e) => !e.agrees))
    faults.push({ block: at, entry: entry.id, what: 'the columns do not say what the sealed text says' });
  const head = { number: at, sealedAt: formatInstant(block.sealed_at), previousHash: block.previous_hash };
  const hash = blockHash(
    head,
    found.map((entry) => entry.content),
  );
  if (hash !== block.hash)
    faults.push({ block: at, what: 'the sealed text of an entry was changed, added or removed' });
  return faults;
}

async function unsealedTail(reader: Reader): Promise<{ count: number; oldest: Instant | null; faults: AuditFault[] }> {
  const [tail] = await rows<{ n: number; oldest: Instant | null; wrong: string[] | null }>(
    reader,
    `select count(*)::int as n, min(at) as oldest, array_agg(id) filter (where not (${AGREES})) as wrong
     from audit_entry where block is null`,
  );
  const faults = (tail?.wrong ?? []).map((entry) => ({
    block: null,
    entry,
    what: 'not sealed yet, and the columns do not say what the text says',
  }));
  return { count: tail?.n ?? 0, oldest: tail?.oldest ?? null, faults };
}
