export class ParResponse {
  minDays: number;
  targetDays: number;
  /** False: nobody set it for this drug, the default holds. */
  own: boolean;
  setBy: string | null;
  revision: number | null;
}

export class SuggestionRow {
  packs: number;
  packages: number;
  /** USD, decimal text. */
  dollars: string;
  supplier: string;
  product: string;
}

export class ShortageBadge {
  /** The worst that the list says of one of our packages, else of any. */
  standing: string;
  /** Whether a package of ours is named; else all that is said is said of others. */
  ours: boolean;
  packages: number;
}

export class SupplyRow {
  drugId: string;
  drugName: string;
  highAlert: boolean;
  /** Null until the first projection. */
  computedAt: number | null;
  /** Decimal text in `unit`. */
  onHand: string | null;
  unit: string | null;
  horizonDays: number | null;
  /** Whole days that the stock on hand serves without a delivery; null: all that were looked at. */
  usableDays: number | null;
  stockoutOn: string | null;
  stockoutEarly: string | null;
  stockoutLate: string | null;
  nextInboundOn: string | null;
  patientsHit: number;
  /** USD, decimal text: what expires unused in the days looked at. */
  expiringDollars: string | null;
  belowPar: boolean;
  par: ParResponse;
  shortage: ShortageBadge | null;
  suggestions: SuggestionRow[];
  /** Expected stock over the days looked at, percent of the most. */
  spark: number[];
}

export class SupplyPage {
  items: SupplyRow[];
  next: string | null;
}

export class DerivationLineDto {
  figure: string;
  text: string;
}

export class PatientHitDto {
  patientId: string;
  patientName: string;
  orderId: string;
  orderNumber: string;
  indication: string;
  firstOn: string;
  doses: number;
  dose: string;
}

export class ExpiringDto {
  kind: string;
  id: string;
  label: string;
  productName: string;
  expiresOn: string | null;
  amount: string;
  packages: string;
  dollars: string | null;
}

export class SeriesPointDto {
  on: string;
  low: string;
  expected: string;
  high: string;
  scheduled: string;
  unscheduled: string;
}

export class SupplyAnswerDto {
  unit: string;
  horizonDays: number;
  onHand: string;
  usableDays: number | null;
  stockoutOn: string | null;
  stockoutEarly: string | null;
  stockoutLate: string | null;
  nextInboundOn: string | null;
  patientsHit: PatientHitDto[];
  expiring: ExpiringDto[];
  series: SeriesPointDto[];
  derivation: DerivationLineDto[];
}

export class LeverResponse {
  key: string;
  kind: string;
  title: string;
  explanation: string;
  /** Days by which this lever alone moves the expected stock-out; null: it needs a choice first. */
  daysGained: number | null;
  /** True where it moves it past the days looked at, so that the gain is at least the figure. */
  atLeast: boolean;
  /** Packs that are proposed for a purchase. */
  packs: number | null;
  /** What it does to the drug that is used instead; null for other levers. */
  effect: string | null;
}

export class IndicationRow {
  name: string;
  doses: number;
}

export class AlternativeResponse {
  id: string;
  kind: string;
  name: string;
  alternativeDrugId: string | null;
  alternativeProductId: string | null;
  doseFactor: string | null;
  indication: string;
  note: string;
  source: string;
  keptBy: string;
  keptOn: string;
  revision: number;
}

export class InboundRow {
  purchaseOrderId: string;
  number: string;
  supplier: string;
  productName: string;
  packages: number;
  early: string | null;
  typical: string | null;
  late: string | null;
}

export class ShortagePackageRow {
  packageNdc: string;
  companyName: string;
  presentation: string;
  standing: string;
  productId: string | null;
}

export class SupplyNoteResponse {
  id: string;
  text: string;
  writtenBy: string;
  writtenAt: number;
}

export class SupplyNoticeResponse {
  id: string;
  drugId: string;
  drugName: string;
  kind: string;
  message: string;
  at: number;
}

export class TransferProduct {
  id: string;
  name: string;
}

export class DrugSupplyResponse {
  drugId: string;
  drugName: string;
  /** When these figures were worked out. */
  computedAt: number;
  answer: SupplyAnswerDto;
  par: ParResponse;
  suggestions: SuggestionRow[];
  levers: LeverResponse[];
  indications: IndicationRow[];
  products: TransferProduct[];
  alternatives: AlternativeResponse[];
  inbound: InboundRow[];
  shortages: ShortagePackageRow[];
  notes: SupplyNoteResponse[];
  notices: SupplyNoticeResponse[];
  /** What could not be counted, for people. */
  notCounted: string[];
}

export class WhatIfResponse {
  answer: SupplyAnswerDto;
  daysGained: number;
  atLeast: boolean;
}

export class ReorderProposalLine {
  drugId: string;
  drugName: string;
  supplierProductId: string;
  supplierId: string;
  supplierName: string;
  productName: string;
  packPackages: number;
  price: string;
  contract: boolean;
  available: boolean;
  packs: number;
  daysNow: number | null;
  reasons: string[];
}

export class ReorderProposal {
  lines: ReorderProposalLine[];
  /** Drugs for which nothing is proposed, with the reason. */
  without: WithoutProposal[];
}

export class WithoutProposal {
  drugId: string;
  drugName: string;
  reason: string;
}

export class ReorderedOrder {
  id: string;
  number: string;
  supplierName: string;
  lines: number;
  /** USD, decimal text. */
  dollars: string;
}

export class ReorderResponse {
  orders: ReorderedOrder[];
}
