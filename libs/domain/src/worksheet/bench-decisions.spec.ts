import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { elementString, readCode } from '#domain/barcode';
import type { ContainerFacts, ContainerKind } from '#domain/in-use-time';
import { Quantity } from '#domain/quantity';
import { addHours, instant, parseInstant, parseLocalDate, zoneId } from '#domain/time';
import { containerCondition, countsAt } from './container-condition.js';
import { afterWork } from './leftover.js';
import { decideStart } from './order-standing.js';
import { decideRecording, decideReopening, type RecordingFacts } from './recording.js';
import { resolveReading } from './resolve-reading.js';
import type { LotOfProduct, StepFacts } from './scan-facts.js';
import { stockTaken, type TakenFacts } from './stock-taken.js';

const zone = zoneId('America/Phoenix');
const now = parseInstant('2026-03-02T16:00:00Z');
const HOUR = 3_600_000;
const mL = (value: string): Quantity => Quantity.of(value, 'mL');
const mg = (value: string): Quantity => Quantity.of(value, 'mg');
const lot = (part: Partial<LotOfProduct> = {}): LotOfProduct => ({
  lotId: 'lot1',
  productId: 'p1',
  lotNumber: 'CFX2105',
  expiresOn: parseLocalDate('2026-12-31'),
  state: 'available',
  ...part,
});
const opened = (kind: ContainerKind, part: Partial<ContainerFacts> = {}): ContainerFacts => ({
  kind,
  zone,
  air: 'iso5',
  firstPuncturedAt: now,
  ...part,
});
const codes = (findings: readonly { code: string }[]): string[] => findings.map((f) => f.code);

