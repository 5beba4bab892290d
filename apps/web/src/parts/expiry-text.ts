import { lastDayOfMonth } from '#domain/time';

export type ExpiryReading = { ok: true; value: string } | { ok: false; message: string };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const SEPARATOR = String.raw`[\s/.-]*`;
const FORMS: readonly (readonly [form: RegExp, order: 'ymd' | 'mdy' | 'dmy'])[] = [
  [/^(\d{4})[\s/.-](\d{1,2})(?:[\s/.-](\d{1,2}))?$/, 'ymd'],
  [/^(\d{1,2})[\s/.-](?:(\d{1,2})[\s/.-])?(\d{4})$/, 'mdy'],
  [new RegExp(`^(?:(\\d{1,2})${SEPARATOR})?([a-z]{3})[a-z]*${SEPARATOR}(\\d{4})$`), 'dmy'],
];

/** An expiry date as packages print it in the USA, to `YYYY-MM` or `YYYY-MM-DD`. Years have four digits: `03/27` is refused. */
export function readExpiry(text: string): ExpiryReading {
  const keyed = text.trim().toLowerCase();
  if (keyed === '') return { ok: true, value: '' };
  for (const [form, order] of FORMS) {
    const match = form.exec(keyed);
    if (match) return dated(match, order);
  }
  return { ok: false, message: 'Enter the year with four digits and the month, such as 2027-03 or 03/2027' };
}

function dated(match: RegExpExecArray, order: 'ymd' | 'mdy' | 'dmy'): ExpiryReading {
  const [, first, second, third] = match;
  const parts = { ymd: [first, second, third], mdy: [third, first, second], dmy: [third, second, first] }[order];
  const [yearText = '', monthText = '', day] = parts;
  const year = Number(yearText);
  const month = order === 'dmy' ? MONTHS.indexOf(monthText) + 1 : Number(monthText);
  if (month < 1 || month > 12) return { ok: false, message: `There is no month ${monthText}` };
  if (year < 2000 || year > 2099) return { ok: false, message: `The year ${yearText} cannot be right` };
  const written = `${yearText}-${String(month).padStart(2, '0')}`;
  if (day === undefined) return { ok: true, value: written };
  const last = Number(lastDayOfMonth(year, month).slice(8));
  if (Number(day) < 1 || Number(day) > last) return { ok: false, message: `${written} has no day ${day}` };
  return { ok: true, value: `${written}-${day.padStart(2, '0')}` };
}
