import type { components } from './schema.js';

type Schemas = components['schemas'];

/** What the feed means for who wants to buy a package; the same list as the domain's. */
export type Standing = 'available' | 'unknown' | 'limited' | 'ending' | 'unavailable';

export type ShortageImport = Schemas['ImportResponse'];
export type ShortageImportDetail = Schemas['ImportDetail'];
/** The description leaves out that there may be no import. */
export type FeedFreshness = Omit<Schemas['FeedFreshness'], 'current' | 'running'> & {
  current: ShortageImport | null;
  running: ShortageImport | null;
};
export type ShortageRow = Schemas['ShortageRow'];
export type DrugShortageRow = Schemas['DrugShortageRow'];
export type ShortageChange = Schemas['ShortageChangeRow'];
export type DrugShortage = Omit<Schemas['DrugShortageDetail'], 'freshness' | 'summary'> & {
  freshness: FeedFreshness;
  summary: DrugShortageRow | null;
};
export type ShortageNotice = Schemas['NoticeResponse'];
export type FeedName = Schemas['NameRow'];
