export class TracedCsp {
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
  /** True where the lot went into the worksheet as a whole (a reconstitution diluent), not into one preparation alone. */
  shared: boolean;
}
export class LotTrace {
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
export class TracedLot {
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
export class CspTrace {
  csp: TracedCsp;
  lots: TracedLot[];
}
export class TraceHit {
  kind: 'lot' | 'csp' | 'worksheet' | 'order' | 'patient' | 'open-container';
  id: string;
  number: string;
  title: string;
}
