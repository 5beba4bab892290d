import { describe, expect, it } from '@jest/globals';
import { Quantity } from '#domain/quantity';
import { addHours, instant } from '#domain/time';
import { container, lot, now, step, zone } from '../../test/scans.js';
import { afterWork } from './leftover.js';
import { decideShare, shareTarget, type ShareFacts, type ShareStep } from './shared-container.js';

const g = (n: string): Quantity => Quantity.of(n, 'g');
const mL = (n: string): Quantity => Quantity.of(n, 'mL');
const planned = (part: Partial<ShareStep>): ShareStep => ({
  ...step(),
  into: null,
  plannedVolume: null,
  plannedQuantity: null,
  ...part,
});

/** Water package 1 is opened for vial 1 alone; then vial 1, its water, and two draws of 1.25 g. */
const water = planned({ id: 'w', position: 1, lineId: 'water' });
const vial = planned({ id: 'v', position: 2, lineId: 'vial' });
const pour = planned({
  id: 'p',
  position: 3,
  kind: 'reconstitute',
  lineId: 'water',
  into: { lineId: 'vial', packageIndex: 1 },
  plannedVolume: mL('100'),
  plannedQuantity: mL('100'),
});
const draw = (id: string, position: number): ShareStep =>
  planned({
    id,
    position,
    kind: 'draw',
    lineId: 'vial',
    cspPosition: 1,
    plannedVolume: mL('12.5'),
    plannedQuantity: g('1.25'),
  });
const STEPS = [water, vial, pour, draw('d1', 4), draw('d2', 5)];
const productOf = (line: string): string => (line === 'vial' ? 'drug' : 'water');

describe('shareTarget', () => {
  it('is the package that is opened now, with the diluent that need not be added', () => {
    const target = shareTarget(vial, STEPS, productOf, 'drug');
    expect(target?.step.id).toBe('v');
    expect(target?.needless.map((s) => s.id)).toEqual(['p']);
    expect(target?.draws?.toJSON()).toEqual({ value: '2.5', unit: 'g' });
    expect(target?.diluent?.toJSON()).toEqual({ value: '100', unit: 'mL' });
  });

  it('is the next package where only its own diluent is opened before it', () => {
    const target = shareTarget(water, STEPS, productOf, 'drug');
    expect(target?.step.id).toBe('v');
    expect(target?.needless.map((s) => s.id)).toEqual(['w', 'p']);
  });

  it('is none where the diluent package is needed for another package too', () => {
    const other = planned({
      id: 'p2',
      position: 6,
      kind: 'reconstitute',
      lineId: 'water',
      into: { lineId: 'vial', packageIndex: 2 },
    });
    expect(shareTarget(water, [...STEPS, other], productOf, 'drug')).toBeNull();
  });

  it.each([
    ['another product', vial, 'another'],
    ['a step that opens nothing', pour, 'drug'],
  ])('is none for %s', (_, at, product) => {
    expect(shareTarget(at, STEPS, productOf, product)).toBeNull();
  });
});

const opened = addHours(now, -1);
const sharing = (part: Partial<ShareFacts> = {}): ShareFacts => ({
  current: vial,
  steps: [vial],
  target: shareTarget(vial, STEPS, productOf, 'drug'),
  container: container({ lineId: null, packageIndex: null }, opened, 'single-dose-vial'),
  lot: lot(),
  remaining: g('2.5'),
  promised: g('0'),
  diluent: mL('100'),
  openedIn: 'lafw',
  wantedIn: 'lafw',
  now,
  zone,
  ...part,
});
const codes = (part: Partial<ShareFacts> = {}): string[] => decideShare(sharing(part)).map((f) => f.code);
const kept = (kind: Parameters<typeof container>[2], air: 'iso5' | 'other' = 'iso5'): ShareFacts['container'] => {
  const made = container({ lineId: null, packageIndex: null }, opened, kind);
  return { ...made, inUse: { ...made.inUse, air, labelHours: 4 } };
};

