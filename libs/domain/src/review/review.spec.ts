import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Quantity } from '#domain/quantity';
import { parseLocalDate } from '#domain/time';
import { additive, base, drug, facts, nacl, Q, told, vanco, withPatient } from '../../test/reviews.js';
import { CEFTRIAXONE, FLUOROURACIL } from '../../test/stories.js';
import type { ReviewFacts } from './facts.js';
import { findingKey, reviewOrder } from './review.js';

describe('the three prescriptions', () => {
  it('vancomycin 1,250 mg over 90 min is 13.9 mg/min: told, because 90 min is more than 60', () => {
    const findings = reviewOrder(vanco({ durationMinutes: 90 }));
    expect(findings.map((f) => [f.code, f.severity, f.field])).toEqual([['review.rate-over-limit', 'soft', 'lines.1']]);
    expect(findings[0]?.message).toBe(
      'vancomycin runs at 13.889 mg/min over 90 min; highest 10 mg/min (at most 10 mg/min or over at least 60 min). That takes at least 125 min.',
    );
  });
  it.each([
    [59, ['review.rate-over-limit hard', 'review.time-too-short hard']],
    [60, ['review.rate-over-limit soft']],
    [124, ['review.rate-over-limit soft']],
    [125, []],
  ])('vancomycin 1,250 mg over %d min', (durationMinutes, expected) =>
    expect(told(vanco({ durationMinutes }))).toEqual(expected),
  );

  it('ceftriaxone 2 g in 100 mL of sodium chloride 0.9 % every 24 h for 3 days', () => {
    const lines = [
      additive(drug('ceftriaxone', { allergyClasses: ['cephalosporin', 'beta-lactam'] }), Q('2', 'g')),
      base('sodium chloride 0.9 %', '100'),
    ];
    const order = { lines, containers: 3, daysSupply: 3, intervalMinutes: 1440, durationMinutes: 30 };
    expect(told(facts(CEFTRIAXONE, order))).toEqual(['formula.added-volume-large soft']);
  });

  const fluorouracil = drug('fluorouracil', { hazard: 'NIOSH24-T1', antineoplastic: true, highAlert: true });
  const line = additive(fluorouracil, Q('4320', 'mg'), {
    basis: 'per-m2',
    basisDose: Q('2400', 'mg'),
    body: Q('1.8', 'm2'),
  });
  const pump = {
    lines: [line],
    containers: 1,
    daysSupply: null,
    intervalMinutes: null,
    schedule: 'continuous',
    durationMinutes: 2760,
    storage: 'CRT',
    device: 'ambulatory-pump',
  } as const;
  it('fluorouracil 2,400 mg/m² × 1.8 m² = 4,320 mg is hazardous and high-alert, and comes out even', () => {
    const f = withPatient({ weight: Q('70', 'kg'), height: Q('167', 'cm') }, facts(FLUOROURACIL, pump));
    expect(told(f)).toEqual([
      'review.hazardous soft',
      'formula.several-syringes info',
      'formula.dose-not-divisible info',
      'review.high-alert info',
    ]);
  });
  it.each([
    ['4320', []],
    ['4321', ['review.dose-rounded hard']],
    ['4536', ['review.dose-rounded hard']], // 5 %
    ['4536.1', ['review.dose-disagrees stop']],
    ['4103.9', ['review.dose-disagrees stop']],
  ])('fluorouracil %s mg against 2,400 mg/m² × 1.8 m²', (dose, expected) => {
    const f = withPatient(
      { weight: Q('70', 'kg'), height: Q('167', 'cm') },
      facts(FLUOROURACIL, { ...pump, lines: [{ ...line, dose: Q(dose, 'mg') }] }),
    );
    expect(told(f).filter((t) => t.startsWith('review.dose'))).toEqual(expected);
  });
  it.each([
    ['167', '70', []], // 1.802 m²
    ['175', '74', ['review.surface-differs soft']], // 1.897 m²
    ['190', '95', ['review.surface-differs hard']], // 2.24 m²
  ])('compares the surface with height %s cm and weight %s kg', (height, weight, expected) => {
    const f = withPatient({ weight: Q(weight, 'kg'), height: Q(height, 'cm') }, facts(FLUOROURACIL, pump));
    expect(told(f).filter((t) => t.includes('surface'))).toEqual(expected);
  });
  it.each<[string, Partial<ReviewFacts['patient']>, string[]]>([
    ['weight', { weight: null }, ['review.weight-missing hard']],
    ['height', { height: null }, ['review.height-missing hard']],
  ])('needs the %s for a dose by surface', (_, change, expected) => {
    expect(told(withPatient(change, facts(FLUOROURACIL, pump))).filter((t) => t.includes('missing'))).toEqual(expected);
  });
  it.each([
    ['2026-01-31', []],
    ['2026-01-30', ['review.measurement-old soft']],
  ])('tells that measures of %s are old', (measuredOn, expected) => {
    const f = withPatient(
      { measuredOn: parseLocalDate(measuredOn), weight: Q('70', 'kg'), height: Q('167', 'cm') },
      facts(FLUOROURACIL, pump),
    );
    expect(told(f).filter((t) => t.includes('measurement'))).toEqual(expected);
  });
});

describe('reviewOrder', () => {
  it('puts the worst first, and says nothing twice', () => {
    const f = withPatient({ allergiesReviewed: false, weight: null }, vanco({ durationMinutes: 90, containers: 13 }));
    const severities = reviewOrder(f).map((x) => x.severity);
    expect(severities).toEqual(
      [...severities].sort((a, b) => 'stop hard soft info'.indexOf(a) - 'stop hard soft info'.indexOf(b)),
    );
    const keys = reviewOrder(f).map((x) => `${findingKey(x)} ${x.message}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
  it('answers for any dose, duration and body, without throwing', () => {
    const positive = fc.integer({ min: 1, max: 10_000_000 }).map((n) => Quantity.of(n, 'mg').dividedBy(1_000_000));
    fc.assert(
      fc.property(
        positive,
        positive,
        fc.integer({ min: 1, max: 5000 }),
        fc.constantFrom('mg', '[iU]', 'meq', 'mmol'),
        (dose, perKg, durationMinutes, unit) => {
          const of = drug('vincristine', { maximumRate: { value: '0.000001', unit: `${unit}/min`, source: 'x' } });
          const line = additive(of, Quantity.of(dose.value, unit), {
            basis: 'per-kg',
            basisDose: Quantity.of(perKg.value, unit),
            body: Q('80', 'kg'),
          });
          const found = reviewOrder(vanco({ lines: [line, nacl], durationMinutes }));
          for (const f of found) expect(f.message).not.toMatch(/undefined|NaN|\[object/);
        },
      ),
      { numRuns: 60 },
    );
  });
});
