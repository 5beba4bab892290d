import type { Finding } from '#domain/finding';
import type { Schedule } from '#domain/order';
import { HOUR_MS, instant, MINUTE_MS, showInstant, type Instant, type ZoneId } from '#domain/time';

export interface UseSchedule {
  /** When the first of the delivered containers is started. */
  readonly firstStart: Instant;
  readonly schedule: Schedule;
  /** From start to start; required of an intermittent order. */
  readonly intervalMinutes: number | null;
  readonly durationMinutes: number;
  readonly containers: number;
}

/**
 * The last planned start in the delivered set: until then the beyond-use date must reach (PKG-05). It limits the start of an
 * infusion, never its end (BUD-32).
 * @throws RangeError for an intermittent order without interval, or anything that is not above zero.
 */
export function budNeededUntil(use: UseSchedule): Instant {
  const { schedule, intervalMinutes, durationMinutes, containers } = use;
  if (!Number.isSafeInteger(containers) || containers < 1)
    throw new RangeError(`Not a number of containers: ${containers}`);
  const step = schedule === 'intermittent' ? intervalMinutes : durationMinutes;
  if (step === null || !(step > 0)) throw new RangeError('An intermittent order needs an interval above zero');
  // Several containers for one administration are hung one after the other, like a continuous order.
  return instant(use.firstStart + (containers - 1) * step * MINUTE_MS);
}

/** Less than this between the last planned start and the beyond-use date is told: a late delivery or dose would not fit. */
const MARGIN_HOURS = 12;

/** Whether a beyond-use date covers the use that is planned (PKG-05). */
export function budReachFindings(facts: {
  readonly budAt: Instant;
  readonly neededUntil: Instant | null;
  readonly zone: ZoneId;
}): Finding[] {
  const { budAt, neededUntil, zone } = facts;
  if (neededUntil === null) return [];
  const [bud, last] = [showInstant(budAt, zone), showInstant(neededUntil, zone)];
  if (budAt < neededUntil)
    return [
      {
        code: 'worksheet.bud-before-last-start',
        severity: 'hard',
        message: `The beyond-use date ${bud} is before the last planned start ${last}: deliver fewer containers, or in parts`,
        source: 'PKG-05; BUD-32',
      },
    ];
  if (budAt - neededUntil >= MARGIN_HOURS * HOUR_MS) return [];
  return [
    {
      code: 'worksheet.bud-close-to-last-start',
      severity: 'soft',
      message: `The beyond-use date ${bud} leaves less than ${MARGIN_HOURS} h after the last planned start ${last}`,
      source: 'PKG-05',
    },
  ];
}
