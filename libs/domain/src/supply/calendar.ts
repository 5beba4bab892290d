import {
  addCalendarDays,
  DAY_MS,
  dateIn,
  fromZoned,
  parseInstant,
  type Instant,
  type LocalDate,
  type ZoneId,
} from '#domain/time';
import type { Calendar, Day } from './facts.js';

/** The days from today on. @throws RangeError unless there is at least one */
export function calendarFrom(now: Instant, zone: ZoneId, days: number): Calendar {
  if (!Number.isInteger(days) || days < 1 || days > 400) throw new RangeError(`Not a number of days: ${days}`);
  const today = dateIn(now, zone);
  const starts = Array.from({ length: days + 1 }, (_, day) =>
    fromZoned({ date: addCalendarDays(today, day), hour: 0, minute: 0, second: 0 }, zone),
  );
  return { today, zone, now, days, starts };
}

export const dateOf = (calendar: Calendar, day: Day): LocalDate => addCalendarDays(calendar.today, day);

/** Whole days from one date to another; negative when it lies before. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  (parseInstant(`${to}T00:00:00Z`) - parseInstant(`${from}T00:00:00Z`)) / DAY_MS;

/** Which day a moment falls on: -1 before today, `days` when past the end. */
export function dayOf(calendar: Calendar, at: Instant): Day {
  const { starts, days } = calendar;
  const [first, last] = [starts[0] ?? at, starts[days] ?? at];
  if (at < first) return -1;
  if (at >= last) return days;
  // A day is 23 to 25 hours long, so the guess is off by one at most.
  let day = Math.min(days - 1, Math.floor((at - first) / DAY_MS));
  while (day > 0 && at < (starts[day] ?? at)) day--;
  while (at >= (starts[day + 1] ?? last)) day++;
  return day;
}
