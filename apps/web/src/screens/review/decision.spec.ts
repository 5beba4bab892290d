import { describe, expect, it } from '@jest/globals';
import type { Finding } from '#domain/finding';
import { STABILITY_MISSING } from '#domain/review';
import type { OrderReview } from '../../api/types.js';
import { approvalOf, askOf, emptyDraft, limitHours, openPoints, openText, stabilityDecision } from './decision.js';

const finding = (severity: Finding['severity'], code: string, field?: string): Finding => ({
  code,
  severity,
  message: code,
  ...(field && { field }),
});
const review = (...findings: Finding[]): OrderReview =>
  ({ order: { version: 3 }, findings, chosenFormulationVersionId: 'v' }) as unknown as OrderReview;
const draft = emptyDraft('REF');

describe('what stands between an order and its approval', () => {
  it('is nothing where nothing was found, or only notes', () => {
    expect(openText(openPoints(review(finding('info', 'note')), draft))).toBe('');
  });

  it('is every caution until it is acknowledged, by code and field', () => {
    const found = review(finding('soft', 'dose', 'lines.0'), finding('soft', 'dose', 'lines.1'));
    expect(openText(openPoints(found, draft))).toBe('2 cautions to acknowledge');
    expect(openPoints(found, { ...draft, acknowledged: ['dose@lines.0'] })).toHaveLength(1);
  });

  it('is every override until its reason has three letters', () => {
    const found = review(finding('hard', 'duplicate'));
    expect(openText(openPoints(found, { ...draft, overrides: { duplicate: 'ok' } }))).toContain('override');
    expect(openPoints(found, { ...draft, overrides: { duplicate: 'loading dose' } })).toEqual([]);
  });

  it('is never resolved for a stop', () => {
    const found = review(finding('stop', 'allergy'));
    expect(openText(openPoints(found, { ...draft, overrides: { allergy: 'because' } }))).toBe('1 stop to resolve');
  });

  it('is the stability decision where no evidence fits, as long as the answer worked out with it still misses it', () => {
    const found = review(finding('hard', STABILITY_MISSING));
    expect(openText(openPoints(found, draft))).toBe('1 stability decision');
    const stability = { ...draft.stability, limit: '4', limitUnit: 'd' as const, reason: 'label', citation: 'insert' };
    expect(openPoints(found, { ...draft, stability })).toMatchObject([{ kind: 'stability-decision' }]);
    expect(openPoints(review(), { ...draft, stability })).toEqual([]);
  });
});

describe('a stability decision', () => {
  it.each([
    ['4', 'd', 96],
    ['48', 'h', 48],
    ['180', 'd', 4320],
    ['181', 'd', undefined],
    ['0', 'h', undefined],
    ['1.5', 'd', undefined],
    ['', 'h', undefined],
  ] as const)('reads %p %s as %p hours', (limit, limitUnit, hours) => {
    expect(limitHours({ ...draft.stability, limit, limitUnit })).toBe(hours);
  });

  it('is none without reason and source', () => {
    expect(stabilityDecision({ ...draft.stability, limit: '48' })).toBeUndefined();
  });
});

it('signs only acknowledgements and overrides of findings that are still there', () => {
  const found = review(finding('soft', 'a'));
  expect(approvalOf(found, { ...draft, acknowledged: ['a', 'gone'], overrides: { gone: 'reason' } })).toEqual({
    version: 3,
    formulationVersionId: 'v',
    acknowledged: ['a'],
    overrides: [],
  });
});

it.each([
  [finding('soft', 'x'), 'acknowledge'],
  [finding('hard', 'x'), 'override'],
  [finding('hard', STABILITY_MISSING), 'stability'],
  [finding('stop', 'x'), 'nothing'],
  [finding('info', 'x'), 'nothing'],
] as const)('asks in its place for what $severity needs', (found, ask) => {
  expect(askOf(found)).toBe(ask);
});
