import type { NoticeKind, Standing } from '#domain/shortage';
import { formatInstant, type Instant } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { Ids } from '../../platform/ids.js';

export interface NoticePackage {
  readonly packageNdc: string;
  readonly companyName: string;
  readonly presentation: string;
  readonly standing: Standing;
  /** A product of ours, by NDC. */
  readonly ours: boolean;
}

/** One notice for each of our drugs and kind of change, naming the packages; nothing for drugs that are not ours. */
export async function insertNotices(
  tx: Tx,
  ids: Ids,
  importId: string,
  at: Instant,
  kinds: ReadonlyMap<string, NoticeKind>,
): Promise<void> {
  const found = await rows<NoticePackage & { key: string; drug_id: string }>(
    tx,
    `select key, drug_id, package_ndc as "packageNdc", company_name as "companyName", presentation, standing,
       product_id is not null as ours
     from shortage_item where key = any($1::text[]) and drug_id is not null order by product_id is null, company_name, key`,
    [[...kinds.keys()]],
  );
  const notices = new Map<string, { drugId: string; kind: NoticeKind; packages: NoticePackage[] }>();
  for (const { key, drug_id: drugId, ...shown } of found) {
    const kind = kinds.get(key);
    if (kind === undefined) continue;
    const notice = notices.get(`${drugId} ${kind}`) ?? { drugId, kind, packages: [] };
    notice.packages.push(shown);
    notices.set(`${drugId} ${kind}`, notice);
  }
  const all = [...notices.values()];
  await tx.query(
    `insert into shortage_notice (id, import_id, at, drug_id, kind, ours, packages)
     select n.id, $1, $2, n.drug_id, n.kind, n.ours, n.packages
     from unnest($3::uuid[], $4::uuid[], $5::text[], $6::boolean[], $7::jsonb[]) n(id, drug_id, kind, ours, packages)`,
    [
      importId,
      formatInstant(at),
      all.map(() => ids.next()),
      all.map((notice) => notice.drugId),
      all.map((notice) => notice.kind),
      all.map((notice) => notice.packages.some((one) => one.ours)),
      all.map((notice) => JSON.stringify(notice.packages)),
    ],
  );
}
