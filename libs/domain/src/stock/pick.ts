import type { Finding } from '#domain/finding';
import type { Quantity } from '#domain/quantity';
import { showInstant } from '#domain/time';
import type { LotCandidate, PickedLot, PickPlan, PickRequest, RejectedLot } from './candidate.js';
import { lastUse } from './last-use.js';
import { mayLeave } from './may-leave.js';

/**
 * Chooses lots first expired, first out, in whole containers, over as many lots as it takes (promise 2; domain-rules 7.5). Ties go
 * to the oldest receipt, then to the lower id, so that the answer never depends on the order of the candidates. Every lot that is
 * passed over is told with its reason; what cannot be filled is told as missing, and nothing is to be allocated then.
 * @throws RangeError for a need that is not positive or not whole packages.
 */
export function pickLots(request: PickRequest): PickPlan {
  const need = openNeed(request);
  const lots: PickedLot[] = [];
  const rejected: RejectedLot[] = [];
  for (const lot of [...request.candidates].sort(firstExpiredFirst)) {
    const finding = whyNot(lot, request);
    if (finding) {
      rejected.push({ lotId: lot.lotId, accountId: lot.accountId, finding });
      continue;
    }
    const packages = Math.min(need.packagesFor(lot), freePackages(lot));
    if (packages === 0) continue;
    const quantity = lot.content.times(packages);
    lots.push({ lotId: lot.lotId, accountId: lot.accountId, packages, quantity });
    need.take(packages, quantity);
  }
  return { lots, rejected, missing: need.missing(request.candidates) };
}

/** Whole unopened containers of a lot at a place that nobody has been promised. */
export function freePackages(lot: Pick<LotCandidate, 'onHand' | 'allocated' | 'content'>): number {
  const free = lot.onHand.minus(lot.allocated);
  return free.isPositive() ? Number(free.ratioTo(lot.content).floor()) : 0;
}

interface OpenNeed {
  packagesFor(lot: LotCandidate): number;
  take(packages: number, quantity: Quantity): void;
  missing(candidates: readonly LotCandidate[]): PickPlan['missing'];
}

function openNeed({ need }: PickRequest): OpenNeed {
  if ('packages' in need) {
    if (!Number.isSafeInteger(need.packages) || need.packages <= 0)
      throw new RangeError(`Not a number of packages: ${need.packages}`);
    let left = need.packages;
    return {
      packagesFor: () => left,
      take: (packages) => void (left -= packages),
      missing: (candidates) => {
        const content = candidates[0]?.content;
        return left === 0 ? null : { packages: left, quantity: content ? content.times(left) : null };
      },
    };
  }
  if (!need.quantity.isPositive()) throw new RangeError('A need is positive');
  let left = need.quantity;
  const packagesOf = (content: Quantity): number => (left.isPositive() ? Number(left.ratioTo(content).ceil()) : 0);
  return {
    packagesFor: (lot) => packagesOf(lot.content),
    take: (_, quantity) => void (left = left.minus(quantity)),
    missing: (candidates) => {
      const content = candidates[0]?.content;
      return left.isPositive() ? { packages: content ? packagesOf(content) : 0, quantity: left } : null;
    },
  };
}

function whyNot(lot: LotCandidate, request: PickRequest): Finding | null {
  const [blocked] = mayLeave({ thing: { kind: 'lot', lot }, exit: 'compound' }, request.at, request.zone);
  if (blocked) return blocked;
  const free = lot.onHand.minus(lot.allocated);
  const facts = { lot: lot.lotNumber };
  if (lot.state === 'depleted' || freePackages(lot) === 0)
    return {
      code: 'lot.nothing-free',
      severity: 'stop',
      message: free.isPositive()
        ? `Lot ${lot.lotNumber} has less than one whole container free`
        : `Nothing of lot ${lot.lotNumber} is free: all of it is used or promised`,
      facts,
    };
  const last = lastUse(lot, request.zone);
  const { usableUntil } = request;
  if (usableUntil !== undefined && last < usableUntil && !request.shortDatedAllowed?.has(lot.lotId))
    return {
      code: 'lot.cuts-bud-short',
      severity: 'hard',
      message: `Lot ${lot.lotNumber} ${(lot.usableUntil ?? null) === null ? `expires on ${lot.expiresOn}` : `is usable until ${showInstant(last, request.zone)}`}, but the preparation is needed until ${showInstant(usableUntil, request.zone)}`,
      source: 'BUD-13; PKG-05',
      facts,
    };
  return null;
}

const NEVER = Number.MAX_SAFE_INTEGER;

function firstExpiredFirst(a: LotCandidate, b: LotCandidate): number {
  return (
    compareText(a.expiresOn, b.expiresOn) ||
    // Of what ends on the same day, first what was made here and ends at an hour of it. (NaN for two that were bought.)
    (a.usableUntil ?? NEVER) - (b.usableUntil ?? NEVER) ||
    a.receivedAt - b.receivedAt ||
    compareText(a.lotId, b.lotId) ||
    compareText(a.accountId, b.accountId)
  );
}

// By code unit, never by locale: ids and ISO dates have one order everywhere.
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
