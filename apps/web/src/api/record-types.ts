import type { Finding } from '#domain/finding';
import type { FormulaContent } from '#domain/formula';

export interface PersonRef {
  id: string;
  name: string;
  initials: string;
}

export interface FormulaVersion {
  id: string;
  version: number;
  state: 'draft' | 'approved' | 'retired';
  content: FormulaContent;
  author: PersonRef;
  writtenAt: string;
  approvedBy: PersonRef | null;
  approvedAt: string | null;
  reviewBy: string | null;
  findings: Finding[];
  /** edit, approve, retire, revise */
  allowed: string[];
}

export interface FormulaSummary {
  id: string;
  number: string;
  name: string;
  approvedVersion: number | null;
  draftVersion: number | null;
  drugs: string[];
  hazardous: boolean;
  reviewBy: string | null;
}

export interface Formula extends FormulaSummary {
  versions: FormulaVersion[];
}

export interface StabilityEvidence {
  id: string;
  drugId: string | null;
  drugName: string;
  concentrationMin: string | null;
  concentrationMax: string | null;
  concentrationUnit: string | null;
  diluents: string[];
  containers: string[];
  temperatureMin: string | null;
  temperatureMax: string | null;
  limitHours: string | null;
  clock: string;
  protectFromLight: boolean | null;
  citation: string;
  note: string;
  /** The source's own words. */
  printed: Record<string, string>;
  status: 'unconfirmed' | 'confirmed' | 'withdrawn';
  reviewedBy: string | null;
  reviewedOn: string | null;
  revision: number;
}

export interface Person {
  id: string;
  login: string;
  name: string;
  initials: string;
  roles: string[];
  active: boolean;
  demo: boolean;
  passwordMustChange: boolean;
  version: number;
}

export interface Qualification {
  id: string;
  kind: string;
  earnedOn: string;
  validUntil: string;
  note: string | null;
  revoked: boolean;
}
