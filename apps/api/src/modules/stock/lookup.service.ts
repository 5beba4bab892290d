import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { CodeReader } from '../formulary/code-reader.js';
import { productResponse } from '../formulary/formulary.queries.js';
import { lotByNumber } from './lot-facts.js';
import type { StockLookupResponse } from './stock.dto.js';
import { StockQueries } from './stock.queries.js';

/** "What is this?": a code at the goods-in desk, read and looked up; nothing changes. */
@Injectable()
export class LookupService {
  constructor(
    private readonly db: Database,
    private readonly codes: CodeReader,
    private readonly queries: StockQueries,
  ) {}

  async lookUp(code: string): Promise<StockLookupResponse> {
    const reader = this.db.reader;
    const { scanned, product, findings } = await this.codes.read(reader, code);
    const { fields } = scanned;
    const lots =
      product && fields.lot !== undefined
        ? await lotByNumber(reader, {
            productIds: [product.facts.id],
            lotNumber: fields.lot,
            ...(fields.expiry !== undefined && { expiresOn: fields.expiry }),
          })
        : [];
    const [lot] =
      lots.length === 1
        ? await this.queries.lots(
            reader,
            lots.map((l) => l.lotId),
          )
        : [];
    return {
      scanned: {
        kind: scanned.kind,
        gtin: fields.gtin ?? null,
        ndc: fields.ndc?.text ?? null,
        ndcCandidates: fields.ndcCandidates.map((ndc) => ndc.text),
        lotNumber: fields.lot ?? null,
        expiry: fields.expiry ?? null,
        serial: fields.serial ?? null,
        internal: fields.internal?.text ?? null,
      },
      product: product ? productResponse(product) : null,
      lot: lot ?? null,
      findings: findings.map(({ facts, ...f }) => ({ ...f, ...(facts && { facts: { ...facts } }) })),
    };
  }
}
