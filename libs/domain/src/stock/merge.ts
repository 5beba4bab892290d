import type { Finding } from '#domain/finding';
import type { LocalDate } from '#domain/time';
import type { LotFacts } from './candidate.js';

/** A lot with what stands against merging it away. */
export interface MergeSide extends LotFacts {
  readonly productId: string;
  /** Promises to worksheets that are not used up. */
  readonly activePromises: number;
  readonly openContainers: number;
  readonly mergedAway: boolean;
}

/** The date that the surviving lot bears: the earlier of both, never the later. */
export const mergedExpiry = (from: LotFacts, into: LotFacts): LocalDate =>
  from.expiresOn < into.expiresOn ? from.expiresOn : into.expiresOn;

/** What stands against merging `from` into `into`; empty: it may be done. */
export function mayMerge(from: MergeSide, into: MergeSide): Finding[] {
  const findings: Finding[] = [];
  const stop = (code: string, message: string): void => void findings.push({ code, severity: 'stop', message });
  if (from.lotId === into.lotId) stop('merge.same-lot', 'A lot is not merged with itself.');
  if (from.productId !== into.productId)
    stop('merge.other-product', 'Only lots of one product are merged: the NDC is part of what a lot is.');
  if (from.mergedAway || into.mergedAway)
    stop('merge.merged-already', 'One of the lots was merged into another before.');
  // A batch made here is one lot by its worksheet, and its beyond-use date is an instant of its own (BUD-14).
  if ([from, into].some((lot) => (lot.usableUntil ?? null) !== null))
    stop('merge.made-here', 'What was made here is a lot by its worksheet: it is not merged.');
  for (const lot of [from, into])
    if (lot.state !== 'available' && lot.state !== 'depleted')
      stop('merge.held', `Lot ${lot.lotNumber} is ${lot.state}. What is held is not merged with what is not.`);
  if (from.activePromises > 0)
    stop('merge.promised', `Lot ${from.lotNumber} is promised to worksheets. Finish or cancel them first.`);
  if (from.openContainers > 0)
    stop('merge.opened', `A container of lot ${from.lotNumber} is open. Use it up or discard it first.`);
  // Number and date together are the identity: two of one number differ by date alone, and the earlier date is to stay.
  if (from.lotNumber === into.lotNumber && from.expiresOn < into.expiresOn)
    stop('merge.other-way', `Merge the other way: the lot that expires on ${from.expiresOn} stays.`);
  return findings;
}
