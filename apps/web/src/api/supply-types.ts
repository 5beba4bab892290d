import type { components } from './schema.js';

type Schemas = components['schemas'];

/** The description leaves out that there may be no badge. */
export type SupplyRow = Omit<Schemas['SupplyRow'], 'shortage'> & { shortage: Schemas['ShortageBadge'] | null };
export type SupplyAnswer = Schemas['SupplyAnswerDto'];
export type SupplyPoint = Schemas['SeriesPointDto'];
export type SupplyLever = Schemas['LeverResponse'];
export type DrugSupply = Schemas['DrugSupplyResponse'];
export type SupplyNotice = Schemas['SupplyNoticeResponse'];
export type SupplyPar = Schemas['ParResponse'];
export type SupplyAlternative = Schemas['AlternativeResponse'];
export type WhatIf = Schemas['WhatIfResponse'];
export type LeverChoice = Schemas['LeverRequest'];
export type ReorderProposal = Schemas['ReorderProposal'];
export type ReorderLine = Schemas['ReorderProposalLine'];
export type Reordered = Schemas['ReorderResponse'];
