import type { Finding } from '#domain/finding';
import type { BudAnswerDto } from '../parts/bud-view.js';

/** Who is signed in, what they may do, and what every screen needs to know of the site. */
export interface Session {
  person: { id: string; login: string; name: string; initials: string };
  roles: string[];
  permissions: string[];
  csrfToken: string;
  locked: boolean;
  passwordMustChange: boolean;
  endsAt: string;
  /** Minutes without a touch until the screen locks. */
  idleMinutes: number;
  demo: boolean;
  /** Null until somebody has entered it. */
  site: { name: string; zone: string } | null;
}

export interface DemoPeople {
  demo: boolean;
  password: string | null;
  people: { id: string; name: string; login: string; roles: string[] }[];
}

// calculators
export interface Figure {
  label: string;
  /** Decimal text without rounding; null where the digits never end. */
  exact: string | null;
  value: string;
  unit: string;
  /** For people: 1,250 mg. */
  text: string;
}

export interface CalculationAnswer {
  figures: Figure[];
  derivation: {
    label: string;
    formula: string;
    substitution: string;
    value: string;
    unit: string;
    source?: string;
    rounding?: boolean;
  }[];
  findings: Finding[];
}

export interface DoseAnswer extends CalculationAnswer {
  body: Figure[];
  dose: { value: string; unit: string } | null;
  capped: boolean;
}

export interface VialsAnswer extends CalculationAnswer {
  reconstituted: {
    index: number;
    name: string;
    concentration: string | null;
    finalVolume: string | null;
    diluentVolume: string | null;
    displacement: string | null;
  }[];
  draws: {
    index: number;
    name: string;
    vials: number;
    from: 'whole' | 'partial';
    amount: string;
    volume: string;
    drawn: string;
  }[];
  vials: number | null;
}

export interface Ndc {
  ndc: string;
  format: string;
  ndc11: string | null;
  gtin: string | null;
}

export interface CodeAnswer {
  kind: 'gs1' | 'gtin' | 'ndc' | 'internal' | 'refused';
  symbology: string | null;
  gtin: string | null;
  ndc: Ndc | null;
  ndcCandidates: Ndc[];
  lot: string | null;
  expiry: string | null;
  serial: string | null;
  productionDate: string | null;
  internal: string | null;
  elements: { ai: string; value: string; title: string }[];
  alternatives: number;
  product: { id: string; name: string; strengthText: string } | null;
  findings: Finding[];
}

export interface BudAnswer extends BudAnswerDto {
  beyondUseDateText: string | null;
  ceilingText: string | null;
  moves: {
    to: string;
    at: string;
    accepted: boolean;
    beyondUseDate: string;
    findings: Finding[];
    replaceLabel: boolean;
    quarantine: boolean;
  }[];
}

// orders, review, patients; stock and places; formulas, stability evidence, people
export type * from './order-types.js';
export type * from './record-types.js';
export type * from './stock-types.js';

// stock made ahead
export type * from './stock-batch-types.js';

// bench, verify, trace, dispense
export type * from './worksheet-types.js';

// recalls
export type * from './recall-types.js';

// the shortage feed
export type * from './shortage-types.js';

// purchasing, receiving
export type * from './purchasing-types.js';

// day plan
export type * from './day-plan-types.js';

// substitutions
export type * from './substitution-types.js';
