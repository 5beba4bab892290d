import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scaleFormula, type FormulaContent } from '#domain/formula';
import { Quantity } from '#domain/quantity';
import { addHours, instant, parseInstant, parseLocalDate, zoneId } from '#domain/time';
import { ALL_PRODUCTS, CEFTRIAXONE, FLUOROURACIL, VANCOMYCIN } from '../../test/stories.js';
import { decideApproval } from './approval.js';
import type { Allergy, ReviewedDrug, ReviewedLine, ReviewFacts } from './facts.js';
import { findingKey, reviewOrder } from './review.js';

const Q = (value: string, unit: string): Quantity => Quantity.of(value, unit);
const at = parseInstant('2026-03-02T16:00:00Z');

const drug = (name: string, part: Partial<ReviewedDrug> = {}): ReviewedDrug => ({
  id: name,
  name,
  kind: 'drug',
  hazard: 'none',
  antineoplastic: false,
  highAlert: false,
  allergyClasses: [],
  maximumRate: null,
  ...part,
});
const additive = (of: ReviewedDrug, dose: Quantity, part: Partial<ReviewedLine> = {}): ReviewedLine => ({
  position: 1,
  role: 'additive',
  drug: of,
  dose,
  basis: 'flat',
  basisDose: null,
  body: null,
  ...part,
});
const base = (name: string, volume = '250'): ReviewedLine => ({
  ...additive(drug(name, { kind: 'base-solution' }), Q(volume, 'mL')),
  position: 2,
  role: 'base',
});
const vancomycin = drug('vancomycin', {
  allergyClasses: ['glycopeptide'],
  maximumRate: { value: '10', unit: 'mg/min', source: 'domain-rules 8.5' },
});
const nacl = base('sodium chloride 0.9 %');

function facts(
  content: FormulaContent,
  order: Partial<ReviewFacts['order']>,
  part: Partial<ReviewFacts> = {},
): ReviewFacts {
  const lines = order.lines ?? [additive(vancomycin, Q('1250', 'mg')), nacl];
  const containers = order.containers ?? 14;
  const doses = content.additives.map((a, i) => ({
    drugId: a.drugId,
    dose: lines.filter((l) => l.role === 'additive')[i]?.dose ?? Q('1', 'mg'),
  }));
  const answer = scaleFormula({ content, doses, containers, products: ALL_PRODUCTS });
  return {
    order: {
      id: 'o1',
      route: 'IV',
      schedule: 'intermittent',
      durationMinutes: 125,
      intervalMinutes: 720,
      containers,
      daysSupply: 7,
      storage: 'REF',
      device: 'gravity',
      directions: 'Infuse over 125 minutes every 12 hours.',
      lines,
      ...order,
    },
    patient: {
      weight: Q('80', 'kg'),
      height: Q('178', 'cm'),
      measuredOn: parseLocalDate('2026-02-20'),
      allergiesReviewed: true,
      allergies: [],
    },
    otherOrders: [],
    formulas: [{ versionId: 'f1', name: content.name, whyNot: [] }],
    formula: { versionId: 'f1', content },
    scaled: answer.scaled,
    scaleFindings: answer.findings,
    budPreview: { decision: 'assigned', until: addHours(at, 240) },
    neededUntil: addHours(at, 160),
    at,
    zone: zoneId('America/Phoenix'),
    ...part,
  };
}
const told = (f: ReviewFacts): string[] => reviewOrder(f).map((x) => `${x.code} ${x.severity}`);
/** Without what is only to be known. */
const decisive = (f: ReviewFacts): string[] => told(f).filter((t) => !t.endsWith(' info'));
const vanco = (order: Partial<ReviewFacts['order']> = {}, part: Partial<ReviewFacts> = {}): ReviewFacts =>
  facts(VANCOMYCIN, order, part);
const withPatient = (change: Partial<ReviewFacts['patient']>, f: ReviewFacts = vanco()): ReviewFacts => ({
  ...f,
  patient: { ...f.patient, ...change },
});

