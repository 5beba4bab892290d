import { readNdc } from '../ndc/index.js';
import { parseLocalDate, type LocalDate } from '../time/index.js';
import { readAvailability, readReason, readStatus, standingOf } from './availability.js';
import { ingredientsOfRow, isInjected, type Ingredients } from './ingredients.js';
import type { Availability, ShortageReason, ShortageStatus, Standing } from './list.js';

/** One row of the feed, understood: one package on one of FDA's two lists. */
export interface ShortageItem {
  /** The same row in every later file. */
  readonly key: string;
  /** As printed, hyphens kept. */
  readonly packageNdc: string;
  /** Eleven digits; null when ten digits without hyphens leave it open. */
  readonly ndc11: string | null;
  readonly genericName: string;
  readonly companyName: string;
  readonly presentation: string;
  readonly dosageForm: string;
  readonly status: ShortageStatus;
  readonly availability: Availability;
  /** The maker's own words. */
  readonly availabilityText: string;
  readonly reason: ShortageReason;
  readonly reasonText: string;
  /** Next delivery, estimated recovery and the like, as printed. */
  readonly note: string;
  readonly initialOn: LocalDate | null;
  readonly updatedOn: LocalDate | null;
  readonly discontinuedOn: LocalDate | null;
  readonly standing: Standing;
  readonly ingredients: Ingredients;
  readonly injected: boolean;
  /** What was not as it ought to be and was read with care. */
  readonly remarks: readonly string[];
}

export type RowReading =
  | { readonly kind: 'item'; readonly item: ShortageItem }
  /** `ndc` when it could be read: the package must not be taken for gone because its row is damaged. */
  | { readonly kind: 'refused'; readonly reason: string; readonly ndc: string | null };

const NAME_LIMIT = 500;
const TEXT_LIMIT = 20_000;
const DEPTH_LIMIT = 12;

type Row = Readonly<Record<string, unknown>>;

/** Reads one row. Dirt in what only describes is kept and remarked; a row that does not say which package it is, is refused. */
export function readShortageRow(value: unknown): RowReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused('the row is not an object');
  const row: Row = { ...value };
  const ndc = ndcOf(row['package_ndc']);
  if (!isKeepable(row, 0)) return refused('the row holds something that is not text', ndc?.text);
  const wrong = Object.entries(TEXTS).find(([name, limit]) => !isText(row[name], limit));
  if (wrong) return refused(`${wrong[0]} is not text of at most ${wrong[1]} characters`, ndc?.text);
  if (ndc === undefined) return refused('package_ndc is no NDC');
  const [genericName, companyName] = [text(row, 'generic_name'), text(row, 'company_name')];
  if (genericName === '') return refused('generic_name is missing', ndc.text);
  if (companyName === '') return refused('company_name is missing', ndc.text);
  if (text(row, 'status') === '') return refused('status is missing', ndc.text);
  return { kind: 'item', item: itemOf(row, ndc, genericName, companyName) };
}

const TEXTS: Readonly<Record<string, number>> = {
  generic_name: NAME_LIMIT,
  company_name: NAME_LIMIT,
  status: NAME_LIMIT,
  dosage_form: NAME_LIMIT,
  presentation: TEXT_LIMIT,
  availability: TEXT_LIMIT,
  shortage_reason: TEXT_LIMIT,
  related_info: TEXT_LIMIT,
  resolved_note: TEXT_LIMIT,
  initial_posting_date: NAME_LIMIT,
  update_date: NAME_LIMIT,
  discontinued_date: NAME_LIMIT,
};

