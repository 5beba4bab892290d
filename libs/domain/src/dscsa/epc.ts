import { gs1CheckDigit, hasValidCheckDigit } from '#domain/ndc';

/** What an EPC names, in the form that codes on packages bear it. */
export type EpcIdentity =
  /** One package; `serial` is `*` where a pattern names all of them. */
  | { readonly kind: 'serial'; readonly gtin: string; readonly serial: string }
  | { readonly kind: 'lot'; readonly gtin: string; readonly lot: string }
  /** A GTIN and nothing else. */
  | { readonly kind: 'class'; readonly gtin: string }
  /** A logistic unit: 18 digits. */
  | { readonly kind: 'sscc'; readonly sscc: string }
  /** A party or place: 13 digits. */
  | { readonly kind: 'gln'; readonly gln: string };

/** Read, not one of these (a vocabulary word, somebody's own address), or broken and why. */
export type EpcReading =
  { readonly known: true; readonly identity: EpcIdentity } | { readonly known: false; readonly fault?: string };

const OTHER: EpcReading = { known: false };
const fault = (why: string): EpcReading => ({ known: false, fault: why });
const is = (identity: EpcIdentity): EpcReading => ({ known: true, identity });

/** Serial and lot as GS1 allows them: up to 20 signs of the invariant set. */
const VALUE = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;

/**
 * Reads an EPC in URN form (`urn:epc:id:sgtin:0614141.107346.2017`) or as a GS1 Digital Link
 * (`https://id.gs1.org/01/10614141073464/21/2017`). Check digits are computed for URNs, which have none, and verified in links.
 */
export function readEpc(text: string): EpcReading {
  if (text.startsWith('urn:epc:')) return readUrn(text);
  if (/^https?:\/\//i.test(text)) return readDigitalLink(text);
  return OTHER;
}

const URN = /^urn:epc:(id|class|idpat):(sgtin|lgtin|sscc|sgln|pgln):(.+)$/;

function readUrn(text: string): EpcReading {
  const match = URN.exec(text);
  if (!match) return OTHER;
  const [, , scheme = '', rest = ''] = match;
  const [company = '', item = '', ...more] = rest.split('.');
  const extra = decode(more.join('.'));
  if (extra === null) return fault('holds a percent sign that escapes nothing');
  if (!/^\d{6,12}$/.test(company)) return fault('the company prefix is not 6 to 12 digits');
  switch (scheme) {
    case 'sgtin':
    case 'lgtin':
      return tradeItem(scheme, company, item, extra);
    case 'sscc': {
      if (!/^\d+$/.test(item) || company.length + item.length !== 17 || more.length > 0)
        return fault('an SSCC has 17 digits before its check digit');
      const body = item.charAt(0) + company + item.slice(1);
      return is({ kind: 'sscc', sscc: body + gs1CheckDigit(body) });
    }
    default: {
      if (!/^\d*$/.test(item) || company.length + item.length !== 12)
        return fault('a location number has 12 digits before its check digit');
      const body = company + item;
      return is({ kind: 'gln', gln: body + gs1CheckDigit(body) });
    }
  }
}

function tradeItem(scheme: string, company: string, item: string, extra: string): EpcReading {
  // The indicator digit stands first in the item reference, and first of all in the GTIN.
  if (!/^\d+$/.test(item) || company.length + item.length !== 13)
    return fault('a GTIN has 13 digits before its check digit');
  const body = item.charAt(0) + company + item.slice(1);
  const gtin = body + gs1CheckDigit(body);
  if (!VALUE.test(extra))
    return fault(`${scheme === 'sgtin' ? 'the serial' : 'the lot'} is not 1 to 20 GS1 characters`);
  return is(scheme === 'sgtin' ? { kind: 'serial', gtin, serial: extra } : { kind: 'lot', gtin, lot: extra });
}

/** `/01/…` with `/10/…` and `/21/…` behind it, `/00/…`, `/414/…`, `/417/…`; a query or fragment says nothing here. */
function readDigitalLink(text: string): EpcReading {
  const path = (/^https?:\/\/[^/?#]+([^?#]*)/i.exec(text)?.[1] ?? '').replace(/\/+$/, '');
  const parts = path.split('/').map(decode);
  if (parts.includes(null)) return fault('holds a percent sign that escapes nothing');
  const segments = parts.map((part) => part ?? '');
  const start = segments.findLastIndex((part, i) => PRIMARY.has(part) && segments.length - i >= 2 && i > 0);
  if (start < 0) return OTHER;
  const key = segments[start] ?? '';
  const value = segments[start + 1] ?? '';
  const rest = segments.slice(start + 2);
  if (key === '00') return checked(value, 18, { kind: 'sscc', sscc: value });
  if (key !== '01') return checked(value, 13, { kind: 'gln', gln: value });
  if (!/^(\d{8}|\d{12,14})$/.test(value) || !hasValidCheckDigit(value))
    return fault('the GTIN or its check digit is wrong');
  return linkQualifiers(value.padStart(14, '0'), rest);
}

const PRIMARY: ReadonlySet<string> = new Set(['01', '00', '414', '417']);

function linkQualifiers(gtin: string, rest: readonly string[]): EpcReading {
  const qualifiers = new Map<string, string>();
  for (let i = 0; i + 1 < rest.length; i += 2) qualifiers.set(rest[i] ?? '', rest[i + 1] ?? '');
  const serial = qualifiers.get('21');
  const lot = qualifiers.get('10');
  if (serial !== undefined)
    return VALUE.test(serial)
      ? is({ kind: 'serial', gtin, serial })
      : fault('the serial is not 1 to 20 GS1 characters');
  if (lot !== undefined)
    return VALUE.test(lot) ? is({ kind: 'lot', gtin, lot }) : fault('the lot is not 1 to 20 GS1 characters');
  return is({ kind: 'class', gtin });
}

const checked = (value: string, length: number, identity: EpcIdentity): EpcReading =>
  /^\d+$/.test(value) && value.length === length && hasValidCheckDigit(value)
    ? is(identity)
    : fault(`${length} digits with a right check digit are needed`);

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
