/** What a canonical text is made of. Numbers are whole; decimals come as text, so that no binary fraction is ever signed. */
export type Signable =
  | string
  | boolean
  | null
  | number
  | { toJSON(): unknown }
  | readonly Signable[]
  | { readonly [key: string]: Signable | undefined };

/**
 * Text of a record that is the same wherever and whenever it is made: keys sorted by code unit, no spaces, absent fields left out,
 * strings in Unicode form C. Hash and sign this text, and store it; never re-serialize the record to check it.
 * @throws RangeError for a number that is not whole, TypeError for anything that is not data.
 */
export function canonicalJson(value: Signable): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'));
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number: ${value}; give decimals as text`);
    return String(Object.is(value, -0) ? 0 : value);
  }
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} cannot be signed`);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (hasToJson(value)) return canonicalJson(value.toJSON() as Signable);
  const fields = value;
  const parts = Object.keys(fields)
    .sort(byCodeUnit)
    .flatMap((key) => {
      const field = fields[key];
      return field === undefined ? [] : [`${JSON.stringify(key.normalize('NFC'))}:${canonicalJson(field)}`];
    });
  return `{${parts.join(',')}}`;
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
// `Array.isArray` does not narrow a readonly array.
const isList = (value: Signable): value is readonly Signable[] => Array.isArray(value);
const hasToJson = (value: object): value is { toJSON(): unknown } =>
  'toJSON' in value && typeof value.toJSON === 'function';
