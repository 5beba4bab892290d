declare const instantBrand: unique symbol;
declare const localDateBrand: unique symbol;
declare const zoneBrand: unique symbol;

/** A moment, as milliseconds since 1970 UTC. A beyond-use date is one; an expiry is not. */
export type Instant = number & { readonly [instantBrand]: true };
/** A calendar date, `YYYY-MM-DD`. An expiry is one; a beyond-use date is not. */
export type LocalDate = string & { readonly [localDateBrand]: true };
/** An IANA time zone name, for example `America/Phoenix`. */
export type ZoneId = string & { readonly [zoneBrand]: true };

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** @throws RangeError unless a whole number of milliseconds within the range of dates. */
export function instant(ms: number): Instant {
  if (!Number.isInteger(ms) || Math.abs(ms) > 8.64e15) throw new RangeError(`Not an instant: ${ms}`);
  return ms as Instant;
}

const ISO = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Reads ISO 8601 with a zone or offset. @throws RangeError without one, for a time without a zone is not a moment, and for a
 * date that no calendar has (`Date.parse` alone would make March 2 of February 30).
 */
export function parseInstant(text: string): Instant {
  const date = ISO.exec(text)?.[1];
  const ms = date !== undefined && isCalendarDate(date) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`Not an instant with a zone: "${text.slice(0, 40)}"`);
  return instant(ms);
}

/** ISO 8601 in UTC, with milliseconds. */
export const formatInstant = (at: Instant): string => new Date(at).toISOString();

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

function isCalendarDate(text: string): text is LocalDate {
  const m = DATE.exec(text);
  const ms = m ? Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** @throws RangeError unless a real calendar date, `YYYY-MM-DD`. */
export function parseLocalDate(text: string): LocalDate {
  if (!isCalendarDate(text)) throw new RangeError(`Not a date: "${text.slice(0, 20)}"`);
  return text;
}

/** The last day of a month. @param month 1 to 12 */
export function lastDayOfMonth(year: number, month: number): LocalDate {
  if (!Number.isInteger(month) || month < 1 || month > 12) throw new RangeError(`Not a month: ${month}`);
  return parseLocalDate(new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10));
}

/** The date `days` later (or earlier). @throws RangeError for parts of a day. */
export function addCalendarDays(date: LocalDate, days: number): LocalDate {
  if (!Number.isInteger(days)) throw new RangeError(`Not a whole number of days: ${days}`);
  return parseLocalDate(new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10));
}

export const addHours = (at: Instant, hours: number): Instant => instant(Math.trunc(at + hours * HOUR_MS));
export const earliest = (...times: readonly Instant[]): Instant => instant(Math.min(...times));
