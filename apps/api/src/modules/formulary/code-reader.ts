import { Injectable } from '@nestjs/common';
import { readCode, type ScannedCode } from '#domain/barcode';
import type { Finding } from '#domain/finding';
import { dateIn } from '#domain/time';
import { productLookup } from '#domain/worksheet';
import { Clock } from '../../platform/clock.js';
import type { Reader } from '../../platform/database/database.js';
import { Sites } from '../../platform/site/site.js';
import { productsByCode, type ProductRecord } from './product-facts.js';

export interface ReadProductCode {
  readonly scanned: ScannedCode;
  /** The product, when the code names exactly one that we know. */
  readonly product: ProductRecord | null;
  readonly findings: readonly Finding[];
}

/** What a code on a package is, and of which product. */
@Injectable()
export class CodeReader {
  constructor(
    private readonly sites: Sites,
    private readonly clock: Clock,
  ) {}

  async read(reader: Reader, code: string, entry: 'scanned' | 'keyed' = 'scanned'): Promise<ReadProductCode> {
    const { zone } = await this.sites.current(reader);
    const scanned = readCode(code, { today: dateIn(this.clock.now(), zone), entry });
    const lookup = productLookup(scanned);
    const asked = scanned.kind !== 'refused' && (lookup.gtin !== null || lookup.ndc11.length > 0);
    const known = asked ? await productsByCode(reader, lookup) : [];
    // Where a product has the very GTIN, it decides; the NDC inside could be read in several ways.
    const byGtin = known.filter((p) => lookup.gtin !== null && p.facts.gtin === lookup.gtin);
    const found = byGtin.length > 0 ? byGtin : known;
    const [first] = found;
    const product = found.length === 1 && first ? first : null;
    return { scanned, product, findings: [...scanned.findings, ...(asked ? lookupFindings(found) : [])] };
  }
}

function lookupFindings(found: readonly ProductRecord[]): Finding[] {
  if (found.length === 1) return [];
  if (found.length === 0)
    return [{ code: 'product.unknown', severity: 'info', message: 'This code is of no product in the formulary.' }];
  const names = found.map((p) => `${p.facts.name} (${p.facts.ndc})`).join(' or ');
  return [
    {
      code: 'product.ambiguous',
      severity: 'hard',
      message: `This code may be ${names}. Scan the two-dimensional code.`,
    },
  ];
}
