import { Decimal } from '#domain/quantity';

/** How many packages of an order line were ordered, came, and will not come any more. Whole packages of the product. */
export interface LineCounts {
  readonly packs: number;
  readonly packPackages: number;
  readonly receivedPackages: number;
  readonly cancelledPackages: number;
}

export const orderedPackages = (line: Pick<LineCounts, 'packs' | 'packPackages'>): number =>
  line.packs * line.packPackages;

/** Packages that are still to come; never below zero. */
export const outstandingPackages = (line: LineCounts): number =>
  Math.max(0, orderedPackages(line) - line.receivedPackages - line.cancelledPackages);

/** What a receipt makes of an order: nothing outstanding on any line means that it is all there. */
export const eventOfReceipt = (lines: readonly LineCounts[]): 'receive-part' | 'receive-all' =>
  lines.every((line) => outstandingPackages(line) === 0) ? 'receive-all' : 'receive-part';

/** USD, exact: price is decimal text for one orderable pack. */
export const lineTotal = (line: { readonly packs: number; readonly price: string }): Decimal =>
  Decimal.of(line.price).times(Decimal.of(line.packs));

export const orderTotal = (lines: readonly { readonly packs: number; readonly price: string }[]): Decimal =>
  lines.reduce((sum, line) => sum.plus(lineTotal(line)), Decimal.ZERO);

/** `1234.5` as `1,234.50`: dollars and cents, half-up, for people. */
export function showUsd(amount: Decimal): string {
  const [whole = '0', cents = ''] = amount.toFixed(2, 'half-up').split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${cents.padEnd(2, '0')}`;
}
