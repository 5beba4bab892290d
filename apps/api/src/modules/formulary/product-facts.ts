import { tallMan } from '#domain/display';
import { productFacts, type ProductFacts, type ProductRow } from '#domain/formula';
import { HAZARDOUS_DRUGS, type HazardousDrug } from '#domain/hazardous';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { DrugHazard, DrugKind } from './drug.entity.js';
import type { Storage } from './product.entity.js';
import { reconstitutionText, strengthText } from './strength-text.js';

type Sql = Pick<Reader, 'query'>;

/** A product with all that is known of it and of its drug. */
export interface ProductRecord {
  readonly facts: ProductFacts;
  readonly manufacturer: string;
  readonly storage: Storage;
  readonly inUseHours: number | null;
  readonly reconstitutedStabilityHours: number | null;
  readonly containerMaterial: string | null;
  readonly protectFromLight: boolean;
  readonly hazard: DrugHazard;
  readonly antineoplastic: boolean;
  readonly highAlert: boolean;
  readonly allergyClasses: readonly string[];
  readonly active: boolean;
  /** `1,000 mg` of a powder, `500 mg/10 mL (50 mg/mL)` of a solution. */
  readonly strengthText: string;
  /** `Add 95 mL sterile water for injection: 100 mg/mL`; null where nothing is to be added. */
  readonly reconstitutionText: string | null;
}

export interface DrugRecord {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly kind: DrugKind;
  readonly hazard: DrugHazard;
  readonly antineoplastic: boolean;
  readonly highAlert: boolean;
  readonly allergyClasses: readonly string[];
  readonly maximumRate: { readonly value: string; readonly unit: string; readonly source: string } | null;
  readonly active: boolean;
}

export interface ProductRecordRow extends ProductRow {
  readonly manufacturer: string;
  readonly storage: Storage;
  readonly inUseHours: string | null;
  readonly reconstitutedStabilityHours: string | null;
  readonly containerMaterial: string | null;
  readonly protectFromLight: boolean;
  readonly hazard: DrugHazard;
  readonly antineoplastic: boolean;
  readonly highAlert: boolean;
  readonly allergyClasses: string[];
  readonly active: boolean;
  readonly diluentName: string | null;
}

/** From `product p`, `drug d` and, for powders, the diluent `w`. */
export const PRODUCT_COLUMNS = `
  p.id, p.drug_id as "drugId", d.name as "drugName", p.name, p.manufacturer, coalesce(p.ndc, p.code) as ndc, p.ndc11, p.gtin,
  p.in_house as "inHouse",
  p.container_kind as "containerKind", p.form, p.stock_unit as "stockUnit", trim_scale(p.content)::text as content,
  trim_scale(p.strength_value)::text as "strengthValue", p.strength_unit as "strengthUnit",
  trim_scale(p.strength_per_ml)::text as "strengthPerMl", p.reconstitution_drug_id as "reconstitutionDrugId",
  trim_scale(p.reconstitution_volume_ml)::text as "reconstitutionVolumeMl",
  trim_scale(p.displacement_ml)::text as "displacementMl", p.storage, p.in_use_hours as "inUseHours",
  p.reconstituted_stability_hours as "reconstitutedStabilityHours", p.container_material as "containerMaterial",
  p.protect_from_light as "protectFromLight", d.hazard, d.antineoplastic, d.high_alert as "highAlert",
  d.allergy_classes as "allergyClasses", p.active, w.name as "diluentName"`;

export const PRODUCT_TABLES =
  'product p join drug d on d.id = p.drug_id left join drug w on w.id = p.reconstitution_drug_id';

