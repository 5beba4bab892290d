import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import loadHighs, { type Highs } from 'highs';
import { Decimal, Quantity } from '#domain/quantity';
import { addHours, HOUR_MS, instant, MINUTE_MS, parseInstant, parseLocalDate, zoneId } from '#domain/time';
import { checkPlan } from './check-plan.js';
import type { DayPlan, DayRequest, PlanDraw, PlanJob, PlanProduct, PlanWorksheet } from './facts.js';
import { firstFitDecreasing } from './first-fit.js';
import { packingCost, type PackingProblem, type ShareSolver, type SolverAnswer } from './packing.js';
import { planDay } from './plan-day.js';
import { familiesOf, inOrder } from './problems.js';
import { workMinutes } from './work-minutes.js';

let exact: ShareSolver;
beforeAll(async () => {
  // The package's types describe its CommonJS half.
  const highs = await (loadHighs as unknown as () => Promise<Highs>)();
  exact = {
    solve: ({ text }) => {
      const answer = highs.solve(text, { mip_rel_gap: 0, mip_abs_gap: 0, time_limit: 20 });
      const values = Object.entries(answer.Columns).map(
        ([name, c]) => [name, 'Primal' in c ? Number(c.Primal) : 0] as const,
      );
      return { status: answer.Status === 'Optimal' ? 'optimal' : 'none', values: new Map(values) };
    },
  };
});
const outOfTime: ShareSolver = { solve: () => ({ status: 'none', values: new Map() }) };

function run(request: DayRequest, solver: ShareSolver): DayPlan {
  const asking = planDay(request);
  for (let step = asking.next(); ; step = asking.next(solver.solve(step.value) satisfies SolverAnswer))
    if (step.done === true) return step.value;
}

const zone = zoneId('America/Phoenix');
const startsAt = parseInstant('2026-03-02T14:00:00Z');
const far = parseLocalDate('2027-01-31');
const product = (part: Partial<PlanProduct> = {}): PlanProduct => ({
  id: 'p20',
  name: '20 mL vial',
  drugName: 'drug',
  kind: 'single-dose-vial',
  content: Quantity.of('20', 'mL'),
  inUseHours: null,
  reconstitutedHours: null,
  price: Decimal.of('100'),
  free: 0,
  freeExpiresOn: null,
  ...part,
});
const draw = (w: string, mL: string, part: Partial<PlanDraw> = {}): PlanDraw => ({
  id: `${w}-1`,
  worksheetId: w,
  lineId: `${w}-line`,
  packageIndex: 1,
  productId: 'p20',
  alternatives: [],
  family: 'drug',
  amount: Quantity.of(mL, 'mL'),
  expiresOn: far,
  ...part,
});
const worksheet = (id: string, mL: string, part: Partial<PlanWorksheet> = {}): PlanWorksheet => ({
  id,
  number: id,
  title: id,
  minutes: 20,
  neededAt: null,
  neededUntil: null,
  hoodIds: ['h1'],
  whyNot: [],
  draws: [draw(id, mL)],
  ...part,
});
const day = (worksheets: readonly PlanWorksheet[], products = [product()], hoods = ['h1']): DayRequest => ({
  zone,
  startsAt,
  hoods: hoods.map((id) => ({ id, name: id })),
  products: new Map(products.map((p) => [p.id, p])),
  worksheets,
});
const spent = (plan: DayPlan): string => plan.families.reduce((sum, f) => sum.plus(f.cost), Decimal.ZERO).toString();
const shares = (plan: DayPlan): string[] =>
  plan.vials.map((v) => v.drawIds.map((id) => id.replace('-1', '')).join('+'));

