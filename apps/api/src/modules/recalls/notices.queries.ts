import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import type {
  RecallNoticeMatchDto,
  RecallNoticePage,
  RecallNoticeResponse,
  RecallNoticesRequest,
} from './notices.dto.js';

type Sql = Pick<Reader, 'query'>;
const MATCHES = 200;

interface Row extends Omit<RecallNoticeResponse, 'importedAt' | 'matches'> {
  importedAt: Instant;
}

const COLUMNS = `n.id, n.key, n.source, n.firm, n.classification, n.status, n.reason, n.initiated_on as "initiatedOn", n.product_text as "productText",
  n.imported_at as "importedAt", (select count(*)::int from recall_notice_match m where m.notice_id = n.id and m.state = 'waiting') as waiting`;

async function withMatches(reader: Sql, notices: readonly Row[]): Promise<RecallNoticeResponse[]> {
  const found = await rows<RecallNoticeMatchDto & { noticeId: string }>(
    reader,
    `select m.id, m.notice_id as "noticeId", l.id as "lotId", l.lot_number as "lotNumber", r.id as "productId", r.name as "productName", r.manufacturer,
       coalesce(r.ndc, '') as ndc, l.expires_on as "expiresOn", l.state as "lotState", m.verdict, m.why, m.state, m.reason, m.recall_id as "recallId",
       p.printed_name as "decidedBy"
     from unnest($1::uuid[]) as n(id) cross join lateral (
       select * from recall_notice_match where notice_id = n.id order by state = 'waiting' desc, verdict, id limit ${MATCHES}) m
       join lot l on l.id = m.lot_id join product r on r.id = l.product_id left join person p on p.id = m.decided_by
     order by m.state = 'waiting' desc, m.verdict, l.lot_number`,
    [notices.map((n) => n.id)],
  );
  return notices.map((notice) => ({
    ...notice,
    importedAt: formatInstant(notice.importedAt),
    matches: found.filter((m) => m.noticeId === notice.id).map(({ noticeId: _, ...match }) => match),
  }));
}

/** Notices that mean something of ours: those that wait for a decision first, then by class. */
export async function noticePage(reader: Sql, request: RecallNoticesRequest): Promise<RecallNoticePage> {
  const after = decodeCursor(request.cursor, ['text', 'uuid']);
  const found = await rows<Row & { place: string }>(
    reader,
    `select * from (
       select ${COLUMNS}, (case when exists (select 1 from recall_notice_match m where m.notice_id = n.id and m.state = 'waiting') then '0' else '1' end)
         || n.classification as place
       from recall_notice n where exists (select 1 from recall_notice_match m where m.notice_id = n.id)) f
     where $1::text is null or (f.place, f.id) > ($1, $2::uuid) order by f.place, f.id limit $3`,
    [after?.[0] ?? null, after?.[1] ?? null, request.limit + 1],
  );
  const page = pageOf(
    found,
    request.limit,
    (row) => [row.place, row.id],
    ({ place: _, ...row }) => row,
  );
  const [total] = await rows<{ n: string }>(reader, 'select count(*) as n from recall_notice');
  return { items: await withMatches(reader, page.items), onFile: Number(total?.n ?? 0), next: page.next };
}

/** @throws Problem `request.not-found` */
export async function noticeById(reader: Sql, id: string): Promise<RecallNoticeResponse> {
  const [notice] = await withMatches(
    reader,
    await rows<Row>(reader, `select ${COLUMNS} from recall_notice n where n.id = $1`, [id]),
  );
  if (!notice) throw notFound('notice', id);
  return notice;
}
