import {
  assignBeyondUseDate,
  matchStability,
  type BeyondUseDateAnswer,
  type StabilityDecision,
  type StabilityMatch,
} from '#domain/beyond-use-date';
import {
  formulaProductIds,
  matchFormula,
  scaleFormula,
  stabilityPreparations,
  type FormulaCandidate,
  type ScaleAnswer,
} from '#domain/formula';
import { hazardOf, strictestHazard } from '#domain/hazardous';
import { Quantity } from '#domain/quantity';
import type { ReviewFacts } from '#domain/review';
import { preferProducts, type ProductPreference } from '#domain/substitution';
import { dateIn, type Instant, type ZoneId } from '#domain/time';
import { budNeededUntil } from '#domain/worksheet';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { bestPlacement } from '../facility/placement.js';
import { rulesAt } from '../facility/rules.js';
import { hazardousDrugRows, productsById } from '../formulary/product-facts.js';
import { productPreferences } from '../formulary/product-preferences.js';
import { approvedFormulasWith, type NumberedFormula } from '../formulas/formulas.queries.js';
import { patientFacts, type PatientRecord } from '../patients/patient-facts.js';
import { evidenceFor } from '../stability/evidence.js';
import { lineFacts, lineRows, type OrderLineRow, type OrderRow } from './order-rows.js';

/** Everything that the review of one order rests on, read at one moment. */
export interface ReviewBasis {
  readonly facts: ReviewFacts;
  readonly lines: readonly OrderLineRow[];
  readonly formulas: readonly NumberedFormula[];
  readonly candidates: readonly FormulaCandidate[];
  readonly chosen: NumberedFormula | null;
  readonly scale: ScaleAnswer | null;
  readonly bud: BeyondUseDateAnswer | null;
  readonly stability: readonly StabilityMatch[];
  readonly neededUntil: Instant;
}

export interface ReviewWish {
  readonly formulationVersionId?: string;
  readonly stabilityDecision?: StabilityDecision;
  /** Lines other than those on file: what a substitution would make of the prescription. */
  readonly lines?: readonly OrderLineRow[];
  /** Other than those in force. */
  readonly preferences?: readonly ProductPreference[];
  /** Products are then chosen as planning chooses them; absent: as if there were enough of everything. */
  readonly freePackages?: ReadonlyMap<string, number>;
}

/** Reads and works out all of it: formula, amounts, stability, a beyond-use date as if preparation began now. */
export async function reviewBasis(
  reader: Reader,
  order: OrderRow,
  wish: ReviewWish,
  at: Instant,
  zone: ZoneId,
): Promise<ReviewBasis> {
  const lines = wish.lines ?? (await lineRows(reader, [order.version_id]));
  const additives = lines.filter((line) => line.role === 'additive').map((line) => line.drug_id);
  const [patient, others, formulas] = await Promise.all([
    patientFacts(reader, order.patient_id),
    otherOrders(reader, order),
    approvedFormulasWith(reader, additives),
  ]);
  const reviewed = lines.map(lineFacts);
  const candidates = matchFormula(formulas, { route: order.route, storage: order.storage, lines: forFormula(lines) });
  const chosenId = wish.formulationVersionId ?? candidates.find((c) => c.whyNot.length === 0)?.versionId;
  const chosen = formulas.find((f) => f.versionId === chosenId) ?? null;
  const scale = chosen ? await scaled(reader, order, lines, chosen, wish) : null;
  const neededUntil = budNeededUntil({
    firstStart: order.needed_at !== null && order.needed_at > at ? order.needed_at : at,
    schedule: order.schedule,
    intervalMinutes: order.interval_minutes,
    durationMinutes: order.duration_minutes,
    containers: order.containers,
  });
  const preview =
    chosen && scale?.scaled ? await budPreview(reader, { order, lines, chosen, scale, wish, at, zone }) : null;
  const facts = factsOf({
    order,
    reviewed,
    patient,
    others,
    candidates,
    chosen,
    scale,
    preview: preview?.bud ?? null,
    neededUntil,
    at,
    zone,
  });
  return {
    facts,
    lines,
    formulas,
    candidates,
    chosen,
    scale,
    bud: preview?.bud ?? null,
    stability: preview?.stability ?? [],
    neededUntil,
  };
}

interface FactParts {
  readonly order: OrderRow;
  readonly reviewed: ReviewFacts['order']['lines'];
  readonly patient: PatientRecord | null;
  readonly others: ReviewFacts['otherOrders'];
  readonly candidates: readonly FormulaCandidate[];
  readonly chosen: NumberedFormula | null;
  readonly scale: ScaleAnswer | null;
  readonly preview: BeyondUseDateAnswer | null;
  readonly neededUntil: Instant;
  readonly at: Instant;
  readonly zone: ZoneId;
}

