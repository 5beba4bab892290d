import type { RecallNotice } from '#domain/recall';
import { formatInstant, type Instant } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { Ids } from '../../platform/ids.js';
import type { Matched } from './notice-matching.js';

/** Keeps a notice by its number; one that says something else than before is changed. */
export async function keepNotice(
  tx: Tx,
  ids: Pick<Ids, 'next'>,
  { notice, personId, at }: { readonly notice: RecallNotice; readonly personId: string; readonly at: Instant },
): Promise<{ id: string; outcome: 'added' | 'changed' | 'unchanged' }> {
  const parsed = JSON.stringify(notice);
  const [known] = await rows<{ id: string; same: boolean }>(
    tx,
    'select id, parsed = $2::jsonb as same from recall_notice where key = $1 for update',
    [notice.key, parsed],
  );
  if (known?.same) return { id: known.id, outcome: 'unchanged' };
  const [kept] = await rows<{ id: string }>(
    tx,
    `insert into recall_notice (id, key, source, firm, classification, status, reason, initiated_on, product_text, parsed, raw, imported_by, imported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12)
     on conflict on constraint recall_notice_key_unique do update set source = excluded.source, firm = excluded.firm,
       classification = excluded.classification, status = excluded.status, reason = excluded.reason, initiated_on = excluded.initiated_on,
       product_text = excluded.product_text, parsed = excluded.parsed, raw = excluded.raw, imported_by = excluded.imported_by,
       imported_at = excluded.imported_at, revision = recall_notice.revision + 1
     returning id`,
    [
      ids.next(),
      notice.key,
      notice.source,
      notice.firm,
      notice.classification,
      notice.status,
      notice.reason,
      notice.initiatedOn,
      notice.products.map((p) => p.description).join('; '),
      parsed,
      personId,
      formatInstant(at),
    ],
  );
  if (!kept) throw new TypeError(`${notice.key} was not kept`);
  return { id: kept.id, outcome: known ? 'changed' : 'added' };
}

/** New matches wait; known ones that wait are said anew; decided ones stay. One that is no longer a match, and waits, goes. */
export async function keepMatches(
  tx: Tx,
  ids: Pick<Ids, 'next'>,
  noticeId: string,
  matches: readonly Matched[],
): Promise<void> {
  const lots = matches.map((m) => m.lotId);
  await tx.query(
    `delete from recall_notice_match where notice_id = $1 and state = 'waiting' and not (lot_id = any($2::uuid[]))`,
    [noticeId, lots],
  );
  await tx.query(
    `insert into recall_notice_match (id, notice_id, lot_id, verdict, why, state)
     select id, $1, lot_id, verdict, why, 'waiting' from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) as m(id, lot_id, verdict, why)
     on conflict on constraint recall_notice_match_once do update set verdict = excluded.verdict, why = excluded.why
       where recall_notice_match.state = 'waiting'`,
    [noticeId, matches.map(() => ids.next()), lots, matches.map((m) => m.verdict), matches.map((m) => m.why)],
  );
}
