import { describe, expect, it } from '@jest/globals';
import { requiredWarnings } from './label-warnings.js';

describe('requiredWarnings (domain-rules 6.6)', () => {
  const fatal = 'FATAL IF GIVEN BY OTHER ROUTES. FOR IV USE ONLY.';
  const paralyzing = 'WARNING: PARALYZING AGENT';
  it.each([
    [['vinCRIStine sulfate'], [fatal]],
    [['vinorelbine'], [fatal]],
    [['rocuronium bromide'], [paralyzing]],
    [
      ['vecuronium', 'vinblastine', 'rocuronium'],
      [fatal, paralyzing],
    ],
    [['vancomycin', 'fluorouracil'], []],
  ])('%j', (names, expected) => expect(requiredWarnings(names)).toEqual(expected));
});
