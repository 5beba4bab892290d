import type { Finding } from '#domain/finding';
import type { Route, Schedule, Device, DoseBasis } from '#domain/order';
import type { QuantityJson } from '#domain/quantity';
import type { DerivationStep } from '../parts/index.js';

export type Storage = 'CRT' | 'REF' | 'FRZ';

export interface Allergy {
  substance: string;
  reaction: string;
}

export interface Patient {
  id: string;
  number: string;
  familyName: string;
  givenName: string;
  birthDate: string;
  sex: string;
  mrn: string | null;
  careSetting: string;
  weightKg: string | null;
  heightCm: string | null;
  measuredOn: string | null;
  /** Mosteller, m², to two decimals. */
  bodySurfaceM2: string | null;
  allergiesReviewed: boolean;
  allergies: Allergy[];
  phone: string;
  address: string;
  notes: string;
  revision: number;
}

export interface OrderPatient {
  id: string;
  number: string;
  familyName: string;
  givenName: string;
  birthDate: string;
  careSetting: string;
}

export interface OrderSummary {
  id: string;
  number: string;
  state: string;
  stateReason: string;
  version: number;
  patient: OrderPatient;
  title: string;
  hazardous: boolean;
  containers: number;
  neededAt: string | null;
  receivedAt: string;
  /** Events of the order's state machine that this person may bring about, and `plan`. */
  allowed: string[];
}

export interface OrderPage {
  items: OrderSummary[];
  next: string | null;
  counts: Record<string, number>;
}

export interface OrderLine {
  position: number;
  role: 'additive' | 'base';
  drugId: string;
  drugName: string;
  hazardous: boolean;
  dose: QuantityJson;
  doseText: string;
  basis: DoseBasis;
  basisDose: QuantityJson | null;
  bodyMeasure: string | null;
}

export interface Order extends OrderSummary {
  lines: OrderLine[];
  route: Route;
  schedule: Schedule;
  durationMinutes: number;
  intervalMinutes: number | null;
  daysSupply: number | null;
  storage: Storage;
  device: Device;
  prescriber: string;
  indication: string;
  directions: string;
  history: { at: string; who: string; what: string; detail: string }[];
  worksheets: { id: string; number: string; state: string; containers: number; stale: boolean }[];
}

export interface OrderLineRequest {
  role: 'additive' | 'base';
  drugId: string;
  dose: QuantityJson;
  basis: DoseBasis;
  basisDose?: QuantityJson;
  bodyMeasure?: string;
}

export interface OrderRequest {
  patientId: string;
  lines: OrderLineRequest[];
  route: Route;
  schedule: Schedule;
  durationMinutes: number;
  intervalMinutes?: number;
  containers: number;
  daysSupply?: number;
  storage: Storage;
  device: Device;
  neededAt?: string;
  prescriber: string;
  indication?: string;
  directions?: string;
}

export interface FormulaCandidate {
  formulationId: string;
  formulationVersionId: string;
  number: string;
  name: string;
  version: number;
  fits: boolean;
  whyNot: string[];
}

export interface StabilityRow {
  id: string;
  text: string;
  citation: string;
  status: string;
  whyNot: string | null;
}

export interface StabilityDecision {
  limitHours: number;
  storage: Storage;
  reason: string;
  citation: string;
}

export interface PreparationPreview {
  finalVolume: QuantityJson;
  concentrationText: string;
  strengthText: string;
  lines: { drugName: string; productName: string; packages: number; perContainerText: string; note: string }[];
  derivation: DerivationStep[];
}

export interface BudPreview {
  beyondUseDate: string | null;
  category: number;
  summary: string;
  neededUntil: string | null;
  answer: Record<string, unknown>;
}

export interface OrderReview {
  order: Order;
  patient: Patient;
  findings: Finding[];
  formulas: FormulaCandidate[];
  chosenFormulationVersionId: string | null;
  preparation: PreparationPreview | null;
  bud: BudPreview | null;
  stability: { fits: StabilityRow[]; nearMisses: StabilityRow[]; decisionNeeded: boolean };
}
