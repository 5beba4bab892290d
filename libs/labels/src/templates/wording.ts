import { displayDose, displayDoseRate, displayQuantity, displayRate, strengthLine, tallMan } from '#domain/display';
import type { Finding } from '#domain/finding';
import type { DoseRate, Quantity, Rate } from '#domain/quantity';
import { showInstant, type Instant, type ZoneId } from '#domain/time';
import { cleanText, unprintableCharacters } from '../layout/measure.js';

/** Keeps a number and its unit on one line. */
export const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');

const codePoint = (char: string): string =>
  `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * A remark as it can be printed: a character that the fonts lack is spelled `[U+4E2D]`, for all to see. For what somebody once
 * wrote and nobody can write anew, as a reason on record; never for a name, which is refused instead.
 */
export function spelledOut(remark: string): string {
  const clean = cleanText(remark);
  const strange = new Set(unprintableCharacters(clean));
  return [...clean].map((char) => (strange.has(char) ? `[${codePoint(char)}]` : char)).join('');
}

/**
 * Puts facts into the words of a label and collects what is wrong with them. A number that cannot be shown exactly, a zero, a
 * blank or a character without a glyph is a finding that stops the label; nothing is left out or replaced.
 */
export class Wording {
  readonly findings: Finding[] = [];

  constructor(private readonly zone: ZoneId) {}

  /** Text that must be there. */
  required(field: string, text: string | undefined): string {
    const clean = this.text(field, text ?? '');
    if (clean === '') this.stop('label.missing', `The label has no ${field}`, field);
    return clean;
  }

  text(field: string, text: string): string {
    const clean = cleanText(text);
    const strange = unprintableCharacters(clean);
    if (strange.length > 0) {
      const shown = strange.map((char) => `${char} (${codePoint(char)})`);
      const message = `The printer's fonts lack ${shown.join(', ')} in ${field}: write it in Latin, Greek or Cyrillic letters`;
      this.stop('label.unprintable-character', message, field, { characters: strange.join('') });
    }
    return clean;
  }

  /** `1,250 mg`, exactly as given, never rounded. */
  quantity(field: string, quantity: Quantity): string {
    return this.number(field, quantity, () => displayQuantity(quantity));
  }

  /** In the unit that reads best, the same as in the strength; at most three decimals, exactly (domain rules 6.1). */
  dose(field: string, quantity: Quantity): string {
    return this.number(field, quantity, () => displayDose(quantity));
  }

  /** LBL-09: total amount per total volume first. */
  strength(field: string, amount: Quantity, volume: Quantity): string {
    return this.number(field, amount, () => strengthLine(amount, volume));
  }

  rate(field: string, rate: Rate): string {
    return this.number(field, rate.volume, () => displayRate(rate));
  }

  /** `5 mcg/kg/min`, to three decimals: a derived figure beside the rate. */
  doseRate(field: string, doseRate: DoseRate): string {
    return this.number(field, doseRate.amount, () => displayDoseRate(doseRate));
  }

  drug(field: string, name: string): string {
    return this.required(field, tallMan(name));
  }

  /** Date, time to the minute rounded down, and zone (BUD-31, BUD-35). */
  instant(at: Instant): string {
    return unbroken(showInstant(at, this.zone));
  }

  /** `earlier` lies before `later`, or the label is wrong whatever else it says. */
  inOrder(earlier: [string, Instant], later: [string, Instant]): void {
    if (earlier[1] < later[1]) return;
    const message = `${later[0]} ${showInstant(later[1], this.zone)} is not after ${earlier[0]} ${showInstant(earlier[1], this.zone)}`;
    this.stop('label.times-out-of-order', message, later[0]);
  }

  stop(code: string, message: string, field: string, facts?: Record<string, string>): void {
    this.findings.push({ code, severity: 'stop', message, field, ...(facts && { facts }) });
  }

  private number(field: string, quantity: Quantity, show: () => string): string {
    if (!quantity.isPositive()) {
      this.stop('label.quantity-not-positive', `${field} is not more than zero`, field);
      return '';
    }
    try {
      return unbroken(show());
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.stop('label.number-not-printable', `${field} cannot be printed: ${error.message}`, field);
      return '';
    }
  }
}
