import type { Instant, LocalDate, ZoneId } from '#domain/time';
import type { VialTagFacts } from '#labels';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

interface TagRow {
  number: string;
  product: string;
  lot_number: string;
  expires_on: LocalDate;
  opened_at: Instant;
  in_use_until: Instant | null;
  opened_by: string;
}

/** Containers that a worksheet opened and that are still open; one to be used at once gets no tag, it is never kept. */
export async function vialTagFacts(reader: Reader, worksheetId: string, zone: ZoneId): Promise<VialTagFacts[]> {
  const found = await rows<TagRow>(
    reader,
    `select distinct e.number, r.name as product, l.lot_number, l.expires_on, e.opened_at, e.in_use_until, z.initials as opened_by
     from worksheet_step s join open_container e on e.id = s.open_container_id join lot l on l.id = e.lot_id
       join product r on r.id = l.product_id join person z on z.id = e.opened_by
     where s.worksheet_id = $1 and s.kind = 'open' and e.state = 'open' order by e.number`,
    [worksheetId],
  );
  return found.flatMap((row) =>
    row.in_use_until === null
      ? []
      : [
          {
            zone,
            vialNumber: row.number,
            product: row.product,
            lot: row.lot_number,
            expiry: row.expires_on,
            openedAt: row.opened_at,
            discardBy: row.in_use_until,
            openedBy: row.opened_by,
          },
        ],
  );
}
