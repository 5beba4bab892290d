import { Injectable } from '@nestjs/common';
import type { Ndc } from '#domain/ndc';
import { Database } from '../../platform/database/database.js';
import { notFound } from '../../platform/http/problem.js';
import { CodeReader } from '../formulary/code-reader.js';
import { productResponse } from '../formulary/formulary.queries.js';
import { productsById } from '../formulary/product-facts.js';
import type { CodeAnswer, CodeRequest, NdcDto, VialsAnswer, VialsRequest } from './calculations.dto.js';
import { findingDto } from './figures.js';
import { calculateVials } from './vials.calculator.js';

/** Calculators that look something up in the formulary; nothing is stored. */
@Injectable()
export class CalculationsService {
  constructor(
    private readonly db: Database,
    private readonly codes: CodeReader,
  ) {}

  async vials(input: VialsRequest): Promise<VialsAnswer> {
    const ids = input.vials.flatMap((v) => (v.productId === undefined ? [] : [v.productId]));
    const products = await productsById(this.db.reader, ids);
    const missing = ids.find((id) => !products.has(id));
    if (missing !== undefined) throw notFound('product', missing);
    return calculateVials(input, products);
  }

  async code(input: CodeRequest): Promise<CodeAnswer> {
    const { scanned, product, findings } = await this.codes.read(this.db.reader, input.code, input.entry);
    const { fields } = scanned;
    return {
      kind: scanned.kind,
      symbology: scanned.symbology,
      gtin: fields.gtin ?? null,
      ndc: fields.ndc ? ndcDto(fields.ndc) : null,
      ndcCandidates: fields.ndcCandidates.map(ndcDto),
      lot: fields.lot ?? null,
      expiry: fields.expiry ?? null,
      serial: fields.serial ?? null,
      productionDate: fields.productionDate ?? null,
      internal: fields.internal?.text ?? null,
      elements: scanned.elements.map(({ ai, value, title }) => ({ ai, value, title })),
      alternatives: scanned.alternatives.length,
      product: product ? productResponse(product) : null,
      findings: findings.map(findingDto),
    };
  }
}

const ndcDto = (ndc: Ndc): NdcDto => ({ ndc: ndc.text, format: ndc.format, ndc11: ndc.ndc11, gtin: ndc.gtin14() });
