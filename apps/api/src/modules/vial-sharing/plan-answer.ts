import { displayQuantity, tallMan } from '#domain/display';
import { Decimal } from '#domain/quantity';
import { formatInstant, type Instant } from '#domain/time';
import type { DayPlan, FamilyAnswer, Pace, PlanDraw, PlannedVial } from '#domain/vial-sharing';
import type { DayFacts } from './day-facts.js';
import type {
  SharingAnswerDto,
  SharingJobDto,
  SharingPlanResponse,
  SharingSavingDto,
  SharingVialDto,
} from './vial-sharing.dto.js';
import type { PlanRow } from './vial-sharing.queries.js';

/** What all parts of the answer look up. */
interface Known {
  readonly facts: DayFacts;
  readonly plan: DayPlan;
  readonly draws: ReadonlyMap<string, PlanDraw>;
}

/** The plan in the words of the screen and the paper; no patient is named, for the paper hangs on the hood. */
export function answerOf(facts: DayFacts, plan: DayPlan, pace: Pace): SharingAnswerDto {
  const { request } = facts;
  const draws = new Map(request.worksheets.flatMap((w) => w.draws.map((d) => [d.id, d] as const)));
  const known: Known = { facts, plan, draws };
  const dollars = plan.families.filter((f) => f.unit === 'USD');
  const savedUsd = dollars.reduce((sum, f) => sum.plus(f.baseline).minus(f.cost), Decimal.ZERO);
  return {
    startsAt: formatInstant(request.startsAt),
    minutesPerWorksheet: pace.perWorksheet,
    minutesPerStep: pace.perStep,
    hoods: request.hoods
      .map(({ id, name }) => ({ id, name, jobs: jobsIn(known, id) }))
      .filter((hood) => hood.jobs.length > 0),
    // Those that are shared are numbered first: people look for these.
    vials: plan.vials
      .toSorted((a, b) => Number(b.drawIds.length > 1) - Number(a.drawIds.length > 1))
      .map((vial, i) => vialOf(known, vial, i + 1)),
    savings: plan.families.map(savingOf),
    savedUsd: figure(savedUsd, 'USD'),
    packagesSaved: plan.vials.reduce((sum, v) => sum + v.drawIds.length - 1, 0),
    notMade: plan.notMade.map(({ worksheetId, why }) => ({
      worksheetId,
      number: numberOf(known, worksheetId),
      title: facts.worksheets.get(worksheetId)?.planned.title ?? '',
      why: why.map((f) => ({ ...f })),
    })),
  };
}

const numberOf = ({ facts }: Known, id: string): string => facts.worksheets.get(id)?.row.number ?? '';
const drawsOf = ({ draws }: Known, vial: PlannedVial): PlanDraw[] => vial.drawIds.flatMap((id) => draws.get(id) ?? []);

function partnersOf(known: Known, id: string): string[] {
  const shared = known.plan.vials.filter(
    (v) => v.drawIds.length > 1 && drawsOf(known, v).some((d) => d.worksheetId === id),
  );
  const others = new Set(shared.flatMap((v) => drawsOf(known, v).map((d) => d.worksheetId)));
  return [...others]
    .filter((x) => x !== id)
    .map((x) => numberOf(known, x))
    .toSorted();
}

const jobsIn = (known: Known, hoodId: string): SharingJobDto[] =>
  known.plan.jobs
    .filter((j) => j.hoodId === hoodId)
    .toSorted((a, b) => a.position - b.position)
    .map((job) => {
      const it = known.facts.worksheets.get(job.worksheetId);
      return {
        worksheetId: job.worksheetId,
        number: numberOf(known, job.worksheetId),
        title: it?.planned.title ?? '',
        hazardous: it?.row.plan.hazard !== 'none',
        position: job.position,
        startsAt: formatInstant(job.startsAt),
        endsAt: formatInstant(job.endsAt),
        minutes: it?.planned.minutes ?? 0,
        neededAt: momentOf(it?.planned.neededAt ?? null),
        late: job.late,
        sharesWith: partnersOf(known, job.worksheetId),
      };
    });

function vialOf(known: Known, vial: PlannedVial, number: number): SharingVialDto {
  const { request } = known.facts;
  const product = request.products.get(vial.productId);
  const starts = new Map(known.plan.jobs.map((j) => [j.worksheetId, j.startsAt]));
  const left = `${displayQuantity(vial.leftover, { allowZero: true })} is left over${vial.restIsKept ? ' and kept' : ''}.`;
  return {
    vial: number,
    productId: vial.productId,
    productName: product?.name ?? '',
    drugName: tallMan(product?.drugName ?? ''),
    hoodId: vial.hoodId,
    hoodName: request.hoods.find((h) => h.id === vial.hoodId)?.name ?? '',
    openedAt: formatInstant(vial.openedAt),
    until: momentOf(vial.until),
    content: product?.content.toJSON() ?? vial.leftover.toJSON(),
    draws: drawsOf(known, vial).map((d) => ({
      worksheetId: d.worksheetId,
      number: numberOf(known, d.worksheetId),
      worksheetLineId: d.lineId,
      packageIndex: d.packageIndex,
      amount: d.amount.toJSON(),
      at: formatInstant(starts.get(d.worksheetId) ?? vial.openedAt),
    })),
    leftover: vial.leftover.toJSON(),
    restIsKept: vial.restIsKept,
    why: vial.why && `${vial.why}. ${left}`,
  };
}

const savingOf = (f: FamilyAnswer): SharingSavingDto => ({
  drugName: tallMan(f.drugName),
  unit: f.unit,
  stockUnit: f.stockUnit,
  draws: f.draws,
  baseline: figure(f.baseline, f.unit),
  cost: figure(f.cost, f.unit),
  saved: figure(f.baseline.minus(f.cost), f.unit),
  gap: figure(f.cost.minus(f.bound), f.unit),
  method: f.method,
});

const momentOf = (at: Instant | null): string | null => (at === null ? null : formatInstant(at));

/** Dollars to the cent; amounts as they are, to what is stored. */
const figure = (value: Decimal, unit: SharingSavingDto['unit']): string =>
  unit === 'USD' ? value.toFixed(2, 'half-even') : Decimal.of(value.toFixed(6, 'half-even')).toString();

export const planResponse = (row: PlanRow): SharingPlanResponse => ({
  ...row.answer,
  id: row.id,
  day: row.day,
  state: row.state,
  madeAt: formatInstant(row.made_at),
  madeBy: row.made_by,
  acceptedAt: row.accepted_at === null ? null : formatInstant(row.accepted_at),
  acceptedBy: row.accepted_by,
  changedSince: row.changed ?? [],
});
