import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Quantity } from '#domain/quantity';
import { canonicalJson, type Signable } from './canonical.js';
import { canonicalText, SIGNATURE_PURPOSES, type SignaturePurpose } from './purpose.js';
import {
  orderApprovalText,
  rejectionText,
  verificationText,
  type SignedOrderApproval,
  type SignedPreparation,
} from './records.js';

const anyData = fc.letrec<{ data: Signable }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('data'), { maxKeys: 4 }),
  ),
})).data;

function withKeysTurned(value: Signable): Signable {
  if (Array.isArray(value)) return value.map(withKeysTurned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, withKeysTurned(field as Signable)]),
  );
}

describe('canonicalJson', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(fc.property(anyData, (data) => expect(canonicalJson(withKeysTurned(data))).toBe(canonicalJson(data))));
  });
  it('is JSON that means the same', () => {
    fc.assert(
      fc.property(anyData, (data) => {
        const text = canonicalJson(data);
        expect(canonicalJson(JSON.parse(text) as Signable)).toBe(text);
      }),
    );
  });
  it('writes quantities exactly and leaves absent fields out', () => {
    expect(canonicalJson({ b: Quantity.of('12.50', 'mL'), a: undefined })).toBe('{"b":{"unit":"mL","value":"12.5"}}');
  });
  it('writes the same letter the same way, however it was typed', () => {
    expect(canonicalJson('Zo\u0065\u0308')).toBe(canonicalJson('Zo\u00eb'));
  });
  it.each([0.1, Number.NaN, 2 ** 60])('refuses the number %s', (n) =>
    expect(() => canonicalJson({ n })).toThrow(RangeError),
  );
});

const preparation: SignedPreparation = {
  worksheetNumber: 'WS-000001-A',
  orderNumber: 'ORD-000001-A',
  orderVersion: 1,
  formulationVersionId: 'f1',
  preparations: ['CSP-000002-B', 'CSP-000001-A'],
  room: 'Buffer room',
  hood: 'Hood 1',
  category: 2,
  startedAt: '2026-03-02T16:00:00.000Z',
  completedAt: '2026-03-02T16:30:00.000Z',
  makers: ['p2', 'p1'],
  storage: 'REF',
  budAt: '2026-03-12T16:00:00.000Z',
  steps: [1, 2].map((position) => ({
    position,
    kind: 'draw',
    lot: 'AB12',
    expiresOn: '2027-01-31',
    openContainer: 'VIAL-000001-A',
    plannedVolumeMl: '12.5',
    volumeMl: '12.5',
    doneBy: 'p1',
    doneAt: '2026-03-02T16:10:00.000Z',
  })),
  photos: ['ff', 'aa'],
};
const approval: SignedOrderApproval = {
  orderNumber: 'ORD-000001-A',
  version: 1,
  patientId: 'pt1',
  prescription: { dose: '1250', unit: 'mg' },
  formulationVersionId: 'f1',
  findings: [
    { code: 'b', severity: 'soft' },
    { code: 'a', severity: 'hard', field: 'rate' },
  ],
  acknowledgements: ['b'],
  overrides: [{ key: 'a@rate', reason: 'central line' }],
  stabilityDecision: null,
};

describe('signed texts', () => {
  it('begin with what is signed and in which version', () => {
    for (const purpose of Object.keys(SIGNATURE_PURPOSES) as SignaturePurpose[])
      expect(canonicalText(purpose, { a: 1 })).toBe(`infusion-pharmacy ${purpose} v1\n{"a":1}`);
  });

  it('do not depend on the order in which rows were read', () => {
    expect(
      verificationText({
        ...preparation,
        steps: [...preparation.steps].reverse(),
        photos: ['aa', 'ff'],
        makers: ['p1', 'p2'],
      }),
    ).toBe(verificationText(preparation));
    expect(orderApprovalText({ ...approval, findings: [...approval.findings].reverse() })).toBe(
      orderApprovalText(approval),
    );
  });

  it.each<[string, Partial<SignedPreparation>]>([
    ['a volume', { steps: preparation.steps.map((s) => ({ ...s, volumeMl: '12.6' })) }],
    ['a lot', { steps: preparation.steps.map((s) => ({ ...s, lot: 'AB13' })) }],
    ['the beyond-use date', { budAt: '2026-03-12T16:00:00.001Z' }],
    ['a maker', { makers: ['p1'] }],
    ['a photo', { photos: ['ff', 'ab'] }],
    ['the number of preparations', { preparations: ['CSP-000001-A'] }],
  ])('change with %s', (_, change) => {
    expect(verificationText({ ...preparation, ...change })).not.toBe(verificationText(preparation));
  });

  it.each<[string, Partial<SignedOrderApproval>]>([
    ['the dose', { prescription: { dose: '1251', unit: 'mg' } }],
    ['the version', { version: 2 }],
    ['the reason of an override', { overrides: [{ key: 'a@rate', reason: 'peripheral line' }] }],
    ['the severity of a finding', { findings: [{ code: 'b', severity: 'info' }] }],
  ])('of an approval change with %s', (_, change) => {
    expect(orderApprovalText({ ...approval, ...change })).not.toBe(orderApprovalText(approval));
  });

  it('tell a rejection from a verification, and rework from waste', () => {
    const rejected = { ...preparation, reason: 'particles', disposition: 'rework' } as const;
    expect(rejectionText(rejected)).not.toContain('preparation-verified');
    expect(rejectionText({ ...rejected, disposition: 'waste' })).not.toBe(rejectionText(rejected));
  });
});