describe('planDay', () => {
  it('opens one vial for two draws that fit, says why, and what is saved', () => {
    const request = day([worksheet('a', '8'), worksheet('b', '12')]);
    const plan = run(request, exact);
    expect(shares(plan)).toEqual(['a+b']);
    expect(plan.vials[0]).toMatchObject({ hoodId: 'h1', openedAt: startsAt, until: addHours(startsAt, 12) });
    expect(plan.vials[0]?.leftover.isZero()).toBe(true);
    expect(plan.vials[0]?.why).toContain('USP <797> section 15');
    expect(plan.families[0]).toMatchObject({ method: 'exact', unit: 'USD' });
    expect(plan.families[0]?.baseline.minus(plan.families[0].cost).toString()).toBe('100');
    expect(checkPlan(request, plan)).toEqual([]);
  });

  it.each([
    ['a drop more than the vial holds', [worksheet('a', '8'), worksheet('b', '12.000001')], [product()]],
    ['an ampul', [worksheet('a', '8'), worksheet('b', '12')], [product({ kind: 'ampul' })]],
    [
      'worksheets that have no hood in common',
      [worksheet('a', '8'), worksheet('b', '12', { hoodIds: ['h2'] })],
      [product()],
    ],
    [
      'a lot that expires before the other is used',
      [
        worksheet('a', '8', { draws: [draw('a', '8', { expiresOn: parseLocalDate('2026-03-03') })] }),
        worksheet('b', '12', {
          neededUntil: parseInstant('2026-03-06T00:00:00Z'),
          neededAt: addHours(startsAt, 9),
        }),
      ].map((w, i) => (i === 0 ? { ...w, neededAt: addHours(startsAt, 1), hoodIds: ['h1'] } : w)),
      [product()],
    ],
  ])('shares nothing across %s', (_, worksheets, products) => {
    const request = day(worksheets, products, ['h1', 'h2']);
    const plan = run(request, exact);
    if (_.startsWith('a lot')) {
      // Whoever has the better lot may open it first, if the order allows; else two are opened.
      expect(checkPlan(request, plan)).toEqual([]);
      expect(plan.vials.every((v) => v.drawIds[0] !== 'a-1' || v.drawIds.length === 1)).toBe(true);
    } else expect(shares(plan).toSorted()).toEqual(['a', 'b']);
  });

  it.each([
    [-1, 2],
    [0, 1],
    [1, 1],
  ])('with a label time %d min from what both take: %d vials', (minutes, vials) => {
    const inUseHours = (40 + minutes) / 60;
    const bulk = product({ kind: 'pharmacy-bulk-package', inUseHours });
    const request = day([worksheet('a', '8'), worksheet('b', '12')], [bulk]);
    const plan = run(request, exact);
    expect(plan.vials).toHaveLength(vials);
    expect(checkPlan(request, plan)).toEqual([]);
  });

  it('puts work that shares a short-lived vial side by side', () => {
    const bulk = product({ kind: 'pharmacy-bulk-package', inUseHours: 1 });
    const plain = product({ id: 'x', kind: 'single-dose-vial' });
    const other = (id: string): PlanWorksheet =>
      worksheet(id, '20', { draws: [draw(id, '20', { productId: 'x', family: 'x' })] });
    const request = day([worksheet('a', '8'), other('b'), other('c'), worksheet('d', '12')], [bulk, plain]);
    const plan = run(request, exact);
    expect(shares(plan)).toContain('a+d');
    expect(checkPlan(request, plan)).toEqual([]);
  });

  it('opens a larger vial of the same strength where that is cheaper, as many as are free', () => {
    const big = product({
      id: 'p50',
      name: '50 mL vial',
      content: Quantity.of('50', 'mL'),
      price: Decimal.of('150'),
      freeExpiresOn: far,
    });
    const of = (id: string): PlanWorksheet =>
      worksheet(id, '16', { draws: [draw(id, '16', { alternatives: ['p50'] })] });
    const worksheets = [of('a'), of('b'), of('c')];
    expect(spent(run(day(worksheets, [product(), { ...big, free: 1 }]), exact))).toBe('150');
    expect(spent(run(day(worksheets, [product(), { ...big, free: 0 }]), exact))).toBe('300');
  });

  it('makes what cannot be ready in time after all that can, and says so', () => {
    const soon = (id: string, minutes: number): PlanWorksheet =>
      worksheet(id, '8', { neededAt: instant(startsAt + minutes * MINUTE_MS) });
    const request = day([soon('a', 20), soon('b', 39), soon('c', 40)]);
    const plan = run(request, exact);
    expect(plan.jobs.filter((j) => j.late)).toHaveLength(1);
    expect(checkPlan(request, plan)).toEqual([]);
  });

  it('names what has no hood, and plans the rest', () => {
    const why = [{ code: 'x', severity: 'stop', message: 'no hood' } as const];
    const plan = run(day([worksheet('a', '8'), worksheet('b', '8', { hoodIds: [], whyNot: why })]), exact);
    expect(plan.notMade).toEqual([{ worksheetId: 'b', why }]);
    expect(plan.jobs.map((j) => j.worksheetId)).toEqual(['a']);
  });

  it('falls back to first fit when the solver has no time, and tells the gap', () => {
    const request = day(['11', '7', '7', '6', '5', '4'].map((mL, i) => worksheet(`w${i}`, mL)));
    const plan = run(request, outOfTime);
    expect(plan.families[0]?.method).toBe('first-fit');
    expect(plan.families[0]?.bound.toString()).toBe('200');
    expect(checkPlan(request, plan)).toEqual([]);
  });

  it('plans an empty day', () => {
    const plan = run(day([]), exact);
    expect(plan).toEqual({ jobs: [], vials: [], families: [], notMade: [] });
  });
});

