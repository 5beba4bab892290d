import type { DayRequest, PlanDraw, PlanJob, PlanProduct, PlanWorksheet, CostUnit } from './facts.js';
import type { PackingProblem } from './packing.js';
import { lasts, shareUntil } from './window.js';

/** Everything that the packing of one family asks, with its worksheets. */
export interface Family {
  readonly key: string;
  readonly draws: readonly PlanDraw[];
  readonly products: readonly PlanProduct[];
  readonly unit: CostUnit;
}

/** Kinds whose rest is not thrown away at the end of the day (USP <797> section 15; domain-rules 1.10). */
const KEPT = ['multiple-dose-vial', 'compounded-multiple-dose'];
export const restIsKept = (product: PlanProduct): boolean => KEPT.includes(product.kind);

export function familiesOf(request: DayRequest, worksheets: readonly PlanWorksheet[]): Family[] {
  const draws = worksheets.flatMap((w) => w.draws);
  return [...new Set(draws.map((d) => d.family))].toSorted().map((key) => {
    const own = draws.filter((d) => d.family === key);
    const ids = [...new Set(own.flatMap((d) => [d.productId, ...d.alternatives]))].toSorted();
    const products = ids.map((id) => productOrThrow(request, id));
    return { key, draws: own, products, unit: unitOf(products) };
  });
}

/** @throws RangeError for a product that the request does not describe. */
export function productOrThrow(request: DayRequest, id: string): PlanProduct {
  const product = request.products.get(id);
  if (!product) throw new RangeError(`no product ${id}`);
  return product;
}

function unitOf(products: readonly PlanProduct[]): CostUnit {
  if (products.every(restIsKept)) return 'packages';
  return products.every((p) => p.price !== null) ? 'USD' : 'amount';
}

export const permits = (draw: PlanDraw, product: PlanProduct): boolean =>
  draw.productId === product.id || draw.alternatives.includes(product.id);

/** The date of the package that a draw would open: of the lots set aside for it, or the earliest on the shelf of another product. */
export const dateOpened = (opener: PlanDraw, product: PlanProduct): PlanDraw['expiresOn'] =>
  opener.productId === product.id ? opener.expiresOn : (product.freeExpiresOn ?? opener.expiresOn);

/**
 * The packing with no order of work yet: whatever must hold in every order, and nothing else. What it costs, no plan of the day
 * undercuts.
 */
export function anyOrder(
  request: DayRequest,
  family: Family,
  worksheets: ReadonlyMap<string, PlanWorksheet>,
): PackingProblem {
  const { draws, products } = family;
  const hoods = (d: PlanDraw | undefined): readonly string[] => worksheets.get(d?.worksheetId ?? '')?.hoodIds ?? [];
  const kept = new Map(
    products.map((p) => [
      p.id,
      shareUntil(p, request.startsAt, p.freeExpiresOn ?? latest(draws, p), request.zone) !== null,
    ]),
  );
  return {
    family: family.key,
    draws,
    products,
    unit: family.unit,
    ownFirst: false,
    opens: (r, p) => has(draws[r], p),
    joins: (r, p, i) =>
      has(draws[r], p) &&
      has(draws[i], p) &&
      kept.get(p.id) === true &&
      hoods(draws[r]).some((id) => hoods(draws[i]).includes(id)),
  };
}

const latest = (draws: readonly PlanDraw[], product: PlanProduct): PlanDraw['expiresOn'] =>
  draws.reduce(
    (a, d) => (d.productId === product.id && d.expiresOn > a ? d.expiresOn : a),
    draws[0]?.expiresOn ?? fail(),
  );

function fail(): never {
  throw new RangeError('a family has draws');
}

const has = (draw: PlanDraw | undefined, product: PlanProduct): boolean => draw !== undefined && permits(draw, product);

/** The packing when everybody's turn is known: who draws first opens, in its hood, and the clock runs. */
export function inOrder(
  request: DayRequest,
  family: Family,
  worksheets: ReadonlyMap<string, PlanWorksheet>,
  jobs: ReadonlyMap<string, PlanJob>,
): PackingProblem {
  const start = (d: PlanDraw): number => jobs.get(d.worksheetId)?.startsAt ?? 0;
  const draws = family.draws.toSorted((a, b) => start(a) - start(b) || (a.id < b.id ? -1 : 1));
  const opens = (r: number, p: PlanProduct): boolean => {
    const draw = draws[r];
    const until = worksheets.get(draw?.worksheetId ?? '')?.neededUntil ?? null;
    return (
      draw !== undefined &&
      permits(draw, p) &&
      (draw.productId === p.id || lasts(dateOpened(draw, p), until, request.zone))
    );
  };
  return {
    family: family.key,
    draws,
    products: family.products,
    unit: family.unit,
    ownFirst: true,
    opens,
    joins: (r, p, i) => {
      const [opener, joiner] = [draws[r], draws[i]];
      const first = jobs.get(opener?.worksheetId ?? '');
      const later = jobs.get(joiner?.worksheetId ?? '');
      if (!opener || !joiner || !first || !later || !permits(joiner, p) || first.hoodId !== later.hoodId) return false;
      const date = dateOpened(opener, p);
      const until = shareUntil(p, first.startsAt, date, request.zone);
      const neededUntil = worksheets.get(joiner.worksheetId)?.neededUntil ?? null;
      return until !== null && later.endsAt <= until && lasts(date, neededUntil, request.zone);
    },
  };
}
