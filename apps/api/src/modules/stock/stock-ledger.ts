import { Injectable } from '@nestjs/common';
import { Decimal, Quantity, type Unit } from '#domain/quantity';
import { reverseOf, type AccountKind, type AccountRef, type Movement, type MovementReason } from '#domain/stock';
import { formatInstant, type Instant } from '#domain/time';
import type { PersonId } from '../../platform/brand.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem, notFound } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { refuseWhatMayNotLeave } from './exits.js';
import type { MovementId, StockAccountId } from './ids.js';
import { refusalOf } from './ledger-refusals.js';
import {
  LOCK_BALANCES,
  MOVE_BALANCES,
  OPEN_ACCOUNTS,
  RESTORE_ALLOCATION,
  SETTLE_LOTS,
  USE_ALLOCATION,
  WRITE_MOVEMENT,
} from './ledger-sql.js';
import { accountKey, balanceKey, deltasOf, linesOf, type Delta } from './posting.js';

/** Accounts without a limit: what came from outside, what a count found or missed, and what was made here. */
const MAY_BE_NEGATIVE: readonly AccountKind[] = ['supplier', 'count-difference', 'made'];

const ATTEMPTS = 3;

export interface PostOptions {
  readonly actor: { readonly personId: PersonId };
  /** Chosen by the caller, so that its own rows can refer to it. */
  readonly id?: MovementId;
  /** The worksheet line that was promised what now leaves a location: its allocation is used up by as much. */
  readonly forLine?: string;
  /** Codes of `hard` findings of `mayLeave` that a pharmacist allowed, with a reason on record. */
  readonly allowed?: ReadonlySet<string>;
}

export interface ReverseOptions {
  readonly actor: { readonly personId: PersonId };
  readonly at: Instant;
  readonly reason: string;
  /** The worksheet line to which what comes back to the shelf is promised again. */
  readonly forLine?: string;
}

/**
 * The only writer of stock. Every method runs in the caller's transaction; entries, balances and promises change together or
 * not at all. Locks: promises, then balances in ascending (account, lot), then lots; a command takes its own rows before.
 */
@Injectable()
export class StockLedger {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes a movement (`moveStock` of #domain/stock) and moves the balances.
   * @throws Problem `stock.not-enough` when a balance would fall below zero or below what is promised, with how much is
   * missing; `stock.not-allocated` when `forLine` was not promised what leaves; `stock.may-not-leave` for what is expired, held,
   * recalled or over its in-use time; `lot.wrong-state` for what would come to a shelf as a lot that was merged away.
   */
  async post(tx: Tx, movement: Movement, options: PostOptions): Promise<MovementId> {
    await refuseWhatMayNotLeave(tx, movement, options.allowed);
    const idOf = await this.openAccounts(tx, movement);
    const deltas = deltasOf(movement, idOf, options.forLine !== undefined);
    if (options.forLine !== undefined) await this.settlePromises(tx, options.forLine, deltas, movement);
    const after = await this.moveBalances(tx, deltas);
    const id = options.id ?? this.ids.next<MovementId>();
    await this.write(tx, id, movement, options.actor.personId, linesOf(movement.entries, idOf, finalOf(after)));
    await refuseMergedAway(tx, deltas);
    await this.settleLots(tx, deltas, after);
    return id;
  }

  /**
   * Takes a movement back by its mirror image, once. What was taken back stays on record.
   * @throws Problem `stock.already-reversed`, `stock.not-reversible` (a reversal is not reversed: record what happened
   * instead), `stock.not-enough` when what is to come back is no longer there.
   */
  async reverse(tx: Tx, movementId: MovementId, options: ReverseOptions): Promise<MovementId> {
    const original = await this.movement(tx, movementId);
    if (original.reason === 'reversed')
      throw new Problem('stock.not-reversible', {
        detail: 'A reversal is not itself reversed. Record what happened as a new movement.',
      });
    const [already] = await rows(tx, 'select 1 from stock_movement where reverses_id = $1', [movementId]);
    if (already) throw alreadyReversed();
    const mirror = reverseOf(original, { id: movementId, effectiveAt: options.at, note: options.reason });
    return this.post(tx, mirror, {
      actor: options.actor,
      ...(options.forLine !== undefined && { forLine: options.forLine }),
    });
  }

  /** The account of a place or thing, made when it has none yet. */
  async accountFor(tx: Tx, kind: AccountKind, subjectId: string | null): Promise<StockAccountId> {
    const insert = `insert into stock_account (id, kind, subject_id, may_be_negative) values ($1, $2, $3, $4)
      on conflict on constraint stock_account_subject_unique do nothing returning id`;
    const find = 'select id from stock_account where kind = $1 and subject_id is not distinct from $2::uuid';
    const parameters = [this.ids.next(), kind, subjectId, MAY_BE_NEGATIVE.includes(kind)];
    const [made] = await rows<{ id: StockAccountId }>(tx, insert, parameters);
    const [account] = made ? [made] : await rows<{ id: StockAccountId }>(tx, find, [kind, subjectId]);
    if (!account) throw new TypeError(`no account of ${kind}`);
    return account.id;
  }

  private async openAccounts(tx: Tx, movement: Movement): Promise<(account: AccountRef) => string> {
    const parameters = [
      movement.entries.map(() => this.ids.next()),
      movement.entries.map((e) => e.account.kind),
      movement.entries.map((e) => e.account.subjectId),
      movement.entries.map((e) => e.lotId),
      movement.entries.map((e) => e.quantity.unit),
      movement.entries.map((e) => e.quantity.isPositive()),
      MAY_BE_NEGATIVE,
    ];
    const needed = new Set(movement.entries.map((e) => accountKey(e.account)));
    // Somebody else may have made the same account and not be seen by the statement's snapshot: look again.
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const found = await rows<{ id: string; kind: AccountKind; subject_id: string | null }>(
        tx,
        OPEN_ACCOUNTS,
        parameters,
      );
      const ids = new Map(found.map((a) => [accountKey({ kind: a.kind, subjectId: a.subject_id }), a.id]));
      if (ids.size === needed.size) return (account) => ids.get(accountKey(account)) ?? '';
    }
    throw new TypeError('an account could neither be made nor found');
  }

