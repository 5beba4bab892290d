import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {} from '../../test/reviews.js';
import { decideApproval } from './approval.js';
import { findingKey, reviewOrder } from './review.js';

describe('decideApproval', () => {
  const soft = { code: 's', severity: 'soft', message: 'soft' } as const;
  const hard = { code: 'h', severity: 'hard', message: 'hard', field: 'lines.1' } as const;
  const stop = { code: 'x', severity: 'stop', message: 'stop' } as const;
  const info = { code: 'i', severity: 'info', message: 'info' } as const;
  const stability = {
    code: 'review.stability-missing',
    severity: 'hard',
    message: 'none fits',
    field: 'stability',
  } as const;
  const ask = (part: Partial<Parameters<typeof decideApproval>[0]>): string[] =>
    decideApproval({ findings: [], acknowledgements: [], overrides: [], stabilityDecision: null, ...part }).map(
      (m) => `${m.key} ${m.kind}`,
    );

  it.each<[string, Parameters<typeof ask>[0], string[]]>([
    ['nothing found', {}, []],
    ['only to be known', { findings: [info] }, []],
    ['soft, not acknowledged', { findings: [soft] }, ['s acknowledgement']],
    ['soft, acknowledged', { findings: [soft], acknowledgements: ['s'] }, []],
    ['soft, with a reason', { findings: [soft], overrides: [{ key: 's', reason: 'seen' }] }, []],
    ['hard, not overridden', { findings: [hard] }, ['h@lines.1 override']],
    ['hard, only acknowledged', { findings: [hard], acknowledgements: ['h@lines.1'] }, ['h@lines.1 override']],
    [
      'hard, overridden without a reason',
      { findings: [hard], overrides: [{ key: 'h@lines.1', reason: ' ' }] },
      ['h@lines.1 reason'],
    ],
    [
      'hard, overridden at another line',
      { findings: [hard], overrides: [{ key: 'h@lines.2', reason: 'x' }] },
      ['h@lines.1 override'],
    ],
    [
      'hard, overridden with a reason',
      { findings: [hard], overrides: [{ key: 'h@lines.1', reason: 'central line' }] },
      [],
    ],
    [
      'stop, whatever is said',
      { findings: [stop], acknowledgements: ['x'], overrides: [{ key: 'x', reason: 'x' }] },
      ['x never'],
    ],
    [
      'no stability evidence, overridden',
      { findings: [stability], overrides: [{ key: 'review.stability-missing@stability', reason: 'x' }] },
      ['review.stability-missing@stability stability-decision'],
    ],
    [
      'no stability evidence, decided: then it is no longer found',
      { findings: [], stabilityDecision: { limitHours: 96, reason: 'label', citation: 'label 2025' } },
      [],
    ],
    [
      'a stability decision that leaves it unproven, for another drug or storage',
      { findings: [stability], stabilityDecision: { limitHours: 96, reason: 'label', citation: 'label 2025' } },
      ['review.stability-missing@stability stability-decision'],
    ],
    [
      'a stability decision without source',
      { findings: [stability], stabilityDecision: { limitHours: 96, reason: 'label', citation: '' } },
      ['review.stability-missing@stability stability-decision'],
    ],
    [
      'a stability decision of no time',
      { findings: [stability], stabilityDecision: { limitHours: 0, reason: 'label', citation: 'x' } },
      ['review.stability-missing@stability stability-decision'],
    ],
  ])('%s', (_, request, expected) => expect(ask(request)).toEqual(expected));

  it('asks for less, never for more, when more is said', () => {
    const anyFinding = fc.constantFrom<ReturnType<typeof reviewOrder>[number]>(soft, hard, stop, info, stability);
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 6 }), (findings) => {
        const all = {
          findings,
          acknowledgements: findings.map(findingKey),
          overrides: findings.map((f) => ({ key: findingKey(f), reason: 'x' })),
        };
        const said = new Set(ask(all));
        const unsaid = ask({ findings });
        for (const missing of said) expect(unsaid).toContain(missing);
        expect([...said].every((m) => m.endsWith('never') || m.endsWith('stability-decision'))).toBe(true);
      }),
    );
  });
});
