export type ShortNumberPrefix =
  'ORD' | 'WS' | 'CSP' | 'VIAL' | 'LBL' | 'PT' | 'MFR' | 'PRD' | 'RCL' | 'PO' | 'RCV' | 'CNT' | 'EXC' | 'SUB';

/** A number as people read, say and scan it: `CSP-000123-K`. */
export interface ShortNumber {
  readonly prefix: ShortNumberPrefix;
  readonly sequence: bigint;
  readonly text: string;
}

/** What each prefix numbers. */
export const SHORT_NUMBER_PREFIXES: Readonly<Record<ShortNumberPrefix, string>> = {
  ORD: 'order',
  WS: 'worksheet',
  CSP: 'compounded sterile preparation',
  VIAL: 'open container',
  LBL: 'label',
  PT: 'patient',
  MFR: 'master formulation record',
  CNT: 'stock count',
  EXC: 'temperature excursion',
  SUB: 'substitution',
  PO: 'purchase order',
  RCV: 'receipt',
  RCL: 'recall',
  PRD: 'product made here',
};

// Part of the check character, so that a number read under another prefix fails. Never change one: labels are printed.
const PREFIX_CODES: Readonly<Record<ShortNumberPrefix, number>> = {
  ORD: 1,
  WS: 2,
  CSP: 3,
  VIAL: 4,
  LBL: 5,
  PT: 6,
  MFR: 7,
  CNT: 11,
  EXC: 20,
  SUB: 21,
  RCV: 9,
  PO: 10,
  RCL: 12,
  PRD: 16,
};

// 31 signs, a prime number of them, without I, L, O, S and U, which are misread as 1, 0, 5 and V.
const SIGNS = '0123456789ABCDEFGHJKMNPQRTVWXYZ';
const MODULUS = 31;
const ROOT = 3; // a primitive root of 31: weights repeat only after 30 places
const SHAPE = /^([A-Z]{2,4})-(\d{6,18})-([0-9A-Z])$/;

/**
 * Weighted sum modulo the prime 31. No two digits differ by a multiple of 31 and no two weights within 30 places are equal,
 * so every single wrong sign and every swap of two digits changes the check character. ISO 7064 MOD 37,36 lets some swaps pass,
 * and MOD 37-2 needs a `*`.
 */
function checkCharacter(prefix: ShortNumberPrefix, digits: string): string {
  let sum = PREFIX_CODES[prefix];
  for (const digit of digits) sum = (sum * ROOT + Number(digit)) % MODULUS;
  return SIGNS.charAt((MODULUS - ((sum * ROOT) % MODULUS)) % MODULUS);
}

const isPrefix = (text: string): text is ShortNumberPrefix => Object.hasOwn(SHORT_NUMBER_PREFIXES, text);

/**
 * The short number of a record, for example `shortNumber('CSP', 123)` is `CSP-000123-` and its check character.
 * @throws RangeError unless `sequence` is whole, from 1 to 18 digits.
 */
export function shortNumber(prefix: ShortNumberPrefix, sequence: bigint | number): string {
  if (typeof sequence === 'number' && !Number.isSafeInteger(sequence))
    throw new RangeError(`Not a sequence number: ${sequence}`);
  const n = BigInt(sequence);
  if (n < 1n || n >= 10n ** 18n) throw new RangeError(`Sequence number out of range: ${n}`);
  const digits = n.toString().padStart(6, '0');
  return `${prefix}-${digits}-${checkCharacter(prefix, digits)}`;
}

/** Reads a short number, in any letter case; `undefined` for anything else, a wrong check character included. */
export function parseShortNumber(text: string): ShortNumber | undefined {
  const m = SHAPE.exec(text.trim().toUpperCase());
  const [, prefix = '', digits = '', check = ''] = m ?? [];
  if (!m || !isPrefix(prefix) || checkCharacter(prefix, digits) !== check) return undefined;
  const sequence = BigInt(digits);
  if (sequence < 1n || digits !== sequence.toString().padStart(6, '0')) return undefined;
  return { prefix, sequence, text: m[0] };
}

/** True for text that is shaped like one of our numbers, whether or not its check character is right. */
export function looksLikeShortNumber(text: string): boolean {
  const m = SHAPE.exec(text.trim().toUpperCase());
  return m !== null && isPrefix(m[1] ?? '');
}