describe('the three prescriptions', () => {
  it('vancomycin 1,250 mg over 90 min is 13.9 mg/min: told, because 90 min is more than 60', () => {
    const findings = reviewOrder(vanco({ durationMinutes: 90 }));
    expect(findings.map((f) => [f.code, f.severity, f.field])).toEqual([['review.rate-over-limit', 'soft', 'lines.1']]);
    expect(findings[0]?.message).toBe(
      'vancomycin runs at 13.889 mg/min over 90 min; highest 10 mg/min (at most 10 mg/min or over at least 60 min). That takes at least 125 min.',
    );
  });
  it.each([
    [59, ['review.rate-over-limit hard', 'review.time-too-short hard']],
    [60, ['review.rate-over-limit soft']],
    [124, ['review.rate-over-limit soft']],
    [125, []],
  ])('vancomycin 1,250 mg over %d min', (durationMinutes, expected) =>
    expect(told(vanco({ durationMinutes }))).toEqual(expected),
  );

  it('ceftriaxone 2 g in 100 mL of sodium chloride 0.9 % every 24 h for 3 days', () => {
    const lines = [
      additive(drug('ceftriaxone', { allergyClasses: ['cephalosporin', 'beta-lactam'] }), Q('2', 'g')),
      base('sodium chloride 0.9 %', '100'),
    ];
    const order = { lines, containers: 3, daysSupply: 3, intervalMinutes: 1440, durationMinutes: 30 };
    expect(told(facts(CEFTRIAXONE, order))).toEqual(['formula.added-volume-large soft']);
  });

  const fluorouracil = drug('fluorouracil', { hazard: 'NIOSH24-T1', antineoplastic: true, highAlert: true });
  const line = additive(fluorouracil, Q('4320', 'mg'), {
    basis: 'per-m2',
    basisDose: Q('2400', 'mg'),
    body: Q('1.8', 'm2'),
  });
  const pump = {
    lines: [line],
    containers: 1,
    daysSupply: null,
    intervalMinutes: null,
    schedule: 'continuous',
    durationMinutes: 2760,
    storage: 'CRT',
    device: 'ambulatory-pump',
  } as const;
  it('fluorouracil 2,400 mg/m² × 1.8 m² = 4,320 mg is hazardous and high-alert, and comes out even', () => {
    const f = withPatient({ weight: Q('70', 'kg'), height: Q('167', 'cm') }, facts(FLUOROURACIL, pump));
    expect(told(f)).toEqual([
      'review.hazardous soft',
      'formula.several-syringes info',
      'formula.dose-not-divisible info',
      'review.high-alert info',
    ]);
  });
  it.each([
    ['4320', []],
    ['4321', ['review.dose-rounded hard']],
    ['4536', ['review.dose-rounded hard']], // 5 %
    ['4536.1', ['review.dose-disagrees stop']],
    ['4103.9', ['review.dose-disagrees stop']],
  ])('fluorouracil %s mg against 2,400 mg/m² × 1.8 m²', (dose, expected) => {
    const f = withPatient(
      { weight: Q('70', 'kg'), height: Q('167', 'cm') },
      facts(FLUOROURACIL, { ...pump, lines: [{ ...line, dose: Q(dose, 'mg') }] }),
    );
    expect(told(f).filter((t) => t.startsWith('review.dose'))).toEqual(expected);
  });
  it.each([
    ['167', '70', []], // 1.802 m²
    ['190', '95', ['review.surface-differs soft']], // 2.24 m²
  ])('compares the surface with height %s cm and weight %s kg', (height, weight, expected) => {
    const f = withPatient({ weight: Q(weight, 'kg'), height: Q(height, 'cm') }, facts(FLUOROURACIL, pump));
    expect(told(f).filter((t) => t.includes('surface'))).toEqual(expected);
  });
  it.each<[string, Partial<ReviewFacts['patient']>, string[]]>([
    ['weight', { weight: null }, ['review.weight-missing hard']],
    ['height', { height: null }, ['review.height-missing hard']],
  ])('needs the %s for a dose by surface', (_, change, expected) => {
    expect(told(withPatient(change, facts(FLUOROURACIL, pump))).filter((t) => t.includes('missing'))).toEqual(expected);
  });
  it.each([
    ['2026-01-31', []],
    ['2026-01-30', ['review.measurement-old soft']],
  ])('tells that measures of %s are old', (measuredOn, expected) => {
    const f = withPatient(
      { measuredOn: parseLocalDate(measuredOn), weight: Q('70', 'kg'), height: Q('167', 'cm') },
      facts(FLUOROURACIL, pump),
    );
    expect(told(f).filter((t) => t.includes('measurement'))).toEqual(expected);
  });
});

