import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { readNdc } from '#domain/ndc';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import { containing } from './search-text.js';
import type { Drug } from './drug.entity.js';
import type { DrugListRequest, ProductListRequest } from './formulary-lists.dto.js';
import type { DrugPage, DrugResponse, ProductPage, ProductResponse } from './formulary.dto.js';
import {
  PRODUCT_COLUMNS,
  PRODUCT_TABLES,
  productRecord,
  productsById,
  type ProductRecord,
  type ProductRecordRow,
} from './product-facts.js';

const DRUG_COLUMNS = `id, name, kind, hazard, antineoplastic, high_alert as "highAlert", allergy_classes as "allergyClasses", active`;

@Injectable()
export class FormularyQueries {
  async drugs(reader: Reader, page: DrugListRequest): Promise<DrugPage> {
    const [name, id] = decodeCursor(page.cursor, ['text', 'uuid']) ?? [null, null];
    const found = await rows<Omit<DrugResponse, 'displayName'>>(
      reader,
      `select ${DRUG_COLUMNS} from drug
       where ($1::text is null or name ilike $1) and ($2::text is null or kind = $2)
         and ($3::text is null or (lower(name), id) > ($3, $4::uuid))
       order by lower(name), id limit $5`,
      [containing(page.q), page.kind ?? null, name, id, page.limit + 1],
    );
    return pageOf(found, page.limit, (d) => [d.name.toLowerCase(), d.id], drugResponse);
  }

  async products(reader: Reader, page: ProductListRequest): Promise<ProductPage> {
    const [name, id] = decodeCursor(page.cursor, ['text', 'uuid']) ?? [null, null];
    const found = await rows<ProductRecordRow>(
      reader,
      `select ${PRODUCT_COLUMNS} from ${PRODUCT_TABLES}
       where ($1::text is null or p.name ilike $1 or d.name ilike $1 or p.ndc ilike $1 or p.code ilike $1 or p.ndc11 = any($6::text[]) or p.gtin = $7)
         and ($2::uuid is null or p.drug_id = $2)
         and ($3::text is null or (lower(p.name), p.id) > ($3, $4::uuid))
       order by lower(p.name), p.id limit $5`,
      [containing(page.q), page.drugId ?? null, name, id, page.limit + 1, ndc11sOf(page.q), page.q?.trim() ?? null],
    );
    return pageOf(
      found,
      page.limit,
      (p) => [p.name.toLowerCase(), p.id],
      (row) => productResponse(productRecord(row)),
    );
  }

  async drug(reader: Reader, id: string): Promise<DrugResponse> {
    const [found] = await rows<Drug>(reader, `select ${DRUG_COLUMNS} from drug where id = $1`, [id]);
    if (!found) throw notFound('drug', id);
    return drugResponse(found);
  }

  async product(reader: Reader, id: string): Promise<ProductResponse> {
    const found = (await productsById(reader, [id])).get(id);
    if (!found) throw notFound('product', id);
    return productResponse(found);
  }
}

/** A keyed NDC in any form, so that a search finds the product however its package prints it. */
function ndc11sOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  const reading = readNdc(text.trim());
  const found = reading.kind === 'ndc' ? [reading.ndc] : reading.kind === 'candidates' ? reading.candidates : [];
  return found.flatMap((ndc) => (ndc.ndc11 === null ? [] : [ndc.ndc11.replaceAll('-', '')]));
}

const drugResponse = (drug: Omit<DrugResponse, 'displayName'>): DrugResponse => ({
  id: drug.id,
  name: drug.name,
  displayName: tallMan(drug.name),
  kind: drug.kind,
  hazard: drug.hazard,
  antineoplastic: drug.antineoplastic,
  highAlert: drug.highAlert,
  allergyClasses: drug.allergyClasses,
  active: drug.active,
});

export const productResponse = (product: ProductRecord): ProductResponse => ({
  id: product.facts.id,
  drugId: product.facts.drugId,
  drugName: tallMan(product.facts.drugName),
  name: tallMan(product.facts.name),
  manufacturer: product.manufacturer,
  ndc: product.facts.ndc,
  ndc11: product.facts.ndc11,
  gtin: product.facts.gtin,
  inHouse: product.facts.inHouse ?? false,
  containerKind: product.facts.containerKind,
  form: product.facts.form,
  stockUnit: product.facts.content.unit,
  content: product.facts.content.value.toString(),
  strengthText: product.strengthText,
  reconstitutionText: product.reconstitutionText,
  storage: product.storage,
  hazardous: product.hazard !== 'none',
  active: product.active,
});
