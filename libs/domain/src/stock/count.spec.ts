import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '#domain/quantity';
import { judgeCount, type CountEntry } from './count.js';

const entry = ([counted, expected]: readonly [number, number]): CountEntry => ({
  counted: Decimal.of(counted),
  expected: Decimal.of(expected),
});
const judge = (counts: readonly (readonly [number, number])[], twoPersons: boolean): string => {
  const answer = judgeCount(counts.map(entry), twoPersons);
  return answer.kind === 'variance' ? `variance ${answer.difference.toString()}` : answer.kind;
};

describe('judgeCount', () => {
  it.each<[string, (readonly [number, number])[], string]>([
    ['agrees at once', [[5, 5]], 'agreed'],
    ['agrees on an empty place', [[0, 0]], 'agreed'],
    ['differs once', [[4, 5]], 'recount'],
    [
      'differs twice alike',
      [
        [4, 5],
        [4, 5],
      ],
      'variance -1',
    ],
    [
      'differs, then agrees',
      [
        [4, 5],
        [5, 5],
      ],
      'agreed',
    ],
    [
      'differs twice otherwise',
      [
        [4, 5],
        [7, 5],
      ],
      'recount',
    ],
    [
      'differs three times otherwise',
      [
        [4, 5],
        [7, 5],
        [6, 5],
      ],
      'variance 1',
    ],
    // Two were picked between the counts: both find one too few.
    [
      'differs alike although stock moved in between',
      [
        [4, 5],
        [2, 3],
      ],
      'variance -1',
    ],
    [
      'agrees although stock moved in between',
      [
        [5, 5],
        [3, 3],
      ],
      'agreed',
    ],
  ])('ends a count of an ordinary product that %s', (_, counts, expected) => {
    expect(judge(counts, false)).toBe(expected);
  });

  it.each<[string, (readonly [number, number])[], string]>([
    ['was counted by one person', [[5, 5]], 'recount'],
    [
      'two persons agree on',
      [
        [5, 5],
        [5, 5],
      ],
      'agreed',
    ],
    [
      'two persons find the same loss of',
      [
        [4, 5],
        [4, 5],
      ],
      'variance -1',
    ],
    [
      'two persons disagree on',
      [
        [5, 5],
        [4, 5],
      ],
      'recount',
    ],
    [
      'a third count confirms the second of',
      [
        [5, 5],
        [4, 5],
        [4, 5],
      ],
      'variance -1',
    ],
    [
      'nobody agrees on, ever',
      [
        [5, 5],
        [4, 5],
        [3, 5],
        [2, 5],
      ],
      'recount',
    ],
  ])('of a controlled substance that %s (CS-10)', (_, counts, expected) => {
    expect(judge(counts, true)).toBe(expected);
  });

  it('never ends a count of a controlled substance on one figure', () => {
    const count = fc.tuple(fc.nat(9), fc.nat(9));
    fc.assert(
      fc.property(fc.array(count, { minLength: 1, maxLength: 6 }), (counts) => {
        const [a, b] = [counts.at(-1), counts.at(-2)];
        const confirmed = a !== undefined && b !== undefined && a[0] - a[1] === b[0] - b[1];
        expect(judge(counts, true) === 'recount').toBe(!confirmed);
      }),
    );
  });

  it('refuses to judge what nobody counted', () => {
    expect(() => judgeCount([], false)).toThrow(RangeError);
  });
});
