import { lastDayOfMonth, parseLocalDate, type LocalDate } from '#domain/time';

export type DateFault = 'too-short' | 'too-long' | 'not-digits' | 'month' | 'day';
export type DateReading = { readonly date: LocalDate } | { readonly fault: DateFault };

/** Four-digit year of two digits: 51 or more ahead is the last century, 50 or more behind the next (General Specifications 7.12). */
export function fullYear(twoDigits: number, today: LocalDate): number {
  const year = Number(today.slice(0, 4));
  const century = year - (year % 100);
  const ahead = twoDigits - (year % 100);
  return century + twoDigits + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
}

/** Reads YYMMDD. Day 00, where allowed, is the last day of the month (domain-rules 7.2, AI 17). */
export function readGs1Date(text: string, today: LocalDate, dayMayBeZero: boolean): DateReading {
  if (text.length < 6) return { fault: 'too-short' };
  if (text.length > 6) return { fault: 'too-long' };
  if (!/^\d{6}$/.test(text)) return { fault: 'not-digits' };
  const year = fullYear(Number(text.slice(0, 2)), today);
  const month = Number(text.slice(2, 4));
  const day = Number(text.slice(4, 6));
  if (month < 1 || month > 12) return { fault: 'month' };
  const last = lastDayOfMonth(year, month);
  if (day === 0) return dayMayBeZero ? { date: last } : { fault: 'day' };
  if (day > Number(last.slice(8))) return { fault: 'day' };
  return { date: parseLocalDate(`${last.slice(0, 8)}${text.slice(4, 6)}`) };
}

/** True for HHMM, 0000 to 2359. */
export const isGs1Time = (text: string): boolean => /^([01]\d|2[0-3])[0-5]\d$/.test(text);
