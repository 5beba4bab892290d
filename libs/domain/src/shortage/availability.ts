import {
  SHORTAGE_REASONS,
  type Availability,
  type ShortageReason,
  type ShortageStatus,
  type Standing,
} from './list.js';

const WORDS: readonly (readonly [word: string, means: Availability])[] = [
  ['available', 'available'],
  ['unavailable', 'unavailable'],
  ['limited', 'limited'],
];

const UNAVAILABLE =
  /\b(un-?available|not (currently )?(yet )?available|no (longer )?(product |stock |supply |inventory )*(is )?available|back[ -]?order(ed)?|out of stock|not in stock|no (stock|supply|inventory|product)|stock-?out|discontinued|not (being )?(shipped|shipping|marketed))\b/;
const LIMITED =
  /\b(limited|intermittent(ly)?|allocat(ed|ion)|partial(ly)?|constrained|short supply|low (stock|supply))\b/;
/** Words by which a sentence speaks of another time than now, or takes back what it says. */
const NOT_NOW =
  /\b(not|no|will|may|might|expect(ed)?|estimat(e|ed)|anticipat(e|ed)|until|unless|except|when|if|soon|later|next|recover(y|ed)?|resum(e|es|ed)|tbd|pending|from|by|starting|after|was|were|previously|check|contact)\b/;
const AVAILABLE = /\b(available|in stock|shipping)\b/;

/**
 * What a maker's wording says about buying the package today. The feed's own three words, misspelled ones, and whole sentences;
 * a sentence that speaks of another time, or of which we are not sure, is `unknown` and never `available`.
 */
export function readAvailability(text: string): Availability {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, ' ')
    .trim();
  if (plain === '') return 'unknown';
  const words = plain.split(' ').map(nearestWord);
  const sentence = words.join(' ');
  const says = (pattern: RegExp): boolean => pattern.test(sentence);
  if (says(UNAVAILABLE)) return says(/\bno longer (on )?back/) ? 'unknown' : 'unavailable';
  if (says(LIMITED)) return says(/\b(un|not )limited\b/) ? 'unknown' : 'limited';
  if (says(AVAILABLE)) return says(NOT_NOW) || words.length > 12 ? 'unknown' : 'available';
  return 'unknown';
}

/** "Availble" is available, "Unavailible" is not: the nearest of the feed's words, when it is at most two slips away. */
function nearestWord(word: string): string {
  if (word.length < 6) return word;
  if (word.startsWith('availabil')) return 'availability';
  let best: { readonly word: string; readonly slips: number } | undefined;
  for (const [known] of WORDS) {
    // A missing "un" turns the meaning round, so the first letters have to agree.
    if (known.slice(0, 2) !== word.slice(0, 2)) continue;
    const slips = slipsBetween(word, known);
    if (slips <= 2 && (!best || slips < best.slips)) best = { word: known, slips };
  }
  return best?.word ?? word;
}

/** Letters to add, drop, change or swap to make one word of the other. */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The status of a row. Another word than the feed's three is `other`, and shown as it stands. */
export function readStatus(text: string): ShortageStatus {
  const plain = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (plain === 'current' || plain === 'currently in shortage') return 'current';
  if (plain === 'resolved') return 'resolved';
  return /^(to be )?discontinued$|^discontinuation$/.test(plain) ? 'to-be-discontinued' : 'other';
}

/** The category of FD&C Act 506E that the wording falls under. */
export function readReason(text: string): ShortageReason {
  const kinds = Object.keys(SHORTAGE_REASONS) as ShortageReason[];
  if (text.trim() === '') return 'not-stated';
  const exact = kinds.find((kind) => SHORTAGE_REASONS[kind].printed.toLowerCase() === text.trim().toLowerCase());
  return exact ?? kinds.find((kind) => SHORTAGE_REASONS[kind].words.test(text)) ?? 'other';
}

/**
 * What one row means for buying that package. Judged per package, never per drug: a row may be Current (the drug is in
 * shortage) and its package Available (domain-rules 7.7).
 */
export function standingOf(status: ShortageStatus, availability: Availability): Standing {
  if (status === 'resolved') return 'available';
  if (status === 'to-be-discontinued') return availability === 'unavailable' ? 'unavailable' : 'ending';
  return availability;
}