describe('stockTaken', () => {
  const facts = (part: Partial<TakenFacts> = {}): TakenFacts => ({
    plannedVolume: mL('12.5'),
    plannedQuantity: mg('1250'),
    recorded: mL('12.5'),
    remaining: mg('10000'),
    content: mg('10000'),
    ...part,
  });
  const taken = (part: Partial<TakenFacts>): [string | null, string[]] => {
    const answer = stockTaken(facts(part));
    return ['quantity' in answer ? answer.quantity.value.toString() : null, codes(answer.findings)];
  };

  it.each([
    ['12.5', '1250'],
    ['12.4', '1240'],
    ['12.55', '1255'],
  ])('takes %s mL through the strength: %s mg', (recorded, quantity) => {
    expect(taken({ recorded: mL(recorded) })).toEqual([quantity, []]);
  });

  it('rounds to what is stored', () => {
    expect(taken({ plannedVolume: mL('3'), plannedQuantity: mg('100'), recorded: mL('1') })[0]).toBe('33.333333');
  });

  it.each([
    ['1250', '1250', []],
    ['1249.999999', '1249.999999', ['worksheet.overfill']],
    // 5 % of a package of 10,000 mg is 500 mg
    ['750', '750', ['worksheet.overfill']],
    ['749.999999', null, ['worksheet.more-than-there-is']],
    ['0', null, ['worksheet.more-than-there-is']],
  ])('takes 1,250 mg of %s mg on the books: %s', (remaining, quantity, findings) => {
    expect(taken({ remaining: mg(remaining) })).toEqual([quantity, findings]);
  });

  it('never takes more than is on the books', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 0, max: 10_000 }), (measured, left) => {
        const remaining = mg(String(left));
        const answer = stockTaken(facts({ recorded: mL(String(measured / 1000)), remaining }));
        expect(!('quantity' in answer) || answer.quantity.lte(remaining)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('containerCondition', () => {
  const at = (inUse: ContainerFacts, hours: number): string[] =>
    codes(containerCondition({ lot: lot(), inUse, now: instant(now + hours * HOUR), zone }));
  it.each([
    ['single-dose-vial', 12, []],
    ['single-dose-vial', 12 + 1 / HOUR, ['in-use.expired']],
    // may not be kept, but is used up in the same piece of work
    ['ampul', 0, []],
    ['ampul', 1, []],
    ['ampul', 1 + 1 / HOUR, ['in-use.at-once']],
  ] as const)('of a %s after %s h: %j', (kind, hours, expected) => expect(at(opened(kind), hours)).toEqual(expected));

  it('sees a lot that was recalled after it was opened', () => {
    const inUse = opened('single-dose-vial');
    expect(codes(containerCondition({ lot: lot({ state: 'recalled' }), inUse, now, zone }))).toEqual(['lot.recalled']);
  });
});

describe('countsAt', () => {
  const minutes = (m: number): typeof now => instant(now + m * 60_000);
  it('counts a withdrawal at its moment', () => {
    expect(countsAt(opened('single-dose-vial'), minutes(30))).toBe(minutes(30));
  });
  it('counts a use at once at the opening, within the same piece of work only', () => {
    expect(countsAt(opened('ampul'), minutes(60))).toBe(now);
    expect(countsAt(opened('ampul'), minutes(61))).toBe(minutes(61));
  });
});

describe('afterWork', () => {
  it.each([
    ['single-dose-vial', 'discard'],
    ['ampul', 'discard'],
    ['bag', 'discard'],
    ['bottle', 'discard'],
    ['syringe', 'discard'],
    ['compounded-single-dose', 'discard'],
    ['multiple-dose-vial', 'keep'],
    ['pharmacy-bulk-package', 'keep'],
    ['compounded-multiple-dose', 'keep'],
  ] as const)('of a %s: %s', (kind, what) => expect(afterWork(opened(kind))).toBe(what));

  it('keeps nothing that must not be entered where it was', () => {
    expect(afterWork(opened('pharmacy-bulk-package', { air: 'other' }))).toBe('discard');
  });
});

describe('decideStart', () => {
  it.each([
    ['approved', 1, []],
    ['approved', 2, ['worksheet.order-changed']],
    ['on-hold', 1, ['worksheet.order-not-approved']],
    ['discontinued', 2, ['worksheet.order-not-approved', 'worksheet.order-changed']],
  ] as const)('with an order that is %s at version %i, made from 1: %j', (state, current, expected) => {
    const findings = decideStart({ state, current, made: 1 });
    expect(codes(findings)).toEqual(expected);
    expect(findings.every((f) => f.severity === 'stop')).toBe(true);
  });
});

const step = (part: Partial<StepFacts> = {}): StepFacts => ({
  id: 's2',
  position: 2,
  kind: 'draw',
  state: 'scanned',
  lineId: 'line1',
  packageIndex: 1,
  cspPosition: 1,
  ...part,
});
const first = step({ id: 's1', position: 1, kind: 'open', state: 'done' });

describe('decideRecording', () => {
  const recording = (part: Partial<RecordingFacts> = {}): RecordingFacts => {
    const of = part.step ?? { ...step(), plannedVolume: mL('10') };
    return {
      state: 'compounding',
      step: of,
      steps: [first, of],
      volume: mL('10'),
      passed: null,
      containers: 3,
      photos: 0,
      worked: [{ lot: lot(), inUse: opened('single-dose-vial') }],
      now,
      zone,
      ...part,
    };
  };
  const found = (part: Partial<RecordingFacts>): string[] => codes(decideRecording(recording(part)));
  const inspect = { ...step({ kind: 'inspect', state: 'pending', lineId: null }), plannedVolume: null };
  const photo = { ...inspect, kind: 'photo' as const };

  it('takes a measured volume of what was scanned', () => expect(found({})).toEqual([]));
  it.each<[string, Partial<RecordingFacts>, string[]]>([
    ['before it has begun', { state: 'staged' }, ['worksheet.not-compounding']],
    ['after it is complete', { state: 'compounded' }, ['worksheet.not-compounding']],
    ['out of turn', { steps: [{ ...first, state: 'pending' }, step()] }, ['worksheet.step-out-of-order']],
    ['twice', { step: { ...step({ state: 'done' }), plannedVolume: mL('10') } }, ['worksheet.step-already-done']],
    ['before its scan', { step: { ...step({ state: 'pending' }), plannedVolume: mL('10') } }, ['worksheet.scan-first']],
    ['without its volume', { volume: null }, ['worksheet.volume-missing']],
    ['with a volume too far off', { volume: mL('10.51') }, ['worksheet.volume-outside-tolerance']],
    ['from a container whose time ran out since its scan', { now: addHours(now, 13) }, ['in-use.expired']],
    [
      'from a lot that was recalled since its scan',
      { worked: [{ lot: lot({ state: 'recalled' }), inUse: opened('bag') }] },
      ['lot.recalled'],
    ],
    ['with a volume where there is none', { step: inspect, passed: 3, worked: [] }, ['worksheet.no-volume']],
    ['with too few that passed', { step: inspect, volume: null, passed: 2, worked: [] }, ['worksheet.count-differs']],
    ['with too many that passed', { step: inspect, volume: null, passed: 4, worked: [] }, ['worksheet.count-differs']],
    ['uncounted', { step: inspect, volume: null, worked: [] }, ['worksheet.count-differs']],
    ['without a photo', { step: photo, volume: null, worked: [] }, ['worksheet.no-photo']],
  ])('refuses a record %s', (_what, part, expected) => expect(found(part)).toEqual(expected));

  it('takes a full count and a photo', () => {
    expect(found({ step: inspect, volume: null, passed: 3, worked: [] })).toEqual([]);
    expect(found({ step: photo, volume: null, photos: 1, worked: [] })).toEqual([]);
  });
  it('needs no scan to take base solution out again', () => {
    const remove = { ...step({ kind: 'remove-diluent', state: 'pending' }), plannedVolume: mL('25') };
    expect(found({ step: remove, volume: mL('25'), worked: [] })).toEqual([]);
  });
});

describe('decideReopening', () => {
  const done = { ...step({ state: 'done' }), doneBy: 'ana' };
  const facts = { state: 'compounding', actorId: 'ana', step: done, steps: [{ ...first, doneBy: 'ana' }, done] };
  const found = (part: Partial<typeof facts>): string[] => codes(decideReopening({ ...facts, ...part }));

  it('takes back what was recorded last', () => expect(found({})).toEqual([]));
  it.each<[string, Partial<typeof facts>, string[]]>([
    ['an earlier step', { step: { ...first, doneBy: 'ana' } }, ['worksheet.not-the-latest-step']],
    ['a step that is not done', { steps: [{ ...first, doneBy: 'ana' }] }, ['worksheet.not-the-latest-step']],
    ['the step of another person', { actorId: 'sam' }, ['worksheet.not-your-step']],
    ['anything once it is complete', { state: 'compounded' }, ['worksheet.not-compounding']],
  ])('refuses %s', (_what, part, expected) => expect(found(part)).toEqual(expected));
});

describe('resolveReading', () => {
  const code = elementString({ gtin: '00325021107201', lot: 'CFX2105', expiry: parseLocalDate('2026-12-31') });
  const scanned = readCode(code, { today: parseLocalDate('2026-03-02') });
  const lotRead = (lots: LotOfProduct[]): string | undefined => resolveReading(scanned, 'p1', lots).fields.lot;

  it('is needed: a lot number may hold what looks like the next field', () => {
    expect(scanned.alternatives.length).toBeGreaterThan(1);
    expect(scanned.fields.lot).toBeUndefined();
  });
  it('takes the one reading that names a lot on record', () => expect(lotRead([lot()])).toBe('CFX2105'));
  it.each([
    ['no lot on record', []],
    ['a lot of another product', [lot({ productId: 'p2' })]],
    ['a lot with another expiry', [lot({ expiresOn: parseLocalDate('2027-12-31') })]],
    ['two that fit', [lot(), lot({ lotNumber: 'CFX' })]],
  ])('decides nothing with %s', (_what, lots) => expect(lotRead(lots)).toBeUndefined());
});
