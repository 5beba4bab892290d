import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLocalDate, type LocalDate } from '#domain/time';
import { Ndc } from '#domain/ndc';
import { elementString, readCode, shortNumber, type ReadOptions, type ScannedCode } from './index.js';
import { fullYear } from './dates.js';

const today = parseLocalDate('2026-03-02');
const GS = '\u001d';
const scan = (raw: string, options: Partial<ReadOptions> = {}): ScannedCode => readCode(raw, { today, ...options });
const codes = (code: ScannedCode): string[] => code.findings.map((f) => f.code);

describe('worked example 18', () => {
  const body = `0100304093977035172612001` + `0AB12${GS}21S1`;
  it.each([
    ['with the prefix of GS1 DataMatrix', `]d2${body}`],
    ['with the prefix of GS1-128', `]C1${body}`],
    ['with the prefix of GS1 QR', `]Q3${body}`],
    ['with no prefix', body],
    ['with a leading FNC1 and carets', `^${body.replace(GS, '^')}`],
    ['with ~029', body.replace(GS, '~029')],
    ['with {GS}', body.replace(GS, '{GS}')],
    ['with a line end after it', `]d2${body}\r\n`],
  ])('reads GTIN, expiry at the end of the month, lot and serial %s', (_name, raw) => {
    const code = scan(raw);
    expect(code.kind).toBe('gs1');
    expect(code.fields).toMatchObject({ gtin: '00304093977035', expiry: '2026-12-31', lot: 'AB12', serial: 'S1' });
    expect(code.fields.ndcCandidates.map(String)).toContain('0409-3977-03');
    expect(code.fields.ndc).toBeUndefined();
    expect(codes(code)).toEqual(['barcode.ndc-ambiguous']);
  });
  it('reads a separator that is set for this scanner', () => {
    expect(scan(body.replace(GS, '#'), { separators: ['#'] }).fields.lot).toBe('AB12');
  });
  it('reads the fields in any order', () => {
    expect(scan(`]d221S1${GS}10AB12${GS}172612000100304093977035`).fields).toMatchObject({
      gtin: '00304093977035',
      expiry: '2026-12-31',
      lot: 'AB12',
      serial: 'S1',
    });
  });
  it('refuses a wrong check digit', () => {
    const code = scan(body.replace('00304093977035', '00304093977034'));
    expect([code.kind, codes(code), code.fields]).toEqual(['refused', ['barcode.check-digit'], { ndcCandidates: [] }]);
  });
});

describe('a separator that the scanner dropped', () => {
  it('is never guessed: lot and serial are left out, the product stays', () => {
    const code = scan(']d201003040939770351726120010AB1221S1');
    expect(codes(code)).toContain('barcode.ambiguous');
    expect(code.fields).toMatchObject({ gtin: '00304093977035', expiry: '2026-12-31' });
    expect([code.fields.lot, code.fields.serial]).toEqual([undefined, undefined]);
    expect(code.alternatives.map((a) => [a.lot, a.serial])).toEqual([
      ['AB1221S1', undefined],
      ['AB12', 'S1'],
    ]);
  });
  it('does not hide an expiry in a serial number', () => {
    const code = scan('010030409397703521SER117261231');
    expect(code.alternatives.map((a) => [a.serial, a.expiry])).toEqual([
      ['SER117261231', undefined],
      ['SER1', '2026-12-31'],
    ]);
    expect(code.fields.expiry).toBeUndefined();
  });
  it('is restored where only one reading is possible', () => {
    const code = scan(']d2010030409397703517261231' + '10ABCDEFGHJKMNPQRT21ZZZZZZZZZZ');
    expect(code.fields).toMatchObject({ lot: 'ABCDEFGHJKMNPQRT', serial: 'ZZZZZZZZZZ' });
    expect(codes(code)).toContain('barcode.separator-restored');
  });
  it('is not restored where a field that drug packages seldom carry could begin', () => {
    const code = scan(']d201003040939770351726123110ABCDEFGHJK240MNPQ21ZZZZZZZZZZ');
    expect(codes(code)).toContain('barcode.ambiguous');
    expect([code.fields.lot, code.fields.serial]).toEqual([undefined, undefined]);
  });
  it('is not looked for without end', () => {
    for (const raw of [
      `0100304093977035${'1021'.repeat(28)}`,
      `0100304093977035${'91'.repeat(55)}\u00b5`,
      '21'.repeat(64),
    ])
      expect(scan(`]d2${raw}`).kind).toBe('refused');
  });
  it('is found in a code without prefix that does not begin with its GTIN', () => {
    expect(scan('172612310100304093977035').fields).toMatchObject({ gtin: '00304093977035', expiry: '2026-12-31' });
    expect(scan('172612310100304093977034').kind).toBe('refused');
  });
  it('is no question where the scanner is known to send separators', () => {
    const raw = ']d201003040939770351726120010AB1221S1';
    expect(scan(raw, { separatorsReliable: true }).fields.lot).toBe('AB1221S1');
    expect(scan(`^${raw.slice(3)}`, { separatorsReliable: true }).fields.lot).toBe('AB1221S1');
  });
  it('is no question where nothing else begins in the lot', () => {
    const code = scan('0100304093977035172612311' + '0LOT7');
    expect([code.fields.lot, codes(code)]).toEqual(['LOT7', ['barcode.ndc-ambiguous']]);
  });
});

