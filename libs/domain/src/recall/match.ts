import { Ndc, readNdc } from '#domain/ndc';
import type { LocalDate } from '#domain/time';
import type { LotClaim, RecallNotice, RecallProduct } from './notice.js';

/** A lot of ours, as far as it is known. */
export interface LotInStock {
  /** Any printed form, or 11 digits; null where the product has none. */
  readonly ndc: string | null;
  readonly lotNumber: string;
  readonly expiresOn?: LocalDate;
  readonly drugName?: string;
  readonly manufacturer?: string;
}

/** `doubtful` is for a person to decide, and is never left out. */
export type Verdict = 'affected' | 'doubtful' | 'not';

export interface MatchAnswer {
  readonly verdict: Verdict;
  /** For people: what agrees and what does not. Empty when nothing does. */
  readonly why: string;
}

/** How the product of a notice relates to ours. */
type ProductRelation = 'package' | 'product' | 'labeler' | 'unknown' | 'name' | 'other';
type LotRelation = 'same' | 'in-range' | 'all' | 'near' | 'unread' | 'none' | 'other';

const NOT: MatchAnswer = { verdict: 'not', why: '' };

/** The lot's text without case and separators: `13-405 DK` and `13405DK` are printed on tray and vial of one lot. */
export const plainLot = (lot: string): string => lot.toUpperCase().replace(/[^A-Z0-9@]/g, '');

/** As misread by eye or camera: O and 0, I and 1, S and 5, B and 8, Z and 2; and without leading zeros. */
const misread = (plain: string): string =>
  plain
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/S/g, '5')
    .replace(/B/g, '8')
    .replace(/Z/g, '2')
    .replace(/^0+(?=.)/, '');

/**
 * Whether a notice means a lot. Affected: package or product NDC as the notice states it, and the lot by name, in a range, or
 * by "all lots". Doubtful: one of the two agrees and the other is unknown, close or unreadable. An expiry never makes
 * a match less: it is remarked on (domain-rules 7.4).
 */
export function matchLot(stock: LotInStock, notice: RecallNotice): MatchAnswer {
  let best: MatchAnswer = NOT;
  for (const product of notice.products) {
    const answer = matchProduct(stock, notice, product);
    if (answer.verdict === 'affected') return answer;
    if (answer.verdict === 'doubtful' && best.verdict === 'not') best = answer;
  }
  return best;
}

/**
 * What a notice can mean of a product, whatever the lot: nothing; only lots that it names; or any lot. For comparing a product once
 * instead of each of its lots.
 */
export function concernOf(
  stock: Omit<LotInStock, 'lotNumber'>,
  notice: RecallNotice,
): 'none' | 'named-lots' | 'any-lot' {
  const relations = notice.products.map((product) => productRelation(stock, notice, product));
  if (relations.some((r) => r === 'package' || r === 'product' || r === 'name')) return 'any-lot';
  return relations.some((r) => r === 'labeler' || r === 'unknown') ? 'named-lots' : 'none';
}

function matchProduct(stock: LotInStock, notice: RecallNotice, product: RecallProduct): MatchAnswer {
  const relation = productRelation(stock, notice, product);
  const { relation: lot, claim } = lotRelation(stock, product.lots);
  const verdict = verdictOf(relation, lot);
  if (verdict === 'not') return NOT;
  return {
    verdict,
    why: [PRODUCT_WORDS[relation], lotWords(lot, claim, stock), expiryWords(claim, stock)].filter(Boolean).join('; '),
  };
}

function verdictOf(product: ProductRelation, lot: LotRelation): Verdict {
  if (product === 'other') return 'not';
  const named = lot === 'same' || lot === 'in-range';
  switch (product) {
    case 'package':
      if (named || lot === 'all') return 'affected';
      return lot === 'other' ? 'not' : 'doubtful';
    case 'product':
    case 'name':
      return lot === 'other' ? 'not' : 'doubtful';
    // Lot numbers are a maker's own: the same one under another code of the maker may be a wrong code, ours or theirs.
    case 'labeler':
    case 'unknown':
      return named ? 'doubtful' : 'not';
  }
}

function productRelation(
  stock: Omit<LotInStock, 'lotNumber'>,
  notice: RecallNotice,
  product: RecallProduct,
): ProductRelation {
  const ours = stock.ndc === null ? [] : forms(stock.ndc);
  const theirs = product.ndcs.map((ndc) => ({ packages: forms(ndc), product: productOnly(ndc) }));
  const readable = theirs.filter((t) => t.packages.length > 0 || t.product !== null);
  if (ours.length === 0 || readable.length === 0) return sameName(stock, notice, product) ? 'name' : 'unknown';
  const sure = ours.length === 1;
  let best: ProductRelation = 'other';
  for (const { packages, product: only } of readable)
    for (const our of ours) {
      const mine = our.ndc12.slice(0, 11);
      if (sure && (only === mine || (packages.length === 1 && packages[0]?.sameAs(our)))) return 'package';
      if (only === mine || packages.some((p) => p.ndc12.slice(0, 11) === mine)) best = 'product';
      else if (
        best === 'other' &&
        (only?.slice(0, 6) === mine.slice(0, 6) || packages.some((p) => p.ndc12.slice(0, 6) === mine.slice(0, 6)))
      )
        best = 'labeler';
    }
  return best;
}

/** Every package code that a text can mean; ten bare digits mean several (NDC-02). */
function forms(text: string): Ndc[] {
  const reading = readNdc(text);
  if (reading.kind === 'ndc') return [reading.ndc];
  return reading.kind === 'candidates' ? [...reading.candidates] : [];
}

