import { bySeverity, type Finding } from '#domain/finding';
import { scaleFormula, type ScaledFormula } from '#domain/formula';
import { decideApproval, findingKey, type Missing, type Override } from '#domain/review';
import { preferProducts, type ProductPreference, type ReplannedWorksheet, type Side } from '#domain/substitution';
import type { Instant, ZoneId } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import type { DrugRecord, ProductRecord } from '../formulary/product-facts.js';
import { reviewBasis, type ReviewBasis, type ReviewWish } from '../orders/order-review-facts.js';
import { lineFacts, type OrderLineRow } from '../orders/order-rows.js';
import type { AffectedOrder, PackPrice, WaitingWorksheet } from './affected.queries.js';
import { preferenceOf, refusals, replacedLines, restOf } from './hypothetical.js';
import type { ShownOrder, Standing } from './shown.js';
import { sideLines, sideOf } from './side.js';
import type { SubstitutionRow } from './substitution-rows.js';

/** What the comparison of one order rests on besides the order. */
export interface CompareContext {
  readonly substitution: SubstitutionRow;
  readonly to: DrugRecord | null;
  readonly preferences: readonly ProductPreference[];
  readonly products: ReadonlyMap<string, ProductRecord>;
  readonly prices: ReadonlyMap<string, PackPrice>;
  readonly at: Instant;
  readonly zone: ZoneId;
}

export interface OrderToCompare {
  readonly order: AffectedOrder;
  readonly lines: readonly OrderLineRow[];
  readonly worksheets: readonly WaitingWorksheet[];
  /** Free packages with nothing substituted, and at this order's turn; its own promises are given back in both. */
  readonly freeBefore: ReadonlyMap<string, number>;
  readonly freeAfter: ReadonlyMap<string, number>;
}

export interface ComparedOrder {
  readonly standing: Standing;
  readonly shown: ShownOrder;
  /** Free packages once its worksheets are planned anew; unchanged where it cannot be. */
  readonly free: ReadonlyMap<string, number>;
  /** What the approval writes. */
  readonly after: {
    readonly lines: readonly OrderLineRow[];
    readonly formulationVersionId: string;
    readonly findings: readonly Finding[];
    readonly overrides: readonly Override[];
  } | null;
}

/** Before and after of one order, by the code that plans and reviews. */
export async function compareOrder(
  reader: Reader,
  context: CompareContext,
  input: OrderToCompare,
): Promise<ComparedOrder> {
  const { substitution: s, at, zone, preferences } = context;
  const rest = restOf(input.order, input.order.begun);
  const wish = {
    formulationVersionId: input.order.formulation_version_id,
    ...(input.order.approved_stability && { stabilityDecision: input.order.approved_stability }),
    lines: input.lines,
    preferences,
    freePackages: input.freeBefore,
  };
  const basis = await reviewBasis(reader, rest, wish, at, zone);
  const before = sideOf({ order: rest, basis, prices: context.prices, at, zone });
  if (!before.side) return cannot(shownBase(input, null), input, null, [FORMULA_GONE]);
  const replaced = replacedLines(s, input.lines, context.to);
  const early = [...refusals(s, input.order), ...replaced.findings];
  const base = shownBase(input, before.side);
  if (early.length > 0 || !replaced.lines) return cannot(base, input, null, early);

  const preferred = preferredWith(s, preferences);
  const becomes = await reviewBasis(reader, rest, wishAfter(s, input, replaced.lines, preferred), at, zone);
  const after = sideOf({ order: rest, basis: becomes, prices: context.prices, at, zone });
  const replanned = after.side
    ? replan(context, { input, basis: becomes, lines: replaced.lines, preferred })
    : { worksheets: [], free: input.freeAfter, findings: [] };
  const findings = bySeverity([...after.findings, ...notChosen(s, after.side), ...replanned.findings]);
  const answers = answersOf(s, input.order, before.findings, findings);
  const missing = decideApproval({
    findings,
    acknowledgements: findings.filter((f) => f.severity === 'soft').map(findingKey),
    overrides: answers,
    stabilityDecision: afterDecision(s, input.order).stabilityDecision ?? null,
  });
  const shown = { ...base, after: after.side, worksheets: replanned.worksheets, doseSteps: replaced.steps };
  const never = missing.filter((m) => m.kind === 'never').map((m) => m.finding);
  if (never.length > 0 || !becomes.chosen) return cannot(shown, input, after.side, never);
  return {
    standing: missing.length > 0 ? 'answers-missing' : 'ready',
    shown: { ...shown, missing: missing.map(missingShown) },
    free: replanned.free,
    after: {
      lines: replaced.lines,
      formulationVersionId: becomes.chosen.versionId,
      findings,
      overrides: answers,
    },
  };
}

const preferredWith = (s: SubstitutionRow, inForce: readonly ProductPreference[]): readonly ProductPreference[] => {
  const preference = preferenceOf(s);
  return preference ? [...inForce.filter((p) => p.drugId !== s.drug_id), preference] : inForce;
};

const wishAfter = (
  s: SubstitutionRow,
  input: OrderToCompare,
  lines: readonly OrderLineRow[],
  preferences: readonly ProductPreference[],
): ReviewWish => ({
  ...(s.kind === 'product' && { formulationVersionId: input.order.formulation_version_id }),
  ...afterDecision(s, input.order),
  lines,
  preferences,
  freePackages: input.freeAfter,
});

