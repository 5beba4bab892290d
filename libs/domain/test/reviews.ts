import { scaleFormula, type FormulaContent } from '#domain/formula';
import { Quantity } from '#domain/quantity';
import { reviewOrder, type ReviewedDrug, type ReviewedLine, type ReviewFacts } from '#domain/review';
import { addHours, parseInstant, parseLocalDate, zoneId } from '#domain/time';
import { ALL_PRODUCTS, VANCOMYCIN } from './stories.js';

/** Orders under review, for specs: valid by default, taking only what the test is about. */
export const Q = (value: string, unit: string): Quantity => Quantity.of(value, unit);
export const at = parseInstant('2026-03-02T16:00:00Z');

export const drug = (name: string, part: Partial<ReviewedDrug> = {}): ReviewedDrug => ({
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
export const additive = (of: ReviewedDrug, dose: Quantity, part: Partial<ReviewedLine> = {}): ReviewedLine => ({
  position: 1,
  role: 'additive',
  drug: of,
  dose,
  basis: 'flat',
  basisDose: null,
  body: null,
  ...part,
});
export const base = (name: string, volume = '250'): ReviewedLine => ({
  ...additive(drug(name, { kind: 'base-solution' }), Q(volume, 'mL')),
  position: 2,
  role: 'base',
});
export const vancomycin = drug('vancomycin', {
  allergyClasses: ['glycopeptide'],
  maximumRate: { value: '10', unit: 'mg/min', source: 'domain-rules 8.5' },
});
export const nacl = base('sodium chloride 0.9 %');

export function facts(
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
export const told = (f: ReviewFacts): string[] => reviewOrder(f).map((x) => `${x.code} ${x.severity}`);
/** Without what is only to be known. */
export const decisive = (f: ReviewFacts): string[] => told(f).filter((t) => !t.endsWith(' info'));
export const vanco = (order: Partial<ReviewFacts['order']> = {}, part: Partial<ReviewFacts> = {}): ReviewFacts =>
  facts(VANCOMYCIN, order, part);
export const withPatient = (change: Partial<ReviewFacts['patient']>, f: ReviewFacts = vanco()): ReviewFacts => ({
  ...f,
  patient: { ...f.patient, ...change },
});
