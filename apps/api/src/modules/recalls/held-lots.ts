import type { LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

/**
 * The open recalls that name a lot number of a product, or every lot of it. A recall goes by lot number: the expiry is part of the
 * question so that a caller cannot forget that it has one, and does not narrow the answer. The database recalls such a lot when
 * it is first written, whoever writes it; this is for saying so to the person who receives it.
 */
export const recallsOf = (
  reader: Pick<Reader, 'query'>,
  lot: { readonly productId: string; readonly lotNumber: string; readonly expiresOn: LocalDate },
): Promise<{ id: string; number: string; reason: string }[]> =>
  rows(
    reader,
    `select distinct r.id, r.number, r.reason from recall_lot_rule u join recall r on r.id = u.recall_id
     where u.product_id = $1 and u.active and (u.lot_number is null or u.lot_number = upper(btrim($2))) order by r.number`,
    [lot.productId, lot.lotNumber],
  );