  private async moveBalances(tx: Tx, deltas: readonly Delta[]): Promise<ReadonlyMap<string, Decimal>> {
    await tx.query(LOCK_BALANCES, [deltas.map((d) => d.accountId), deltas.map((d) => d.lotId)]);
    const moved = await rows<{ account_id: string; lot_id: string; on_hand: string }>(tx, MOVE_BALANCES, [
      deltas.map((d) => d.accountId),
      deltas.map((d) => d.lotId),
      deltas.map((d) => d.unit),
      deltas.map((d) => d.onHand.toString()),
      deltas.map((d) => d.allocated.toString()),
    ]);
    const after = new Map(moved.map((b) => [balanceKey(b.account_id, b.lot_id), Decimal.of(b.on_hand)]));
    const refused = deltas.find((d) => !after.has(balanceKey(d.accountId, d.lotId)));
    if (refused) throw await refusalOf(tx, refused);
    return after;
  }

  private async settlePromises(tx: Tx, lineId: string, deltas: readonly Delta[], movement: Movement): Promise<void> {
    const shelf = deltas.filter((d) => !d.allocated.isZero());
    const leaving = shelf.filter((d) => d.allocated.isNegative());
    const returning = shelf.filter((d) => d.allocated.isPositive());
    const at = formatInstant(movement.effectiveAt);
    const columns = (part: readonly Delta[]): unknown[] => [
      part.map((d) => d.accountId),
      part.map((d) => d.lotId),
      part.map((d) => d.allocated.abs().toString()),
    ];
    if (leaving.length > 0) {
      const used = await rows(tx, USE_ALLOCATION, [lineId, at, ...columns(leaving)]);
      if (used.length !== leaving.length) throw notAllocated();
    }
    if (returning.length > 0) {
      const restored = await rows(tx, RESTORE_ALLOCATION, [lineId, ...columns(returning)]);
      if (restored.length !== returning.length) throw notAllocated();
    }
  }

  private async write(
    tx: Tx,
    id: MovementId,
    movement: Movement,
    personId: PersonId,
    lines: ReturnType<typeof linesOf>,
  ): Promise<void> {
    await tx.query(WRITE_MOVEMENT, [
      id,
      movement.reason,
      movement.reference.kind,
      movement.reference.id,
      movement.note,
      formatInstant(movement.effectiveAt),
      formatInstant(this.clock.now()),
      personId,
      movement.reversesId,
      lines.map((_, index) => index + 1),
      lines.map((l) => l.accountId),
      lines.map((l) => l.lotId),
      lines.map((l) => l.quantity.toString()),
      lines.map((l) => l.unit),
      lines.map((l) => l.balanceAfter.toString()),
    ]);
  }

