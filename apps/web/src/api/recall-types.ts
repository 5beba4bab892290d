import type { components } from './schema.js';

type Schemas = components['schemas'];

export type BlastRadius = Schemas['BlastRadius'];
export type AffectedCsp = Schemas['AffectedCsp'];
export type AffectedCounts = Schemas['AffectedCounts'];
export type ChainLot = Schemas['ChainLot'];
export type RecallRow = Schemas['RecallRow'];
export type RecallCertificate = Schemas['RecallCertificate'];
/** The description leaves out that a described object may be null. */
export type Recall = Omit<Schemas['RecallResponse'], 'certificate'> & { certificate: RecallCertificate | null };
export type RecallItem = Schemas['RecallItemDto'];
export type RecallDrill = Schemas['RecallDrillResponse'];
export type RecallNotice = Schemas['RecallNoticeResponse'];
export type NoticeMatch = Schemas['RecallNoticeMatchDto'];
export type RecallNoticePage = Schemas['RecallNoticePage'];
export type NoticesImported = Schemas['ImportNoticesResponse'];
