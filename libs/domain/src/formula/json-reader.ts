import type { Finding } from '#domain/finding';
import { isUnit, Quantity, type QuantityJson } from '#domain/quantity';

/** Reads unknown JSON field by field and collects what is wrong, with the path of the field. It never throws. */
export class JsonReader {
  readonly findings: Finding[] = [];

  wrong(field: string, message: string, code = 'formula.invalid'): void {
    this.findings.push({ code, severity: 'stop', message, field });
  }

  /** The fields of an object; unknown ones are refused, so that nothing is lost in silence. */
  object(value: unknown, path: string, known: readonly string[]): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.wrong(path, 'Must be an object');
      return {};
    }
    for (const key of Object.keys(value))
      if (!known.includes(key)) this.wrong(path ? `${path}.${key}` : key, 'Not a field of a formula');
    return { ...value };
  }

  text(value: unknown, path: string, options: { readonly empty?: boolean; readonly max?: number } = {}): string {
    const { empty = false, max = 2000 } = options;
    if (typeof value !== 'string') this.wrong(path, 'Must be text');
    else if (!empty && value.trim() === '') this.wrong(path, 'Must not be empty');
    else if (value.length > max) this.wrong(path, `Longer than ${max} characters`);
    else return value;
    return '';
  }

  textOrNull(value: unknown, path: string): string | null {
    return value === null ? null : this.text(value, path);
  }

  oneOf<T extends string>(value: unknown, path: string, accepted: readonly T[]): T | undefined {
    const found = accepted.find((one) => one === value);
    if (found === undefined) this.wrong(path, `Must be one of: ${accepted.join(', ')}`);
    return found;
  }

  flag(value: unknown, path: string): boolean {
    if (typeof value !== 'boolean') this.wrong(path, 'Must be true or false');
    return value === true;
  }

  list<T>(
    value: unknown,
    path: string,
    bounds: readonly [least: number, most: number],
    read: (item: unknown, path: string) => T,
  ): T[] {
    if (!Array.isArray(value)) {
      this.wrong(path, 'Must be a list');
      return [];
    }
    const [least, most] = bounds;
    if (value.length < least || value.length > most) {
      this.wrong(path, `Must have ${least} to ${most} entries`);
      return [];
    }
    return value.map((item, i) => read(item, `${path}[${i}]`));
  }

  positiveInteger(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
    this.wrong(path, 'Must be a whole number above 0');
    return 1;
  }

  /** Decimal text above zero. */
  positiveDecimal(value: unknown, path: string): string {
    if (typeof value === 'string' && readQuantity(value, '1')?.isPositive()) return value;
    this.wrong(path, 'Must be a decimal number above 0, as text');
    return '1';
  }

  /** A volume above zero. */
  volume(value: unknown, path: string): QuantityJson {
    const fields = this.object(value, path, ['value', 'unit']);
    const quantity = readQuantity(fields['value'], fields['unit']);
    if (quantity?.dimension === 'volume' && quantity.isPositive()) return quantity.toJSON();
    this.wrong(path, 'Must be a volume above 0, for example { "value": "250", "unit": "mL" }');
    return { value: '1', unit: 'mL' };
  }
}

function readQuantity(value: unknown, unit: unknown): Quantity | null {
  if (typeof value !== 'string' || typeof unit !== 'string' || !isUnit(unit)) return null;
  try {
    return Quantity.of(value, unit);
  } catch {
    return null;
  }
}
