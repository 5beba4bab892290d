import type { Schedule } from '#domain/order';
import { instant, MINUTE_MS, type Instant } from '#domain/time';
import { dayOf } from './calendar.js';
import type { Micro } from './amount.js';
import type { Calendar, ScheduledDose } from './facts.js';

/** What an approved order still asks of one drug. */
export interface OrderedTherapy {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly indication: string;
  readonly schedule: Schedule;
  readonly intervalMinutes: number | null;
  readonly durationMinutes: number;
  readonly containers: number;
  readonly daysSupply: number | null;
  /** When the first container is started. */
  readonly firstStart: Instant;
  /** Containers that are made, being made or planned; what was wasted or rejected does not count. */
  readonly made: number;
  /** Drug in one container. */
  readonly perContainer: Micro;
  /** See `ScheduledDose.bag`. */
  readonly bag: Micro | null;
}

/** Older doses that were never made are taken as not wanted any more. */
const OVERDUE_DAYS_COUNTED = 2;

/**
 * Doses that are still to be made, to the end of therapy: the containers ordered or those that the days of supply need, whichever
 * is more, less what is made already, which serves the earliest. A dose that was due yesterday or the day before is wanted today.
 * @throws RangeError for an intermittent order without interval
 */
export function remainingDoses(order: OrderedTherapy, calendar: Calendar): ScheduledDose[] {
  const step = stepMinutes(order);
  const total = dosesOfTherapy(order, step);
  const oldest = (calendar.starts[0] ?? calendar.now) - OVERDUE_DAYS_COUNTED * 24 * 60 * MINUTE_MS;
  const { orderId, orderNumber, patientId, patientName, indication, perContainer: amount, bag } = order;
  const doses: ScheduledDose[] = [];
  for (let n = order.made; n < total; n++) {
    const at = instant(order.firstStart + n * step * MINUTE_MS);
    if (at < oldest) continue;
    const day = Math.max(0, dayOf(calendar, at));
    if (day >= calendar.days) break;
    doses.push({ day, at, orderId, orderNumber, patientId, patientName, indication, amount, bag });
  }
  return doses;
}

function stepMinutes(order: OrderedTherapy): number {
  const step = order.schedule === 'intermittent' ? order.intervalMinutes : order.durationMinutes;
  if (step === null || !(step > 0)) throw new RangeError('An intermittent order needs an interval above zero');
  return step;
}

/** The end of therapy, in doses: `once` is what was ordered and no more. */
export function dosesOfTherapy(
  order: Pick<OrderedTherapy, 'schedule' | 'containers' | 'daysSupply'>,
  step: number,
): number {
  if (order.schedule === 'once' || order.daysSupply === null) return order.containers;
  return Math.max(order.containers, Math.ceil((order.daysSupply * 24 * 60) / step));
}
