import { parseInstant, parseLocalDate, type Instant, type LocalDate } from '#domain/time';
import { invalid } from './validation.js';

/** No date that a pharmacy keys lies outside; beyond these PostgreSQL, JavaScript and calendars part company. */
const FIRST_YEAR = '1850';
const LAST_YEAR = '2199';

const yearFits = (year: string): boolean => year >= FIRST_YEAR && year <= LAST_YEAR;

/** A calendar date as a field holds it. @throws Problem `request.invalid` for a date that does not exist or lies far away */
export function dateField(field: string, text: string): LocalDate {
  try {
    if (yearFits(text.slice(0, 4))) return parseLocalDate(text);
  } catch {
    // Refused below, like one that lies far away.
  }
  throw invalid([
    { field, message: 'is not a date of the calendar', accepted: `YYYY-MM-DD, ${FIRST_YEAR} to ${LAST_YEAR}` },
  ]);
}

/** A moment as a field holds it. @throws Problem `request.invalid` when it has no zone, does not exist or lies far away */
export function instantField(field: string, text: string): Instant {
  try {
    if (yearFits(text.slice(0, 4))) return parseInstant(text);
  } catch {
    // Refused below, like one that lies far away.
  }
  throw invalid([
    {
      field,
      message: 'is not a moment with its zone',
      accepted: `2026-03-02T17:00:00Z, ${FIRST_YEAR} to ${LAST_YEAR}`,
    },
  ]);
}
