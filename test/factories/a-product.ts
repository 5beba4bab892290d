import type { EntityManager } from 'typeorm';
import { Ids } from '../../apps/api/src/platform/ids.js';

type Sql = Pick<EntityManager, 'query'>;
const ids = new Ids();
let serial = 0;

/** 5-4-2 NDCs of a labeler code that the FDA has not given out. */
const nextNdc = (): { ndc: string; ndc11: string; gtin: string | null } => {
  serial += 1;
  const product = String(Math.floor(serial / 90) + 1000).padStart(4, '0');
  const pack = String((serial % 90) + 10);
  return { ndc: `99999-${product}-${pack}`, ndc11: `99999${product}${pack}`, gtin: null };
};

export interface ADrug {
  readonly id: string;
  readonly name: string;
}

export async function aDrug(
  sql: Sql,
  it: { name?: string; kind?: string; hazard?: string; antineoplastic?: boolean } = {},
): Promise<ADrug> {
  const id = ids.next();
  const name = it.name ?? `drug ${id}`;
  await sql.query('insert into drug (id, name, kind, hazard, antineoplastic) values ($1, $2, $3, $4, $5)', [
    id,
    name,
    it.kind ?? 'drug',
    it.hazard ?? 'none',
    it.antineoplastic ?? false,
  ]);
  return { id, name };
}

export interface AProduct {
  readonly id: string;
  readonly drugId: string;
  readonly ndc: string;
  readonly ndc11: string;
}

/** A single-dose vial with 1,000 mL of solution unless told otherwise. */
export async function aProduct(
  sql: Sql,
  it: { drugId?: string; name?: string; content?: string; storage?: 'CRT' | 'REF' | 'FRZ'; gtin?: string } = {},
): Promise<AProduct> {
  const id = ids.next();
  const drugId = it.drugId ?? (await aDrug(sql)).id;
  const { ndc, ndc11 } = nextNdc();
  await sql.query(
    `insert into product (id, drug_id, name, manufacturer, ndc, ndc11, gtin, container_kind, form, stock_unit, content,
       strength_value, strength_unit, strength_per_ml, storage, source)
     values ($1, $2, $3, 'Example Labs', $4, $5, $6, 'single-dose-vial', 'solution', 'mL', $7, 10, 'mg', 1, $8, 'made for a test')`,
    [id, drugId, it.name ?? `product ${ndc}`, ndc, ndc11, it.gtin ?? null, it.content ?? '1', it.storage ?? 'CRT'],
  );
  return { id, drugId, ndc, ndc11 };
}

export async function aLocation(
  sql: Sql,
  it: { name?: string; storage?: 'CRT' | 'REF' | 'FRZ'; kind?: 'shelf' | 'hazardous' | 'quarantine' } = {},
): Promise<string> {
  const id = ids.next();
  await sql.query('insert into location (id, name, storage, kind) values ($1, $2, $3, $4)', [
    id,
    it.name ?? `shelf ${id}`,
    it.storage ?? 'CRT',
    it.kind ?? 'shelf',
  ]);
  return id;
}
