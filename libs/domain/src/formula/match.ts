import type { Finding } from '#domain/finding';
import type { Route } from '#domain/order';
import type { Quantity } from '#domain/quantity';
import type { FormulaContent } from './content.js';

export interface FormulaVersionFacts {
  readonly versionId: string;
  readonly formulationId: string;
  readonly version: number;
  readonly state: 'draft' | 'approved' | 'retired';
  readonly content: FormulaContent;
}

export interface OrderForFormula {
  readonly route: Route;
  readonly storage: 'CRT' | 'REF' | 'FRZ';
  readonly lines: readonly { readonly role: 'additive' | 'base'; readonly drugId: string; readonly dose: Quantity }[];
}

/** One formula and why it does not fit; an empty `whyNot` fits. */
export interface FormulaCandidate {
  readonly versionId: string;
  readonly name: string;
  readonly whyNot: readonly Finding[];
}
