import { inUseUntil } from '#domain/in-use-time';
import { Decimal } from '#domain/quantity';
import type { DayPlan, DayRequest, FamilyAnswer, PlanJob, PlannedVial, PlanWorksheet } from './facts.js';
import { firstFitDecreasing } from './first-fit.js';
import { byDue, byGroup, isOnTime, lateOnes, schedule, type Groups } from './order.js';
import {
  areThere,
  isAllowed,
  isWorthAsking,
  openingCost,
  packingCost,
  packingModel,
  readPacking,
  type PackedVial,
  type PackingModel,
  type PackingProblem,
  type SolverAnswer,
} from './packing.js';
import { anyOrder, dateOpened, familiesOf, inOrder, restIsKept, type Family } from './problems.js';
import { openedPackage, shareUntil, whyShared } from './window.js';

/** More draws than this of one family are packed by first fit: the model would not be solved in any time that a person waits. */
const MOST_DRAWS = 120;

interface Packed {
  readonly family: Family;
  readonly problem: PackingProblem;
  readonly vials: readonly PackedVial[];
  readonly method: FamilyAnswer['method'];
  readonly bound: Decimal;
}

type Asking<T> = Generator<PackingModel, T, SolverAnswer>;

/**
 * Plans a day's work: the order in each hood, what is opened and who draws from it, so that what is spent on opened vials is least.
 * It hands out models and is handed their answers, so that the solver may run wherever it likes.
 *
 * First each drug is packed as if any order would do; that is a bound on every plan. Where an order of work lets all of those vials be
 * shared in their time, the plan is optimal. Else the turns are fixed, by need, and each drug is packed exactly for them.
 */
export function* planDay(request: DayRequest): Asking<DayPlan> {
  const able = request.worksheets.filter((w) => w.hoodIds.length > 0);
  const worksheets = new Map(able.map((w) => [w.id, w]));
  const families = familiesOf(request, able);
  const loose: Packed[] = [];
  for (const family of families) loose.push(yield* pack(family, anyOrder(request, family, worksheets)));
  const turns = orders(request, able, groupsOf(loose));
  for (const jobs of turns) {
    const placed = loose.map((p) => inTime(p, inOrder(request, p.family, worksheets, byWorksheet(jobs))));
    if (placed.every((p) => p !== null)) return assemble(request, jobs, placed);
  }
  let best: { readonly jobs: PlanJob[]; readonly packed: readonly Packed[]; readonly score: Decimal } | null = null;
  for (const jobs of turns) {
    const packed: Packed[] = [];
    for (const [at, family] of families.entries()) {
      const exact = yield* pack(family, inOrder(request, family, worksheets, byWorksheet(jobs)));
      packed.push({ ...exact, bound: loose[at]?.bound ?? exact.bound });
    }
    const score = packed.reduce((sum, p) => sum.plus(relative(p)), Decimal.ZERO);
    if (best === null || score.lt(best.score)) best = { jobs, packed, score };
  }
  return best ? assemble(request, best.jobs, best.packed) : assemble(request, [], []);
}

const byWorksheet = (jobs: readonly PlanJob[]): ReadonlyMap<string, PlanJob> =>
  new Map(jobs.map((j) => [j.worksheetId, j]));

/** Costs of different units are compared by how much of the planned they are. */
const relative = ({ family, vials }: Packed): Decimal => {
  const before = baselineOf(family);
  return before.isZero() ? Decimal.ZERO : packingCost(vials, family.unit).dividedBy(before);
};

function baselineOf(family: Family): Decimal {
  return family.draws.reduce((sum, draw) => {
    const own = family.products.find((p) => p.id === draw.productId);
    return own ? sum.plus(openingCost(own, family.unit)) : sum;
  }, Decimal.ZERO);
}

function* pack(family: Family, problem: PackingProblem): Asking<Packed> {
  const simple = firstFitDecreasing(problem);
  const cost = packingCost(simple, problem.unit);
  if (!isWorthAsking(problem)) return { family, problem, vials: simple, method: 'exact', bound: cost };
  const bound = amountBound(problem);
  const quick: Packed = { family, problem, vials: simple, method: 'first-fit', bound };
  if (problem.draws.length > MOST_DRAWS) return quick;
  const answer = yield packingModel(problem);
  const found = answer.status === 'none' ? null : readPacking(problem, answer);
  if (!found) return quick;
  const exactly = packingCost(found, problem.unit);
  if (answer.status === 'optimal') return { family, problem, vials: found, method: 'exact', bound: exactly };
  return exactly.lt(cost) ? { ...quick, vials: found } : quick;
}

/** Whatever is opened holds at least what is drawn, at the lowest price for it there is. */
function amountBound({ draws, products, unit }: PackingProblem): Decimal {
  const drawn = draws.reduce((sum, d) => sum.plus(d.amount.value), Decimal.ZERO);
  const [first, ...rest] = products.map((p) => openingCost(p, unit).dividedBy(p.content.value));
  const least = rest.reduce((a, b) => (b.lt(a) ? b : a), first ?? Decimal.ZERO);
  return drawn.times(least);
}

