import type { Finding } from '#domain/finding';
import type { Storage } from './order-types.js';

export interface Drug {
  id: string;
  name: string;
  /** With tall-man letters. */
  displayName: string;
  kind: string;
  hazard: string;
  antineoplastic: boolean;
  highAlert: boolean;
  allergyClasses: string[];
  active: boolean;
}

export interface Product {
  id: string;
  drugId: string;
  drugName: string;
  name: string;
  manufacturer: string;
  ndc: string;
  ndc11: string;
  gtin: string | null;
  containerKind: string;
  form: string;
  stockUnit: string;
  content: string;
  strengthText: string;
  reconstitutionText: string | null;
  storage: Storage;
  hazardous: boolean;
  active: boolean;
}

export interface StockRow {
  productId: string;
  productName: string;
  drugName: string;
  ndc: string;
  strengthText: string;
  storage: string;
  hazardous: boolean;
  usablePackages: string;
  allocatedPackages: string;
  blockedPackages: string;
  earliestExpiry: string | null;
  lots: number;
}

export interface LotPlace {
  locationId: string;
  locationName: string;
  onHandPackages: string;
  allocatedPackages: string;
}

export interface Lot {
  id: string;
  productId: string;
  productName: string;
  ndc: string;
  lotNumber: string;
  expiresOn: string;
  state: string;
  stateReason: string;
  daysToExpiry: number;
  places: LotPlace[];
  /** Why it may not leave, if so. */
  blocked: string | null;
}

export interface StockLookup {
  scanned: {
    kind: 'gs1' | 'gtin' | 'ndc' | 'internal' | 'refused';
    gtin: string | null;
    ndc: string | null;
    ndcCandidates: string[];
    lotNumber: string | null;
    expiry: string | null;
    serial: string | null;
    internal: string | null;
  };
  product: Product | null;
  lot: Lot | null;
  findings: Finding[];
}

export interface Receipt {
  movementId: string;
  lots: Lot[];
  findings: Finding[];
}

export interface OpenContainer {
  id: string;
  number: string;
  productName: string;
  lotNumber: string;
  expiresOn: string;
  openedAt: string;
  openedBy: string;
  inUseUntil: string | null;
  remaining: string;
  unit: string;
  state: string;
  worksheetNumber: string | null;
  minutesLeft: number | null;
}

export interface Movement {
  id: string;
  reason: string;
  note: string;
  referenceKind: string;
  referenceId: string;
  effectiveAt: string;
  who: string;
  reversed: boolean;
  entries: { account: string; lotNumber: string; quantity: string; unit: string; balanceAfter: string }[];
}

export interface Location {
  id: string;
  name: string;
  storage: Storage;
  kind: string;
  active: boolean;
}

export interface Hood {
  id: string;
  roomId: string;
  name: string;
  kind: string;
  certifiedUntil: string;
  certificationCurrent: boolean;
  active: boolean;
  /** Highest category today for what is not hazardous; null: not allowed, see `why`. */
  category: number | null;
  categoryHazardous: number | null;
  why: string[];
}

export interface Room {
  id: string;
  name: string;
  kind: string;
  certifiedUntil: string;
  certificationCurrent: boolean;
  categoryLimit: number | null;
  categoryLimitReason: string | null;
  active: boolean;
  hoods: Hood[];
}

export interface Site {
  id: string;
  name: string;
  addressLines: string[];
  phone: string | null;
  zone: string;
}
