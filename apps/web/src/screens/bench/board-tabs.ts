import type { WorksheetCard } from '../../api/types.js';

export type BoardTab = 'make' | 'progress' | 'check' | 'label';

/** The parts of the board in the order of the work, each with the states it shows. */
export const BOARD_TABS: readonly { key: BoardTab; title: string; states: readonly string[] }[] = [
  { key: 'make', title: 'To make', states: ['planned', 'allocated'] },
  { key: 'progress', title: 'In progress', states: ['staged', 'compounding'] },
  { key: 'check', title: 'Waiting for check', states: ['compounded', 'testing'] },
  { key: 'label', title: 'Verified: label and dispense', states: ['verified'] },
];

export const boardTab = (key: string | undefined): BoardTab => BOARD_TABS.find((tab) => tab.key === key)?.key ?? 'make';

export const countOf = (tab: (typeof BOARD_TABS)[number], counts: Readonly<Record<string, number>>): number =>
  tab.states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);

/** One's own work stands first; within it, and after it, what is needed first, as the server ordered it. */
export const mineFirst = (cards: readonly WorksheetCard[], personId: string): WorksheetCard[] => [
  ...cards.filter((card) => card.claimedBy?.id === personId),
  ...cards.filter((card) => card.claimedBy?.id !== personId),
];

export type Urgency = 'overdue' | 'soon' | 'later' | 'none';

/** Less than this until it is needed, and it is marked: about what a batch takes to make and check. */
const SOON_MS = 2 * 60 * 60_000;

export function urgencyOf(neededAt: string | null, now: number): Urgency {
  if (neededAt === null) return 'none';
  const left = Date.parse(neededAt) - now;
  return left < 0 ? 'overdue' : left < SOON_MS ? 'soon' : 'later';
}

/** Where a worksheet is worked on in its state: at the bench, or where its labels are. */
export const placeOf = (card: { id: string; state: string }): string =>
  ['verified', 'dispensed', 'stocked'].includes(card.state) ? `/dispense/${card.id}` : `/bench/${card.id}`;
