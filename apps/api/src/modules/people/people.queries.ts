import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { PageRequest } from '../../platform/http/page.dto.js';
import { PersonPage, PersonResponse } from './people.dto.js';

/** Everybody, by printed name. */
export async function listPeople(reader: Reader, page: PageRequest): Promise<PersonPage> {
  const after = decodeCursor(page.cursor, ['text', 'uuid']);
  const found = await rows<PersonResponse>(
    reader,
    `select id, login, printed_name as name, initials, roles, active, demo, version,
            password_must_change as "passwordMustChange"
     from person where $1::text is null or (printed_name, id::text) > ($1, $2)
     order by printed_name, id::text limit $3`,
    [after?.[0] ?? null, after?.[1] ?? null, page.limit + 1],
  );
  return pageOf(
    found,
    page.limit,
    (row) => [row.name, row.id],
    (row) => row,
  );
}
