import { parseInstant, showInstant, toZoned, zoneId, instant, type Instant } from '#domain/time';
import { isUnit, UNITS } from '#domain/quantity';

/** What the API sends for a moment: ISO text, or milliseconds inside an engine's answer. */
export type Moment = string | number;

export const toInstant = (moment: Moment): Instant =>
  typeof moment === 'number' ? instant(moment) : parseInstant(moment);

/** `2026-03-12 09:00 MST`, in the site's zone. */
export const showMoment = (moment: Moment, zone: string): string => showInstant(toInstant(moment), zoneId(zone));

/** `09:00 MST` where the day is today's, else with the date. */
export function showMomentShort(moment: Moment, zone: string, now: number): string {
  const at = toInstant(moment);
  const id = zoneId(zone);
  const text = showInstant(at, id);
  return toZoned(at, id).date === toZoned(instant(now), id).date ? text.slice(11) : text;
}

/** `in 3 h 20 min`, `12 min ago`: to be read at a glance, never to decide by. */
export function showDistance(moment: Moment, now: number): string {
  const minutes = Math.round((toInstant(moment) - now) / 60_000);
  const size = Math.abs(minutes);
  if (size < 1) return 'now';
  const text = span(size);
  return minutes > 0 ? `in ${text}` : `${text} ago`;
}

/** `90 min` reads `1 h 30 min`; two units at most. */
export function span(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = Math.round(minutes % 60);
  if (days >= 2) return hours && days < 10 ? `${days} d ${hours} h` : `${days} d`;
  const allHours = days * 24 + hours;
  if (allHours) return rest ? `${allHours} h ${rest} min` : `${allHours} h`;
  return `${rest} min`;
}

/** The unit as people read it: `ug` is mcg, `[iU]` is units. Compound units (`mg/kg`) part by part. */
export const showUnit = (unit: string): string =>
  unit
    .split('/')
    .map((part) => (isUnit(part) && part !== '1' ? UNITS[part].display : part))
    .join('/');

/** `1250.50` reads `1,250.5`. Exact text in, exact text out. */
export function showDecimal(value: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (!match) return value;
  const [, sign = '', whole = '', fraction = ''] = match;
  const trimmed = fraction.replace(/0+$/, '');
  const grouped = whole.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${grouped}${trimmed ? `.${trimmed}` : ''}`;
}

export const showQuantity = (quantity: { value: string; unit: string }): string =>
  `${showDecimal(quantity.value)} ${showUnit(quantity.unit)}`.trim();
