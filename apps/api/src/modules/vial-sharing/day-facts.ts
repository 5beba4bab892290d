import type { Finding } from '#domain/finding';
import { preparationTitle } from '#domain/order';
import { Decimal, Quantity } from '#domain/quantity';
import { addCalendarDays, fromZoned, parseLocalDate, type Instant, type LocalDate, type ZoneId } from '#domain/time';
import {
  workMinutes,
  type DayRequest,
  type Pace,
  type PlanDraw,
  type PlanProduct,
  type PlanWorksheet,
} from '#domain/vial-sharing';
import { COMPETENCIES, decideClaim, parsePlan, type WorksheetPlanJson } from '#domain/worksheet';
import type { Reader } from '../../platform/database/database.js';
import { productsById, type ProductRecord } from '../formulary/product-facts.js';
import { hoodPlace, type HoodPlace } from '../facility/placement.js';
import { freeOnShelf, hoodIds, prices, type WaitingRow } from './vial-sharing.queries.js';

/** A worksheet with what the answer tells of it. */
export interface DayWorksheet {
  readonly row: WaitingRow;
  readonly planned: PlanWorksheet;
}

export interface DayFacts {
  readonly request: DayRequest;
  readonly worksheets: ReadonlyMap<string, DayWorksheet>;
}

/** The day as the planner asks for it: what waits, what is drawn from which package, and where each may be made. */
export async function dayFacts(
  reader: Reader,
  found: readonly WaitingRow[],
  day: { readonly date: LocalDate; readonly startsAt: Instant; readonly zone: ZoneId; readonly pace: Pace },
): Promise<DayFacts> {
  const ids = (await hoodIds(reader)).map((h) => h.id);
  const places = (await Promise.all(ids.map((id) => hoodPlace(reader, id)))).flatMap((p) => p ?? []);
  const productIds = [...new Set(found.flatMap((row) => storedPlan(row).lines.map((line) => line.productId)))];
  const records = await productsById(reader, productIds);
  const products = await planProducts(reader, [...records.values()], day.date);
  const worksheets = found.map((row) => ({ row, planned: planWorksheetOf(row, places, records, day) }));
  return {
    request: {
      zone: day.zone,
      startsAt: day.startsAt,
      hoods: places.map((p) => ({ id: p.hood.id, name: p.hood.name })),
      products,
      worksheets: worksheets.map((w) => w.planned),
    },
    worksheets: new Map(worksheets.map((w) => [w.row.id, w])),
  };
}

const storedPlan = (row: WaitingRow): ReturnType<typeof parsePlan> =>
  parsePlan(row.plan.plan as unknown as WorksheetPlanJson);

async function planProducts(
  reader: Reader,
  records: readonly ProductRecord[],
  day: LocalDate,
): Promise<ReadonlyMap<string, PlanProduct>> {
  const ids = records.map((r) => r.facts.id);
  const [known, shelf] = await Promise.all([prices(reader, ids, day), freeOnShelf(reader, ids, day)]);
  return new Map(
    records.map(({ facts, inUseHours, reconstitutedStabilityHours }) => {
      const price = known.find((p) => p.productId === facts.id);
      const free = shelf.find((s) => s.productId === facts.id);
      const product: PlanProduct = {
        id: facts.id,
        name: facts.name,
        drugName: facts.drugName,
        kind: facts.containerKind as PlanProduct['kind'],
        content: facts.content,
        inUseHours,
        reconstitutedHours: facts.reconstitution ? reconstitutedStabilityHours : null,
        price: price ? Decimal.of(price.price) : null,
        free: Number(free?.packages ?? 0),
        freeExpiresOn: free?.expiresOn ?? null,
      };
      return [facts.id, product];
    }),
  );
}

function planWorksheetOf(
  row: WaitingRow,
  places: readonly HoodPlace[],
  records: ReadonlyMap<string, ProductRecord>,
  day: Parameters<typeof dayFacts>[2],
): PlanWorksheet {
  const asked = places.map((place) => ({ place, why: whyNotHere(row, place, day) }));
  const able = asked.filter((a) => a.why.length === 0);
  return {
    id: row.id,
    number: row.number,
    title: titleOf(row),
    minutes: workMinutes(storedPlan(row).steps.length, day.pace),
    neededAt: row.needed_at,
    neededUntil: row.needs_bud_until,
    hoodIds: able.map((a) => a.place.hood.id),
    whyNot: able.length > 0 ? [] : nowhere(asked),
    draws: drawsOf(row, records),
  };
}