/** Every way to put the draws into vials, whoever comes first in the order opening them. */
function cheapest(problem: PackingProblem): Decimal | null {
  const { draws, products } = problem;
  const vials: { p: PlanProduct; members: number[] }[] = [];
  let best: Decimal | null = null;
  const add = (i: number): void => {
    if (i === draws.length) {
      const fine = vials.every(({ p, members }) => {
        const [first = 0, ...rest] = members;
        const drawn = members.reduce((sum, m) => sum.plus(draws[m]?.amount ?? p.content), Quantity.of('0', 'mL'));
        return problem.opens(first, p) && drawn.lte(p.content) && rest.every((m) => problem.joins(first, p, m));
      });
      const taken = products.every(
        (p) => vials.filter((v) => v.p.id === p.id && draws[v.members[0] ?? 0]?.productId !== p.id).length <= p.free,
      );
      const cost = vials.reduce((sum, v) => sum.plus(v.p.price ?? 0), Decimal.ZERO);
      if (fine && taken && (best === null || cost.lt(best))) best = cost;
      return;
    }
    for (const vial of [...vials]) {
      vial.members.push(i);
      add(i + 1);
      vial.members.pop();
    }
    for (const p of products) {
      vials.push({ p, members: [i] });
      add(i + 1);
      vials.pop();
    }
  };
  add(0);
  return best;
}

/** Every order of work in every hood: the cheapest day there is in which nothing is late that need not be. */
function cheapestDay(request: DayRequest): Decimal | null {
  const worksheets = new Map(request.worksheets.map((w) => [w.id, w]));
  const [family] = familiesOf(request, request.worksheets);
  let best: Decimal | null = null;
  const go = (left: readonly PlanWorksheet[], jobs: readonly PlanJob[]): void => {
    if (left.length === 0) {
      const cost =
        family && cheapest(inOrder(request, family, worksheets, new Map(jobs.map((j) => [j.worksheetId, j]))));
      if (cost && (best === null || cost.lt(best))) best = cost;
      return;
    }
    for (const w of left)
      for (const hoodId of w.hoodIds) {
        const own = jobs.filter((j) => j.hoodId === hoodId);
        const from = own.reduce((a, j) => (j.endsAt > a ? j.endsAt : a), request.startsAt);
        const endsAt = instant(from + w.minutes * MINUTE_MS);
        if (w.neededAt !== null && endsAt > w.neededAt) continue;
        const job = { worksheetId: w.id, hoodId, position: own.length + 1, startsAt: from, endsAt, late: false };
        go(
          left.filter((x) => x !== w),
          [...jobs, job],
        );
      }
  };
  go(request.worksheets, []);
  return best;
}

const LARGE = product({
  id: 'p50',
  content: Quantity.of('50', 'mL'),
  price: Decimal.of('180'),
  free: 1,
  freeExpiresOn: far,
});
const small = fc.record({
  amounts: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 5 }),
  hours: fc.constantFrom(0.7, 1, 4),
  needed: fc.array(fc.option(fc.integer({ min: 40, max: 130 })), { minLength: 5, maxLength: 5 }),
  larger: fc.boolean(),
});
const dueIn = (minutes: number | null): PlanWorksheet['neededAt'] =>
  minutes === null ? null : instant(startsAt + minutes * MINUTE_MS);
const requestOf = (it: typeof small extends fc.Arbitrary<infer T> ? T : never): DayRequest =>
  day(
    it.amounts.map((mL, i) =>
      worksheet(`w${i}`, String(mL), {
        neededAt: dueIn(it.needed[i] ?? null),
        draws: [draw(`w${i}`, String(mL), { alternatives: it.larger ? ['p50'] : [] })],
      }),
    ),
    [
      product({ kind: 'pharmacy-bulk-package', inUseHours: it.hours }),
      { ...LARGE, kind: 'pharmacy-bulk-package', inUseHours: it.hours },
    ],
  );

