import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { csvRecords } from './csv.js';
import { matchStability } from './match.js';
import { parseStabilityCsv } from './stability-csv.js';

const shipped = readFileSync(new URL('../../../../reference-data/stability/stability.csv', import.meta.url), 'utf8');
const header = shipped.slice(0, shipped.indexOf('\n'));
const GOOD =
  'A-1,drug,5 mg/mL,dextrose 5%,PVC bag,4,2,d,,a source,,5,5,mg/mL,dextrose 5%,bag:PVC,4,4,,48,start,unconfirmed,,,';
const parse = (...lines: string[]) => parseStabilityCsv([header, ...lines].join('\n'));

describe('parseStabilityCsv', () => {
  it('reads every shipped row', () => {
    const { rows, bad } = parseStabilityCsv(shipped);
    expect(bad).toEqual([]);
    expect(rows).toHaveLength(73);
    expect(new Set(rows.map((r) => r.status))).toEqual(new Set(['unconfirmed']));
  });

  it('uses the lower confidence limit where the source gives one', () => {
    const row = parseStabilityCsv(shipped).rows.find((r) => r.id === 'STAB-001');
    expect(row).toMatchObject({
      limitHours: 31.44,
      concentrationMin: '5',
      containers: [{ kind: 'elastomeric infusor' }],
    });
    expect(row?.printed?.duration).toBe('1.97 d');
  });

  it.each([
    ['STAB-022', 'storage in steps'],
    ['STAB-089', 'a warning'],
  ])('gives %s, which states no limit, no hours: %s', (id, note) => {
    const row = parseStabilityCsv(shipped).rows.find((r) => r.id === id);
    expect(row?.limitHours).toBeUndefined();
    expect(row?.note).toContain(note);
  });

  it.each([
    ['vancomycin', '4.5', 'sodium chloride 0.9%', 'bag', 'PVC', 'REF', 'LABEL-001'],
    ['cefTRIAXone', '20', 'sodium chloride 0.9%', 'bag', 'polyolefin', 'REF', 'LABEL-003'],
    ['cefTRIAXone', '20', 'sodium chloride 0.9%', 'bag', 'polyolefin', 'CRT', 'LABEL-002'],
    ['fluorouracil', '50', 'undiluted', 'elastomeric infusor', undefined, 'CRT', 'STAB-092'],
  ] as const)('finds a row to confirm for %s %s mg/mL in %s', (drug, value, diluent, kind, material, storage, id) => {
    const made = { drug, concentration: { value, unit: 'mg/mL' }, diluent, container: { kind, material }, storage };
    expect(matchStability(parseStabilityCsv(shipped).rows, made).fits.map((e) => e.id)).toEqual([id]);
  });

  const bad = (field: string, to: string): string => GOOD.replace(field, to);
  it.each([
    [bad('A-1', ''), /required/],
    [bad(',48,', ',two,'), /limit_hours/],
    [bad(',48,', ',0,'), /not positive/],
    [bad(',5,5,', ',7,5,'), /range of concentrations/],
    [bad(',5,5,mg/mL', ',5,,mg/mL'), /belong together/],
    [bad(',mg/mL,', ',furlong/mL,'), /Unknown unit/],
    [bad(',4,4,', ',8,2,'), /range of temperatures/],
    [bad(',4,4,', ',4,,'), /belong together/],
    [bad(',start,', ',later,'), /clock/],
    [bad('unconfirmed', 'confirmed'), /reviewed_by/],
    [`${GOOD},more`, /fields/],
  ])('reports a bad row by its line and keeps the others: %s', (line, why) => {
    const { rows, bad: reported } = parse(GOOD.replace('A-1', 'A-0'), line);
    expect(rows.map((r) => r.id)).toEqual(['A-0']);
    expect(reported).toHaveLength(1);
    expect(reported[0]?.line).toBe(3);
    expect(reported[0]?.why).toMatch(why);
  });

  it('refuses the second row with one id', () => {
    expect(parse(GOOD, GOOD).bad).toEqual([{ line: 3, why: 'id A-1 occurs twice' }]);
  });

  it('reads a confirmed row with its reviewer', () => {
    const line = GOOD.replace('unconfirmed,,', 'confirmed,P. Tester,2026-03-02');
    expect(parse(line).rows[0]).toMatchObject({
      status: 'confirmed',
      reviewedBy: 'P. Tester',
      reviewedOn: '2026-03-02',
    });
  });

  it('refuses a table without its columns', () => {
    expect(() => parseStabilityCsv('id,drug\n1,2')).toThrow(RangeError);
  });
});

describe('csvRecords', () => {
  it('reads quotes, commas, line ends within a field, CRLF and a byte-order mark', () => {
    expect(csvRecords('\uFEFFa,b\r\n"x, ""y""\nz",2\n\n3,4')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x, "y"\nz', '2'] },
      { line: 5, fields: ['3', '4'] },
    ]);
  });
});