function factsOf(parts: FactParts): ReviewFacts {
  const { order, reviewed, patient, others, candidates, chosen, scale, preview, neededUntil, at, zone } = parts;
  return {
    order: {
      id: order.id,
      route: order.route,
      schedule: order.schedule,
      durationMinutes: order.duration_minutes,
      intervalMinutes: order.interval_minutes,
      containers: order.containers,
      daysSupply: order.days_supply,
      storage: order.storage,
      device: order.device,
      directions: order.directions,
      lines: reviewed,
    },
    patient: {
      weight: patient?.weightKg ? Quantity.of(patient.weightKg, 'kg') : null,
      height: patient?.heightCm ? Quantity.of(patient.heightCm, 'cm') : null,
      measuredOn: patient?.measuredOn ?? null,
      allergiesReviewed: patient?.allergiesReviewed ?? false,
      allergies: patient?.allergies ?? [],
    },
    otherOrders: others,
    formulas: candidates,
    formula: chosen ? { versionId: chosen.versionId, content: chosen.content } : null,
    scaled: scale?.scaled ?? null,
    ...(scale && !scale.scaled && { scaleFindings: scale.findings }),
    budPreview: preview && {
      decision: preview.decision,
      until: preview.beyondUseDate ?? preview.ceiling,
    },
    neededUntil,
    at,
    zone,
  };
}

const forFormula = (lines: readonly OrderLineRow[]): { role: 'additive' | 'base'; drugId: string; dose: Quantity }[] =>
  lines.map((line) => ({
    role: line.role,
    drugId: line.drug_id,
    dose: Quantity.of(line.dose_value, line.dose_unit),
  }));

async function otherOrders(reader: Reader, order: OrderRow): Promise<ReviewFacts['otherOrders']> {
  const found = await rows<{ number: string; state: string; drug_ids: string[] }>(
    reader,
    `select o.number, o.state, array_agg(l.drug_id) as drug_ids
     from infusion_order o join infusion_order_version v on v.order_id = o.id and v.version = o.version
       join infusion_order_line l on l.version_id = v.id and l.role = 'additive'
     where o.patient_id = $1 and o.id <> $2 and o.state in ('received','in-review','approved','on-hold','clarification')
     group by o.id, o.number, o.state`,
    [order.patient_id, order.id],
  );
  return found.map((row) => ({ number: row.number, state: row.state, drugIds: row.drug_ids }));
}

async function scaled(
  reader: Reader,
  order: OrderRow,
  lines: readonly OrderLineRow[],
  chosen: NumberedFormula,
  wish: ReviewWish,
): Promise<ScaleAnswer> {
  const [products, preferences] = await Promise.all([
    productsById(reader, formulaProductIds(chosen.content)),
    wish.preferences ?? productPreferences(reader, order.id),
  ]);
  const base = lines.find((line) => line.role === 'base');
  return scaleFormula({
    content: preferProducts(chosen.content, preferences),
    doses: forFormula(lines)
      .filter((line) => line.role === 'additive')
      .map(({ drugId, dose }) => ({ drugId, dose })),
    ...(base && { base: { drugId: base.drug_id, volume: Quantity.of(base.dose_value, base.dose_unit) } }),
    containers: order.containers,
    products: [...products.values()].map((p) => p.facts),
    ...(wish.freePackages && { freePackages: wish.freePackages }),
  });
}

interface PreviewInput {
  readonly order: OrderRow;
  readonly lines: readonly OrderLineRow[];
  readonly chosen: NumberedFormula;
  readonly scale: ScaleAnswer;
  readonly wish: ReviewWish;
  readonly at: Instant;
  readonly zone: ZoneId;
}

/** As if preparation began now in the best place that the site has for it; lots are not chosen yet, so their expiries do not bound. */
async function budPreview(
  reader: Reader,
  { order, lines, chosen, scale, wish, at, zone }: PreviewInput,
): Promise<{ bud: BeyondUseDateAnswer; stability: StabilityMatch[] } | null> {
  if (!scale.scaled) return null;
  const additives = lines.filter((line) => line.role === 'additive');
  const [evidence, rules, facilityList] = await Promise.all([
    evidenceFor(
      reader,
      additives.map((line) => line.drug_id),
    ),
    rulesAt(reader, at, zone),
    hazardousDrugRows(reader),
  ]);
  const hazard = strictestHazard(
    additives.map((line) =>
      hazardOf({ drug: line.drug_name, form: 'manipulated', on: dateIn(at, zone), facilityList }),
    ),
  );
  const best = await bestPlacement(reader, { hazard, at });
  const preparations = stabilityPreparations(scale.scaled, chosen.content, order.storage);
  const bud = assignBeyondUseDate(
    {
      startedAt: at,
      zone,
      storage: order.storage,
      provision: { kind: 'category' },
      ...(best && { placement: best }),
      method: 'aseptic',
      components: [],
      stability: {
        preparations,
        evidence,
        ...(wish.stabilityDecision && { decisions: [wish.stabilityDecision] }),
      },
      masterFormulation: {
        id: chosen.number,
        version: String(chosen.version),
        maximumHours: chosen.content.maximumBudHours,
      },
      batchUnits: order.containers,
      patients: 1,
      injectable: true,
      hazardous: hazard !== 'none',
    },
    rules,
  );
  return { bud, stability: preparations.map((preparation) => matchStability(evidence, preparation)) };
}
