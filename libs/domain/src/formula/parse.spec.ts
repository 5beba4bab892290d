import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CEFTRIAXONE, FLUOROURACIL, VANCOMYCIN } from '../../test/stories.js';
import type { FormulaContent } from './content.js';
import { parseDoseRate } from './dose-rate.js';
import { canonicalText, formulaDrugs, formulaProductIds } from './lookup.js';
import { parseFormulaContent } from './parse.js';

const stored = (content: FormulaContent): Record<string, unknown> =>
  JSON.parse(JSON.stringify(content)) as Record<string, unknown>;
const fields = (json: unknown): (string | undefined)[] => parseFormulaContent(json).findings?.map((f) => f.field) ?? [];

describe('parseFormulaContent', () => {
  it.each([VANCOMYCIN, CEFTRIAXONE, FLUOROURACIL])('reads what was stored: $name', (content) => {
    expect(parseFormulaContent(stored(content))).toEqual({ content });
  });
  it.each(Object.keys(VANCOMYCIN))('misses the field %s', (key) => {
    const json = stored(VANCOMYCIN);
    delete json[key];
    expect(fields(json).some((field) => field?.startsWith(key))).toBe(true);
  });
  it.each<[string, Record<string, unknown>, string]>([
    ['a field that it does not know', { colour: 'red' }, 'colour'],
    ['another schema', { schema: 2 }, 'schema'],
    ['an empty name', { name: ' ' }, 'name'],
    ['no route', { routes: [] }, 'routes'],
    ['an unknown route', { routes: ['PO'] }, 'routes[0]'],
    ['no drug', { additives: [] }, 'additives'],
    ['no quality check', { qualityChecks: [] }, 'qualityChecks'],
    [
      'a volume without a unit',
      { base: { ...VANCOMYCIN.base, products: [{ productId: 'x', volume: { value: '250' } }] } },
      'base.products[0].volume',
    ],
    [
      'a volume in milligrams',
      { base: { ...VANCOMYCIN.base, products: [{ productId: 'x', volume: { value: '250', unit: 'mg' } }] } },
      'base.products[0].volume',
    ],
    [
      'a volume as a number',
      { base: { ...VANCOMYCIN.base, products: [{ productId: 'x', volume: { value: 250, unit: 'mL' } }] } },
      'base.products[0].volume',
    ],
    ['hours that are not whole', { maximumBudHours: { REF: 1.5 } }, 'maximumBudHours.REF'],
    ['an unknown storage', { maximumBudHours: { HOT: 1 } }, 'maximumBudHours.HOT'],
    [
      'a rate in volume',
      { rateLimit: { maximum: { value: '10', unit: 'mL/h' }, source: 'x' } },
      'rateLimit.maximum.unit',
    ],
    ['a rate limit that says nothing', { rateLimit: { source: 'x' } }, 'rateLimit'],
    ['a base for a filled container', { volumeMethod: 'fill' }, 'base'],
    ['a final volume for a bag', { finalVolume: { value: '250', unit: 'mL' } }, 'finalVolume'],
    ['a diluent for a bag', { diluent: VANCOMYCIN.reconstitution[0] }, 'diluent'],
    ['the same drug twice', { additives: [...VANCOMYCIN.additives, ...VANCOMYCIN.additives] }, 'additives[1].drugId'],
  ])('refuses %s', (_, change, field) => {
    expect(fields({ ...stored(VANCOMYCIN), ...change })).toContain(field);
  });
  it.each([
    ['a lowest above the highest', { min: '5', max: '4', unit: 'mg/mL', source: 'x' }, ''],
    ['no bound', { unit: 'mg/mL', source: 'x' }, ''],
    ['a unit that is no concentration', { max: '4', unit: 'mg', source: 'x' }, '.unit'],
    ['a bound of 0', { max: '0', unit: 'mg/mL', source: 'x' }, '.max'],
    ['no source', { max: '4', unit: 'mg/mL', source: '' }, '.source'],
  ])('refuses limits with %s', (_, limits, field) => {
    const additives = [{ ...(stored(VANCOMYCIN)['additives'] as object[]), ...VANCOMYCIN.additives[0], limits }];
    expect(
      fields({
        ...stored(VANCOMYCIN),
        additives: additives.map(({ drugId, drugName, products }) => ({ drugId, drugName, products, limits })),
      }),
    ).toContain(`additives[0].limits${field}`);
  });
  it('refuses a final volume that the container does not hold', () => {
    expect(fields({ ...stored(FLUOROURACIL), finalVolume: { value: '101', unit: 'mL' } })).toEqual(['finalVolume']);
    expect(fields({ ...stored(FLUOROURACIL), finalVolume: { value: '100', unit: 'mL' } })).toEqual([]);
  });
  it('answers for any JSON, without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(parseFormulaContent(json).findings?.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('canonicalText', () => {
  it('does not depend on the order of the fields', () => {
    const turned = Object.fromEntries(Object.entries(stored(VANCOMYCIN)).reverse()) as unknown as FormulaContent;
    expect(canonicalText(turned)).toBe(canonicalText(VANCOMYCIN));
  });
  it('changes with the order of preference and with any figure', () => {
    const additives = VANCOMYCIN.additives.map((a) => ({ ...a, products: [...a.products].reverse() }));
    expect(canonicalText({ ...VANCOMYCIN, additives })).not.toBe(canonicalText(VANCOMYCIN));
    expect(canonicalText({ ...VANCOMYCIN, maximumBudHours: { REF: 239, CRT: 96 } })).not.toBe(
      canonicalText(VANCOMYCIN),
    );
  });
});

describe('lookups', () => {
  it('name the drugs', () => {
    expect(formulaDrugs(VANCOMYCIN)).toEqual({ additiveDrugIds: ['vancomycin'], baseDrugId: 'nacl' });
    expect(formulaDrugs(FLUOROURACIL)).toEqual({ additiveDrugIds: ['fluorouracil'], baseDrugId: 'nacl' });
  });
  it('name the products once each', () => {
    expect(formulaProductIds(VANCOMYCIN)).toEqual([
      'vancomycin-10g',
      'vancomycin-1g',
      'nacl-250',
      'swfi-100',
      'swfi-20',
    ]);
    expect(formulaProductIds(FLUOROURACIL)).toEqual(['fluorouracil-5g', 'nacl-vial-20', 'cassette-100']);
  });
});

describe('parseDoseRate', () => {
  it.each([
    ['10', 'mg/min', 'mg', undefined],
    ['10', 'meq/h', 'meq', undefined],
    ['5', 'mg/kg/h', 'mg', 'kg'],
    ['100', 'mg/m2/h', 'mg', 'm2'],
  ])('reads %s %s', (value, unit, amount, per) => {
    expect(parseDoseRate(value, unit)).toMatchObject({ amount: { unit: amount }, per });
  });
  it.each([
    ['10', 'mL/h'],
    ['10', 'mg'],
    ['10', 'mg/'],
    ['10', 'mg/mg'],
    ['10', 'mg/lb/h'],
    ['10', 'mg/kg/h/d'],
    ['ten', 'mg/h'],
    ['0', 'mg/h'],
    ['-1', 'mg/h'],
  ])('answers null for %s %s', (value, unit) => expect(parseDoseRate(value, unit)).toBeNull());
});
