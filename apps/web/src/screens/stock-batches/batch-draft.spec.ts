import { describe, expect, it } from '@jest/globals';
import type { BatchPreview } from '../../api/types.js';
import { containersOf, decisionOf, missing } from './batch-draft.js';

describe('a batch that is keyed', () => {
  it.each([
    ['1', 1],
    [' 12 ', 12],
    ['100', 100],
    ['0', null],
    ['101', null],
    ['1.5', null],
    ['-2', null],
    ['', null],
  ])('has %j containers: %j', (text, count) => expect(containersOf(text)).toBe(count));

  it.each([
    [
      { limitHours: '240', reason: 'label', citation: 'label' },
      { limitHours: 240, reason: 'label', citation: 'label' },
    ],
    [{ limitHours: '0', reason: 'label', citation: 'label' }, null],
    [{ limitHours: '4321', reason: 'label', citation: 'label' }, null],
    [{ limitHours: '24', reason: ' x ', citation: 'label' }, null],
    [{ limitHours: '24', reason: 'label', citation: '' }, null],
  ])('has a decision on stability only when all of it is there: %j', (draft, decision) =>
    expect(decisionOf(draft)).toEqual(decision),
  );

  const preview: BatchPreview = {
    ingredients: [{ name: 'Vial', ndc: '1', packages: 2, free: 2 }],
    budAt: '2026-03-12T14:00:00Z',
    budText: '2026-03-12 07:00 MST',
    needsStabilityDecision: false,
    findings: [],
  };
  const state = { containers: 2, preview, read: false, decision: null, mayDecide: true };
  it.each([
    [{}, null],
    [{ containers: null }, 'How many containers?'],
    [{ preview: undefined }, 'One moment'],
    [
      { preview: { ...preview, ingredients: [{ name: 'Vial', ndc: '1', packages: 2, free: 1 }] } },
      'Not enough Vial is free',
    ],
    [{ preview: { ...preview, needsStabilityDecision: true, budAt: null } }, 'Decide on stability first'],
    [
      { preview: { ...preview, needsStabilityDecision: true, budAt: null }, mayDecide: false },
      'A pharmacist must decide on stability',
    ],
    [
      { preview: { ...preview, findings: [{ code: 'x', severity: 'soft' as const, message: 'x' }] } },
      'Read what was found first',
    ],
  ])('waits for what is missing (%#)', (change, why) => expect(missing({ ...state, ...change })).toBe(why));
});
