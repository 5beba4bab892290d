import type { Quantity } from '#domain/quantity';
import { DAY_MS, MINUTE_MS, type Instant } from '#domain/time';

/** Doses of one order that no worksheet holds stock for yet. */
export interface OpenDoses {
  readonly orderId: string;
  /** Each dose, in the unit of the stock or one that converts to it. */
  readonly dose: Quantity;
  readonly count: number;
  readonly firstAt: Instant;
  /** 0 where all are due at once. */
  readonly everyMinutes: number;
}

/** `days`: whole days from now until the first dose that cannot be made; null: every known dose can. */
export interface Lasting {
  readonly days: number | null;
  readonly served: number;
  readonly missed: number;
}

/**
 * How long free stock serves the doses that are known, in the order in which they are due, first come first served; what is
 * overdue is due now. Known orders only: use that no order announces is for the supply projection.
 */
export function stockLasts(free: Quantity, orders: readonly OpenDoses[], now: Instant): Lasting {
  const doses = orders
    .flatMap((order) =>
      Array.from({ length: order.count }, (_, n) => ({
        at: Math.max(now, order.firstAt + n * order.everyMinutes * MINUTE_MS),
        orderId: order.orderId,
        dose: order.dose,
      })),
    )
    .sort((a, b) => a.at - b.at || (a.orderId < b.orderId ? -1 : a.orderId > b.orderId ? 1 : 0));
  let left = free;
  let served = 0;
  for (const { at, dose } of doses) {
    if (dose.gt(left)) return { days: Math.floor((at - now) / DAY_MS), served, missed: doses.length - served };
    left = left.minus(dose);
    served++;
  }
  return { days: null, served, missed: 0 };
}