describe('the optimum', () => {
  it('of a packing in a given order is what trying everything finds, and first fit is never better', () => {
    fc.assert(
      fc.property(small, (it) => {
        const request = requestOf({ ...it, needed: it.needed.map(() => null) });
        const plan = run(request, exact);
        const worksheets = new Map(request.worksheets.map((w) => [w.id, w]));
        const jobs = new Map(plan.jobs.map((j) => [j.worksheetId, j]));
        const [family] = familiesOf(request, request.worksheets);
        if (!family) throw new TypeError('no family');
        const problem = inOrder(request, family, worksheets, jobs);
        const best = cheapest(problem);
        expect(spent(plan)).toBe(best?.toString());
        expect(packingCost(firstFitDecreasing(problem), 'USD').gte(best ?? 0)).toBe(true);
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it('of a day lies within the gap that is told, over every order of work; without a gap it is met', () => {
    let met = 0;
    fc.assert(
      fc.property(small, (it) => {
        const request = requestOf({ ...it, amounts: it.amounts.slice(0, 4) });
        const plan = run(request, exact);
        expect(checkPlan(request, plan)).toEqual([]);
        if (plan.jobs.some((j) => j.late)) return;
        const best = cheapestDay(request);
        const [family] = plan.families;
        if (!best || !family) throw new TypeError('a day that can be made has a cost');
        expect(family.bound.lte(best)).toBe(true);
        expect(best.lte(family.cost)).toBe(true);
        if (family.bound.eq(family.cost)) met += 1;
      }),
      { numRuns: 25, seed: 11 },
    );
    expect(met).toBeGreaterThan(10);
  });

  it('of forty draws of one drug is found in seconds', () => {
    const sizes = Array.from({ length: 40 }, (_, i) => ((i * 37) % 15) + 3);
    const request = day(sizes.map((mL, i) => worksheet(`w${String(i).padStart(2, '0')}`, String(mL), { minutes: 10 })));
    const plan = run(request, exact);
    expect(plan.families[0]?.method).toBe('exact');
    expect(checkPlan(request, plan)).toEqual([]);
    expect(plan.families[0]?.cost.lte(run(request, outOfTime).families[0]?.cost ?? 0)).toBe(true);
  }, 30_000);
});

describe('checkPlan', () => {
  const request = (): DayRequest =>
    day(
      [
        worksheet('a', '8', { neededAt: addHours(startsAt, 2), neededUntil: addHours(startsAt, 48) }),
        worksheet('b', '12', { neededUntil: addHours(startsAt, 72) }),
        worksheet('c', '15'),
      ],
      [product({ free: 0 }), product({ id: 'p50', content: Quantity.of('50', 'mL'), freeExpiresOn: far })],
      ['h1', 'h2'],
    );
  const vialOf = (plan: DayPlan, id: string, change: Partial<DayPlan['vials'][number]>): DayPlan => ({
    ...plan,
    vials: plan.vials.map((v) => (v.drawIds.includes(id) ? { ...v, ...change } : v)),
  });
  const jobOf = (plan: DayPlan, id: string, change: Partial<PlanJob>): DayPlan => ({
    ...plan,
    jobs: plan.jobs.map((j) => (j.worksheetId === id ? { ...j, ...change } : j)),
  });

  it('finds nothing in a plan that was made by the rules', () => {
    const asked = request();
    const plan = run(asked, exact);
    expect(shares(plan).toSorted()).toEqual(['a+b', 'c']);
    expect(checkPlan(asked, plan)).toEqual([]);
  });

  it.each<[string, string, (plan: DayPlan) => DayPlan]>([
    [
      'a worksheet that is forgotten',
      'plan.worksheet',
      (p) => ({ ...p, jobs: p.jobs.filter((j) => j.worksheetId !== 'c') }),
    ],
    ['a hood in which it may not be made', 'plan.hood', (p) => jobOf(p, 'c', { hoodId: 'h2', position: 1 })],
    [
      'two at once in a hood',
      'plan.order',
      (p) => jobOf(p, 'b', { startsAt, endsAt: instant(startsAt + 20 * MINUTE_MS) }),
    ],
    [
      'work in less time than it takes',
      'plan.order',
      (p) => jobOf(p, 'c', { endsAt: instant(startsAt + 41 * MINUTE_MS) }),
    ],
    ['work before the day begins', 'plan.order', (p) => jobOf(p, 'a', { startsAt: addHours(startsAt, -1) })],
    ['a place that is not its turn', 'plan.order', (p) => jobOf(p, 'c', { position: 7 })],
    [
      'what is late and told to be in time',
      'plan.needed-by',
      (p) =>
        jobOf(p, 'a', { startsAt: addHours(startsAt, 2), endsAt: instant(startsAt + 2 * HOUR_MS + 20 * MINUTE_MS) }),
    ],
    ['what is in time and told to be late', 'plan.needed-by', (p) => jobOf(p, 'a', { late: true })],
    [
      'a draw that nobody serves',
      'plan.draw',
      (p) => ({ ...p, vials: p.vials.filter((v) => !v.drawIds.includes('c-1')) }),
    ],
    ['a draw that two vials serve', 'plan.draw', (p) => vialOf(p, 'c-1', { drawIds: ['c-1', 'b-1'] })],
    ['more than a vial holds', 'plan.amount', (p) => vialOf(p, 'a-1', { drawIds: ['a-1', 'b-1', 'c-1'] })],
    ['a rest that is not there', 'plan.amount', (p) => vialOf(p, 'c-1', { leftover: Quantity.of('6', 'mL') })],
    ['a product that the worksheet may not be made of', 'plan.product', (p) => vialOf(p, 'c-1', { productId: 'p50' })],
    ['packages that are not on the shelf', 'plan.stock', (p) => vialOf(p, 'c-1', { productId: 'p50' })],
    ['an in-use time longer than it is', 'plan.window', (p) => vialOf(p, 'a-1', { until: addHours(startsAt, 13) })],
    ['a share without its reason', 'plan.window', (p) => vialOf(p, 'a-1', { why: '' })],
    ['a vial in another hood than its work', 'plan.placement', (p) => vialOf(p, 'a-1', { hoodId: 'h2' })],
    ['a vial opened by who comes later', 'plan.order', (p) => vialOf(p, 'a-1', { drawIds: ['b-1', 'a-1'] })],
    [
      'a price that is not paid',
      'plan.cost',
      (p) => ({ ...p, families: p.families.map((f) => ({ ...f, cost: Decimal.of('1') })) }),
    ],
    [
      'a bound that is above what is spent',
      'plan.cost',
      (p) => ({ ...p, families: p.families.map((f) => ({ ...f, bound: Decimal.of('201') })) }),
    ],
    [
      'a saving that is not one',
      'plan.cost',
      (p) => ({ ...p, families: p.families.map((f) => ({ ...f, baseline: Decimal.of('900') })) }),
    ],
  ])('finds %s', (_, code, change) => {
    const asked = request();
    expect(checkPlan(asked, change(run(asked, exact))).map((f) => f.code)).toContain(code);
  });

  it.each([
    ['after its in-use time', 'plan.window', { kind: 'pharmacy-bulk-package', inUseHours: 0.5 } as const, {}],
    ['of an ampul', 'plan.window', { kind: 'ampul' } as const, {}],
    ['of a lot that does not last', 'plan.lot', {}, { expiresOn: parseLocalDate('2026-03-03') }],
  ])('finds a share %s', (_, code, other, lot) => {
    const asked = request();
    const plan = run(asked, exact);
    const [a, ...rest] = asked.worksheets;
    const changed = {
      ...asked,
      products: new Map(asked.products).set('p20', product(other)),
      worksheets: a ? [{ ...a, draws: a.draws.map((d) => ({ ...d, ...lot })) }, ...rest] : [],
    };
    expect(checkPlan(changed, plan).map((f) => f.code)).toContain(code);
  });
});

describe('workMinutes', () => {
  it.each([
    [10, { perWorksheet: 5, perStep: 2 }, 25],
    [3, { perWorksheet: 0, perStep: 0.5 }, 2],
    [0, { perWorksheet: 0, perStep: 0 }, 1],
  ])('%d steps at %j: %d min', (steps, pace, minutes) => expect(workMinutes(steps, pace)).toBe(minutes));
});
