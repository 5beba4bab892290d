import { describe, expect, it } from '@jest/globals';
import { ageOn, EMPTY_PATIENT, merge, missingIn, requestOf, surfaceOf } from './draft.js';

describe('a patient as keyed', () => {
  it.each([
    ['80', '180', '2'],
    ['71.5', '165', '1.81'],
  ])('shows the Mosteller surface of %s kg and %s cm', (kg, cm, area) => {
    expect(surfaceOf(kg, cm)?.area).toBe(area);
  });

  it.each([
    ['', '165'],
    ['71.5', ''],
    ['0', '165'],
    ['seventy', '165'],
  ])('shows no surface for %p kg and %p cm', (kg, cm) => {
    expect(surfaceOf(kg, cm)).toBeUndefined();
  });

  it('warns of pounds keyed as kilograms', () => {
    expect(surfaceOf('320', '165')?.warning).toContain('unusual');
  });

  it('asks for the day of a measurement, and not without one', () => {
    const named = { ...EMPTY_PATIENT, familyName: 'Hale', givenName: 'Miriam', birthDate: '1961-04-17' };
    expect(missingIn(named)).toEqual({});
    expect(missingIn({ ...named, weightKg: '71.5' })).toHaveProperty('measuredOn');
  });

  it('leaves out what is empty, and allergies without a substance', () => {
    const request = requestOf({ ...EMPTY_PATIENT, allergies: [{ substance: ' ', reaction: 'rash' }] }, 4);
    expect(request).toMatchObject({ allergies: [], mrn: undefined, revision: 4 });
  });
});

describe('two people who edit one patient', () => {
  const base = { ...EMPTY_PATIENT, weightKg: '71.5', phone: '602-555-0142' };

  it('keeps what one changed and takes over what only the other changed', () => {
    const result = merge(base, { ...base, weightKg: '72' }, { ...base, phone: '602-555-0199' });
    expect(result.draft).toMatchObject({ weightKg: '72', phone: '602-555-0199' });
    expect(result).toMatchObject({ taken: ['phone'], both: [] });
  });

  it('names what both changed, and keeps one’s own', () => {
    const result = merge(base, { ...base, weightKg: '72' }, { ...base, weightKg: '73' });
    expect(result).toMatchObject({ draft: { weightKg: '72' }, taken: [], both: ['weightKg'] });
  });

  it('is no conflict when both entered the same', () => {
    expect(merge(base, { ...base, weightKg: '72' }, { ...base, weightKg: '72' })).toMatchObject({ both: [] });
  });
});

it.each([
  ['1961-04-17', '2026-04-16', 64],
  ['1961-04-17', '2026-04-17', 65],
  ['1961-04-17', '2026-04-18', 65],
])('counts the age of somebody born %s on %s', (born, today, age) => {
  expect(ageOn(born, today)).toBe(age);
});
