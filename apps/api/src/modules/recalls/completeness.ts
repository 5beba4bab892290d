import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { RecallCertificate, RecallCertificateException } from './recalls.dto.js';

type Sql = Pick<Reader, 'query'>;
const LISTED = 200;

interface Found {
  readonly what: string;
  readonly total: string;
}

/** Made and complete in the period, and nothing says of which lot. */
const UNLINKED = `
  select x.number as what, count(*) over () as total from worksheet w join csp x on x.worksheet_id = w.id
  where w.started_at between $1 and $2 and w.completed_at is not null and x.state <> 'cancelled'
    and not exists (select 1 from consumption c where c.worksheet_id = w.id and (c.csp_id = x.id or c.csp_id is null))
  order by x.number limit ${LISTED}`;

const STEPS = (condition: string): string => `
  select w.number || ', step ' || s.position as what, count(*) over () as total from worksheet w join worksheet_step s on s.worksheet_id = w.id
  where w.started_at between $1 and $2 and s.state = 'done' and s.kind in ('open','reconstitute','base','draw','fill-diluent','container') and ${condition}
  order by w.number, s.position limit ${LISTED}`;

const EXCEPTIONS: readonly (readonly [RecallCertificateException['kind'], string])[] = [
  ['no-lot-link', UNLINKED],
  ['step-without-lot', STEPS('s.lot_id is null')],
  ['keyed-code', STEPS(`s.scanned->>'entry' = 'keyed'`)],
];

/**
 * Whether every preparation that was begun in a period and completed says what is in it: the sentence that a recall ends with. A
 * code that was keyed and not scanned is no gap, but it is what a wrong link would come from, so it is listed.
 */
export async function completenessOf(
  reader: Sql,
  from: Instant,
  to: Instant,
  note: string,
): Promise<RecallCertificate> {
  const period = [formatInstant(from), formatInstant(to)];
  const [made] = await rows<{ n: string }>(
    reader,
    `select count(*) as n from worksheet w join csp x on x.worksheet_id = w.id
     where w.started_at between $1 and $2 and w.completed_at is not null and x.state <> 'cancelled'`,
    period,
  );
  const exceptions: RecallCertificateException[] = [];
  const exceptionCounts: { name: string; count: number }[] = [];
  for (const [kind, sql] of EXCEPTIONS) {
    const found = await rows<Found>(reader, sql, period);
    exceptions.push(...found.map(({ what }) => ({ kind, what })));
    exceptionCounts.push({ name: kind, count: Number(found[0]?.total ?? 0) });
  }
  const csps = Number(made?.n ?? 0);
  const unlinked = exceptionCounts.find((e) => e.name === 'no-lot-link')?.count ?? 0;
  return {
    from: formatInstant(from),
    to: formatInstant(to),
    csps,
    linked: csps - unlinked,
    exceptions,
    exceptionCounts,
    note,
  };
}

/** From the first arrival or the first work that a recall is about, to a moment. */
export async function periodOfRecall(reader: Sql, recallId: string, until: Instant): Promise<Instant> {
  const [found] = await rows<{ first: Instant | null }>(
    reader,
    `select least((select min(l.received_at) from recall_lot k join lot l on l.id = k.lot_id where k.recall_id = $1),
       (select min(w.started_at) from recall_csp c join csp x on x.id = c.csp_id join worksheet w on w.id = x.worksheet_id where c.recall_id = $1)) as first`,
    [recallId],
  );
  return found?.first ?? until;
}
