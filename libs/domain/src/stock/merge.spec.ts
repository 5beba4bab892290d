import { describe, expect, it } from '@jest/globals';
import { parseInstant, parseLocalDate } from '#domain/time';
import { mayMerge, mergedExpiry, type MergeSide } from './merge.js';

const side = (part: Partial<MergeSide> = {}): MergeSide => ({
  lotId: 'from',
  productId: 'p',
  lotNumber: 'L1',
  expiresOn: parseLocalDate('2027-03-31'),
  state: 'available',
  activePromises: 0,
  openContainers: 0,
  mergedAway: false,
  ...part,
});
const into = side({ lotId: 'into', expiresOn: parseLocalDate('2027-02-28') });
const codes = (from: MergeSide, to: MergeSide): string[] => mayMerge(from, to).map((f) => f.code);

describe('mayMerge', () => {
  it('lets the same number with a later date go into the one with the earlier', () => {
    expect(codes(side(), into)).toEqual([]);
  });
  it.each<[string, Partial<MergeSide>, Partial<MergeSide>, string]>([
    ['between products', { productId: 'q' }, {}, 'merge.other-product'],
    ['of a lot with itself', { lotId: 'into' }, {}, 'merge.same-lot'],
    ['while the one that goes is promised', { activePromises: 1 }, {}, 'merge.promised'],
    ['while a container of it is open', { openContainers: 1 }, {}, 'merge.opened'],
    ['of a lot that was merged before', { mergedAway: true }, {}, 'merge.merged-already'],
    ['into a lot that was merged before', {}, { mergedAway: true }, 'merge.merged-already'],
    ['of a quarantined lot', { state: 'quarantine' }, {}, 'merge.held'],
    ['into a recalled lot', {}, { state: 'recalled' }, 'merge.held'],
    ['of an expired lot', { state: 'expired' }, {}, 'merge.held'],
    ['of a batch made here', { usableUntil: parseInstant('2027-02-28T16:00:00Z') }, {}, 'merge.made-here'],
    ['into a batch made here', {}, { usableUntil: parseInstant('2027-02-28T16:00:00Z') }, 'merge.made-here'],
    ['away from the earlier date', { expiresOn: parseLocalDate('2027-01-31') }, {}, 'merge.other-way'],
  ])('refuses it %s', (_, from, to, code) => {
    expect(codes(side(from), { ...into, ...to })).toContain(code);
  });
  it('lets a mistyped number with the earlier date go, and the date stays', () => {
    const mistyped = side({ lotNumber: 'L7', expiresOn: parseLocalDate('2027-01-31') });
    expect(codes(mistyped, into)).toEqual([]);
    expect(mergedExpiry(mistyped, into)).toBe('2027-01-31');
  });
  it.each([
    ['2027-01-31', '2027-02-28', '2027-01-31'],
    ['2027-02-28', '2027-01-31', '2027-01-31'],
    ['2027-02-28', '2027-02-28', '2027-02-28'],
  ])('keeps the earlier of %s and %s', (a, b, earlier) => {
    expect(mergedExpiry(side({ expiresOn: parseLocalDate(a) }), side({ expiresOn: parseLocalDate(b) }))).toBe(earlier);
  });
});
