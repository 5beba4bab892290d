import { describe, expect, it } from '@jest/globals';
import { addHours, instant, parseInstant, parseLocalDate, zoneId } from '#domain/time';
import { decideActivate, decideComplete, decideDispense, decideReject, decideVerify } from './decisions.js';
import type { ActivationFacts, CompletionFacts, DispenseFacts, UsedLot, VerificationFacts } from './decision-facts.js';

const zone = zoneId('America/Phoenix');
const at = parseInstant('2026-03-02T16:00:00Z');
const budAt = addHours(at, 240);
const lot: UsedLot = {
  lotId: 'l1',
  lotNumber: 'AB12',
  drugName: 'vancomycin',
  expiresOn: parseLocalDate('2027-01-31'),
  state: 'available',
};
const step = (position: number): CompletionFacts['steps'][number] => ({
  id: `s${position}`,
  position,
  kind: 'draw',
  state: 'done',
  lineId: 'line1',
  packageIndex: 1,
  cspPosition: 1,
  doneBy: 'tech',
});
const completion: CompletionFacts = {
  state: 'compounding',
  actorId: 'tech',
  claimedBy: 'tech',
  steps: [step(1), step(2)],
  containers: 14,
  inspected: 14,
  photos: 1,
  lots: [lot],
  at,
  zone,
};
const verification: VerificationFacts = {
  ...completion,
  state: 'compounded',
  actorId: 'pharmacist',
  completedBy: 'tech',
  budAt,
  orderVersion: { current: 1, made: 1, state: 'approved' },
};
const activation: ActivationFacts = {
  cspState: 'labeled',
  cspNumber: 'CSP-000001-A',
  scannedNumber: 'CSP-000001-A',
  label: { number: 'LBL-000001-A', matches: true, voided: false },
  budAt,
  lots: [lot],
  at,
  zone,
};
const dispensing: DispenseFacts = {
  worksheetState: 'verified',
  csps: [{ number: 'CSP-000001-A', state: 'active', labelMatches: true }],
  budAt,
  neededUntil: addHours(at, 200),
  orderVersion: { current: 1, made: 1, state: 'approved' },
  lots: [lot],
  at,
  zone,
};
const told = (findings: readonly { code: string; severity: string }[]): string[] =>
  findings.map((f) => `${f.code} ${f.severity}`);

describe('decideComplete', () => {
  it('has nothing against a full record', () => expect(decideComplete(completion)).toEqual([]));
  it.each<[string, Partial<CompletionFacts>, string]>([
    ['another person', { actorId: 'other' }, 'worksheet.not-claimed-by-you stop'],
    ['an open step', { steps: [step(1), { ...step(2), state: 'scanned' }] }, 'worksheet.steps-open stop'],
    ['no steps at all', { steps: [] }, 'worksheet.steps-open stop'],
    ['no photo', { photos: 0 }, 'worksheet.no-photo stop'],
    ['one bag less counted', { inspected: 13 }, 'worksheet.count-differs stop'],
    ['one bag more counted', { inspected: 15 }, 'worksheet.count-differs stop'],
    ['no count', { inspected: null }, 'worksheet.count-differs stop'],
    ['a lot recalled meanwhile', { lots: [{ ...lot, state: 'recalled' }] }, 'lot.recalled stop'],
    ['a worksheet that is not being made', { state: 'compounded' }, 'worksheet.not-allowed-in-state stop'],
  ])('refuses %s', (_, part, expected) => expect(told(decideComplete({ ...completion, ...part }))).toEqual([expected]));
});

describe('decideVerify', () => {
  it('lets a pharmacist who took no part verify', () => expect(decideVerify(verification)).toEqual([]));
  it.each(['compounded', 'testing'])('takes a worksheet that is %s', (state) =>
    expect(decideVerify({ ...verification, state })).toEqual([]),
  );
  it.each<[string, Partial<VerificationFacts>]>([
    ['claimed it', { claimedBy: 'pharmacist' }],
    ['completed it', { completedBy: 'pharmacist' }],
    ['did one step of it', { steps: [step(1), { ...step(2), doneBy: 'pharmacist' }] }],
  ])('never lets one verify who %s (promise 4)', (_, part) => {
    expect(told(decideVerify({ ...verification, ...part }))).toEqual(['worksheet.maker-is-verifier stop']);
  });
  it.each<[string, Partial<VerificationFacts>, string]>([
    ['no beyond-use date', { budAt: null }, 'worksheet.no-bud stop'],
    ['a beyond-use date that has passed', { budAt: instant(at - 1) }, 'worksheet.bud-passed stop'],
    ['no photo', { photos: 0 }, 'worksheet.no-photo stop'],
    ['a count that differs', { inspected: 13 }, 'worksheet.count-differs stop'],
    ['an open step', { steps: [{ ...step(1), state: 'pending' }] }, 'worksheet.steps-open stop'],
    ['a recalled lot', { lots: [lot, { ...lot, state: 'recalled' }] }, 'lot.recalled stop'],
    ['a lot in quarantine', { lots: [{ ...lot, state: 'quarantine' }] }, 'lot.quarantined stop'],
    ['a worksheet that is verified already', { state: 'verified' }, 'worksheet.not-allowed-in-state stop'],
    [
      'an order changed since',
      { orderVersion: { current: 2, made: 1, state: 'approved' } },
      'worksheet.order-changed hard',
    ],
    [
      'an order discontinued since',
      { orderVersion: { current: 1, made: 1, state: 'discontinued' } },
      'worksheet.order-not-approved hard',
    ],
  ])('tells %s', (_, part, expected) => expect(told(decideVerify({ ...verification, ...part }))).toEqual([expected]));
  it('takes a preparation up to its last moment', () =>
    expect(decideVerify({ ...verification, budAt: at })).toEqual([]));
  it('leaves a lot alone that ran out after it was used: its expiry already bounds the date', () => {
    const used: UsedLot = { ...lot, expiresOn: parseLocalDate('2026-03-01'), state: 'expired' };
    expect(decideVerify({ ...verification, lots: [used] })).toEqual([]);
  });
});

