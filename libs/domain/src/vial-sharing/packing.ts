import { Decimal } from '#domain/quantity';
import type { CostUnit, PlanDraw, PlanProduct } from './facts.js';

/** One family of draws to be packed into vials. Draws stand in the order in which they could open one. */
export interface PackingProblem {
  readonly family: string;
  readonly draws: readonly PlanDraw[];
  readonly products: readonly PlanProduct[];
  readonly unit: CostUnit;
  /** Whether `opener` may open the product. */
  readonly opens: (opener: number, product: PlanProduct) => boolean;
  /** Whether `joiner`, later in the order, may draw from the product that `opener` opened. */
  readonly joins: (opener: number, product: PlanProduct, joiner: number) => boolean;
  /** Whether only packages that nobody is promised count beside an opener's own; else all that were set aside for the family do. */
  readonly ownFirst: boolean;
}

export interface PackedVial {
  readonly product: PlanProduct;
  /** Places of the draws; the first opens it. */
  readonly members: readonly number[];
}

/** One question to a solver of mixed-integer programs, as CPLEX LP text. All columns are yes or no. */
export interface PackingModel {
  readonly family: string;
  readonly text: string;
}

/** What a solver found in its time. */
export interface SolverAnswer {
  readonly status: 'optimal' | 'feasible' | 'none';
  /** Of the columns that are not zero. */
  readonly values: ReadonlyMap<string, number>;
}

/** Anything that can solve a model; for specs at once, for the product beside the event loop. */
export interface ShareSolver {
  solve(model: PackingModel): SolverAnswer;
}

/** What opening one package costs in the family's unit. */
export function openingCost(product: PlanProduct, unit: CostUnit): Decimal {
  if (unit === 'packages') return Decimal.ONE;
  return unit === 'USD' && product.price !== null ? product.price : product.content.value;
}

export const packingCost = (vials: readonly PackedVial[], unit: CostUnit): Decimal =>
  vials.reduce((sum, vial) => sum.plus(openingCost(vial.product, unit)), Decimal.ZERO);

/** Whether any two of the draws could share, or one be made of a cheaper package. */
export function isWorthAsking(problem: PackingProblem): boolean {
  const { draws, products, unit } = problem;
  return draws.some((draw, r) => {
    const own = products.find((p) => p.id === draw.productId);
    return products.some(
      (p) =>
        problem.opens(r, p) &&
        ((own && openingCost(p, unit).lt(openingCost(own, unit)) && fits(p, [draw])) ||
          draws.some((other, i) => i > r && problem.joins(r, p, i) && fits(p, [draw, other]))),
    );
  });
}

export const fits = (product: PlanProduct, draws: readonly PlanDraw[]): boolean =>
  draws.reduce((sum, d) => sum.plus(d.amount), product.content.minus(product.content)).lte(product.content);

const opened = (r: number, p: number): string => `y${r}_${p}`;
const joined = (r: number, i: number): string => `z${r}_${i}`;

/**
 * The packing as a mixed-integer program. A vial is named by the first of its draws, so that no two solutions differ by names alone:
 * `y` opens a product for a draw, `z` lets a later draw join it. Sizes are whole numbers, so that a tolerance never hides a drop.
 */
export function packingModel(problem: PackingProblem): PackingModel {
  const { draws, products } = problem;
  const size = wholeSizes(problem);
  const binaries: string[] = [];
  const rows: string[] = [];
  const served = draws.map((): string[] => []);
  const costs: string[] = [];
  for (const [r, draw] of draws.entries()) {
    const offers = products.flatMap((p, at) => (problem.opens(r, p) && fits(p, [draw]) ? [{ p, at }] : []));
    const capacity = offers.map(
      ({ p, at }) => `${signed(size(draw.amount.value) - size(p.content.value))} ${opened(r, at)}`,
    );
    for (const { p, at } of offers) {
      binaries.push(opened(r, at));
      served[r]?.push(opened(r, at));
      costs.push(`${openingCost(p, problem.unit).toFixed(6, 'half-even')} ${opened(r, at)}`);
    }
    for (let i = r + 1; i < draws.length; i++) {
      const other = draws[i];
      if (!other) continue;
      const from = offers.filter(({ p }) => problem.joins(r, p, i) && fits(p, [draw, other]));
      if (from.length === 0) continue;
      const name = joined(r, i);
      binaries.push(name);
      served[i]?.push(name);
      rows.push(`l${r}_${i}: ${name} ${from.map(({ at }) => `- ${opened(r, at)}`).join(' ')} <= 0`);
      capacity.push(`+ ${size(other.amount.value)} ${name}`);
    }
    if (capacity.length > 0) rows.push(`c${r}: ${capacity.join(' ')} <= 0`);
  }
  rows.push(...served.map((names, i) => `d${i}: ${names.join(' + ')} = 1`));
  rows.push(...stockRows(problem, binaries), ...apartRows(problem, binaries));
  const text = `Minimize\n cost: ${costs.join(' + ')}\nSubject To\n ${rows.join('\n ')}\nBinary\n ${binaries.join('\n ')}\nEnd\n`;
  return { family: problem.family, text };
}

