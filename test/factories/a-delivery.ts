/** What tests look at of an order as the API shows it. */
export interface Order {
  id: string;
  number: string;
  revision: number;
  state: string;
  lines: { id: string; outstandingPackages: number; receivedPackages: number; overPackages: number }[];
}
/** What tests look at of a receipt as the API shows it. */
export interface Receipt {
  id: string;
  state: string;
  dscsaState: string;
  movementId: string | null;
  lots: { id: string; state: string }[];
  lines: { id: string; strangerState: string | null }[];
  exceptions: { id: string; kind: string; state: string }[];
  findings: { code: string }[];
}

/** What was stated and what came, by serial; and in what else the seller's document differs. */
export interface Differs {
  readonly state: readonly string[];
  readonly came: readonly string[];
  readonly lot?: string;
  readonly expiry?: string;
  readonly statement?: boolean;
  readonly sellerGln?: string;
}
