import { displayQuantity, tallMan } from '#domain/display';
import { Decimal } from '#domain/quantity';
import { formatInstant, type Instant } from '#domain/time';
import type { DayPlan, PlanDraw, PlannedVial } from '#domain/vial-sharing';
import type { Pace } from '#domain/vial-sharing';
import type { DayFacts } from './day-facts.js';
import type {
  SharingAnswerDto,
  SharingJobDto,
  SharingPlanResponse,
  SharingSavingDto,
  SharingVialDto,
} from './vial-sharing.dto.js';
import type { PlanRow } from './vial-sharing.queries.js';

/** The plan in the words of the screen and the paper; no patient is named, for the paper hangs on the hood. */
export function answerOf({ request, worksheets }: DayFacts, plan: DayPlan, pace: Pace): SharingAnswerDto {
  const draws = new Map(request.worksheets.flatMap((w) => w.draws.map((d) => [d.id, d] as const)));
  const jobs = new Map(plan.jobs.map((j) => [j.worksheetId, j]));
  const numberOf = (id: string): string => worksheets.get(id)?.row.number ?? '';
  const of = (vial: PlannedVial): PlanDraw[] => vial.drawIds.flatMap((id) => draws.get(id) ?? []);
  const partners = (id: string): string[] => {
    const shared = plan.vials.filter((v) => v.drawIds.length > 1 && of(v).some((d) => d.worksheetId === id));
    return [...new Set(shared.flatMap((v) => of(v).map((d) => d.worksheetId)))].filter((x) => x !== id).map(numberOf);
  };
  const savings = plan.families.map((f): SharingSavingDto => ({
    drugName: tallMan(f.drugName),
    unit: f.unit,
    stockUnit: f.stockUnit,
    draws: f.draws,
    baseline: figure(f.baseline, f.unit),
    cost: figure(f.cost, f.unit),
    saved: figure(f.baseline.minus(f.cost), f.unit),
    gap: figure(f.cost.minus(f.bound), f.unit),
    method: f.method,
  }));
  const dollars = plan.families.filter((f) => f.unit === 'USD');
  return {
    startsAt: formatInstant(request.startsAt),
    minutesPerWorksheet: pace.perWorksheet,
    minutesPerStep: pace.perStep,
    hoods: request.hoods
      .map(({ id, name }) => ({
        id,
        name,
        jobs: plan.jobs
          .filter((j) => j.hoodId === id)
          .toSorted((a, b) => a.position - b.position)
          .map((job): SharingJobDto => {
            const it = worksheets.get(job.worksheetId);
            return {
              worksheetId: job.worksheetId,
              number: numberOf(job.worksheetId),
              title: it?.planned.title ?? '',
              hazardous: it?.row.plan.hazard !== 'none',
              position: job.position,
              startsAt: formatInstant(job.startsAt),
              endsAt: formatInstant(job.endsAt),
              minutes: it?.planned.minutes ?? 0,
              neededAt: momentOf(it?.planned.neededAt ?? null),
              late: job.late,
              sharesWith: partners(job.worksheetId).toSorted(),
            };
          }),
      }))
      .filter((hood) => hood.jobs.length > 0),
    // Those that are shared are numbered first: people look for these.
    vials: plan.vials
      .toSorted((a, b) => Number(b.drawIds.length > 1) - Number(a.drawIds.length > 1))
      .map((vial, i): SharingVialDto => {
        const product = request.products.get(vial.productId);
        return {
          vial: i + 1,
          productId: vial.productId,
          productName: product?.name ?? '',
          drugName: tallMan(product?.drugName ?? ''),
          hoodId: vial.hoodId,
          hoodName: request.hoods.find((h) => h.id === vial.hoodId)?.name ?? '',
          openedAt: formatInstant(vial.openedAt),
          until: vial.until === null ? null : formatInstant(vial.until),
          content: product?.content.toJSON() ?? vial.leftover.toJSON(),
          draws: of(vial).map((d) => ({
            worksheetId: d.worksheetId,
            number: numberOf(d.worksheetId),
            worksheetLineId: d.lineId,
            packageIndex: d.packageIndex,
            amount: d.amount.toJSON(),
            at: formatInstant(jobs.get(d.worksheetId)?.startsAt ?? vial.openedAt),
          })),
          leftover: vial.leftover.toJSON(),
          restIsKept: vial.restIsKept,
          why:
            vial.why &&
            `${vial.why}. ${displayQuantity(vial.leftover, { allowZero: true })} is left over${vial.restIsKept ? ' and kept' : ''}.`,
        };
      }),
    savings,
    savedUsd: figure(
      dollars.reduce((sum, f) => sum.plus(f.baseline).minus(f.cost), Decimal.ZERO),
      'USD',
    ),
    packagesSaved: plan.vials.reduce((sum, v) => sum + v.drawIds.length - 1, 0),
    notMade: plan.notMade.map(({ worksheetId, why }) => ({
      worksheetId,
      number: numberOf(worksheetId),
      title: worksheets.get(worksheetId)?.planned.title ?? '',
      why: why.map((f) => ({ ...f })),
    })),
  };
}

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
