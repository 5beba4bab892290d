import { canonicalText } from '#domain/signature';
import type { Side } from './compare.js';

/** A worksheet that is planned again, and with what. */
export interface ReplannedWorksheet {
  readonly number: string;
  readonly containers: number;
  readonly products: readonly { readonly product: string; readonly packages: number }[];
}

/** One order as it is shown and signed. */
export interface SignedSubstitutedOrder {
  readonly number: string;
  readonly version: number;
  readonly state: string;
  readonly patientId: string;
  /** Containers that are still to be made. */
  readonly containers: number;
  readonly before: Side;
  readonly after: Side;
  readonly worksheets: readonly ReplannedWorksheet[];
  /** Finished or begun as they were prescribed. */
  readonly begun: number;
}

export interface SignedSubstitution {
  readonly number: string;
  readonly kind: 'product' | 'base' | 'drug';
  readonly from: string;
  readonly to: string;
  readonly doseFactor: string | null;
  readonly reason: string;
  readonly shortage: string;
  readonly overrides: readonly { readonly key: string; readonly reason: string }[];
  readonly stabilityDecision: {
    readonly limitHours: number;
    readonly storage: string;
    readonly reason: string;
    readonly citation: string;
  } | null;
  readonly orders: readonly SignedSubstitutedOrder[];
  readonly leftOut: readonly string[];
  readonly cannot: readonly string[];
}

/**
 * What one signature approves: every before and after. Messages of findings may name a time of day, so findings go in by their key
 * and weight: the text is the same as long as what is decided on is the same.
 */
export const substitutionText = (record: SignedSubstitution): string =>
  canonicalText('substitution-approved', {
    ...record,
    overrides: [...record.overrides].sort((a, b) => (a.key < b.key ? -1 : 1)).map((o) => ({ ...o })),
    stabilityDecision: record.stabilityDecision && { ...record.stabilityDecision },
    orders: record.orders.map((order) => ({
      ...order,
      before: signedSide(order.before),
      after: signedSide(order.after),
      worksheets: order.worksheets.map((w) => ({ ...w, products: w.products.map((p) => ({ ...p })) })),
    })),
    leftOut: [...record.leftOut].sort(),
    cannot: [...record.cannot].sort(),
  });

const signedSide = (side: Side) => ({
  ...side,
  formula: { ...side.formula },
  lines: side.lines.map((line) => ({ ...line })),
  derivation: side.derivation.map((step) => ({ ...step })),
  cost: { ...side.cost },
  findings: side.findings.map(({ key, severity }) => ({ key, severity })).sort((a, b) => (a.key < b.key ? -1 : 1)),
});

export interface SignedReversal {
  readonly number: string;
  readonly reason: string;
  readonly restored: readonly {
    readonly number: string;
    readonly fromVersion: number;
    readonly asVersion: number;
    readonly containers: number;
    readonly prescription: string;
    readonly formulationVersionId: string;
  }[];
  readonly left: readonly string[];
}

export const reversalText = (record: SignedReversal): string =>
  canonicalText('substitution-reversed', {
    ...record,
    restored: record.restored.map((order) => ({ ...order })),
    left: [...record.left].sort(),
  });