describe('a dose by weight', () => {
  const byWeight = (part: Partial<ReviewedLine>): ReviewFacts =>
    vanco({
      lines: [
        additive(vancomycin, Q('1200', 'mg'), {
          basis: 'per-kg',
          basisDose: Q('15', 'mg'),
          body: Q('80', 'kg'),
          ...part,
        }),
        nacl,
      ],
    });
  it('comes out even', () => expect(decisive(byWeight({}))).toEqual([]));
  it('stops when one figure is missing', () =>
    expect(told(byWeight({ body: null }))).toContain('review.basis-incomplete stop'));
  it('stops when the units are of different kinds', () =>
    expect(told(byWeight({ basisDose: Q('15', 'meq') }))).toContain('review.dose-disagrees stop'));
  it.each([
    ['84', []], // 5 % of 80
    ['84.1', ['review.weight-differs soft']],
    ['75.9', ['review.weight-differs soft']],
  ])('compares %s kg with the 80 kg on record', (kg, expected) => {
    const dose = Q(kg, 'kg').value.times(15);
    const f = byWeight({ body: Q(kg, 'kg'), dose: Quantity.of(dose, 'mg') });
    expect(told(f).filter((t) => t.includes('weight'))).toEqual(expected);
  });
  it('asks for a missing weight, softly when the dose is flat', () => {
    expect(told(withPatient({ weight: null }))).toEqual(['review.weight-missing soft']);
  });
});

describe('allergies', () => {
  const cef = drug('ceftriaxone sodium', { allergyClasses: ['cephalosporins', 'beta-lactam'] });
  const check = (of: ReviewedDrug, ...allergies: Allergy[]): string[] =>
    told(withPatient({ allergies }, vanco({ lines: [additive(of, Q('1', 'g')), nacl] }))).filter((t) =>
      t.includes('allerg'),
    );
  it.each<[string, ReviewedDrug, string, string[]]>([
    ['by name', vancomycin, 'Vancomycin', ['review.allergy hard']],
    ['by name with a salt', cef, 'CEFTRIAXONE', ['review.allergy hard']],
    ['by name with another salt', drug('morphine sulfate'), 'morphine hydrochloride', ['review.allergy hard']],
    ['by class', cef, 'cephalosporin', ['review.allergy hard']],
    ['by class in the plural', cef, 'Cephalosporins', ['review.allergy hard']],
    ['by a related class', cef, 'penicillin', ['review.allergy-cross soft']],
    ['by a related class named at length', cef, 'Penicillin G potassium', ['review.allergy-cross soft']],
    ['not by a salt alone', drug('heparin sodium'), 'penicillin G sodium', []],
    ['not by part of a word', drug('nasaline'), 'asa', []],
    ['not by another drug', vancomycin, 'latex', []],
    ['not where none are known', vancomycin, 'NKDA', []],
    ['not where none are known, in words', vancomycin, 'No known drug allergies', []],
    ['not by an empty entry', vancomycin, ' ', []],
  ])('are found %s', (_, of, substance, expected) => expect(check(of, { substance })).toEqual(expected));
  it('tell the reaction and point at the line', () => {
    const f = withPatient({ allergies: [{ substance: 'vancomycin', reaction: 'anaphylaxis' }] });
    expect(reviewOrder(f)[0]).toMatchObject({
      code: 'review.allergy',
      field: 'lines.1',
      message: expect.stringContaining('anaphylaxis'),
    });
  });
  it('must have been reviewed', () =>
    expect(told(withPatient({ allergiesReviewed: false }))).toEqual(['review.allergies-not-reviewed hard']));
});

