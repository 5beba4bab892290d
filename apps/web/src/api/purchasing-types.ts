import type { components } from './schema.js';

type Schemas = components['schemas'];

export type Supplier = Schemas['SupplierResponse'];
export type SupplierProduct = Schemas['SupplierProductResponse'];
export type PurchaseOrder = Schemas['PurchaseOrderResponse'];
export type PurchaseOrderLine = Schemas['PurchaseOrderLineResponse'];
export type PurchaseOrderSummary = Schemas['PurchaseOrderRow'];
export type ReceivingProduct = Schemas['ReceivingProductDto'];
/** What a scanned code is; the description leaves out that nothing may be known of it. */
export type ReceivingScan = Omit<Schemas['ReceivingScanResponse'], 'product' | 'orderLine'> & {
  product: ReceivingProduct | null;
  orderLine: Schemas['ExpectedLineDto'] | null;
};
export type RecordedReceipt = Schemas['RecordedReceiptResponse'];
export type RecordedLine = Schemas['RecordedLineDto'];
export type RecordedReceiptSummary = Schemas['RecordedReceiptRow'];
export type Stranger = Schemas['StrangerResponse'];
export type ReceivingException = Schemas['ExceptionResponse'];
export type DscsaDocument = Schemas['DscsaDocumentResponse'];
