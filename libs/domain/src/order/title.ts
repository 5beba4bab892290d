import { displayQuantity, tallMan } from '#domain/display';
import type { Quantity } from '#domain/quantity';
import type { Route, Schedule } from './terms.js';

export interface TitledLine {
  readonly role: 'additive' | 'base';
  readonly drugName: string;
  readonly dose: Quantity;
}

/** What is in the container, on one line: `cefTRIAXone 2 g in sodium chloride 0.9 % 100 mL`. */
export function preparationTitle(lines: readonly TitledLine[]): string {
  const words = (line: TitledLine): string => `${tallMan(line.drugName)} ${displayQuantity(line.dose)}`;
  const additives = lines.filter((l) => l.role === 'additive').map(words);
  const base = lines.find((l) => l.role === 'base');
  return base ? `${additives.join(', ')} in ${words(base)}` : additives.join(', ');
}

/** How long, in the largest unit that is whole: `46 h`, `90 min`, `7 days`. */
export function minutesText(minutes: number): string {
  if (minutes >= 2880 && minutes % 1440 === 0) return `${minutes / 1440} days`;
  if (minutes >= 120 && minutes % 60 === 0) return `${minutes / 60} h`;
  return `${minutes} min`;
}

export interface TitledOrder {
  readonly lines: readonly TitledLine[];
  readonly route: Route;
  readonly schedule: Schedule;
  readonly durationMinutes: number;
  readonly intervalMinutes: number | null;
}

/** The prescription on one line: `vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL, IV every 12 h over 90 min`. */
export function orderTitle(order: TitledOrder): string {
  const over = `over ${minutesText(order.durationMinutes)}`;
  const how =
    order.schedule === 'intermittent' && order.intervalMinutes !== null
      ? `every ${minutesText(order.intervalMinutes)} ${over}`
      : order.schedule === 'continuous'
        ? `continuous ${over}`
        : `once ${over}`;
  return `${preparationTitle(order.lines)}, ${order.route} ${how}`;
}
