import { Injectable } from '@nestjs/common';
import { shortNumber, type ShortNumberPrefix } from '#domain/barcode';
import type { Tx } from './database/database.js';
import { rows } from './database/sql.js';

/** Numbers that people read aloud and scan: `ORD-000123-K`. */
@Injectable()
export class Numbers {
  /** The next one of its kind. A gap means that a transaction was rolled back, nothing else. */
  async next(tx: Tx, prefix: ShortNumberPrefix): Promise<string> {
    const [number] = await this.several(tx, prefix, 1);
    if (number === undefined) throw new TypeError(`no sequence for ${prefix}`);
    return number;
  }

  /** The next ones of their kind, ascending, in one round trip however many. */
  async several(tx: Tx, prefix: ShortNumberPrefix, count: number): Promise<string[]> {
    // From a sequence, not a counted row: two intakes do not queue behind each other for a number.
    const found = await rows<{ n: string }>(tx, 'select nextval($1::regclass) as n from generate_series(1, $2::int)', [
      `short_number_${prefix.toLowerCase()}`,
      count,
    ]);
    return found.map(({ n }) => shortNumber(prefix, BigInt(n)));
  }
}