const FORMULA_GONE: Finding = {
  code: 'substitution.formula-gone',
  severity: 'stop',
  message:
    'The formula that it was approved with is no longer in force, so it cannot be made as it stands either. Review the order again.',
};

const missingShown = ({ key, kind, message }: Missing): ShownOrder['missing'][number] => ({ key, kind, message });

function shownBase({ order, worksheets }: OrderToCompare, before: Side | null): ShownOrder {
  return {
    orderId: order.id,
    number: order.number,
    version: order.version,
    state: order.state,
    patientId: order.patient_id,
    patientName: `${order.family_name}, ${order.given_name}`,
    containers: order.containers - order.begun,
    begun: order.begun,
    before,
    after: null,
    worksheets: worksheets.map(({ number, containers }) => ({ number, containers, products: [] })),
    why: [],
    missing: [],
    doseSteps: [],
  };
}

const cannot = (
  shown: ShownOrder,
  input: OrderToCompare,
  after: Side | null,
  findings: readonly Finding[],
): ComparedOrder => ({
  standing: 'cannot',
  shown: { ...shown, after, why: [...new Set(findings.map((f) => f.message))] },
  free: input.freeAfter,
  after: null,
});

/** The same prescription keeps the limit that was set for it; another one needs its own (BUD-11). */
function afterDecision(s: SubstitutionRow, order: AffectedOrder): Pick<ReviewWish, 'stabilityDecision'> {
  const decision = s.kind === 'product' ? order.approved_stability : s.stability_decision;
  return decision ? { stabilityDecision: decision } : {};
}

/**
 * What has been answered: by this substitution, or at the order's own approval where the very same is found before and after. For
 * another drug nothing is carried over: the same words then speak of something else.
 */
function answersOf(
  s: SubstitutionRow,
  order: AffectedOrder,
  before: readonly Finding[],
  after: readonly Finding[],
): Override[] {
  const same = (f: Finding): boolean => before.some((b) => findingKey(b) === findingKey(f) && b.message === f.message);
  const carried =
    s.kind === 'drug'
      ? []
      : after.filter(same).flatMap((f) => {
          const key = findingKey(f);
          const given = order.approved_overrides.find((o) => o.key === key);
          if (given) return [given];
          // The prescription itself does not change, and it was approved as it stands.
          return s.kind === 'product' ? [{ key, reason: 'As approved with the order' }] : [];
        });
  const own = s.overrides.filter((o) => after.some((f) => findingKey(f) === o.key));
  return [...own, ...carried.filter((c) => !own.some((o) => o.key === c.key))];
}

/** A preference that the choice does not follow changes nothing: say why. */
function notChosen(s: SubstitutionRow, after: Side | null): Finding[] {
  if (s.kind !== 'product' || !after || after.lines.some((line) => line.productId === s.to_product_id)) return [];
  return [
    {
      code: 'substitution.not-chosen',
      severity: 'stop',
      message: `It would still be made with ${after.lines.find((line) => line.drugId === s.drug_id)?.product ?? 'another product'}: the approved formula does not name ${s.to_product ?? 'the product'} for so many containers, or not enough of it is free. Change the formula, or receive stock first.`,
    },
  ];
}

/** Worksheets that are not begun, planned again one after the other as the approval will do it. */
function replan(
  context: CompareContext,
  work: {
    readonly input: OrderToCompare;
    readonly basis: ReviewBasis;
    readonly lines: readonly OrderLineRow[];
    readonly preferred: readonly ProductPreference[];
  },
): { worksheets: ReplannedWorksheet[]; free: ReadonlyMap<string, number>; findings: Finding[] } {
  const { input, basis } = work;
  const free = new Map(input.freeAfter);
  const worksheets: ReplannedWorksheet[] = [];
  const findings: Finding[] = [];
  const held = input.order.state !== 'approved';
  for (const { number, containers } of input.worksheets) {
    // On hold nothing is planned: its containers wait until the order is resumed.
    const scaled = held || !basis.chosen ? null : scaleOne(context, work, containers, free);
    const lines = scaled && basis.chosen ? sideLines(scaled, basis.chosen.content) : [];
    for (const line of lines) {
      const left = (free.get(line.productId) ?? 0) - line.packages;
      if (left < 0)
        findings.push({
          code: 'substitution.stock-short',
          severity: 'stop',
          message: `${number} cannot be planned anew: ${line.packages} packages of ${line.product} are needed and ${free.get(line.productId) ?? 0} are free. Receive stock first, or leave the order out.`,
        });
      free.set(line.productId, left);
    }
    worksheets.push({
      number,
      containers,
      products: lines.map(({ product, packages }) => ({ product, packages })),
    });
  }
  return { worksheets, free: findings.length > 0 ? input.freeAfter : free, findings };
}

function scaleOne(
  { products }: CompareContext,
  { basis, lines, preferred }: Parameters<typeof replan>[1],
  containers: number,
  freePackages: ReadonlyMap<string, number>,
): ScaledFormula | null {
  if (!basis.chosen) return null;
  const facts = lines.map(lineFacts);
  const base = facts.find((line) => line.role === 'base');
  return scaleFormula({
    content: preferProducts(basis.chosen.content, preferred),
    doses: facts.filter((l) => l.role === 'additive').map((l) => ({ drugId: l.drug.id, dose: l.dose })),
    ...(base && { base: { drugId: base.drug.id, volume: base.dose } }),
    containers,
    products: [...products.values()].map((p) => p.facts),
    freePackages,
  }).scaled;
}
