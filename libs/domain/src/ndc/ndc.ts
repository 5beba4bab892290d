import { gs1CheckDigit, toGtin14 } from './check-digit.js';

/** Digits of labeler, product and package. 5-4-2 is the billing form; 6-4-2 is FDA's form from 2033-03-07 (NDC-03). */
export type NdcFormat = '4-4-2' | '5-3-2' | '5-4-1' | '5-4-2' | '6-3-2' | '6-4-1' | '6-4-2';

const FORMATS: readonly NdcFormat[] = ['4-4-2', '5-3-2', '5-4-1', '5-4-2', '6-3-2', '6-4-1', '6-4-2'];
const TEN_DIGIT_FORMATS = ['4-4-2', '5-3-2', '5-4-1'] as const;

const isFormat = (text: string): text is NdcFormat => FORMATS.some((f) => f === text);

/** A package NDC: three text segments and the format it was given in (NDC-01). Never a number: its zeros count. */
export class Ndc {
  private constructor(
    readonly labeler: string,
    readonly product: string,
    readonly packageCode: string,
    readonly format: NdcFormat,
  ) {}

  /** @throws RangeError unless the segments are digits in one of the formats. */
  static of(labeler: string, product: string, packageCode: string): Ndc {
    const format = `${labeler.length}-${product.length}-${packageCode.length}`;
    if (!isFormat(format) || !/^\d+$/.test(labeler + product + packageCode))
      throw new RangeError(`Not an NDC: "${[labeler, product, packageCode].join('-').slice(0, 40)}"`);
    return new Ndc(labeler, product, packageCode, format);
  }

  /**
   * Reads an NDC with hyphens, or 11 bare digits (the billing form, 5-4-2).
   * @throws RangeError for anything else, and for ten bare digits: where the hyphens belong cannot be known (NDC-02).
   */
  static parse(text: string): Ndc {
    const reading = readNdc(text);
    if (reading.kind === 'ndc') return reading.ndc;
    throw new RangeError(
      reading.kind === 'invalid' ? reading.reason : 'Ten digits without hyphens: the format cannot be known',
    );
  }

  /** With hyphens, in its own format. */
  get text(): string {
    return `${this.labeler}-${this.product}-${this.packageCode}`;
  }
  get digits(): string {
    return this.labeler + this.product + this.packageCode;
  }
  /** Labeler and product: what all package sizes have in common (NDC-06). */
  get productNdc(): string {
    return `${this.labeler}-${this.product}`;
  }
  /** 5-4-2, as billed (NDC-04); null where the labeler needs all six digits. */
  get ndc11(): string | null {
    const labeler = this.labeler.length === 6 && this.labeler.startsWith('0') ? this.labeler.slice(1) : this.labeler;
    if (labeler.length > 5) return null;
    return `${labeler.padStart(5, '0')}-${this.product.padStart(4, '0')}-${this.packageCode.padStart(2, '0')}`;
  }
  /** 6-4-2, as FDA writes every code from 2033-03-07 (NDC-03). One text per package, whatever the format given. */
  get ndc12(): string {
    return `${this.labeler.padStart(6, '0')}-${this.product.padStart(4, '0')}-${this.packageCode.padStart(2, '0')}`;
  }
  /** True for the same package, whatever the two formats. */
  sameAs(other: Ndc): boolean {
    return this.ndc12 === other.ndc12;
  }

  /**
   * `0` (each) or `1` to `8` (packaging level), `03`, the ten digits, check digit (domain-rules 7.2).
   * Null for 11 and 12 digits: those do not fit, and which ten were meant is not known.
   * @throws RangeError for another indicator.
   */
  gtin14(indicator = 0): string | null {
    if (!Number.isInteger(indicator) || indicator < 0 || indicator > 8)
      throw new RangeError(`GTIN indicator: ${indicator}; accepted: 0 to 8`);
    if (this.digits.length !== 10) return null;
    const body = `${indicator}03${this.digits}`;
    return body + gs1CheckDigit(body);
  }
  /** `3`, the ten digits, check digit; null as for `gtin14`. */
  upcA(): string | null {
    return this.gtin14(0)?.slice(2) ?? null;
  }

