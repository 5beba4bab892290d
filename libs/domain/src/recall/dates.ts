import { lastDayOfMonth, parseLocalDate, type LocalDate } from '#domain/time';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The printed forms of an expiry in a notice; each captures its parts by name. */
const FORMS: readonly RegExp[] = [
  /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})$/,
  /^(?<y>\d{4})-(?<m>\d{1,2})$/,
  /^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4}|\d{2})$/,
  /^(?<m>\d{1,2})[/-](?<y>\d{4}|\d{2})$/,
  /^(?<d>\d{1,2})[ -]?(?<mon>[A-Z]{3})[A-Z]*[ -]?(?<y>\d{4})$/,
  /^(?<mon>[A-Z]{3})[A-Z]*[. ]+(?<d>\d{1,2}),? +(?<y>\d{4})$/,
  /^(?<mon>[A-Z]{3})[A-Z]*[.]?[ -]?(?<y>\d{4}|\d{2})$/,
];

/** What such a date looks like inside a text. */
export const PRINTED_DATE =
  /\b(?:\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}\/\d{1,2}\/(?:\d{4}|\d{2})|\d{1,2}[/-](?:\d{4}|\d{2})(?![\d-])|\d{1,2}[ -]?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[ -]?\d{4}|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[. ]+\d{1,2},? +\d{4}|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[. -]*(?:\d{4}|\d{2}))\b/i;

/** Reads an expiry as notices print it, month first; a month alone is its last day (BUD-34). Null when it is no such date. */
export function readPrintedDate(text: string): LocalDate | null {
  const plain = text.trim().toUpperCase();
  for (const form of FORMS) {
    const parts = form.exec(plain)?.groups;
    if (!parts) continue;
    const month = parts['mon'] === undefined ? Number(parts['m']) : MONTHS.indexOf(parts['mon']) + 1;
    const year = Number(parts['y']) + (parts['y']?.length === 2 ? 2000 : 0);
    if (month < 1 || month > 12) return null;
    if (parts['d'] === undefined) return lastDayOfMonth(year, month);
    try {
      return parseLocalDate(`${year}-${String(month).padStart(2, '0')}-${parts['d'].padStart(2, '0')}`);
    } catch {
      return null;
    }
  }
  return null;
}
