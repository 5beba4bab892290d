import { describe, expect, it } from '@jest/globals';
import { additive, drug, nacl, Q, told, vanco, vancomycin, withPatient } from '../../test/reviews.js';

import type { Allergy, ReviewedDrug } from './facts.js';
import { reviewOrder } from './review.js';

describe('allergies', () => {
  const cef = drug('ceftriaxone sodium', { allergyClasses: ['cephalosporins', 'beta-lactam'] });
  const check = (of: ReviewedDrug, ...allergies: Allergy[]): string[] =>
    told(withPatient({ allergies }, vanco({ lines: [additive(of, Q('1', 'g')), nacl] }))).filter((t) =>
      t.includes('allerg'),
    );
  it.each<[string, ReviewedDrug, string, string[]]>([
    ['by name', vancomycin, 'Vancomycin', ['review.allergy hard']],
    ['by name with a salt', cef, 'CEFTRIAXONE', ['review.allergy hard']],
    ['by name with another salt', drug('morphine sulfate'), 'morphine hydrochloride', ['review.allergy hard']],
    ['by class', cef, 'cephalosporin', ['review.allergy hard']],
    ['by class in the plural', cef, 'Cephalosporins', ['review.allergy hard']],
    ['by a related class', cef, 'penicillin', ['review.allergy-cross soft']],
    ['by a related class named at length', cef, 'Penicillin G potassium', ['review.allergy-cross soft']],
    ['by another member of the class', cef, 'Cephalexin (Keflex)', ['review.allergy hard']],
    ['by a member of a related class', cef, 'amoxicillin', ['review.allergy-cross soft']],
    ['by a class written without its hyphen', cef, 'Beta lactams', ['review.allergy hard']],
    ['by a class in the plural with more words', cef, 'cephalosporins (all)', ['review.allergy hard']],
    [
      'by the class that the name gives, where none is on record',
      drug('ceftriaxone'),
      'cefazolin',
      ['review.allergy hard'],
    ],
    ['by a fluoropyrimidine given by mouth', drug('fluorouracil'), 'capecitabine', ['review.allergy hard']],
    ['not by a salt alone', drug('heparin sodium'), 'penicillin G sodium', []],
    ['not by part of a word', drug('nasaline'), 'asa', []],
    ['not by another drug', vancomycin, 'latex', []],
    ['not where none are known', vancomycin, 'NKDA', []],
    ['not where none are known, in words', vancomycin, 'No known drug allergies', []],
    ['not by an empty entry', vancomycin, ' ', []],
  ])('are found %s', (_, of, substance, expected) => expect(check(of, { substance })).toEqual(expected));
  it.each(['Anaphylaxis', 'angioedema', 'Stevens-Johnson syndrome', 'DRESS'])(
    'ask for a reason where a related class gave %s',
    (reaction) => expect(check(cef, { substance: 'penicillin', reaction })).toEqual(['review.allergy-cross hard']),
  );
  it('tell the reaction and point at the line', () => {
    const f = withPatient({ allergies: [{ substance: 'vancomycin', reaction: 'anaphylaxis' }] });
    expect(reviewOrder(f)[0]).toMatchObject({
      code: 'review.allergy',
      field: 'lines.1',
      message: expect.stringContaining('anaphylaxis'),
    });
  });
  it('must have been reviewed', () =>
    expect(told(withPatient({ allergiesReviewed: false }))).toEqual(['review.allergies-not-reviewed hard']));
});
