import type { Day } from './facts.js';

export interface LeadDays {
  readonly min: number;
  readonly typical: number;
  readonly max: number;
}

export interface Arrival {
  readonly early: Day | null;
  readonly typical: Day | null;
  readonly late: Day | null;
}

/**
 * When an order comes. With an expected date, the supplier's own spread of lead days lies around it; without one, the lead days
 * count from the day it was sent. What is overdue is expected tomorrow at the earliest, and the late case does not count on it.
 * @param expected day from today on which it is expected; null where nobody said
 * @param sent day from today on which it was sent, at most 0
 */
export function arrivalOf(order: {
  readonly expected: Day | null;
  readonly sent: Day;
  readonly lead: LeadDays;
}): Arrival {
  const { min, typical, max } = order.lead;
  if (!(0 <= min && min <= typical && typical <= max)) throw new RangeError('Lead days are not in order');
  const middle = order.expected ?? order.sent + typical;
  if (middle < 0) return { early: 1, typical: 1, late: null };
  return { early: Math.max(0, middle - (typical - min)), typical: middle, late: middle + (max - typical) };
}