describe('national drug codes', () => {
  it('takes the NDC of AI 715 as certain, in FDA’s twelve digits', () => {
    const code = scan(`]d20100304093977035715000409397703${GS}10A`);
    expect([code.fields.ndc?.text, codes(code)]).toEqual(['000409-3977-03', ['barcode.no-lot-or-expiry']]);
  });
  it('refuses an AI 715 that is not the product of the GTIN', () => {
    expect(codes(scan(`]d20100304093977035715` + '0409-3977-04'))).toEqual(['barcode.ndc-mismatch']);
    expect(codes(scan(`]d20100304093977035715` + 'XYZ'))).toEqual(['barcode.ndc-mismatch']);
  });
  it.each([
    ['0409-3977-03', '0409-3977-03'],
    ['00409397703', '00409-3977-03'],
  ])('reads a bare NDC %s', (raw, text) => {
    expect(scan(raw)).toMatchObject({ kind: 'ndc', fields: { ndc: { text } } });
  });
  it('offers three readings of ten bare digits', () => {
    const code = scan('0409397703');
    expect(code.kind).toBe('ndc');
    expect(code.fields.ndc).toBeUndefined();
    expect(code.fields.ndcCandidates).toHaveLength(3);
    expect(codes(code)).toEqual(['barcode.ndc-ambiguous', 'barcode.no-lot-or-expiry']);
  });
  it.each(['304093977035', '0304093977035', '00304093977035'])('reads the linear code %s as the same GTIN', (raw) => {
    expect(scan(raw)).toMatchObject({ kind: 'gtin', fields: { gtin: '00304093977035' } });
    expect(codes(scan(raw))).toContain('barcode.no-lot-or-expiry');
  });
});

describe('our own numbers', () => {
  const csp = shortNumber('CSP', 123);
  it.each([csp, csp.toLowerCase(), `]d1${csp}`, `]C0${csp}`, `]Q1${csp}\r`])('reads %j', (raw) => {
    expect(scan(raw)).toMatchObject({
      kind: 'internal',
      fields: { internal: { prefix: 'CSP', sequence: 123n } },
      findings: [],
    });
  });
  it('refuses a wrong check character', () => {
    const wrong = csp.slice(0, -1) + (csp.endsWith('A') ? 'B' : 'A');
    expect(codes(scan(wrong))).toEqual(['barcode.check-character']);
  });
});