/** `0409-6625`, a product without its package, as the first 11 characters of the 12-digit form; null for anything else. */
function productOnly(text: string): string | null {
  const parts = /^\s*(\d{4,6})-(\d{3,4})\s*$/.exec(text);
  return parts ? `${(parts[1] ?? '').padStart(6, '0')}-${(parts[2] ?? '').padStart(4, '0')}` : null;
}

const GENERIC = new Set(
  'pharma pharmaceutical pharmaceuticals healthcare health care laboratories limited corporation company private medical group sterile products international holdings'.split(
    ' ',
  ),
);

/** Without codes, the words have to do: our drug in their text, and our maker in their firm or text. */
function sameName(stock: Omit<LotInStock, 'lotNumber'>, notice: RecallNotice, product: RecallProduct): boolean {
  if (!stock.drugName || !stock.manufacturer) return false;
  const text = ` ${words(product.description).join(' ')} `;
  const drug = words(stock.drugName).filter((word) => word.length > 2);
  const makers = words(stock.manufacturer).filter((word) => word.length >= 4 && !GENERIC.has(word));
  const firm = ` ${words(`${notice.firm} ${product.description}`).join(' ')} `;
  return (
    drug.length > 0 &&
    drug.every((word) => text.includes(` ${word} `)) &&
    makers.some((word) => firm.includes(` ${word} `))
  );
}

const words = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

function lotRelation(
  stock: LotInStock,
  claims: readonly LotClaim[],
): { relation: LotRelation; claim: LotClaim | null } {
  const mine = plainLot(stock.lotNumber);
  if (claims.length === 0) return { relation: 'none', claim: null };
  const named = claims.find((c) => c.kind === 'lot' && plainLot(c.lot) === mine);
  if (named) return { relation: 'same', claim: named };
  const ranged = claims.find((c) => c.kind === 'range' && within(mine, c) === 'yes');
  if (ranged) return { relation: 'in-range', claim: ranged };
  const all = claims.find((c) => c.kind === 'all');
  if (all) return { relation: 'all', claim: all };
  const near = claims.find(
    (c) =>
      (c.kind === 'lot' && misread(plainLot(c.lot)) === misread(mine)) ||
      (c.kind === 'range' && within(mine, c) === 'perhaps'),
  );
  if (near) return { relation: 'near', claim: near };
  const unread = claims.find((c) => c.kind === 'unread');
  return unread ? { relation: 'unread', claim: unread } : { relation: 'other', claim: null };
}

/** Between two lots that differ in one run of digits of equal length. Ends that cannot be compared leave it open. */
function within(mine: string, range: { readonly from: string; readonly to: string }): 'yes' | 'no' | 'perhaps' {
  const [from, to] = [plainLot(range.from), plainLot(range.to)];
  const start = commonPrefix(from, to).replace(/\d+$/, '');
  const end = commonSuffix(from.slice(start.length), to.slice(start.length)).replace(/^\d+/, '');
  const middle = (text: string): string => text.slice(start.length, text.length - end.length);
  if (
    !/^\d+$/.test(middle(from)) ||
    !/^\d+$/.test(middle(to)) ||
    from.length !== to.length ||
    middle(from) > middle(to)
  )
    return mine.startsWith(commonPrefix(from, to).slice(0, 3)) || from.slice(0, 1) === mine.slice(0, 1)
      ? 'perhaps'
      : 'no';
  if (!mine.startsWith(start) || !mine.endsWith(end)) return 'no';
  const digits = middle(mine);
  if (mine.length !== from.length) return /^\d+$/.test(digits) && start !== '' ? 'perhaps' : 'no';
  return /^\d+$/.test(digits) && digits >= middle(from) && digits <= middle(to) ? 'yes' : 'no';
}

function commonPrefix(a: string, b: string): string {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n += 1;
  return a.slice(0, n);
}

const reversed = (text: string): string => [...text].reverse().join('');
const commonSuffix = (a: string, b: string): string => reversed(commonPrefix(reversed(a), reversed(b)));

const PRODUCT_WORDS: Readonly<Record<ProductRelation, string>> = {
  package: 'The NDC is the one in the notice',
  product: 'The same product in another package, or an NDC of ten digits',
  labeler: 'The same maker, but another NDC: look at the package',
  unknown: 'The notice or our product has no readable NDC',
  name: 'No NDC to compare: drug and maker are the same by name',
  other: '',
};

function lotWords(relation: LotRelation, claim: LotClaim | null, stock: LotInStock): string {
  if (relation === 'same' && claim?.kind === 'lot')
    return claim.lot.trim().toUpperCase() === stock.lotNumber.trim().toUpperCase()
      ? `lot ${claim.lot} is named`
      : `lot is named as ${claim.lot}`;
  if (relation === 'in-range' && claim?.kind === 'range') return `lot is within ${claim.from} to ${claim.to}`;
  if (relation === 'all') return 'all lots are named';
  if (relation === 'near' && claim?.kind === 'lot')
    return `lot ${claim.lot} is named, which is easily misread for ours`;
  if (relation === 'near' && claim?.kind === 'range') return `lot may be within ${claim.from} to ${claim.to}`;
  if (relation === 'unread' && claim?.kind === 'unread')
    return `lots could not be read in full: "${claim.text.slice(0, 160)}"`;
  return 'the notice names no lots';
}

const expiryWords = (claim: LotClaim | null, stock: LotInStock): string => {
  if (
    claim === null ||
    (claim.kind !== 'lot' && claim.kind !== 'range') ||
    claim.expiry === null ||
    stock.expiresOn === undefined
  )
    return '';
  return claim.expiry.slice(0, 7) === stock.expiresOn.slice(0, 7)
    ? ''
    : `expiry differs: ${claim.expiry} in the notice, ${stock.expiresOn} ours`;
};
