import { describe, expect, it } from '@jest/globals';
import { Quantity } from '#domain/quantity';
import { additive, decisive, nacl, Q, told, vanco, vancomycin, withPatient } from '../../test/reviews.js';
import type { ReviewedLine, ReviewFacts } from './facts.js';

describe('a dose by weight', () => {
  const byWeight = (part: Partial<ReviewedLine>): ReviewFacts =>
    vanco({
      lines: [
        additive(vancomycin, Q('1200', 'mg'), {
          basis: 'per-kg',
          basisDose: Q('15', 'mg'),
          body: Q('80', 'kg'),
          ...part,
        }),
        nacl,
      ],
    });
  it('comes out even', () => expect(decisive(byWeight({}))).toEqual([]));
  it('stops when one figure is missing', () =>
    expect(told(byWeight({ body: null }))).toContain('review.basis-incomplete stop'));
  it('stops when the units are of different kinds', () =>
    expect(told(byWeight({ basisDose: Q('15', 'meq') }))).toContain('review.dose-disagrees stop'));
  it.each([
    ['84', []], // 5 % of 80
    ['84.1', ['review.weight-differs soft']],
    ['75.9', ['review.weight-differs soft']],
    ['88', ['review.weight-differs soft']], // 10 % of 80
    ['88.1', ['review.weight-differs hard']],
    ['176.4', ['review.weight-differs hard']], // 80 kg in pounds
    ['36.3', ['review.weight-differs hard']],
  ])('compares %s kg with the 80 kg on record', (kg, expected) => {
    const dose = Q(kg, 'kg').value.times(15);
    const f = byWeight({ body: Q(kg, 'kg'), dose: Quantity.of(dose, 'mg') });
    expect(told(f).filter((t) => t.includes('weight'))).toEqual(expected);
  });
  it('asks for a surface far from the one on record with a reason', () => {
    const bySurface = vanco({
      lines: [
        additive(vancomycin, Q('1200', 'mg'), { basis: 'per-m2', basisDose: Q('500', 'mg'), body: Q('2.4', 'm2') }),
        nacl,
      ],
    });
    expect(told(bySurface)).toContain('review.surface-differs hard'); // 1.99 m² on record
  });
  it('tells that nobody knows when the weight was taken', () => {
    expect(decisive(withPatient({ measuredOn: null }, byWeight({})))).toEqual(['review.measurement-undated soft']);
    expect(told(withPatient({ measuredOn: null }))).toEqual([]);
  });
  it('asks for a missing weight, softly when the dose is flat', () => {
    expect(told(withPatient({ weight: null }))).toEqual(['review.weight-missing soft']);
  });
});
