import type { Finding } from '#domain/finding';
import type { DerivationStep } from '../parts/derivation.js';
import type { PersonRef } from './record-types.js';

// Worksheets, labels and trace, field by field as the API's DTO classes say.
export interface WorksheetCard {
  id: string;
  number: string;
  state: string;
  stateReason: string;
  /** What is made, for a glance from a metre: cefTRIAXone 2 g in sodium chloride 0.9 % 100 mL. */
  title: string;
  patient: string;
  orderNumber: string;
  containers: number;
  hazardous: boolean;
  neededAt: string | null;
  budAt: string | null;
  claimedBy: PersonRef | null;
  station: string | null;
  stepsDone: number;
  stepsTotal: number;
  completedAt: string | null;
  reworks: number;
  /** Made for an older version of the prescription. */
  stale: boolean;
  allowed: string[];
}

export interface WorksheetBoard {
  items: WorksheetCard[];
  next: string | null;
  counts: Record<string, number>;
}

export interface WorksheetLine {
  id: string;
  position: number;
  role: string;
  drugId: string;
  drugName: string;
  productId: string;
  productName: string;
  ndc: string;
  strengthText: string;
  quantity: { value: string; unit: string };
  packages: number;
  hazardous: boolean;
  allocations: {
    lotId: string;
    lotNumber: string;
    expiresOn: string;
    locationName: string;
    packages: string;
    usedPackages: string;
    state: string;
  }[];
}

export interface WorksheetStep {
  id: string;
  position: number;
  kind:
    'open' | 'reconstitute' | 'base' | 'remove-diluent' | 'draw' | 'fill-diluent' | 'container' | 'inspect' | 'photo';
  cspPosition: number | null;
  lineId: string | null;
  packageIndex: number | null;
  instruction: string;
  needsScan: boolean;
  scanTarget: string | null;
  needsVolume: boolean;
  plannedVolumeMl: string | null;
  state: 'pending' | 'scanned' | 'done';
  /** The step that is next; there is at most one. */
  current: boolean;
  lotNumber: string | null;
  expiresOn: string | null;
  openContainerNumber: string | null;
  volumeMl: string | null;
  scannedAt: string | null;
  doneAt: string | null;
  doneBy: PersonRef | null;
  note: string;
}

export interface WorksheetLabel {
  id: string;
  number: string;
  copy: number;
  printedAt: string;
  printedBy: string;
  matches: boolean;
  voidedAt: string | null;
  voidReason: string | null;
}

export interface WorksheetCsp {
  id: string;
  number: string;
  position: number;
  state: string;
  budAt: string | null;
  labels: WorksheetLabel[];
  activatedAt: string | null;
}

export interface WorksheetPhoto {
  id: string;
  stepId: string | null;
  takenAt: string;
  takenBy: string;
  url: string;
}

/** The whole record of one worksheet, in one answer: what Bench and Verify show. */
export interface WorksheetRecord extends WorksheetCard {
  revision: number;
  order: {
    id: string;
    number: string;
    version: number;
    directions: string;
    prescriber: string;
    route: string;
    schedule: string;
    durationMinutes: number;
    intervalMinutes: number | null;
    storage: string;
    device: string;
    daysSupply: number | null;
  };
  patientDetail: {
    id: string;
    number: string;
    name: string;
    birthDate: string;
    mrn: string | null;
    allergies: string[];
    weightKg: string | null;
    bodySurfaceM2: string | null;
  };
  formula: {
    id: string;
    number: string;
    name: string;
    version: number;
    appearance: string;
    precautions: string[];
    storage: string;
  };
  place: { room: string; hood: string; category: number; explanation: string[] } | null;
  startedAt: string | null;
  finalVolume: { value: string; unit: string };
  strengthText: string;
  derivation: DerivationStep[];
  lines: WorksheetLine[];
  steps: WorksheetStep[];
  csps: WorksheetCsp[];
  photos: WorksheetPhoto[];
  events: { at: string; who: string; kind: string; text: string }[];
  bud: Record<string, unknown> | null;
  needsBudUntil: string | null;
  findings: Finding[];
  madeBy: PersonRef | null;
  verifiedBy: PersonRef | null;
  verifiedAt: string | null;
  signature: { name: string; meaning: string; at: string; matches: boolean } | null;
}

export interface ScanAnswer {
  accepted: boolean;
  needs: 'lot-and-expiry' | null;
  findings: Finding[];
  record: WorksheetRecord;
}

export interface LabelsAnswer {
  labels: WorksheetLabel[];
  pdfUrl: string;
}

export interface ActivationAnswer {
  csp: WorksheetCsp;
  worksheet: WorksheetCard;
}

export interface TracedCsp {
  cspId: string;
  cspNumber: string;
  worksheetId: string;
  worksheetNumber: string;
  title: string;
  state: string;
  budAt: string | null;
  madeAt: string | null;
  patientId: string;
  patientNumber: string;
  patientName: string;
  quantity: string;
  unit: string;
  /** The lot went into the worksheet as a whole, not into one preparation alone. */
  shared: boolean;
}

export interface LotTrace {
  lotId: string;
  lotNumber: string;
  productName: string;
  ndc: string;
  expiresOn: string;
  state: string;
  csps: TracedCsp[];
  patients: number;
  next: string | null;
}

export interface TracedLot {
  lotId: string;
  lotNumber: string;
  expiresOn: string;
  productName: string;
  manufacturer: string;
  ndc: string;
  openContainerNumber: string | null;
  quantity: string;
  unit: string;
  scannedBy: string;
  scannedAt: string;
  shared: boolean;
  receipts: { at: string; supplier: string; packages: string }[];
}

export interface CspTrace {
  csp: TracedCsp;
  lots: TracedLot[];
}

export interface TraceHit {
  kind: 'lot' | 'csp' | 'worksheet' | 'order' | 'patient' | 'open-container';
  id: string;
  number: string;
  title: string;
}
