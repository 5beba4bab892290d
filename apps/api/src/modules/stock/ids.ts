import type { Brand } from '../../platform/brand.js';

export type LotId = Brand<string, 'LotId'>;
export type LocationId = Brand<string, 'LocationId'>;
export type MovementId = Brand<string, 'MovementId'>;
export type StockAccountId = Brand<string, 'StockAccountId'>;
export type OpenContainerId = Brand<string, 'OpenContainerId'>;
export type AllocationId = Brand<string, 'AllocationId'>;
