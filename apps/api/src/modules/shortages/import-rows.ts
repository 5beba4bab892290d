import { formatInstant, type Instant, type LocalDate } from '#domain/time';
import type { Reader, Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { FeedFile } from './feed-file.js';

export type ImportSource = 'upload' | 'address' | 'sample';
export type ImportState = 'queued' | 'running' | 'done' | 'failed';

export interface ImportRow {
  readonly id: string;
  readonly source: ImportSource;
  readonly origin: string;
  readonly forced: boolean;
  readonly state: ImportState;
  readonly lastUpdated: LocalDate | null;
  readonly rowsTotal: number | null;
  readonly rowsDone: number;
  readonly rowsRefused: number;
  readonly sha256: string | null;
  readonly requestedAt: Instant;
  readonly requestedBy: string | null;
  readonly finishedAt: Instant | null;
  readonly rowsNew: number | null;
  readonly rowsChanged: number | null;
  readonly rowsGone: number | null;
  readonly error: string | null;
}

export const IMPORT_COLUMNS = `i.id, i.source, i.origin, i.forced, i.state, i.last_updated as "lastUpdated",
  i.rows_total as "rowsTotal", i.rows_done as "rowsDone", i.rows_refused as "rowsRefused", i.sha256,
  i.requested_at as "requestedAt", p.printed_name as "requestedBy", i.finished_at as "finishedAt", i.rows_new as "rowsNew",
  i.rows_changed as "rowsChanged", i.rows_gone as "rowsGone", i.error`;
export const IMPORT_TABLES = 'shortage_import i left join person p on p.id = i.requested_by';

export async function importById(reader: Pick<Reader, 'query'>, id: string): Promise<ImportRow | undefined> {
  const [found] = await rows<ImportRow>(reader, `select ${IMPORT_COLUMNS} from ${IMPORT_TABLES} where i.id = $1`, [id]);
  return found;
}

/** The import whose picture is shown; undefined before the first. `lock`: nobody else begins or ends one meanwhile. */
export async function currentImport(reader: Pick<Reader, 'query'>, lock = false): Promise<ImportRow | undefined> {
  if (lock) await reader.query('select 1 from shortage_feed for update');
  const [found] = await rows<ImportRow>(
    reader,
    `select ${IMPORT_COLUMNS} from shortage_feed f join ${IMPORT_TABLES} on true where f.current_import_id = i.id`,
  );
  return found;
}

/** An import of the same file that is under way, so that sending it twice reads it once. */
export async function sameFileUnderWay(tx: Tx, sha256: string): Promise<string | undefined> {
  const [found] = await rows<{ id: string }>(
    tx,
    `select id from shortage_import where sha256 = $1 and state in ('queued','running') order by requested_at limit 1`,
    [sha256],
  );
  return found?.id;
}

export interface NewImport {
  readonly id: string;
  readonly source: ImportSource;
  readonly origin: string;
  readonly forced: boolean;
  readonly requestedBy: string | null;
  readonly at: Instant;
}

export async function insertImport(tx: Tx, row: NewImport): Promise<void> {
  await tx.query(
    `insert into shortage_import (id, source, origin, forced, state, requested_by, requested_at)
     values ($1, $2, $3, $4, 'queued', $5, $6)`,
    [row.id, row.source, row.origin, row.forced, row.requestedBy, formatInstant(row.at)],
  );
}

/** Keeps the file beside its import. A second time changes nothing. */
export async function keepFile(tx: Tx, id: string, file: FeedFile): Promise<void> {
  await tx.query(
    `update shortage_import set sha256 = $2, bytes = $3, rows_total = $4, last_updated = $5
     where id = $1 and sha256 is null and state in ('queued','running')`,
    [id, file.sha256, file.bytes, file.rows, file.lastUpdated],
  );
  for (const [position, content] of file.pieces.entries())
    await tx.query(
      `insert into shortage_import_piece (import_id, position, content)
       select $1, $2, $3 from shortage_import where id = $1 and sha256 = $4
       on conflict on constraint shortage_import_piece_pk do nothing`,
      [id, position, content, file.sha256],
    );
}

export async function piecesOf(reader: Pick<Reader, 'query'>, id: string): Promise<Buffer[]> {
  const found = await rows<{ content: Buffer }>(
    reader,
    'select content from shortage_import_piece where import_id = $1 order by position',
    [id],
  );
  return found.map(({ content }) => content);
}

/** What was kept only to be read. */
export async function dropFile(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from shortage_import_piece where import_id = $1', [id]);
  await tx.query('delete from shortage_import_row where import_id = $1', [id]);
}

export async function failImport(tx: Tx, id: string, error: string, at: Instant): Promise<void> {
  await tx.query(
    `update shortage_import set state = 'failed', error = $2, finished_at = $3 where id = $1 and finished_at is null`,
    [id, error, formatInstant(at)],
  );
  await dropFile(tx, id);
}

/** The address for people: what stands behind it may hold a key. */
export function addressShown(address: string): string {
  const { host, pathname } = new URL(address);
  return host + pathname;
}