describe('refusals', () => {
  it.each([
    ['nothing', ' \r\n', 'empty'],
    ['a text of another kind', 'HELLO WORLD', 'unknown'],
    ['a web address', 'https://example.com/01/09520123456788', 'unknown'],
    ['a symbology that is not used', ']z0123', 'unknown'],
    ['an identifier that does not exist', ']d2010030409397703589X', 'unknown-identifier'],
    ['a lower-case Greek letter', ']d2010030409397703510Aµ', 'invalid-character'],
    ['a day that does not exist', ']d2010030409397703517260230', 'date'],
    ['a lot that is too long', `]d20100304093977035${GS}10123456789012345678901`, 'length'],
    ['an empty lot', `]d20100304093977035` + '10', 'length'],
    ['two lots', `]d2010030409397703510A${GS}10B`, 'repeated-element'],
    ['contents beside the item', ']d201003040939770350200304093977035', 'excluded-pair'],
    ['brackets that were scanned', '(01)00304093977035', 'brackets'],
    ['a UPC with a wrong check digit', '304093977034', 'check-digit'],
    ['letters in an EAN', ']E012345678901AB', 'invalid-character'],
    ['an EAN that is too short', ']E0123', 'length'],
    ['513 characters', '0'.repeat(513), 'too-long'],
  ])('refuses %s', (_name, raw, code) => {
    expect(scan(raw)).toMatchObject({ kind: 'refused', fields: { ndcCandidates: [] }, elements: [] });
    expect(codes(scan(raw))).toEqual([`barcode.${code}`]);
  });
  it('reads brackets that a person keyed, with spaces', () => {
    const code = scan('(01) 00304093977035 (17) 261200 (10) AB12', { entry: 'keyed' });
    expect(code.fields).toMatchObject({ gtin: '00304093977035', expiry: '2026-12-31', lot: 'AB12' });
  });
});

describe('dates', () => {
  it.each([
    [76, 2076],
    [77, 1977],
    [99, 1999],
    [26, 2026],
    [0, 2000],
  ])('takes year %i as %i in 2026', (two, year) => expect(fullYear(two, today)).toBe(year));
  it.each([
    ['2049-12-31', 0, 2000],
    ['2050-01-01', 0, 2100],
    ['2050-01-01', 99, 2099],
    ['2060-01-01', 10, 2110],
    ['2060-01-01', 11, 2011],
  ])('on %s year %i is %i', (now, two, year) => expect(fullYear(two, now as LocalDate)).toBe(year));
  it('takes the earlier of two expiries and says at what time', () => {
    const code = scan(`]d20100304093977035172612317003261230` + '0900');
    expect(code.fields.expiry).toBe('2026-12-30');
    expect(codes(code)).toContain('barcode.expiry-time');
  });
});

describe('properties', () => {
  const set82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
  const value = fc.string({ unit: fc.constantFrom(...set82), minLength: 1, maxLength: 20 });
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 10, maxLength: 10 });
  const gtin = digits.map((d) => Ndc.of(d.slice(0, 5), d.slice(5, 8), d.slice(8)).gtin14() ?? '');
  const expiry = fc
    .tuple(fc.integer({ min: 2000, max: 2070 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([y, m, d]) => parseLocalDate(`${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`));

  it('reads every element string that it writes', () => {
    fc.assert(
      fc.property(gtin, value, expiry, value, (g, lot, date, serial) => {
        const read = scan(`]d2${elementString({ gtin: g, lot, expiry: date, serial })}`).fields;
        expect(read).toMatchObject({ gtin: g, lot, expiry: date, serial });
      }),
    );
  });
  it('never states a lot, serial or expiry that a dropped separator could make wrong', () => {
    fc.assert(
      fc.property(gtin, value, expiry, value, (g, lot, date, serial) => {
        const dropped = elementString({ gtin: g, lot, expiry: date, serial }).replaceAll(GS, '');
        const read = scan(`]d2${dropped}`).fields;
        expect([lot, undefined]).toContain(read.lot);
        expect([serial, undefined]).toContain(read.serial);
      }),
    );
  });
  it('never throws, and refuses exactly where it has a stop finding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.boolean(), (raw, keyed) => {
        const code = scan(raw, { entry: keyed ? 'keyed' : 'scanned' });
        return (code.kind === 'refused') === code.findings.some((f) => f.severity === 'stop');
      }),
    );
  });
  it('reads the same thing from the same code', () => {
    const prefix = fc.constantFrom('', ']d2', ']C1', ']E0', '^', '01', '(01)', 'CSP-');
    fc.assert(fc.property(prefix, value, (p, v) => expect(scan(p + v)).toEqual(scan(p + v))));
  });
});

describe('element strings', () => {
  it.each([
    { gtin: '00304093977034' },
    { gtin: '304093977035' },
    { gtin: '00304093977035', lot: '' },
    { gtin: '00304093977035', lot: 'A'.repeat(21) },
    { gtin: '00304093977035', serial: 'A B' },
  ])('refuses %j', (fields) => expect(() => elementString(fields)).toThrow(RangeError));
});
