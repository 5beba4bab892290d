import { describe, expect, it } from '@jest/globals';
import { count, EMPTY_SCOPE, scopeBody, scopeQuery, type ScopeDraft } from './scope.js';

const draft = (changes: Partial<ScopeDraft>): ScopeDraft => ({ ...EMPTY_SCOPE, ...changes });
const hood = { id: 'h1', name: 'Hood 1' };

describe('what a recall starts from', () => {
  it.each<[string, Partial<ScopeDraft>]>([
    ['no lot', {}],
    ['no product', { kind: 'product' }],
    ['a blank manufacturer', { kind: 'manufacturer', text: '  ' }],
    ['a blank serial', { kind: 'serial' }],
    ['one day of two', { kind: 'received', from: '2026-03-01' }],
    ['a hood without a period', { kind: 'hood', subject: hood }],
    ['a hood with half a date', { kind: 'hood', subject: hood, from: '2026-03-01', to: '2026-3' }],
    ['a period without a hood', { kind: 'hood', from: '2026-03-01', to: '2026-03-02' }],
  ])('is not asked yet with %s', (_, changes) => {
    expect(scopeBody(draft(changes))).toBeNull();
  });

  it.each<[Partial<ScopeDraft>, object]>([
    [
      { lots: [hood], from: '2026-03-01' },
      { kind: 'lots', lotIds: ['h1'] },
    ],
    [
      { kind: 'product', subject: hood, from: '2026-03-01' },
      { kind: 'product', subjectId: 'h1', from: '2026-03-01' },
    ],
    [
      { kind: 'serial', text: ' 77 ' },
      { kind: 'serial', text: '77' },
    ],
    [
      { kind: 'hood', subject: hood, from: '2026-03-01', to: '2026-03-02' },
      { kind: 'hood', subjectId: 'h1', from: '2026-03-01', to: '2026-03-02' },
    ],
  ])('is asked as it stands: %j', (changes, body) => {
    expect(scopeBody(draft(changes))).toEqual(body);
  });

  it('joins lots by commas in an address', () => {
    expect(scopeQuery({ kind: 'lots', lotIds: ['a', 'b'] }, { limit: 5 })).toBe('?kind=lots&lotIds=a%2Cb&limit=5');
  });
});

it.each([
  [0, '0 lots'],
  [1, '1 lot'],
  [20000, '20,000 lots'],
])('%i reads %s', (n, words) => {
  expect(count(n, 'lot')).toBe(words);
});
