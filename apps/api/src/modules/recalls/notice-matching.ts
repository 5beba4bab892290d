import { concernOf, matchLot, plainLot, type RecallNotice, type Verdict } from '#domain/recall';
import type { LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

export interface OurLot {
  readonly id: string;
  readonly ndc: string | null;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
  readonly drugName: string;
  readonly manufacturer: string;
}

export interface Matched {
  readonly lotId: string;
  readonly verdict: Exclude<Verdict, 'not'>;
  readonly why: string;
}

/** Every lot that was ever bought, used up or not: what was used is what has to be found. */
export const ourLots = (reader: Pick<Reader, 'query'>): Promise<OurLot[]> =>
  rows<OurLot>(
    reader,
    `select l.id, r.ndc, l.lot_number as "lotNumber", l.expires_on as "expiresOn", d.name as "drugName", r.manufacturer
     from lot l join product r on r.id = l.product_id join drug d on d.id = r.drug_id where l.made_in_worksheet_id is null order by l.product_id, l.id`,
  );

/** Makes room for other requests while thousands of lots are compared. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The lots that notices mean or may mean. A product is compared once for all its lots; where a notice can mean only lots that it
 * names one by one, the others are passed over by name.
 */
export async function matchNotices(
  notices: readonly RecallNotice[],
  lots: readonly OurLot[],
): Promise<Map<string, Matched[]>> {
  const products = new Map<string, OurLot[]>();
  for (const lot of lots) {
    const key = JSON.stringify([lot.ndc, lot.drugName, lot.manufacturer]);
    const group = products.get(key);
    if (group) group.push(lot);
    else products.set(key, [lot]);
  }
  const found = new Map<string, Matched[]>();
  for (const notice of notices) {
    await turn();
    const claims = notice.products.flatMap((product) => product.lots);
    const named = new Set(claims.flatMap((claim) => (claim.kind === 'lot' ? [plainLot(claim.lot)] : [])));
    const ranged = claims.some((claim) => claim.kind === 'range');
    const matches: Matched[] = [];
    for (const group of products.values()) {
      const [first] = group;
      const concern = first ? concernOf(first, notice) : 'none';
      if (concern === 'none') continue;
      for (const lot of group) {
        if (concern === 'named-lots' && !ranged && !named.has(plainLot(lot.lotNumber))) continue;
        const { verdict, why } = matchLot(lot, notice);
        if (verdict !== 'not') matches.push({ lotId: lot.id, verdict, why });
      }
    }
    found.set(notice.key, matches);
  }
  return found;
}