  /**
   * A lot is depleted when nothing of it is on a shelf or in an opened container, and not any more when something is again.
   * The lot is locked after its balance moved, so of two that empty and fill it at once the second sees the first.
   */
  private async settleLots(tx: Tx, deltas: readonly Delta[], after: ReadonlyMap<string, Decimal>): Promise<void> {
    const crossed = deltas.filter(({ account, accountId, lotId, onHand }) => {
      if (account.kind !== 'location' && account.kind !== 'open-container') return false;
      const now = after.get(balanceKey(accountId, lotId)) ?? Decimal.ZERO;
      return now.isZero() || (onHand.isPositive() && now.eq(onHand) && account.kind === 'location');
    });
    const lots = [...new Set(crossed.map((d) => d.lotId))].sort();
    if (lots.length === 0) return;
    await tx.query('select 1 from lot where id = any($1::uuid[]) order by id for no key update', [lots]);
    await tx.query(SETTLE_LOTS, [lots]);
  }

  private async movement(tx: Tx, id: MovementId): Promise<Movement> {
    const found = await rows<MovementRow>(tx, MOVEMENT, [id]);
    const [first] = found;
    if (!first) throw notFound('movement', id);
    return {
      reason: first.reason,
      reference: { kind: first.reference_kind, id: first.reference_id },
      effectiveAt: first.effective_at,
      note: first.note,
      reversesId: first.reverses_id,
      entries: found.map((e) => ({
        account: { kind: e.kind, subjectId: e.subject_id },
        lotId: e.lot_id,
        quantity: Quantity.of(e.quantity, e.unit),
      })),
    };
  }
}

/**
 * Nothing comes to a shelf as a lot that was merged into another: it would bear the date that the merge gave up. Asked after the
 * entries are written, whose foreign keys wait for a merge that is under way.
 */
async function refuseMergedAway(tx: Tx, deltas: readonly Delta[]): Promise<void> {
  const gains = deltas.filter((d) => d.account.kind === 'location' && d.onHand.isPositive()).map((d) => d.lotId);
  if (gains.length === 0) return;
  const [merged] = await rows<{ number: string; into: string }>(tx, MERGED_AWAY, [gains]);
  if (merged)
    throw new Problem('lot.wrong-state', {
      detail: `Lot ${merged.number} was merged into lot ${merged.into}. Record it on that lot.`,
    });
}

const MERGED_AWAY = `
  select f.lot_number as number, i.lot_number || ', expiring ' || i.expires_on as into
  from lot_merge m join lot f on f.id = m.from_lot_id join lot i on i.id = m.into_lot_id
  where m.from_lot_id = any($1::uuid[]) limit 1`;

interface MovementRow {
  readonly reason: MovementReason;
  readonly reference_kind: string;
  readonly reference_id: string;
  readonly note: string;
  readonly effective_at: Instant;
  readonly reverses_id: string | null;
  readonly kind: AccountKind;
  readonly subject_id: string | null;
  readonly lot_id: string;
  readonly quantity: string;
  readonly unit: Unit;
}

const MOVEMENT = `
  select m.reason, m.reference_kind, m.reference_id, m.note, m.effective_at, m.reverses_id, a.kind, a.subject_id, e.lot_id,
    e.quantity, e.unit
  from stock_movement m
    join stock_entry e on e.movement_id = m.id
    join stock_account a on a.id = e.account_id
  where m.id = $1
  order by e.line`;

const finalOf =
  (after: ReadonlyMap<string, Decimal>) =>
  (accountId: string, lotId: string): Decimal =>
    after.get(balanceKey(accountId, lotId)) ?? Decimal.ZERO;

const alreadyReversed = (): Problem =>
  new Problem('stock.already-reversed', { detail: 'This movement has already been taken back.' });

const notAllocated = (): Problem =>
  new Problem('stock.not-allocated', {
    detail:
      'This lot is not promised to this line of the worksheet. Allocate it first, or scan the lot that was allocated.',
  });
