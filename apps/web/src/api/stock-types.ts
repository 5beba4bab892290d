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

// keeping stock
export type StockPlace = Schemas['PlaceResponse'];
export type HeldLot = Schemas['HeldLotResponse'];
export type StockAct = Schemas['StockActResponse'];
export type AsOf = Schemas['AsOfResponse'];
export type AsOfRow = Schemas['AsOfRow'];
export type Excursion = Schemas['ExcursionResponse'];
export type ExcursionLot = Schemas['ExcursionLotResponse'];
export type StockCountSummary = Schemas['CountSummary'];
export type StockCount = Schemas['CountResponse'];
export type StockCountLine = Schemas['CountLineResponse'];
export type ControlledProduct = Schemas['ControlledProduct'];
export type PerpetualInventory = Schemas['PerpetualResponse'];
export type PerpetualEntry = Schemas['PerpetualEntry'];
export type Discrepancy = Schemas['DiscrepancyResponse'];
export type ControlledInventory = Schemas['InventoryResponse'];
export type InventoryLine = Schemas['InventoryLine'];