  toString(): string {
    return this.text;
  }
  toJSON(): { ndc: string; format: NdcFormat; ndc11: string | null } {
    return { ndc: this.text, format: this.format, ndc11: this.ndc11 };
  }
}

/** What a typed or scanned NDC may be. */
export type NdcReading =
  | { readonly kind: 'ndc'; readonly ndc: Ndc }
  | { readonly kind: 'candidates'; readonly candidates: readonly Ndc[] }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Reads an NDC with hyphens, 11 bare digits (billing form) or 10 bare digits (three candidates). `NDC` in front is ignored. */
export function readNdc(text: string): NdcReading {
  const bare = text.trim().replace(/^NDC[:#]?\s*/i, '');
  if (/^\d{10}$/.test(bare)) return { kind: 'candidates', candidates: ndcCandidates(bare) };
  const segments = /^\d{11}$/.test(bare) ? cut(bare, '5-4-2') : bare.split('-');
  const [labeler = '', product = '', packageCode = '', ...more] = segments;
  const format = `${labeler.length}-${product.length}-${packageCode.length}`;
  if (more.length > 0 || !isFormat(format) || !/^\d+$/.test(segments.join('')))
    return { kind: 'invalid', reason: `Not an NDC: "${bare.slice(0, 40)}"; accepted: ${FORMATS.join(', ')}` };
  return { kind: 'ndc', ndc: Ndc.of(labeler, product, packageCode) };
}

function cut(digits: string, format: NdcFormat): string[] {
  const lengths = format.split('-').map(Number);
  let at = 0;
  return lengths.map((length) => digits.slice(at, (at += length)));
}

function inFormat(digits: string, format: NdcFormat): Ndc {
  const [labeler = '', product = '', packageCode = ''] = cut(digits, format);
  return Ndc.of(labeler, product, packageCode);
}

/** The three packages that ten digits may mean. @throws RangeError unless ten digits. */
export function ndcCandidates(tenDigits: string): Ndc[] {
  if (!/^\d{10}$/.test(tenDigits)) throw new RangeError(`Not ten digits: "${tenDigits.slice(0, 40)}"`);
  return TEN_DIGIT_FORMATS.map((format) => inFormat(tenDigits, format));
}

/**
 * The ten-digit codes that could stand behind an 11-digit one: each format in which a zero was put in front of a segment.
 * None means that the code has eleven digits of its own, as some outsourcing facilities print them.
 */
export function tenDigitForms(ndc: Ndc): Ndc[] {
  if (ndc.digits.length === 10) return [ndc];
  if (ndc.ndc11 === null) return [];
  const [labeler = '', product = '', packageCode = ''] = ndc.ndc11.split('-');
  const forms: Ndc[] = [];
  if (labeler.startsWith('0')) forms.push(Ndc.of(labeler.slice(1), product, packageCode));
  if (product.startsWith('0')) forms.push(Ndc.of(labeler, product.slice(1), packageCode));
  if (packageCode.startsWith('0')) forms.push(Ndc.of(labeler, product, packageCode.slice(1)));
  return forms;
}

/**
 * The packages that a GTIN may mean; none when it is not a US drug code (prefix 03).
 * @throws RangeError for a wrong length or check digit.
 */
export function ndcsFromGtin(gtin: string): { readonly indicator: number; readonly candidates: readonly Ndc[] } {
  const gtin14 = toGtin14(gtin);
  const indicator = Number(gtin14.charAt(0));
  if (gtin14.slice(1, 3) !== '03' || indicator > 8) return { indicator, candidates: [] };
  return { indicator, candidates: ndcCandidates(gtin14.slice(3, 13)) };
}

/** What a directory makes of candidates. */
export type NdcResolution =
  | { readonly kind: 'one'; readonly ndc: Ndc }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly ndcs: readonly Ndc[] };

/** Resolves candidates through a directory, never by guess (NDC-02): two that are both known stay two. */
export function resolveNdc(candidates: readonly Ndc[], isKnown: (ndc: Ndc) => boolean): NdcResolution {
  const known = candidates.filter(isKnown).filter((ndc, i, all) => all.findIndex((o) => o.sameAs(ndc)) === i);
  const [only] = known;
  if (!only) return { kind: 'none' };
  return known.length === 1 ? { kind: 'one', ndc: only } : { kind: 'several', ndcs: known };
}
