import { describe, expect, it } from '@jest/globals';
import { Quantity } from '#domain/quantity';
import { CEFTRIAXONE, FLUOROURACIL, VANCOMYCIN } from '../../test/stories.js';
import type { FormulaContent } from './content.js';
import { matchFormula } from './match-formula.js';
import type { FormulaVersionFacts, OrderForFormula } from './match.js';

const version = (content: FormulaContent, part: Partial<FormulaVersionFacts> = {}): FormulaVersionFacts => ({
  versionId: content.name,
  formulationId: content.name,
  version: 1,
  state: 'approved',
  content,
  ...part,
});
const Q = (value: string, unit: string): Quantity => Quantity.of(value, unit);
const vancomycin: OrderForFormula = {
  route: 'IV',
  storage: 'REF',
  lines: [
    { role: 'additive', drugId: 'vancomycin', dose: Q('1250', 'mg') },
    { role: 'base', drugId: 'nacl', dose: Q('0.25', 'L') },
  ],
};
const fluorouracil: OrderForFormula = {
  route: 'IV',
  storage: 'CRT',
  lines: [{ role: 'additive', drugId: 'fluorouracil', dose: Q('4320', 'mg') }],
};
const whyNot = (content: FormulaContent, order: OrderForFormula, part?: Partial<FormulaVersionFacts>): string[] =>
  matchFormula([version(content, part)], order)[0]?.whyNot.map((f) => f.code) ?? [];

describe('matchFormula', () => {
  it('puts the one that fits first', () => {
    const candidates = matchFormula([version(CEFTRIAXONE), version(FLUOROURACIL), version(VANCOMYCIN)], vancomycin);
    expect(candidates[0]).toEqual({ versionId: VANCOMYCIN.name, name: VANCOMYCIN.name, whyNot: [] });
    expect(candidates.slice(1).every((c) => c.whyNot.length > 0)).toBe(true);
  });
  it('fits an order stored otherwise when the formula has a limit for that', () => {
    expect(whyNot(VANCOMYCIN, { ...vancomycin, storage: 'CRT' })).toEqual([]);
    expect(whyNot(VANCOMYCIN, { ...vancomycin, storage: 'FRZ' })).toEqual(['formula.other-storage']);
  });
  it.each<[string, OrderForFormula, Partial<FormulaVersionFacts> | undefined, string[]]>([
    ['a draft', vancomycin, { state: 'draft' }, ['formula.not-approved']],
    ['a retired version', vancomycin, { state: 'retired' }, ['formula.not-approved']],
    ['another route', { ...vancomycin, route: 'EPIDURAL' }, undefined, ['formula.other-route']],
    ['no base', { ...vancomycin, lines: vancomycin.lines.slice(0, 1) }, undefined, ['formula.base-not-ordered']],
    [
      'another drug',
      {
        ...vancomycin,
        lines: [{ role: 'additive', drugId: 'heparin', dose: Q('1', 'mg') }, ...vancomycin.lines.slice(1)],
      },
      undefined,
      ['formula.drug-not-ordered', 'formula.drug-not-in-formula'],
    ],
    [
      'a second drug',
      { ...vancomycin, lines: [...vancomycin.lines, { role: 'additive', drugId: 'heparin', dose: Q('1', 'mg') }] },
      undefined,
      ['formula.drug-not-in-formula'],
    ],
    [
      'another solution',
      {
        ...vancomycin,
        lines: [...vancomycin.lines.slice(0, 1), { role: 'base', drugId: 'dextrose', dose: Q('250', 'mL') }],
      },
      undefined,
      ['formula.other-base'],
    ],
    [
      'another bag size',
      {
        ...vancomycin,
        lines: [...vancomycin.lines.slice(0, 1), { role: 'base', drugId: 'nacl', dose: Q('500', 'mL') }],
      },
      undefined,
      ['formula.other-volume'],
    ],
  ])('says why not: %s', (_, order, part, codes) => expect(whyNot(VANCOMYCIN, order, part)).toEqual(codes));

  it.each<[string, OrderForFormula['lines'][number] | undefined, string[]]>([
    ['without a diluent line', undefined, []],
    ['to the same final volume', { role: 'base', drugId: 'nacl', dose: Q('92', 'mL') }, []],
    ['to another volume', { role: 'base', drugId: 'nacl', dose: Q('100', 'mL') }, ['formula.other-volume']],
    ['with another diluent', { role: 'base', drugId: 'dextrose', dose: Q('92', 'mL') }, ['formula.other-base']],
  ])('fills a container %s', (_, line, codes) => {
    expect(whyNot(FLUOROURACIL, { ...fluorouracil, lines: [...fluorouracil.lines, ...(line ? [line] : [])] })).toEqual(
      codes,
    );
  });
});
