import type { Tone } from '../../parts/badge.js';

interface Going {
  state: string;
  openVariances: number;
}

const STATES: Readonly<Record<string, readonly [words: string, tone: Tone]>> = {
  open: ['Counting', 'info'],
  submitted: ['Differences to decide', 'warn'],
  closed: ['Closed', 'ok'],
  cancelled: ['Cancelled', 'plain'],
};

const of = (state: string): readonly [string, Tone] => STATES[state] ?? [state, 'plain'];

export const countState = (count: Going): string =>
  count.state === 'submitted' && count.openVariances === 1 ? 'One difference to decide' : of(count.state)[0];
export const countTone = (count: Going): Tone => of(count.state)[1];

const LINES: Readonly<Record<string, readonly [words: string, tone: Tone]>> = {
  'to-count': ['To count', 'plain'],
  recount: ['Count again', 'warn'],
  counted: ['Counted', 'ok'],
  agreed: ['Agrees', 'ok'],
  variance: ['Differs', 'danger'],
  accepted: ['Books corrected', 'ok'],
  refused: ['Books kept', 'plain'],
};
export const lineState = (state: string): string => LINES[state]?.[0] ?? state;
export const lineTone = (state: string): Tone => LINES[state]?.[1] ?? 'plain';

/** The line that a scanned lot is on and that is still to be counted; undefined when there is none. */
export function lineToCount<L extends { lotId: string; state: string }>(
  sheet: readonly L[],
  lotId: string | undefined,
): L | undefined {
  const here = sheet.filter((line) => line.lotId === lotId);
  return here.find((line) => line.state === 'to-count' || line.state === 'recount') ?? here[0];
}
