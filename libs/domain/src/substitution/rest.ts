import type { Schedule } from '#domain/order';
import { instant, MINUTE_MS, type Instant } from '#domain/time';

export interface Therapy {
  readonly schedule: Schedule;
  readonly intervalMinutes: number | null;
  readonly durationMinutes: number;
  readonly containers: number;
  readonly daysSupply: number | null;
  readonly neededAt: Instant | null;
}

const DAY_MINUTES = 1440;

/**
 * What is left of a therapy when its first `made` containers are made as they were prescribed: a new version of the prescription
 * covers these and no more. The first of them is needed when the one after the last made is due. Days of supply are kept only
 * where whole days say the same number of doses; else none, for a wrong number is worse.
 * @throws RangeError unless at least one container is left
 */
export function restOfTherapy(therapy: Therapy, made: number): Therapy {
  const containers = therapy.containers - made;
  if (!Number.isInteger(made) || made < 0 || containers < 1)
    throw new RangeError(`Nothing is left of ${therapy.containers} containers after ${made}`);
  const step = stepOf(therapy);
  if (made === 0 || step === null) return { ...therapy, containers };
  return {
    ...therapy,
    containers,
    neededAt: therapy.neededAt === null ? null : instant(therapy.neededAt + made * step * MINUTE_MS),
    daysSupply: daysFor(therapy.daysSupply, step, made),
  };
}

const stepOf = (therapy: Therapy): number | null =>
  therapy.schedule === 'intermittent'
    ? therapy.intervalMinutes
    : therapy.schedule === 'continuous'
      ? therapy.durationMinutes
      : null;

function daysFor(daysSupply: number | null, step: number, made: number): number | null {
  if (daysSupply === null) return null;
  const doses = Math.ceil((daysSupply * DAY_MINUTES) / step) - made;
  const days = Math.floor((doses * step) / DAY_MINUTES);
  return days >= 1 && Math.ceil((days * DAY_MINUTES) / step) === doses ? days : null;
}