describe('compatibility (domain-rules 8.5)', () => {
  /** A formula for one drug in one solution, so that only the table has something to say. */
  const content = (name: string, solution: string, part: Partial<FormulaContent> = {}): FormulaContent => ({
    ...VANCOMYCIN,
    additives: [{ drugId: name, drugName: name, products: [{ productId: 'x' }], limits: null }],
    base: {
      drugId: 'nacl',
      drugName: solution,
      products: [{ productId: 'nacl-250', volume: { value: '250', unit: 'mL' } }],
    },
    rateLimit: null,
    ...part,
  });
  const check = (
    name: string,
    solution: string,
    part: Partial<FormulaContent> = {},
    order: Partial<ReviewFacts['order']> = {},
  ): string[] =>
    told({
      ...facts(content(name, solution, part), {
        lines: [additive(drug(name), Q('1', 'mg')), base(solution)],
        ...order,
      }),
      scaled: null,
      scaleFindings: [{ code: 'x', severity: 'info', message: 'not calculated here' }],
    }).filter((t) => t.startsWith('review.'));

  it.each([
    ['amphotericin B', 'dextrose 5 %', []],
    ['amphotericin B liposome', 'sodium chloride 0.9 %', ['review.incompatible hard']],
    ['oxaliplatin', 'dextrose 5 %', []],
    ['oxaliplatin', 'sodium chloride 0.9 %', ['review.incompatible hard']],
    ['oxaliplatin', 'dextrose 5 % and sodium chloride 0.45 %', ['review.incompatible hard']],
    ['oxaliplatin', 'sterile water for injection', ['review.incompatible hard']],
    ['trastuzumab', 'sodium chloride 0.9 %', []],
    ['trastuzumab', 'dextrose 5 %', ['review.incompatible hard']],
    ['daptomycin', 'dextrose 5 %', ['review.incompatible hard']],
    ['ertapenem', 'dextrose 5 %', ['review.incompatible hard']],
    ['ertapenem', 'sodium chloride 0.9 %', []],
    ['ceftriaxone', "lactated Ringer's", ['review.incompatible hard']],
    ['ceftriaxone', 'dextrose 5 %', []],
    ['phenytoin', 'dextrose 5 %', ['review.incompatible hard', 'review.filter-needed soft']],
    ['infliximab', 'sodium chloride 0.9 %', ['review.filter-needed soft']],
    ['vancomycin', 'dextrose 5 %', []],
  ])('%s in %s', (name, solution, expected) => expect(check(name, solution)).toEqual(expected));

  it('finds calcium as another drug of the same bag', () => {
    const lines = [
      additive(drug('ceftriaxone'), Q('1', 'g')),
      { ...additive(drug('calcium gluconate'), Q('1', 'g')), position: 3 },
      nacl,
    ];
    expect(check('ceftriaxone', 'sodium chloride 0.9 %', {}, { lines })).toContain('review.incompatible hard');
  });
  it.each([
    ['paclitaxel', 'PVC', ['review.container-material hard', 'review.filter-needed soft']],
    ['paclitaxel', 'non-PVC polyolefin', ['review.filter-needed soft']],
    ['docetaxel', 'PVC', ['review.container-material hard']],
    ['carmustine', 'glass', []],
    ['insulin regular', 'PVC', ['review.container-material soft']],
    ['nitroglycerin', 'polyolefin', []],
  ])('%s in a bag of %s', (name, material, expected) => {
    const container = { ...VANCOMYCIN.container, material };
    expect(check(name, 'dextrose 5 %', { container })).toEqual(expected);
  });
  it('is content with a filter that the formula names', () => {
    const container = { ...VANCOMYCIN.container, material: 'polyolefin' };
    expect(check('paclitaxel', 'dextrose 5 %', { container, filter: '0.22 micron' })).toEqual([]);
  });
  it.each([
    [{ route: 'INTRATHECAL' }, ['review.fatal-route stop']],
    [{ device: 'push' }, ['review.minibag-needed hard']],
    [{ device: 'syringe-pump' }, ['review.minibag-needed hard']],
    [{ device: 'gravity' }, []],
  ] as const)('vincristine with %j', (order, expected) =>
    expect(check('vincristine', 'sodium chloride 0.9 %', {}, order)).toEqual(expected),
  );
  it.each([
    ['2', []],
    ['2.01', ['review.dose-over-usual hard']],
  ])('vincristine %s mg', (dose, expected) => {
    expect(
      check(
        'vincristine',
        'sodium chloride 0.9 %',
        {},
        { lines: [additive(drug('vincristine'), Q(dose, 'mg')), nacl] },
      ),
    ).toEqual(expected);
  });
  it('never lets potassium chloride go undiluted', () => {
    const lines = [additive(drug('potassium chloride'), Q('40', 'meq'))];
    const filled = { ...content('potassium chloride', ''), base: null, diluent: null };
    expect(told({ ...facts(filled, { lines }), scaled: null })).toContain('review.undiluted stop');
    expect(check('potassium chloride', 'sodium chloride 0.9 %')).toEqual([]);
  });
  it('holds to the usual highest concentration where the formula sets none', () => {
    const unlimited = { ...VANCOMYCIN, additives: VANCOMYCIN.additives.map((a) => ({ ...a, limits: null })) };
    const order = { lines: [additive(vancomycin, Q('1500', 'mg')), nacl], durationMinutes: 150 };
    expect(decisive(facts(unlimited, order))).toEqual(['review.concentration-over-usual hard']);
    expect(decisive(vanco(order))).toEqual(['formula.concentration-over-limit hard']);
  });
  it('asks to confirm with the labeling, and gives its source', () => {
    const found = reviewOrder(
      vanco({ lines: [additive(drug('daptomycin'), Q('500', 'mg')), base('dextrose 5 %')] }),
    ).find((f) => f.code === 'review.incompatible');
    expect(found).toMatchObject({
      source: 'domain-rules 8.5 [K]',
      message: expect.stringContaining('Confirm with the labeling'),
    });
  });
});

