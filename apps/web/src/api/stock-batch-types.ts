import type { Finding } from '#domain/finding';
import type { components } from './schema.js';

type Schemas = components['schemas'];

export type InHouseProduct = Schemas['InHouseProductResponse'];
export type StockBatch = Schemas['StockBatchRow'];
export type BatchPreview = Omit<Schemas['BatchPreview'], 'findings'> & { findings: Finding[] };
