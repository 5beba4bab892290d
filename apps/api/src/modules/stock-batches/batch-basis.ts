import {
  assignBeyondUseDate,
  type BeyondUseDateAnswer,
  type StabilityDecision,
  type StabilityPreparation,
} from '#domain/beyond-use-date';
import { bySeverity, type Finding } from '#domain/finding';
import { scaleForStock, stabilityPreparations, type FormulaContent, type ScaledFormula } from '#domain/formula';
import type { Hazard } from '#domain/category';
import { dateIn, type Instant, type ZoneId } from '#domain/time';
import { madeAheadFindings } from '#domain/worksheet';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { bestPlacement } from '../facility/placement.js';
import { rulesAt } from '../facility/rules.js';
import { evidenceFor } from '../stability/evidence.js';
import { hazardOfLines } from '../worksheets/plan-sources.js';
import { scaledOrRefused, scaleSources } from '../worksheets/scale-plan.js';
import { amountOf, inHouseProduct, volumeOf, type InHouseProduct } from './stock-batches.queries.js';

export interface ApprovedVersion {
  readonly id: string;
  readonly formulaId: string;
  readonly number: string;
  readonly version: number;
  readonly state: 'draft' | 'approved' | 'retired';
  readonly content: FormulaContent;
}

/** @throws Problem `worksheet.formula-not-approved` for a version that is not in force */
export async function approvedVersion(reader: Reader, id: string): Promise<ApprovedVersion> {
  const [found] = await rows<ApprovedVersion>(
    reader,
    `select v.id, v.formulation_id as "formulaId", m.number, v.version, v.state, v.content
     from formulation_version v join formulation m on m.id = v.formulation_id where v.id = $1`,
    [id],
  );
  if (!found) throw notFound('version of a formula', id);
  if (found.state !== 'approved')
    throw new Problem('worksheet.formula-not-approved', {
      detail: `${found.number} version ${found.version} is ${found.state === 'draft' ? 'a draft' : 'retired'}. Stock is made from the version in force.`,
    });
  return found;
}

export interface BatchWish {
  readonly productId: string;
  readonly containers: number;
  /** Absent: the version in force. */
  readonly formulationVersionId?: string;
  /** A pharmacist's limit for the product in its storage. */
  readonly decided?: Omit<StabilityDecision, 'storage' | 'drug'>;
}

/** All that planning a batch rests on, read and worked out at one moment. */
export interface BatchBasis {
  readonly product: InHouseProduct;
  readonly version: ApprovedVersion;
  readonly scaled: ScaledFormula;
  readonly free: ReadonlyMap<string, number>;
  readonly stability: readonly StabilityPreparation[];
  readonly hazard: Hazard;
  /** As if preparation began now in the best place; lots are not chosen yet, so their dates do not bound. */
  readonly bud: BeyondUseDateAnswer;
  readonly decision: StabilityDecision | null;
  readonly findings: readonly Finding[];
}

/** @throws Problem for a product, formula or stock that a batch cannot be made from at all */
export async function batchBasis(reader: Reader, wish: BatchWish, at: Instant, zone: ZoneId): Promise<BatchBasis> {
  const product = await inHouseProduct(reader, at, wish.productId);
  if (!product) throw notFound('product made here', wish.productId);
  const versionId = wish.formulationVersionId ?? product.version_id;
  if (versionId === null)
    throw new Problem('worksheet.formula-not-approved', {
      detail: `${product.formula_number} has no version in force. Have one approved first.`,
    });
  const version = await approvedVersion(reader, versionId);
  if (version.formulaId !== product.formula_id)
    throw new Problem('worksheet.cannot-be-made', {
      detail: `${product.name} is made by ${product.formula_number}, not by ${version.number}.`,
    });
  const sources = await scaleSources(reader, version.content, at);
  const scaled = scaledOrRefused(
    scaleForStock({
      content: version.content,
      drugId: product.drug_id,
      amount: amountOf(product),
      volume: volumeOf(product),
      containers: wish.containers,
      ...sources,
    }),
  );
  const stability = stabilityPreparations(scaled, version.content, product.storage);
  const lines = [{ role: 'additive' as const, drug_name: product.drug_name }];
  const hazard = await hazardOfLines(reader, lines, dateIn(at, zone));
  const decision = wish.decided ? { ...wish.decided, storage: product.storage } : null;
  const bud = await preview(reader, {
    product,
    version,
    stability,
    hazard,
    decision,
    containers: wish.containers,
    at,
    zone,
  });
  const ahead = madeAheadFindings({
    productName: product.name,
    containers: wish.containers,
    inStock: Number(product.in_stock),
    underWay: Number(product.under_way),
    used: Number(product.used),
  });
  const told = [...scaled.findings, ...bud.findings.filter((f) => f.severity !== 'info'), ...ahead];
  const findings = bySeverity([...new Map(told.map((f) => [f.code + (f.field ?? ''), f])).values()]);
  return { product, version, scaled, free: sources.freePackages, stability, hazard, bud, decision, findings };
}

interface PreviewOf {
  readonly product: InHouseProduct;
  readonly version: ApprovedVersion;
  readonly stability: readonly StabilityPreparation[];
  readonly hazard: Hazard;
  readonly decision: StabilityDecision | null;
  readonly containers: number;
  readonly at: Instant;
  readonly zone: ZoneId;
}

/** A batch for several patients who are not known yet: USP <797> section 11 asks for its records, section 12 for its tests. */
async function preview(reader: Reader, it: PreviewOf): Promise<BeyondUseDateAnswer> {
  const { product, version, stability, hazard, decision, containers, at, zone } = it;
  const [evidence, rules, place] = await Promise.all([
    evidenceFor(reader, [product.drug_id]),
    rulesAt(reader, at, zone),
    bestPlacement(reader, { hazard, at }),
  ]);
  return assignBeyondUseDate(
    {
      startedAt: at,
      zone,
      storage: product.storage,
      provision: { kind: 'category' },
      ...(place && { placement: place }),
      method: 'aseptic',
      components: [],
      stability: {
        preparations: stability,
        evidence,
        ...(decision && { decisions: [decision] }),
      },
      masterFormulation: {
        id: version.number,
        version: String(version.version),
        maximumHours: version.content.maximumBudHours,
      },
      batchUnits: containers,
      patients: 2,
      injectable: true,
      hazardous: hazard !== 'none',
    },
    rules,
  );
}
