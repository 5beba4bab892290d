import type { Finding } from '#domain/finding';
import type { Device, Route, Schedule } from '#domain/order';
import type { components } from './schema.js';

type Schemas = components['schemas'];

export type Storage = 'CRT' | 'REF' | 'FRZ';

export type Allergy = Schemas['AllergyDto'];
export type Patient = Schemas['PatientResponse'];

export type OrderSummary = Schemas['OrderSummary'];
export type OrderPage = Schemas['OrderPage'];
/** The description knows these words of the prescription only as texts. */
export type Order = Omit<Schemas['OrderResponse'], 'route' | 'schedule' | 'device'> & {
  route: Route;
  schedule: Schedule;
  device: Device;
};
export type OrderRequest = Schemas['OrderRequest'];

export type PreparationPreview = Schemas['PreparationPreviewDto'];
export type StabilityRow = Schemas['StabilityRowDto'];
export type StabilityDecision = Schemas['StabilityDecisionDto'];
export type OrderReview = Omit<
  Schemas['OrderReviewResponse'],
  'order' | 'patient' | 'findings' | 'preparation' | 'bud'
> & {
  order: Order;
  patient: Patient;
  findings: Finding[];
  preparation: PreparationPreview | null;
  bud: Schemas['BudPreviewDto'] | null;
};