function stockRows({ draws, products, ownFirst }: PackingProblem, binaries: readonly string[]): string[] {
  const known = new Set(binaries);
  return products.flatMap((p, at) => {
    const all = draws.flatMap((draw, r) =>
      known.has(opened(r, at)) ? [{ name: opened(r, at), own: draw.productId === p.id }] : [],
    );
    const counted = ownFirst ? all.filter((x) => !x.own) : all;
    const limit = p.free + (ownFirst ? 0 : draws.filter((d) => d.productId === p.id).length);
    return counted.length > limit ? [`s${at}: ${counted.map((x) => x.name).join(' + ')} <= ${limit}`] : [];
  });
}

/** Two packages of one worksheet are two containers on its record: they never come out of one. */
function apartRows({ draws }: PackingProblem, binaries: readonly string[]): string[] {
  const known = new Set(binaries);
  return [...new Set(draws.map((d) => d.worksheetId))].flatMap((id, w) => {
    const own = draws.flatMap((d, i) => (d.worksheetId === id ? [i] : []));
    if (own.length < 2) return [];
    return draws.flatMap((draw, r) => {
      const names = own.map((i) => joined(r, i)).filter((name) => known.has(name));
      if (draw.worksheetId === id) return names.map((name) => `w${w}_${name}: ${name} = 0`);
      return names.length < 2 ? [] : [`w${w}_${r}: ${names.join(' + ')} <= 1`];
    });
  });
}

/** Amounts as whole numbers of their greatest common measure. */
function wholeSizes({ draws, products }: PackingProblem): (value: Decimal) => bigint {
  const whole = (value: Decimal): bigint => value.times('1000000').floor();
  const all = [...draws.map((d) => d.amount.value), ...products.map((p) => p.content.value)].map(whole);
  const measure = all.reduce((a, b) => common(a, b), 0n) || 1n;
  return (value) => whole(value) / measure;
}

const common = (a: bigint, b: bigint): bigint => (b === 0n ? a : common(b, a % b));
const signed = (n: bigint): string => (n < 0n ? `- ${-n}` : `+ ${n}`);

/** The vials that the columns mean. Null: the answer is no packing (it serves a draw never or twice). */
export function readPacking(problem: PackingProblem, answer: SolverAnswer): readonly PackedVial[] | null {
  const on = (name: string): boolean => (answer.values.get(name) ?? 0) > 0.5;
  const vials = problem.draws.flatMap((_, r) =>
    problem.products.flatMap((product, at): PackedVial[] => {
      if (!on(opened(r, at))) return [];
      const joiners = problem.draws.flatMap((__, i) => (i > r && on(joined(r, i)) ? [i] : []));
      return [{ product, members: [r, ...joiners] }];
    }),
  );
  const places = vials.flatMap((v) => v.members);
  const once = places.length === problem.draws.length && new Set(places).size === places.length;
  return once && vials.every((v) => isAllowed(problem, v)) ? vials : null;
}

/** Whether all of them may come out of one package of the product, the first opening it. */
export function isAllowed(problem: PackingProblem, { product, members }: PackedVial): boolean {
  const draws = members.flatMap((m) => problem.draws[m] ?? []);
  const [opener = 0, ...joiners] = members;
  return (
    problem.opens(opener, product) &&
    fits(product, draws) &&
    new Set(draws.map((d) => d.worksheetId)).size === draws.length &&
    joiners.every((m) => problem.joins(opener, product, m))
  );
}

/** Whether there are packages for them all: an opener's own, which is set aside for it, or one that nobody is promised. */
export const areThere = (problem: PackingProblem, vials: readonly PackedVial[]): boolean =>
  problem.products.every((p) => {
    const others = vials.filter(
      ({ product, members }) => product.id === p.id && problem.draws[members[0] ?? 0]?.productId !== p.id,
    );
    return others.length <= p.free;
  });