/** The plan asks the place, not the person: whoever takes the worksheet is asked at the hood. */
function whyNotHere(row: WaitingRow, place: HoodPlace, day: Parameters<typeof dayFacts>[2]): Finding[] {
  const validUntil = parseLocalDate('9999-12-31');
  const { findings } = decideClaim({
    state: 'allocated',
    claimedBy: null,
    actor: { personId: '', name: '', qualifications: COMPETENCIES.map((competency) => ({ competency, validUntil })) },
    room: place.room,
    hood: { ...place.hood, inRoom: true },
    hazard: row.plan.hazard,
    needsBudUntil: row.needs_bud_until,
    storage: row.storage,
    at: day.startsAt,
    zone: day.zone,
  });
  return findings.filter((f) => f.severity === 'stop' || f.severity === 'hard');
}

const nowhere = (asked: readonly { readonly place: HoodPlace; readonly why: readonly Finding[] }[]): Finding[] =>
  asked.length === 0
    ? [{ code: 'sharing.no-hood', severity: 'stop', message: 'No hood is in use.', source: 'USP <797> section 4.2' }]
    : asked.flatMap(({ place, why }) =>
        why.slice(0, 1).map((f) => ({ ...f, message: `${place.hood.name}: ${f.message}` })),
      );

const titleOf = (row: WaitingRow): string =>
  row.made && row.made.length > 0
    ? preparationTitle(row.made.map((l) => ({ role: l.role, drugName: l.name, dose: Quantity.of(l.value, l.unit) })))
    : row.formula;

/** What is drawn from each package of an additive; packages of one family hold one drug in one strength. */
function drawsOf(row: WaitingRow, records: ReadonlyMap<string, ProductRecord>): PlanDraw[] {
  const plan = storedPlan(row);
  return plan.lines
    .filter((line) => line.role === 'additive')
    .flatMap((line): PlanDraw[] => {
      const stored = row.lines.find((x) => x.position === line.position);
      const product = records.get(line.productId);
      const expiresOn = stored?.expiresOn;
      if (!stored || !product || expiresOn === undefined || expiresOn === null) return [];
      const indexes = Array.from({ length: line.packages }, (_, i) => i + 1);
      return indexes.flatMap((packageIndex): PlanDraw[] => {
        const taken = plan.steps.filter(
          (s) => s.kind === 'draw' && s.line === line.position && s.packageIndex === packageIndex,
        );
        const [first, ...rest] = taken.flatMap((s) => s.plannedQuantity ?? []);
        if (!first) return [];
        const added = plan.steps
          .filter((s) => s.into?.line === line.position && s.into.packageIndex === packageIndex)
          .reduce((sum, s) => sum.plus(s.plannedVolume?.value ?? 0), Decimal.ZERO);
        return [
          {
            id: `${stored.id}/${packageIndex}`,
            worksheetId: row.id,
            lineId: stored.id,
            packageIndex,
            productId: line.productId,
            alternatives: [],
            family: familyOf(product, added),
            amount: rest.reduce((sum, q) => sum.plus(q), first).in(product.facts.content.unit),
            expiresOn,
          },
        ];
      });
    });
}

/** One drug in one strength: as it is sold, or of one product as it is made up. */
function familyOf({ facts }: ProductRecord, added: Decimal): string {
  const { drugId, form, id, strength } = facts;
  const inOne = strength?.amountIn(Quantity.of(1, 'mL'));
  return form === 'solution' && inOne
    ? `${drugId}/${inOne.value.toFixed(6, 'half-even')} ${inOne.unit}/mL`
    : `${drugId}/${id}/${added.toFixed(3, 'half-even')}`;
}

/** Work never begins in the past. */
export function startOf(date: LocalDate, time: string, zone: ZoneId, now: Instant): Instant {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const planned = fromZoned({ date, hour, minute, second: 0 }, zone);
  return planned > now ? planned : now;
}

export const endOf = (day: LocalDate, zone: ZoneId): Instant =>
  fromZoned({ date: addCalendarDays(day, 1), hour: 0, minute: 0, second: 0 }, zone);
