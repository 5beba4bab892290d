import { describe, expect, it } from '@jest/globals';
import type { FormulaContent } from '#domain/formula';
import { additive, base, decisive, drug, facts, nacl, Q, told, vanco, vancomycin } from '../../test/reviews.js';
import { VANCOMYCIN } from '../../test/stories.js';
import type { ReviewFacts } from './facts.js';
import { reviewOrder } from './review.js';

describe('compatibility (domain-rules 8.5)', () => {
  /** A formula for one drug in one solution, so that only the table has something to say. */
  const content = (name: string, solution: string, part: Partial<FormulaContent> = {}): FormulaContent => ({
    ...VANCOMYCIN,
    additives: [{ drugId: name, drugName: name, products: [{ productId: 'x' }], limits: null }],
    base: {
      drugId: 'nacl',
      drugName: solution,
      products: [{ productId: 'nacl-250', volume: { value: '250', unit: 'mL' } }],
    },
    rateLimit: null,
    ...part,
  });
  const check = (
    name: string,
    solution: string,
    part: Partial<FormulaContent> = {},
    order: Partial<ReviewFacts['order']> = {},
  ): string[] =>
    told({
      ...facts(content(name, solution, part), {
        lines: [additive(drug(name), Q('1', 'mg')), base(solution)],
        ...order,
      }),
      scaled: null,
      scaleFindings: [{ code: 'x', severity: 'info', message: 'not calculated here' }],
    }).filter((t) => t.startsWith('review.'));

  it.each([
    ['amphotericin B', 'dextrose 5 %', []],
    ['amphotericin B liposome', 'sodium chloride 0.9 %', ['review.incompatible hard']],
    ['oxaliplatin', 'dextrose 5 %', []],
    ['oxaliplatin', 'sodium chloride 0.9 %', ['review.incompatible hard']],
    ['oxaliplatin', 'dextrose 5 % and sodium chloride 0.45 %', ['review.incompatible hard']],
    ['oxaliplatin', 'sterile water for injection', ['review.incompatible hard']],
    ['trastuzumab', 'sodium chloride 0.9 %', []],
    ['trastuzumab', 'dextrose 5 %', ['review.incompatible hard']],
    ['daptomycin', 'dextrose 5 %', ['review.incompatible hard']],
    ['ertapenem', 'dextrose 5 %', ['review.incompatible hard']],
    ['ertapenem', 'sodium chloride 0.9 %', []],
    ['ceftriaxone', "lactated Ringer's", ['review.incompatible hard']],
    ['ceftriaxone', 'dextrose 5 %', []],
    ['phenytoin', 'dextrose 5 %', ['review.incompatible hard', 'review.filter-needed soft']],
    ['infliximab', 'sodium chloride 0.9 %', ['review.filter-needed soft']],
    ['vancomycin', 'dextrose 5 %', []],
  ])('%s in %s', (name, solution, expected) => expect(check(name, solution)).toEqual(expected));

  it('finds calcium as another drug of the same bag', () => {
    const lines = [
      additive(drug('ceftriaxone'), Q('1', 'g')),
      { ...additive(drug('calcium gluconate'), Q('1', 'g')), position: 3 },
      nacl,
    ];
    expect(check('ceftriaxone', 'sodium chloride 0.9 %', {}, { lines })).toContain('review.incompatible hard');
  });
  it.each([
    ['paclitaxel', 'PVC', ['review.container-material hard', 'review.filter-needed soft']],
    ['paclitaxel', 'non-PVC polyolefin', ['review.filter-needed soft']],
    ['docetaxel', 'PVC', ['review.container-material hard']],
    ['carmustine', 'glass', []],
    ['insulin regular', 'PVC', ['review.container-material soft']],
    ['nitroglycerin', 'polyolefin', []],
  ])('%s in a bag of %s', (name, material, expected) => {
    const container = { ...VANCOMYCIN.container, material };
    expect(check(name, 'dextrose 5 %', { container })).toEqual(expected);
  });
  it('is content with a filter that the formula names', () => {
    const container = { ...VANCOMYCIN.container, material: 'polyolefin' };
    expect(check('paclitaxel', 'dextrose 5 %', { container, filter: '0.22 micron' })).toEqual([]);
  });
  it.each([
    [{ route: 'INTRATHECAL' }, ['review.fatal-route stop']],
    [{ device: 'push' }, ['review.minibag-needed hard']],
    [{ device: 'syringe-pump' }, ['review.minibag-needed hard']],
    [{ device: 'gravity' }, []],
  ] as const)('vincristine with %j', (order, expected) =>
    expect(check('vincristine', 'sodium chloride 0.9 %', {}, order)).toEqual(expected),
  );
  it('vincristine in a syringe, whatever the device is called', () => {
    const container = { ...VANCOMYCIN.container, kind: 'syringe' };
    expect(check('vincristine', 'sodium chloride 0.9 %', { container })).toEqual(['review.minibag-needed hard']);
  });
  it.each([
    ['2', []],
    ['2.01', ['review.dose-over-usual hard']],
  ])('vincristine %s mg', (dose, expected) => {
    expect(
      check(
        'vincristine',
        'sodium chloride 0.9 %',
        {},
        { lines: [additive(drug('vincristine'), Q(dose, 'mg')), nacl] },
      ),
    ).toEqual(expected);
  });
  it('never lets potassium chloride go undiluted', () => {
    const lines = [additive(drug('potassium chloride'), Q('40', 'meq'))];
    const filled = { ...content('potassium chloride', ''), base: null, diluent: null };
    expect(told({ ...facts(filled, { lines }), scaled: null })).toContain('review.undiluted stop');
    expect(check('potassium chloride', 'sodium chloride 0.9 %')).toEqual([]);
  });
  it('holds to the usual highest concentration where the formula sets none', () => {
    const unlimited = { ...VANCOMYCIN, additives: VANCOMYCIN.additives.map((a) => ({ ...a, limits: null })) };
    const order = { lines: [additive(vancomycin, Q('1500', 'mg')), nacl], durationMinutes: 150 };
    expect(decisive(facts(unlimited, order))).toEqual(['review.concentration-over-usual hard']);
    expect(decisive(vanco(order))).toEqual(['formula.concentration-over-limit hard']);
  });
  it('asks to confirm with the labeling, and gives its source', () => {
    const found = reviewOrder(
      vanco({ lines: [additive(drug('daptomycin'), Q('500', 'mg')), base('dextrose 5 %')] }),
    ).find((f) => f.code === 'review.incompatible');
    expect(found).toMatchObject({
      source: 'domain-rules 8.5 [K]',
      message: expect.stringContaining('Confirm with the labeling'),
    });
  });
});
