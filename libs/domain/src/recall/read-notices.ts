import { parseLocalDate, type LocalDate } from '#domain/time';
import { readPrintedDate } from './dates.js';
import { readLotText } from './lot-text.js';
import type { LotClaim, ReadNotices, RecallClass, RecallNotice, RecallProduct, RefusedRow } from './notice.js';

const MAX_TEXT = 20_000;
const MAX_PARTS = 2_000;

/** A file that is no list of notices at all. */
export class UnreadableNotices extends RangeError {}

/**
 * Reads notices from parsed JSON: openFDA enforcement reports (`{results: [...]}` or a list of them) or notices with their lots
 * written out. Each record stands alone: a bad one is refused with its place and the reason, and the others are read.
 * @throws UnreadableNotices when it is no list.
 */
export function readNotices(json: unknown, source: string): ReadNotices {
  const list = Array.isArray(json) ? json : field(json, 'results');
  if (!Array.isArray(list))
    throw new UnreadableNotices('Not a list of notices: expected a JSON list, or an object with "results".');
  return readEach(list, (record) =>
    field(record, 'products') === undefined ? fromEnforcement(record, source) : fromLotList(record, source),
  );
}

/** Reads notices from rows with named columns: recall_number, report_date, firm, product, reason, classification, and code_info where given. */
export const readNoticeRows = (rows: readonly unknown[], source: string): ReadNotices =>
  readEach(rows, (row) =>
    fromEnforcement(
      {
        recall_number: field(row, 'recall_number'),
        recalling_firm: field(row, 'firm'),
        product_description: field(row, 'product'),
        reason_for_recall: field(row, 'reason'),
        classification: field(row, 'classification'),
        report_date: field(row, 'report_date'),
        code_info: field(row, 'code_info') ?? '',
      },
      source,
    ),
  );

function readEach(list: readonly unknown[], read: (record: unknown) => RecallNotice): ReadNotices {
  const notices: RecallNotice[] = [];
  const refused: RefusedRow[] = [];
  const seen = new Set<string>();
  list.forEach((record, index) => {
    try {
      const notice = read(record);
      if (seen.has(notice.key)) throw new RangeError(`${notice.key} is in the file twice`);
      seen.add(notice.key);
      notices.push(notice);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refused.push({ row: index + 1, reason: error.message });
    }
  });
  return { notices, refused };
}

/** One record of an openFDA drug enforcement report. */
function fromEnforcement(record: unknown, source: string): RecallNotice {
  const description = text(record, 'product_description', true);
  const codes = text(record, 'code_info');
  const more = text(record, 'more_code_info');
  const openfda = field(record, 'openfda');
  const printed = [...ndcsIn(description), ...ndcsIn(codes), ...ndcsIn(more)];
  const listed = printed.length > 0 ? printed : [...texts(openfda, 'package_ndc'), ...texts(openfda, 'product_ndc')];
  return {
    key: key(text(record, 'recall_number', true)),
    source,
    firm: text(record, 'recalling_firm'),
    classification: classOf(text(record, 'classification')),
    status: text(record, 'status'),
    reason: text(record, 'reason_for_recall'),
    initiatedOn: dateOf(text(record, 'recall_initiation_date') || text(record, 'report_date')),
    products: [{ description, ndcs: [...new Set(listed)], lots: readLotText(`${codes} ${more}`.trim()) }],
  };
}

/** A notice whose lots somebody has already taken apart. */
function fromLotList(record: unknown, source: string): RecallNotice {
  const products = list(record, 'products');
  if (products.length === 0) throw new RangeError('"products" is empty');
  return {
    key: key(text(record, 'recall_number') || text(record, 'id', true)),
    source: text(record, 'source') || source,
    firm: text(record, 'firm'),
    classification: classOf(text(record, 'classification')),
    status: text(record, 'status'),
    reason: text(record, 'reason'),
    initiatedOn: dateOf(text(record, 'initiated')),
    products: products.map((product): RecallProduct => ({
      description: text(product, 'description'),
      ndcs: texts(product, 'ndcs'),
      lots: list(product, 'lots').flatMap(lotClaim),
    })),
  };
}

function lotClaim(value: unknown): LotClaim[] {
  if (typeof value === 'string') return readLotText(value);
  const lot = text(value, 'lot', true);
  const expiry = dateOf(text(value, 'exp')) ?? readPrintedDate(text(value, 'exp_as_printed'));
  // One lot in one field is a lot as it stands; anything else there is read as text.
  if (/^[A-Za-z0-9][A-Za-z0-9@./ -]{0,19}$/.test(lot) && /\d/.test(lot) && !/\b(?:to|thru|through)\b/i.test(lot))
    return [{ kind: 'lot', lot: lot.toUpperCase(), expiry }];
  return readLotText(lot).map((claim) => ('expiry' in claim && claim.expiry === null ? { ...claim, expiry } : claim));
}

const NDC = /\b(\d{4,6}-\d{3,4}(?:-\d{1,2})?)(?![\d-])/g;
const BILLING = /\bNDC[\s#:.]*(\d{10,11})\b/gi;

const ndcsIn = (words: string): string[] => [
  ...[...words.matchAll(NDC)].map((hit) => hit[1] ?? ''),
  ...[...words.matchAll(BILLING)].map((hit) => hit[1] ?? ''),
];

function classOf(printed: string): RecallClass {
  const roman = /\bclass\s*(I{1,3}|[123])\b/i.exec(printed)?.[1]?.toUpperCase();
  if (roman === 'I' || roman === '1') return 'class-1';
  if (roman === 'II' || roman === '2') return 'class-2';
  return roman === 'III' || roman === '3' ? 'class-3' : 'unclassified';
}

/** ISO or `YYYYMMDD`; null when there is none. @throws RangeError for a date that does not exist */
function dateOf(printed: string): LocalDate | null {
  if (printed === '') return null;
  return parseLocalDate(printed.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));
}

function key(printed: string): string {
  if (printed.length > 120) throw new RangeError('the recall number is longer than 120 characters');
  return printed.toUpperCase();
}

/** Own properties only: a file may call a field anything. */
const field = (record: unknown, name: string): unknown =>
  typeof record === 'object' && record !== null && Object.hasOwn(record, name) ? Reflect.get(record, name) : undefined;

function text(record: unknown, name: string, required = false): string {
  const value = field(record, name) ?? '';
  if (typeof value !== 'string') throw new RangeError(`"${name}" is not text`);
  const plain = value.trim();
  if (required && plain === '') throw new RangeError(`"${name}" is missing`);
  if (plain.length > MAX_TEXT) throw new RangeError(`"${name}" is longer than ${MAX_TEXT} characters`);
  if (/[^\P{Cc}\t\n\r]/u.test(plain)) throw new RangeError(`"${name}" has control characters`);
  return plain;
}

function list(record: unknown, name: string): readonly unknown[] {
  const value = field(record, name) ?? [];
  if (!Array.isArray(value)) throw new RangeError(`"${name}" is not a list`);
  if (value.length > MAX_PARTS) throw new RangeError(`"${name}" has more than ${MAX_PARTS} entries`);
  return value;
}

const texts = (record: unknown, name: string): string[] =>
  list(record, name).map((value) => {
    if (typeof value !== 'string' || value.length > 40)
      throw new RangeError(`"${name}" holds something that is no code`);
    return value.trim();
  });