describe('decideReject', () => {
  const rejection = { ...verification, reason: 'Particles in bag 3', disposition: 'rework' } as const;
  it('takes a reason, from one who took no part', () => expect(decideReject(rejection)).toEqual([]));
  it('needs neither photo nor count: those may be the reason', () => {
    expect(decideReject({ ...rejection, photos: 0, inspected: null, budAt: null })).toEqual([]);
  });
  it.each<[string, Partial<typeof rejection>, string]>([
    ['no reason', { reason: '  ' as 'Particles in bag 3' }, 'worksheet.reason-missing stop'],
    ['the maker', { actorId: 'tech' }, 'worksheet.maker-is-verifier stop'],
    ['a worksheet that is still being made', { state: 'compounding' }, 'worksheet.not-allowed-in-state stop'],
    ['rework with a recalled lot', { lots: [{ ...lot, state: 'recalled' }] }, 'lot.recalled stop'],
  ])('refuses %s', (_, part, expected) => expect(told(decideReject({ ...rejection, ...part }))).toEqual([expected]));
  it('lets what holds a recalled lot be wasted', () => {
    expect(decideReject({ ...rejection, disposition: 'waste', lots: [{ ...lot, state: 'recalled' }] })).toEqual([]);
  });
});

describe('decideActivate (promise 7)', () => {
  it('takes the label that was read back and scanned', () => expect(decideActivate(activation)).toEqual([]));
  it.each<[string, Partial<ActivationFacts>, string]>([
    ['no scan', { scannedNumber: null }, 'label.not-scanned stop'],
    ['the label of another bag', { scannedNumber: 'CSP-000002-B' }, 'label.wrong-preparation stop'],
    ['no label', { label: null }, 'label.missing stop'],
    ['a void label', { label: { number: 'L', matches: true, voided: true } }, 'label.voided stop'],
    [
      'a label that did not match',
      { label: { number: 'L', matches: false, voided: false } },
      'label.does-not-match stop',
    ],
    ['a passed beyond-use date', { budAt: instant(at - 1) }, 'worksheet.bud-passed stop'],
    ['a recalled lot', { lots: [{ ...lot, state: 'recalled' }] }, 'lot.recalled stop'],
    ['a preparation that is not labeled', { cspState: 'verified' }, 'csp.not-allowed-in-state stop'],
    ['a second activation', { cspState: 'active' }, 'csp.not-allowed-in-state stop'],
  ])('refuses %s', (_, part, expected) => expect(told(decideActivate({ ...activation, ...part }))).toEqual([expected]));
});

describe('decideDispense', () => {
  it('lets active preparations leave that last for the whole use', () =>
    expect(decideDispense(dispensing)).toEqual([]));
  it.each<[string, Partial<DispenseFacts>, string]>([
    [
      'a label that is not active',
      { csps: [...dispensing.csps, { number: 'C2', state: 'labeled', labelMatches: true }] },
      'worksheet.label-not-active stop',
    ],
    [
      'a label that does not match',
      { csps: [{ number: 'C2', state: 'active', labelMatches: false }] },
      'worksheet.label-not-active stop',
    ],
    ['nothing to dispense', { csps: [] }, 'worksheet.nothing-to-dispense stop'],
    ['a worksheet that is not verified', { worksheetState: 'compounded' }, 'worksheet.not-allowed-in-state stop'],
    ['a passed beyond-use date', { budAt: instant(at - 1), neededUntil: null }, 'worksheet.bud-passed stop'],
    ['no beyond-use date', { budAt: null }, 'worksheet.no-bud stop'],
    [
      'a date before the last planned start',
      { neededUntil: instant(budAt + 1) },
      'worksheet.bud-before-last-start hard',
    ],
    ['a date close to the last planned start', { neededUntil: budAt }, 'worksheet.bud-close-to-last-start soft'],
    [
      'an order on hold',
      { orderVersion: { current: 1, made: 1, state: 'on-hold' } },
      'worksheet.order-not-approved hard',
    ],
    [
      'an order changed and approved anew since it was made',
      { orderVersion: { current: 2, made: 1, state: 'approved' } },
      'worksheet.order-changed hard',
    ],
    ['a recalled lot', { lots: [{ ...lot, state: 'recalled' }] }, 'lot.recalled stop'],
  ])('tells %s', (_, part, expected) => expect(told(decideDispense({ ...dispensing, ...part }))).toEqual([expected]));
});
