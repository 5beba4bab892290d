import type { Finding } from '#domain/finding';
import type { components } from './schema.js';

type Schemas = components['schemas'];

/** `stock`: what it makes without a patient; null: it is for an order. */
export type WorksheetCard = Omit<Schemas['WorksheetCard'], 'stock'> & { stock: Schemas['WorksheetStockDto'] | null };
export type WorksheetBoard = Omit<Schemas['WorksheetBoard'], 'counts' | 'items'> & {
  items: WorksheetCard[];
  counts: Record<string, number>;
};
export type WorksheetLine = Schemas['WorksheetLineDto'];
export type WorksheetStep = Schemas['WorksheetStepDto'];
export type WorksheetLabel = Schemas['WorksheetLabelDto'];
export type WorksheetCsp = Schemas['WorksheetCspDto'];
export type WorksheetPhoto = Schemas['WorksheetPhotoDto'];

type Described = Schemas['WorksheetRecord'];
/** The whole record of one worksheet. The description leaves out that a described object may be null, and what a finding is. */
export type WorksheetRecord = Omit<
  Described,
  'place' | 'signature' | 'bud' | 'findings' | 'order' | 'patientDetail' | 'stock'
> & {
  /** Null, as the patient is: made for stock. */
  order: NonNullable<Described['order']> | null;
  patientDetail: NonNullable<Described['patientDetail']> | null;
  stock: Schemas['WorksheetStockDto'] | null;
  place: Described['place'] | null;
  signature: Described['signature'] | null;
  bud: Record<string, unknown> | null;
  findings: Finding[];
};
export type ScanAnswer = Omit<Schemas['ScanResponse'], 'record' | 'findings' | 'needs'> & {
  needs: 'lot-and-expiry' | null;
  findings: Finding[];
  record: WorksheetRecord;
};
export type LabelsAnswer = Schemas['LabelsResponse'];
export type ActivationAnswer = Schemas['ActivationResponse'];

export type TracedCsp = Schemas['TracedCsp'];
export type LotTrace = Schemas['LotTrace'];
export type TracedLot = Schemas['TracedLot'];
export type CspTrace = Schemas['CspTrace'];
export type TraceHit = Schemas['TraceHit'];
