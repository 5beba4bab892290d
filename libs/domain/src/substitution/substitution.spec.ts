import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FormulaContent } from '#domain/formula';
import { Quantity } from '#domain/quantity';
import { check } from '#domain/state-machine';
import { DAY_MS, instant, parseInstant } from '#domain/time';
import { compareSides, type Side } from './compare.js';
import { stockLasts, type OpenDoses } from './lasting.js';
import { preferProducts } from './prefer.js';
import { replaceLines, type PrescribedLine } from './replace.js';
import { restOfTherapy, type Therapy } from './rest.js';
import { SUBSTITUTION_MACHINE } from './states.js';
import { substitutionText, type SignedSubstitution } from './text.js';

const mg = (value: string): Quantity => Quantity.of(value, 'mg');
const NOW = parseInstant('2026-03-02T14:00:00Z');

describe('the states of a substitution', () => {
  it('are sound, and what is declined or reversed stays so', () => {
    expect(check(SUBSTITUTION_MACHINE)).toEqual([]);
  });
});

describe('preferring a product', () => {
  const content = {
    additives: [
      { drugId: 'd', drugName: 'd', products: ['a', 'b', 'c'].map((productId) => ({ productId })), limits: null },
    ],
    base: null,
    diluent: null,
    reconstitution: [],
  } as unknown as FormulaContent;
  const order = (prefer: string, avoid: string | null): (string | undefined)[] | undefined =>
    preferProducts(content, [
      { drugId: 'd', preferProductId: prefer, avoidProductId: avoid },
    ]).additives[0]?.products.map((p) => p.productId);

  it.each([
    ['c', null, ['c', 'a', 'b']],
    ['b', 'a', ['b', 'c', 'a']],
    ['x', 'a', ['b', 'c', 'a']],
    ['x', null, ['a', 'b', 'c']],
  ])('puts %s first and %s last, and adds nothing that the formula does not name', (prefer, avoid, expected) => {
    expect(order(prefer, avoid)).toEqual(expected);
  });
  it('keeps the condition under which the formula names a product', () => {
    const bulk = {
      ...content,
      additives: content.additives.map((a) => ({
        ...a,
        products: [{ productId: 'a' }, { productId: 'b', fromContainers: 6 }],
      })),
    };
    const [first] =
      preferProducts(bulk, [{ drugId: 'd', preferProductId: 'b', avoidProductId: null }]).additives[0]?.products ?? [];
    expect(first).toEqual({ productId: 'b', fromContainers: 6 });
  });
});

describe('replacing a drug in a prescription', () => {
  const line = (dose: Quantity, basisDose: Quantity | null = null): PrescribedLine => ({
    role: 'additive',
    drugId: 'old',
    drugName: 'ceftriaxone',
    dose,
    basisDose,
  });
  const by = {
    drugId: 'old',
    drugName: 'ceftriaxone',
    role: 'additive',
    to: { drugId: 'new', drugName: 'cefazolin' },
  } as const;
  const base: PrescribedLine = {
    role: 'base',
    drugId: 'ns',
    drugName: 'NS',
    dose: Quantity.of('100', 'mL'),
    basisDose: null,
  };

  it('multiplies the dose and the dose per kg exactly, shows how, and leaves the base as it is', () => {
    const answer = replaceLines([line(mg('1250'), mg('17.5')), base], { ...by, doseFactor: '0.8' });
    expect(answer.lines?.[0]).toMatchObject({ drugId: 'new', drugName: 'cefazolin' });
    expect(answer.lines?.[0]?.dose.toJSON()).toEqual({ value: '1000', unit: 'mg' });
    expect(answer.lines?.[0]?.basisDose?.toJSON()).toEqual({ value: '14', unit: 'mg' });
    expect(answer.lines?.[1]).toBe(base);
    expect(answer.derivation).toEqual([
      { label: 'Dose of cefazolin', formula: '1,250 mg ceftriaxone x 0.8', value: '1,000 mg' },
    ]);
  });
  it.each([
    ['0.000001', true],
    ['0.0000001', false],
  ])('writes 1 mg x %s only where a prescription can hold it: %s', (doseFactor, fits) => {
    const answer = replaceLines([line(mg('1'))], { ...by, doseFactor });
    expect(answer.lines !== null).toBe(fits);
    expect(answer.findings.map((f) => f.code)).toEqual(fits ? [] : ['substitution.dose-not-exact']);
  });
  it('refuses an order that has the alternative already, and one without the drug', () => {
    const both = [line(mg('1')), { ...line(mg('1')), drugId: 'new' }];
    expect(replaceLines(both, { ...by, doseFactor: '1' }).findings[0]?.code).toBe('substitution.already-in-order');
    expect(replaceLines([base], { ...by, doseFactor: '1' }).findings[0]?.code).toBe('substitution.not-in-order');
  });
  it.each(['0', '-1'])('takes no factor of %s', (doseFactor) => {
    expect(() => replaceLines([line(mg('1'))], { ...by, doseFactor })).toThrow(RangeError);
  });
});

