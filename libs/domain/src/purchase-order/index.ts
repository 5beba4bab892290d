export { PURCHASE_ORDER_MACHINE, type PurchaseOrderEvent, type PurchaseOrderState } from './states.js';
export {
  eventOfReceipt,
  lineTotal,
  orderedPackages,
  orderTotal,
  outstandingPackages,
  showUsd,
  type LineCounts,
} from './line.js';
export { licenseFindings, sendingFindings, type OrderToSend, type SupplierStanding } from './sending.js';
