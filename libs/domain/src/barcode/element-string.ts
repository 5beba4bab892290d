import { hasValidCheckDigit } from '#domain/ndc';
import { parseLocalDate, type LocalDate } from '#domain/time';
import { joinElements } from './elements.js';

const VARIABLE = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;

/**
 * The GS1 element string of a package, with character 29 after the lot where a serial follows. For labels and demonstration data.
 * @throws RangeError for a wrong GTIN, or a lot or serial that does not fit into 20 characters of GS1's set 82.
 */
export function elementString(fields: {
  readonly gtin: string;
  readonly lot?: string;
  readonly expiry?: LocalDate;
  readonly serial?: string;
}): string {
  const { gtin, lot, expiry, serial } = fields;
  if (gtin.length !== 14 || !hasValidCheckDigit(gtin)) throw new RangeError(`Not a GTIN-14: "${gtin.slice(0, 20)}"`);
  for (const text of [lot, serial]) {
    if (text !== undefined && !VARIABLE.test(text))
      throw new RangeError(`Not 1 to 20 characters of GS1 set 82: "${text.slice(0, 40)}"`);
  }
  return joinElements([
    { ai: '01', value: gtin },
    ...(expiry === undefined ? [] : [{ ai: '17', value: parseLocalDate(expiry).slice(2).replaceAll('-', '') }]),
    ...(lot === undefined ? [] : [{ ai: '10', value: lot }]),
    ...(serial === undefined ? [] : [{ ai: '21', value: serial }]),
  ]);
}
