/** `+4 days`; `at least +4 days` where it goes past the days looked at. */
export function gainText(gain: { daysGained: number | null; atLeast: boolean }): string {
  const { daysGained: days, atLeast } = gain;
  if (days === null) return 'needs a choice';
  if (days === 0) return 'no day';
  return `${atLeast ? 'at least ' : ''}${days > 0 ? '+' : ''}${days} day${Math.abs(days) === 1 ? '' : 's'}`;
}

/** A count that somebody keyed, 1 to 99,999; undefined for anything else. */
export const wholeNumber = (text: string): number | undefined =>
  /^[1-9]\d{0,4}$/.test(text.trim()) ? Number(text.trim()) : undefined;
