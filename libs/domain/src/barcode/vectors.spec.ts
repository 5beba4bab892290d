import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hasValidCheckDigit, toGtin14 } from '#domain/ndc';
import { parseLocalDate } from '#domain/time';
import { isGs1Time, readGs1Date } from './dates.js';
import { GS, joinElements, pairFaults, readBracketed, readElements } from './elements.js';
import { readCode } from './read-code.js';

interface Vector {
  id: string;
  input: Record<string, string>;
  expected: Record<string, string | boolean | null>;
}
const load = (name: string): Vector[] =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Vector[];
const today = parseLocalDate('2026-03-02');
const text = (v: Vector, key: string): string => v.input[key] ?? '';

describe('unbracketed element strings (GS1)', () => {
  const vectors = load('gs1_unbracketed_element_string');
  it('has all 52 vectors', () => expect(vectors).toHaveLength(52));
  it.each(vectors)('$id $input.raw', (v) => {
    const raw = text(v, 'raw');
    const valid = v.expected['valid'];
    expect('elements' in readElements(raw.slice(1).replaceAll('^', GS), today)).toBe(valid);
    const scanned = readCode(`]d2${raw.slice(1)}`, { today, separatorsReliable: true });
    expect(scanned.kind).toBe(valid ? 'gs1' : 'refused');
  });
});

describe('bracketed element strings (GS1)', () => {
  const vectors = load('gs1_bracketed_element_string');
  it('has all 18 vectors', () => expect(vectors).toHaveLength(18));
  it.each(vectors)('$id $input.bracketed', (v) => {
    const reading = readBracketed(text(v, 'bracketed'), today);
    expect('elements' in reading).toBe(v.expected['valid']);
    const joined = 'elements' in reading ? `^${joinElements(reading.elements).replaceAll(GS, '^')}` : null;
    expect(joined).toBe(v.expected['unbracketed_with_FNC1_as_caret']);
  });
});

describe('scanner data with a symbology identifier (GS1)', () => {
  const vectors = load('gs1_scanner_data');
  // Plain QR, Data Matrix and DotCode with free text or a web address are valid messages, and no product codes.
  const plain = vectors.filter((v) => /^\](Q1|d1|J0)/.test(text(v, 'scan')));
  const carriers = vectors.filter((v) => !plain.includes(v));

  it('has all 35 vectors', () => expect([plain.length, carriers.length]).toEqual([13, 22]));

  it.each(carriers)('$id', (v) => {
    const code = readCode(text(v, 'scan'), { today });
    expect(code.kind === 'refused').toBe(!v.expected['valid']);
    const message = v.expected['message'];
    if (typeof message === 'string' && message.startsWith('^'))
      expect(`^${joinElements(code.elements).replaceAll(GS, '^')}`).toBe(message);
    else if (typeof message === 'string') expect(code.fields.gtin).toBe(toGtin14(message.split('|')[0] ?? ''));
  });

  it.each(plain)('takes nothing from $id, which is no product code', (v) => {
    expect(readCode(text(v, 'scan'), { today })).toMatchObject({ kind: 'refused', fields: { ndcCandidates: [] } });
  });
});

describe('rules between elements (GS1)', () => {
  const vectors = load('gs1_ai_combination_rules');
  // Two sorts are outside: identifiers 89 and 3338 do not exist and are refused; digital signatures are not read.
  const unknown = vectors.filter((v) => text(v, 'bracketed').match(/\((89|3338)\)/));
  const signed = vectors.filter((v) => text(v, 'rule') === 'digital signature needs serialised key');
  const outside = new Set([...unknown, ...signed].map((v) => v.id));
  const applied = vectors.filter((v) => !outside.has(v.id));

  it('applies 39 of 51 vectors', () => {
    expect([vectors.length, unknown.length, signed.length, applied.length]).toEqual([51, 7, 5, 39]);
  });
  const RULE: Record<string, string> = {
    'repeated AI must have the same value': 'repeated-element',
    'mutually exclusive AIs': 'excluded-pair',
    'required AI associations': 'missing-partner',
  };
  it.each(applied)('$id $input.bracketed', (v) => {
    const reading = readBracketed(text(v, 'bracketed'), today);
    expect(reading).toHaveProperty('elements');
    const faults = 'elements' in reading ? pairFaults(reading.elements) : [];
    const wanted = RULE[text(v, 'rule')];
    expect(wanted).toBeDefined();
    expect(faults.some((f) => f.code === wanted)).toBe(!v.expected['passes_rule']);
  });
  it.each(unknown)('refuses the unknown identifier of $id', (v) => {
    expect(readBracketed(text(v, 'bracketed'), today)).toMatchObject({ fault: { code: 'unknown-identifier' } });
  });
});

describe('check digits, dates and times (GS1)', () => {
  const checks = load('gs1_check_digit_vectors');
  const byDay = load('gs1_date_yymmdd_vectors');
  const byMonth = load('gs1_date_yymmd0_vectors');
  const times = load('gs1_time_hhmi_vectors');
  const FAULT: Record<string, string> = {
    DATE_TOO_SHORT: 'too-short',
    DATE_TOO_LONG: 'too-long',
    NON_DIGIT_CHARACTER: 'not-digits',
    ILLEGAL_MONTH: 'month',
    ILLEGAL_DAY: 'day',
  };
  const dateCheck = (dayMayBeZero: boolean) => (v: Vector) => {
    const reading = readGs1Date(text(v, 'value'), today, dayMayBeZero);
    expect('fault' in reading ? reading.fault : null).toBe(
      v.expected['error'] ? FAULT[String(v.expected['error'])] : null,
    );
  };

  it('has all 152 vectors', () => {
    expect([checks, byDay, byMonth, times].map((vectors) => vectors.length)).toEqual([9, 40, 40, 63]);
  });
  it.each(checks)('check digit $input.value', (v) => {
    expect(hasValidCheckDigit(text(v, 'value'))).toBe(v.expected['valid']);
  });
  it.each(byDay)('date $input.value', dateCheck(false));
  it.each(byMonth)('date or month $input.value', dateCheck(true));
  it.each(times)('time $input.value', (v) => {
    expect(isGs1Time(text(v, 'value'))).toBe(v.expected['valid']);
  });
});

describe('codes decoded from pictures of drug labels (openFDA)', () => {
  const vectors = load('label_barcodes');
  it('has all 245 codes, 40 of them with a drug prefix', () => {
    expect([vectors.length, vectors.filter((v) => v.expected['is_drug_prefix_03']).length]).toEqual([245, 40]);
  });
  it.each(vectors)('$id', (v) => {
    const prefix = v.input['symbology'] === 'I2/5' ? ']I1' : ']E0';
    for (const raw of [text(v, 'scanned'), prefix + text(v, 'scanned')]) {
      const { kind, fields } = readCode(raw, { today });
      expect([kind, fields.gtin]).toEqual(['gtin', v.expected['gtin14']]);
      const digits = fields.ndcCandidates.map((ndc) => ndc.digits);
      expect(digits).toEqual(v.expected['ndc10_digits'] ? Array(3).fill(v.expected['ndc10_digits']) : []);
    }
  });
});