function itemOf(row: Row, ndc: ReadNdc, genericName: string, companyName: string): ShortageItem {
  const remarks: string[] = [];
  const date = (name: string): LocalDate | null => {
    const printed = text(row, name);
    const read = printed === '' ? null : readFeedDate(printed);
    if (printed !== '' && read === null) remarks.push(`${name} "${printed.slice(0, 40)}" is no date`);
    return read;
  };
  const openfda = (typeof row['openfda'] === 'object' && row['openfda'] !== null ? row['openfda'] : {}) as Row;
  const presentation = text(row, 'presentation');
  const dosageForm = text(row, 'dosage_form');
  const availabilityText = text(row, 'availability');
  const status = readStatus(text(row, 'status'));
  const availability = readAvailability(availabilityText);
  if (availability === 'unknown' && availabilityText !== '')
    remarks.push(`availability "${availabilityText.slice(0, 120)}" is not certain`);
  if (status === 'other') remarks.push(`status "${text(row, 'status').slice(0, 40)}" is not known`);
  if (ndc.ndc11 === null) remarks.push(`package_ndc "${ndc.text}" has no hyphens, so its package is not certain`);
  const substances = texts(openfda['substance_name']);
  return {
    key: `${ndc.digits}|${plain(genericName)}|${status === 'to-be-discontinued' ? 'discontinuation' : 'shortage'}`,
    packageNdc: ndc.text,
    ndc11: ndc.ndc11,
    genericName,
    companyName,
    presentation,
    dosageForm,
    status,
    availability,
    availabilityText,
    reason: readReason(text(row, 'shortage_reason')),
    reasonText: text(row, 'shortage_reason'),
    note: [text(row, 'related_info'), text(row, 'resolved_note')].filter((part) => part !== '').join(' '),
    initialOn: date('initial_posting_date'),
    updatedOn: date('update_date'),
    discontinuedOn: date('discontinued_date'),
    standing: standingOf(status, availability),
    ingredients: ingredientsOfRow({ genericName, substances, brands: texts(openfda['brand_name']), presentation }),
    injected: isInjected(dosageForm, texts(openfda['route'])),
    remarks,
  };
}

/** `06/19/2026`, the feed's way, as a date; null when there is no such day. */
export function readFeedDate(printed: string): LocalDate | null {
  const [, month, day, year] = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(printed) ?? [];
  if (month === undefined || day === undefined || year === undefined) return null;
  return dateOrNull(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** `meta.last_updated` is written the other way, `2026-06-19`. */
export function readLastUpdated(meta: Row): LocalDate | null {
  const printed = meta['last_updated'];
  return typeof printed === 'string' ? dateOrNull(printed) : null;
}

/** Rows that `meta.results` says there are beside those in the file; 0 when it says nothing of the kind. */
export function rowsMissing(meta: Row, rows: number): number {
  const results = meta['results'];
  const total = typeof results === 'object' && results !== null ? (results as Row)['total'] : undefined;
  return typeof total === 'number' && total > rows ? total - rows : 0;
}

interface ReadNdc {
  readonly text: string;
  readonly digits: string;
  readonly ndc11: string | null;
}

function ndcOf(value: unknown): ReadNdc | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const printed = value.trim().replace(/^NDC[\s:]*/i, '');
  const reading = readNdc(printed);
  if (reading.kind === 'invalid') return undefined;
  if (reading.kind === 'candidates') return { text: printed, digits: printed, ndc11: null };
  const { ndc } = reading;
  return { text: ndc.text, digits: ndc.ndc12.replaceAll('-', ''), ndc11: ndc.ndc11?.replaceAll('-', '') ?? null };
}

const refused = (reason: string, ndc: string | null = null): RowReading => ({ kind: 'refused', reason, ndc });
const plain = (name: string): string => name.toLowerCase().replaceAll(/\s+/g, ' ').trim();
const text = (row: Row, name: string): string => {
  const value = row[name];
  return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : '';
};
const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [])
    .filter((part): part is string => typeof part === 'string' && part.length <= NAME_LIMIT)
    .slice(0, 50);
const isText = (value: unknown, limit: number): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.length <= limit);

/** No NUL, no half of a surrogate pair, no bottomless nesting: what a database keeps and a screen shows. */
function isKeepable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return !value.includes('\u0000') && !/\p{Cs}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEPTH_LIMIT) return false;
  return Object.entries(value).every(([name, part]) => isKeepable(name, depth) && isKeepable(part, depth + 1));
}

function dateOrNull(iso: string): LocalDate | null {
  try {
    const date = parseLocalDate(iso);
    return date === iso ? date : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Name of the feed by which a person maps a drug: the same for "Vancomycin  Injection" and "vancomycin injection". */
export const nameKey = plain;
