import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  gs1CheckDigit,
  hasValidCheckDigit,
  Ndc,
  ndcCandidates,
  ndcsFromGtin,
  readNdc,
  resolveNdc,
  tenDigitForms,
  toGtin14,
} from './index.js';

interface Case {
  id: string;
  input: Record<string, string | number>;
  expected: Record<string, string | number | boolean | string[]>;
}
const load = (name: string): Case[] =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Case[];

const conversions = load('ndc_conversion');
const gtins = load('gtin_check_digits');

describe('published NDC conversions', () => {
  const padded = conversions.filter((c) => c.expected['valid'] === true);
  const others = conversions.filter((c) => c.expected['valid'] !== true);

  it('covers every published case', () => {
    expect(conversions).toHaveLength(40);
    expect(padded).toHaveLength(37);
    expect(others.map((c) => c.id)).toEqual(['NDC-SW1', 'NDC-SW2', 'NDC-SW3']);
  });

  it.each(padded)('converts $input.ndc ($id)', ({ input, expected }) => {
    const ndc = Ndc.parse(String(input['ndc']));
    expect({ format: ndc.format, ndc11: ndc.ndc11 }).toEqual({ format: expected['format'], ndc11: expected['ndc11'] });
  });

  it('does not read ten digits without hyphens as one package (NDC-02)', () => {
    expect(() => Ndc.parse('0002759701')).toThrow(RangeError);
    expect(readNdc('0002759701').kind).toBe('candidates');
  });

  it('finds no ten-digit form where no segment begins with zero', () => {
    expect(tenDigitForms(Ndc.parse('12345-6789-12'))).toEqual([]);
  });

  it('offers three ten-digit forms where three segments begin with zero', () => {
    const case3 = others.find((c) => c.id === 'NDC-SW3');
    expect(tenDigitForms(Ndc.parse('01234-0678-09')).map(String)).toEqual(case3?.expected['candidates']);
  });
});

describe('check digits', () => {
  const fromNdc = gtins.filter((c) => 'ndc' in c.input);
  const given = gtins.filter((c) => !('ndc' in c.input));

  it('covers every published case', () => {
    expect([gtins.length, fromNdc.length, given.length]).toEqual([24, 21, 3]);
  });

  it.each(fromNdc)('makes the GTIN of $input.ndc ($id)', ({ input, expected }) => {
    const ndc = Ndc.parse(String(input['ndc']));
    expect(ndc.gtin14(Number(input['indicator']))).toBe(expected['gtin14']);
    expect(ndc.upcA()).toBe(expected['upc_a']);
    const back = ndcsFromGtin(String(expected['gtin14']));
    expect(back.candidates.some((c) => c.text === ndc.text)).toBe(true);
  });

  it.each(given)('verifies $id', ({ input, expected }) => {
    const digits = String(input['gtin14'] ?? input['sscc'] ?? input['gln']);
    expect(hasValidCheckDigit(digits)).toBe(expected['valid']);
    expect(gs1CheckDigit(digits.slice(0, -1))).toBe(String(expected['check_digit']));
  });

  it('reads indicator and product from the GTIN of a case', () => {
    const { indicator, candidates } = ndcsFromGtin('50325021115027');
    expect(indicator).toBe(5);
    expect(candidates.map(String)).toContain('25021-115-02');
  });
});

describe('worked examples of domain-rules 7.1 and 7.2', () => {
  it.each([
    ['0409-3977-03', '00409-3977-03', '000409-3977-03', '00304093977035', '50304093977030'],
    ['25021-115-06', '25021-0115-06', '025021-0115-06', '00325021115060', '50325021115065'],
    ['51662-1473-1', '51662-1473-01', '051662-1473-01', '00351662147313', '50351662147318'],
    ['0409-7101-66', '00409-7101-66', '000409-7101-66', '00304097101665', '50304097101660'],
  ])('%s', (text, ndc11, ndc12, each, pack) => {
    const ndc = Ndc.parse(text);
    expect([ndc.ndc11, ndc.ndc12, ndc.gtin14(), ndc.gtin14(5)]).toEqual([ndc11, ndc12, each, pack]);
    expect(Ndc.parse(ndc12).sameAs(ndc)).toBe(true);
    expect(Ndc.parse(ndc12).ndc11).toBe(ndc11);
  });

  it('has no billing form for a labeler of six digits (NDC-04)', () => {
    expect(Ndc.parse('123456-789-01').ndc11).toBeNull();
    expect(Ndc.parse('123456-7890-1').ndc12).toBe('123456-7890-01');
  });

  it('has no GTIN for an 11- or 12-digit code', () => {
    expect(Ndc.parse('00409397703').gtin14()).toBeNull();
    expect(Ndc.parse('000409-3977-03').upcA()).toBeNull();
  });

  it('sends the text and the billing form', () => {
    expect(JSON.stringify(Ndc.parse('0409-3977-03'))).toBe(
      '{"ndc":"0409-3977-03","format":"4-4-2","ndc11":"00409-3977-03"}',
    );
    expect(Ndc.parse('NDC 0409-3977-03').productNdc).toBe('0409-3977');
  });
});

