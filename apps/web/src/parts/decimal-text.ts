import { isUnit, Quantity, UNITS, type Unit } from '#domain/quantity';

export type DecimalReading =
  | { ok: true; value: string; /** Shown beside the field when it was converted. */ note?: string }
  | { ok: false; message: string };

const NUMBER = String.raw`(\d*\.?\d*|\d{1,3}(?:,\d{3})+(?:\.\d*)?)`;
const WITH_UNIT = new RegExp(String.raw`^${NUMBER}\s*([a-zA-Zµμ²[\]][a-zA-Zµμ²[\]_0-9]*)?$`);

/** Spellings that people key, to the unit meant. */
const SPELLINGS: Readonly<Record<string, Unit>> = {
  mcg: 'ug',
  µg: 'ug',
  μg: 'ug',
  microgram: 'ug',
  micrograms: 'ug',
  gram: 'g',
  grams: 'g',
  ml: 'mL',
  cc: 'mL',
  l: 'L',
  unit: '[iU]',
  units: '[iU]',
  meq: 'meq',
  mmol: 'mmol',
  'm²': 'm2',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  minutes: 'min',
  mins: 'min',
  days: 'd',
  day: 'd',
  lb: '[lb_av]',
  lbs: '[lb_av]',
  in: '[in_i]',
  inch: '[in_i]',
  inches: '[in_i]',
};

/**
 * Reads a number as people key it, to exact decimal text: `1,250` is 1250, `.5` is 0.5, `1.25 g` in a field of mg is 1250.
 * `0,5` is refused, because a comma in the wrong place is a tenfold or thousandfold error when guessed.
 */
export function readDecimal(text: string, unit?: string): DecimalReading {
  const keyed = text.trim();
  if (keyed === '') return { ok: true, value: '' };
  if (/^\d+,\d+$/.test(keyed) && !/^\d{1,3}(,\d{3})+$/.test(keyed))
    return { ok: false, message: `Use a point for decimals: ${keyed.replace(',', '.')}` };
  const match = WITH_UNIT.exec(keyed);
  const digits = match?.[1]?.replaceAll(',', '') ?? '';
  if (!match || !/\d/.test(digits)) return { ok: false, message: 'Enter a plain number, such as 1250 or 0.5' };
  const value = plain(digits);
  return match[2] === undefined ? { ok: true, value } : convert(value, match[2], unit);
}

function convert(value: string, keyedUnit: string, unit: string | undefined): DecimalReading {
  const from = unitOf(keyedUnit);
  if (from === undefined) return { ok: false, message: `${keyedUnit} is not a unit known here` };
  if (unit === undefined || !isUnit(unit)) return { ok: false, message: 'Enter the number alone, without a unit' };
  if (from === unit) return { ok: true, value };
  if (UNITS[from].dimension !== UNITS[unit].dimension)
    return { ok: false, message: `${keyedUnit} does not convert to ${UNITS[unit].display}` };
  const converted = Quantity.of(value, from).in(unit).value;
  if (!converted.isExact())
    return { ok: false, message: `${keyed(value, from)} is not an exact number of ${UNITS[unit].display}` };
  const exact = converted.toString();
  return { ok: true, value: exact, note: `${keyed(value, from)} = ${keyed(exact, unit)}` };
}

const keyed = (value: string, unit: Unit): string => `${value} ${UNITS[unit].display}`;

const unitOf = (text: string): Unit | undefined => (isUnit(text) ? text : SPELLINGS[text.toLowerCase()]);

/** No leading or trailing zeros that say nothing: `007.50` is 7.5. */
function plain(digits: string): string {
  const [whole = '', fraction = ''] = digits.split('.');
  const end = fraction.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '') || '0'}${end ? `.${end}` : ''}`;
}
