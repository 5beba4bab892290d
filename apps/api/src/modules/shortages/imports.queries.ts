import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import type { PageRequest } from '../../platform/http/page.dto.js';
import { IMPORT_COLUMNS, IMPORT_TABLES, importById, type ImportRow } from './import-rows.js';
import { importResponse, type ImportDetail, type ImportPage, type RefusedRow } from './imports.dto.js';

const REFUSED_SHOWN = 200;

/** Newest first. */
export async function importPage(reader: Reader, page: PageRequest): Promise<ImportPage> {
  const [at, id] = decodeCursor(page.cursor, ['instant', 'uuid']) ?? [null, null];
  const found = await rows<ImportRow & { place: string }>(
    reader,
    `select ${IMPORT_COLUMNS}, i.requested_at::text as place from ${IMPORT_TABLES}
     where $1::timestamptz is null or (i.requested_at, i.id) < ($1, $2::uuid)
     order by i.requested_at desc, i.id desc limit $3`,
    [at, id, page.limit + 1],
  );
  return pageOf(
    found,
    page.limit,
    (row) => [row.place, row.id],
    (row) => importResponse(row),
  );
}

/** One import, with the rows that were not taken and why. */
export async function importDetail(reader: Reader, id: string): Promise<ImportDetail> {
  const found = await importById(reader, id);
  if (!found) throw notFound('import', id);
  const refused = await rows<RefusedRow>(
    reader,
    `select row_number as "rowNumber", line, ndc, reason from shortage_import_refusal where import_id = $1
     order by row_number limit ${REFUSED_SHOWN}`,
    [id],
  );
  return { ...importResponse(found), refused };
}
