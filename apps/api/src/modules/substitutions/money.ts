import type { Decimal } from '#domain/quantity';

/** Dollars with both decimals, as people write an amount of money: `12.50`, `0.00`. */
export function dollars(amount: Decimal): string {
  const [whole = '0', cents = ''] = amount.toFixed(2, 'half-even').split('.');
  return `${whole}.${cents.padEnd(2, '0')}`;
}
