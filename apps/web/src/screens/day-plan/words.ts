import type { SharingPlan, SharingSaving } from '../../api/day-plan-types.js';
import { showDecimal, showQuantity } from '../../format.js';

/** Dollars with their cents: `$1,250.50`. */
export function dollars(value: string): string {
  const [whole = '0', cents = ''] = showDecimal(value).split('.');
  return `$${whole}.${cents.padEnd(2, '0').slice(0, 2)}`;
}

/** A figure of a drug's costs in what it counts. */
export function figure(saving: SharingSaving, value: string): string {
  if (saving.unit === 'USD') return dollars(value);
  if (saving.unit === 'amount') return showQuantity({ value, unit: saving.stockUnit });
  return `${showDecimal(value)} ${value === '1' ? 'package' : 'packages'}`;
}

export const isNone = (value: string): boolean => /^-?0*(\.0*)?$/.test(value);

/** What the plan saves, in one line; every drug is told for itself below. */
export function savedInAll(plan: Pick<SharingPlan, 'savings' | 'savedUsd' | 'packagesSaved'>): string {
  if (plan.packagesSaved === 0 && isNone(plan.savedUsd))
    return 'Nothing can be shared: every package is opened for one worksheet.';
  const fewer = `${plan.packagesSaved} ${plan.packagesSaved === 1 ? 'package' : 'packages'} fewer opened`;
  const money = isNone(plan.savedUsd) ? [] : [`${dollars(plan.savedUsd)} saved`];
  const priceless = plan.savings.filter((s) => s.unit === 'amount' && !isNone(s.saved));
  const amounts = priceless.map((s) => `${figure(s, s.saved)} of ${s.drugName} (price not on record)`);
  return [fewer, ...money, ...amounts].join(' · ');
}

/** How sure it is that nothing better exists. */
export function proof(saving: SharingSaving): string {
  if (isNone(saving.gap)) return 'Proven best';
  const most = `at most ${figure(saving, saving.gap)} more could be saved`;
  return saving.method === 'exact' ? `Best for this order of work; ${most}` : `Time was up: first fit, ${most}`;
}

const ORDINAL = ['th', 'st', 'nd', 'rd'];
/** 1st, 2nd, 3rd, 4th, 11th. */
export const ordinal = (n: number): string => {
  const tens = n % 100;
  return `${n}${(tens >= 11 && tens <= 13 ? 'th' : ORDINAL[n % 10]) ?? 'th'}`;
};
