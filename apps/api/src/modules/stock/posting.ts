import { Decimal, type Unit } from '#domain/quantity';
import type { AccountRef, Movement, StockEntry } from '#domain/stock';

/** What one movement does to one balance, all its lines together. */
export interface Delta {
  readonly account: AccountRef;
  readonly accountId: string;
  readonly lotId: string;
  readonly unit: Unit;
  readonly onHand: Decimal;
  readonly allocated: Decimal;
}

export interface Line {
  readonly accountId: string;
  readonly lotId: string;
  readonly quantity: Decimal;
  readonly unit: Unit;
  readonly balanceAfter: Decimal;
}

export const balanceKey = (accountId: string, lotId: string): string => `${accountId} ${lotId}`;
export const accountKey = (account: AccountRef): string => `${account.kind} ${account.subjectId ?? ''}`;

/**
 * Folds the entries per balance. What leaves a location (or comes back to one) is taken out of the promises too, when the
 * movement was made for a worksheet's line.
 */
export function deltasOf(movement: Movement, idOf: (account: AccountRef) => string, forLine: boolean): Delta[] {
  const folded = new Map<string, Delta>();
  for (const { account, lotId, quantity } of movement.entries) {
    const accountId = idOf(account);
    const key = balanceKey(accountId, lotId);
    const before = folded.get(key);
    if (before && before.unit !== quantity.unit)
      throw new TypeError(`a balance in ${before.unit} and in ${quantity.unit}`);
    const onHand = (before?.onHand ?? Decimal.ZERO).plus(quantity.value);
    const allocated = forLine && account.kind === 'location' ? onHand : Decimal.ZERO;
    folded.set(key, { account, accountId, lotId, unit: quantity.unit, onHand, allocated });
  }
  return [...folded.values()];
}

/** Each entry with the balance after it: the last one has the balance that was read back, the ones before it count back. */
export function linesOf(
  entries: readonly StockEntry[],
  idOf: (account: AccountRef) => string,
  finalOf: (accountId: string, lotId: string) => Decimal,
): Line[] {
  const after = new Map<string, Decimal>();
  const lines = entries.toReversed().map(({ account, lotId, quantity }): Line => {
    const accountId = idOf(account);
    const key = balanceKey(accountId, lotId);
    const balanceAfter = after.get(key) ?? finalOf(accountId, lotId);
    after.set(key, balanceAfter.minus(quantity.value));
    return { accountId, lotId, quantity: quantity.value, unit: quantity.unit, balanceAfter };
  });
  return lines.toReversed();
}
