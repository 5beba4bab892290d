import { describe, expect, it } from '@jest/globals';
import { BUD_DEFAULTS, budQuestion, type BudValues } from './bud-request.js';
import { writeList } from './fields.js';

const NOW = '2026-03-02T16:00:00.000Z';
const ask = (values: Partial<BudValues>): { request?: Record<string, unknown>; missing?: string } =>
  budQuestion({ ...BUD_DEFAULTS, ...values }, NOW) as never;

describe('beyond-use date question', () => {
  it('starts now, in the refrigerator, in a hood of the buffer room, when nothing was keyed', () => {
    expect(ask({})).toEqual({
      request: {
        start: NOW,
        storage: 'REF',
        provision: 'category',
        roomKind: 'iso7-buffer',
        pecKind: 'lafw',
        method: 'aseptic',
        components: [],
        stability: [],
        batchUnits: 1,
      },
    });
  });

  it.each([
    [{ components: writeList([{ expiry: '2027-03' }]) }, 'Enter the name of ingredient 1.'],
    [
      { components: writeList([{ name: 'vancomycin', expiry: '03/27' }]) },
      'Enter the expiry of vancomycin with a four-digit year.',
    ],
    [{ stability: writeList([{ hours: 'two' }]) }, '“two” is not a number of hours.'],
    [{ deviceHours: '0' }, '“0” is not a number of hours.'],
    [{ units: '1.5' }, 'Enter the units in the batch as a whole number.'],
    [{ provision: 'docked' }, 'Enter the product that is docked.'],
  ])('asks for what is missing of %j', (values, missing) => {
    expect(ask(values)).toEqual({ missing });
  });

  it('states of immediate use what was not unchecked', () => {
    const { request } = ask({ provision: 'immediate-use', immediateNot: 'preparerCompetent' });
    expect(request?.immediateUse).toMatchObject({
      preparerCompetent: false,
      asepticTechniqueBySop: true,
      forAnticipatedNeed: false,
      patients: 1,
    });
    expect(request).not.toHaveProperty('roomKind');
  });

  it('claims of Category 3 only what was checked', () => {
    const { request } = ask({ category: '3', category3: 'sterileGarb' });
    expect(request?.category3).toMatchObject({ sterileGarb: true, stabilityIndicatingAssay: false });
  });

  it('gives a compounded ingredient its beyond-use date and a bought one its expiry', () => {
    const one = { name: 'stock', expiry: '2027-03', beyondUseDate: '2026-03-04T00:00:00.000Z' };
    const components = writeList([one, { ...one, origin: 'compounded' }]);
    expect(ask({ components }).request?.components).toEqual([
      { name: 'stock', origin: 'conventional', expiry: '2027-03' },
      { name: 'stock', origin: 'compounded', beyondUseDate: '2026-03-04T00:00:00.000Z' },
    ]);
  });
});
