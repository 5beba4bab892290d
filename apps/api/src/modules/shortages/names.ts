import { tallMan } from '#domain/display';
import { nameKey } from '#domain/shortage';
import { formatInstant, type Instant } from '#domain/time';
import type { Reader, Tx } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { affected, rows } from '../../platform/database/sql.js';
import type { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { notFound } from '../../platform/http/problem.js';
import { containing } from '../formulary/search-text.js';
import { matchAll } from './matching.js';
import type { NamePage, NameRow } from './shortages.dto.js';

/** Names of the feed that are none of our drugs, or that a person has decided about. */
export async function namePage(reader: Reader, page: SearchPageRequest): Promise<NamePage> {
  const [after] = decodeCursor(page.cursor, ['text']) ?? [null];
  const found = await rows<NameRow & { key: string }>(
    reader,
    `select n.key, n.name as "genericName", n.packages,
       case when m.name_key is null then null when m.drug_id is null then 'not-ours' else 'ours' end as decision,
       m.drug_id as "drugId", d.name as "drugName", p.printed_name as "decidedBy"
     from (
       select lower(regexp_replace(generic_name, '\\s+', ' ', 'g')) as key, min(generic_name) as name, count(*)::int as packages,
         bool_and(drug_id is null) as unmatched
       from shortage_item where gone_at is null and ($1::text is null or generic_name ilike $1) group by 1
     ) n
     left join shortage_mapping m on m.name_key = n.key
     left join drug d on d.id = m.drug_id
     left join person p on p.id = m.kept_by
     where (n.unmatched or m.name_key is not null) and ($2::text is null or n.key > $2)
     order by n.key limit $3`,
    [containing(page.q), after, page.limit + 1],
  );
  return pageOf(
    found,
    page.limit,
    (row) => [row.key],
    ({ key: _, ...row }) => ({ ...row, drugName: row.drugName === null ? null : tallMan(row.drugName) }),
  );
}

export interface Decision {
  readonly genericName: string;
  /** Null: none of ours. */
  readonly drugId: string | null;
  readonly personId: string;
  readonly at: Instant;
}

/** What a person says a name is, for this import and all that follow. @throws Problem when the feed has no such name */
export async function decideName(tx: Tx, { genericName, drugId, personId, at }: Decision): Promise<void> {
  const key = nameKey(genericName);
  await tx.query('select 1 from shortage_feed for update');
  const known = await rows(
    tx,
    `select 1 from shortage_item where lower(regexp_replace(generic_name, '\\s+', ' ', 'g')) = $1 limit 1`,
    [key],
  );
  if (known.length === 0) throw notFound('name of the feed', genericName);
  await tx.query(
    `insert into shortage_mapping (name_key, generic_name, drug_id, kept_by, kept_at) values ($1, $2, $3, $4, $5)
     on conflict on constraint shortage_mapping_pk do update
     set drug_id = excluded.drug_id, kept_by = excluded.kept_by, kept_at = excluded.kept_at`,
    [key, genericName.trim(), drugId, personId, formatInstant(at)],
  );
  await matchAll(tx);
}

/** The name is matched by the program again. */
export async function forgetName(tx: Tx, genericName: string): Promise<void> {
  await tx.query('select 1 from shortage_feed for update');
  if ((await affected(tx, 'delete from shortage_mapping where name_key = $1', [nameKey(genericName)])) === 0)
    throw notFound('decision about the name', genericName);
  await matchAll(tx);
}

/** Looks again which packages are ours: drugs and products may have come since the last import. */
export async function matchAgain(tx: Tx): Promise<void> {
  await tx.query('select 1 from shortage_feed for update');
  await matchAll(tx);
}
