import type { SupplyPoint } from '../../api/supply-types.js';

export const WIDTH = 720;
export const HEIGHT = 240;
/** Room for the numbers beside and below. */
export const LEFT = 64;
export const BOTTOM = 28;
export const TOP = 12;

export interface Scale {
  readonly top: number;
  x(day: number): number;
  y(amount: number): number;
}

/** A picture only: amounts are read as numbers here and nowhere else. */
export function scaleOf(series: readonly SupplyPoint[]): Scale {
  const most = Math.max(
    1,
    ...series.map((point) => Math.max(Number(point.high), Number(point.expected), demand(point))),
  );
  const top = niceAbove(most);
  const last = Math.max(1, series.length - 1);
  return {
    top,
    x: (day) => LEFT + (day / last) * (WIDTH - LEFT - 8),
    y: (amount) => TOP + (1 - amount / top) * (HEIGHT - TOP - BOTTOM),
  };
}

export const demand = (point: SupplyPoint): number => Number(point.scheduled) + Number(point.unscheduled);

/** 1, 2 or 5 with zeros behind, not below the number. */
export function niceAbove(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(most));
  const factor = [1, 2, 5, 10].find((step) => step * unit >= most) ?? 10;
  return factor * unit;
}

const point = (x: number, y: number): string => `${x.toFixed(1)},${y.toFixed(1)}`;

export const linePath = (scale: Scale, amounts: readonly number[]): string =>
  amounts.map((amount, day) => `${day === 0 ? 'M' : 'L'}${point(scale.x(day), scale.y(amount))}`).join('');

/** What lies between two courses. */
export function bandPath(scale: Scale, low: readonly number[], high: readonly number[]): string {
  const back = low.map((amount, day) => `L${point(scale.x(day), scale.y(amount))}`).toReversed();
  return `${linePath(scale, high)}${back.join('')}Z`;
}

/** A sparkline of percentages, 96 by 24. */
export const sparkPath = (spark: readonly number[]): string =>
  spark
    .map(
      (percent, i) =>
        `${i === 0 ? 'M' : 'L'}${((i / Math.max(1, spark.length - 1)) * 96).toFixed(1)},${(23 - percent * 0.22).toFixed(1)}`,
    )
    .join('');

/** `Mar 12` of `2026-03-12`: a tick, not a date to act on. */
export function tickText(on: string): string {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const [, month = '1', day = '1'] = on.split('-');
  return `${months[Number(month) - 1] ?? ''} ${Number(day)}`;
}
