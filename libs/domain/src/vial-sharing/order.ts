import { MINUTE_MS, instant, type Instant } from '#domain/time';
import type { DayRequest, PlanJob, PlanWorksheet } from './facts.js';

/** Worksheets that share vials stay in one hood: what was opened there does not travel. */
export type Groups = ReadonlyMap<string, string>;

const due = (w: PlanWorksheet): number => w.neededAt ?? Number.POSITIVE_INFINITY;

/** What is needed first is made first. */
export const byDue = (a: PlanWorksheet, b: PlanWorksheet): number =>
  (due(a) === due(b) ? 0 : due(a) - due(b)) || (a.number < b.number ? -1 : a.number > b.number ? 1 : 0);

/** Groups one after the other by what each needs first; within a group by need. */
export function byGroup(worksheets: readonly PlanWorksheet[], groups: Groups): PlanWorksheet[] {
  const first = new Map<string, number>();
  const key = (w: PlanWorksheet): string => groups.get(w.id) ?? w.id;
  for (const w of worksheets) first.set(key(w), Math.min(first.get(key(w)) ?? Number.POSITIVE_INFINITY, due(w)));
  const at = (w: PlanWorksheet): number => first.get(key(w)) ?? 0;
  return worksheets.toSorted(
    (a, b) =>
      (at(a) === at(b) ? 0 : at(a) - at(b)) || (key(a) === key(b) ? 0 : key(a) < key(b) ? -1 : 1) || byDue(a, b),
  );
}

/** One after the other from the start of the day, each in the hood of its group, else where it can begin first. No pauses. */
export function schedule(
  request: DayRequest,
  order: readonly PlanWorksheet[],
  groups: Groups,
  late: ReadonlySet<string>,
): PlanJob[] | null {
  const free = new Map(request.hoods.map((h) => [h.id, request.startsAt as number]));
  const waiting = new Map(request.hoods.map((h) => [h.id, 0]));
  const places = new Map<string, string>();
  const jobs: PlanJob[] = [];
  for (const w of order) {
    const group = groups.get(w.id) ?? w.id;
    const members = order.filter((x) => (groups.get(x.id) ?? x.id) === group);
    const hoodId = places.get(group) ?? leastBusy(members, free, waiting);
    if (hoodId === null) return null;
    if (!places.has(group)) {
      places.set(group, hoodId);
      waiting.set(hoodId, (waiting.get(hoodId) ?? 0) + members.reduce((sum, m) => sum + m.minutes, 0));
    }
    waiting.set(hoodId, (waiting.get(hoodId) ?? 0) - w.minutes);
    const startsAt = instant(free.get(hoodId) ?? request.startsAt);
    const endsAt = instant(startsAt + w.minutes * MINUTE_MS);
    free.set(hoodId, endsAt);
    const position = jobs.filter((j) => j.hoodId === hoodId).length + 1;
    jobs.push({ worksheetId: w.id, hoodId, position, startsAt, endsAt, late: late.has(w.id) });
  }
  return jobs;
}

/** Of the hoods in which all of the group may be made, the one with the least work before it. */
function leastBusy(
  members: readonly PlanWorksheet[],
  free: ReadonlyMap<string, number>,
  waiting: ReadonlyMap<string, number>,
): string | null {
  const common = [...free.keys()].filter((id) => members.every((m) => m.hoodIds.includes(id)));
  const load = (id: string): number => (free.get(id) ?? 0) + (waiting.get(id) ?? 0) * MINUTE_MS;
  return common.reduce<string | null>((best, id) => (best === null || load(id) < load(best) ? id : best), null);
}

export const isOnTime = (job: PlanJob, neededAt: Instant | null): boolean =>
  job.late || neededAt === null || job.endsAt <= neededAt;

/** What cannot be ready in time when everything is made by need: it is made after all that can. */
export function lateOnes(request: DayRequest, worksheets: readonly PlanWorksheet[]): ReadonlySet<string> {
  const late = new Set<string>();
  for (;;) {
    const rest = worksheets.filter((w) => !late.has(w.id)).toSorted(byDue);
    const jobs = schedule(request, rest, new Map(), late) ?? [];
    const missed = jobs.filter((j) => {
      const neededAt = rest.find((w) => w.id === j.worksheetId)?.neededAt ?? null;
      return !isOnTime(j, neededAt);
    });
    if (missed.length === 0) return late;
    // One at a time: the longest of those up to the first that is missed makes the most room (Moore and Hodgson).
    const [first] = missed;
    const before = jobs.filter((j) => j.hoodId === first?.hoodId && j.position <= (first?.position ?? 0));
    const longest = before.reduce((a, b) => (b.endsAt - b.startsAt > a.endsAt - a.startsAt ? b : a));
    late.add(longest.worksheetId);
  }
}
