/** A line of the order that is being received. Whole packages. */
export interface ExpectedLine {
  readonly id: string;
  readonly productId: string;
  /** Ordered, not yet received, not cancelled. */
  readonly outstanding: number;
  /** Counted in receipts that a second person has not yet reviewed. */
  readonly pending: number;
}

export interface MatchedPackages {
  readonly orderLineId: string | null;
  /** Of the packages given, how many are more than the order expects; 0 for a product that is not on it, or without an order. */
  readonly over: number;
  /** The product is not on the order at all. */
  readonly notOrdered: boolean;
}

/**
 * Finds for each counted line the line of the order it belongs to, and what is more than is expected. Lots of one product are
 * counted against the same line, one after the other, so that together they are never over without saying so.
 */
export function matchToOrder(
  counted: readonly { readonly productId: string; readonly packages: number }[],
  expected: readonly ExpectedLine[],
): MatchedPackages[] {
  const left = new Map(expected.map((line) => [line.id, Math.max(0, line.outstanding - line.pending)]));
  return counted.map(({ productId, packages }) => {
    const line = expected.find((one) => one.productId === productId);
    if (!line) return { orderLineId: null, over: 0, notOrdered: expected.length > 0 };
    const free = left.get(line.id) ?? 0;
    const taken = Math.min(free, packages);
    left.set(line.id, free - taken);
    return { orderLineId: line.id, over: packages - taken, notOrdered: false };
  });
}
