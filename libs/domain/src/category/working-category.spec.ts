import { describe, expect, it } from '@jest/globals';
import { instant } from '#domain/time';
import { allowedCategory } from './placement.js';
import { workingCategory } from './working-category.js';

const place = (room: 'iso7-buffer' | 'sca' | 'c-sec', pec: 'lafw' | 'c-pec-bsc-a2', hazard: 'none' | 'containment') =>
  allowedCategory({ room: { kind: room }, pec: { kind: pec }, hazard, at: instant(0) });

describe('the category worked in', () => {
  it.each([
    ['a buffer room gives Category 2 without a Category 3 programme', place('iso7-buffer', 'lafw', 'none'), false, 2],
    ['a buffer room gives Category 3 with one', place('iso7-buffer', 'lafw', 'none'), true, 3],
    ['a segregated area gives Category 1 whatever the programme', place('sca', 'lafw', 'none'), true, 1],
    ['a place that is not allowed gives none', place('iso7-buffer', 'lafw', 'containment'), true, null],
  ])('%s', (_, placement, programme, expected) => {
    expect(workingCategory(placement, programme)).toBe(expected);
  });
});
