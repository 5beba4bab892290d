import type { SubstitutionSums } from '../../api/substitution-types.js';

export const KIND_WORDS: Readonly<Record<string, string>> = {
  product: 'Another product',
  base: 'Another base solution',
  drug: 'Another drug',
};

export const STANDING_WORDS = {
  ready: 'Ready',
  'answers-missing': 'A pharmacist answers first',
  cannot: 'Cannot be substituted',
} as const;

export const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  substituted: 'Substituted',
  'left-alone': 'Left as it was',
  restored: 'Restored',
  'changed-since': 'Changed since, left',
};

export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** How long stock lasts, in words. */
export const lastsText = ({ days, missed }: { days: number | null; missed: number }): string =>
  days === null ? 'all known doses' : `${counted(days, 'day')}, then ${counted(missed, 'dose')} short`;

/** Days gained, as far as known orders say. */
export function gainText(lasts: SubstitutionSums['lasts']): string {
  if (lasts === null) return 'Not known';
  if (lasts.gained !== null) return counted(lasts.gained, 'day');
  if (lasts.before.days === null) return 'Enough already';
  return `${lasts.before.days} days become enough for all known doses`;
}

/** `+$12.40`, `-$3.00`, or that it is not known. */
export function costText(difference: string | null): string {
  if (difference === null) return 'price unknown';
  return difference.startsWith('-') ? `-$${difference.slice(1)}` : `+$${difference}`;
}