/** Worksheets bound together by the vials that they share. */
function groupsOf(packed: readonly Packed[]): Groups {
  const groups = new Map<string, string>();
  for (const { problem, vials } of packed)
    for (const { members } of vials.filter((v) => v.members.length > 1)) {
      const ids = members.flatMap((m) => problem.draws[m]?.worksheetId ?? []);
      const joined = new Set(ids.flatMap((id) => groups.get(id) ?? []));
      const [name = ''] = [...ids, ...joined].toSorted();
      for (const [id, group] of groups) if (joined.has(group)) groups.set(id, name);
      for (const id of ids) groups.set(id, name);
    }
  return groups;
}

/** By need with the groups together in a hood, group after group, and by need alone: those that make nothing late that need not be. */
function orders(request: DayRequest, able: readonly PlanWorksheet[], groups: Groups): PlanJob[][] {
  const late = lateOnes(request, able);
  const good = able.filter((w) => !late.has(w.id));
  const last = able.filter((w) => late.has(w.id)).toSorted(byDue);
  const needed = new Map(able.map((w) => [w.id, w.neededAt]));
  const tries: [PlanWorksheet[], Groups][] = [
    [good.toSorted(byDue), groups],
    [byGroup(good, groups), groups],
    [good.toSorted(byDue), new Map()],
  ];
  return tries.flatMap(([order, together]) => {
    const jobs = schedule(request, [...order, ...last], together, late);
    return jobs?.every((j) => isOnTime(j, needed.get(j.worksheetId) ?? null)) === true ? [honest(jobs, needed)] : [];
  });
}

const honest = (jobs: readonly PlanJob[], needed: ReadonlyMap<string, PlanWorksheet['neededAt']>): PlanJob[] =>
  jobs.map((j) => ({ ...j, late: j.late && !isOnTime({ ...j, late: false }, needed.get(j.worksheetId) ?? null) }));

/** The same vials when everybody's turn is known; null where the clock, a date, a hood or the shelf forbids one. */
function inTime(packed: Packed, problem: PackingProblem): Packed | null {
  const places = new Map(problem.draws.map((d, i) => [d.id, i]));
  const vials = packed.vials.map(({ product, members }) => ({
    product,
    members: members.flatMap((m) => places.get(packed.problem.draws[m]?.id ?? '') ?? []).toSorted((a, b) => a - b),
  }));
  const allowed = vials.every((v) => isAllowed(problem, v)) && areThere(problem, vials);
  return allowed ? { ...packed, problem, vials } : null;
}

function assemble(request: DayRequest, jobs: readonly PlanJob[], packed: readonly Packed[]): DayPlan {
  const turns = byWorksheet(jobs);
  return {
    jobs,
    vials: packed
      .flatMap((p) => p.vials.map((vial) => planned(request, p, vial, turns)))
      .toSorted((a, b) => a.openedAt - b.openedAt || (a.family < b.family ? -1 : 1)),
    families: packed.map((p) => ({
      family: p.family.key,
      drugName: p.family.products[0]?.drugName ?? '',
      draws: p.family.draws.length,
      unit: p.family.unit,
      stockUnit: p.family.products[0]?.content.unit ?? '',
      cost: packingCost(p.vials, p.family.unit),
      baseline: baselineOf(p.family),
      bound: p.bound,
      method: p.method,
    })),
    notMade: request.worksheets.filter((w) => !turns.has(w.id)).map((w) => ({ worksheetId: w.id, why: w.whyNot })),
  };
}

function planned(
  request: DayRequest,
  { problem, family }: Packed,
  { product, members }: PackedVial,
  turns: ReadonlyMap<string, PlanJob>,
): PlannedVial {
  const draws = members.flatMap((m) => problem.draws[m] ?? []);
  const jobs = draws.flatMap((d) => turns.get(d.worksheetId) ?? []);
  const [opener] = draws;
  const [first] = jobs;
  if (!opener || !first) throw new RangeError('a vial is opened by a draw that has its turn');
  const date = dateOpened(opener, product);
  const until = shareUntil(product, first.startsAt, date, request.zone);
  const last = jobs.reduce((a, j) => (j.endsAt > a ? j.endsAt : a), first.endsAt);
  const use = inUseUntil(openedPackage(product, first.startsAt, date, request.zone));
  return {
    productId: product.id,
    hoodId: first.hoodId,
    family: family.key,
    openedAt: first.startsAt,
    until,
    drawIds: draws.map((d) => d.id),
    leftover: draws.reduce((rest, d) => rest.minus(d.amount), product.content),
    restIsKept: restIsKept(product),
    why: draws.length > 1 ? whyShared(use, last, request.zone) : '',
  };
}
