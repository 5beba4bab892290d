import type { Finding } from '#domain/finding';

/** How long a look back at what was used tells what may be made ahead. A choice of this system: the statute names no figure. */
export const USE_WINDOW_DAYS = 30;

export interface MadeAheadFacts {
  readonly productName: string;
  /** To be made now. */
  readonly containers: number;
  /** Of the same product: on the shelf and in date, and on worksheets that are not finished. */
  readonly inStock: number;
  readonly underWay: number;
  /** Containers used for orders in the last `USE_WINDOW_DAYS` days. */
  readonly used: number;
}

/**
 * Section 503A lets a pharmacist compound before a prescription arrives only in limited quantities, on a history of valid orders
 * (FD&C Act section 503A(a)(2); domain-rules 7.8). More than a month's use is to be thought over, and is acknowledged.
 */
export function madeAheadFindings(facts: MadeAheadFacts): Finding[] {
  const after = facts.containers + facts.inStock + facts.underWay;
  const ahead = `${after} would be in stock or under way; ${facts.used} were used for orders in the last ${USE_WINDOW_DAYS} days`;
  const enough = after <= facts.used;
  return [
    {
      code: enough ? 'stock-batch.made-ahead' : 'stock-batch.beyond-history',
      severity: enough ? 'info' : 'soft',
      message: enough
        ? `${facts.productName}: ${ahead}`
        : `${facts.productName}: ${ahead}. Without a prescription only limited quantities may be made, on the history of orders.`,
      source: 'FD&C Act section 503A(a)(2), 21 USC 353a; domain-rules 7.8',
      field: 'containers',
    },
  ];
}
