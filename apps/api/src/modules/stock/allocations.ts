import { Injectable } from '@nestjs/common';
import { Quantity } from '#domain/quantity';
import { pickLots, type LotCandidate, type LotState, type PickedLot } from '#domain/stock';
import { formatInstant, type Instant, type LocalDate, type ZoneId } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import type { AllocationId, LotId } from './ids.js';
import { shortageOf } from './ledger-refusals.js';
import { CANDIDATES, LOCK_BALANCES, LOCK_GATES, PROMISE, RELEASE } from './ledger-sql.js';

/** Counts and withdrawals move on while a plan is made; each round sees them, and the picks of the round before are locked. */
const ROUNDS = 5;

export interface Need {
  readonly lineId: string;
  readonly productId: string;
  /** Whole unopened packages. */
  readonly packages: number;
  /** Until when the preparation must last: a lot that expires before would cut its date short (BUD-13). */
  readonly usableUntil?: Instant;
  /** Only these lots, for example the one that was scanned instead of the one that was promised. */
  readonly onlyLots?: readonly LotId[];
  /** A pharmacist's reason for taking a lot that expires before `usableUntil`; kept with the allocation. */
  readonly overrideReason?: string;
}

export interface AllocateRequest {
  readonly needs: readonly Need[];
  readonly at: Instant;
  readonly zone: ZoneId;
}

export interface Allocated extends PickedLot {
  readonly id: AllocationId;
  readonly lineId: string;
}

interface CandidateRow {
  readonly product_id: string;
  readonly product_name: string;
  readonly lot_id: string;
  readonly lot_number: string;
  readonly expires_on: LocalDate;
  readonly state: LotState;
  readonly received_at: Instant;
  readonly usable_until: Instant | null;
  readonly account_id: string;
  readonly on_hand: string;
  readonly allocated: string;
  readonly unit: string;
  readonly content: string;
  readonly storage: 'CRT' | 'REF' | 'FRZ';
}

interface Candidate extends LotCandidate {
  readonly productId: string;
  readonly productName: string;
}

/** Promises of stock to worksheet lines: whole packages, first expired first out, each resolved once. */
@Injectable()
export class Allocations {
  constructor(private readonly ids: Ids) {}

  /**
   * Promises everything that is asked for, or throws `stock.not-enough` with what is missing and why each lot was passed
   * over. One allocation of a product at a time (its gate), so that the earliest expiry always goes first; no lot is skipped
   * because somebody else is looking at it.
   */
  async allocate(tx: Tx, request: AllocateRequest): Promise<Allocated[]> {
    const products = [...new Set(request.needs.map((n) => n.productId))].sort();
    await tx.query(LOCK_GATES, [products]);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const candidates = (await rows<CandidateRow>(tx, CANDIDATES, [products])).map(candidateOf);
      const picks = this.plan(request, candidates);
      if (await this.promise(tx, request, picks)) return picks;
    }
    throw new Problem('request.conflict', { detail: 'The stock is being counted at this moment. Try again.' });
  }

  /**
   * Gives back what is still promised to the lines, all of it or that of one lot. What was used stays used.
   * @returns how much of each lot was given back, in its stock unit.
   */
  async release(
    tx: Tx,
    what: { readonly lineIds: readonly string[]; readonly lotId?: LotId; readonly at: Instant },
  ): Promise<{ readonly id: AllocationId; readonly lotId: LotId; readonly rest: string }[]> {
    const freed = await rows<{ id: AllocationId; lot_id: LotId; rest: string }>(tx, RELEASE, [
      what.lineIds,
      formatInstant(what.at),
      what.lotId ?? null,
    ]);
    return freed.map((f) => ({ id: f.id, lotId: f.lot_id, rest: f.rest }));
  }

  /** Keeps counts and quarantines of products apart from allocation until the transaction ends. */
  async lockGates(tx: Tx, productIds: readonly string[]): Promise<void> {
    await tx.query(LOCK_GATES, [[...new Set(productIds)].sort()]);
  }

  private plan(request: AllocateRequest, candidates: readonly Candidate[]): Allocated[] {
    const taken = new Map<string, Quantity>();
    return request.needs.flatMap((need) => {
      const mine = candidates
        .filter((c) => c.productId === need.productId && (need.onlyLots?.includes(c.lotId as LotId) ?? true))
        .map((c) => ({ ...c, allocated: c.allocated.plus(taken.get(c.accountId + c.lotId) ?? zeroOf(c)) }));
      const plan = pickLots({
        need: { packages: need.packages },
        candidates: mine,
        at: request.at,
        zone: request.zone,
        ...(need.usableUntil !== undefined && { usableUntil: need.usableUntil }),
        ...(need.overrideReason !== undefined && { shortDatedAllowed: new Set(mine.map((c) => c.lotId)) }),
      });
      if (plan.missing) throw shortageOf(mine[0]?.productName ?? 'This product', need.packages, plan);
      for (const pick of plan.lots) {
        const key = pick.accountId + pick.lotId;
        taken.set(key, pick.quantity.plus(taken.get(key) ?? Quantity.zero(pick.quantity.unit)));
      }
      return plan.lots.map((pick) => ({ ...pick, id: this.ids.next<AllocationId>(), lineId: need.lineId }));
    });
  }

  private async promise(tx: Tx, request: AllocateRequest, picks: readonly Allocated[]): Promise<boolean> {
    const reasons = new Map(request.needs.map((n) => [n.lineId, n.overrideReason ?? null]));
    await tx.query(LOCK_BALANCES, [picks.map((p) => p.accountId), picks.map((p) => p.lotId)]);
    const made = await rows(tx, PROMISE, [
      picks.map((p) => p.id),
      picks.map((p) => p.lineId),
      picks.map((p) => p.accountId),
      picks.map((p) => p.lotId),
      picks.map((p) => p.quantity.value.toString()),
      picks.map((p) => p.quantity.unit),
      picks.map((p) => reasons.get(p.lineId) ?? null),
      formatInstant(request.at),
    ]);
    return made.length === picks.length;
  }
}

const zeroOf = (c: Candidate): Quantity => Quantity.zero(c.content.unit);

const candidateOf = (row: CandidateRow): Candidate => ({
  productId: row.product_id,
  productName: row.product_name,
  lotId: row.lot_id,
  lotNumber: row.lot_number,
  expiresOn: row.expires_on,
  state: row.state,
  receivedAt: row.received_at,
  usableUntil: row.usable_until,
  accountId: row.account_id,
  storage: row.storage,
  onHand: Quantity.of(row.on_hand, row.unit),
  allocated: Quantity.of(row.allocated, row.unit),
  content: Quantity.of(row.content, row.unit),
});
