import type { MadeContainer } from '#domain/worksheet';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

export interface MadeOnRecord extends MadeContainer {
  readonly lotNumber: string;
}

/** The container of a lot made here that bears the number on its label; null: there is none in stock. Consumption tells what was taken. */
export async function madeContainer(reader: Reader, number: string): Promise<MadeOnRecord | null> {
  const [found] = await rows<MadeOnRecord>(
    reader,
    `select x.number, l.product_id as "productId", l.id as "lotId", l.lot_number as "lotNumber",
       exists (select 1 from consumption c join worksheet_step s on s.id = c.step_id
         where c.lot_id = l.id and s.scanned->>'serial' = x.number and s.kind in ('base', 'container')) as taken
     from csp x join lot l on l.made_in_worksheet_id = x.worksheet_id
     where x.number = $1 and x.state = 'stocked'`,
    [number],
  );
  return found ?? null;
}