describe('refusals', () => {
  it.each([
    '',
    '0409-3977',
    '0409-3977-03-1',
    '040-3977-03',
    '0409-39770-3',
    'abcd-3977-03',
    '304093977035',
    '0409 3977 03',
  ])('refuses "%s"', (text) => expect(readNdc(text).kind).toBe('invalid'));
  it.each([9, -1, 1.5])('refuses GTIN indicator %p', (indicator) => {
    expect(() => Ndc.parse('0409-3977-03').gtin14(indicator)).toThrow(RangeError);
  });
  it('refuses a GTIN with a wrong check digit', () => {
    expect(() => ndcsFromGtin('00304093977034')).toThrow(RangeError);
    expect(() => toGtin14('123')).toThrow(RangeError);
    expect(() => gs1CheckDigit('12a')).toThrow(RangeError);
  });
  it('finds no NDC in a GTIN that is not a US drug code', () => {
    expect(ndcsFromGtin('10030400012959').candidates).toEqual([]);
  });
});

describe('resolution through a directory (NDC-02)', () => {
  const candidates = ndcCandidates('0409397703');
  const knows =
    (...texts: string[]) =>
    (ndc: Ndc): boolean =>
      texts.includes(ndc.text);
  it('takes the only known candidate', () => {
    expect(resolveNdc(candidates, knows('0409-3977-03'))).toMatchObject({ kind: 'one', ndc: { text: '0409-3977-03' } });
  });
  it('does not choose between two known ones', () => {
    expect(resolveNdc(candidates, knows('0409-3977-03', '04093-977-03')).kind).toBe('several');
  });
  it('knows nothing of a package that is not in the directory', () => {
    expect(resolveNdc(candidates, () => false)).toEqual({ kind: 'none' });
  });
});

describe('properties', () => {
  const digit = fc.constantFrom(...'0123456789');
  const digits = (n: number) => fc.string({ unit: digit, minLength: n, maxLength: n });
  const ten = fc.constantFrom([4, 4, 2] as const, [5, 3, 2] as const, [5, 4, 1] as const);
  const ndcs = ten.chain(([a, b, c]) => fc.tuple(digits(a), digits(b), digits(c)).map((s) => Ndc.of(...s)));

  it('reads what it prints', () => {
    fc.assert(fc.property(ndcs, (ndc) => Ndc.parse(ndc.text).text === ndc.text && Ndc.parse(ndc.ndc12).sameAs(ndc)));
  });
  it('finds the package again among the ten-digit forms of its billing code', () => {
    fc.assert(
      fc.property(ndcs, (ndc) => tenDigitForms(Ndc.parse(ndc.ndc11 ?? '')).some((form) => form.text === ndc.text)),
    );
  });
  it('finds the package again in its GTIN, at every packaging level', () => {
    fc.assert(
      fc.property(ndcs, fc.integer({ min: 0, max: 8 }), (ndc, indicator) => {
        const back = ndcsFromGtin(ndc.gtin14(indicator) ?? '');
        return back.indicator === indicator && back.candidates.some((c) => c.text === ndc.text);
      }),
    );
  });
  it('detects every single wrong digit', () => {
    fc.assert(
      fc.property(ndcs, fc.nat(13), fc.integer({ min: 1, max: 9 }), (ndc, at, by) => {
        const gtin = ndc.gtin14() ?? '';
        const wrong = gtin.slice(0, at) + String((Number(gtin.charAt(at)) + by) % 10) + gtin.slice(at + 1);
        return !hasValidCheckDigit(wrong);
      }),
    );
  });
});