describe('the rest of a therapy', () => {
  const therapy: Therapy = {
    schedule: 'intermittent',
    intervalMinutes: 720,
    durationMinutes: 90,
    containers: 14,
    daysSupply: 7,
    neededAt: NOW,
  };
  it.each([
    [0, 14, 7, 0],
    [6, 8, 4, 3],
    [7, 7, null, 3.5],
    [13, 1, null, 6.5],
  ])('after %i of 14 every 12 h leaves %i, days of supply %s, %f days later', (made, containers, daysSupply, days) => {
    const rest = restOfTherapy(therapy, made);
    expect(rest).toMatchObject({ containers, daysSupply });
    expect(((rest.neededAt ?? NaN) - NOW) / DAY_MS).toBe(days);
  });
  it('moves a continuous infusion by its duration and leaves what is given once where it is', () => {
    const continuous = { ...therapy, schedule: 'continuous', intervalMinutes: null, durationMinutes: 1440 } as const;
    expect(restOfTherapy({ ...continuous, containers: 7 }, 2)).toMatchObject({ containers: 5, daysSupply: 5 });
    expect(restOfTherapy({ ...continuous, schedule: 'once', containers: 2 }, 1).neededAt).toBe(NOW);
  });
  it.each([-1, 14, 15, 1.5])('is nothing after %f of 14', (made) => {
    expect(() => restOfTherapy(therapy, made)).toThrow(RangeError);
  });
});

describe('how long stock lasts', () => {
  const doses = (count: number, change: Partial<OpenDoses> = {}): OpenDoses => ({
    orderId: 'a',
    dose: mg('1000'),
    count,
    firstAt: NOW,
    everyMinutes: 720,
    ...change,
  });
  it.each([
    ['3999', 1, 3, 2],
    ['4000', 2, 4, 1],
    ['4999.9', 2, 4, 1],
    ['5000', null, 5, 0],
  ])('%s mg serve five doses of 1 g every 12 h until day %s', (free, days, served, missed) => {
    expect(stockLasts(mg(free), [doses(5)], NOW)).toEqual({ days, served, missed });
  });
  it('counts what is overdue as due now', () => {
    expect(stockLasts(mg('0'), [doses(1, { firstAt: instant(NOW - 3 * DAY_MS) })], NOW).days).toBe(0);
  });
  it('never ends earlier with one order less', () => {
    const order = fc.record({
      count: fc.integer({ min: 0, max: 20 }),
      start: fc.integer({ min: 0, max: 9 }),
      dose: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 300 }), (orders, free) => {
        const all = orders.map((o, i) =>
          doses(o.count, { orderId: `o${i}`, firstAt: instant(NOW + o.start * DAY_MS), dose: mg(String(o.dose)) }),
        );
        const end = (list: OpenDoses[]): number => stockLasts(mg(String(free)), list, NOW).days ?? Infinity;
        expect(end(all.slice(1))).toBeGreaterThanOrEqual(end(all));
      }),
    );
  });
  it('compares no volume with an amount', () => {
    expect(() => stockLasts(Quantity.of('1', 'mL'), [doses(1)], NOW)).toThrow(TypeError);
  });
});

const SIDE: Side = {
  title: 'vancomycin 1 g',
  formula: { versionId: 'v', number: 'MFR-1', version: 1, name: 'Vancomycin' },
  lines: [
    { role: 'additive', drugId: 'd', productId: 'p', product: 'Vial', packages: 1, each: '1 g = 20 mL', note: '' },
  ],
  finalVolume: '250 mL',
  concentration: '4 mg/mL',
  derivation: [],
  stability: 'Confirmed',
  budHours: '240',
  bud: '240 h',
  label: ['vancomycin 1 g'],
  cost: { dollars: '12.50', unpriced: [] },
  findings: [{ key: 'k', code: 'k', severity: 'soft', message: 'until 09:00', source: '' }],
};

describe('before and after', () => {
  it('marks exactly the rows that differ', () => {
    const after = { ...SIDE, bud: '96 h', cost: { dollars: null, unpriced: ['Vial'] } };
    expect(compareSides(SIDE, after).flatMap((row) => (row.differs ? [row.key] : []))).toEqual(['bud', 'cost']);
    expect(compareSides(SIDE, SIDE).some((row) => row.differs)).toBe(false);
    expect(compareSides(SIDE, null).every((row) => row.differs && row.after.length === 0)).toBe(true);
  });
});

describe('what one signature approves', () => {
  const record = (after: Side): SignedSubstitution => ({
    number: 'SUB-000001-X',
    kind: 'base',
    from: 'NS',
    to: 'D5W',
    doseFactor: null,
    reason: 'short',
    shortage: '',
    overrides: [],
    stabilityDecision: null,
    orders: [
      {
        number: 'ORD-1',
        version: 1,
        state: 'approved',
        patientId: 'p',
        containers: 2,
        before: SIDE,
        after,
        worksheets: [],
        begun: 0,
      },
    ],
    leftOut: [],
    cannot: [],
  });
  const [finding] = SIDE.findings;
  it('stays the same while only the hour in a message moves on', () => {
    const later = finding ? [{ ...finding, message: 'until 09:01' }] : [];
    expect(substitutionText(record({ ...SIDE, findings: later }))).toBe(substitutionText(record(SIDE)));
  });
  it.each([
    ['a finding more', { findings: [] }],
    ['another weight', { findings: finding ? [{ ...finding, severity: 'hard' as const }] : [] }],
    ['another price', { cost: { dollars: '12.51', unpriced: [] } }],
    ['another date', { budHours: '239' }],
    ['another word on the label', { label: ['vancomycin 1 g.'] }],
  ])('is another one with %s', (_, change) => {
    expect(substitutionText(record({ ...SIDE, ...change }))).not.toBe(substitutionText(record(SIDE)));
  });
});
