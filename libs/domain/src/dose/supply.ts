import { Decimal, Quantity, requireDimension } from '#domain/quantity';
import type { Calculation } from './derivation.js';
import { quantityText, requirePositive, Trace } from './trace.js';

/**
 * Doses that a supply needs: the first at the start, then one per interval for as long as the time has not run out.
 * Every 12 h for 7 days is 14; a part of an interval still needs its dose, so the quotient is rounded up.
 */
export function dosesInSupply(input: {
  readonly every: Quantity;
  readonly duration: Quantity;
}): Calculation<{ readonly doses: number }> {
  const every = requireDimension(input.every, 'time');
  const duration = requireDimension(input.duration, 'time');
  requirePositive(every, 'Interval');
  requirePositive(duration, 'Duration');
  const trace = new Trace();
  const intervals = trace.figure(
    'Intervals',
    'duration ÷ interval',
    `${quantityText(duration)} ÷ ${quantityText(every)}`,
    duration.ratioTo(every),
    '',
  );
  const whole = intervals.isInteger() ? intervals : trace.roundFigure('Doses', intervals, 0, 'up', '');
  return { result: { doses: Number(whole.ceil()) }, derivation: trace.steps, findings: [] };
}

/** How long a number of doses lasts. @throws RangeError unless a whole number above zero. */
export function daysOfSupply(input: {
  readonly doses: number;
  readonly every: Quantity;
}): Calculation<{ readonly duration: Quantity }> {
  const { doses, every } = input;
  if (!Number.isSafeInteger(doses) || doses < 1) throw new RangeError(`Doses: ${doses}`);
  requirePositive(requireDimension(every, 'time'), 'Interval');
  const trace = new Trace();
  const duration = trace.quantity(
    'Supply lasts',
    'doses × interval',
    `${doses} × ${quantityText(every)}`,
    every.times(Decimal.of(doses)).in('d'),
  );
  return { result: { duration }, derivation: trace.steps, findings: [] };
}
