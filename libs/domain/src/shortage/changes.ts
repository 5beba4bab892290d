import { STANDINGS, type Standing } from './list.js';
import type { ShortageItem } from './row.js';

/** What of an item is followed over time. The day of the maker's last word is not: it changes when nothing else does. */
const FOLLOWED = [
  'status',
  'availability',
  'availabilityText',
  'reason',
  'reasonText',
  'note',
  'discontinuedOn',
  'companyName',
  'presentation',
] as const satisfies readonly (keyof ShortageItem)[];

export interface ItemChange {
  /** A field of ShortageItem, or `listed`: `yes` while the feed names the package. */
  readonly field: (typeof FOLLOWED)[number] | 'listed';
  readonly before: string | null;
  readonly after: string | null;
}

export type NoticeKind = 'new' | 'worse' | 'better' | 'resolved' | 'discontinued';

/** An item as it was or is; undefined where the feed does not name it. */
type Listed = ShortageItem | undefined;

/** Each field that is not as it was. */
export function changesBetween(before: Listed, after: Listed): ItemChange[] {
  if (!before || !after) {
    if (before === after) return [];
    return [{ field: 'listed', before: before ? 'yes' : null, after: after ? 'yes' : 'no' }];
  }
  return FOLLOWED.filter((field) => (before[field] ?? null) !== (after[field] ?? null)).map((field) => ({
    field,
    before: before[field],
    after: after[field],
  }));
}

/**
 * What a buyer has to be told of a package; undefined when nothing that matters to buying it changed. A discontinuation that
 * leaves the list is no good news and no news: the product is gone.
 */
export function noticeOf(before: Listed, after: Listed): NoticeKind | undefined {
  if (after?.status === 'to-be-discontinued' && before?.status !== 'to-be-discontinued') return 'discontinued';
  const wasShort = before !== undefined && before.status !== 'resolved' && before.status !== 'to-be-discontinued';
  const isShort = after !== undefined && after.status !== 'resolved';
  if (wasShort && !isShort) return 'resolved';
  if (!after || !isShort) return undefined;
  if (!before || before.status === 'resolved') return 'new';
  const [was, is] = [badness(before.standing), badness(after.standing)];
  return is > was ? 'worse' : is < was ? 'better' : undefined;
}

/** 0 is best. @see STANDINGS */
export const badness = (standing: Standing): number => STANDINGS.indexOf(standing);

/** The worst of several; undefined of none. */
export const worstOf = (standings: readonly Standing[]): Standing | undefined =>
  standings.toSorted((a, b) => badness(b) - badness(a))[0];
