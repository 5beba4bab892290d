import { DAY_MS } from '#domain/time';

const dayNumber = (date: string): number => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return Date.UTC(year, month - 1, day) / DAY_MS;
};

/** Days from one calendar date to another; negative when the other lies before. */
export const daysBetween = (from: string, to: string): number => Math.round(dayNumber(to) - dayNumber(from));

/** Shown from this many days before the end on: time to use it up or to renew it. */
export const SOON_DAYS = 60;

/** How a date that something ends on is marked: past, soon, or not at all. */
export const expiryTone = (days: number): 'danger' | 'warn' | undefined =>
  days < 0 ? 'danger' : days <= SOON_DAYS ? 'warn' : undefined;

/** Whole packages read as such: `6.000000` is 6, `5.25` stays. */
export const packages = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') || '0' : text;

/** How a countdown is marked: overdue, within the last hour, or with time to go. */
export const countdownTone = (minutes: number): 'danger' | 'warn' | 'info' =>
  minutes < 0 ? 'danger' : minutes <= 60 ? 'warn' : 'info';