describe('decideShare', () => {
  it('lets another worksheet draw from an open container in its time', () => expect(codes()).toEqual([]));

  it.each([
    [-1, []],
    [0, []],
    [1, ['in-use.expired']],
  ])('at the last moment of the in-use time %d ms: %j', (ms, expected) => {
    const single = container({ lineId: null, packageIndex: null }, opened, 'single-dose-vial');
    const until = addHours(opened, 12);
    const facts = {
      ...single,
      inUse: { kind: 'single-dose-vial', zone, air: 'iso5', firstPuncturedAt: opened } as const,
    };
    expect(codes({ container: facts, now: instant(until + ms) })).toEqual(expected);
  });

  it.each([
    ['2.499999', ['share.not-enough']],
    ['2.5', []],
    ['2.500001', []],
  ])('with %s g left where 2.5 g are needed: %j', (left, expected) =>
    expect(codes({ remaining: g(left) })).toEqual(expected),
  );

  it('never gives the same last millilitre to two', () => {
    expect(codes({ remaining: g('5'), promised: g('2.5') })).toEqual([]);
    expect(codes({ remaining: g('5'), promised: g('2.500001') })).toEqual(['share.not-enough']);
  });

  it.each<[string, Partial<ShareFacts>, string]>([
    ['an ampul', { container: kept('ampul') }, 'share.at-once'],
    ['what was opened in worse air', { container: kept('single-dose-vial', 'other') }, 'share.air'],
    [
      'a discarded container',
      { container: { ...kept('single-dose-vial'), state: 'discarded' } },
      'scan.container-discarded',
    ],
    ['a recalled lot', { lot: lot({ state: 'recalled' }) }, 'lot.recalled'],
    ['a quarantined lot', { lot: lot({ state: 'quarantine' }) }, 'lot.quarantined'],
    ['a container of a hood for hazardous drugs elsewhere', { openedIn: 'c-pec-bsc-a2' }, 'share.other-hood'],
    ['a container of another hood in the cabinet', { wantedIn: 'c-pec-bsc-a2' }, 'share.other-hood'],
    ['a container of which nobody knows the hood', { openedIn: null }, 'share.other-hood'],
    ['a package of this worksheet', { container: container() }, 'share.already-here'],
    ['what is not opened here', { target: null }, 'share.not-wanted'],
    ['a powder that is still dry', { diluent: null }, 'share.not-reconstituted'],
    ['another strength', { diluent: mL('94.999') }, 'share.other-strength'],
    ['a step that is not due', { steps: [water, vial] }, 'worksheet.step-out-of-order'],
  ])('refuses %s', (_, part, code) => expect(codes(part)).toContain(code));

  it('takes a reconstitution within what a recorded volume may be off', () =>
    expect(codes({ diluent: mL('95') })).toEqual([]));

  it('lets a vial be shared between two hoods of the same kind', () =>
    expect(codes({ openedIn: 'lafw', wantedIn: 'ivlfz' })).toEqual([]));
});

describe('afterWork', () => {
  const single = { kind: 'single-dose-vial', zone, air: 'iso5', firstPuncturedAt: opened } as const;
  const end = addHours(opened, 12);
  it.each([
    [-1, 'keep'],
    [0, 'keep'],
    [1, 'discard'],
  ] as const)('of a single-dose vial that others want, %d ms from the end of its time: %s', (ms, what) =>
    expect(afterWork(single, { wanted: true, at: instant(end + ms) })).toBe(what),
  );

  it('of a single-dose vial that nobody wants: discard', () =>
    expect(afterWork(single, { wanted: false, at: now })).toBe('discard'));

  it('of an ampul, whoever wants it: discard', () =>
    expect(afterWork({ ...single, kind: 'ampul' }, { wanted: true, at: now })).toBe('discard'));
});