describe('rates', () => {
  const rated = (
    unit: string,
    value: string,
    dose: Quantity,
    patient: Partial<ReviewFacts['patient']> = {},
  ): string[] => {
    const of = drug('phosphate', { maximumRate: { value, unit, source: 'x' } });
    const f = vanco({ lines: [additive(of, dose), nacl], durationMinutes: 60 });
    return told(withPatient(patient, { ...f, formula: null, scaled: null })).filter((t) => t.includes('rate'));
  };
  it.each([
    ['meq/h', '10', Q('10', 'meq'), []],
    ['meq/h', '10', Q('10.001', 'meq'), ['review.rate-over-limit hard']],
    ['mg/kg/h', '1', Q('80', 'mg'), []],
    ['mg/kg/h', '1', Q('81', 'mg'), ['review.rate-over-limit hard']],
    ['mg/m2/h', '10', Q('19', 'mg'), []],
    ['mg/m2/h', '10', Q('20', 'mg'), ['review.rate-over-limit hard']], // 1.99 m²
    ['mg/h', '10', Q('1', 'meq'), ['review.rate-not-checked hard']],
    ['mL/h', '10', Q('1', 'mg'), ['review.rate-not-checked hard']],
  ])('compares with %s: at most %s', (unit, value, dose, expected) =>
    expect(rated(unit, value, dose)).toEqual(expected),
  );
  it('says when the body measure is not on record', () => {
    expect(rated('mg/kg/h', '1', Q('1', 'mg'), { weight: null })).toEqual(['review.rate-not-checked hard']);
    expect(rated('mg/m2/h', '1', Q('1', 'mg'), { height: null })).toEqual(['review.rate-not-checked hard']);
  });
  it('needs no body measure to say that a plain rate is too fast', () => {
    expect(rated('mg/h', '1', Q('2', 'mg'), { weight: null })).toEqual(['review.rate-over-limit hard']);
  });
});

describe('the order itself', () => {
  it.each<[string, Partial<ReviewFacts['order']>, string[]]>([
    ['7 days every 12 h are 14', {}, []],
    ['13 are one too few', { containers: 13 }, ['review.supply-differs soft']],
    ['8 days would be 16', { daysSupply: 8 }, ['review.supply-differs soft']],
    ['no days named, nothing to compare', { daysSupply: null, containers: 13 }, []],
    [
      'a dose that runs longer than its interval',
      { intervalMinutes: 120, daysSupply: null },
      ['review.duration-over-interval hard'],
    ],
    [
      'several containers for one administration',
      { schedule: 'once', intervalMinutes: null, daysSupply: null },
      ['review.supply-differs soft'],
    ],
    [
      'continuous: 2 days of 24 h are 2',
      { schedule: 'continuous', intervalMinutes: null, durationMinutes: 1440, daysSupply: 2, containers: 2 },
      [],
    ],
    [
      'continuous: 2 days of 10 h are 5',
      { schedule: 'continuous', intervalMinutes: null, durationMinutes: 600, daysSupply: 2, containers: 4 },
      ['review.supply-differs soft'],
    ],
  ])('%s', (_, order, expected) => expect(decisive(vanco(order))).toEqual(expected));

  it('is told when another order has the drug', () => {
    const otherOrders = [
      { number: 'ORD-000009-X', drugIds: ['vancomycin'], state: 'approved' },
      { number: 'ORD-000008-X', drugIds: ['heparin'], state: 'approved' },
    ];
    const findings = reviewOrder(vanco({}, { otherOrders }));
    expect(findings.map((f) => [f.code, f.severity, f.facts])).toEqual([
      ['review.duplicate-order', 'hard', { order: 'ORD-000009-X' }],
    ]);
  });
  it('has directions without error-prone abbreviations', () => {
    const found = reviewOrder(vanco({ directions: 'Infuse QD' }));
    expect(found.map((f) => [f.severity, f.field])).toEqual([['soft', 'directions']]);
  });
});

