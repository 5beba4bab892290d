import { parseInstant, type Instant } from '#domain/time';
import { invalid } from '../../../platform/http/validation.js';

/** A moment that was asked for. @throws Problem `request.invalid`, at the field, for what is a date alone or does not exist */
export function momentOf(text: string, field: string): Instant {
  try {
    return parseInstant(text);
  } catch {
    throw invalid([{ field, message: 'is not a moment', accepted: 'for example 2026-03-02T14:00:00Z' }]);
  }
}
