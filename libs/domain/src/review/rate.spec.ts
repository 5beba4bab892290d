import { describe, expect, it } from '@jest/globals';
import type { Quantity } from '#domain/quantity';
import { additive, drug, nacl, Q, told, vanco, withPatient } from '../../test/reviews.js';
import type { ReviewFacts } from './facts.js';

describe('rates', () => {
  const rated = (
    unit: string,
    value: string,
    dose: Quantity,
    patient: Partial<ReviewFacts['patient']> = {},
  ): string[] => {
    const of = drug('phosphate', { maximumRate: { value, unit, source: 'x' } });
    const f = vanco({ lines: [additive(of, dose), nacl], durationMinutes: 60 });
    return told(withPatient(patient, { ...f, formula: null, scaled: null })).filter((t) => t.includes('rate'));
  };
  it.each([
    ['meq/h', '10', Q('10', 'meq'), []],
    ['meq/h', '10', Q('10.001', 'meq'), ['review.rate-over-limit hard']],
    ['mg/kg/h', '1', Q('80', 'mg'), []],
    ['mg/kg/h', '1', Q('81', 'mg'), ['review.rate-over-limit hard']],
    ['mg/m2/h', '10', Q('19', 'mg'), []],
    ['mg/m2/h', '10', Q('20', 'mg'), ['review.rate-over-limit hard']], // 1.99 m²
    ['mg/h', '10', Q('1', 'meq'), ['review.rate-not-checked hard']],
    ['mL/h', '10', Q('1', 'mg'), ['review.rate-not-checked hard']],
  ])('compares with %s: at most %s', (unit, value, dose, expected) =>
    expect(rated(unit, value, dose)).toEqual(expected),
  );
  it('says when the body measure is not on record', () => {
    expect(rated('mg/kg/h', '1', Q('1', 'mg'), { weight: null })).toEqual(['review.rate-not-checked hard']);
    expect(rated('mg/m2/h', '1', Q('1', 'mg'), { height: null })).toEqual(['review.rate-not-checked hard']);
  });
  it('needs no body measure to say that a plain rate is too fast', () => {
    expect(rated('mg/h', '1', Q('2', 'mg'), { weight: null })).toEqual(['review.rate-over-limit hard']);
  });
});
