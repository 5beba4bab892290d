import { endOfDay, lastDayOfMonth, parseLocalDate, type Instant, type LocalDate, type ZoneId } from '#domain/time';

declare const expiryBrand: unique symbol;

/** A maker's expiry as printed: `YYYY-MM-DD`, or `YYYY-MM` when the package shows only a month. */
export type Expiry = string & { readonly [expiryBrand]: true };

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** @throws RangeError unless `YYYY-MM-DD` (a real date) or `YYYY-MM`. */
export function parseExpiry(text: string): Expiry {
  if (!MONTH.test(text)) parseLocalDate(text);
  return text as Expiry;
}

/** The last day of use: of a month, its last day (USP General Notices; BUD-34). */
export function expiryDate(expiry: Expiry): LocalDate {
  const month = MONTH.exec(expiry);
  return month ? lastDayOfMonth(Number(month[1]), Number(month[2])) : parseLocalDate(expiry);
}

/** The last moment of use: 23:59:59 of the last day, on the pharmacy's clock (BUD-34). */
export const expiryInstant = (expiry: Expiry, zone: ZoneId): Instant => endOfDay(expiryDate(expiry), zone);
