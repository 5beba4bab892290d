import type { Storage } from './order-types.js';
import type { components } from './schema.js';

type Schemas = components['schemas'];

export type Drug = Schemas['DrugResponse'];
export type Product = Omit<Schemas['ProductResponse'], 'storage'> & { storage: Storage };
export type StockRow = Schemas['StockRow'];
export type LotPlace = Schemas['LotPlaceDto'];
export type Lot = Schemas['LotResponse'];
/** What a scanned code is; the description leaves out that nothing may be known of it. */
export type StockLookup = Omit<Schemas['StockLookupResponse'], 'product' | 'lot'> & {
  product: Product | null;
  lot: Lot | null;
};
export type Receipt = Schemas['ReceiptResponse'];
export type OpenContainer = Schemas['OpenContainerResponse'];
export type Movement = Schemas['MovementResponse'];

export type Location = Schemas['LocationResponse'];
export type Hood = Schemas['HoodResponse'];
export type Room = Schemas['RoomResponse'];
export type Site = Schemas['SiteResponse'];