export function productRecord(row: ProductRecordRow): ProductRecord {
  const facts = productFacts(row);
  const hours = (text: string | null): number | null => (text === null ? null : Number(text));
  return {
    facts,
    manufacturer: row.manufacturer,
    storage: row.storage,
    inUseHours: hours(row.inUseHours),
    reconstitutedStabilityHours: hours(row.reconstitutedStabilityHours),
    containerMaterial: row.containerMaterial,
    protectFromLight: row.protectFromLight,
    hazard: row.hazard,
    antineoplastic: row.antineoplastic,
    highAlert: row.highAlert,
    allergyClasses: row.allergyClasses,
    active: row.active,
    strengthText: strengthText(facts),
    reconstitutionText: reconstitutionText(facts, row.diluentName),
  };
}

const select = async (reader: Sql, where: string, parameters: unknown[]): Promise<ProductRecord[]> =>
  (
    await rows<ProductRecordRow>(
      reader,
      `select ${PRODUCT_COLUMNS} from ${PRODUCT_TABLES} where ${where} order by p.name, p.id`,
      parameters,
    )
  ).map(productRecord);

export async function productsById(reader: Sql, ids: readonly string[]): Promise<Map<string, ProductRecord>> {
  const found = ids.length === 0 ? [] : await select(reader, 'p.id = any($1::uuid[])', [ids]);
  return new Map(found.map((p) => [p.facts.id, p]));
}

/** Those in use. */
export const productsOfDrugs = (reader: Sql, drugIds: readonly string[]): Promise<ProductRecord[]> =>
  select(reader, 'p.active and p.drug_id = any($1::uuid[])', [drugIds]);

/** What a scanned code may mean: see `productLookup` of #domain/worksheet. NDCs with or without hyphens. */
export const productsByCode = (
  reader: Sql,
  code: { readonly gtin: string | null; readonly ndc11: readonly string[] },
): Promise<ProductRecord[]> =>
  select(reader, '(p.gtin = $1 or p.ndc11 = any($2::text[]))', [
    code.gtin,
    code.ndc11.map((ndc) => ndc.replaceAll('-', '')),
  ]);

const DRUG_COLUMNS = `id, name, kind, hazard, antineoplastic, high_alert as "highAlert", allergy_classes as "allergyClasses",
  trim_scale(maximum_rate_value)::text as "rateValue", maximum_rate_unit as "rateUnit", maximum_rate_source as "rateSource", active`;

type DrugRow = Omit<DrugRecord, 'displayName' | 'maximumRate'> & {
  readonly rateValue: string | null;
  readonly rateUnit: string | null;
  readonly rateSource: string | null;
};

export async function drugsById(reader: Sql, ids: readonly string[]): Promise<Map<string, DrugRecord>> {
  if (ids.length === 0) return new Map();
  const found = await rows<DrugRow>(reader, `select ${DRUG_COLUMNS} from drug where id = any($1::uuid[])`, [ids]);
  return new Map(
    found.map(({ rateValue: value, rateUnit: unit, rateSource: source, ...drug }) => [
      drug.id,
      {
        ...drug,
        displayName: tallMan(drug.name),
        maximumRate: value === null || unit === null || source === null ? null : { value, unit, source },
      },
    ]),
  );
}

/**
 * What the pharmacy itself marked as hazardous, for `hazardOf`: rows beside the NIOSH list, never instead of it. A drug marked
 * with a NIOSH table that the built-in list does not name is among them.
 */
export async function hazardousDrugRows(reader: Sql): Promise<HazardousDrug[]> {
  const marked = await rows<{ name: string; hazard: DrugHazard; antineoplastic: boolean }>(
    reader,
    `select name, hazard, antineoplastic from drug where hazard <> 'none'`,
  );
  const known = new Set(HAZARDOUS_DRUGS.map((row) => row.drug.toLowerCase()));
  return marked
    .filter((drug) => drug.hazard === 'facility' || !known.has(drug.name.toLowerCase()))
    .map((drug) => ({
      drug: drug.name,
      list: drug.hazard === 'NIOSH24-T1' ? 'NIOSH24_T1' : drug.hazard === 'NIOSH24-T2' ? 'NIOSH24_T2' : 'facility',
      antineoplastic: drug.antineoplastic,
      mark: 'formulary',
      confirm: false,
    }));
}