describe('formula and beyond-use date', () => {
  it('needs a formula', () => {
    expect(told(vanco({}, { formula: null, scaled: null, scaleFindings: [] }))).toEqual([
      'review.formula-missing stop',
    ]);
  });
  it('refuses one that does not fit', () => {
    const formulas = [
      { versionId: 'f1', name: 'x', whyNot: [{ code: 'formula.other-route', severity: 'stop', message: 'x' }] },
    ] as const;
    expect(told(vanco({}, { formulas }))).toEqual(['formula.other-route stop']);
  });
  it('says so when nothing could be calculated', () => {
    expect(told(vanco({}, { scaled: null, scaleFindings: [] }))).toEqual(['review.not-calculated stop']);
    const scaleFindings = [{ code: 'formula.no-product', severity: 'stop', message: 'x' }] as const;
    expect(told(vanco({}, { scaled: null, scaleFindings }))).toEqual(['formula.no-product stop']);
  });
  it.each<[string, ReviewFacts['budPreview'], number, string[]]>([
    ['it reaches the last start', { decision: 'assigned', until: addHours(at, 160) }, 160, []],
    [
      'it ends a millisecond before',
      { decision: 'assigned', until: instant(addHours(at, 160) - 1) },
      160,
      ['review.bud-too-short hard'],
    ],
    ['no evidence fits', { decision: 'needs-pharmacist', until: null }, 160, ['review.stability-missing hard']],
    ['a gate fails', { decision: 'refused', until: null }, 160, ['review.bud-refused hard']],
    ['it is no compounding', { decision: 'not-compounding', until: null }, 160, []],
    ['it was not worked out', null, 160, []],
  ])('%s', (_, budPreview, hours, expected) =>
    expect(told(vanco({}, { budPreview, neededUntil: addHours(at, hours) }))).toEqual(expected),
  );
});

describe('reviewOrder', () => {
  it('puts the worst first, and says nothing twice', () => {
    const f = withPatient({ allergiesReviewed: false, weight: null }, vanco({ durationMinutes: 90, containers: 13 }));
    const severities = reviewOrder(f).map((x) => x.severity);
    expect(severities).toEqual(
      [...severities].sort((a, b) => 'stop hard soft info'.indexOf(a) - 'stop hard soft info'.indexOf(b)),
    );
    const keys = reviewOrder(f).map((x) => `${findingKey(x)} ${x.message}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
  it('answers for any dose, duration and body, without throwing', () => {
    const positive = fc.integer({ min: 1, max: 10_000_000 }).map((n) => Quantity.of(n, 'mg').dividedBy(1_000_000));
    fc.assert(
      fc.property(
        positive,
        positive,
        fc.integer({ min: 1, max: 5000 }),
        fc.constantFrom('mg', '[iU]', 'meq', 'mmol'),
        (dose, perKg, durationMinutes, unit) => {
          const of = drug('vincristine', { maximumRate: { value: '0.000001', unit: `${unit}/min`, source: 'x' } });
          const line = additive(of, Quantity.of(dose.value, unit), {
            basis: 'per-kg',
            basisDose: Quantity.of(perKg.value, unit),
            body: Q('80', 'kg'),
          });
          const found = reviewOrder(vanco({ lines: [line, nacl], durationMinutes }));
          for (const f of found) expect(f.message).not.toMatch(/undefined|NaN|\[object/);
        },
      ),
      { numRuns: 60 },
    );
  });
});

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
      'no stability evidence, decided',
      { findings: [stability], stabilityDecision: { limitHours: 96, reason: 'label', citation: 'label 2025' } },
      [],
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
