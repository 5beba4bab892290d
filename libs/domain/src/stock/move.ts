import type { Instant } from '#domain/time';
import type { AccountKind, Movement, MovementReason, StockEntry, Transfer } from './movement.js';

type Route = readonly [from: readonly AccountKind[], to: readonly AccountKind[]];

/** Between which kinds of account each reason moves stock. Reversals mirror whatever they take back. */
const ROUTES: Record<Exclude<MovementReason, 'reversed'>, readonly Route[]> = {
  received: [[['supplier'], ['location']]],
  opened: [[['location'], ['open-container']]],
  withdrawn: [[['open-container'], ['csp', 'worksheet']]],
  reconstituted: [[['open-container'], ['open-container', 'worksheet']]],
  'base-used': [[['location', 'open-container'], ['csp']]],
  'container-used': [[['location'], ['csp']]],
  transferred: [[['location'], ['location']]],
  dispensed: [[['csp'], ['patient']]],
  // What it was made of is used up, and what was made of it lies on a shelf as a lot of its own.
  stocked: [
    [['csp', 'worksheet'], ['made']],
    [['made'], ['location']],
  ],
  wasted: [[['location', 'open-container', 'csp', 'worksheet', 'patient'], ['waste']]],
  discarded: [[['open-container'], ['waste']]],
  counted: [
    [['location', 'open-container'], ['count-difference']],
    [['count-difference'], ['location', 'open-container']],
  ],
  returned: [[['location'], ['supplier']]],
  merged: [
    [['location'], ['count-difference']],
    [['count-difference'], ['location']],
  ],
  adjusted: [
    [['location', 'open-container'], ['count-difference']],
    [['count-difference'], ['location', 'open-container']],
  ],
};

/** What happened, before it is written as entries. */
export interface MovementRequest {
  readonly reason: Exclude<MovementReason, 'reversed'>;
  readonly reference: Movement['reference'];
  readonly effectiveAt: Instant;
  readonly note?: string;
  readonly transfers: readonly Transfer[];
}

/**
 * Writes transfers as a movement. Every transfer gives one entry out and one in, so the entries sum to zero per lot and unit
 * whatever is asked (promise 1).
 * @throws RangeError without transfers, for an amount that is not positive, from an account to itself, or between accounts that
 * the reason does not connect.
 */
export function moveStock(request: MovementRequest): Movement {
  if (request.transfers.length === 0) throw new RangeError(`A movement "${request.reason}" moves nothing`);
  const entries = request.transfers.flatMap((transfer): StockEntry[] => {
    requireSound(request.reason, transfer);
    const { lotId, quantity, from, to } = transfer;
    return [
      { account: from, lotId, quantity: quantity.negated() },
      { account: to, lotId, quantity },
    ];
  });
  const { reason, reference, effectiveAt, note = '' } = request;
  return { reason, reference, effectiveAt, note, reversesId: null, entries };
}

/**
 * Takes a movement back: the same entries with the other sign, last first. The record that it belongs to stays the same unless
 * another is given.
 */
export function reverseOf(
  movement: Movement,
  as: {
    readonly id: string;
    readonly effectiveAt: Instant;
    readonly note: string;
    readonly reference?: Movement['reference'];
  },
): Movement {
  if (movement.reversesId !== null) throw new RangeError('A reversal is not reversed: record what happened anew');
  return {
    reason: 'reversed',
    reference: as.reference ?? movement.reference,
    effectiveAt: as.effectiveAt,
    note: as.note,
    reversesId: as.id,
    entries: movement.entries.map((entry) => ({ ...entry, quantity: entry.quantity.negated() })).reverse(),
  };
}

function requireSound(reason: MovementRequest['reason'], { quantity, from, to }: Transfer): void {
  if (!quantity.isPositive()) throw new RangeError(`A movement "${reason}" needs a positive amount`);
  if (from.kind === to.kind && from.subjectId === to.subjectId)
    throw new RangeError(`A movement "${reason}" from an account to itself`);
  if (!ROUTES[reason].some(([sources, targets]) => sources.includes(from.kind) && targets.includes(to.kind)))
    throw new RangeError(`"${reason}" does not move stock from ${from.kind} to ${to.kind}`);
}
