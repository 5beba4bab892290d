import type { Finding } from '#domain/finding';
import { expiryInstant, inUseUntil, mayWithdraw, parseExpiry, type ContainerFacts } from '#domain/in-use-time';
import { Decimal } from '#domain/quantity';
import { MINUTE_MS, type LocalDate } from '#domain/time';
import type { DayPlan, DayRequest, PlanDraw, PlanJob, PlannedVial, PlanProduct, PlanWorksheet } from './facts.js';

/**
 * Whether a plan may be worked by: every rule is asked anew, by nothing that made the plan. Empty: it may. A plan with a finding is
 * never shown. Codes: `plan.worksheet` `plan.hood` `plan.order` `plan.needed-by` `plan.draw` `plan.amount` `plan.product` `plan.lot`
 * `plan.window` `plan.placement` `plan.stock` `plan.cost`.
 */
export function checkPlan(request: DayRequest, plan: DayPlan): Finding[] {
  const known: Known = {
    request,
    worksheets: new Map(request.worksheets.map((w) => [w.id, w])),
    draws: new Map(request.worksheets.flatMap((w) => w.draws.map((d) => [d.id, d] as const))),
    jobs: new Map(plan.jobs.map((j) => [j.worksheetId, j])),
  };
  return [
    ...everyWorksheetOnce(known, plan),
    ...plan.jobs.flatMap((job) => inItsHood(known, job)),
    ...oneAtATime(known, plan.jobs),
    ...everyDrawOnce(known, plan),
    ...plan.vials.flatMap((vial) => checkVial(known, vial)),
    ...enoughPackages(known, plan.vials),
    ...costs(known, plan),
  ];
}

interface Known {
  readonly request: DayRequest;
  readonly worksheets: ReadonlyMap<string, PlanWorksheet>;
  readonly draws: ReadonlyMap<string, PlanDraw>;
  readonly jobs: ReadonlyMap<string, PlanJob>;
}

const wrong = (code: string, message: string, source = 'decision 0018'): Finding => ({
  code: `plan.${code}`,
  severity: 'stop',
  message,
  source,
});

function everyWorksheetOnce({ request }: Known, plan: DayPlan): Finding[] {
  const ids = [...plan.jobs.map((j) => j.worksheetId), ...plan.notMade.map((n) => n.worksheetId)].toSorted();
  const asked = request.worksheets.map((w) => w.id).toSorted();
  const same = ids.length === asked.length && ids.every((id, i) => id === asked[i]);
  return same ? [] : [wrong('worksheet', 'Every worksheet is planned once, or named as not made')];
}

function inItsHood({ request, worksheets }: Known, job: PlanJob): Finding[] {
  const w = worksheets.get(job.worksheetId);
  if (!w) return [];
  const findings: Finding[] = [];
  if (!w.hoodIds.includes(job.hoodId) || !request.hoods.some((h) => h.id === job.hoodId))
    findings.push(wrong('hood', `${w.number} may not be made in that hood`, 'USP <800> section 5.3; CAT-09'));
  if (job.endsAt - job.startsAt !== w.minutes * MINUTE_MS)
    findings.push(wrong('order', `${w.number} takes ${w.minutes} min`));
  const inTime = w.neededAt === null || job.endsAt <= w.neededAt;
  if (inTime === job.late)
    findings.push(wrong('needed-by', `${w.number} is ${inTime ? 'in time' : 'not in time'}, and is told otherwise`));
  return findings;
}

function oneAtATime({ request }: Known, jobs: readonly PlanJob[]): Finding[] {
  return [...new Set(jobs.map((j) => j.hoodId))].flatMap((hoodId) => {
    const own = jobs.filter((j) => j.hoodId === hoodId).toSorted((a, b) => a.startsAt - b.startsAt);
    const fine = own.every((job, i) => {
      const before = own[i - 1]?.endsAt ?? request.startsAt;
      return job.position === i + 1 && job.startsAt >= before;
    });
    return fine ? [] : [wrong('order', 'Two worksheets meet in one hood, or their places are not their order')];
  });
}

function everyDrawOnce({ request, jobs }: Known, plan: DayPlan): Finding[] {
  const needed = request.worksheets
    .filter((w) => jobs.has(w.id))
    .flatMap((w) => w.draws.map((d) => d.id))
    .toSorted();
  const served = plan.vials.flatMap((v) => v.drawIds).toSorted();
  const same = needed.length === served.length && needed.every((id, i) => id === served[i]);
  return same ? [] : [wrong('draw', 'Every draw comes out of one vial, and only those that are needed')];
}

function checkVial(known: Known, vial: PlannedVial): Finding[] {
  const product = known.request.products.get(vial.productId);
  const draws = vial.drawIds.flatMap((id) => known.draws.get(id) ?? []);
  const [opener] = draws;
  const first = opener && known.jobs.get(opener.worksheetId);
  if (!product || !opener || !first || draws.length !== vial.drawIds.length)
    return [wrong('draw', 'A vial holds a product that is known and serves draws that are planned')];
  return [
    ...amounts(vial, product, draws),
    ...products(product, draws),
    ...together(known, vial, draws, first),
    ...inTime(known, vial, product, draws),
  ];
}

