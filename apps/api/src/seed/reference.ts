import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { parseStabilityCsv } from '#domain/beyond-use-date';
import { Ndc } from '#domain/ndc';
import { stableId } from './stable-id.js';

interface DrugRow {
  name: string;
  kind: string;
  hazard?: string;
  antineoplastic?: boolean;
  highAlert?: boolean;
  allergyClasses?: string[];
  maximumRate?: { value: string; unit: string; source: string };
}

interface ProductRow {
  ndc: string;
  drug: string;
  name: string;
  manufacturer: string;
  containerKind: string;
  form: string;
  stockUnit: string;
  content: string;
  strength?: [string, string, string];
  reconstitute?: [string, string];
  displacementMl?: string;
  storage: string;
  inUseHours?: string;
  reconstitutedStabilityHours?: string;
  containerMaterial?: string;
  protectFromLight?: boolean;
  dscsaExempt?: boolean;
  source: string;
}

const read = (root: string, file: string): Promise<string> => readFile(path.join(root, 'reference-data', file), 'utf8');

/**
 * Drugs, products and published stability evidence. What is already there is left as the pharmacy has edited it; running it
 * again adds only what is new.
 */
export async function loadReferenceData(db: Client, root: string): Promise<void> {
  const drugs = JSON.parse(await read(root, 'formulary/drugs.json')) as DrugRow[];
  const products = JSON.parse(await read(root, 'formulary/products.json')) as ProductRow[];
  await db.query('begin');
  try {
    for (const drug of drugs) await insertDrug(db, drug);
    for (const product of products) await insertProduct(db, product);
    await insertStability(db, await read(root, 'stability/stability.csv'), new Set(drugs.map((d) => d.name)));
    await db.query('commit');
  } catch (error) {
    await db.query('rollback');
    throw error;
  }
}

async function insertDrug(db: Client, d: DrugRow): Promise<void> {
  await db.query(
    `insert into drug (id, name, kind, hazard, antineoplastic, high_alert, allergy_classes, maximum_rate_value, maximum_rate_unit, maximum_rate_source)
     values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) on conflict do nothing`,
    [
      stableId('drug', d.name),
      d.name,
      d.kind,
      d.hazard ?? 'none',
      d.antineoplastic ?? false,
      d.highAlert ?? false,
      d.allergyClasses ?? [],
      d.maximumRate?.value ?? null,
      d.maximumRate?.unit ?? null,
      d.maximumRate?.source ?? null,
    ],
  );
}

async function insertProduct(db: Client, p: ProductRow): Promise<void> {
  const ndc = Ndc.parse(p.ndc);
  await db.query(
    `insert into product (id, drug_id, name, manufacturer, ndc, ndc11, gtin, container_kind, form, stock_unit, content,
       strength_value, strength_unit, strength_per_ml, reconstitution_drug_id, reconstitution_volume_ml, displacement_ml, storage,
       in_use_hours, reconstituted_stability_hours, container_material, protect_from_light, dscsa_exempt, source)
     values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24) on conflict do nothing`,
    [
      stableId('product', p.ndc),
      stableId('drug', p.drug),
      p.name,
      p.manufacturer,
      ndc.text,
      ndc.ndc11?.replaceAll('-', ''),
      ndc.gtin14(),
      p.containerKind,
      p.form,
      p.stockUnit,
      p.content,
      p.strength?.[0] ?? null,
      p.strength?.[1] ?? null,
      p.strength?.[2] ?? null,
      p.reconstitute ? stableId('drug', p.reconstitute[0]) : null,
      p.reconstitute?.[1] ?? null,
      p.displacementMl ?? null,
      p.storage,
      p.inUseHours ?? null,
      p.reconstitutedStabilityHours ?? null,
      p.containerMaterial ?? null,
      p.protectFromLight ?? false,
      p.dscsaExempt ?? false,
      p.source,
    ],
  );
}

async function insertStability(db: Client, csv: string, drugNames: ReadonlySet<string>): Promise<void> {
  const { rows, bad } = parseStabilityCsv(csv);
  if (bad.length > 0) throw new Error(`stability.csv: ${bad.map((b) => `line ${b.line}: ${b.why}`).join('; ')}`);
  for (const row of rows) {
    await db.query(
      `insert into stability_evidence (id, drug_id, drug_name, concentration_min, concentration_max, concentration_unit, diluents, containers,
         temperature_min, temperature_max, limit_hours, clock, protect_from_light, citation, note, status)
       values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,'unconfirmed') on conflict do nothing`,
      [
        row.id,
        drugNames.has(row.drug) ? stableId('drug', row.drug) : null,
        row.drug,
        row.concentrationMin ?? null,
        row.concentrationMax ?? null,
        row.concentrationUnit ?? null,
        row.diluents,
        row.containers.map((c) => (c.material === undefined ? c.kind : `${c.kind}:${c.material}`)),
        row.temperatureMinC ?? null,
        row.temperatureMaxC ?? null,
        row.limitHours ?? null,
        row.clock,
        row.lightProtected ?? null,
        row.citation,
        row.note ?? '',
      ],
    );
  }
}
