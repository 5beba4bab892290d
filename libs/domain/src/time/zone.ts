import {
  addCalendarDays,
  DAY_MS,
  earliest,
  instant,
  parseLocalDate,
  type Instant,
  type LocalDate,
  type ZoneId,
} from './instant.js';

/** A moment as the clock on the wall of a zone shows it. */
export interface Zoned {
  readonly date: LocalDate;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly offsetMinutes: number;
  /** For example `MST` or `CDT`; printed wherever a time is shown. */
  readonly abbreviation: string;
}

export interface LocalDateTime {
  readonly date: LocalDate;
  readonly hour: number;
  readonly minute: number;
  readonly second?: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatFor(zone: ZoneId): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    });
    formats.set(zone, format);
  }
  return format;
}

/** @throws RangeError for a zone that is not known. */
export function zoneId(name: string): ZoneId {
  const zone = name as ZoneId;
  formatFor(zone);
  return zone;
}

/** What the wall clock of `zone` shows at `at`. */
export function toZoned(at: Instant, zone: ZoneId): Zoned {
  const parts = new Map(
    formatFor(zone)
      .formatToParts(at)
      .map((p) => [p.type, p.value]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const date = parseLocalDate(`${get('year').padStart(4, '0')}-${get('month')}-${get('day')}`);
  const [hour, minute, second] = [Number(get('hour')), Number(get('minute')), Number(get('second'))];
  const asUtc = utc({ date, hour, minute, second });
  const offsetMinutes = Math.round((asUtc - Math.floor(at / 1000) * 1000) / 60_000);
  return { date, hour, minute, second, offsetMinutes, abbreviation: get('timeZoneName') };
}

const utc = (local: LocalDateTime): number =>
  Date.parse(`${local.date}T00:00:00Z`) + ((local.hour * 60 + local.minute) * 60 + (local.second ?? 0)) * 1000;

/**
 * The moment at which the wall clock shows `local`. In the hour that occurs twice the first is meant; a time that a clock
 * change skips is moved forward by the gap.
 */
export function fromZoned(local: LocalDateTime, zone: ZoneId): Instant {
  const wanted = utc(local);
  const offsets = [wanted - DAY_MS, wanted + DAY_MS].map((ms) => toZoned(instant(ms), zone).offsetMinutes);
  const candidates = offsets.map((offset) => instant(wanted - offset * 60_000));
  const exact = candidates.filter((at) => utc(toZoned(at, zone)) === wanted);
  return exact.length > 0 ? earliest(...exact) : instant(Math.max(...candidates));
}

/** 23:59:59 of the date: until when something that expires on a day may be used (BUD-34). */
export const endOfDay = (date: LocalDate, zone: ZoneId): Instant =>
  fromZoned({ date, hour: 23, minute: 59, second: 59 }, zone);

/** `days` later by the earlier of two readings: 24 h times days, and the same wall clock that many dates on (BUD-33). */
export function addDaysStrict(at: Instant, days: number, zone: ZoneId): Instant {
  const local = toZoned(at, zone);
  const wall = fromZoned({ ...local, date: addCalendarDays(local.date, days) }, zone);
  return earliest(instant(at + days * DAY_MS), instant(wall + (((at % 1000) + 1000) % 1000)));
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** `2026-03-12 09:00 MST`: to the minute, rounded down (BUD-35), always with the zone. */
export function showInstant(at: Instant, zone: ZoneId): string {
  const z = toZoned(at, zone);
  return `${z.date} ${pad(z.hour)}:${pad(z.minute)} ${z.abbreviation}`;
}

export const dateIn = (at: Instant, zone: ZoneId): LocalDate => toZoned(at, zone).date;