function amounts(vial: PlannedVial, product: PlanProduct, draws: readonly PlanDraw[]): Finding[] {
  const rest = draws.reduce((left, d) => left.minus(d.amount), product.content);
  const right = !rest.isNegative() && rest.eq(vial.leftover);
  return right
    ? []
    : [wrong('amount', `More is drawn from ${product.name} than it holds, or what is left is not what is told`)];
}

function products(product: PlanProduct, draws: readonly PlanDraw[]): Finding[] {
  const families = new Set(draws.map((d) => d.family));
  const allowed = draws.every((d) => d.productId === product.id || d.alternatives.includes(product.id));
  return allowed && families.size === 1
    ? []
    : [wrong('product', `${product.name} is not what all of its draws may be of`)];
}

function together({ jobs }: Known, vial: PlannedVial, draws: readonly PlanDraw[], first: PlanJob): Finding[] {
  const turns = draws.flatMap((d) => jobs.get(d.worksheetId) ?? []);
  const findings: Finding[] = [];
  if (turns.length !== draws.length || turns.some((j) => j.hoodId !== vial.hoodId))
    findings.push(wrong('placement', 'A vial stays in the hood where it was opened', 'USP <797> section 15'));
  if (new Set(draws.map((d) => d.worksheetId)).size !== draws.length)
    findings.push(wrong('placement', 'Two packages of one worksheet are two vials'));
  const ordered = turns.every((j, i) => i === 0 || j.startsAt >= (turns[i - 1]?.startsAt ?? 0));
  if (!ordered || vial.openedAt !== first.startsAt)
    findings.push(wrong('order', 'The first to draw opens the vial, when its work begins'));
  return findings;
}

/** The date of what is opened: the opener's own lots, or the earliest on the shelf. */
const dateOf = (product: PlanProduct, opener: PlanDraw): LocalDate =>
  product.id === opener.productId ? opener.expiresOn : (product.freeExpiresOn ?? opener.expiresOn);

function inTime(
  { request, jobs, worksheets }: Known,
  vial: PlannedVial,
  product: PlanProduct,
  draws: readonly PlanDraw[],
): Finding[] {
  const [opener, ...others] = draws;
  if (!opener) return [];
  const date = dateOf(product, opener);
  const container: ContainerFacts = {
    kind: product.kind,
    zone: request.zone,
    air: 'iso5',
    firstPuncturedAt: vial.openedAt,
    expiry: parseExpiry(date),
    ...(product.inUseHours !== null && { labelHours: product.inUseHours }),
    ...(product.reconstitutedHours !== null && {
      reconstituted: { at: vial.openedAt, limitHours: product.reconstitutedHours, citation: 'label' },
    }),
  };
  const ends = others.flatMap((d) => jobs.get(d.worksheetId)?.endsAt ?? []);
  const stopped = ends.some((at) => mayWithdraw(container, at).some((f) => f.severity === 'stop'));
  const findings: Finding[] = [];
  if (stopped || vial.until !== inUseUntil(container).until || (others.length > 0 && vial.why === ''))
    findings.push(
      wrong('window', `${product.name} is drawn from after its in-use time`, 'USP <797> section 15; domain-rules 1.10'),
    );
  const until = (d: PlanDraw): number => worksheets.get(d.worksheetId)?.neededUntil ?? 0;
  // Its own package was judged when it was set aside; for everybody else this lot must last as long as theirs must.
  const judged = opener.productId === product.id ? others : draws;
  if (judged.some((d) => expiryInstant(parseExpiry(date), request.zone) < until(d)))
    findings.push(wrong('lot', `The lot of ${product.name} expires before what is made of it is used`, 'BUD-13'));
  return findings;
}

function enoughPackages({ request, draws }: Known, vials: readonly PlannedVial[]): Finding[] {
  return [...request.products.values()].flatMap((product) => {
    const others = vials.filter(
      (v) => v.productId === product.id && draws.get(v.drawIds[0] ?? '')?.productId !== product.id,
    );
    return others.length <= product.free
      ? []
      : [wrong('stock', `Only ${product.free} of ${product.name} are on the shelf`)];
  });
}

/** What is told to be spent is what is opened, and never more than without sharing or less than the bound. */
function costs({ request, draws, jobs }: Known, plan: DayPlan): Finding[] {
  return plan.families.flatMap((family) => {
    const price = (id: string): Decimal => {
      const product = request.products.get(id);
      if (!product || family.unit === 'packages') return Decimal.ONE;
      return family.unit === 'USD' ? (product.price ?? Decimal.ZERO) : product.content.value;
    };
    const sum = (ids: readonly string[]): Decimal => ids.reduce((all, id) => all.plus(price(id)), Decimal.ZERO);
    const spent = sum(plan.vials.filter((v) => v.family === family.family).map((v) => v.productId));
    const own = [...draws.values()].filter((d) => d.family === family.family && jobs.has(d.worksheetId));
    const before = sum(own.map((d) => d.productId));
    const right = family.cost.eq(spent) && family.baseline.eq(before) && spent.lte(before) && family.bound.lte(spent);
    return right ? [] : [wrong('cost', `What ${family.drugName} costs is not what is opened`)];
  });
}
