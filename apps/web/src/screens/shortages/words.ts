import type { DrugShortageRow, FeedFreshness, ShortageImport, Standing } from '../../api/types.js';
import type { Tone } from '../../parts/badge.js';
import type { IconName } from '../../parts/icon.js';

interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly words: string;
}

/** From the worst to the best, as a buyer scans a list. */
export const STANDING_LOOKS: Readonly<Record<Standing, Look>> = {
  unavailable: { tone: 'danger', icon: 'stop', words: 'Unavailable' },
  ending: { tone: 'warn', icon: 'out', words: 'Being discontinued' },
  limited: { tone: 'warn', icon: 'warning', words: 'Limited' },
  unknown: { tone: 'info', icon: 'info', words: 'Not certain' },
  available: { tone: 'ok', icon: 'ok', words: 'Available' },
};
export const STANDING_ORDER = Object.keys(STANDING_LOOKS) as Standing[];

export const standingOf = (text: string | null): Standing | undefined => STANDING_ORDER.find((one) => one === text);

export const STATUS_WORDS: Readonly<Record<string, string>> = {
  current: 'In shortage',
  resolved: 'Resolved',
  'to-be-discontinued': 'To be discontinued',
  other: 'Other',
};

export const NOTICE_LOOKS: Readonly<Record<string, Look>> = {
  new: { tone: 'danger', icon: 'warning', words: 'New in the list' },
  worse: { tone: 'danger', icon: 'down', words: 'Worse' },
  discontinued: { tone: 'warn', icon: 'out', words: 'Being discontinued' },
  better: { tone: 'ok', icon: 'up', words: 'Better' },
  resolved: { tone: 'ok', icon: 'ok', words: 'Resolved' },
};

export const MATCH_WORDS: Readonly<Record<string, string>> = {
  ndc: 'this package',
  'product-ndc': 'another package of ours',
  ingredient: 'same ingredient',
  hand: 'matched by hand',
};

const FIELD_WORDS: Readonly<Record<string, string>> = {
  listed: 'In the list',
  status: 'Status',
  availability: 'Availability',
  availabilityText: "Maker's words",
  reason: 'Reason',
  reasonText: 'Reason as printed',
  note: 'Note',
  discontinuedOn: 'Discontinued on',
  companyName: 'Company',
  presentation: 'Presentation',
};
export const fieldWords = (field: string): string => FIELD_WORDS[field] ?? field;

/** What became of a package, in one line of its history. */
export function changeWords(change: { field: string; before: string | null; after: string | null }): string {
  if (change.field === 'listed') return change.after === 'yes' ? 'Came on the list' : 'Left the list';
  return `${fieldWords(change.field)}: ${shown(change.before)} → ${shown(change.after)}`;
}
/** The changes of one moment without the maker's words where these only say what the availability says. */
export function tellingOf<C extends { field: string; packageNdc: string }>(changes: readonly C[]): C[] {
  const said = new Set(changes.filter((one) => one.field === 'availability').map((one) => one.packageNdc));
  return changes.filter((one) => one.field !== 'availabilityText' || !said.has(one.packageNdc));
}
const shown = (value: string | null): string =>
  value === null || value === '' ? 'nothing' : value.replaceAll('-', ' ');

/** What we buy and cannot get first; then where most packages are gone, then where the least share is left. */
export function byNeed(a: DrugShortageRow, b: DrugShortageRow): number {
  const place = (row: DrugShortageRow): number => STANDING_ORDER.indexOf(standingOf(row.worstOfOurs) ?? 'available');
  return (
    place(a) - place(b) ||
    b.byStanding.unavailable - a.byStanding.unavailable ||
    share(a) - share(b) ||
    a.drugName.localeCompare(b.drugName)
  );
}
const share = (row: DrugShortageRow): number => row.byStanding.available / Math.max(1, row.packages);

/** The presentation without the NDC that stands beside it. */
export const presentationWords = (text: string): string => text.replace(/\s*\(NDC [\d-]+\)\s*$/, '');

/** "156 days old" beside the day of the feed; nothing while it is fresh. */
export function ageWords({
  current,
  ageDays,
  old,
}: Pick<FeedFreshness, 'current' | 'ageDays' | 'old'>): string | undefined {
  if (!current || !old) return undefined;
  return ageDays === null ? 'of no known day' : `${ageDays} days old`;
}

/** What an import did, in one line. */
export function importWords(row: ShortageImport): string {
  if (row.state === 'failed') return row.error ?? 'Failed';
  if (row.state !== 'done') return row.rowsTotal === null ? 'Fetching the file' : 'Reading';
  const parts = [`${row.rowsNew ?? 0} new`, `${row.rowsChanged ?? 0} changed`, `${row.rowsGone ?? 0} left the list`];
  if (row.rowsRefused > 0) parts.push(`${row.rowsRefused} rows not taken`);
  return parts.join(', ');
}

export const SOURCE_WORDS: Readonly<Record<string, string>> = {
  upload: 'File',
  address: 'Fetched',
  sample: 'Sample of the product',
};
