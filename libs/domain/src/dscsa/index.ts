export { readEpc, type EpcIdentity, type EpcReading } from './epc.js';
export { readEpcis, type EpcisDocument, type EpcisEvent, type EpcisReading, type NamedThing } from './epcis.js';
export { DOCUMENT_LIMITS, type DocumentFault } from './json-guard.js';
export { transactionInformation, type TransactionInformation, type TransactionItem } from './items.js';
export { reconcile, type Mismatch, type ReceivedFacts, type Reconciliation, type StatedFacts } from './reconcile.js';
