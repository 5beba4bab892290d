import { describe, expect, it } from '@jest/globals';
import { addHours, instant } from '#domain/time';
import { at, decisive, told, vanco } from '../../test/reviews.js';
import type { ReviewFacts } from './facts.js';
import { reviewOrder } from './review.js';

describe('the order itself', () => {
  it.each<[string, Partial<ReviewFacts['order']>, string[]]>([
    ['7 days every 12 h are 14', {}, []],
    ['13 are one too few', { containers: 13 }, ['review.supply-differs soft']],
    ['8 days would be 16', { daysSupply: 8 }, ['review.supply-differs soft']],
    ['no days named, nothing to compare', { daysSupply: null, containers: 13 }, []],
    [
      'a dose that runs longer than its interval',
      { intervalMinutes: 120, daysSupply: null },
      ['review.duration-over-interval hard'],
    ],
    [
      'several containers for one administration',
      { schedule: 'once', intervalMinutes: null, daysSupply: null },
      ['review.supply-differs soft'],
    ],
    [
      'continuous: 2 days of 24 h are 2',
      { schedule: 'continuous', intervalMinutes: null, durationMinutes: 1440, daysSupply: 2, containers: 2 },
      [],
    ],
    [
      'continuous: 2 days of 10 h are 5',
      { schedule: 'continuous', intervalMinutes: null, durationMinutes: 600, daysSupply: 2, containers: 4 },
      ['review.supply-differs soft'],
    ],
    [
      'one pump of 46 h is two days',
      { schedule: 'continuous', intervalMinutes: null, durationMinutes: 2760, daysSupply: 2, containers: 1 },
      [],
    ],
    [
      'one pump of 46 h is not three days',
      { schedule: 'continuous', intervalMinutes: null, durationMinutes: 2760, daysSupply: 3, containers: 1 },
      ['review.supply-differs soft'],
    ],
  ])('%s', (_, order, expected) => expect(decisive(vanco(order))).toEqual(expected));

  it('is told when another order has the drug', () => {
    const otherOrders = [
      { number: 'ORD-000009-X', drugIds: ['vancomycin'], state: 'approved' },
      { number: 'ORD-000008-X', drugIds: ['heparin'], state: 'approved' },
    ];
    const findings = reviewOrder(vanco({}, { otherOrders }));
    expect(findings.map((f) => [f.code, f.severity, f.facts])).toEqual([
      ['review.duplicate-order', 'hard', { order: 'ORD-000009-X' }],
    ]);
  });
  it('has directions without error-prone abbreviations', () => {
    const found = (directions: string): string[] =>
      reviewOrder(vanco({ directions })).map((f) => `${f.severity} ${f.field}`);
    expect(found('Infuse QHS')).toEqual(['soft directions']);
    // On the Joint Commission's do-not-use list: corrected, or given with a reason (domain-rules 6.2: to reject).
    expect(found('Infuse QD')).toEqual(['hard directions']);
    expect(found('Flush with heparin 100U')).toContain('hard directions');
  });
});

describe('formula and beyond-use date', () => {
  it('needs a formula', () => {
    expect(told(vanco({}, { formula: null, scaled: null, scaleFindings: [] }))).toEqual([
      'review.formula-missing stop',
    ]);
  });
  it('refuses one that does not fit', () => {
    const formulas = [
      { versionId: 'f1', name: 'x', whyNot: [{ code: 'formula.other-route', severity: 'stop', message: 'x' }] },
    ] as const;
    expect(told(vanco({}, { formulas }))).toEqual(['formula.other-route stop']);
  });
  it('says so when nothing could be calculated', () => {
    expect(told(vanco({}, { scaled: null, scaleFindings: [] }))).toEqual(['review.not-calculated stop']);
    const scaleFindings = [{ code: 'formula.no-product', severity: 'stop', message: 'x' }] as const;
    expect(told(vanco({}, { scaled: null, scaleFindings }))).toEqual(['formula.no-product stop']);
  });
  it.each<[string, ReviewFacts['budPreview'], number, string[]]>([
    ['it reaches the last start', { decision: 'assigned', until: addHours(at, 160) }, 160, []],
    [
      'it ends a millisecond before',
      { decision: 'assigned', until: instant(addHours(at, 160) - 1) },
      160,
      ['review.bud-too-short hard'],
    ],
    ['no evidence fits', { decision: 'needs-pharmacist', until: null }, 160, ['review.stability-missing hard']],
    ['a gate fails', { decision: 'refused', until: null }, 160, ['review.bud-refused hard']],
    ['it is no compounding', { decision: 'not-compounding', until: null }, 160, []],
    ['it was not worked out', null, 160, []],
  ])('%s', (_, budPreview, hours, expected) =>
    expect(told(vanco({}, { budPreview, neededUntil: addHours(at, hours) }))).toEqual(expected),
  );
});
