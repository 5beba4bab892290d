import { parseLocalDate } from '#domain/time';
import { isUuid } from '../http/patterns.js';
import { isPlainText } from '../http/plain-text.js';
import { Problem } from '../http/problem.js';

export const PAGE_LIMIT = 200;
export const PAGE_DEFAULT = 50;

export type CursorValue = string;
/** What a sort column holds; a cursor comes back from outside and is checked like any other input. */
export type CursorKind = 'text' | 'uuid' | 'instant';

/**
 * Where the page before ended: the values of the sort columns of its last row. Opaque to clients, never an offset, so a
 * row that arrives meanwhile neither repeats nor hides another.
 */
export function decodeCursor(
  cursor: string | undefined,
  columns: readonly CursorKind[],
): readonly CursorValue[] | undefined {
  if (cursor === undefined) return undefined;
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    values = undefined;
  }
  if (
    !Array.isArray(values) ||
    values.length !== columns.length ||
    !columns.every((kind, i) => isOfKind(kind, values[i]))
  )
    throw new Problem('request.invalid', {
      detail: 'The cursor is not one that a page of this list gave.',
      fields: [{ field: 'cursor', message: 'is not known', accepted: 'the `next` of the page before' }],
    });
  return values as CursorValue[];
}

/** As PostgreSQL writes a timestamptz. */
const INSTANT = /^(\d{4}-\d{2}-\d{2}) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:[0-5]\d)?$/;

function isOfKind(kind: CursorKind, value: unknown): value is CursorValue {
  if (typeof value !== 'string' || !isPlainText(value)) return false;
  if (kind === 'uuid') return isUuid(value);
  if (kind === 'text') return true;
  const day = INSTANT.exec(value)?.[1];
  return day !== undefined && isLocalDate(day);
}

function isLocalDate(text: string): boolean {
  try {
    return parseLocalDate(text) === text && text >= '0001';
  } catch {
    return false;
  }
}

export interface PageOfRows<T> {
  readonly items: T[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/** Makes a page of at most `limit` out of a query that asked for `limit + 1` rows. */
export function pageOf<Row, Item>(
  found: readonly Row[],
  limit: number,
  place: (row: Row) => readonly CursorValue[],
  show: (row: Row) => Item,
): PageOfRows<Item> {
  const kept = found.slice(0, limit);
  const last = kept.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    items: kept.map(show),
    next: more ? Buffer.from(JSON.stringify(place(last))).toString('base64url') : null,
  };
}
